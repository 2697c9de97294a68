#include "intake/archive_reader.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <clocale>
#include <exception>
#include <utility>

#include "base/text.hpp"
#include "encode/json.hpp"
#include "exhibit/error.hpp"

namespace exhibit::intake {
namespace {

constexpr int empty_runs_max = 1000;
constexpr std::size_t owner_name_bytes_max = 255;
constexpr std::int64_t seconds_max = 253'402'300'799;  // the end of year 9999

/// libarchive converts names to the character set of the thread's locale; here that is UTF-8,
/// whatever the process has. Without the locale names stay what libarchive makes of them.
class Utf8Names {
public:
    Utf8Names() : before_(::uselocale(locale())) {}
    ~Utf8Names() { ::uselocale(before_); }
    Utf8Names(const Utf8Names&) = delete;
    Utf8Names& operator=(const Utf8Names&) = delete;

private:
    static locale_t locale() {
        static const locale_t utf8 = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
        return utf8;  // null leaves the locale as it is
    }
    locale_t before_;
};

struct FreeArchive {
    void operator()(struct archive* archive) const noexcept { archive_read_free(archive); }
};

struct NamedForm {
    int code;
    std::string_view name;
};

constexpr std::array formats{
    NamedForm{ARCHIVE_FORMAT_CPIO, "cpio"},   NamedForm{ARCHIVE_FORMAT_TAR, "tar"},
    NamedForm{ARCHIVE_FORMAT_ISO9660, "iso"}, NamedForm{ARCHIVE_FORMAT_ZIP, "zip"},
    NamedForm{ARCHIVE_FORMAT_AR, "ar"},       NamedForm{ARCHIVE_FORMAT_XAR, "xar"},
    NamedForm{ARCHIVE_FORMAT_LHA, "lha"},     NamedForm{ARCHIVE_FORMAT_CAB, "cab"},
    NamedForm{ARCHIVE_FORMAT_RAR, "rar"},     NamedForm{ARCHIVE_FORMAT_7ZIP, "7z"},
    NamedForm{ARCHIVE_FORMAT_RAR_V5, "rar5"}, NamedForm{ARCHIVE_FORMAT_WARC, "warc"},
};

// Those that keep an owner for every member: 0 means root there, and nothing elsewhere.
bool keeps_owners(int format) noexcept {
    const int base = format & ARCHIVE_FORMAT_BASE_MASK;
    return base == ARCHIVE_FORMAT_TAR || base == ARCHIVE_FORMAT_CPIO || base == ARCHIVE_FORMAT_AR ||
           base == ARCHIVE_FORMAT_XAR;
}

void add_sentence(std::string& text, const std::string& sentence) {
    if (!text.empty()) text += ' ';
    text += sentence;
}

MemberType type_of(struct archive_entry* entry) {
    if (archive_entry_hardlink(entry) != nullptr) return MemberType::hardlink;
    switch (archive_entry_filetype(entry)) {
        case AE_IFDIR: return MemberType::directory;
        case AE_IFLNK: return MemberType::symlink;
        case AE_IFIFO: return MemberType::fifo;
        case AE_IFSOCK: return MemberType::socket;
        case AE_IFBLK: return MemberType::block;
        case AE_IFCHR: return MemberType::character;
        default: return MemberType::file;
    }
}

/// At most so many bytes of a name.
std::string name_of(const char* name, const char* what, std::size_t most, std::string& problem) {
    if (name == nullptr) return {};
    std::string out = name;
    if (out.size() <= most) return out;
    add_sentence(problem, "Its " + std::string(what) + " has " +
                              counted(out.size(), "byte", "bytes") + "; here are the first " +
                              grouped(most) + ".");
    out.resize(most);
    return out;
}

std::optional<MemberTime> time_of(std::int64_t seconds, long nanoseconds, const char* what,
                                  std::string& problem) {
    if (seconds >= 0 && seconds <= seconds_max && nanoseconds >= 0 && nanoseconds < 1'000'000'000)
        return MemberTime{{seconds}, static_cast<std::uint32_t>(nanoseconds)};
    add_sentence(problem, "Its time of " + std::string(what) + ", " + std::to_string(seconds) +
                              " seconds from 1970, is outside the years 1970 to 9999.");
    return std::nullopt;
}

std::optional<std::uint64_t> number_of(std::int64_t value, const char* what, std::string& problem) {
    if (value >= 0 && value <= encode::json_integer_max) return static_cast<std::uint64_t>(value);
    add_sentence(problem, "Its " + std::string(what) + " is said to be " + std::to_string(value) +
                              ", which cannot be.");
    return std::nullopt;
}

void take_times(struct archive_entry* entry, ArchiveMember& member, std::string& problem) {
    if (archive_entry_mtime_is_set(entry)) {
        member.modified = time_of(archive_entry_mtime(entry), archive_entry_mtime_nsec(entry),
                                  "modification", problem);
    }
    if (archive_entry_atime_is_set(entry)) {
        member.accessed =
            time_of(archive_entry_atime(entry), archive_entry_atime_nsec(entry), "access", problem);
    }
    if (archive_entry_ctime_is_set(entry)) {
        member.changed =
            time_of(archive_entry_ctime(entry), archive_entry_ctime_nsec(entry), "change", problem);
    }
    if (archive_entry_birthtime_is_set(entry)) {
        member.born = time_of(archive_entry_birthtime(entry), archive_entry_birthtime_nsec(entry),
                              "birth", problem);
    }
}

void take_owner(struct archive_entry* entry, bool kept, ArchiveMember& member,
                std::string& problem) {
    const std::int64_t uid = archive_entry_uid(entry);
    const std::int64_t gid = archive_entry_gid(entry);
    if (kept || uid != 0 || gid != 0) {
        member.uid = number_of(uid, "owner", problem);
        member.gid = number_of(gid, "group", problem);
    }
    member.user =
        name_of(archive_entry_uname(entry), "owner's name", owner_name_bytes_max, problem);
    member.group =
        name_of(archive_entry_gname(entry), "group's name", owner_name_bytes_max, problem);
}

void take_entry(struct archive_entry* entry, int format, MemberHeader& out) {
    ArchiveMember& member = out.member;
    const char* name = archive_entry_pathname(entry);
    if (name == nullptr) name = archive_entry_pathname_utf8(entry);
    if (name == nullptr) add_sentence(out.problem, "Its name cannot be read.");
    member.path = {name_of(name, "name", member_path_bytes_max, out.problem)};
    member.type = type_of(entry);
    member.mode = static_cast<std::uint32_t>(archive_entry_perm(entry)) & 07777U;
    take_times(entry, member, out.problem);
    take_owner(entry, keeps_owners(format), member, out.problem);
    if (archive_entry_size_is_set(entry)) {
        member.stated_size = number_of(archive_entry_size(entry), "size", out.problem);
    }
    if (member.type == MemberType::hardlink) {
        member.target =
            name_of(archive_entry_hardlink(entry), "target", member_path_bytes_max, out.problem);
    } else if (member.type == MemberType::symlink) {
        member.target =
            name_of(archive_entry_symlink(entry), "target", member_path_bytes_max, out.problem);
    }
    if (member.type == MemberType::block || member.type == MemberType::character) {
        member.device = std::to_string(archive_entry_rdevmajor(entry)) + ":" +
                        std::to_string(archive_entry_rdevminor(entry));
    }
    out.encrypted = archive_entry_is_encrypted(entry) != 0;
}

}  // namespace

/// libarchive's side. Exceptions must not pass through it, which is C: they wait in `failure`.
struct ArchiveReader::Handle {
    Handle(ArchiveInput& from, ArchiveForms forms) : input(from), archive(archive_read_new()) {
        if (!archive) throw Error(ErrorKind::internal, "reading an archive: out of memory");
        struct archive* a = archive.get();
        // Named one by one: "all" would run other programs (lrzip, grzip) on evidence.
        const std::array formats_of{
            archive_read_support_format_tar,  archive_read_support_format_gnutar,
            archive_read_support_format_cpio, archive_read_support_format_ar,
            archive_read_support_format_zip,  archive_read_support_format_7zip,
            archive_read_support_format_xar,  archive_read_support_format_cab,
            archive_read_support_format_lha,  archive_read_support_format_rar,
            archive_read_support_format_rar5, archive_read_support_format_iso9660,
            archive_read_support_format_warc};
        const std::array streams_of{archive_read_support_format_tar,
                                    archive_read_support_format_gnutar,
                                    archive_read_support_format_cpio};
        const std::array filters{
            archive_read_support_filter_gzip, archive_read_support_filter_bzip2,
            archive_read_support_filter_xz,   archive_read_support_filter_lzma,
            archive_read_support_filter_lzip, archive_read_support_filter_zstd,
            archive_read_support_filter_lz4,  archive_read_support_filter_compress,
            archive_read_support_filter_rpm};
        // A warning says that a part of the library is not there: its formats are then not known.
        if (forms == ArchiveForms::all) {
            for (const auto add : formats_of) static_cast<void>(add(a));
        } else {
            for (const auto add : streams_of) static_cast<void>(add(a));
        }
        for (const auto add : filters) static_cast<void>(add(a));
        archive_read_set_callback_data(a, this);
        archive_read_set_read_callback(a, &Handle::on_read);
        archive_read_set_skip_callback(a, &Handle::on_skip);
        if (input.size()) archive_read_set_seek_callback(a, &Handle::on_seek);
    }

    static la_ssize_t on_read(struct archive* a, void* self, const void** bytes) noexcept {
        auto& handle = *static_cast<Handle*>(self);
        try {
            const ByteView more = handle.input.next();
            handle.offset += more.size();
            *bytes = more.data();
            return static_cast<la_ssize_t>(more.size());
        } catch (...) {
            return handle.keep(a);
        }
    }
    static la_int64_t on_skip(struct archive* a, void* self, la_int64_t request) noexcept {
        auto& handle = *static_cast<Handle*>(self);
        try {
            const auto size = handle.input.size();
            if (!size || request <= 0) return 0;
            const std::uint64_t to =
                std::min(*size, handle.offset + static_cast<std::uint64_t>(request));
            const std::uint64_t skipped = to - handle.offset;
            handle.go_to(to);
            return static_cast<la_int64_t>(skipped);
        } catch (...) {
            return handle.keep(a);
        }
    }
    static la_int64_t on_seek(struct archive* a, void* self, la_int64_t offset,
                              int whence) noexcept {
        auto& handle = *static_cast<Handle*>(self);
        try {
            const auto size = static_cast<la_int64_t>(handle.input.size().value_or(0));
            const la_int64_t base = whence == SEEK_END   ? size
                                    : whence == SEEK_CUR ? static_cast<la_int64_t>(handle.offset)
                                                         : 0;
            la_int64_t to = 0;
            if (__builtin_add_overflow(base, offset, &to) || to < 0 || to > size) {
                archive_set_error(a, EINVAL, "it points outside of itself");
                return ARCHIVE_FATAL;
            }
            handle.go_to(static_cast<std::uint64_t>(to));
            return to;
        } catch (...) {
            return handle.keep(a);
        }
    }

    void go_to(std::uint64_t to) {
        input.seek(to);
        offset = to;
    }

    // Called while an exception is handled. What the archive's own bytes cannot give is a fact of
    // the archive; everything else ends the work.
    int keep(struct archive* a) noexcept {
        try {
            throw;
        } catch (const Error& error) {
            if (error.kind() == ErrorKind::corrupt) {
                archive_set_error(a, EIO, "%s", error.what());
            } else {
                failure = std::current_exception();
            }
        } catch (...) {
            failure = std::current_exception();
        }
        return ARCHIVE_FATAL;
    }

    /// After each call of libarchive.
    void rethrow() {
        if (failure) std::rethrow_exception(std::exchange(failure, nullptr));
    }

    std::string said() const {
        const char* text = archive_error_string(archive.get());
        // It may quote the archive.
        std::string out = text == nullptr ? "no reason is given" : shortened(printable(text), 300);
        while (!out.empty() && (out.back() == '.' || out.back() == ' ')) out.pop_back();
        return out + ".";
    }

    ReadStep open() {
        if (std::exchange(opened, true)) return ReadStep::ok;
        const int result = archive_read_open1(archive.get());
        rethrow();
        return result == ARCHIVE_OK || result == ARCHIVE_WARN ? ReadStep::ok : ReadStep::broken;
    }

    ArchiveInput& input;
    std::uint64_t offset = 0;  ///< of the input
    bool opened = false;
    std::exception_ptr failure;
    std::unique_ptr<struct archive, FreeArchive> archive;  ///< last: closing it may call back
};

ArchiveReader::ArchiveReader(ArchiveInput& input, ArchiveForms forms)
    : handle_(std::make_unique<Handle>(input, forms)) {}

ArchiveReader::~ArchiveReader() = default;

MemberHeader ArchiveReader::next() {
    const Utf8Names names;
    MemberHeader out;
    offset_ = 0;
    struct archive_entry* entry = nullptr;
    int result = ARCHIVE_FATAL;
    if (handle_->open() == ReadStep::ok) {
        result = archive_read_next_header(handle_->archive.get(), &entry);
        handle_->rethrow();
    }
    if (result == ARCHIVE_EOF) return out;
    if (result != ARCHIVE_OK) out.problem = "The archive's reader says: " + handle_->said();
    const bool lost = result == ARCHIVE_FATAL || result == ARCHIVE_RETRY || entry == nullptr;
    out.step = lost ? ReadStep::broken : result >= ARCHIVE_WARN ? ReadStep::ok : ReadStep::failed;
    if (!lost) take_entry(entry, archive_format(handle_->archive.get()), out);
    return out;
}

MemberRun ArchiveReader::read() {
    const Utf8Names names;
    MemberRun out;
    for (int empty = 0; empty < empty_runs_max; ++empty) {
        const void* bytes = nullptr;
        std::size_t size = 0;
        la_int64_t offset = 0;
        const int result = archive_read_data_block(handle_->archive.get(), &bytes, &size, &offset);
        handle_->rethrow();
        if (result != ARCHIVE_OK && result != ARCHIVE_EOF && out.problem.empty()) {
            out.problem = "The archive's reader says: " + handle_->said();
        }
        if (result == ARCHIVE_FATAL || result == ARCHIVE_RETRY) {
            out.step = ReadStep::broken;
            return out;
        }
        if (result == ARCHIVE_FAILED) {
            out.step = ReadStep::failed;
            return out;
        }
        const int base = archive_format(handle_->archive.get()) & ARCHIVE_FORMAT_BASE_MASK;
        // At the end only tar tells how far a last hole goes.
        const bool tells_offset = result != ARCHIVE_EOF || base == ARCHIVE_FORMAT_TAR;
        const std::uint64_t at =
            tells_offset && offset >= 0 ? static_cast<std::uint64_t>(offset) : offset_;
        if (at < offset_ && result != ARCHIVE_EOF && size > 0) {
            out.problem = "Its content has parts that overlap.";
            out.step = ReadStep::broken;
            return out;
        }
        out.hole = at > offset_ ? at - offset_ : 0;
        if (result != ARCHIVE_EOF) out.bytes = {static_cast<const std::byte*>(bytes), size};
        offset_ += out.hole + out.bytes.size();
        out.step = result == ARCHIVE_EOF ? ReadStep::end : ReadStep::ok;
        if (out.step == ReadStep::end || out.hole > 0 || size > 0) return out;
    }
    out.problem = "Its content does not go on.";
    out.step = ReadStep::broken;
    return out;
}

std::uint64_t ArchiveReader::taken() const {
    return static_cast<std::uint64_t>(
        std::max<la_int64_t>(0, archive_filter_bytes(handle_->archive.get(), -1)));
}

std::string ArchiveReader::format() const {
    struct archive* a = handle_->archive.get();
    const int base = archive_format(a) & ARCHIVE_FORMAT_BASE_MASK;
    std::string text;
    for (const NamedForm& form : formats) {
        if (form.code == base) text = form.name;
    }
    // The last one is the input itself.
    for (int i = 0; !text.empty() && i + 1 < archive_filter_count(a); ++i) {
        text += ", " + std::string(archive_filter_name(a, i));
    }
    return text;
}

bool ArchiveReader::skips_cheaply() const {
    struct archive* a = handle_->archive.get();
    if (archive_filter_count(a) > 1 || !handle_->input.size()) return false;
    const int base = archive_format(a) & ARCHIVE_FORMAT_BASE_MASK;
    return base == ARCHIVE_FORMAT_TAR || base == ARCHIVE_FORMAT_CPIO || base == ARCHIVE_FORMAT_AR ||
           base == ARCHIVE_FORMAT_ZIP;
}

}  // namespace exhibit::intake

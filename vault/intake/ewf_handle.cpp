#include "intake/ewf_handle.hpp"

// libewf declares what takes segments of ours only to those who say that they have libbfio.
#define HAVE_LIBBFIO 1
#include <libbfio.h>
#include <libewf.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/codec.hpp"
#include "base/text.hpp"
#include "exhibit/error.hpp"

namespace exhibit::intake {
namespace {

constexpr std::size_t header_text_bytes_max = 1000;
constexpr std::size_t reason_bytes_max = 300;
constexpr std::size_t ranges_max = 256;

/// libewf's account of a failure; freed with the object.
class Failure {
public:
    Failure() = default;
    Failure(const Failure&) = delete;
    Failure& operator=(const Failure&) = delete;
    ~Failure() { libewf_error_free(&error_); }
    libewf_error_t** out() noexcept {
        libewf_error_free(&error_);
        return &error_;
    }
    std::string text() const {
        std::array<char, 2048> room{};
        if (error_ == nullptr) return "no reason given";
        if (libewf_error_sprint(error_, room.data(), room.size()) < 0) return "no reason given";
        return printable(std::string(room.data()).substr(0, reason_bytes_max));
    }

private:
    libewf_error_t* error_ = nullptr;
};

void require(int result, const Failure& failure, const std::string& what) {
    if (result == 1) return;
    throw Error(ErrorKind::unsupported, what + ": " + failure.text());
}

struct HeaderName {
    const char* library;
    std::string_view own;
};
constexpr std::array header_names{
    HeaderName{"case_number", "case_number"},
    HeaderName{"description", "description"},
    HeaderName{"examiner_name", "examiner"},
    HeaderName{"evidence_number", "evidence_number"},
    HeaderName{"notes", "notes"},
    HeaderName{"acquiry_date", "acquired"},
    HeaderName{"system_date", "system_date"},
    HeaderName{"acquiry_operating_system", "operating_system"},
    HeaderName{"acquiry_software", "software"},
    HeaderName{"acquiry_software_version", "software_version"},
    HeaderName{"model", "model"},
    HeaderName{"serial_number", "serial"},
    HeaderName{"device_label", "device_label"},
};

constexpr std::array<std::pair<int, std::string_view>, 16> formats{{
    {LIBEWF_FORMAT_ENCASE1, "EnCase 1"},
    {LIBEWF_FORMAT_ENCASE2, "EnCase 2"},
    {LIBEWF_FORMAT_ENCASE3, "EnCase 3"},
    {LIBEWF_FORMAT_ENCASE4, "EnCase 4"},
    {LIBEWF_FORMAT_ENCASE5, "EnCase 5"},
    {LIBEWF_FORMAT_ENCASE6, "EnCase 6"},
    {LIBEWF_FORMAT_ENCASE7, "EnCase 7"},
    {LIBEWF_FORMAT_SMART, "SMART"},
    {LIBEWF_FORMAT_FTK_IMAGER, "FTK Imager"},
    {LIBEWF_FORMAT_LOGICAL_ENCASE5, "EnCase 5 logical"},
    {LIBEWF_FORMAT_LOGICAL_ENCASE6, "EnCase 6 logical"},
    {LIBEWF_FORMAT_LOGICAL_ENCASE7, "EnCase 7 logical"},
    {LIBEWF_FORMAT_LINEN5, "linen 5"},
    {LIBEWF_FORMAT_LINEN6, "linen 6"},
    {LIBEWF_FORMAT_LINEN7, "linen 7"},
    {LIBEWF_FORMAT_EWFX, "EWF-X"},
}};

StoredDigest digest_of(std::string_view algorithm, int found, ByteView bytes) {
    if (found != 1) return {std::string(algorithm), {}, "not-stored"};
    return {std::string(algorithm), to_hex(bytes), "not-compared"};
}

using CountErrors = int (*)(libewf_handle_t*, std::uint32_t*, libewf_error_t**);
using GetError = int (*)(libewf_handle_t*, std::uint32_t, std::uint64_t*, std::uint64_t*,
                         libewf_error_t**);

/// Sectors to bytes; what does not lie in the media is left out.
std::vector<ByteRange> error_ranges(libewf_handle_t* handle, CountErrors count, GetError get,
                                    const EwfHandle& media) {
    Failure failure;
    std::uint32_t errors = 0;
    if (count(handle, &errors, failure.out()) != 1) return {};
    std::vector<ByteRange> out;
    const std::uint64_t sector = media.bytes_per_sector();
    const std::uint64_t sectors = (media.media_size() + sector - 1) / sector;
    for (std::uint32_t i = 0; i < errors && out.size() < ranges_max; ++i) {
        std::uint64_t first = 0;
        std::uint64_t length = 0;
        if (get(handle, i, &first, &length, failure.out()) != 1) continue;
        if (first >= sectors || length == 0) continue;
        const std::uint64_t begin = first * sector;
        const std::uint64_t bytes = std::min(length, sectors - first) * sector;
        out.push_back({begin, std::min(bytes, media.media_size() - begin)});
    }
    return out;
}

}  // namespace

/// What an EwfHandle owns: the library's handle, closed before it is freed.
struct EwfHandle::Library {
    libewf_handle_t* handle = nullptr;
};

void EwfHandle::Close::operator()(Library* library) const noexcept {
    // Reading only: there is nothing a failed close could lose. Also what failed to open is closed:
    // libewf keeps the tables of segments otherwise.
    if (library->handle != nullptr) {
        libewf_handle_close(library->handle, nullptr);
        libewf_handle_free(&library->handle, nullptr);
    }
    delete library;
}

EwfHandle::EwfHandle(const std::vector<std::string>& files) : library_(new Library) {
    Failure failure;
    require(libewf_handle_initialize(&library_->handle, failure.out()), failure,
            "preparing libewf");
    // No limit of open files is set: this libewf fails to open with one.
    // libewf takes pointers to text it does not change.
    std::vector<std::string> names = files;
    std::vector<char*> pointers;
    for (std::string& name : names) pointers.push_back(name.data());
    require(libewf_handle_open(library_->handle, pointers.data(), static_cast<int>(pointers.size()),
                               LIBEWF_OPEN_READ, failure.out()),
            failure, "opening the media");
    learn_geometry();
}

EwfHandle::EwfHandle(std::vector<EwfSegment> segments)
    : pool_(std::make_unique<EwfPool>(std::move(segments))), library_(new Library) {
    Failure failure;
    require(libewf_handle_initialize(&library_->handle, failure.out()), failure,
            "preparing libewf");
    const int opened = libewf_handle_open_file_io_pool(library_->handle,
                                                       static_cast<libbfio_pool_t*>(pool_->pool()),
                                                       LIBEWF_OPEN_READ, failure.out());
    if (const std::string why = pool_->take_failure(); opened != 1 && !why.empty()) {
        throw Error(ErrorKind::unsupported, "opening the media: " + why);
    }
    require(opened, failure, "opening the media");
    learn_geometry();
}

void EwfHandle::learn_geometry() {
    Failure failure;
    libewf_handle_t* handle = library_->handle;
    require(libewf_handle_set_read_zero_chunk_on_error(handle, 1, failure.out()), failure,
            "asking for zeros in place of damaged chunks");
    std::uint32_t sector = 0;
    size32_t chunk = 0;
    size64_t size = 0;
    require(libewf_handle_get_bytes_per_sector(handle, &sector, failure.out()), failure,
            "sector size");
    require(libewf_handle_get_chunk_size(handle, &chunk, failure.out()), failure, "chunk size");
    require(libewf_handle_get_media_size(handle, &size, failure.out()), failure, "media size");
    if (sector == 0 || chunk < sector || size > ewf_media_bytes_max) {
        throw Error(ErrorKind::unsupported, "reading the geometry of the media: found " +
                                                std::to_string(size) + " bytes in chunks of " +
                                                std::to_string(chunk) + " and sectors of " +
                                                std::to_string(sector) + ", which cannot be");
    }
    bytes_per_sector_ = sector;
    chunk_bytes_ = chunk;
    media_size_ = size;
}

std::string EwfHandle::format() const {
    Failure failure;
    std::uint8_t number = 0;
    if (libewf_handle_get_format(library_->handle, &number, failure.out()) == 1) {
        for (const auto& [known, name] : formats) {
            if (known == number) return std::string(name);
        }
    }
    return "EWF";
}

std::map<std::string, std::string> EwfHandle::header() const {
    std::map<std::string, std::string> out;
    Failure failure;
    for (const HeaderName& name : header_names) {
        const std::string_view id = name.library;
        const auto* key = reinterpret_cast<const std::uint8_t*>(name.library);
        std::size_t size = 0;
        if (libewf_handle_get_utf8_header_value_size(library_->handle, key, id.size(), &size,
                                                     failure.out()) != 1 ||
            size <= 1 || size > (std::size_t{1} << 20)) {
            continue;
        }
        std::string text(size, '\0');
        if (libewf_handle_get_utf8_header_value(library_->handle, key, id.size(),
                                                reinterpret_cast<std::uint8_t*>(text.data()), size,
                                                failure.out()) != 1) {
            continue;
        }
        text.resize(std::min(text.find('\0'), header_text_bytes_max));
        text = printable(text);
        if (!text.empty()) out.emplace(name.own, std::move(text));
    }
    return out;
}

std::vector<StoredDigest> EwfHandle::stored() const {
    Failure failure;
    std::array<std::byte, 16> md5{};
    std::array<std::byte, 20> sha1{};
    const int has_md5 = libewf_handle_get_md5_hash(
        library_->handle, reinterpret_cast<std::uint8_t*>(md5.data()), md5.size(), failure.out());
    const int has_sha1 = libewf_handle_get_sha1_hash(
        library_->handle, reinterpret_cast<std::uint8_t*>(sha1.data()), sha1.size(), failure.out());
    return {digest_of("md5", has_md5, md5), digest_of("sha1", has_sha1, sha1)};
}

std::vector<ByteRange> EwfHandle::acquisition_errors() const {
    return error_ranges(library_->handle, libewf_handle_get_number_of_acquiry_errors,
                        libewf_handle_get_acquiry_error, *this);
}

std::vector<ByteRange> EwfHandle::checksum_errors() const {
    return error_ranges(library_->handle, libewf_handle_get_number_of_checksum_errors,
                        libewf_handle_get_checksum_error, *this);
}

bool EwfHandle::read_at(std::uint64_t offset, std::span<std::byte> into) {
    std::size_t done = 0;
    Failure failure;
    while (done < into.size()) {
        const auto got =
            libewf_handle_read_random(library_->handle, into.data() + done, into.size() - done,
                                      static_cast<off64_t>(offset + done), failure.out());
        if (got <= 0 || static_cast<std::size_t>(got) > into.size() - done) return false;
        done += static_cast<std::size_t>(got);
    }
    return true;
}

bool EwfHandle::has_checksum_error(std::uint64_t offset, std::uint64_t length) const {
    Failure failure;
    std::uint32_t errors = 0;
    if (libewf_handle_get_number_of_checksum_errors(library_->handle, &errors, failure.out()) !=
        1) {
        return true;  // nobody can tell: not sound
    }
    for (std::uint32_t i = 0; i < errors; ++i) {
        std::uint64_t first = 0;
        std::uint64_t sectors = 0;
        if (libewf_handle_get_checksum_error(library_->handle, i, &first, &sectors,
                                             failure.out()) != 1) {
            return true;
        }
        if (first > media_size_ / bytes_per_sector_) continue;
        const std::uint64_t begin = first * bytes_per_sector_;
        const std::uint64_t most = media_size_ / bytes_per_sector_ + 1;
        const std::uint64_t end = begin + std::min(sectors, most) * bytes_per_sector_;
        if (begin < offset + length && offset < end) return true;
    }
    return false;
}

// A chunk that failed once is not asked for again: libewf loses the memory of it each time.
bool EwfHandle::read_sound(std::uint64_t offset, std::span<std::byte> into) {
    return !has_checksum_error(offset, into.size()) && read_at(offset, into) &&
           !has_checksum_error(offset, into.size());
}

std::string EwfHandle::take_failure() {
    return pool_ ? pool_->take_failure() : std::string();
}

}  // namespace exhibit::intake

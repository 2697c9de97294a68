// Exports a tree as a tar stream in the pax format, through libarchive.
#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <vector>

#include "base/text.hpp"
#include "intake/archive_output.hpp"
#include "intake/posix_acl.hpp"
#include "intake/tree_output.hpp"

namespace exhibit::intake {
namespace {

mode_t type_bits(MemberType type) noexcept {
    switch (type) {
        case MemberType::directory: return AE_IFDIR;
        case MemberType::symlink: return AE_IFLNK;
        case MemberType::fifo: return AE_IFIFO;
        case MemberType::block: return AE_IFBLK;
        case MemberType::character: return AE_IFCHR;
        case MemberType::socket: return AE_IFSOCK;
        case MemberType::file:
        case MemberType::hardlink: break;
    }
    return AE_IFREG;
}

class TarOutput final : public TreeOutput, private Sink {
public:
    explicit TarOutput(Sink& sink) : output_(sink, "a tar stream") {
        struct archive* archive = output_.archive();
        // Not the restricted variant: it drops the nanoseconds of times.
        output_.require(archive_write_set_format_pax(archive));
        // The form of attributes that GNU tar and star know, and not a second one beside it.
        output_.require(archive_write_set_format_option(archive, "pax", "xattrheader", "SCHILY"));
        output_.open();
    }

    std::string make(const ListingEntry& entry) override {
        if (entry.type == MemberType::socket) return "a tar stream cannot hold a socket.";
        header(entry, 0);
        return {};
    }

    Sink* begin_file(const ListingEntry& entry, std::string& problem) override {
        if (!entry.content) {
            problem = "it was not read.";
            return nullptr;
        }
        header(entry, entry.content->size);
        return this;
    }

    void end_file(const ListingEntry&) override {
        output_.require(archive_write_finish_entry(output_.archive()));
    }

    std::vector<std::string> finish() override {
        output_.close();
        return {};
    }

private:
    void header(const ListingEntry& entry, std::uint64_t size) {
        const EntryHandle made = output_.entry();
        struct archive_entry* out = made.get();
        archive_entry_set_pathname(out, entry.path.c_str());
        archive_entry_set_filetype(out, type_bits(entry.type));
        archive_entry_set_perm(out, static_cast<mode_t>(entry.mode));
        archive_entry_set_uid(out, static_cast<la_int64_t>(entry.uid));
        archive_entry_set_gid(out, static_cast<la_int64_t>(entry.gid));
        archive_entry_set_mtime(out, entry.modified.seconds, static_cast<long>(entry.modified_ns));
        archive_entry_set_size(out, static_cast<la_int64_t>(size));
        if (entry.type == MemberType::symlink) archive_entry_set_symlink(out, entry.target.c_str());
        if (entry.type == MemberType::hardlink) {
            archive_entry_set_hardlink(out, entry.target.c_str());
        }
        set_device(out, entry.device);
        set_attributes(out, entry.attributes);
        // A warning says that a name is no text in the locale of this process; it is written byte
        // for byte then, marked as such (hdrcharset).
        const int status = archive_write_header(output_.archive(), out);
        output_.require(status == ARCHIVE_WARN ? ARCHIVE_OK : status);
    }

    // An ACL goes as one (SCHILY.acl), which is what readers restore; one that is none we know, and
    // all else, as an attribute (SCHILY.xattr).
    static void set_attributes(struct archive_entry* out, const Attributes& attributes) {
        for (const Attribute& one : attributes) {
            const bool initial = one.name == acl_default_name;
            const bool is_acl = initial || one.name == acl_access_name;
            const auto acl = is_acl ? parse_posix_acl(one.value) : std::nullopt;
            if (!acl) {
                archive_entry_xattr_add_entry(out, one.name.c_str(), one.value.data(),
                                              one.value.size());
                continue;
            }
            for (const AclEntry& entry : *acl) {
                const bool named =
                    entry.tag == AclEntry::Tag::user || entry.tag == AclEntry::Tag::group;
                archive_entry_acl_add_entry(
                    out, initial ? ARCHIVE_ENTRY_ACL_TYPE_DEFAULT : ARCHIVE_ENTRY_ACL_TYPE_ACCESS,
                    entry.permissions, acl_tag(entry.tag), named ? static_cast<int>(entry.id) : -1,
                    nullptr);
            }
        }
    }

    static int acl_tag(AclEntry::Tag tag) {
        switch (tag) {
            case AclEntry::Tag::owner: return ARCHIVE_ENTRY_ACL_USER_OBJ;
            case AclEntry::Tag::user: return ARCHIVE_ENTRY_ACL_USER;
            case AclEntry::Tag::group_owner: return ARCHIVE_ENTRY_ACL_GROUP_OBJ;
            case AclEntry::Tag::group: return ARCHIVE_ENTRY_ACL_GROUP;
            case AclEntry::Tag::mask: return ARCHIVE_ENTRY_ACL_MASK;
            case AclEntry::Tag::others: break;
        }
        return ARCHIVE_ENTRY_ACL_OTHER;
    }

    static void set_device(struct archive_entry* out, const std::string& device) {
        const std::size_t colon = device.find(':');
        if (colon == std::string::npos) return;
        const auto high = parse_decimal(std::string_view(device).substr(0, colon));
        const auto low = parse_decimal(std::string_view(device).substr(colon + 1));
        if (high && low) {
            archive_entry_set_rdev(
                out, makedev(static_cast<unsigned>(*high), static_cast<unsigned>(*low)));
        }
    }

    void write(ByteView bytes) override { output_.write(bytes); }

    ArchiveOutput output_;
};

}  // namespace

std::unique_ptr<TreeOutput> tar_output(Sink& sink) {
    return std::make_unique<TarOutput>(sink);
}

}  // namespace exhibit::intake

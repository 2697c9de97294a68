// Archives for tests, written by libarchive, and what the walk makes of them.
#pragma once

#include <archive.h>
#include <archive_entry.h>

#include <initializer_list>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "fixture.hpp"
#include "intake/archive_walk.hpp"

namespace exhibit::intake::test {

struct PackedMember {
    std::string name;
    std::string content{};
    unsigned type = AE_IFREG;
    unsigned mode = 0640;
    std::string target{};
    std::string user = "erika";
};

struct PackForm {
    int format = ARCHIVE_FORMAT_TAR_PAX_RESTRICTED;
    int filter = ARCHIVE_FILTER_NONE;
    std::string password{};
    std::string options{};
};

inline void require_packed(struct archive* archive, int result) {
    if (result == ARCHIVE_OK) return;
    throw std::runtime_error(std::string("packing: ") + archive_error_string(archive));
}

inline Bytes packed(const PackForm& form, const std::vector<PackedMember>& members) {
    std::size_t room = std::size_t{1} << 20;
    for (const PackedMember& member : members)
        room += member.content.size() + 2 * member.name.size() + 4096;
    Bytes out(room);
    std::size_t used = 0;
    struct archive* a = archive_write_new();
    const std::unique_ptr<struct archive, int (*)(struct archive*)> owner(a, archive_write_free);
    require_packed(a, archive_write_set_format(a, form.format));
    require_packed(a, archive_write_add_filter(a, form.filter));
    if (!form.password.empty()) {
        require_packed(a, archive_write_set_options(a, "zip:encryption=traditional"));
        require_packed(a, archive_write_set_passphrase(a, form.password.c_str()));
    }
    if (!form.options.empty()) {
        require_packed(a, archive_write_set_options(a, form.options.c_str()));
    }
    require_packed(a, archive_write_open_memory(a, out.data(), out.size(), &used));
    for (const PackedMember& member : members) {
        const std::unique_ptr<struct archive_entry, void (*)(struct archive_entry*)> entry(
            archive_entry_new(), archive_entry_free);
        archive_entry_copy_pathname(entry.get(), member.name.c_str());
        archive_entry_set_filetype(entry.get(), member.type);
        archive_entry_set_perm(entry.get(), static_cast<mode_t>(member.mode));
        archive_entry_set_uid(entry.get(), 1000);
        archive_entry_set_gid(entry.get(), 100);
        archive_entry_copy_uname(entry.get(), member.user.c_str());
        archive_entry_set_mtime(entry.get(), 1'600'000'000, 123'456'789);
        if (!member.target.empty() && member.type == AE_IFLNK) {
            archive_entry_copy_symlink(entry.get(), member.target.c_str());
        } else if (!member.target.empty()) {
            archive_entry_copy_hardlink(entry.get(), member.target.c_str());
        }
        archive_entry_set_size(entry.get(), static_cast<la_int64_t>(member.content.size()));
        require_packed(a, archive_write_header(a, entry.get()));
        const auto written = archive_write_data(a, member.content.data(), member.content.size());
        if (written != static_cast<la_ssize_t>(member.content.size())) {
            throw std::runtime_error("packing " + member.name);
        }
    }
    require_packed(a, archive_write_close(a));
    out.resize(used);
    return out;
}

inline PackForm zip_form() {
    return {ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, {}, {}};
}
inline PackForm tar_form(int filter = ARCHIVE_FILTER_NONE) {
    return {ARCHIVE_FORMAT_TAR_PAX_RESTRICTED, filter, {}, {}};
}

struct Walked {
    ArchiveInfo facts;
    std::vector<ArchiveMember> members;

    std::vector<std::string> paths() const {
        std::vector<std::string> out;
        for (const ArchiveMember& member : members) out.push_back(shown_path(member));
        return out;
    }
    const ArchiveMember& at(const std::string& path) const {
        for (const ArchiveMember& member : members) {
            if (shown_path(member) == path) return member;
        }
        throw std::runtime_error("no member " + path);
    }
};

inline Walked walked(ByteView archive, const ArchiveLimits& limits = {},
                     ArchiveForms forms = ArchiveForms::all) {
    MemoryInput input(archive);
    Monitor monitor("listing", "the test", nullptr, nullptr);
    Walked out;
    out.facts = walk_archive(
        input, forms, archive.size(),
        [&](const ArchiveMember& member) {
            // Everything that is listed can be written and read again.
            EXPECT_EQ(write_member(parse_member(write_member(member), "a line")),
                      write_member(member));
            out.members.push_back(member);
        },
        monitor, limits);
    return out;
}

}  // namespace exhibit::intake::test

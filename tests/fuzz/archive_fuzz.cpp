// Any bytes as an archive: the walk ends, keeps its limits, and every line it makes can be read.
#include <cstdint>

#include "base/check.hpp"
#include "exhibit/error.hpp"
#include "intake/archive_member.hpp"
#include "intake/archive_walk.hpp"

namespace {

constexpr std::uint64_t members_max = 200;

void walk(exhibit::ByteView bytes, exhibit::intake::ArchiveForms forms) {
    using exhibit::intake::ArchiveLimits;
    using exhibit::intake::ArchiveMember;
    using exhibit::intake::MemoryInput;
    ArchiveLimits limits;
    limits.members_max = members_max;
    limits.member_bytes_free = 1 << 16;
    limits.content_bytes_free = 1 << 20;
    MemoryInput input(bytes);
    exhibit::intake::Monitor monitor("listing", "input", nullptr, nullptr);
    std::uint64_t lines = 0;
    const exhibit::ArchiveInfo info = exhibit::intake::walk_archive(
        input, forms, 0,
        [&](const ArchiveMember& member) {
            ++lines;
            const std::string line = exhibit::intake::write_member(member);
            CHECK(line.size() < exhibit::intake::listing_line_bytes_max);
            const ArchiveMember again = exhibit::intake::parse_member(line, "a line");
            CHECK(exhibit::intake::write_member(again) == line);
            CHECK(again.path == member.path);
        },
        monitor, limits);
    CHECK(info.listed == lines);
    CHECK(info.listed <= members_max);
    CHECK(info.files <= info.listed);
    // One more chunk of a decoder at each level may have been on its way.
    CHECK(info.bytes <=
          (std::uint64_t{1} << 20) + exhibit::intake::archive_names_max * (std::uint64_t{4} << 20));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const exhibit::ByteView view(reinterpret_cast<const std::byte*>(bytes), size);
    using exhibit::intake::ArchiveForms;
    using exhibit::intake::ArchiveSign;
    const bool compressed = exhibit::intake::archive_sign(view) == ArchiveSign::compressed;
    walk(view, compressed ? ArchiveForms::compressed : ArchiveForms::all);
    return 0;
}

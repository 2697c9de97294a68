// A line of a listing of members: what is accepted is what would be written.
#include <cstdint>

#include "base/check.hpp"
#include "exhibit/error.hpp"
#include "intake/archive_listing.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);
    try {
        const exhibit::intake::ArchiveMember member = exhibit::intake::parse_member(text, "input");
        CHECK(!member.path.empty() && member.path.size() == member.at.size());
        CHECK(exhibit::intake::write_member(member) == text);
    } catch (const exhibit::Error& error) {
        CHECK(error.kind() == exhibit::ErrorKind::malformed);
    }
    return 0;
}

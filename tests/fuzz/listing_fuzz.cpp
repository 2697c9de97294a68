// A line of a tree's listing: what is accepted stays in the tree and is what would be written.
#include <cstdint>

#include "base/check.hpp"
#include "exhibit/error.hpp"
#include "intake/listing.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);
    try {
        const exhibit::intake::ListingEntry entry = exhibit::intake::parse_entry(text, "input");
        CHECK(exhibit::intake::is_member_path(entry.path));
        CHECK(exhibit::intake::write_entry(entry) == text);
    } catch (const exhibit::Error& error) {
        CHECK(error.kind() == exhibit::ErrorKind::malformed);
    }
    return 0;
}

// Pack lists: what parse_pack_list accepts is what write_pack_list writes.
#include <cstdint>

#include "base/bytes.hpp"
#include "base/check.hpp"
#include "blob/lists.hpp"
#include "exhibit/error.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);
    try {
        CHECK(exhibit::blob::write_pack_list(exhibit::blob::parse_pack_list(text, "list")) == text);
    } catch (const exhibit::FormatError& error) {
        CHECK(error.offset() <= size);
    }
    return 0;
}

// Canonical JSON: what parse accepts is what dump writes, and nothing but FormatError refuses.
#include <cstdint>

#include "base/check.hpp"
#include "encode/json.hpp"
#include "exhibit/error.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);
    try {
        const exhibit::encode::Json value = exhibit::encode::parse(text, "input");
        CHECK(exhibit::encode::dump(value) == text);
    } catch (const exhibit::FormatError& error) {
        CHECK(error.offset() <= size);
    }
    return 0;
}

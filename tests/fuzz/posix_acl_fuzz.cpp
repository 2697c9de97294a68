// An ACL as an extended attribute: what is accepted is what the bytes say, and bounded.
#include <cstdint>

#include "base/check.hpp"
#include "intake/posix_acl.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view value(reinterpret_cast<const char*>(bytes), size);
    if (const auto acl = exhibit::intake::parse_posix_acl(value)) {
        CHECK(4 + 8 * acl->size() == size);
        for (const auto& entry : *acl) CHECK(entry.permissions <= 7);
    }
    return 0;
}

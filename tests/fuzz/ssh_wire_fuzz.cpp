// Answers of an ssh-agent: whatever the bytes, keys, a signature, no signature, or one refusal.
#include <cstdint>

#include "base/check.hpp"
#include "crypto/ssh_wire.hpp"
#include "exhibit/error.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const exhibit::ByteView answer(reinterpret_cast<const std::byte*>(bytes), size);
    try {
        for (const auto& key : exhibit::crypto::parse_ssh_keys(answer))
            CHECK(key.fingerprint.size() == 50);
    } catch (const exhibit::FormatError& error) {
        CHECK(error.offset() <= size);
    }
    try {
        static_cast<void>(exhibit::crypto::parse_ssh_signature(answer));
    } catch (const exhibit::FormatError& error) {
        CHECK(error.offset() <= size);
    }
    return 0;
}

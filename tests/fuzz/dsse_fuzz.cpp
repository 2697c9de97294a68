// Envelopes: what parse_envelope accepts is what dump_envelope writes; a signature of a fixed key
// is only ever found over the one payload it signed.
#include <cstdint>

#include "base/check.hpp"
#include "encode/dsse.hpp"
#include "exhibit/error.hpp"

namespace {

const exhibit::crypto::SeedSigner& signer() {
    static const exhibit::crypto::SeedSigner fixed(
        exhibit::crypto::SecretBytes::copy_of(exhibit::Bytes(32, std::byte{7})));
    return fixed;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);
    try {
        const exhibit::encode::Envelope envelope = exhibit::encode::parse_envelope(text, "input");
        CHECK(exhibit::encode::dump_envelope(envelope) == text);
        // The seed "signed" is the only thing this key has ever signed.
        if (exhibit::encode::signed_by(envelope, signer().key())) {
            CHECK(envelope.payload_type == "application/vnd.exhibit.event.v1+json");
            CHECK(envelope.payload == "{\"v\":1}");
        }
    } catch (const exhibit::FormatError&) {
        return 0;
    }
    return 0;
}

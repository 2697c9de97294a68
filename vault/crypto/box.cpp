#include "crypto/box.hpp"

#include <utility>

#include <sodium.h>

#include "base/check.hpp"
#include "base/codec.hpp"
#include "crypto/raw.hpp"
#include "exhibit/error.hpp"

namespace exhibit::crypto {

static_assert(box_overhead_bytes == crypto_box_SEALBYTES);

BoxKeyPair::BoxKeyPair(SecretBytes secret) : secret_(std::move(secret)) {
    CHECK(secret_.size() == crypto_box_SECRETKEYBYTES);
    require_sodium(crypto_scalarmult_base(raw_out(public_.bytes), raw_in(secret_.view())),
                   "making an X25519 public key");
}

BoxKeyPair BoxKeyPair::random() {
    return BoxKeyPair(SecretBytes::random(crypto_box_SECRETKEYBYTES));
}

Bytes seal_to(const BoxPublic& recipient, ByteView plain) {
    initialise();
    Bytes out(plain.size() + box_overhead_bytes);
    if (crypto_box_seal(raw_out(out), raw_in(plain), plain.size(), raw_in(recipient.bytes)) != 0) {
        // Only a point of small order makes this fail: everybody could open such a box.
        throw Error(ErrorKind::malformed, "sealing to the X25519 key " + to_hex(recipient.bytes) +
                                              ": found a point of small order, expected a "
                                              "handler's or an incident's key");
    }
    return out;
}

std::optional<SecretBytes> open_sealed(const BoxKeyPair& recipient, ByteView sealed) {
    if (sealed.size() < box_overhead_bytes) return std::nullopt;
    SecretBytes plain(sealed.size() - box_overhead_bytes);
    if (crypto_box_seal_open(raw_out(plain.writable()), raw_in(sealed), sealed.size(),
                             raw_in(recipient.public_key().bytes),
                             raw_in(recipient.secret().view())) != 0) {
        return std::nullopt;
    }
    return plain;
}

} // namespace exhibit::crypto

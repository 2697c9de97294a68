#include "crypto/keyed.hpp"

#include <utility>

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <sodium.h>

#include "base/check.hpp"
#include "crypto/raw.hpp"
#include "exhibit/error.hpp"

namespace exhibit::crypto {
namespace {

constexpr std::size_t key_bytes = 32;

struct FreeMac {
    void operator()(EVP_MAC* mac) const noexcept { EVP_MAC_free(mac); }
};
struct FreeContext {
    void operator()(EVP_MAC_CTX* context) const noexcept { EVP_MAC_CTX_free(context); }
};
using Fetched = std::unique_ptr<EVP_MAC, FreeMac>;
using Context = std::unique_ptr<EVP_MAC_CTX, FreeContext>;

Fetched fetch() {
    Fetched mac(EVP_MAC_fetch(nullptr, "HMAC", nullptr));
    if (!mac) throw_libcrypto("looking for HMAC");
    return mac;
}

Context copy_of(const EVP_MAC_CTX* context) {
    Context copy(EVP_MAC_CTX_dup(context));
    if (!copy) throw_libcrypto("copying an HMAC context");
    return copy;
}

void feed(EVP_MAC_CTX* context, ByteView bytes) {
    if (bytes.empty()) return;
    require_libcrypto(EVP_MAC_update(context, raw_in(bytes), bytes.size()), "updating an HMAC");
}

}  // namespace

struct KeyedHash::State {
    Context keyed;  ///< with the key schedule; each message starts it again
};

KeyedHash::KeyedHash(const SecretBytes& key) : state_(std::make_unique<State>()) {
    CHECK(!key.empty());
    static const Fetched mac = fetch();
    state_->keyed.reset(EVP_MAC_CTX_new(mac.get()));
    if (!state_->keyed) throw_libcrypto("making an HMAC context");
    std::string name = "SHA256";
    const std::array<OSSL_PARAM, 2> params{
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name.data(), 0),
        OSSL_PARAM_construct_end()};
    require_libcrypto(
        EVP_MAC_init(state_->keyed.get(), raw_in(key.view()), key.size(), params.data()),
        "starting HMAC-SHA-256");
}

KeyedHash::KeyedHash(std::unique_ptr<State> state) : state_(std::move(state)) {}
KeyedHash::KeyedHash(KeyedHash&&) noexcept = default;
KeyedHash& KeyedHash::operator=(KeyedHash&&) noexcept = default;
KeyedHash::~KeyedHash() = default;

KeyedHash KeyedHash::clone() const {
    return KeyedHash(std::make_unique<State>(State{copy_of(state_->keyed.get())}));
}

Hash KeyedHash::of(ByteView prefix, ByteView bytes) {
    EVP_MAC_CTX* const context = state_->keyed.get();
    // Without a key: from the start again with the same one. A copy would take three allocations.
    require_libcrypto(EVP_MAC_init(context, nullptr, 0, nullptr), "starting HMAC-SHA-256 again");
    feed(context, prefix);
    feed(context, bytes);
    Hash out;
    std::size_t written = 0;
    require_libcrypto(EVP_MAC_final(context, raw_out(out.bytes), &written, out.bytes.size()),
                      "finishing an HMAC");
    CHECK(written == out.bytes.size());
    return out;
}

ShortHash::ShortHash(const SecretBytes& key) : key_(key.clone()) {
    CHECK(key_.size() >= crypto_shorthash_KEYBYTES);
}

ShortHash::ShortHash(const ShortHash& other) : key_(other.key_.clone()) {}

std::uint64_t ShortHash::of(std::uint64_t prefix, ByteView bytes) const {
    std::uint64_t out = 0;
    static_assert(crypto_shorthash_BYTES == sizeof out);
    const auto hash = [&](const unsigned char* message, std::size_t length) {
        require_sodium(crypto_shorthash(reinterpret_cast<unsigned char*>(&out), message, length,
                                        raw_in(key_.view())),
                       "computing a short hash");
    };
    // libsodium takes one message only; the hash of the bytes stands for them in the second.
    hash(raw_in(bytes), bytes.size());
    const std::array<std::uint64_t, 2> both{prefix, out};
    hash(reinterpret_cast<const unsigned char*>(both.data()), sizeof both);
    return out;
}

SecretBytes subkey(const SecretBytes& master, std::string_view context, std::uint64_t index) {
    CHECK(master.size() == crypto_kdf_KEYBYTES);
    CHECK(context.size() == crypto_kdf_CONTEXTBYTES);
    SecretBytes out(key_bytes);
    require_sodium(crypto_kdf_derive_from_key(raw_out(out.writable()), out.size(), index,
                                              context.data(), raw_in(master.view())),
                   "deriving a subkey");
    return out;
}

SecretBytes key_from_passphrase(const SecretBytes& passphrase,
                                const std::array<std::byte, 16>& salt, PassphraseCost cost) {
    static_assert(crypto_pwhash_SALTBYTES == 16);
    // Outside bytes choose the cost: without a ceiling a hostile identity file could ask for all
    // memory of the machine, and without a floor for no protection at all.
    if (cost.passes < passphrase_cost_min.passes || cost.passes > passphrase_cost_max.passes) {
        throw Error(ErrorKind::malformed, "deriving a key from a passphrase: found " +
                                              std::to_string(cost.passes) +
                                              " Argon2id passes, expected 1 to 64");
    }
    if (cost.memory_bytes < passphrase_cost_min.memory_bytes ||
        cost.memory_bytes > passphrase_cost_max.memory_bytes) {
        throw Error(ErrorKind::malformed, "deriving a key from a passphrase: found " +
                                              std::to_string(cost.memory_bytes) +
                                              " bytes of Argon2id memory, expected 8 MiB to 1 GiB");
    }
    SecretBytes out(key_bytes);
    // libsodium wants a pointer even to no bytes.
    const ByteView phrase = passphrase.empty() ? as_bytes("") : passphrase.view();
    if (crypto_pwhash(raw_out(out.writable()), out.size(),
                      reinterpret_cast<const char*>(phrase.data()), phrase.size(), raw_in(salt),
                      cost.passes, cost.memory_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0) {
        throw Error(ErrorKind::crypto, "deriving a key from a passphrase: Argon2id needs " +
                                           std::to_string(cost.memory_bytes) +
                                           " bytes of memory, which the system did not give");
    }
    return out;
}

}  // namespace exhibit::crypto

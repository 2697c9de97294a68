#include "crypto/aead.hpp"

#include <algorithm>
#include <utility>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <sodium.h>

#include "base/check.hpp"
#include "crypto/raw.hpp"

namespace exhibit::crypto {
namespace {

constexpr std::size_t prefix_bytes = 16;  // the part of a nonce that HChaCha20 takes
constexpr std::size_t inner_nonce_bytes = 12;
// libcrypto counts in int. A multiple of the 64-byte ChaCha20 block, so that a piece never ends
// inside one.
constexpr std::size_t piece_bytes_max = std::size_t{1} << 30;
// RFC 8439 section 2.8: the block counter has 32 bits and block 0 makes the Poly1305 key.
constexpr std::uint64_t message_bytes_max = ((std::uint64_t{1} << 32) - 1) * 64;

struct FreeCipher {
    void operator()(EVP_CIPHER* cipher) const noexcept { EVP_CIPHER_free(cipher); }
};
struct FreeContext {
    // Wipes the copy of the subkey that libcrypto holds.
    void operator()(EVP_CIPHER_CTX* context) const noexcept { EVP_CIPHER_CTX_free(context); }
};
using Fetched = std::unique_ptr<EVP_CIPHER, FreeCipher>;
using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

Fetched fetch() {
    Fetched cipher(EVP_CIPHER_fetch(nullptr, "ChaCha20-Poly1305", nullptr));
    if (!cipher) throw_libcrypto("looking for the cipher ChaCha20-Poly1305");
    return cipher;
}

enum class Direction : int { open = 0, seal = 1 };

Context new_context(Direction direction) {
    static const Fetched cipher = fetch();
    Context context(EVP_CIPHER_CTX_new());
    if (!context) throw_libcrypto("making a cipher context");
    require_libcrypto(EVP_CipherInit_ex2(context.get(), cipher.get(), nullptr, nullptr,
                                         static_cast<int>(direction), nullptr),
                      "choosing ChaCha20-Poly1305");
    return context;
}

// `out` null: `in` is associated data.
void feed(EVP_CIPHER_CTX* context, unsigned char* out, ByteView in) {
    while (!in.empty()) {
        const std::size_t count = std::min(in.size(), piece_bytes_max);
        int written = 0;
        require_libcrypto(EVP_CipherUpdate(context, out, &written, raw_in(in.first(count)),
                                           static_cast<int>(count)),
                          "running ChaCha20-Poly1305");
        CHECK(written == static_cast<int>(count));
        if (out != nullptr) out += count;
        in = in.subspan(count);
    }
}

}  // namespace

Nonce counter_nonce(std::string_view purpose, std::uint64_t counter) {
    CHECK(purpose.size() == prefix_bytes);
    Nonce nonce{};
    const ByteView text = as_bytes(purpose);
    std::copy(text.begin(), text.end(), nonce.begin());
    store_u64(std::span(nonce).subspan(prefix_bytes), counter);
    return nonce;
}

Nonce random_nonce(Random& random) {
    Nonce nonce{};
    random.fill(nonce);
    return nonce;
}

struct Aead::State {
    explicit State(SecretBytes key_) : key(std::move(key_)), subkey(aead_key_bytes) {}

    SecretBytes key;
    SecretBytes subkey;
    std::array<std::byte, prefix_bytes> prefix{};
    bool subkey_made = false;
    // One context for each direction, made when first needed: most keys only seal or only open.
    Context sealing;
    Context opening;

    EVP_CIPHER_CTX* begin(Context& context, Direction direction, const Nonce& nonce);
};

// XChaCha20 (draft-irtf-cfrg-xchacha-03 section 2.3): the subkey is HChaCha20 of the key and the
// first 16 bytes of the nonce; the inner nonce is four zero bytes and the last 8 bytes.
EVP_CIPHER_CTX* Aead::State::begin(Context& context, Direction direction, const Nonce& nonce) {
    const ByteView nonce_prefix = ByteView(nonce).first(prefix_bytes);
    if (!subkey_made || !equal(nonce_prefix, prefix)) {
        require_sodium(crypto_core_hchacha20(raw_out(subkey.writable()), raw_in(nonce_prefix),
                                             raw_in(key.view()), nullptr),
                       "deriving a subkey with HChaCha20");
        std::copy(nonce_prefix.begin(), nonce_prefix.end(), prefix.begin());
        subkey_made = true;
    }
    std::array<std::byte, inner_nonce_bytes> inner{};
    std::copy(nonce.begin() + prefix_bytes, nonce.end(), inner.begin() + 4);
    if (!context) context = new_context(direction);
    require_libcrypto(EVP_CipherInit_ex2(context.get(), nullptr, raw_in(subkey.view()),
                                         raw_in(inner), static_cast<int>(direction), nullptr),
                      "starting ChaCha20-Poly1305");
    return context.get();
}

Aead::Aead(const SecretBytes& key) {
    CHECK(key.size() == aead_key_bytes);
    state_ = std::make_unique<State>(key.clone());
}

Aead::Aead(Aead&&) noexcept = default;
Aead& Aead::operator=(Aead&&) noexcept = default;
Aead::~Aead() = default;

void Aead::seal(const Nonce& nonce, ByteView associated, ByteView plain, Bytes& out) {
    CHECK(plain.size() <= message_bytes_max);
    const std::size_t start = out.size();
    out.resize(start + plain.size() + aead_tag_bytes);
    const std::span<std::byte> sealed = std::span(out).subspan(start);
    const std::span<std::byte> tag = sealed.last(aead_tag_bytes);

    EVP_CIPHER_CTX* context = state_->begin(state_->sealing, Direction::seal, nonce);
    feed(context, nullptr, associated);
    feed(context, raw_out(sealed), plain);
    int written = 0;
    require_libcrypto(EVP_CipherFinal_ex(context, raw_out(tag), &written),
                      "finishing ChaCha20-Poly1305");
    require_libcrypto(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG,
                                          static_cast<int>(aead_tag_bytes), tag.data()),
                      "taking the tag of ChaCha20-Poly1305");
}

bool Aead::open(const Nonce& nonce, ByteView associated, ByteView sealed,
                std::span<std::byte> out) {
    if (sealed.size() < aead_tag_bytes || sealed.size() - aead_tag_bytes > message_bytes_max) {
        wipe(out);
        return false;
    }
    CHECK(out.size() == sealed.size() - aead_tag_bytes);
    std::array<std::byte, aead_tag_bytes> tag{};
    const ByteView stored_tag = sealed.last(aead_tag_bytes);
    std::copy(stored_tag.begin(), stored_tag.end(), tag.begin());

    EVP_CIPHER_CTX* context = state_->begin(state_->opening, Direction::open, nonce);
    require_libcrypto(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG,
                                          static_cast<int>(aead_tag_bytes), tag.data()),
                      "setting the tag of ChaCha20-Poly1305");
    feed(context, nullptr, associated);
    feed(context, raw_out(out), sealed.first(out.size()));
    std::array<std::byte, aead_tag_bytes> unused{};
    int written = 0;
    if (EVP_CipherFinal_ex(context, raw_out(unused), &written) == 1) return true;
    // The text was written before its tag was known to be wrong: nobody may use it.
    wipe(out);
    ERR_clear_error();
    return false;
}

// One message: libsodium, which needs no context and no copy of the key. An Aead costs two pages of
// locked memory, more than sealing a few hundred bytes.

Bytes aead_seal(const SecretBytes& key, const Nonce& nonce, ByteView associated, ByteView plain) {
    CHECK(key.size() == aead_key_bytes && plain.size() <= message_bytes_max);
    Bytes out(plain.size() + aead_tag_bytes);
    require_sodium(crypto_aead_xchacha20poly1305_ietf_encrypt(
                       raw_out(out), nullptr, raw_in(plain), plain.size(), raw_in(associated),
                       associated.size(), nullptr, raw_in(nonce), raw_in(key.view())),
                   "sealing with XChaCha20-Poly1305");
    return out;
}

namespace {

bool open_one(const SecretBytes& key, const Nonce& nonce, ByteView associated, ByteView sealed,
              std::span<std::byte> out) {
    CHECK(key.size() == aead_key_bytes);
    return sealed.size() <= message_bytes_max &&
           crypto_aead_xchacha20poly1305_ietf_decrypt(
               raw_out(out), nullptr, nullptr, raw_in(sealed), sealed.size(), raw_in(associated),
               associated.size(), raw_in(nonce), raw_in(key.view())) == 0;
}

}  // namespace

std::optional<Bytes> aead_open(const SecretBytes& key, const Nonce& nonce, ByteView associated,
                               ByteView sealed) {
    if (sealed.size() < aead_tag_bytes) return std::nullopt;
    Bytes out(sealed.size() - aead_tag_bytes);
    if (!open_one(key, nonce, associated, sealed, out)) return std::nullopt;
    return out;
}

std::optional<SecretBytes> aead_open_secret(const SecretBytes& key, const Nonce& nonce,
                                            ByteView associated, ByteView sealed) {
    if (sealed.size() < aead_tag_bytes) return std::nullopt;
    SecretBytes out(sealed.size() - aead_tag_bytes);
    if (!open_one(key, nonce, associated, sealed, out.writable())) return std::nullopt;
    return out;
}

}  // namespace exhibit::crypto

#include "crypto/digest.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include <openssl/evp.h>

#include "base/check.hpp"
#include "crypto/raw.hpp"

namespace exhibit::crypto {
namespace {

struct FreeDigest {
    void operator()(EVP_MD* digest) const noexcept { EVP_MD_free(digest); }
};
struct FreeContext {
    void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
};
using Fetched = std::unique_ptr<EVP_MD, FreeDigest>;
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

Fetched fetch(const char* name) {
    Fetched digest(EVP_MD_fetch(nullptr, name, nullptr));
    if (!digest) throw_libcrypto(std::string("looking for the digest ") + name);
    return digest;
}

// A fetch walks libcrypto's providers under a lock, which costs more than a short digest: once per
// process. One static each, so that a machine whose policy removed MD5 still has SHA-256.
const EVP_MD* method(Algorithm algorithm) {
    switch (algorithm) {
        case Algorithm::md5: {
            static const Fetched md5 = fetch("MD5");
            return md5.get();
        }
        case Algorithm::sha1: {
            static const Fetched sha1 = fetch("SHA1");
            return sha1.get();
        }
        case Algorithm::sha256: {
            static const Fetched sha256 = fetch("SHA256");
            return sha256.get();
        }
        case Algorithm::sha512: {
            static const Fetched sha512 = fetch("SHA512");
            return sha512.get();
        }
    }
    CHECK(false);
}

Context new_context() {
    Context context(EVP_MD_CTX_new());
    if (!context) throw_libcrypto("making a digest context");
    return context;
}

void start(EVP_MD_CTX* context, Algorithm algorithm) {
    require_libcrypto(EVP_DigestInit_ex2(context, method(algorithm), nullptr), "starting a digest");
}

void feed(EVP_MD_CTX* context, ByteView bytes) {
    if (bytes.empty()) return;
    require_libcrypto(EVP_DigestUpdate(context, bytes.data(), bytes.size()), "updating a digest");
}

void finish_into(EVP_MD_CTX* context, std::span<std::byte> out) {
    unsigned int written = 0;
    require_libcrypto(EVP_DigestFinal_ex(context, raw_out(out), &written), "finishing a digest");
    CHECK(written == out.size());
}

struct Spelling {
    std::string_view text;
    Algorithm algorithm;
};
constexpr std::array<Spelling, 8> spellings{{{"md5", Algorithm::md5},
                                             {"md-5", Algorithm::md5},
                                             {"sha1", Algorithm::sha1},
                                             {"sha-1", Algorithm::sha1},
                                             {"sha256", Algorithm::sha256},
                                             {"sha-256", Algorithm::sha256},
                                             {"sha512", Algorithm::sha512},
                                             {"sha-512", Algorithm::sha512}}};

char lower(char letter) noexcept {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

} // namespace

std::string_view to_string(Algorithm algorithm) {
    switch (algorithm) {
        case Algorithm::md5: return "md5";
        case Algorithm::sha1: return "sha1";
        case Algorithm::sha256: return "sha256";
        case Algorithm::sha512: return "sha512";
    }
    CHECK(false);
}

std::optional<Algorithm> parse_algorithm(std::string_view name) {
    std::string folded(name);
    std::transform(folded.begin(), folded.end(), folded.begin(), lower);
    for (const Spelling& spelling : spellings) {
        if (spelling.text == folded) return spelling.algorithm;
    }
    return std::nullopt;
}

std::size_t digest_bytes(Algorithm algorithm) {
    switch (algorithm) {
        case Algorithm::md5: return 16;
        case Algorithm::sha1: return 20;
        case Algorithm::sha256: return 32;
        case Algorithm::sha512: return 64;
    }
    CHECK(false);
}

struct Digest::State {
    Algorithm algorithm;
    Context context;
    bool spent = false;
};

Digest::Digest(Algorithm algorithm)
    : state_(std::make_unique<State>(State{algorithm, new_context()})) {
    reset();
}

Digest::Digest(Digest&&) noexcept = default;
Digest& Digest::operator=(Digest&&) noexcept = default;
Digest::~Digest() = default;

void Digest::update(ByteView bytes) {
    CHECK(!state_->spent);
    feed(state_->context.get(), bytes);
}

Bytes Digest::finish() {
    CHECK(!state_->spent);
    Bytes out(digest_bytes(state_->algorithm));
    finish_into(state_->context.get(), out);
    state_->spent = true;
    return out;
}

void Digest::reset() {
    start(state_->context.get(), state_->algorithm);
    state_->spent = false;
}

Bytes digest(Algorithm algorithm, ByteView bytes) {
    Digest running(algorithm);
    running.update(bytes);
    return running.finish();
}

Hash sha256(ByteView bytes) {
    return sha256({bytes});
}

Hash sha256(std::initializer_list<ByteView> parts) {
    // A Merkle tree takes millions of 65-byte digests; making a context for each would cost more
    // than the digest.
    thread_local const Context context = new_context();
    start(context.get(), Algorithm::sha256);
    for (ByteView part : parts)
        feed(context.get(), part);
    Hash out;
    finish_into(context.get(), out.bytes);
    return out;
}

} // namespace exhibit::crypto

std::size_t std::hash<exhibit::crypto::Hash>::operator()(
    const exhibit::crypto::Hash& value) const noexcept {
    // A digest is already uniformly distributed: any eight bytes of it do.
    std::size_t out = 0;
    std::memcpy(&out, value.bytes.data(), sizeof out);
    return out;
}

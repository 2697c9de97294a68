// Objects of libcrypto that free themselves, and the few steps that all users of X.509 here take.
// Private to this folder.
#pragma once

#include <memory>
#include <span>
#include <string>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "crypto/raw.hpp"
#include "exhibit/error.hpp"

namespace exhibit::crypto {

template <auto Free>
struct FreeWith {
    template <typename T>
    void operator()(T* value) const noexcept {
        Free(value);
    }
};

inline void free_bio(BIO* bio) noexcept {
    BIO_free_all(bio);
}
inline void free_certificates(STACK_OF(X509) * stack) noexcept {
    sk_X509_pop_free(stack, X509_free);
}
inline void free_openssl(void* memory) noexcept {
    OPENSSL_free(memory);
}

using Certificate = std::unique_ptr<X509, FreeWith<X509_free>>;
using Certificates = std::unique_ptr<STACK_OF(X509), FreeWith<free_certificates>>;
using Store = std::unique_ptr<X509_STORE, FreeWith<X509_STORE_free>>;
using StoreContext = std::unique_ptr<X509_STORE_CTX, FreeWith<X509_STORE_CTX_free>>;
using Bio = std::unique_ptr<BIO, FreeWith<free_bio>>;
using PrivateKey = std::unique_ptr<EVP_PKEY, FreeWith<EVP_PKEY_free>>;

/// `value`, or Error(crypto) when libcrypto made nothing.
template <typename T>
T made(T value, const char* doing) {
    if (!value) throw_libcrypto(doing);
    return value;
}

/// What is parsed: how an error calls it, and how long it may be.
struct Wanted {
    std::string what;
    std::size_t bytes_max;
};

/// The whole of `der` is one value, or FormatError naming `source`.
template <typename T, typename Parse>
T parse_whole(ByteView der, Parse parse, const Wanted& wanted, const std::string& source) {
    const auto& [what, bytes_max] = wanted;
    if (der.size() > bytes_max) {
        throw FormatError(source, bytes_max,
                          what + " of at most " + std::to_string(bytes_max / 1024) + " KiB");
    }
    const unsigned char* at = raw_in(der);
    T value(parse(nullptr, &at, static_cast<long>(der.size())));
    if (!value) {
        ERR_clear_error();
        throw FormatError(source, 0, what + " in DER");
    }
    const auto used = static_cast<std::size_t>(at - raw_in(der));
    if (used != der.size()) throw FormatError(source, used, "nothing behind " + what);
    return value;
}

/// One certificate and nothing behind it, else FormatError naming `source`.
Certificate to_certificate(ByteView der, const std::string& source);
Certificates to_stack(std::span<const Bytes> list, const std::string& source);
/// FormatError for a time that is none.
Instant to_instant(const ASN1_TIME* time, const std::string& source);
/// As RFC 2253 writes names.
std::string to_text(X509_NAME* name);
/// "0A41".
std::string to_hex_number(const ASN1_INTEGER* number);

/// What one of libcrypto's i2d functions writes.
template <typename T>
Bytes to_der_with(int (*write)(const T*, unsigned char**), const T* value, const char* doing) {
    unsigned char* text = nullptr;
    const int size = write(value, &text);
    if (size <= 0) throw_libcrypto(doing);
    const std::unique_ptr<unsigned char, FreeWith<free_openssl>> owned(text);
    const auto* begin = reinterpret_cast<const std::byte*>(text);
    return {begin, begin + size};
}

}  // namespace exhibit::crypto

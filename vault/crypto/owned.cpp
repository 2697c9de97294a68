#include "crypto/owned.hpp"

#include <openssl/err.h>

#include "exhibit/error.hpp"

namespace exhibit::crypto {

Certificate to_certificate(ByteView der, const std::string& source) {
    const unsigned char* at = raw_in(der);
    Certificate certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
    if (!certificate || at != raw_in(der) + der.size()) {
        ERR_clear_error();
        throw FormatError(source, 0, "a certificate in DER and nothing behind it");
    }
    return certificate;
}

Certificates to_stack(std::span<const Bytes> list, const std::string& source) {
    Certificates stack = made(Certificates(sk_X509_new_null()), "making a list of certificates");
    for (const Bytes& der : list) {
        Certificate certificate = to_certificate(der, source);
        if (sk_X509_push(stack.get(), certificate.get()) <= 0) {
            throw_libcrypto("making a list of certificates");
        }
        static_cast<void>(certificate.release());
    }
    return stack;
}

Instant to_instant(const ASN1_TIME* time, const std::string& source) {
    const std::unique_ptr<ASN1_TIME, FreeWith<ASN1_TIME_free>> epoch(ASN1_TIME_set(nullptr, 0));
    int days = 0;
    int seconds = 0;
    if (time == nullptr || !epoch || ASN1_TIME_diff(&days, &seconds, epoch.get(), time) != 1) {
        ERR_clear_error();
        throw FormatError(source, 0, "a time of the form that certificates give");
    }
    return {std::int64_t{days} * 86'400 + seconds};
}

std::string to_text(X509_NAME* name) {
    const Bio bio = made(Bio(BIO_new(BIO_s_mem())), "writing a name");
    if (X509_NAME_print_ex(bio.get(), name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB) < 0) {
        throw_libcrypto("writing a name");
    }
    char* text = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &text);
    return {text, static_cast<std::size_t>(size)};
}

std::string to_hex_number(const ASN1_INTEGER* number) {
    const std::unique_ptr<BIGNUM, FreeWith<BN_free>> big(ASN1_INTEGER_to_BN(number, nullptr));
    if (!big) throw_libcrypto("reading a serial number");
    const std::unique_ptr<char, FreeWith<free_openssl>> text(BN_bn2hex(big.get()));
    if (!text) throw_libcrypto("writing a serial number");
    return text.get();
}

}  // namespace exhibit::crypto

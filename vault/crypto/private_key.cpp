#include "crypto/private_key.hpp"

#include <algorithm>

#include <openssl/err.h>
#include <openssl/pem.h>

#include "crypto/owned.hpp"
#include "exhibit/error.hpp"

namespace exhibit::crypto {
namespace {

constexpr int rsa_bits_min = 2048;
constexpr int curve_bits_min = 256;

struct Asked {
    const SecretBytes& passphrase;
    bool asked = false;
};

int give_passphrase(char* into, int size, int, void* context) {
    Asked& asked = *static_cast<Asked*>(context);
    asked.asked = true;
    const ByteView text = asked.passphrase.view();
    if (text.empty() || text.size() > static_cast<std::size_t>(size)) return -1;
    std::copy(raw_in(text), raw_in(text) + text.size(), into);
    return static_cast<int>(text.size());
}

PrivateKey key_of(const SecretBytes& der) {
    const unsigned char* at = raw_in(der.view());
    return PrivateKey(d2i_AutoPrivateKey(nullptr, &at, static_cast<long>(der.size())));
}

}  // namespace

SecretBytes private_key_from_pem(const SecretBytes& pem, const SecretBytes& passphrase,
                                 const std::string& source) {
    if (pem.size() > private_key_bytes_max) {
        throw FormatError(source, private_key_bytes_max, "a private key of at most 64 KiB");
    }
    const Bio bio = made(Bio(BIO_new_mem_buf(pem.view().data(), static_cast<int>(pem.size()))),
                         "reading a private key");
    Asked asked{passphrase};
    const PrivateKey key(PEM_read_bio_PrivateKey(bio.get(), nullptr, give_passphrase, &asked));
    ERR_clear_error();
    if (!key && asked.asked) {
        throw Error(ErrorKind::denied,
                    "reading the private key " + source +
                        ": the passphrase is wrong or missing; give the file that holds it");
    }
    if (!key) throw FormatError(source, 0, "a private key in PEM");
    const int type = EVP_PKEY_get_base_id(key.get());
    const int bits = EVP_PKEY_get_bits(key.get());
    if (!(type == EVP_PKEY_RSA && bits >= rsa_bits_min) &&
        !(type == EVP_PKEY_EC && bits >= curve_bits_min)) {
        throw FormatError(source, 0,
                          "an RSA key of 2048 bits or more, or an EC key of 256 or more");
    }
    const Bio out = made(Bio(BIO_new(BIO_s_secmem())), "writing a private key");
    require_libcrypto(
        i2d_PKCS8PrivateKey_bio(out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr),
        "writing a private key");
    char* text = nullptr;
    const long size = BIO_get_mem_data(out.get(), &text);
    return SecretBytes::copy_of(
        {reinterpret_cast<const std::byte*>(text), static_cast<std::size_t>(size)});
}

bool key_fits(const SecretBytes& key, ByteView certificate) {
    const Certificate owner = to_certificate(certificate, "a certificate");
    const PrivateKey ours = key_of(key);
    const bool fits = ours && X509_check_private_key(owner.get(), ours.get()) == 1;
    ERR_clear_error();
    return fits;
}

}  // namespace exhibit::crypto

#include "crypto/raw.hpp"

#include <openssl/err.h>

#include "exhibit/error.hpp"

namespace exhibit::crypto {

void throw_libcrypto(const std::string& doing) {
    const unsigned long code = ERR_get_error();
    const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
    ERR_clear_error();
    throw Error(ErrorKind::crypto, doing + ": libcrypto reports " +
                                       (reason == nullptr ? "a failure without a reason" : reason));
}

void require_libcrypto(int answer, const char* doing) {
    if (answer != 1) throw_libcrypto(doing);
}

void require_sodium(int answer, const char* doing) {
    if (answer != 0) {
        throw Error(ErrorKind::crypto, std::string(doing) + ": libsodium reports a failure");
    }
}

} // namespace exhibit::crypto

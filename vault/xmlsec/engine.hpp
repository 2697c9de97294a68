// libxml2 and libxmlsec1 started once and kept from the network and from files; what they complain
// about is collected, never printed. Private to this folder.
#pragma once

#include <memory>
#include <string>

#include <xmlsec/crypto.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmlenc.h>

#include "base/bytes.hpp"
#include "crypto/secret.hpp"

namespace exhibit::xmlsec {

/// Called by each entry point; idempotent, thread-safe. Error(crypto) when a library cannot start.
void initialise();

/// What libxmlsec1 said on this thread since the last call; empties it.
std::string complaints();

/// Throws Error(crypto) "`doing`: libxmlsec1 reports ...".
[[noreturn]] void throw_xmlsec(const std::string& doing);

struct DestroyKey {
    void operator()(xmlSecKey* key) const noexcept { xmlSecKeyDestroy(key); }
};
using Key = std::unique_ptr<xmlSecKey, DestroyKey>;

struct DestroySigning {
    void operator()(xmlSecDSigCtx* context) const noexcept { xmlSecDSigCtxDestroy(context); }
};
using Signing = std::unique_ptr<xmlSecDSigCtx, DestroySigning>;

struct DestroyEncryption {
    void operator()(xmlSecEncCtx* context) const noexcept { xmlSecEncCtxDestroy(context); }
};
using Encryption = std::unique_ptr<xmlSecEncCtx, DestroyEncryption>;

/// nullptr when the library cannot read it.
Key private_key(const crypto::SecretBytes& pkcs8);
Key public_key(ByteView certificate);

template <typename T>
T made(T value, const char* doing) {
    if (!value) throw_xmlsec(doing);
    return value;
}

}  // namespace exhibit::xmlsec

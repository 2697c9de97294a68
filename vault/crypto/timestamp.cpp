#include "crypto/timestamp.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <memory>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ts.h>
#include <openssl/x509.h>

#include "crypto/digest.hpp"
#include "crypto/owned.hpp"
#include "crypto/raw.hpp"
#include "exhibit/error.hpp"

namespace exhibit::crypto {
namespace {

constexpr std::size_t nonce_bytes = 8;

void free_stack_only(STACK_OF(X509) * stack) noexcept {
    sk_X509_free(stack);
}

using Query = std::unique_ptr<TS_REQ, FreeWith<TS_REQ_free>>;
using Response = std::unique_ptr<TS_RESP, FreeWith<TS_RESP_free>>;
using Imprint = std::unique_ptr<TS_MSG_IMPRINT, FreeWith<TS_MSG_IMPRINT_free>>;
using AlgorithmId = std::unique_ptr<X509_ALGOR, FreeWith<X509_ALGOR_free>>;
using Integer = std::unique_ptr<ASN1_INTEGER, FreeWith<ASN1_INTEGER_free>>;
using Context = std::unique_ptr<TS_VERIFY_CTX, FreeWith<TS_VERIFY_CTX_free>>;
using SignerList = std::unique_ptr<STACK_OF(X509), FreeWith<free_stack_only>>;

/// What libcrypto says of its last failure; empties its queue.
std::string reason() {
    const unsigned long code = ERR_peek_last_error();
    const char* text = code == 0 ? nullptr : ERR_reason_error_string(code);
    std::string out = text == nullptr ? "no reason given" : text;
    const char* data = nullptr;
    int flags = 0;
    ERR_peek_last_error_data(&data, &flags);
    if (data != nullptr && (flags & ERR_TXT_STRING) != 0 && *data != '\0') {
        out += std::string(" (") + data + ")";
    }
    ERR_clear_error();
    return out;
}

[[noreturn]] void refuse(const std::string& source, const std::string& why) {
    throw Error(ErrorKind::verification,
                "The time-stamp " + source + " does not hold: " + why + ".");
}

Bytes to_der(TS_REQ* query) {
    return to_der_with<TS_REQ>(i2d_TS_REQ, query, "writing a time-stamp query");
}

Query make_query(ByteView message, ByteView nonce) {
    Query query = made(Query(TS_REQ_new()), "making a time-stamp query");
    const Imprint imprint = made(Imprint(TS_MSG_IMPRINT_new()), "making a time-stamp query");
    const AlgorithmId algorithm = made(AlgorithmId(X509_ALGOR_new()), "making a time-stamp query");
    // With NULL parameters, as authorities are used to from `openssl ts -query`.
    require_libcrypto(
        X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nullptr),
        "setting the algorithm of a query");
    Hash digest = sha256(message);
    require_libcrypto(TS_REQ_set_version(query.get(), 1), "setting the version of a query");
    require_libcrypto(TS_MSG_IMPRINT_set_algo(imprint.get(), algorithm.get()),
                      "setting the algorithm of a query");
    require_libcrypto(TS_MSG_IMPRINT_set_msg(imprint.get(), raw_out(digest.bytes),
                                             static_cast<int>(digest.bytes.size())),
                      "setting the digest of a query");
    require_libcrypto(TS_REQ_set_msg_imprint(query.get(), imprint.get()),
                      "setting the imprint of a query");
    std::uint64_t number = 0;
    for (const std::byte byte : nonce) number = number << 8 | std::to_integer<std::uint64_t>(byte);
    const Integer integer = made(Integer(ASN1_INTEGER_new()), "making a nonce");
    require_libcrypto(ASN1_INTEGER_set_uint64(integer.get(), number), "making a nonce");
    require_libcrypto(TS_REQ_set_nonce(query.get(), integer.get()), "setting a nonce");
    require_libcrypto(TS_REQ_set_cert_req(query.get(), 1), "asking for certificates");
    return query;
}

/// The query is one this program writes, over these bytes.
Query open_query(const TimestampParts& parts, const std::string& source) {
    Query query = parse_whole<Query>(
        parts.query, d2i_TS_REQ, {"a time-stamp query", timestamp_bytes_max}, source + " (query)");
    const ASN1_INTEGER* nonce = TS_REQ_get_nonce(query.get());
    std::uint64_t number = 0;
    if (nonce == nullptr || ASN1_INTEGER_get_uint64(&number, nonce) != 1) {
        ERR_clear_error();
        refuse(source, "its query has no nonce of 8 bytes");
    }
    Bytes nonce_text;
    put_u64(nonce_text, number);
    const Query expected = make_query(parts.message, nonce_text);
    if (!equal(to_der(expected.get()), parts.query)) {
        refuse(source,
               "its query does not ask for exactly this checkpoint's SHA-256, with a nonce and "
               "with certificates");
    }
    return query;
}

Store make_store(std::span<const Bytes> roots, Instant at, const std::string& source) {
    Store store = made(Store(X509_STORE_new()), "making a store of certificates");
    for (const Bytes& der : roots) {
        const Certificate certificate = to_certificate(der, source);
        require_libcrypto(X509_STORE_add_cert(store.get(), certificate.get()),
                          "adding a certificate");
    }
    X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(store.get()), at.seconds);
    return store;
}

std::string object_text(const ASN1_OBJECT* object) {
    std::array<char, 128> text{};
    const int size = OBJ_obj2txt(text.data(), static_cast<int>(text.size()), object, 1);
    return size > 0 ? std::string(text.data()) : std::string();
}

/// Status granted, or granted with modifications: these are in the token and are compared.
void require_granted(TS_RESP* response, const std::string& source) {
    const TS_STATUS_INFO* info = TS_RESP_get_status_info(response);
    const long status = ASN1_INTEGER_get(TS_STATUS_INFO_get0_status(info));
    if (status != TS_STATUS_GRANTED && status != TS_STATUS_GRANTED_WITH_MODS) {
        refuse(source, "the authority refused the request (status " + std::to_string(status) +
                           "); ask again, or another authority");
    }
    if (TS_RESP_get_token(response) == nullptr || TS_RESP_get_tst_info(response) == nullptr) {
        refuse(source, "the response holds no token");
    }
}

/// The chain again, for who signed and when its first certificate ends; in DER, the signer first.
std::vector<Bytes> read_chain(TS_RESP* response, X509_STORE* store, STACK_OF(X509) * between,
                              TimestampFacts& facts, const std::string& source) {
    PKCS7* token = TS_RESP_get_token(response);
    const SignerList signers(PKCS7_get0_signers(token, nullptr, 0));
    if (!signers || sk_X509_num(signers.get()) != 1) {
        ERR_clear_error();
        refuse(source, "it does not have exactly one signer whose certificate is in it");
    }
    X509* signer = sk_X509_value(signers.get(), 0);
    const Certificates others(sk_X509_deep_copy(token->d.sign->cert, X509_dup, X509_free));
    for (int i = 0; others && i < sk_X509_num(between); ++i) {
        X509* one = sk_X509_value(between, i);
        if (X509_up_ref(one) == 1 && sk_X509_push(others.get(), one) <= 0) X509_free(one);
    }
    const StoreContext context =
        made(StoreContext(X509_STORE_CTX_new()), "making a chain of certificates");
    require_libcrypto(X509_STORE_CTX_init(context.get(), store, signer, others.get()),
                      "making a chain of certificates");
    X509_STORE_CTX_set_purpose(context.get(), X509_PURPOSE_TIMESTAMP_SIGN);
    if (X509_verify_cert(context.get()) != 1) {
        const int code = X509_STORE_CTX_get_error(context.get());
        ERR_clear_error();
        refuse(source, std::string("its certificate does not lead to a trusted root: ") +
                           X509_verify_cert_error_string(code));
    }
    facts.authority = to_text(X509_get_subject_name(signer));
    facts.certificates_end = {std::numeric_limits<std::int64_t>::max()};
    std::vector<Bytes> out;
    STACK_OF(X509)* chain = X509_STORE_CTX_get0_chain(context.get());
    for (int i = 0; i < sk_X509_num(chain); ++i) {
        const Instant end = to_instant(X509_get0_notAfter(sk_X509_value(chain, i)), source);
        facts.certificates_end = std::min(facts.certificates_end, end);
        out.push_back(to_der_with<X509>(i2d_X509, sk_X509_value(chain, i), "listing a chain"));
    }
    return out;
}

}  // namespace

Bytes timestamp_query(ByteView message, Random& random) {
    std::array<std::byte, nonce_bytes> nonce{};
    random.fill(nonce);
    nonce.front() |= std::byte{0x01};  // eight bytes in any case
    return to_der(make_query(message, nonce).get());
}

std::vector<Bytes> certificates_from_pem(std::string_view pem, const std::string& source) {
    if (pem.size() > certificates_bytes_max) {
        throw FormatError(source, certificates_bytes_max, "certificates of at most 128 KiB");
    }
    const Bio bio = made(Bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))),
                         "reading certificates");
    std::vector<Bytes> out;
    while (true) {
        const Certificate certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
        if (!certificate) break;
        if (out.size() == certificates_max) throw FormatError(source, 0, "at most 16 certificates");
        out.push_back(to_der_with<X509>(i2d_X509, certificate.get(), "writing a certificate"));
    }
    const bool at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    ERR_clear_error();
    if (!at_end || out.empty()) {
        throw FormatError(source, 0, "certificates in PEM, one or more, none of them broken");
    }
    return out;
}

TimestampFacts verify_timestamp(const TimestampParts& parts, const TimestampTrust& trust,
                                const std::string& source) {
    const Query query = open_query(parts, source);
    const Response response = parse_whole<Response>(
        parts.response, d2i_TS_RESP, {"a time-stamp response", timestamp_bytes_max}, source);
    require_granted(response.get(), source);
    TS_TST_INFO* info = TS_RESP_get_tst_info(response.get());
    TimestampFacts facts;
    facts.time = to_instant(TS_TST_INFO_get_time(info), source);
    facts.policy = object_text(TS_TST_INFO_get_policy_id(info));
    facts.serial = to_hex_number(TS_TST_INFO_get_serial(info));

    const Context context = made(Context(TS_REQ_to_TS_VERIFY_CTX(query.get(), nullptr)),
                                 "preparing to verify a time-stamp");
    TS_VERIFY_CTX_add_flags(context.get(), TS_VFY_SIGNATURE);
    // Both are the context's from here on.
    X509_STORE* store = make_store(trust.roots, facts.time, source).release();
    TS_VERIFY_CTX_set_store(context.get(), store);
    STACK_OF(X509)* between = to_stack(trust.between, source).release();
    TS_VERIFY_CTX_set_certs(context.get(), between);
    if (TS_RESP_verify_response(context.get(), response.get()) != 1) refuse(source, reason());
    const std::vector<Bytes> chain = read_chain(response.get(), store, between, facts, source);
    const RevocationTimes times{facts.time, trust.now};
    facts.revocation = judge_revocation(chain, trust.revocation, times, source);
    for (RevocationWord& word :
         judge_revocation(chain, trust.brought, times, source, Silence::passed_over)) {
        facts.revocation.push_back(std::move(word));
    }
    return facts;
}

}  // namespace exhibit::crypto

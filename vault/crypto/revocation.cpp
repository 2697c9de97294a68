#include "crypto/revocation.hpp"

#include <openssl/err.h>
#include <openssl/ocsp.h>
#include <openssl/x509v3.h>

#include "base/text.hpp"
#include "crypto/owned.hpp"
#include "exhibit/error.hpp"

namespace exhibit::crypto {
namespace {

using List = std::unique_ptr<X509_CRL, FreeWith<X509_CRL_free>>;
using Answer = std::unique_ptr<OCSP_RESPONSE, FreeWith<OCSP_RESPONSE_free>>;
using BasicAnswer = std::unique_ptr<OCSP_BASICRESP, FreeWith<OCSP_BASICRESP_free>>;
using CertificateId = std::unique_ptr<OCSP_CERTID, FreeWith<OCSP_CERTID_free>>;
using Reason = std::unique_ptr<ASN1_ENUMERATED, FreeWith<ASN1_ENUMERATED_free>>;

constexpr int no_reason = -1;

/// What one list or answer says about a time.
struct Validity {
    Instant from;
    std::optional<Instant> to;
};

List parse_list(ByteView der, const std::string& source) {
    return List(
        parse_whole<List>(der, d2i_X509_CRL, {"a revocation list", kept_list_bytes_max}, source));
}

Answer parse_answer(ByteView der, const std::string& source) {
    return Answer(
        parse_whole<Answer>(der, d2i_OCSP_RESPONSE, {"an OCSP answer", ocsp_bytes_max}, source));
}

/// A list or answer that is passed over.
struct SaysNothing {};

class RevocationJudge {
public:
    RevocationJudge(std::span<const Bytes> chain, const RevocationTimes& times, std::string source,
                    Silence silence)
        : times_(times), source_(std::move(source)), silence_(silence) {
        for (const Bytes& der : chain) chain_.push_back(to_certificate(der, source_));
    }

    void take_list(ByteView der) {
        const std::string what = "a revocation list";
        const List list = parse_list(der, source_);
        X509_NAME* issuer = X509_CRL_get_issuer(list.get());
        whose_ = what + " of " + printable(to_text(issuer));
        const std::size_t by = signer_of(list.get(), issuer);
        if (X509_CRL_get_ext_by_critical(list.get(), 1, -1) >= 0)
            refuse(whose_ +
                   " is one of changes only, of some certificates only, or has another "
                   "critical extension; a full one was expected");
        const Validity validity{to_instant(X509_CRL_get0_lastUpdate(list.get()), source_),
                                time_or_none(X509_CRL_get0_nextUpdate(list.get()))};
        // What is below its issuer; a root speaks of itself to nobody.
        X509* certificate = chain_[by - 1].get();
        require_speaks(validity, certificate);
        X509_REVOKED* entry = nullptr;
        if (X509_CRL_get0_by_cert(list.get(), &entry, certificate) == 1) {
            revoked(certificate, to_instant(X509_REVOKED_get0_revocationDate(entry), source_),
                    reason_of(entry));
        } else {
            fine(certificate, validity);
        }
    }

    void take_answer(ByteView der) {
        const std::string what = "an OCSP answer";
        const Answer answer = parse_answer(der, source_);
        whose_ = what;
        if (OCSP_response_status(answer.get()) != OCSP_RESPONSE_STATUS_SUCCESSFUL)
            refuse(what + " says that nothing could be said (" +
                   OCSP_response_status_str(OCSP_response_status(answer.get())) + ")");
        const BasicAnswer basic(OCSP_response_get1_basic(answer.get()));
        if (!basic) {
            ERR_clear_error();
            throw FormatError(source_, 0, "an OCSP answer with a basic response");
        }
        if (silence_ == Silence::passed_over && !is_about_us(basic.get())) throw SaysNothing();
        const Instant produced = to_instant_of(OCSP_resp_get0_produced_at(basic.get()));
        require_signed(basic.get(), produced);
        bool about_us = false;
        for (int i = 0; i < OCSP_resp_count(basic.get()); ++i)
            about_us = take_single(OCSP_resp_get0(basic.get(), i)) || about_us;
        if (!about_us) refuse(what + " is about none of the certificates of this time-stamp");
    }

    std::vector<RevocationWord> said() && { return std::move(said_); }

private:
    [[noreturn]] void refuse(const std::string& why) const {
        ERR_clear_error();
        throw Error(ErrorKind::verification,
                    "The time-stamp " + source_ + " does not hold: " + why + ".");
    }

    [[noreturn]] void say_nothing(const std::string& why) const {
        if (silence_ == Silence::refused) refuse(why);
        ERR_clear_error();
        throw SaysNothing();
    }

    std::optional<Instant> time_or_none(const ASN1_TIME* time) const {
        if (time == nullptr) return std::nullopt;
        return to_instant(time, source_);
    }
    Instant to_instant_of(const ASN1_GENERALIZEDTIME* time) const {
        return to_instant(time, source_);
    }

    /// Which certificate of the chain signed the list; never the first, which issued none.
    std::size_t signer_of(X509_CRL* list, const X509_NAME* issuer) const {
        for (std::size_t i = 1; i < chain_.size(); ++i) {
            X509* candidate = chain_[i].get();
            if (X509_NAME_cmp(X509_get_subject_name(candidate), issuer) != 0) continue;
            if ((X509_get_key_usage(candidate) & KU_CRL_SIGN) == 0)
                refuse(whose_ + ": its issuer may not sign lists, says its key usage");
            EVP_PKEY* key = X509_get0_pubkey(candidate);
            if (key == nullptr || X509_CRL_verify(list, key) != 1)
                refuse(whose_ + ": its signature is wrong");
            return i;
        }
        say_nothing(whose_ + ", who issued none of the certificates of this time-stamp");
    }

    /// By the issuer, or by a certificate of the issuer's that is for this; judged when it was
    /// made.
    void require_signed(OCSP_BASICRESP* basic, Instant produced) const {
        const Store store = made(Store(X509_STORE_new()), "making a store of certificates");
        require_libcrypto(X509_STORE_add_cert(store.get(), chain_.back().get()),
                          "adding a certificate");
        X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(store.get()), produced.seconds);
        const Certificates others = made(Certificates(sk_X509_new_null()), "listing certificates");
        for (const Certificate& one : chain_) {
            require_libcrypto(X509_up_ref(one.get()), "listing certificates");
            if (sk_X509_push(others.get(), one.get()) <= 0) {
                X509_free(one.get());
                throw_libcrypto("listing certificates");
            }
        }
        if (OCSP_basic_verify(basic, others.get(), store.get(), 0) == 1) return;
        const char* why = ERR_reason_error_string(ERR_peek_last_error());
        refuse(whose_ +
               " is not signed by who issued the certificates of this time-stamp, or by "
               "whom they let answer (" +
               (why == nullptr ? "no reason given" : why) + ")");
    }

    bool is_about_us(OCSP_BASICRESP* basic) const {
        for (int i = 0; i < OCSP_resp_count(basic); ++i) {
            for (std::size_t at = 0; at + 1 < chain_.size(); ++at) {
                if (is_about(OCSP_resp_get0(basic, i), chain_[at].get(), chain_[at + 1].get()))
                    return true;
            }
        }
        return false;
    }

    /// Whether it is about a certificate of the chain.
    bool take_single(OCSP_SINGLERESP* single) {
        for (std::size_t i = 0; i + 1 < chain_.size(); ++i) {
            if (!is_about(single, chain_[i].get(), chain_[i + 1].get())) continue;
            int reason = no_reason;
            ASN1_GENERALIZEDTIME* at = nullptr;
            ASN1_GENERALIZEDTIME* from = nullptr;
            ASN1_GENERALIZEDTIME* to = nullptr;
            const int status = OCSP_single_get0_status(single, &reason, &at, &from, &to);
            if (from == nullptr) throw FormatError(source_, 0, "an OCSP answer with its time");
            whose_ = "an OCSP answer";
            const Validity validity{to_instant_of(from), time_or_none(to)};
            X509* certificate = chain_[i].get();
            require_speaks({validity.from, validity.to.value_or(validity.from)}, certificate);
            if (status == V_OCSP_CERTSTATUS_REVOKED) {
                if (at == nullptr) throw FormatError(source_, 0, "the time of a revocation");
                revoked(certificate, to_instant_of(at), reason);
            } else if (status == V_OCSP_CERTSTATUS_GOOD) {
                fine(certificate, validity);
            } else {
                refuse(whose_ + " says that the certificate of " + name_of(certificate) +
                       " is not known there");
            }
            return true;
        }
        return false;
    }

    bool is_about(OCSP_SINGLERESP* single, X509* certificate, X509* issuer) const {
        ASN1_OBJECT* algorithm = nullptr;
        auto* id = const_cast<OCSP_CERTID*>(OCSP_SINGLERESP_get0_id(single));
        if (OCSP_id_get0_info(nullptr, &algorithm, nullptr, nullptr, id) != 1) return false;
        const EVP_MD* digest = EVP_get_digestbyobj(algorithm);
        if (digest == nullptr) return false;
        const CertificateId expected(OCSP_cert_to_id(digest, certificate, issuer));
        return expected && OCSP_id_cmp(expected.get(), id) == 0;
    }

    /// A list or answer says something about the time of use when it was in force then, or was
    /// made later, while the certificate still lasted: ended ones are dropped from lists.
    void require_speaks(const Validity& validity, X509* certificate) const {
        if (times_.now && validity.from > *times_.now)
            refuse(whose_ + " is of " + format_utc(validity.from) + ", which is still to come");
        if (validity.to && *validity.to < times_.used)
            say_nothing(whose_ + " ended at " + format_utc(*validity.to) +
                        ", before the time-stamp of " + format_utc(times_.used) +
                        ": it says nothing about it");
        const Instant end = to_instant(X509_get0_notAfter(certificate), source_);
        if (validity.from > end)
            say_nothing(whose_ + " is of " + format_utc(validity.from) +
                        ", when the certificate of " + name_of(certificate) +
                        " had ended: it need not be named any more");
    }

    int reason_of(X509_REVOKED* entry) const {
        int critical = -1;
        const Reason reason(static_cast<ASN1_ENUMERATED*>(
            X509_REVOKED_get_ext_d2i(entry, NID_crl_reason, &critical, nullptr)));
        if (reason) return static_cast<int>(ASN1_ENUMERATED_get(reason.get()));
        if (critical != -1) throw FormatError(source_, 0, "one reason of a revocation");
        return no_reason;
    }

    static std::string name_of(X509* certificate) {
        return printable(to_text(X509_get_subject_name(certificate)));
    }

    void fine(X509* certificate, const Validity& validity) {
        said_.push_back({"The certificate of " + name_of(certificate) + " was not revoked, says " +
                             whose_ + " of " + format_utc(validity.from) + ".",
                         false});
    }

    /// RFC 3161, 4: what was signed before counts where the reason says that the key was not lost.
    void revoked(X509* certificate, Instant at, int reason) {
        const bool harmless =
            reason == CRL_REASON_UNSPECIFIED || reason == CRL_REASON_AFFILIATION_CHANGED ||
            reason == CRL_REASON_SUPERSEDED || reason == CRL_REASON_CESSATION_OF_OPERATION;
        const std::string words =
            "the certificate of " + name_of(certificate) + " was revoked at " + format_utc(at) +
            " (" + (reason == no_reason ? "no reason given" : OCSP_crl_reason_str(reason)) +
            "), says " + whose_;
        if (at <= times_.used)
            refuse(words + ", and the time-stamp is of " + format_utc(times_.used));
        if (!harmless)
            refuse(words +
                   ": for that reason, nothing it signed before counts either (RFC 3161, "
                   "section 4)");
        said_.push_back({"After the time-stamp of " + format_utc(times_.used) + ", " + words +
                             ": what it signed before counts.",
                         true});
    }

    RevocationTimes times_;
    std::string source_;
    Silence silence_;
    std::vector<Certificate> chain_;
    std::string whose_;
    std::vector<RevocationWord> said_;
};

}  // namespace

std::vector<RevocationWord> judge_revocation(std::span<const Bytes> chain,
                                             const RevocationEvidence& evidence,
                                             const RevocationTimes& times,
                                             const std::string& source, Silence silence) {
    if (evidence.empty()) return {};
    RevocationJudge judge(chain, times, source, silence);
    const auto hear = [](const std::vector<Bytes>& all, const auto& take) {
        for (const Bytes& one : all) {
            try {
                take(one);
            } catch (const SaysNothing&) {
                continue;
            }
        }
    };
    hear(evidence.lists, [&](ByteView list) { judge.take_list(list); });
    hear(evidence.answers, [&](ByteView answer) { judge.take_answer(answer); });
    return std::move(judge).said();
}

void require_revocation_form(const RevocationEvidence& evidence, const std::string& source) {
    for (const Bytes& list : evidence.lists) static_cast<void>(parse_list(list, source));
    for (const Bytes& answer : evidence.answers) static_cast<void>(parse_answer(answer, source));
}

}  // namespace exhibit::crypto

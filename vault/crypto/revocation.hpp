// What CRLs (RFC 5280) and OCSP answers (RFC 6960) say of the certificates of a time-stamp, as of
// the time it states (RFC 3161, section 4). They are kept with it, because nobody answers for a
// certificate for ever.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"

namespace exhibit::crypto {

inline constexpr std::size_t kept_list_bytes_max = std::size_t{1} << 20;
inline constexpr std::size_t ocsp_bytes_max = std::size_t{64} << 10;
inline constexpr std::size_t revocation_evidence_max = 8;  ///< of each kind

struct RevocationEvidence {
    std::vector<Bytes> lists;    ///< CRLs, DER
    std::vector<Bytes> answers;  ///< OCSP responses, DER
    bool empty() const noexcept { return lists.empty() && answers.empty(); }
    bool operator==(const RevocationEvidence&) const = default;
};

/// What was said of one certificate that the time-stamp holds with.
struct RevocationWord {
    std::string text;      ///< a sentence
    bool revoked = false;  ///< later, and what it signed before counts
};

/// When the certificates were used, and what time it is for the one who judges, if that is to be
/// asked: no list or answer is of the future then.
struct RevocationTimes {
    Instant used;
    std::optional<Instant> now{};
};

/// What becomes of a list or answer that says nothing about these certificates at that time: of one
/// that was kept with a time-stamp somebody wanted it to; of those a reader brings for all
/// time-stamps, some speak of others.
enum class Silence { refused, passed_over };

/// A word for each certificate a list or answer speaks of. `chain` is the signer, its issuer
/// and so on to the root, in DER.
///
/// Error(verification) when a certificate was revoked before it was used, or for a reason that
/// makes all it signed doubtful (all but unspecified, affiliationChanged, superseded and
/// cessationOfOperation, and when none is given); when a list or answer is signed by nobody in
/// the chain (or whom the issuer lets answer), is about other certificates, or of a time that says
/// nothing about theirs, unless that is passed over. FormatError for bytes that are none, or have
/// something behind.
std::vector<RevocationWord> judge_revocation(std::span<const Bytes> chain,
                                             const RevocationEvidence& evidence,
                                             const RevocationTimes& times,
                                             const std::string& source,
                                             Silence silence = Silence::refused);

/// FormatError for bytes that are no list or no answer, or have something behind.
void require_revocation_form(const RevocationEvidence& evidence, const std::string& source);

}  // namespace exhibit::crypto

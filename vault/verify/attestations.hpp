// What others say of the ledger, read again from the store: time-stamps of authorities,
// cosignatures of witnesses. Whom to believe is for the person who audits to say.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "custody/state.hpp"
#include "custody/time_brackets.hpp"
#include "encode/note.hpp"
#include "ledger/anchor.hpp"
#include "ledger/trust_policy.hpp"
#include "verify/survey.hpp"

namespace exhibit::verify {

struct Trust {
    std::vector<Bytes> authorities;  ///< roots in DER
    /// Of the auditor's own, beside what the vault keeps; those of other authorities may be there.
    crypto::RevocationEvidence revocation;
    std::optional<ledger::TrustPolicy> policy;
    /// CR-25: how serious it is when nobody attests a time; none: not asked.
    std::optional<Severity> unattested;
};

struct Attested {
    /// By authorities and witnesses that the auditor believes.
    std::vector<custody::Attestation> believed;
    std::uint64_t stamps = 0;           ///< that events name and that hold by their own chain
    std::uint64_t believed_stamps = 0;  ///< that lead to an authority the auditor named
    std::optional<custody::Attestation> newest_stamp;     ///< of the largest tree
    std::optional<custody::Attestation> newest_believed;  ///< the same of those believed
    std::uint64_t cosignatures = 0;                       ///< kept in the store
    /// Of each witness of the policy that cosigned, by its name there: its largest tree.
    std::map<std::string, custody::Attestation> witnesses;
    /// Up to where the quorum stands; nullopt without a policy, or when it asks none.
    std::optional<std::uint64_t> quorum_size;
};

class Attestations {
public:
    /// All references must outlive this. `proven`: size the commits prove.
    Attestations(Objects& objects, Survey& survey, const custody::State& state,
                 const encode::NoteKey& log_key, std::uint64_t proven, const Trust& trust,
                 Instant now);

    /// Reports what does not hold.
    Attested examine();

private:
    struct Stamp {
        custody::Attestation said;
        Instant certificates_end;
        std::string object;
    };
    void examine_stamp(std::uint64_t index, const custody::AnchorToken& body);
    void believe_stamp(const Stamp& stamp, const Bytes& object);
    bool revoked_by_auditor(const Stamp& stamp, const ledger::Anchor& anchor);
    void examine_renewal();
    void examine_cosignature(const std::string& name);
    void examine_cadence();
    void believe_cosignatures(const encode::Note& note, std::uint64_t size,
                              const std::string& name);

    Objects& objects_;
    Survey& survey_;
    const custody::State& state_;
    const encode::NoteKey& log_key_;
    std::uint64_t proven_;
    const Trust& trust_;
    Instant now_;
    std::vector<Stamp> stamps_;
    std::map<std::string, std::uint64_t> cosigned_;  ///< by witness key: its largest tree
    Attested out_;
};

/// A kept cosignature as far as no policy is needed: form, the log's signature, its name. Reports
/// what is wrong.
struct KeptCosignature {
    encode::Note note;
    ledger::Checkpoint checkpoint;
};
std::optional<KeptCosignature> read_cosignature(Objects& objects, const std::string& name,
                                                const encode::NoteKey& log_key);

}  // namespace exhibit::verify

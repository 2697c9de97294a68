// The cosignatures of witnesses in a bundle (FORMAT.md 4.8, 16).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "bundle/contents.hpp"
#include "bundle/known_tree.hpp"
#include "custody/time_brackets.hpp"
#include "encode/note.hpp"
#include "ledger/trust_policy.hpp"
#include "verify/report.hpp"

namespace exhibit::bundle {

/// One whose checkpoint the log signed and whose tree is the beginning of the bundle's.
struct Cosignature {
    CosignatureName name;
    std::string witness;  ///< as its line states it: anybody may write that
    Instant stated;
    encode::Note note;
};

/// Reports those that are of another form, log or tree.
std::vector<Cosignature> open_cosignatures(const Contents& contents, const encode::NoteKey& log_key,
                                           const KnownTree& tree, verify::Report& report);

/// What a reader's policy makes of them.
struct Witnessed {
    /// Of each witness of the policy that signed, by its name there: its largest tree.
    std::map<std::string, custody::Attestation> by;
    std::vector<custody::Attestation> all;
    /// Up to where the quorum stands; nullopt when none is asked.
    std::optional<std::uint64_t> quorum_size;
};
/// Reports a wrong signature of a witness that the policy names.
Witnessed believe(const std::vector<Cosignature>& cosignatures, const ledger::TrustPolicy& trust,
                  verify::Report& report);

}  // namespace exhibit::bundle

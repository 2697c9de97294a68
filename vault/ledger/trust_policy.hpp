// Whom a reader believes about checkpoints (C2SP tlog-policy text, FORMAT.md 4.8): log keys,
// witnesses, groups of them, and the quorum. Given by a person, never read from the vault.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "encode/cosignature.hpp"
#include "encode/note.hpp"
#include "ledger/checkpoint.hpp"

namespace exhibit::ledger {

inline constexpr std::size_t policy_bytes_max = 65536;
inline constexpr std::size_t policy_names_max = 256;

struct TrustPolicy {
    struct Witness {
        std::string name;  ///< what the policy calls it
        encode::WitnessKey key;
    };
    struct Group {
        std::string name;
        std::size_t threshold = 1;
        std::vector<std::string> members;  ///< witnesses and groups before it
    };

    std::vector<encode::NoteKey> logs;
    std::vector<Witness> witnesses;
    std::vector<Group> groups;
    std::string quorum;  ///< of a witness or group; empty: none is asked

    bool knows_log(const encode::NoteKey& key) const;
    /// The largest size for which the quorum stands, when each witness (by its name in the policy)
    /// vouches up to the given size: who cosigned a tree vouches for its beginnings. 0 when it
    /// stands for none; nullopt when no quorum is asked.
    std::optional<std::uint64_t> quorum_size(
        const std::map<std::string, std::uint64_t>& vouched) const;
};

/// FormatError naming the line: another keyword, a name or key twice, an unknown member, a member
/// of two groups, a threshold that cannot be met, no quorum line or two.
TrustPolicy parse_trust_policy(std::string_view text, const std::string& source);

/// What one witness of the policy states on a note.
struct Cosigned {
    const TrustPolicy::Witness* witness;
    Instant time;
};
/// Error(verification) when a known witness's line is wrong.
std::vector<Cosigned> cosigned_by(const TrustPolicy& policy, const encode::Note& note,
                                  const std::string& source);

}  // namespace exhibit::ledger

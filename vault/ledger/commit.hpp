// Commits (FORMAT.md 4.4): one transition of the ledger, as a tlog-witness add-checkpoint body.
#pragma once

#include <string>
#include <string_view>

#include "encode/note.hpp"
#include "ledger/checkpoint.hpp"
#include "ledger/merkle.hpp"

namespace exhibit::ledger {

inline constexpr std::size_t transition_entries_max = 256;
inline constexpr std::size_t commit_bytes_max = std::size_t{80} << 10;

struct Commit {
    TreeSize old_size;
    Proof proof;  ///< consistency from old_size to the checkpoint's size
    std::string note;
    bool operator==(const Commit&) const = default;
};

std::string dump_commit(const Commit& commit);
/// Accepts exactly what dump_commit writes; the note is not looked into. Throws FormatError.
Commit parse_commit(std::string_view text, const std::string& source);

/// Judges a commit against the state it follows: `bytes` is the object `source`. Returns the new
/// checkpoint. FormatError for a wrong form; Error(verification) when the signature is wrong, the
/// sizes do not chain (1 to 256 new entries), or the proof does not hold.
SignedCheckpoint open_commit(std::string_view text, const TreeHead& before,
                             const encode::NoteKey& log_key, const std::string& source);

}  // namespace exhibit::ledger

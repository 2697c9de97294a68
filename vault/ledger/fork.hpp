// Fork bundles (FORMAT.md 11): two checkpoints of one log that cannot both be true, and the proof.
// Whoever has one can show anybody that the log signed two pasts. A proof that merely fails would
// show nothing, since anybody can write one: so the proof in it is one that holds, for the root
// that the newer tree has where the older checkpoint states another.
#pragma once

#include <string>
#include <string_view>

#include "encode/note.hpp"
#include "ledger/checkpoint.hpp"
#include "ledger/merkle.hpp"

namespace exhibit::ledger {

inline constexpr std::size_t fork_bytes_max = std::size_t{160} << 10;

struct Fork {
    encode::NoteKey log_key;
    std::string older;  ///< note of the smaller tree
    std::string newer;
    Hash root;    ///< of the newer tree at the older size
    Proof proof;  ///< from that root to the newer checkpoint
    bool operator==(const Fork&) const = default;
};

std::string dump_fork(const Fork& fork, const std::string& source);
/// Accepts exactly what dump_fork writes. FormatError.
Fork parse_fork(std::string_view text, const std::string& source);
/// Verifies both signatures; true when the checkpoints are shown to contradict each other.
/// Error(verification) when a signature is wrong.
bool fork_holds(const Fork& fork, const std::string& source);

}  // namespace exhibit::ledger

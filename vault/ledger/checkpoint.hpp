// Checkpoints (C2SP tlog-checkpoint, FORMAT.md 4.2): origin, size and root, signed by the log key.
#pragma once

#include <string>
#include <string_view>

#include "crypto/sign.hpp"
#include "encode/note.hpp"
#include "ledger/merkle.hpp"

namespace exhibit::ledger {

struct Checkpoint {
    std::string origin;
    TreeSize size;
    Hash root;
    bool operator==(const Checkpoint&) const = default;
    TreeHead head() const noexcept { return {size, root}; }
};

/// A checkpoint with the very note that states it.
struct SignedCheckpoint {
    Checkpoint checkpoint;
    std::string note;
    bool operator==(const SignedCheckpoint&) const = default;
};

/// Three lines, each ending in LF.
std::string checkpoint_text(const Checkpoint& checkpoint);
/// Accepts exactly what checkpoint_text writes: FormatError for a leading zero in the size, a
/// fourth line, or an empty tree with another root than the empty one. Verifies no signature.
Checkpoint parse_checkpoint_text(std::string_view text, const std::string& source);

/// The note, signed in the name of the origin.
SignedCheckpoint sign_checkpoint(const Checkpoint& checkpoint, const crypto::Signer& log);
/// Parses the note and verifies the log key's signature. FormatError for a wrong form,
/// Error(verification) for a missing or wrong signature or another origin than the key's name.
SignedCheckpoint open_checkpoint(std::string_view note, const encode::NoteKey& log_key,
                                 const std::string& source);

}  // namespace exhibit::ledger

// Appending to a ledger (FORMAT.md 4.6, steps 3 to 6).
//
// Several processes may append at once. Creating `ledger/commit/<old size>` decides who was first;
// whoever comes second judges its own events again against the new state.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "crypto/secret.hpp"
#include "crypto/sign.hpp"
#include "ledger/checkpoint.hpp"
#include "ledger/reader.hpp"
#include "ledger/staged.hpp"
#include "ledger/tile.hpp"

namespace exhibit::ledger {

/// How many times an append may lose the race. Each loss is the progress of somebody else.
inline constexpr unsigned append_attempts_max = 1000;

/// What new events have to follow. The reader is refreshed to exactly this checkpoint.
struct CommittedState {
    const SignedCheckpoint& newest;
    LedgerReader& reader;
};

/// Gives 1 to 256 signed entries for this state. Called again, with the newer state, after a lost
/// race; throws to give up.
using Compose = std::function<std::vector<std::string>(const CommittedState& state)>;

struct AppendResult {
    LeafIndex first;
    std::vector<Hash> leaves;
    SignedCheckpoint checkpoint;
    /// Set when the events are in the ledger but a tile or the hint could not be written: why. The
    /// next append writes them.
    std::optional<std::string> unfinished;
};

class LedgerWriter {
public:
    /// The reader must have the record key; `log` must be the descriptor's log key (Error(usage)
    /// otherwise). All three must outlive the writer.
    LedgerWriter(LedgerReader& reader, const crypto::Signer& log, crypto::Random& random);

    /// On return the entries are in the ledger, durable. When it throws they are not, with one
    /// exception: Error(io) from a store that neither confirmed nor can be asked leaves it open,
    /// and the caller looks for its events before it appends them again. ConflictError after
    /// append_attempts_max lost races. The first append of all (size 0) is genesis.
    AppendResult append(const Compose& compose);

private:
    /// One transition, ready to be written.
    struct Transition {
        StagedHeader header;
        SignedCheckpoint after;
        std::string commit;
        std::vector<FullTile> completed;
    };

    std::vector<std::string> composed(const Compose& compose, const SignedCheckpoint& base);
    Transition prepare(std::span<const std::string> entries);
    void put_staged(const Transition& transition, std::span<const std::string> entries);
    bool put_commit(const Transition& transition);
    void put_derived(const Transition& transition);
    void put_entries_tile(std::uint64_t number);
    void put_missing_tiles();

    LedgerReader& reader_;
    const crypto::Signer& log_;
    crypto::Random& random_;
    std::uint64_t tiles_complete_ = 0;  ///< level 0 tiles known to be in the store
};

}  // namespace exhibit::ledger

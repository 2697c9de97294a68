// The remembered head (FORMAT.md 11): what this user last saw of each vault, kept outside it. The
// only defence against a store that was put back to an older state.
#pragma once

#include <optional>
#include <string>

#include "base/time.hpp"
#include "ledger/checkpoint.hpp"
#include "ledger/descriptor.hpp"
#include "ledger/reader.hpp"

namespace exhibit::ledger {

inline constexpr std::size_t remembered_bytes_max = 65536;

struct RememberedHead {
    SignedCheckpoint checkpoint;
    Hash genesis;          ///< leaf hash of entry 0: the vault id
    std::string location;  ///< where the vault was opened, an absolute path
    encode::NoteKey log_key;
    bool operator==(const RememberedHead&) const = default;
};

std::string dump_remembered(const RememberedHead& head);
/// Also verifies the checkpoint's signature. Throws FormatError, Error(malformed, verification).
RememberedHead parse_remembered(std::string_view text, const std::string& source);

/// The folder `<home>/remembered` of one user. Several processes may use it at once.
class RememberedHeads {
public:
    /// `home` is made when the first head is written. `clock` names the files that keep a fork.
    RememberedHeads(std::string home, Clock& clock);

    std::optional<RememberedHead> load(const std::string& origin) const;
    /// Refuses (Error(verification), naming both origins) a location where this user knows another
    /// vault.
    void require_same_vault(const std::string& location, const Descriptor& descriptor) const;

    /// Compares the vault as the reader sees it with what is remembered of it; nothing remembered
    /// is fine. Error(verification) for another log key or genesis, for a rollback (with both
    /// sizes), and for a fork, of which a bundle is kept in `fork-<time>.txt`. Never writes a head.
    void check(LedgerReader& reader) const;
    /// check(), then remembers the reader's newest checkpoint unless a larger one is remembered.
    /// REQUIRES: the ledger has a genesis entry.
    void update(LedgerReader& reader, const std::string& location) const;
    /// Keeps a fork bundle; gives its path. One that is kept already is not kept twice.
    std::string keep_fork(const std::string& bundle) const;

private:
    std::string path_of(const std::string& origin) const;
    void check_against(const RememberedHead& head, LedgerReader& reader) const;

    std::string folder_;
    Clock& clock_;
};

}  // namespace exhibit::ledger

// The catalogue: a SQLCipher cache of one vault for one handler, derived from the ledger, and
// beside it files that say where the blocks of each incident lie, derived from the packs. It can be
// deleted at any time; nothing is reported, exported or audited from it alone.
//
// Several processes may use one file at once. A file that is unreadable, damaged, of another
// version or another vault is thrown away and made again; where it cannot be written, an in-memory
// database takes its place and `warning()` says so. Not shared between threads.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "blob/index.hpp"
#include "crypto/secret.hpp"
#include "custody/private_names.hpp"
#include "exhibit/types.hpp"
#include "ledger/event.hpp"

namespace exhibit::catalogue {

/// Whose catalogue: what the file must belong to.
struct Owner {
    std::string origin;
    crypto::Hash genesis;
};

/// The opened private values of one event about one subject.
struct OpenedValues {
    std::string subject;
    custody::PrivateValues values;
};

/// An event with what this handler can read of it.
struct IndexedEvent {
    const ledger::Entry& entry;
    std::vector<OpenedValues> values;
};

struct Match {
    std::string item;     ///< item id
    std::string matched;  ///< which field: "sha256", "label", ... or "path" of a member
    std::string member;   ///< path inside a tree, empty otherwise
};

class Catalogue {
public:
    /// `path` is the database file, and `path`.blocks the folder of the others; its folder exists
    /// or can be made. `key` is 32 bytes.
    Catalogue(const std::string& path, const crypto::SecretBytes& key, const Owner& owner);
    ~Catalogue();
    Catalogue(const Catalogue&) = delete;
    Catalogue& operator=(const Catalogue&) = delete;

    /// Empty, or a sentence: why it is kept in memory only.
    const std::string& warning() const noexcept;

    /// How many events of the ledger, from 0, are indexed.
    std::uint64_t size() const;
    /// Adds events from size() on; those already there are skipped, so that two processes doing the
    /// same do no harm.
    void add_events(std::span<const IndexedEvent> events);
    /// Values of events whose subject could not be read then and can now (a later grant).
    void add_values(std::uint64_t index, const std::vector<OpenedValues>& values);

    /// Files of a tree item. Replaces what is there of this item.
    void set_members(const std::string& item,
                     std::span<const std::pair<std::string, Digests>> files);
    bool has_members(const std::string& item) const;

    /// Exact for digests (md5, sha1, sha256 in hex, with or without "sha256:"), else any part of a
    /// text value of an item or of a member's path, letter case ignored for ASCII. Sorted, each
    /// item and member once, at most 1,000.
    std::vector<Match> search(const std::string& text) const;

    /// The blocks of one incident. Valid as long as the catalogue.
    blob::BlockIndex& blocks(const blob::IncidentTag& incident);
    /// Packs of the incident whose tables are in the index.
    std::vector<crypto::Hash> known_packs(const blob::IncidentTag& incident) const;

    /// Where the blocks of an incident lie is forgotten: packs of it are gone.
    void forget_blocks(const blob::IncidentTag& incident);

    /// Throws everything away.
    void clear();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace exhibit::catalogue

// The rules of the ledger (FORMAT.md 5.2, 5.3) as one pure state machine over events.
//
// The writer asks `may_follow` before signing, the auditor feeds every entry to `apply`: the same
// rules, by the same code. An entry that breaks a rule is reported and counted, so that indexes go
// on, and otherwise ignored: it moves no custody, no chain, no number. So one bad event cannot stop
// the honest ones after it.
//
// Deterministic: the findings and the state depend on the entries only. The claimed time decides
// one thing, whether an offer was still open when it was taken.
// Copies share the records of past events.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "custody/records.hpp"
#include "exhibit/types.hpp"
#include "ledger/event.hpp"
#include "ledger/merkle.hpp"

namespace exhibit::custody {

/// May this event follow? `problems` says why not, one finding for each broken rule.
struct Verdict {
    std::vector<Finding> problems;

    bool allowed() const noexcept { return problems.empty(); }
    /// The sentences in one line, for the error a writer throws.
    std::string text() const;
};

class State {
public:
    /// `origin` and `descriptor` (the SHA-256 of exhibit.json) of the vault.
    State(std::string origin, crypto::Hash descriptor);

    /// Takes the next entry; findings of severity `violation`, empty when it is valid. Verifies its
    /// signatures. REQUIRES: entry.index is size().
    std::vector<Finding> apply(const ledger::Entry& entry);
    /// The same rules without the signatures, for an event that is about to be signed.
    Verdict may_follow(const ledger::Event& event) const;

    const std::string& origin() const noexcept { return origin_; }
    bool descriptor_is(const crypto::Hash& digest) const noexcept { return digest == descriptor_; }
    /// Entries applied so far, valid or not.
    std::uint64_t size() const noexcept { return roots_.size() - 1; }
    /// Root of the tree of the entries applied so far, from their leaf hashes.
    const crypto::Hash& root() const noexcept { return roots_.back(); }
    /// nullptr when no tree of that size was seen yet.
    const crypto::Hash* root_at(std::uint64_t tree_size) const noexcept;

    /// The genesis event; nullptr before it.
    const VaultGenesis* genesis() const noexcept;
    /// nullptr for an index that is too large or whose event is not valid.
    const EventRecord* event(std::uint64_t index) const noexcept;
    /// The valid event with this leaf hash.
    const EventRecord* event(const crypto::Hash& leaf) const noexcept;

    const std::map<crypto::Hash, HandlerRecord>& handlers() const noexcept { return handlers_; }
    const std::map<IncidentId, IncidentRecord>& incidents() const noexcept { return incidents_; }
    const std::map<ItemId, ItemRecord>& items() const noexcept { return items_; }
    /// All offers ever made, by the leaf hash of the offer.
    const std::map<crypto::Hash, OfferRecord>& offers() const noexcept { return offers_; }

    const HandlerRecord* handler(const crypto::Hash& id) const noexcept;
    const IncidentRecord* incident(const IncidentId& id) const noexcept;
    const ItemRecord* item(const ItemId& id) const noexcept;
    const OfferRecord* offer(const crypto::Hash& id) const noexcept;
    /// The grant in force; nullopt without one, or when there is no such incident.
    std::optional<Read> read_of(const IncidentId& incident, const crypto::Hash& handler) const;

    /// The item the next item.register or item.ingest of an incident must name.
    /// REQUIRES: the incident exists.
    ItemId next_item(const IncidentId& incident) const;
    /// Writes what the next event of an actor that names these items must hold in `log`, `actor`,
    /// `seen` (the tree of all entries applied so far) and `items`. The other members stay as the
    /// caller has them. Unknown items get no `prev`.
    void fill_chains(ledger::Event& event, const crypto::Hash& actor,
                     std::span<const ItemId> items) const;

private:
    void take(const EventRecord& event);
    void take_body(const EventRecord& event, const VaultGenesis& body);
    void take_body(const EventRecord& event, const HandlerEnrol& body);
    void take_body(const EventRecord& event, const IncidentOpen& body);
    void take_body(const EventRecord& event, const IncidentGrant& body);
    void take_body(const EventRecord& event, const ItemRegister& body);
    void take_body(const EventRecord& event, const ItemIngest& body);
    void take_body(const EventRecord& event, const CustodyOffer& body);
    void take_body(const EventRecord& event, const CustodyAccept& body);
    void take_body(const EventRecord& event, const CustodyRefuse& body);
    void take_body(const EventRecord& event, const CustodyCancel& body);
    void take_body(const EventRecord&, const ItemAccess&) {}
    void take_body(const EventRecord&, const ExchangeEmit&) {}
    void take_body(const EventRecord&, const AnchorToken&) {}
    void enrol(const EventRecord& event, const Enrol& enrol);
    void add_item(const EventRecord& event, std::optional<ItemIngest> ingest);
    void end_offer(crypto::Hash id, OfferStatus status, std::uint64_t index);

    std::string origin_;
    crypto::Hash descriptor_;
    ledger::CompactRange range_;
    std::vector<crypto::Hash> roots_;  ///< of the trees of size 0, 1, 2, ...
    /// Shared between copies, never changed after they were made; null for invalid events.
    std::vector<std::shared_ptr<const EventRecord>> events_;
    std::unordered_map<crypto::Hash, std::uint64_t> index_of_;
    std::map<crypto::Hash, HandlerRecord> handlers_;
    std::map<IncidentId, IncidentRecord> incidents_;
    std::map<ItemId, ItemRecord> items_;
    std::map<crypto::Hash, OfferRecord> offers_;
};

}  // namespace exhibit::custody

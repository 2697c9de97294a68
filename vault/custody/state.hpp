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
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "custody/leaf_index.hpp"
#include "custody/policy_rules.hpp"
#include "custody/records.hpp"
#include "exhibit/types.hpp"
#include "ledger/event.hpp"
#include "ledger/merkle.hpp"
#include "ledger/past_roots.hpp"

namespace exhibit::custody {

/// May this event follow? `problems` says why not, one finding for each broken rule.
struct Verdict {
    std::vector<Finding> problems;

    bool allowed() const noexcept { return problems.empty(); }
    /// The sentences in one line, for the error a writer throws.
    std::string text() const;
};

/// Of a ledger of which only some entries are at hand (a bundle): the root of the tree of a size;
/// nullptr when what is at hand does not tell.
using KnownRoots = std::function<const crypto::Hash*(std::uint64_t size)>;

/// Whether findings about one entry say that its signatures do not hold or could not be verified.
bool signatures_unknown(std::span<const Finding> problems) noexcept;

class State {
public:
    /// `origin` and `descriptor` (the SHA-256 of exhibit.json) of the vault.
    /// `policies` gives what adopted objects hold; without it no policy can be had.
    State(std::string origin, crypto::Hash descriptor, PolicySource policies = {});
    /// For a ledger of which only some entries are at hand. Who left how many events of an actor
    /// out is then not known: gaps in the chains of actors are allowed, and nothing else is.
    State(std::string origin, crypto::Hash descriptor, KnownRoots roots,
          PolicySource policies = {});

    /// Entries below `index` are not at hand. REQUIRES: !has_all(), index >= size().
    void pass_over_to(std::uint64_t index);
    bool has_all() const noexcept { return !known_roots_; }

    /// Takes the next entry; findings of severity `violation`, empty when it is valid. Verifies its
    /// signatures, but for those by the keys in `good`, which were verified before.
    /// REQUIRES: entry.index is size().
    std::vector<Finding> apply(const ledger::Entry& entry, std::span<const crypto::Hash> good = {});
    /// The public key of a key id; nullopt when it was never enrolled.
    std::optional<crypto::VerifyKey> key_of(const crypto::Hash& id) const;
    /// The same rules without the signatures, for an event that is about to be signed by its actor
    /// and, beside them, by `cosigners`.
    Verdict may_follow(const ledger::Event& event,
                       std::span<const crypto::Hash> cosigners = {}) const;

    const std::string& origin() const noexcept { return origin_; }
    bool descriptor_is(const crypto::Hash& digest) const noexcept { return digest == descriptor_; }
    /// Entries applied so far, valid or not, and those passed over.
    std::uint64_t size() const noexcept { return size_; }
    /// Root of the tree of the entries applied so far, from their leaf hashes. REQUIRES: has_all().
    crypto::Hash root() const { return tree_.root(); }
    /// nullopt when no tree of that size was seen yet.
    std::optional<crypto::Hash> root_at(std::uint64_t tree_size) const;

    /// The genesis event; nullptr before it.
    const VaultGenesis* genesis() const noexcept;
    /// nullptr for an index that is too large or whose event is not valid.
    const EventRecord* event(std::uint64_t index) const noexcept;
    /// The valid event with this leaf hash.
    const EventRecord* event(const crypto::Hash& leaf) const noexcept;

    /// What the events after `index` events are held against: the last adoption among them;
    /// nullptr when there was none.
    const AdoptedPolicy* adopted_before(std::uint64_t index) const noexcept;
    /// That policy; the built-in one when none was adopted or it cannot be had.
    const Policy& policy_before(std::uint64_t index) const noexcept;
    /// For the next event.
    const AdoptedPolicy* adopted() const noexcept { return adopted_before(size()); }
    const Policy& policy() const noexcept { return policy_before(size()); }
    const std::vector<AdoptedPolicy>& policies() const noexcept { return policies_; }
    std::shared_ptr<const Policy> read_policy(const crypto::Hash& object) const;

    const std::map<crypto::Hash, HandlerRecord>& handlers() const noexcept { return handlers_; }
    const std::map<IncidentId, IncidentRecord>& incidents() const noexcept { return incidents_; }
    const std::map<ItemId, ItemRecord>& items() const noexcept { return items_; }
    /// All offers ever made, by the leaf hash of the offer.
    const std::map<crypto::Hash, OfferRecord>& offers() const noexcept { return offers_; }

    /// Check-outs, holds, disposals, corrections.
    const LifeRecords& life() const noexcept { return life_; }

    const HandlerRecord* handler(const crypto::Hash& id) const noexcept;
    const IncidentRecord* incident(const IncidentId& id) const noexcept;
    const ItemRecord* item(const ItemId& id) const noexcept;
    const OfferRecord* offer(const crypto::Hash& id) const noexcept;
    /// The grant in force; nullopt without one, or when there is no such incident.
    std::optional<Read> read_of(const IncidentId& incident, const crypto::Hash& handler) const;

    /// Index of the event that destroyed this subject key; nullopt while it is meant to be there.
    std::optional<std::uint64_t> shredded_key(const crypto::Hash& key_object) const noexcept;
    /// Index of the event that destroyed what event `index` says of a subject, if one did.
    std::optional<std::uint64_t> withheld_by(std::uint64_t index, std::string_view subject) const;

    /// nullptr while the pack is meant to be there.
    const DestroyedPackRecord* destroyed_pack(const crypto::Hash& pack) const noexcept;
    const std::map<crypto::Hash, DestroyedPackRecord>& destroyed_packs() const noexcept {
        return destroyed_packs_;
    }

    /// By the object they were in before: the private values that were sealed again.
    const std::map<crypto::Hash, ResealedRecord>& resealed_values() const noexcept {
        return resealed_;
    }

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
    void take_body(const EventRecord& event, const HandlerRoles& body);
    void take_body(const EventRecord& event, const KeyRotate& body);
    void take_body(const EventRecord& event, const KeyRevoke& body);
    void take_body(const EventRecord& event, const PolicyAdopt& body);
    void take_body(const EventRecord& event, const IncidentOpen& body);
    void take_body(const EventRecord& event, const IncidentGrant& body);
    void take_body(const EventRecord& event, const IncidentRekey& body);
    void take_body(const EventRecord& event, const ItemRegister& body);
    void take_body(const EventRecord& event, const ItemIngest& body);
    void take_body(const EventRecord& event, const CustodyOffer& body);
    void take_body(const EventRecord& event, const CustodyAccept& body);
    void take_body(const EventRecord& event, const CustodyRefuse& body);
    void take_body(const EventRecord& event, const CustodyCancel& body);
    void take_body(const EventRecord&, const ItemAccess&) {}
    void take_body(const EventRecord&, const ExchangeEmit&) {}
    void take_body(const EventRecord& event, const PrivacyShred& body);
    void take_body(const EventRecord& event, const ContentDestroy& body);
    void take_body(const EventRecord& event, const ContentRewrite& body);
    void take_body(const EventRecord&, const ItemAttach&) {}
    void take_body(const EventRecord& event, const ItemSeal& body);
    void take_body(const EventRecord&, const ItemMove&) {}
    void take_body(const EventRecord& event, const ItemCheckOut& body);
    void take_body(const EventRecord& event, const ItemCheckIn& body);
    void take_body(const EventRecord&, const ItemExamine&) {}
    void take_body(const EventRecord&, const ItemInventory&) {}
    void take_body(const EventRecord& event, const HoldPlace& body);
    void take_body(const EventRecord& event, const HoldRelease& body);
    void take_body(const EventRecord& event, const DisposalPropose& body);
    void take_body(const EventRecord& event, const DisposalApprove& body);
    void take_body(const EventRecord& event, const DisposalDecline& body);
    void take_body(const EventRecord& event, const DisposalCarryOut& body);
    void take_body(const EventRecord& event, const RecordCorrect& body);
    void take_body(const EventRecord&, const AnchorToken&) {}
    void reseal(const EventRecord& event, const ResealedValues& values);
    /// The list of these items; the one that others share, when it is of one item alone.
    ItemList list_of(std::vector<ItemId> items) const;
    crypto::Hash leaf_at(std::uint64_t index) const;
    /// Where the record of an event at hand stands in events_.
    std::size_t place_of(std::uint64_t index) const noexcept;
    void enrol(const EventRecord& event, const Enrol& enrol);
    void add_item(const EventRecord& event, std::shared_ptr<const ItemIngest> ingest);
    /// What belongs to one key belongs to another from now on.
    void succeed(const EventRecord& event, const KeyRotate& body);
    void end_offer(crypto::Hash id, OfferStatus status, std::uint64_t index);

    std::string origin_;
    crypto::Hash descriptor_;
    ledger::PastRoots tree_;
    KnownRoots known_roots_;  ///< instead of the tree, unless all is at hand
    std::uint64_t size_ = 0;
    std::vector<std::uint64_t> numbers_;  ///< the indexes of events_, unless all is at hand
    /// Shared between copies, replaced and never changed after they were made; null for invalid
    /// events. A deque, as what grows by doubling needs three times its memory meanwhile.
    std::deque<std::shared_ptr<const EventRecord>> events_;
    /// By index: the leaf hashes of those that have no record, when all is at hand.
    std::vector<std::pair<std::uint64_t, crypto::Hash>> invalid_;
    LeafIndex places_;  ///< in events_
    std::map<crypto::Hash, HandlerRecord> handlers_;
    std::map<IncidentId, IncidentRecord> incidents_;
    std::map<ItemId, ItemRecord> items_;
    std::map<crypto::Hash, OfferRecord> offers_;
    std::map<crypto::Hash, DestroyedPackRecord> destroyed_packs_;
    std::map<crypto::Hash, ResealedRecord> resealed_;
    PolicySource policy_source_;
    std::vector<AdoptedPolicy> policies_;                  ///< by index
    std::map<crypto::Hash, std::uint64_t> shredded_keys_;  ///< by key object, index of the event
    std::map<std::string, std::vector<std::uint64_t>, std::less<>> shredded_subjects_;
    LifeRecords life_;
};

}  // namespace exhibit::custody

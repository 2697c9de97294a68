// What State knows of handlers, incidents, items, offers and single events: plain values.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "crypto/box.hpp"
#include "crypto/digest.hpp"
#include "crypto/sign.hpp"
#include "custody/bodies.hpp"
#include "custody/ids.hpp"
#include "custody/item_list.hpp"
#include "custody/life_records.hpp"
#include "ledger/event.hpp"

namespace exhibit::custody {

/// One valid event, without what only its own verification needs.
struct EventRecord {
    std::uint64_t index = 0;
    crypto::Hash leaf;
    Instant time;
    Instant happened;
    ZoneOffset zone;
    crypto::Hash actor;
    Body body;
    ItemList items;
    std::vector<ledger::SealedRef> sealed;  ///< where its private values lie, by subject
    std::vector<crypto::Hash> cosigners;    ///< key ids of who signed beside the actor; sorted
    std::uint64_t seen = 0;                 ///< size of the tree its signer had checked

    EventType type() const noexcept { return type_of(body); }
    bool signed_by(const crypto::Hash& handler) const;
    /// Key ids of all who signed it, the actor among them; sorted.
    std::vector<crypto::Hash> signers() const;
};

/// Why a key is not in force any more.
struct KeyEnd {
    std::uint64_t at = 0;  ///< index of the event that ended it
    crypto::Hash by;
    std::optional<RevokeReason> reason;     ///< none: it was rotated
    std::optional<crypto::Hash> successor;  ///< of a key that was rotated
    ledger::TreeHead last_good{ledger::TreeSize{0}, ledger::empty_root()};
};

struct HandlerRecord {
    Enrol enrol;
    std::uint64_t enrolled_at = 0;
    crypto::Hash enrolled_by;
    /// This handler's own chain: leaf hash of the last event, how many there are.
    std::optional<crypto::Hash> head;
    std::uint64_t events = 0;

    std::optional<KeyEnd> ended;
    std::optional<crypto::Hash> predecessor;  ///< the key this one took the place of

    bool has(Role role) const noexcept;
    bool in_force() const noexcept { return !ended.has_value(); }
};

struct GrantRecord {
    Grant grant;
    std::uint64_t at = 0;
};

/// Keys of an incident from one `incident.open` or `incident.rekey` to the next.
struct KeyGeneration {
    IncidentPublic keys;
    std::uint64_t at = 0;                         ///< index of that event
    std::optional<crypto::Hash> past{};           ///< keys/past/<tag>/<past>: opens the one before
    bool content = false;                         ///< all content was to be written again
    std::optional<std::uint64_t> rewritten_at{};  ///< index of the event that says it was
};

struct IncidentRecord {
    IncidentId id;
    IncidentPublic keys;
    Restriction restriction = Restriction::need_to_know;
    crypto::Hash opener;
    std::uint64_t opened_at = 0;
    std::map<crypto::Hash, GrantRecord> grants;  ///< the newest of each handler
    std::uint32_t items = 0;                     ///< numbered 1 to this
    std::vector<KeyGeneration> generations{};    ///< one or more; `keys` are those of the last

    /// Counted from 1: of what an event at `index` seals.
    std::size_t generation_at(std::uint64_t index) const;

    /// The grant in force for a handler.
    std::optional<Read> read_of(const crypto::Hash& handler) const;
};

/// Under which generation content lies that an event at an index brought.
struct ContentKeys {
    std::size_t generation = 1;
    std::optional<std::uint64_t> rewritten_at;  ///< the event that says it was written again
};
ContentKeys content_keys(const IncidentRecord& incident, std::uint64_t index);

enum class ItemClass { physical, digital };

struct ItemRecord {
    ItemId id;
    ItemClass item_class = ItemClass::physical;
    std::vector<std::uint64_t> chain;  ///< indexes of its events, first to last
    crypto::Hash head;                 ///< leaf hash of the last
    crypto::Hash custodian;
    std::uint64_t custodian_since = 0;  ///< index of the event that made them custodian
    std::optional<crypto::Hash> offer;  ///< id of the offer it is on, perhaps past its expiry
    std::shared_ptr<const ItemIngest> ingest;  ///< digital items only
    SealState seal = SealState::unknown;
    std::optional<crypto::Hash> checked_out{};    ///< id of the check-out that is not ended
    std::optional<crypto::Hash> disposal{};       ///< id of the proposal that was not declined
    std::optional<std::uint64_t> disposed_at{};   ///< index of disposal.carry_out
    std::optional<std::uint64_t> destroyed_at{};  ///< index of the first content.destroy
    ItemList alone{};                             ///< this item and no other: see ItemList
};

/// What became of a pack that was taken out of the store.
struct DestroyedPackRecord {
    std::optional<crypto::Hash> by;  ///< holds what was kept of it
    std::uint64_t event = 0;
    bool rewritten = false;  ///< `by` holds all of it, under newer keys
};

/// Private values that lie in another object by now.
struct ResealedRecord {
    std::uint64_t of = 0;  ///< the event they belong to
    std::string subject;
    std::uint64_t event = 0;  ///< the one that says so
};

/// `open` says that nothing ended the offer yet; it may be past its expiry.
enum class OfferStatus { open, accepted, refused, cancelled, expired };
/// "open", "accepted", "refused", "cancelled", "expired".
std::string_view to_string(OfferStatus status);

struct OfferRecord {
    crypto::Hash id;  ///< leaf hash of the offer event
    std::uint64_t index = 0;
    crypto::Hash from;
    crypto::Hash to;
    Instant offered;
    Instant expires;
    ItemList items;  ///< one or more, of one incident; sorted
    OfferStatus status = OfferStatus::open;
    std::optional<std::uint64_t> ended_at;  ///< index of the event that ended it

    const IncidentId& incident() const noexcept { return items.front().incident(); }
    /// `open` past its expiry reads `expired`.
    OfferStatus status_at(Instant now) const noexcept;
};

}  // namespace exhibit::custody

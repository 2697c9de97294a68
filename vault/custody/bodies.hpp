// Bodies of events (FORMAT.md 5.3), one struct for each type. Closed shapes: from_json refuses with
// Error(malformed) a member it does not know, a missing one, and every value out of its range.
// Rules that need more than the body itself (grants, custody) are in State.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "base/boxed.hpp"
#include "base/check.hpp"
#include "base/time.hpp"
#include "crypto/box.hpp"
#include "crypto/digest.hpp"
#include "crypto/sign.hpp"
#include "custody/ids.hpp"
#include "custody/keys.hpp"
#include "custody/life_bodies.hpp"
#include "custody/types.hpp"
#include "encode/json.hpp"
#include "ledger/merkle.hpp"

namespace exhibit::custody {

/// ENROL: the keys of a handler, and where that handler's copy of the vault keys lies.
struct Enrol {
    crypto::Hash handler;  ///< key id, H(sign)
    crypto::Hash object;   ///< keys/vault/<handler>/<object>
    crypto::Signature possession{};
    crypto::BoxPublic receive;
    std::vector<Role> roles;  ///< sorted by their names, none twice, one or more
    crypto::VerifyKey sign;
    bool operator==(const Enrol&) const = default;
};
/// What `possession` signs: PAE of the two public keys.
Bytes possession_message(const crypto::BoxPublic& receive, const crypto::VerifyKey& sign);
crypto::Signature prove_possession(const crypto::BoxPublic& receive, const crypto::Signer& signer);
/// True when handler = H(sign), `sign` is sound and `possession` verifies.
bool enrol_proves_possession(const Enrol& enrol);

struct VaultGenesis {
    crypto::Hash descriptor;  ///< H(exhibit.json)
    Enrol enrol;
    crypto::Hash record_check;
    bool operator==(const VaultGenesis&) const = default;
};

struct HandlerEnrol {
    Enrol enrol;
    bool operator==(const HandlerEnrol&) const = default;
};

struct HandlerRoles {
    crypto::Hash handler;
    std::vector<Role> roles;  ///< as in ENROL
    bool operator==(const HandlerRoles&) const = default;
};

/// A grant of the old key, sealed to the new one.
struct RotatedGrant {
    IncidentId incident;
    crypto::Hash object;  ///< keys/incident/<tag>/<new handler>/<object>
    Read read = Read::deposit;
    bool operator==(const RotatedGrant&) const = default;
};

inline constexpr std::size_t rotated_grants_max = 256;

/// The actor's key ends; `enrol` is of the one that takes its place.
struct KeyRotate {
    Enrol enrol;
    std::vector<RotatedGrant> grants;  ///< sorted by incident, none twice
    bool operator==(const KeyRotate&) const = default;
};

struct KeyRevoke {
    crypto::Hash handler;
    ledger::TreeHead last_good;  ///< what the handler signed from this size on is contested
    RevokeReason reason = RevokeReason::retired;
    bool operator==(const KeyRevoke&) const = default;
};

struct PolicyAdopt {
    crypto::Hash object;  ///< policy/<object>
    bool operator==(const PolicyAdopt&) const = default;
};

struct Grant {
    crypto::Hash handler;
    crypto::Hash object;  ///< keys/incident/<tag>/<handler>/<object>
    Read read = Read::deposit;
    bool operator==(const Grant&) const = default;
};

struct IncidentOpen {
    IncidentId incident;
    IncidentPublic keys;
    std::vector<Grant> grants;  ///< sorted by handler, none twice, one or more
    Restriction restriction = Restriction::need_to_know;
    bool operator==(const IncidentOpen&) const = default;
};

struct IncidentGrant {
    IncidentId incident;
    Grant grant;
    bool operator==(const IncidentGrant&) const = default;
};

inline constexpr std::size_t rekey_grants_max = 256;

/// A new generation of an incident's record and content keys (FORMAT.md 7.4).
struct IncidentRekey {
    IncidentId incident;
    bool content = false;  ///< all content is to be written again under the new keys
    crypto::BoxPublic record_public;
    crypto::BoxPublic content_public;
    std::vector<Grant> grants;  ///< of all who keep one; sorted by handler, none twice
    crypto::Hash past;          ///< keys/past/<tag>/<past>
    bool operator==(const IncidentRekey&) const = default;
};

struct ItemRegister {
    IncidentId incident;
    bool operator==(const ItemRegister&) const = default;
};

inline constexpr std::size_t logs_max = 16;
inline constexpr std::size_t log_checks_max = 48;  ///< of each, in the private values

struct ItemIngest {
    IncidentId incident;
    std::string kind;
    crypto::Hash list;      ///< lists/<xx>/<list>
    crypto::Hash manifest;  ///< id of the root node
    std::uint64_t unreadable_bytes = 0;
    std::uint64_t unreadable_ranges = 0;
    std::optional<ItemId> from;
    /// Root nodes of the acquisition logs kept with the item; at most logs_max.
    std::vector<crypto::Hash> logs{};
    /// Root node of the listing of an archive's members.
    std::optional<crypto::Hash> members{};
    Derivation derivation = Derivation::acquired;  ///< of an item that has `from`
    bool operator==(const ItemIngest&) const = default;
};

struct ItemAccess {
    AccessAction action = AccessAction::verify;
    AccessResult result = AccessResult::ok;
    Scope scope;
    bool operator==(const ItemAccess&) const = default;
};

struct CustodyOffer {
    Instant expires;
    crypto::Hash to;
    bool operator==(const CustodyOffer&) const = default;
};

struct ItemCheck {
    ItemId item;
    CheckResult result = CheckResult::not_checked;
    bool operator==(const ItemCheck&) const = default;
};

struct CustodyAccept {
    std::vector<ItemCheck> checks;  ///< one for each item of the event, in the same order
    crypto::Hash offer;             ///< leaf hash of the offer
    bool operator==(const CustodyAccept&) const = default;
};

struct CustodyRefuse {
    crypto::Hash offer;
    bool operator==(const CustodyRefuse&) const = default;
};

struct CustodyCancel {
    crypto::Hash offer;
    bool operator==(const CustodyCancel&) const = default;
};

struct ExchangeEmit {
    crypto::Hash digest;  ///< SHA-256 of the document
    DocumentFormat format = DocumentFormat::iodef_v2;
    IncidentId incident;
    DocumentSection section = DocumentSection::document;
    bool operator==(const ExchangeEmit&) const = default;
};

/// A time-stamp over a checkpoint was put into the store.
struct AnchorToken {
    crypto::Hash object;  ///< anchor/<xx>/<object>
    crypto::Hash root;
    std::uint64_t size = 0;  ///< of the checkpoint's tree, 1 or more
    bool operator==(const AnchorToken&) const = default;
};

inline constexpr std::size_t shred_keys_max = 256;

struct PrivacyShred {
    ShredBasis basis = ShredBasis::erasure_request;
    std::vector<crypto::Hash> keys;  ///< keys/subject/<tag>/<HASH>; sorted, 1 to shred_keys_max
    std::string subject;
    bool operator==(const PrivacyShred&) const = default;
};

inline constexpr std::size_t destroyed_packs_max = 256;

/// A pack that goes, and what holds the rest of it.
struct DestroyedPack {
    crypto::Hash pack;
    std::optional<crypto::Hash> by;
    bool operator==(const DestroyedPack&) const = default;
};

struct ContentDestroy {
    std::vector<DestroyedPack> packs;  ///< sorted by pack, none twice
    bool operator==(const ContentDestroy&) const = default;
};

/// A pack that goes, and the one that holds the same blocks under newer keys.
struct RewrittenPack {
    crypto::Hash pack;
    crypto::Hash by;
    bool operator==(const RewrittenPack&) const = default;
};

inline constexpr std::size_t resealed_values_max = 128;

/// Private values that were sealed again: of which event, about whom, and in which object now.
struct ResealedValues {
    crypto::Hash event;  ///< its leaf hash
    std::string subject;
    crypto::Hash by;
    bool operator==(const ResealedValues&) const = default;
};

/// Content and private values written again under newer keys (FORMAT.md 8.3).
struct ContentRewrite {
    IncidentId incident;
    bool complete = false;                 ///< nothing was left under older keys
    std::vector<RewrittenPack> packs;      ///< sorted by pack, none twice
    std::vector<ResealedValues> values{};  ///< sorted by event and subject, none twice
    bool operator==(const ContentRewrite&) const = default;
};

/// What is larger stands apart: every event ever made is kept with its body.
inline constexpr std::size_t body_bytes = 56;
template <typename T>
using KeptBody = std::conditional_t<(sizeof(T) > body_bytes), Boxed<T>, T>;
template <typename... T>
using AnyBody = std::variant<KeptBody<T>...>;

/// In the order of EventType. Read by body_if, body_as and visit_body.
using Body =
    AnyBody<VaultGenesis, HandlerEnrol, HandlerRoles, KeyRotate, KeyRevoke, PolicyAdopt,
            IncidentOpen, IncidentGrant, IncidentRekey, ItemRegister, ItemIngest, ItemAccess,
            CustodyOffer, CustodyAccept, CustodyRefuse, CustodyCancel, ExchangeEmit, PrivacyShred,
            ContentDestroy, ContentRewrite, ItemAttach, ItemSeal, ItemMove, ItemCheckOut,
            ItemCheckIn, ItemExamine, ItemInventory, HoldPlace, HoldRelease, DisposalPropose,
            DisposalApprove, DisposalDecline, DisposalCarryOut, RecordCorrect, AnchorToken>;

/// nullptr when it is the body of another type.
template <typename T>
const T* body_if(const Body& body) noexcept {
    const auto* kept = std::get_if<KeptBody<T>>(&body);
    if constexpr (std::is_same_v<KeptBody<T>, T>) {
        return kept;
    } else {
        return kept != nullptr ? &**kept : nullptr;
    }
}
template <typename T>
bool body_is(const Body& body) noexcept {
    return std::holds_alternative<KeptBody<T>>(body);
}
/// REQUIRES: it is the body of this type.
template <typename T>
const T& body_as(const Body& body) noexcept {
    const T* found = body_if<T>(body);
    CHECK(found != nullptr);
    return *found;
}
template <typename T>
const T& unboxed(const T& body) noexcept {
    return body;
}
template <typename T>
const T& unboxed(const Boxed<T>& body) noexcept {
    return *body;
}
template <typename Visitor>
decltype(auto) visit_body(const Visitor& visitor, const Body& body) {
    return std::visit([&](const auto& kept) { return visitor(unboxed(kept)); }, body);
}

EventType type_of(const Body& body) noexcept;
encode::Json to_json(const Body& body);
Body body_from_json(EventType type, const encode::Json& json);

}  // namespace exhibit::custody

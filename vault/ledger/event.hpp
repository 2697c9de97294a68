// Events: what a handler signs (FORMAT.md 5.1), and entries: events in their envelopes (4.1).
//
// This layer knows the common part of an event. What `type` and `body` mean is custody's.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "crypto/sign.hpp"
#include "encode/dsse.hpp"
#include "encode/json.hpp"
#include "ledger/merkle.hpp"

namespace exhibit::ledger {

inline constexpr std::string_view event_payload_type = "application/vnd.exhibit.event.v1+json";
inline constexpr std::size_t entry_bytes_max = 65535;
inline constexpr std::size_t event_items_max = 512;

/// The signer, and that signer's event before this one.
struct ActorLink {
    Hash key;  ///< key id
    std::optional<Hash> prev;
    std::uint64_t seq = 0;
    bool operator==(const ActorLink&) const = default;
};

/// An item the event is about, and the event about it before this one.
struct ItemLink {
    std::string id;
    std::optional<Hash> prev;
    bool operator==(const ItemLink&) const = default;
};

/// Where private values of this event about one subject lie.
struct SealedRef {
    Hash object;
    std::string subject;
    bool operator==(const SealedRef&) const = default;
};

struct Event {
    std::string log;  ///< origin
    std::string type;
    Instant time;
    Instant happened;
    ZoneOffset zone;
    ActorLink actor;
    TreeHead seen{TreeSize{0}, empty_root()};
    std::vector<ItemLink> items;  ///< sorted by id as bytes, none twice
    std::array<std::byte, 32> salt{};
    encode::Json body;
    std::vector<std::string> private_digests;  ///< base64url, sorted as text, none twice
    std::vector<SealedRef> sealed;             ///< sorted by subject, none twice
    bool operator==(const Event&) const = default;
};

/// Canonical JSON. Sorts nothing: Error(usage) for an event parse_payload would refuse.
std::string dump_payload(const Event& event);
/// Accepts exactly what dump_payload writes. FormatError or Error(malformed) naming the member.
Event parse_payload(std::string_view payload, const std::string& source);

/// One leaf of the ledger.
struct Entry {
    LeafIndex index;
    Hash leaf;
    std::string text;  ///< the exact bytes that were hashed
    encode::Envelope envelope;
    Event event;
    bool operator==(const Entry&) const = default;
};

/// Envelope and payload of an entry; at most entry_bytes_max. Verifies no signature: the keys come
/// from the ledger's state at `index`. Error(unsupported) for another payload type.
Entry parse_entry(std::string text, LeafIndex index, const std::string& source);
/// The same where `leaf` was compared with the hash of the text already.
Entry parse_entry(std::string text, LeafIndex index, const Hash& leaf, const std::string& source);

/// Signs and writes an entry; `cosigners` sign it beside the actor. Error(usage) when the event is
/// not well formed or too long, or somebody would sign twice.
std::string sign_entry(const Event& event, const crypto::Signer& signer,
                       std::span<const crypto::Signer* const> cosigners = {});
/// The key ids of an entry's signatures, sorted. Unverified: see signatures_hold.
std::vector<Hash> signers_of(const Entry& entry);

/// Gives the public key of a key id, or nothing when it is not enrolled.
using KeySource = std::function<std::optional<crypto::VerifyKey>(const Hash& key_id)>;
/// True when every signature is by a known key and verifies, and the actor is one of the signers.
/// `good`: key ids whose signature on this entry was verified before; it is not verified again.
[[nodiscard]] bool signatures_hold(const Entry& entry, const KeySource& keys,
                                   std::span<const Hash> good = {});
/// The key ids of those signatures that are by a known key and verify. That a signature is good
/// does not depend on who was enrolled when; that it counts does.
std::vector<Hash> good_signatures(const Entry& entry, const KeySource& keys);

}  // namespace exhibit::ledger

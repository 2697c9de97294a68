// Bodies of the events that tell the life of an item after it was taken in (FORMAT.md 5.3): what is
// attached, sealed, moved, lent, examined, counted, held, disposed of, and what is corrected.
#pragma once

#include <optional>
#include <vector>

#include "base/time.hpp"
#include "crypto/digest.hpp"
#include "custody/ids.hpp"
#include "custody/types.hpp"

namespace exhibit::custody {

inline constexpr std::size_t attachment_bytes_max = std::size_t{64} << 20;

struct ItemAttach {
    crypto::Hash list;      ///< lists/<xx>/<list>
    crypto::Hash manifest;  ///< id of the root node
    AttachmentRole role = AttachmentRole::document;
    bool operator==(const ItemAttach&) const = default;
};

struct ItemSeal {
    SealAction action = SealAction::sealed;
    bool operator==(const ItemSeal&) const = default;
};

struct ItemMove {
    bool operator==(const ItemMove&) const = default;
};

struct ItemCheckOut {
    Instant due;
    crypto::Hash to;
    bool operator==(const ItemCheckOut&) const = default;
};

struct ItemCheckIn {
    crypto::Hash out;  ///< leaf hash of the check-out
    bool operator==(const ItemCheckIn&) const = default;
};

struct ItemExamine {
    bool changed = false;  ///< the item is not what it was before
    bool operator==(const ItemExamine&) const = default;
};

struct CountedItem {
    ItemId item;
    Counted result = Counted::not_looked;
    bool operator==(const CountedItem&) const = default;
};

struct ItemInventory {
    std::optional<crypto::Hash> joint;  ///< who counted too, and signed the same envelope
    std::vector<CountedItem> results;   ///< one for each item of the event, in the same order
    bool operator==(const ItemInventory&) const = default;
};

struct HoldPlace {
    IncidentId incident;
    bool operator==(const HoldPlace&) const = default;
};

struct HoldRelease {
    crypto::Hash hold;
    bool operator==(const HoldRelease&) const = default;
};

struct DisposalPropose {
    DisposalAction action = DisposalAction::destroy;
    bool operator==(const DisposalPropose&) const = default;
};

struct DisposalApprove {
    crypto::Hash proposal;
    bool operator==(const DisposalApprove&) const = default;
};

struct DisposalDecline {
    crypto::Hash proposal;
    bool operator==(const DisposalDecline&) const = default;
};

struct DisposalCarryOut {
    crypto::Hash proposal;
    crypto::Hash witness;
    bool operator==(const DisposalCarryOut&) const = default;
};

struct RecordCorrect {
    crypto::Hash event;
    bool operator==(const RecordCorrect&) const = default;
};

}  // namespace exhibit::custody

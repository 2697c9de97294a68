// What State knows of the life of items: check-outs, holds, disposals, corrections. Plain values.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "base/time.hpp"
#include "crypto/digest.hpp"
#include "custody/ids.hpp"
#include "custody/types.hpp"

namespace exhibit::custody {

/// What signed events say of the seal; `unknown` until the first one.
enum class SealState { unknown, on, off };

struct CheckOutRecord {
    crypto::Hash id;  ///< leaf hash of the check-out
    std::uint64_t index = 0;
    crypto::Hash to;
    Instant due;
    std::vector<ItemId> items;
    std::optional<std::uint64_t> back_at;  ///< index of the check-in
};

struct HoldRecord {
    crypto::Hash id;  ///< leaf hash of hold.place
    std::uint64_t index = 0;
    IncidentId incident;
    std::vector<ItemId> items;  ///< none: all of the incident
    std::optional<std::uint64_t> released_at;

    bool covers(const ItemId& item) const;
};

enum class DisposalStatus { proposed, approved, declined, carried_out };
/// "proposed", "approved", "declined", "carried out".
std::string_view to_string(DisposalStatus status);

struct DisposalRecord {
    crypto::Hash id;  ///< leaf hash of the proposal
    std::uint64_t index = 0;
    DisposalAction action = DisposalAction::destroy;
    crypto::Hash proposer;
    std::vector<ItemId> items;
    DisposalStatus status = DisposalStatus::proposed;
    std::optional<crypto::Hash> approver;
    std::optional<std::uint64_t> approved_at;
    std::optional<std::uint64_t> ended_at;  ///< declined or carried out

    bool open() const noexcept {
        return status == DisposalStatus::proposed || status == DisposalStatus::approved;
    }
};

/// By the leaf hashes of the events that began them.
struct LifeRecords {
    std::map<crypto::Hash, CheckOutRecord> check_outs;
    std::map<crypto::Hash, HoldRecord> holds;
    std::set<crypto::Hash> open_holds;
    std::map<crypto::Hash, DisposalRecord> disposals;
    /// Indexes of the corrections of an event, by its own index, in ledger order.
    std::map<std::uint64_t, std::vector<std::uint64_t>> corrections;

    const CheckOutRecord* check_out(const crypto::Hash& id) const noexcept;
    const HoldRecord* hold(const crypto::Hash& id) const noexcept;
    const DisposalRecord* disposal(const crypto::Hash& id) const noexcept;
    /// The first hold in force that covers the item; nullptr when it is not held.
    const HoldRecord* hold_on(const ItemId& item) const;
};

}  // namespace exhibit::custody

#include "custody/life_records.hpp"

#include <algorithm>

namespace exhibit::custody {

namespace {

template <typename Map>
auto find_in(const Map& map, const crypto::Hash& id) noexcept -> const typename Map::mapped_type* {
    const auto found = map.find(id);
    return found == map.end() ? nullptr : &found->second;
}

}  // namespace

bool HoldRecord::covers(const ItemId& item) const {
    if (item.incident() != incident) return false;
    return items.empty() || std::find(items.begin(), items.end(), item) != items.end();
}

std::string_view to_string(DisposalStatus status) {
    switch (status) {
        case DisposalStatus::proposed: return "proposed";
        case DisposalStatus::approved: return "approved";
        case DisposalStatus::declined: return "declined";
        case DisposalStatus::carried_out: return "carried out";
    }
    return "proposed";
}

const CheckOutRecord* LifeRecords::check_out(const crypto::Hash& id) const noexcept {
    return find_in(check_outs, id);
}

const HoldRecord* LifeRecords::hold(const crypto::Hash& id) const noexcept {
    return find_in(holds, id);
}

const DisposalRecord* LifeRecords::disposal(const crypto::Hash& id) const noexcept {
    return find_in(disposals, id);
}

const HoldRecord* LifeRecords::hold_on(const ItemId& item) const {
    for (const crypto::Hash& id : open_holds) {
        const HoldRecord& one = holds.at(id);
        if (one.covers(item)) return &one;
    }
    return nullptr;
}

}  // namespace exhibit::custody

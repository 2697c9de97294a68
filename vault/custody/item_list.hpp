// The items an event is about.
#pragma once

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include "custody/ids.hpp"

namespace exhibit::custody {

/// Never changed once it is made, and shared by its copies: nearly all events are about one item,
/// and those about the same item hold the same list.
class ItemList {
public:
    ItemList() = default;
    explicit ItemList(std::vector<ItemId> items)
        : items_(items.empty() ? nullptr
                               : std::make_shared<const std::vector<ItemId>>(std::move(items))) {}

    operator const std::vector<ItemId>&() const noexcept {
        static const std::vector<ItemId> none;
        return items_ ? *items_ : none;
    }
    const std::vector<ItemId>& all() const noexcept { return *this; }
    auto begin() const noexcept { return all().begin(); }
    auto end() const noexcept { return all().end(); }
    std::size_t size() const noexcept { return all().size(); }
    bool empty() const noexcept { return !items_; }
    /// REQUIRES: !empty().
    const ItemId& front() const noexcept { return all().front(); }

private:
    std::shared_ptr<const std::vector<ItemId>> items_;  ///< null: none
};

}  // namespace exhibit::custody

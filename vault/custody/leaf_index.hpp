// Which record has a leaf hash: a table of places alone. The hashes are read in the records, which
// hold them anyway, so that an entry costs a few bytes and not a hash and a node.
#pragma once

#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <vector>

#include "base/check.hpp"
#include "crypto/digest.hpp"

namespace exhibit::custody {

/// `leaf_of(place)` gives the hash of the record at a place that was added.
class LeafIndex {
public:
    template <typename LeafOf>
    std::optional<std::size_t> find(const crypto::Hash& leaf, const LeafOf& leaf_of) const {
        if (slots_.empty()) return std::nullopt;
        const std::uint32_t place = slots_[slot_of(leaf, leaf_of)];
        return place == free ? std::nullopt : std::optional<std::size_t>(place);
    }
    /// Of two records with the same hash the first stays.
    template <typename LeafOf>
    void add(std::size_t place, const LeafOf& leaf_of) {
        CHECK(place < free);
        if ((used_ + 1) * 4 > slots_.size() * 3) grow(leaf_of);
        std::uint32_t& slot = slots_[slot_of(leaf_of(place), leaf_of)];
        if (slot != free) return;
        slot = static_cast<std::uint32_t>(place);
        ++used_;
    }

private:
    static constexpr std::uint32_t free = std::numeric_limits<std::uint32_t>::max();
    static constexpr std::size_t slots_min = 64;

    /// Where the hash is, or else where it would go.
    template <typename LeafOf>
    std::size_t slot_of(const crypto::Hash& leaf, const LeafOf& leaf_of) const {
        const std::size_t mask = slots_.size() - 1;
        std::size_t slot = std::hash<crypto::Hash>()(leaf) & mask;
        while (slots_[slot] != free && leaf_of(slots_[slot]) != leaf) slot = (slot + 1) & mask;
        return slot;
    }
    template <typename LeafOf>
    void grow(const LeafOf& leaf_of) {
        const std::vector<std::uint32_t> old = std::move(slots_);
        slots_.assign(old.empty() ? slots_min : old.size() * 2, free);
        for (const std::uint32_t place : old)
            if (place != free) slots_[slot_of(leaf_of(place), leaf_of)] = place;
    }

    std::vector<std::uint32_t> slots_;  ///< a power of two of them
    std::size_t used_ = 0;
};

}  // namespace exhibit::custody

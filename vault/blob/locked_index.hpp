// An index that several threads may use: a reader while a writer adds packs, or many readers.
#pragma once

#include <mutex>
#include <optional>
#include <span>
#include <vector>

#include "blob/index.hpp"

namespace exhibit::blob {

class LockedIndex final : public BlockIndex {
public:
    /// `index` must outlive it, and be used by nobody else meanwhile.
    explicit LockedIndex(BlockIndex& index) : index_(index) {}

    std::optional<BlockLocation> find(const BlockId& id) override {
        const std::lock_guard lock(mutex_);
        return index_.find(id);
    }
    std::vector<std::optional<BlockLocation>> find_all(std::span<const BlockId> ids) override {
        const std::lock_guard lock(mutex_);
        return index_.find_all(ids);
    }
    void add_pack(const crypto::Hash& pack, std::span<const TableEntry> entries) override {
        const std::lock_guard lock(mutex_);
        index_.add_pack(pack, entries);
    }

private:
    std::mutex mutex_;
    BlockIndex& index_;
};

}  // namespace exhibit::blob

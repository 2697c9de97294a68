// Where blocks lie: from block id to a place in a pack.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "blob/block.hpp"
#include "blob/pack_format.hpp"
#include "crypto/digest.hpp"

namespace exhibit::blob {

struct BlockLocation {
    crypto::Hash pack;
    std::uint64_t offset = 0;  ///< of the frame in the pack
    std::uint32_t sealed_bytes = 0;
    std::uint32_t content_bytes = 0;
    bool operator==(const BlockLocation&) const = default;
};

/// The blocks of one incident. A hint, never the truth: readers check each block they find through
/// it. A seam: the catalogue may keep one on disk. Not shared between threads without a lock.
class BlockIndex {
public:
    virtual ~BlockIndex() = default;
    virtual std::optional<BlockLocation> find(const BlockId& id) = 0;
    /// The same for many, in order: an index on disk answers them in one go.
    virtual std::vector<std::optional<BlockLocation>> find_all(std::span<const BlockId> ids);
    /// The first pack that brings a block keeps it.
    virtual void add_pack(const crypto::Hash& pack, std::span<const TableEntry> entries) = 0;
};

/// About 56 bytes a block: records in slabs, found through a flat table of record numbers.
class MemoryBlockIndex final : public BlockIndex {
public:
    MemoryBlockIndex();
    std::optional<BlockLocation> find(const BlockId& id) override;
    void add_pack(const crypto::Hash& pack, std::span<const TableEntry> entries) override;
    std::size_t size() const noexcept { return count_; }
    /// In the order they were added.
    void for_each(const std::function<void(const BlockId&, const BlockLocation&)>& visit) const;
    std::size_t memory_bytes() const noexcept;

private:
    struct Record {
        BlockId id;
        std::uint32_t pack = 0;
        std::uint32_t offset = 0;  // packs are smaller than 4 GiB
        std::uint32_t sealed_bytes = 0;
        std::uint32_t content_bytes = 0;
    };
    Record& record(std::uint32_t number) noexcept;
    std::size_t slot_of(const BlockId& id) noexcept;
    void grow();

    std::array<std::uint64_t, 4> factors_{};  ///< secret multipliers of the hash
    std::vector<crypto::Hash> packs_;
    std::vector<std::unique_ptr<Record[]>> slabs_;
    std::vector<std::uint32_t> slots_;  ///< record number + 1; 0 is free
    std::size_t count_ = 0;
};

}  // namespace exhibit::blob

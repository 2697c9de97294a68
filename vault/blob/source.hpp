// Where readers get blocks from.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <string>

#include "base/bytes.hpp"
#include "blob/block.hpp"
#include "blob/index.hpp"
#include "blob/locked_index.hpp"
#include "blob/pack_reader.hpp"
#include "store/object_store.hpp"

namespace exhibit::blob {

/// A seam: packs in production, a map in tests. Not shared between threads.
class BlockSource {
public:
    virtual ~BlockSource() = default;
    /// Exactly this block, checked; `content` gets its size and is reused. Error(not_found) when no
    /// pack has it, Error(corrupt), FormatError or Error(io) when what is there cannot be used.
    virtual void read(const BlockId& id, BlockType type, Bytes& content) = 0;
    /// One that another thread may use at the same time; nullptr when there is none.
    virtual std::unique_ptr<BlockSource> another() { return nullptr; }
    /// One that leaves the ids of blocks at their seals (IdCheck::sealed), which is faster; nullptr
    /// when there is none.
    virtual std::unique_ptr<BlockSource> by_seal() { return nullptr; }
};

/// Blocks of packs in a store, found through an index. Keeps a few packs open and reads ahead while
/// blocks are asked for in the order they lie.
class PackBlockSource final : public BlockSource {
public:
    /// All references must outlive the source and those made from it.
    PackBlockSource(store::ObjectStore& store, const ReadKeys& keys, BlockIndex& index);
    ~PackBlockSource() override;

    void read(const BlockId& id, BlockType type, Bytes& content) override;
    std::unique_ptr<BlockSource> another() override;
    std::unique_ptr<BlockSource> by_seal() override;

private:
    PackBlockSource(store::ObjectStore& store, const ReadKeys& keys,
                    std::shared_ptr<LockedIndex> index, IdCheck check);
    struct OpenPack;
    OpenPack& pack(const crypto::Hash& name);
    ByteView frame(OpenPack& pack, const BlockLocation& location);

    store::ObjectStore& store_;
    ReadKeys keys_;
    std::shared_ptr<LockedIndex> index_;
    IdCheck check_;
    bool indexed_all_ = false;  ///< all packs were looked at for a block the index did not have
    std::list<std::unique_ptr<OpenPack>> open_;  ///< most recently used first
};

}  // namespace exhibit::blob

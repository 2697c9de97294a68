// Writes blocks of one incident into packs.
//
// Work is split so that both cores can be kept busy beside the digests of the stream: `prepare`
// (id, look-up, compression) may run on any number of threads at once, each with its own Preparer;
// `commit` (sealing, packing) is called by one thread at a time, in stream order. Full packs are
// digested and stored by a thread of the writer. At most one pack is being built and one stored, so
// memory is about 75 MiB whatever the stream's length.
#pragma once

#include <cstdint>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/bytes.hpp"
#include "blob/block.hpp"
#include "blob/compress.hpp"
#include "blob/index.hpp"
#include "blob/pack_builder.hpp"
#include "blob/parity_format.hpp"
#include "crypto/box.hpp"
#include "crypto/keyed.hpp"
#include "store/object_store.hpp"

namespace exhibit::blob {

/// What depositing into one incident takes; none of it can read anything back.
struct DepositKeys {
    IncidentTag incident;
    crypto::BoxPublic content_public;
    const crypto::KeyedHash& id_key;  ///< must outlive the writer
};

/// A block ready to be committed. Reuse one object for many blocks: it keeps its buffer.
struct PreparedBlock {
    BlockType type = BlockType::data;
    BlockId id;
    bool known = false;                ///< the incident has it already
    std::optional<crypto::Hash> pack;  ///< in this stored pack, when it is known to be in one
    std::uint64_t settled = 0;         ///< how many packs the writer had stored when it looked
    Encoding encoding = Encoding::plain;
    ByteView content;  ///< what was prepared; must stay valid until commit
    Bytes compressed;  ///< used when encoding is zstd
};

/// What the writer of packs can be told; the format leaves it open.
struct WriterSettings {
    /// Share of parity in a pack, in thousandths of its other bytes; 0: none.
    std::uint32_t parity_permille = parity_permille_default;
};

struct WriteCounts {
    std::uint64_t blocks_new = 0;
    std::uint64_t blocks_known = 0;
    std::uint64_t bytes_new = 0;     ///< content of new blocks
    std::uint64_t bytes_known = 0;   ///< content that was there already
    std::uint64_t bytes_stored = 0;  ///< packs written, with all overhead
    std::uint64_t packs = 0;
};

struct WriteResult {
    std::set<crypto::Hash>
        packs;           ///< every pack that holds a block committed since the last finish
    WriteCounts counts;  ///< since the writer was made
};

class BlobWriter {
public:
    /// `store` and `index` must outlive the writer; nobody else may use `index` meanwhile. New
    /// packs are added to `index` once they are durable. Error(usage) for a share of parity above
    /// parity_permille_max.
    BlobWriter(store::ObjectStore& store, const DepositKeys& keys, BlockIndex& index,
               const WriterSettings& settings = {});
    /// Without finish() what is not in a stored pack is dropped; stored packs stay and are
    /// harmless.
    ~BlobWriter();
    BlobWriter(const BlobWriter&) = delete;
    BlobWriter& operator=(const BlobWriter&) = delete;

    /// The part of the work that any thread can do. One for each thread; the writer must outlive
    /// it.
    class Preparer {
    public:
        explicit Preparer(BlobWriter& writer);
        /// REQUIRES: 1 to block_bytes_max bytes that stay valid until `out` is committed.
        void prepare(BlockType type, ByteView content, PreparedBlock& out);

        /// prepare() in two steps, for many blocks: first each gets its id, then what is known of
        /// all of them is looked up at once, and the others are compressed.
        void identify(BlockType type, ByteView content, PreparedBlock& out);
        void complete(std::span<PreparedBlock* const> blocks);

    private:
        BlobWriter& writer_;
        crypto::KeyedHash id_key_;
        Compressor compressor_;
        Bytes scratch_;  ///< grows to the largest block; blocks get copies of just the right size
    };

    /// One thread at a time. May wait for a pack to be stored; throws what storing it threw.
    BlockId commit(const PreparedBlock& block);

    /// prepare and commit in one, for nodes and small things. Same thread rule as commit.
    BlockId put(BlockType type, ByteView content);

    /// Stores the last pack and waits for it: all blocks are durable when it returns. The writer
    /// can go on afterwards; the next finish() tells the packs of what was committed in between.
    WriteResult finish();

    /// From any thread, for progress.
    WriteCounts counts() const;

private:
    struct Found {
        bool known = false;
        std::optional<crypto::Hash> pack;  ///< none while its pack is not stored
    };
    Found find(const BlockId& id);
    void look_up(std::span<PreparedBlock* const> blocks);
    Found find_again(const PreparedBlock& block);
    bool holds(const BlockLocation& location);
    void add(const PreparedBlock& block);
    void send();
    void settle();

    store::ObjectStore& store_;
    DepositKeys keys_;
    WriterSettings settings_;
    mutable std::mutex mutex_;  ///< guards index_, unstored_, pack_sizes_, packs_ and counts_
    BlockIndex& index_;
    std::unordered_set<BlockId> unstored_;  ///< in the pack being built or being stored
    std::unordered_map<crypto::Hash, std::uint64_t> pack_sizes_;  ///< of packs dedup relies on
    WriteCounts counts_;
    std::set<crypto::Hash> packs_;
    std::optional<PackBuilder> builder_;
    Bytes spare_;  ///< memory of the last stored pack
    bool failed_ = false;
    std::unique_ptr<Preparer> own_;
    PreparedBlock own_block_;
    std::future<FinishedPack> storing_;  ///< last: waited for before anything else goes
};

}  // namespace exhibit::blob

// Reads content for many threads at once: each gets a reader of its own, all share one bounded
// cache of blocks that were opened and checked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "base/bytes.hpp"
#include "blob/block.hpp"
#include "blob/index.hpp"
#include "blob/pack_reader.hpp"
#include "blob/source.hpp"
#include "store/object_store.hpp"

namespace exhibit::mount {

/// The blocks used last, up to a number of bytes. Any thread.
class BlockCache {
public:
    explicit BlockCache(std::size_t bytes_max) : bytes_max_(bytes_max) {}
    /// Copies the block into `content`; false when it is not here.
    bool find(const blob::BlockId& id, Bytes& content);
    void put(const blob::BlockId& id, const Bytes& content);

private:
    using Shared = std::shared_ptr<const Bytes>;  ///< copied from outside the lock
    struct Entry {
        blob::BlockId id;
        Shared content;
    };
    const std::size_t bytes_max_;
    std::mutex mutex_;
    std::size_t bytes_ = 0;
    std::list<Entry> used_;  ///< last used first
    std::unordered_map<blob::BlockId, std::list<Entry>::iterator> places_;
};

class ContentPool {
public:
    /// References must outlive the pool; `index` is used by one thread at a time.
    ContentPool(store::ObjectStore& store, const blob::ReadKeys& keys, blob::BlockIndex& index);
    ~ContentPool();

    /// A source of this thread's for one look at the vault.
    class Lease {
    public:
        explicit Lease(ContentPool& pool);
        ~Lease();
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;

        blob::BlockSource& source();
        /// Fills `out` from `offset` of the stream with this root. Without `fill` anything that
        /// is damaged, or was unreadable at the source, is Error(corrupt): no byte is made up.
        /// With it the filler stands there; `filled` gets the ranges.
        void read(const blob::BlockId& root, std::uint64_t offset, std::span<std::byte> out,
                  std::optional<std::byte> fill, std::vector<blob::ByteRange>& filled);

    private:
        struct Worker;
        friend class ContentPool;
        ContentPool& pool_;
        std::unique_ptr<Worker> worker_;
    };

private:
    blob::PackBlockSource packs_;  ///< each worker has another one, and all share its index
    BlockCache cache_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<Lease::Worker>> idle_;
};

}  // namespace exhibit::mount

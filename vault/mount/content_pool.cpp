#include "mount/content_pool.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "blob/stream.hpp"
#include "exhibit/error.hpp"

namespace exhibit::mount {
namespace {

constexpr std::size_t cache_bytes_max = std::size_t{48} << 20;
/// Each keeps some manifest nodes and one block.
constexpr std::size_t open_streams_max = 4;

/// Blocks from the cache, else from packs.
class CachedSource final : public blob::BlockSource {
public:
    CachedSource(std::unique_ptr<blob::BlockSource> packs, BlockCache& cache)
        : packs_(std::move(packs)), cache_(cache) {}

    void read(const blob::BlockId& id, blob::BlockType type, Bytes& content) override {
        if (cache_.find(id, content)) return;
        packs_->read(id, type, content);
        cache_.put(id, content);
    }

private:
    std::unique_ptr<blob::BlockSource> packs_;
    BlockCache& cache_;
};

}  // namespace

// An id covers the type of its block: a data block is never found under a node's id.
bool BlockCache::find(const blob::BlockId& id, Bytes& content) {
    Shared found;
    {
        const std::lock_guard lock(mutex_);
        const auto place = places_.find(id);
        if (place == places_.end()) return false;
        used_.splice(used_.begin(), used_, place->second);
        found = place->second->content;
    }
    content.assign(found->begin(), found->end());
    return true;
}

void BlockCache::put(const blob::BlockId& id, const Bytes& content) {
    auto copy = std::make_shared<const Bytes>(content);
    const std::lock_guard lock(mutex_);
    if (places_.contains(id)) return;
    bytes_ += copy->size();
    used_.push_front({id, std::move(copy)});
    places_.emplace(id, used_.begin());
    while (bytes_ > bytes_max_ && used_.size() > 1) {
        bytes_ -= used_.back().content->size();
        places_.erase(used_.back().id);
        used_.pop_back();
    }
}

struct ContentPool::Lease::Worker {
    explicit Worker(ContentPool& pool) : source(pool.packs_.another(), pool.cache_) {}

    blob::StreamReader& stream(const blob::BlockId& root) {
        const auto known = std::ranges::find(streams, root, &Open::root);
        if (known != streams.end()) {
            streams.splice(streams.begin(), streams, known);
        } else {
            streams.push_front({root, std::make_unique<blob::StreamReader>(source, root)});
            if (streams.size() > open_streams_max) streams.pop_back();
        }
        return *streams.front().reader;
    }

    struct Open {
        blob::BlockId root;
        std::unique_ptr<blob::StreamReader> reader;
    };
    CachedSource source;
    std::list<Open> streams;  ///< last used first
};

ContentPool::ContentPool(store::ObjectStore& store, const blob::ReadKeys& keys,
                         blob::BlockIndex& index)
    : packs_(store, keys, index), cache_(cache_bytes_max) {}

ContentPool::~ContentPool() = default;

ContentPool::Lease::Lease(ContentPool& pool) : pool_(pool) {
    {
        const std::lock_guard lock(pool_.mutex_);
        if (!pool_.idle_.empty()) {
            worker_ = std::move(pool_.idle_.back());
            pool_.idle_.pop_back();
        }
    }
    if (!worker_) worker_ = std::make_unique<Worker>(pool_);
}

ContentPool::Lease::~Lease() {
    const std::lock_guard lock(pool_.mutex_);
    pool_.idle_.push_back(std::move(worker_));
}

blob::BlockSource& ContentPool::Lease::source() {
    return worker_->source;
}

void ContentPool::Lease::read(const blob::BlockId& root, std::uint64_t offset,
                              std::span<std::byte> out, std::optional<std::byte> fill,
                              std::vector<blob::ByteRange>& filled) {
    blob::StreamReader& stream = worker_->stream(root);
    while (!out.empty()) {
        // What lies before a damaged range can still be had: ask again up to there, fill, go on.
        std::size_t length = out.size();
        blob::ByteRange hole{offset + length, 0};
        std::vector<blob::ByteRange> unreadable;
        while (true) {
            try {
                unreadable = stream.read(offset, out.first(length));
                break;
            } catch (const blob::DamagedRange& damage) {
                if (!fill) throw;
                const std::uint64_t begin = std::max(damage.range().offset, offset);
                const std::uint64_t end =
                    std::min(damage.range().offset + damage.range().length, offset + out.size());
                hole = {begin, end - begin};
                length = static_cast<std::size_t>(begin - offset);
            }
        }
        if (!unreadable.empty() && !fill) {
            throw Error(ErrorKind::corrupt,
                        "reading offset " + std::to_string(unreadable.front().offset) +
                            ": it could not be read from the source when it was ingested");
        }
        if (hole.length > 0) unreadable.push_back(hole);
        for (const blob::ByteRange& range : unreadable) {
            std::ranges::fill(out.subspan(range.offset - offset, range.length), *fill);
            filled.push_back(range);
        }
        const auto done = static_cast<std::size_t>(hole.offset + hole.length - offset);
        offset += done;
        out = out.subspan(done);
    }
}

}  // namespace exhibit::mount

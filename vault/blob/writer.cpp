#include "blob/writer.hpp"

#include <utility>

#include "base/check.hpp"
#include "exhibit/error.hpp"

namespace exhibit::blob {
namespace {

// Runs on the writer's own thread: digest, write and sync of a whole pack.
FinishedPack store_pack(store::ObjectStore& store, PackBuilder builder) {
    FinishedPack pack = builder.finish();
    const std::string object = pack_object_name(pack.name);
    try {
        store.put_new(object, pack.bytes);
    } catch (Error& error) {
        error.add_context("storing " + object);
        throw;
    }
    return pack;
}

}  // namespace

BlobWriter::Preparer::Preparer(BlobWriter& writer)
    : writer_(writer), id_key_(writer.keys_.id_key.clone()) {}

void BlobWriter::Preparer::prepare(BlockType type, ByteView content, PreparedBlock& out) {
    identify(type, content, out);
    PreparedBlock* const one = &out;
    complete(std::span(&one, 1));
}

void BlobWriter::Preparer::identify(BlockType type, ByteView content, PreparedBlock& out) {
    out.type = type;
    out.content = content;
    out.id = block_id(id_key_, type, content);
    out.encoding = Encoding::plain;
}

void BlobWriter::Preparer::complete(std::span<PreparedBlock* const> blocks) {
    writer_.look_up(blocks);
    for (PreparedBlock* const block : blocks) {
        if (block->known || !compressor_.compress(block->content, scratch_)) continue;
        block->encoding = Encoding::zstd;
        block->compressed.assign(scratch_.begin(), scratch_.end());
    }
}

BlobWriter::BlobWriter(store::ObjectStore& store, const DepositKeys& keys, BlockIndex& index,
                       const WriterSettings& settings)
    : store_(store),
      keys_(keys),
      settings_(settings),
      index_(index),
      own_(std::make_unique<Preparer>(*this)) {
    if (settings.parity_permille > parity_permille_max) {
        throw Error(ErrorKind::usage, "writing packs: found a parity share of " +
                                          std::to_string(settings.parity_permille) +
                                          " per mille, expected at most " +
                                          std::to_string(parity_permille_max));
    }
}

// The future waits for a pack that is being stored: it uses the store.
BlobWriter::~BlobWriter() = default;

// REQUIRES: mutex_ is held.
BlobWriter::Found BlobWriter::find(const BlockId& id) {
    if (unstored_.contains(id)) return {true, std::nullopt};
    const std::optional<BlockLocation> location = index_.find(id);
    if (!location || !holds(*location)) return {};
    return {true, location->pack};
}

void BlobWriter::look_up(std::span<PreparedBlock* const> blocks) {
    std::vector<BlockId> ids;
    ids.reserve(blocks.size());
    for (const PreparedBlock* block : blocks) ids.push_back(block->id);
    const std::lock_guard lock(mutex_);
    const std::vector<std::optional<BlockLocation>> locations = index_.find_all(ids);
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        PreparedBlock& block = *blocks[i];
        block.pack.reset();
        if (locations[i] && holds(*locations[i])) block.pack = locations[i]->pack;
        block.known = block.pack.has_value() || unstored_.contains(block.id);
        block.settled = counts_.packs;
    }
}

// An equal block may have been committed since this one was prepared. Then it is among those not
// stored yet, or a pack was stored in between: only then the index is asked a second time.
// REQUIRES: mutex_ is held.
BlobWriter::Found BlobWriter::find_again(const PreparedBlock& block) {
    if (block.pack) return {true, block.pack};
    if (block.settled != counts_.packs) return find(block.id);
    return {unstored_.contains(block.id), std::nullopt};
}

// An index can be older than the store: what it promises must be there, or new evidence would refer
// to a block that is gone. REQUIRES: mutex_ is held.
bool BlobWriter::holds(const BlockLocation& location) {
    auto known = pack_sizes_.find(location.pack);
    if (known == pack_sizes_.end()) {
        const std::uint64_t size = store_.size(pack_object_name(location.pack)).value_or(0);
        known = pack_sizes_.emplace(location.pack, size).first;
    }
    const std::uint64_t frame = frame_header_bytes + std::uint64_t{location.sealed_bytes};
    return location.offset < known->second && frame < known->second - location.offset;
}

BlockId BlobWriter::commit(const PreparedBlock& block) {
    if (failed_) {
        throw Error(ErrorKind::io,
                    "storing a block: a pack before it could not be stored, so this ingest cannot "
                    "be completed; start it again");
    }
    {
        const std::lock_guard lock(mutex_);
        const Found found = find_again(block);
        if (found.known) {
            if (found.pack) packs_.insert(*found.pack);
            ++counts_.blocks_known;
            counts_.bytes_known += block.content.size();
            return block.id;
        }
        ++counts_.blocks_new;
        counts_.bytes_new += block.content.size();
    }
    add(block);
    return block.id;
}

void BlobWriter::add(const PreparedBlock& block) {
    const ByteView encoded =
        block.encoding == Encoding::zstd ? ByteView(block.compressed) : block.content;
    if (builder_ && !builder_->fits(encoded.size())) send();
    if (!builder_)
        builder_.emplace(keys_.incident, keys_.content_public, settings_.parity_permille,
                         std::exchange(spare_, {}));
    builder_->add({block.type, block.id, block.content.size(), block.encoding, encoded});
    const std::lock_guard lock(mutex_);
    unstored_.insert(block.id);
}

BlockId BlobWriter::put(BlockType type, ByteView content) {
    own_->prepare(type, content, own_block_);
    return commit(own_block_);
}

// Hands the pack being built to a thread, after the one before it is stored.
void BlobWriter::send() {
    settle();
    PackBuilder builder = std::move(*builder_);
    builder_.reset();
    storing_ =
        std::async(std::launch::async, [&store = store_, full = std::move(builder)]() mutable {
            return store_pack(store, std::move(full));
        });
}

// Waits for the pack being stored, if any, and makes its blocks known.
void BlobWriter::settle() {
    if (!storing_.valid()) return;
    FinishedPack pack;
    try {
        pack = storing_.get();
    } catch (...) {
        // Its blocks were told to callers as stored or known: nothing after this may succeed.
        failed_ = true;
        throw;
    }
    const std::lock_guard lock(mutex_);
    index_.add_pack(pack.name, pack.entries);
    pack_sizes_[pack.name] = pack.bytes.size();
    for (const TableEntry& entry : pack.entries) unstored_.erase(entry.id);
    packs_.insert(pack.name);
    ++counts_.packs;
    counts_.bytes_stored += pack.bytes.size();
    spare_ = std::move(pack.bytes);
}

WriteResult BlobWriter::finish() {
    if (failed_) {
        throw Error(ErrorKind::io,
                    "finishing an ingest: one of its packs could not be stored; start it again");
    }
    if (builder_) send();
    settle();
    const std::lock_guard lock(mutex_);
    return {std::exchange(packs_, {}), counts_};
}

WriteCounts BlobWriter::counts() const {
    const std::lock_guard lock(mutex_);
    return counts_;
}

}  // namespace exhibit::blob

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
    out.type = type;
    out.content = content;
    out.id = block_id(id_key_, type, content);
    out.encoding = Encoding::plain;
    {
        const std::lock_guard lock(writer_.mutex_);
        out.known = writer_.find(out.id).known;
    }
    if (!out.known && compressor_.compress(content, out.compressed)) out.encoding = Encoding::zstd;
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
        // Asked again: an equal block may have been committed since this one was prepared.
        const Found found = find(block.id);
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

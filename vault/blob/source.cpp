#include "blob/source.hpp"

#include <algorithm>
#include <utility>

#include "exhibit/error.hpp"

namespace exhibit::blob {
namespace {

constexpr std::size_t open_packs_max = 16;
constexpr std::uint64_t ahead_bytes = std::uint64_t{1} << 20;

}  // namespace

struct PackBlockSource::OpenPack {
    OpenPack(crypto::Hash name_, const PackHeader& header, const ReadKeys& keys,
             std::uint64_t size_)
        : name(name_), opener(header, keys, pack_object_name(name_)), size(size_) {}

    crypto::Hash name;
    FrameOpener opener;
    std::uint64_t size;
    Bytes window;
    std::uint64_t window_offset = 0;
    std::uint64_t last_end = 0;  ///< where the last frame ended: a frame there is read ahead of
};

PackBlockSource::PackBlockSource(store::ObjectStore& store, const ReadKeys& keys, BlockIndex& index)
    : PackBlockSource(store, keys, std::make_shared<LockedIndex>(index), IdCheck::computed) {}

PackBlockSource::PackBlockSource(store::ObjectStore& store, const ReadKeys& keys,
                                 std::shared_ptr<LockedIndex> index, IdCheck check)
    : store_(store), keys_(keys), index_(std::move(index)), check_(check) {}

std::unique_ptr<BlockSource> PackBlockSource::another() {
    return std::unique_ptr<BlockSource>(new PackBlockSource(store_, keys_, index_, check_));
}

std::unique_ptr<BlockSource> PackBlockSource::by_seal() {
    return std::unique_ptr<BlockSource>(
        new PackBlockSource(store_, keys_, index_, IdCheck::sealed));
}

PackBlockSource::~PackBlockSource() = default;

PackBlockSource::OpenPack& PackBlockSource::pack(const crypto::Hash& name) {
    const auto known = std::find_if(open_.begin(), open_.end(),
                                    [&](const auto& open) { return open->name == name; });
    if (known != open_.end()) {
        open_.splice(open_.begin(), open_, known);
        return *open_.front();
    }
    const PackHeader header = read_pack_header(store_, name);
    const std::uint64_t size = store_.size(pack_object_name(name)).value_or(0);
    open_.push_front(std::make_unique<OpenPack>(name, header, keys_, size));
    if (open_.size() > open_packs_max) open_.pop_back();
    return *open_.front();
}

ByteView PackBlockSource::frame(OpenPack& pack, const BlockLocation& location) {
    const std::uint64_t length = frame_header_bytes + location.sealed_bytes;
    if (location.offset > pack.size || length > pack.size - location.offset) {
        throw Error(ErrorKind::corrupt,
                    "reading the frame at offset " + std::to_string(location.offset) + " of " +
                        pack.opener.source() + ": the pack ends at " + std::to_string(pack.size));
    }
    const std::uint64_t end = location.offset + length;
    const bool within =
        location.offset >= pack.window_offset && end <= pack.window_offset + pack.window.size();
    if (!within) {
        // In a row: read on. Elsewhere: exactly this frame, or random access would read eight times
        // what it needs.
        const bool in_a_row = location.offset == pack.last_end;
        const std::uint64_t left = pack.size - location.offset;
        const std::uint64_t wanted = in_a_row ? std::max(length, ahead_bytes) : length;
        pack.window.clear();
        std::optional<Bytes> bytes =
            store_.get(pack.opener.source(), store::Range{location.offset, std::min(left, wanted)});
        if (!bytes) {
            throw Error(ErrorKind::not_found,
                        "reading " + pack.opener.source() + ": the pack was there and is gone");
        }
        pack.window = std::move(*bytes);
        pack.window_offset = location.offset;
    }
    pack.last_end = end;
    return ByteView(pack.window).subspan(location.offset - pack.window_offset, length);
}

void PackBlockSource::read(const BlockId& id, BlockType type, Bytes& content) {
    std::optional<BlockLocation> location = index_->find(id);
    if (!location && !std::exchange(indexed_all_, true)) {
        // The index is a cache: it may have lost some packs.
        static_cast<void>(index_all_packs(store_, keys_, *index_));
        location = index_->find(id);
    }
    if (!location) {
        throw Error(ErrorKind::not_found,
                    "reading block " + id.hex() + ": no readable pack of this incident holds it");
    }
    if (location->sealed_bytes > block_bytes_max + crypto::aead_tag_bytes) {
        throw Error(ErrorKind::corrupt, "reading block " + id.hex() +
                                            ": found a sealed length of " +
                                            std::to_string(location->sealed_bytes) +
                                            " in the index, expected at most 1 MiB");
    }
    OpenPack& open = pack(location->pack);
    const FrameHeader header =
        open.opener.open(frame(open, *location), location->offset, content, check_);
    if (header.id != id || header.type != type) {
        throw Error(ErrorKind::corrupt, "reading block " + id.hex() + ": found block " +
                                            header.id.hex() + " at offset " +
                                            std::to_string(location->offset) + " of " +
                                            open.opener.source() + " where the index has it");
    }
}

}  // namespace exhibit::blob

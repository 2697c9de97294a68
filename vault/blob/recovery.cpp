// What a damaged pack still holds, and indexes made from packs.
#include <algorithm>
#include <functional>
#include <string>
#include <utility>

#include "blob/pack_reader.hpp"
#include "exhibit/error.hpp"

namespace exhibit::blob {
namespace {

struct ByteHash {
    std::size_t operator()(std::byte b) const noexcept { return std::to_integer<std::size_t>(b); }
};

const std::string scan_source = "scanned bytes";

// A frame header at `offset` whose frame lies within the pack; nullopt for anything else.
std::optional<FrameHeader> header_at(ByteView pack, std::uint64_t offset) {
    if (pack.size() - offset < frame_header_bytes) return std::nullopt;
    try {
        FrameHeader header =
            parse_frame_header(pack.subspan(offset, frame_header_bytes), scan_source);
        if (header.sealed_bytes > pack.size() - offset - frame_header_bytes) return std::nullopt;
        return header;
    } catch (const FormatError&) {
        return std::nullopt;
    }
}

bool opens(FrameOpener* opener, ByteView frame, std::uint64_t offset, Bytes& content) {
    if (opener == nullptr) return false;
    try {
        opener->open(frame, offset, content);
        return true;
    } catch (const Error& error) {
        if (!tells_damage(error)) throw;
        return false;
    }
}

}  // namespace

std::vector<FoundFrame> scan_frames(ByteView pack, FrameOpener* opener) {
    const ByteView magic = as_bytes(frame_magic);
    const std::boyer_moore_horspool_searcher searcher(magic.begin(), magic.end(), ByteHash{});
    std::vector<FoundFrame> found;
    Bytes content;
    auto from = pack.begin();
    while (true) {
        const auto place = std::search(from, pack.end(), searcher);
        if (place == pack.end()) return found;
        const auto offset = static_cast<std::uint64_t>(place - pack.begin());
        from = place + 1;
        const std::optional<FrameHeader> header = header_at(pack, offset);
        if (!header) continue;
        const std::uint64_t length = frame_header_bytes + header->sealed_bytes;
        const bool readable = opens(opener, pack.subspan(offset, length), offset, content);
        found.push_back({offset, *header, readable});
        // Only what opened is known to end where its header says: else a damaged length, or four
        // bytes of content that look like a frame, would hide the frames after it.
        if (readable) from = place + static_cast<std::ptrdiff_t>(length);
    }
}

namespace {

std::string salvage(store::ObjectStore& store, const crypto::Hash& pack, const ReadKeys& keys,
                    BlockIndex& index) {
    const std::string object = pack_object_name(pack);
    const std::optional<Bytes> bytes = store.get(object);
    if (!bytes || bytes->size() < pack_header_bytes) return "nothing of it could be read";
    FrameOpener opener(parse_pack_header(ByteView(*bytes).first(pack_header_bytes), object), keys,
                       object);
    std::vector<TableEntry> entries;
    for (const FoundFrame& frame : scan_frames(*bytes, &opener)) {
        if (!frame.readable) continue;
        entries.push_back({frame.header.id, frame.offset, frame.header.sealed_bytes,
                           frame.header.content_bytes, frame.header.type, frame.header.encoding});
    }
    index.add_pack(pack, entries);
    return "blocks found by looking for frames: " + std::to_string(entries.size());
}

}  // namespace

std::string index_pack(store::ObjectStore& store, const crypto::Hash& pack, const ReadKeys& keys,
                       BlockIndex& index) {
    try {
        if (read_pack_header(store, pack).incident != keys.incident) return {};
        const PackReader reader(store, pack, keys);
        index.add_pack(pack, reader.table());
        return {};
    } catch (const Error& error) {
        if (!tells_damage(error)) throw;
        std::string problem = error.what();
        if (error.kind() != ErrorKind::corrupt && error.kind() != ErrorKind::malformed) {
            return problem;
        }
        try {
            return problem + "; " + salvage(store, pack, keys, index);
        } catch (const Error& second) {
            if (!tells_damage(second)) throw;
            return problem;
        }
    }
}

std::vector<PackProblem> index_all_packs(store::ObjectStore& store, const ReadKeys& keys,
                                         BlockIndex& index) {
    std::vector<PackProblem> problems;
    for (const std::string& object : store.list("packs/")) {
        const std::optional<crypto::Hash> pack = pack_of_object_name(object);
        if (!pack) continue;
        std::string problem = index_pack(store, *pack, keys, index);
        if (!problem.empty()) problems.push_back({*pack, std::move(problem)});
    }
    return problems;
}

}  // namespace exhibit::blob

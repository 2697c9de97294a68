#include "verify/block_reader.hpp"

#include <algorithm>
#include <mutex>
#include <utility>

#include "blob/pruning.hpp"
#include "verify/codes.hpp"

namespace exhibit::verify {

namespace {

constexpr std::size_t open_packs_max = 8;
constexpr std::uint64_t window_bytes = std::uint64_t{2} << 20;
static_assert(window_bytes > blob::frame_header_bytes + blob::block_bytes_max + 16);

}  // namespace

struct BlockReader::OpenPack {
    OpenPack(std::uint32_t number_, const blob::PackHeader& header, const blob::ReadKeys& keys,
             const Pack& pack)
        : number(number_),
          object(blob::pack_object_name(pack.name)),
          bytes(pack.bytes),
          opener(header, keys, object) {}

    std::uint32_t number;
    std::string object;
    std::uint64_t bytes;
    blob::FrameOpener opener;
    Bytes window;
    std::uint64_t window_offset = 0;
};

BlockReader::BlockReader(store::ObjectStore& store, const blob::ReadKeys& keys, Report& report,
                         std::string item)
    : store_(store), keys_(keys), report_(report), item_(std::move(item)) {}

BlockReader::~BlockReader() = default;

OpenPacks::OpenPacks() = default;
OpenPacks::~OpenPacks() = default;
OpenPacks::OpenPacks(OpenPacks&&) noexcept = default;

void BlockReader::add_list(const std::string& list_object, const std::set<crypto::Hash>& packs) {
    const std::unique_lock lock(mutex_);
    blame_ = list_object;
    // A note of destruction only says where to look: a block that is nowhere is told as missing.
    const blob::StandingPacks standing = blob::standing_packs(store_, packs);
    for (const crypto::Hash& pack : standing.packs) add_pack(pack, true);
    for (const crypto::Hash& pack : standing.missing) add_pack(pack, true);
    index();
}

void BlockReader::add_all() {
    const std::unique_lock lock(mutex_);
    if (std::exchange(all_added_, true)) return;
    for (const std::string& object : store_.list("packs/")) {
        const std::optional<crypto::Hash> pack = blob::pack_of_object_name(object);
        if (pack) add_pack(*pack, false);
    }
    index();
}

/// Packs no list names are looked at as a last resort: what is wrong with them is not this item's.
void BlockReader::add_pack(const crypto::Hash& name, bool listed) {
    if (!known_.insert(name).second) return;
    const std::string object = blob::pack_object_name(name);
    const auto number = static_cast<std::uint32_t>(packs_.size());
    try {
        const std::optional<std::uint64_t> bytes = store_.size(object);
        if (!bytes) {
            if (!listed) return;
            report_pack(code::pack_missing, Severity::violation, object,
                        "The pack " + object + " is missing; the item needs it.");
            blame_ = object;
            return;
        }
        packs_.push_back({name, *bytes});
        read_table(packs_.back(), number);
    } catch (const Error& error) {
        if (!tells_evidence(error)) throw;
        if (!listed) return;
        report_pack(code::pack, Severity::violation, object,
                    sentence(error) + " Its blocks are looked for frame by frame.");
        blame_ = object;
        if (packs_.size() > number) salvage(packs_.back(), number);
    }
}

void BlockReader::read_table(const Pack& pack, std::uint32_t number) {
    const std::string object = blob::pack_object_name(pack.name);
    if (pack.bytes > blob::pack_bytes_max ||
        pack.bytes < blob::pack_header_bytes + blob::pack_trailer_bytes) {
        throw FormatError(object, pack.bytes, "a pack of 168 bytes to 1 GiB");
    }
    const blob::PackHeader header =
        blob::parse_pack_header(range(object, {0, blob::pack_header_bytes}), object);
    const std::uint64_t end = pack.bytes - blob::pack_trailer_bytes;
    const blob::PackTrailer trailer = blob::parse_pack_trailer(
        range(object, {end, blob::pack_trailer_bytes}), pack.bytes, object + " (trailer)");
    blob::FrameOpener opener(header, keys_, object);
    const Bytes table = opener.open_table(
        range(object, {trailer.table_offset, trailer.table_bytes}), trailer.table_offset);
    const std::vector<blob::TableEntry> entries =
        blob::parse_table(table, trailer.table_offset, object + " (table)");
    for (std::size_t i = 0; i < entries.size(); ++i) add_place(entries[i], number, i);
}

void BlockReader::salvage(const Pack& pack, std::uint32_t number) {
    try {
        const std::string object = blob::pack_object_name(pack.name);
        if (pack.bytes > blob::pack_bytes_max || pack.bytes < blob::pack_header_bytes) return;
        const Bytes bytes = range(object, {0, pack.bytes});
        const blob::PackHeader header =
            blob::parse_pack_header(ByteView(bytes).first(blob::pack_header_bytes), object);
        blob::FrameOpener opener(header, keys_, object);
        for (const blob::FoundFrame& frame : blob::scan_frames(bytes, &opener)) {
            if (!frame.readable) continue;
            const blob::FrameHeader& found = frame.header;
            add_place({found.id, frame.offset, found.sealed_bytes, found.content_bytes, found.type,
                       found.encoding},
                      number, found.ordinal);
        }
    } catch (const Error& error) {
        if (!tells_evidence(error)) throw;
    }
}

void BlockReader::add_place(const blob::TableEntry& entry, std::uint32_t pack, std::size_t number) {
    places_.push_back({entry.id, pack, static_cast<std::uint32_t>(number),
                       static_cast<std::uint32_t>(entry.offset), entry.sealed_bytes,
                       entry.content_bytes, entry.type, entry.encoding});
}

void BlockReader::index() {
    std::stable_sort(places_.begin(), places_.end(),
                     [](const Place& a, const Place& b) { return a.id < b.id; });
}

std::vector<BlockReader::Place>::const_iterator BlockReader::find(const blob::BlockId& id) const {
    return std::lower_bound(places_.begin(), places_.end(), id,
                            [](const Place& a, const auto& b) { return a.id < b; });
}

BlockReading BlockReader::read(OpenPacks& open, const Wanted& wanted, Bytes& content) {
    {
        const std::shared_lock lock(mutex_);
        BlockReading reading = try_places(open, wanted, content);
        if (!reading.problem || all_added_) return reading;
    }
    add_all();
    const std::shared_lock lock(mutex_);
    return try_places(open, wanted, content);
}

std::vector<std::uint64_t> BlockReader::rows_of(std::span<const blob::BlockId> ids) const {
    const std::shared_lock lock(mutex_);
    std::vector<std::uint64_t> rows(ids.size());
    const Place* next = nullptr;
    for (std::size_t i = ids.size(); i-- > 0;) {
        const auto found = find(ids[i]);
        const Place* place = found != places_.end() && found->id == ids[i] ? &*found : nullptr;
        if (place != nullptr) {
            rows[i] = blob::frame_header_bytes + place->sealed_bytes;
            const bool in_row = next != nullptr && next->pack == place->pack &&
                                next->offset == place->offset + rows[i];
            if (in_row) rows[i] += rows[i + 1];
        }
        next = place;
    }
    return rows;
}

BlockReading BlockReader::try_places(OpenPacks& open, const Wanted& wanted, Bytes& content) const {
    BlockReading reading;
    for (auto it = find(wanted.id); it != places_.end() && it->id == wanted.id; ++it) {
        std::optional<BlockProblem> problem = read_place(open, *it, wanted, content);
        if (!problem) return reading;
        reading.bad_copies.push_back(std::move(*problem));
    }
    if (!reading.bad_copies.empty()) {
        return {std::move(reading.bad_copies.front()), {}};
    }
    return {BlockProblem{blame_, "No readable pack of the incident holds the block " +
                                     wanted.id.hex() + "."},
            {}};
}

std::optional<BlockProblem> BlockReader::read_place(OpenPacks& open, const Place& place,
                                                    const Wanted& wanted, Bytes& content) const {
    const std::string object = blob::pack_object_name(packs_[place.pack].name);
    try {
        OpenPack& pack = open_pack(open, place.pack);
        const blob::FrameHeader header = pack.opener.open(frame(pack, place, wanted.row_bytes),
                                                          place.offset, content, wanted.check);
        if (header.id != place.id || header.type != wanted.type || header.type != place.type ||
            header.encoding != place.encoding || header.ordinal != place.number ||
            header.content_bytes != place.content_bytes) {
            throw Error(ErrorKind::corrupt, "The frame at offset " + std::to_string(place.offset) +
                                                " of " + object +
                                                " is not the one that the pack's table tells.");
        }
        return std::nullopt;
    } catch (const Error& error) {
        if (!tells_evidence(error)) throw;
        return BlockProblem{object, sentence(error)};
    }
}

BlockReader::OpenPack& BlockReader::open_pack(OpenPacks& open, std::uint32_t pack) const {
    auto& packs = open.packs_;
    const auto known = std::find_if(packs.begin(), packs.end(),
                                    [&](const auto& one) { return one->number == pack; });
    if (known != packs.end()) {
        packs.splice(packs.begin(), packs, known);
        return *packs.front();
    }
    const std::string object = blob::pack_object_name(packs_[pack].name);
    const blob::PackHeader header =
        blob::parse_pack_header(range(object, {0, blob::pack_header_bytes}), object);
    packs.push_front(std::make_unique<OpenPack>(pack, header, keys_, packs_[pack]));
    if (packs.size() > open_packs_max) packs.pop_back();
    return *packs.front();
}

/// Frames that lie in a row, as the next ones do that are wanted, are read at once.
ByteView BlockReader::frame(OpenPack& open, const Place& place, std::uint64_t row_bytes) const {
    const std::uint64_t length = blob::frame_header_bytes + place.sealed_bytes;
    if (place.offset > open.bytes || length > open.bytes - place.offset) {
        throw Error(ErrorKind::corrupt, "The frame at offset " + std::to_string(place.offset) +
                                            " of " + open.object +
                                            " does not end within the pack.");
    }
    const bool within = place.offset >= open.window_offset &&
                        place.offset + length <= open.window_offset + open.window.size();
    if (!within) {
        const std::uint64_t ahead = std::clamp(row_bytes, length, window_bytes);
        open.window.clear();
        open.window =
            range(open.object, {place.offset, std::min(ahead, open.bytes - place.offset)});
        open.window_offset = place.offset;
    }
    return ByteView(open.window).subspan(place.offset - open.window_offset, length);
}

void BlockReader::report_pack(std::string_view code, Severity severity, const std::string& object,
                              std::string text) {
    report_.add({std::string(code), severity, object, item_, {}, std::move(text)});
}

Bytes BlockReader::range(const std::string& object, store::Range range) const {
    std::optional<Bytes> bytes = store_.get(object, range);
    if (!bytes) throw Error(ErrorKind::corrupt, "The pack " + object + " is gone.");
    return std::move(*bytes);
}

}  // namespace exhibit::verify

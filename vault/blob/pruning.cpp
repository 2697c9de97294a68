#include "blob/pruning.hpp"

#include <algorithm>

#include "blob/compress.hpp"
#include "blob/pack_builder.hpp"
#include "encode/json.hpp"
#include "exhibit/error.hpp"

namespace exhibit::blob {

namespace {

using encode::Json;

bool among(std::span<const BlockId> sorted, const BlockId& id) {
    return std::binary_search(sorted.begin(), sorted.end(), id);
}

void add_block(PackBuilder& builder, Compressor& compressor, const TableEntry& entry,
               ByteView content) {
    Bytes compressed;
    const bool smaller = compressor.compress(content, compressed);
    builder.add({entry.type, entry.id, content.size(), smaller ? Encoding::zstd : Encoding::plain,
                 smaller ? ByteView(compressed) : content});
}

std::optional<DestroyedNote> note_of(store::ObjectStore& store, const crypto::Hash& pack) {
    const std::string name = destroyed_object_name(pack);
    if (store.size(name).value_or(0) > destroyed_note_bytes_max) return std::nullopt;
    const std::optional<Bytes> note = store.get(name);
    if (!note) return std::nullopt;
    return parse_destroyed(as_text(*note), name);
}

}  // namespace

std::optional<PrunedPack> prune_pack(store::ObjectStore& store, const crypto::Hash& pack,
                                     const ReadKeys& keys, const crypto::BoxPublic& content_public,
                                     std::span<const BlockId> gone,
                                     const WriterSettings& settings) {
    PackReader reader(store, pack, keys);
    const auto& table = reader.table();
    const auto goes = [&](const TableEntry& entry) { return among(gone, entry.id); };
    if (std::none_of(table.begin(), table.end(), goes)) return std::nullopt;
    if (std::all_of(table.begin(), table.end(), goes)) return PrunedPack{pack, std::nullopt};

    PackBuilder builder(keys.incident, content_public, settings.parity_permille);
    Compressor compressor;
    reader.for_each([&](const PackReader::Checked& block) {
        if (goes(block.entry)) return;
        if (!block.problem.empty())
            throw Error(ErrorKind::corrupt, "pruning " + pack_object_name(pack) +
                                                ": a block that is to be kept cannot be read (" +
                                                block.problem +
                                                "); repair the vault first, then try again");
        add_block(builder, compressor, block.entry, block.content);
    });
    const FinishedPack kept = builder.finish();
    store.put_new(pack_object_name(kept.name), kept.bytes);
    return PrunedPack{pack, kept.name};
}

std::string destroyed_object_name(const crypto::Hash& pack) {
    const std::string hex = pack.hex();
    return "destroyed/" + hex.substr(0, 2) + '/' + hex;
}

std::string write_destroyed(const std::optional<crypto::Hash>& by, const crypto::Hash& event) {
    return encode::dump(
               Json::Object{{"by", by ? Json(by->hex()) : Json()}, {"event", event.hex()}}) +
           '\n';
}

DestroyedNote parse_destroyed(std::string_view text, const std::string& source) {
    if (text.empty() || text.back() != '\n') throw FormatError(source, text.size(), "a line end");
    const Json json = encode::parse(text.substr(0, text.size() - 1), source);
    encode::require_only(json, {"by", "event"}, source);
    const Json& by = json.at("by", source);
    DestroyedNote note;
    if (!by.is_null()) note.by = crypto::Hash::from_hex(by.string("by"), source + " by");
    note.event = crypto::Hash::from_hex(json.at("event", source).string("event"), source);
    return note;
}

StandingPacks standing_packs(store::ObjectStore& store, const std::set<crypto::Hash>& packs) {
    StandingPacks out;
    for (const crypto::Hash& asked : packs) {
        std::set<crypto::Hash> met;  // notes from outside may lead in a circle
        std::optional<crypto::Hash> pack = asked;
        while (pack && !store.size(pack_object_name(*pack))) {
            const std::optional<DestroyedNote> note = note_of(store, *pack);
            if (!note || !met.insert(*pack).second) {
                out.missing.insert(*pack);
                pack.reset();
            } else {
                out.destroyed.insert(asked);
                pack = note->by;
            }
        }
        if (pack) out.packs.insert(*pack);
    }
    return out;
}

}  // namespace exhibit::blob

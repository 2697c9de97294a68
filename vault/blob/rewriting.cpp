#include "blob/rewriting.hpp"

#include <algorithm>

#include "blob/compress.hpp"
#include "blob/pack_builder.hpp"
#include "exhibit/error.hpp"

namespace exhibit::blob {

namespace {

/// Two packs with the same blocks in the same order have the same.
crypto::Hash digest_of_blocks(const std::vector<TableEntry>& table) {
    Bytes all;
    all.reserve(table.size() * sizeof(crypto::Hash));
    for (const TableEntry& entry : table) append(all, entry.id.view());
    return crypto::sha256(all);
}

}  // namespace

PackAges pack_ages(store::ObjectStore& store, const ReadKeys& keys) {
    PackAges out;
    for (const std::string& object : store.list("packs/")) {
        const std::optional<crypto::Hash> pack = pack_of_object_name(object);
        if (!pack) continue;
        try {
            const PackHeader header = read_pack_header(store, *pack);
            if (header.incident != keys.incident) continue;
            const bool newest = crypto::open_sealed(keys.content, header.key_box).has_value();
            (newest ? out.newest : out.older).push_back(*pack);
        } catch (const Error& error) {
            if (!tells_damage(error)) throw;
            out.unknown.push_back(*pack);
        }
    }
    std::ranges::sort(out.newest);
    std::ranges::sort(out.older);
    return out;
}

PackRewriter::PackRewriter(store::ObjectStore& store, const ReadKeys& keys,
                           const WriterSettings& settings)
    : store_(store),
      keys_(keys),
      newest_{keys.incident, keys.content, keys.id_key},
      settings_(settings) {}

void PackRewriter::offer(const std::vector<crypto::Hash>& packs) {
    for (const crypto::Hash& pack : packs) {
        try {
            offered_.emplace(digest_of_blocks(PackReader(store_, pack, newest_).table()), pack);
        } catch (const Error& error) {
            if (!tells_damage(error)) throw;  // of no use then, and harmless
        }
    }
}

PackRewriter::Rewritten PackRewriter::rewrite(const crypto::Hash& pack) {
    PackReader old(store_, pack, keys_);
    Rewritten out;
    const auto offered = offered_.find(digest_of_blocks(old.table()));
    out.reused = offered != offered_.end() && holds(offered->second, old.table());
    out.by = out.reused ? offered->second : write(old, pack);
    if (!out.reused && !holds(out.by, old.table()))
        throw Error(ErrorKind::io, "writing again " + pack_object_name(pack) + ": the new pack " +
                                       pack_object_name(out.by) +
                                       " does not read back as it was written; the old one stays. "
                                       "Look at the disk, then try again");
    out.bytes = store_.size(pack_object_name(out.by)).value_or(0);
    return out;
}

crypto::Hash PackRewriter::write(PackReader& old, const crypto::Hash& pack) {
    PackBuilder builder(keys_.incident, keys_.content.public_key(), settings_.parity_permille);
    Compressor compressor;
    old.for_each([&](const PackReader::Checked& block) {
        if (!block.problem.empty())
            throw Error(ErrorKind::corrupt, "writing again " + pack_object_name(pack) +
                                                ": a block cannot be read (" + block.problem +
                                                "); repair the vault first, then try again");
        Bytes compressed;
        const bool smaller = compressor.compress(block.content, compressed);
        builder.add({block.entry.type, block.entry.id, block.content.size(),
                     smaller ? Encoding::zstd : Encoding::plain,
                     smaller ? ByteView(compressed) : block.content});
    });
    const FinishedPack written = builder.finish();
    store_.put_new(pack_object_name(written.name), written.bytes);
    return written.name;
}

bool PackRewriter::holds(const crypto::Hash& pack, const std::vector<TableEntry>& table) {
    try {
        if (digest_of_pack(store_, pack) != pack) return false;
        PackReader reader(store_, pack, newest_);
        const auto same = [](const TableEntry& a, const TableEntry& b) {
            return a.id == b.id && a.type == b.type && a.content_bytes == b.content_bytes;
        };
        if (!std::ranges::equal(reader.table(), table, same)) return false;
        bool whole = true;
        reader.for_each(
            [&](const PackReader::Checked& block) { whole = whole && block.problem.empty(); });
        return whole;
    } catch (const Error& error) {
        if (!tells_damage(error)) throw;
        return false;
    }
}

}  // namespace exhibit::blob

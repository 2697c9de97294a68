#include "verify/entries.hpp"

#include "ledger/staged.hpp"
#include "ledger/tile.hpp"
#include "verify/codes.hpp"

namespace exhibit::verify {

namespace {

constexpr std::uint64_t tile_object_bytes_max =
    64 + ledger::tile_hashes * (2 + ledger::entry_bytes_max);

void require_leaves(const std::vector<std::string>& texts, const std::vector<ledger::Hash>& leaves,
                    const std::string& name) {
    for (std::size_t i = 0; i < leaves.size(); ++i) {
        if (ledger::leaf_hash(as_bytes(texts[i])) == leaves[i]) continue;
        throw Error(ErrorKind::corrupt, "Entry number " + std::to_string(i) + " of " + name +
                                            " does not have the leaf hash that the ledger's root "
                                            "vouches for.");
    }
}

std::optional<std::vector<std::string>> texts_of_staged(Objects& objects,
                                                        const WalkedTransition& transition,
                                                        const crypto::SecretBytes& record_key) {
    if (transition.object == nullptr) return std::nullopt;
    std::optional<std::vector<std::string>> texts;
    const bool whole = objects.report().attempt(code::entry, transition.staged, [&] {
        texts = ledger::open_staged(transition.staged, *transition.object, record_key);
        require_leaves(*texts, transition.leaves, transition.staged);
    });
    if (!whole) return std::nullopt;
    return texts;
}

/// The same entries from the tiles over them: nothing is reported here, the tiles are checked by
/// themselves.
std::optional<std::vector<std::string>> texts_of_tiles(Objects& objects,
                                                       const WalkedTransition& transition,
                                                       const crypto::SecretBytes& record_key) {
    std::vector<std::string> texts;
    std::vector<std::string> tile;
    const std::uint64_t begin = transition.before.size.value;
    for (std::uint64_t index = begin; index < transition.after.size.value; ++index) {
        const std::uint64_t number = index / ledger::tile_hashes;
        try {
            if (tile.empty() || index % ledger::tile_hashes == 0) {
                const ReadObject object =
                    objects.read(ledger::entries_tile_name(number), tile_object_bytes_max);
                if (object.presence != Presence::present) return std::nullopt;
                tile = ledger::open_entries_tile(number, object.bytes, record_key);
            }
        } catch (const Error& error) {
            if (!tells_evidence(error)) throw;
            return std::nullopt;
        }
        texts.push_back(tile[static_cast<std::size_t>(index % ledger::tile_hashes)]);
        const auto place = static_cast<std::size_t>(index - begin);
        if (ledger::leaf_hash(as_bytes(texts.back())) != transition.leaves[place]) {
            return std::nullopt;
        }
    }
    return texts;
}

/// `leaf` is the hash of the text, which was compared already.
OpenedEntry parse_one(Objects& objects, std::string text, ledger::LeafIndex index,
                      const ledger::Hash& leaf, const std::string& object) {
    OpenedEntry opened{index, leaf, object};
    try {
        const std::string source = "entry " + std::to_string(index.value) + " in " + object;
        opened.entry = ledger::parse_entry(std::move(text), index, leaf, source);
    } catch (const Error& error) {
        if (!tells_evidence(error)) throw;
        objects.report().add({std::string(code::entry),
                              Severity::violation,
                              object,
                              {},
                              index.value,
                              sentence(error)});
    }
    return opened;
}

}  // namespace

std::optional<std::vector<OpenedEntry>> open_entries(Objects& objects,
                                                     const WalkedTransition& transition,
                                                     const crypto::SecretBytes& record_key) {
    auto texts = texts_of_staged(objects, transition, record_key);
    if (!texts) texts = texts_of_tiles(objects, transition, record_key);
    if (!texts) return std::nullopt;
    std::vector<OpenedEntry> entries;
    for (std::size_t i = 0; i < texts->size(); ++i) {
        const ledger::LeafIndex index{transition.before.size.value + i};
        entries.push_back(parse_one(objects, std::move((*texts)[i]), index, transition.leaves[i],
                                    transition.staged));
    }
    return entries;
}

void check_entries_against(Objects& objects, std::uint64_t number,
                           const std::vector<ledger::Hash>& leaves,
                           const crypto::SecretBytes& record_key) {
    const std::string name = ledger::entries_tile_name(number);
    const ReadObject object = objects.read(name, tile_object_bytes_max);
    if (object.presence != Presence::present) return;  // told by the keyless check
    objects.report().attempt(code::tile, name, [&] {
        require_leaves(ledger::open_entries_tile(number, object.bytes, record_key), leaves, name);
    });
}

}  // namespace exhibit::verify

#include "ledger/writer.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "exhibit/error.hpp"
#include "ledger/commit.hpp"
#include "ledger/event.hpp"
#include "ledger/object_names.hpp"

namespace exhibit::ledger {

namespace {

[[noreturn]] void throw_usage(const std::string& what) {
    throw Error(ErrorKind::usage, what);
}

/// Where the hashes of the tree after a transition are: in tiles it completes, in its own edge, or
/// in tiles that were full before.
struct NewTree {
    LedgerReader& before;
    TreeEdge edge;
    std::vector<FullTile> completed;

    std::span<const Hash> tile(TileId id) const {
        if (id.number >= full_tiles(edge.size(), id.level)) return edge.level(id.level);
        for (const FullTile& full : completed) {
            if (full.id == id) return full.hashes;
        }
        return before.tile(id);
    }
};

}  // namespace

LedgerWriter::LedgerWriter(LedgerReader& reader, const crypto::Signer& log, crypto::Random& random)
    : reader_(reader), log_(log), random_(random) {
    static_cast<void>(reader.record_key());
    if (log.key() != reader.descriptor().log_key.key) {
        throw_usage("The key that is to sign checkpoints is not the log key of " +
                    reader.descriptor().origin + ".");
    }
}

AppendResult LedgerWriter::append(const Compose& compose) {
    for (unsigned attempt = 0; attempt < append_attempts_max; ++attempt) {
        const SignedCheckpoint base = reader_.refresh();
        // Before the next commit, so that at most one transition's tiles are ever missing.
        put_missing_tiles();
        const std::vector<std::string> entries = composed(compose, base);
        if (reader_.newest() != base) continue;

        const Transition transition = prepare(entries);
        put_staged(transition, entries);
        if (!put_commit(transition)) continue;

        AppendResult result{LeafIndex{base.checkpoint.size.value}, transition.header.leaves,
                            transition.after, std::nullopt};
        try {
            put_derived(transition);
        } catch (const Error& error) {
            // The events are in the ledger: to report failure here would have them recorded twice.
            result.unfinished = error.what();
        }
        return result;
    }
    throw ConflictError("Adding to the ledger of " + reader_.descriptor().origin +
                        " was overtaken by other writers " + std::to_string(append_attempts_max) +
                        " times.");
}

std::vector<std::string> LedgerWriter::composed(const Compose& compose,
                                                const SignedCheckpoint& base) {
    std::vector<std::string> entries = compose(CommittedState{base, reader_});
    if (entries.empty() || entries.size() > transition_entries_max) {
        throw_usage("One transition of the ledger has 1 to 256 entries, not " +
                    std::to_string(entries.size()) + ".");
    }
    std::uint64_t index = base.checkpoint.size.value;
    for (const std::string& text : entries) {
        const Entry entry = parse_entry(text, LeafIndex{index++}, "a new entry");
        if (entry.event.log != base.checkpoint.origin) {
            throw_usage("A new entry is of the ledger " + printable(entry.event.log) +
                        "; expected " + base.checkpoint.origin + ".");
        }
    }
    return entries;
}

LedgerWriter::Transition LedgerWriter::prepare(std::span<const std::string> entries) {
    const TreeHead before = reader_.newest().checkpoint.head();
    Transition transition;
    transition.header.before = before;
    NewTree tree{reader_, reader_.edge(), {}};
    for (const std::string& entry : entries) {
        const Hash leaf = leaf_hash(as_bytes(entry));
        transition.header.leaves.push_back(leaf);
        tree.edge.append(leaf, tree.completed);
    }
    const Checkpoint after{reader_.descriptor().origin, tree.edge.size(), tree.edge.root()};
    const Proof proof =
        consistency_proof(before.size, after.size, [&tree](unsigned level, std::uint64_t index) {
            return subtree_hash([&tree](TileId id) { return tree.tile(id); }, level, index);
        });
    transition.after = sign_checkpoint(after, log_);
    transition.commit = dump_commit({before.size, proof, transition.after.note});
    transition.completed = std::move(tree.completed);
    return transition;
}

void LedgerWriter::put_staged(const Transition& transition, std::span<const std::string> entries) {
    store::ObjectStore& store = reader_.store();
    const std::string name = staged_name(transition.after.checkpoint.head());
    const Bytes object =
        encode_staged(name, transition.header, entries, {reader_.record_key(), random_});
    if (store.put_new(name, object) == store::Put::created) return;

    // The same entries for the same state were staged before and then cut off; the nonce differs.
    const std::optional<Bytes> found = store.get(name);
    if (found && decode_staged_header(*found, name) == transition.header) {
        const std::vector<std::string> staged = open_staged(name, *found, reader_.record_key());
        if (std::equal(staged.begin(), staged.end(), entries.begin(), entries.end())) return;
    }
    throw Error(ErrorKind::corrupt, "The object " + name +
                                        " was there already and holds other entries than its name "
                                        "says.");
}

/// False when another writer was first.
bool LedgerWriter::put_commit(const Transition& transition) {
    store::ObjectStore& store = reader_.store();
    const std::string name = commit_name(transition.header.before.size);
    const ByteView bytes = as_bytes(transition.commit);
    store::Put put{};
    try {
        put = store.put_new(name, bytes);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::io) throw;
        // The commit may be there all the same. Asking again tells, and makes it durable.
        put = store.put_new(name, bytes);
    }
    if (put == store::Put::created) return true;
    const std::optional<Bytes> found = store.get(name);
    return found && equal(*found, bytes);
}

void LedgerWriter::put_derived(const Transition& transition) {
    store::ObjectStore& store = reader_.store();
    for (const FullTile& full : transition.completed) {
        store.put_new(tile_name(full.id), encode_tile(full.hashes));
    }
    reader_.refresh();
    for (const FullTile& full : transition.completed) {
        if (full.id.level == 0) put_entries_tile(full.id.number);
    }
    tiles_complete_ = full_tiles(transition.after.checkpoint.size, 0);
    store.replace(std::string(checkpoint_hint_name), as_bytes(reader_.newest().note));
}

void LedgerWriter::put_entries_tile(std::uint64_t number) {
    std::vector<std::string> texts;
    const std::uint64_t begin = number * tile_hashes;
    reader_.visit_texts(
        LeafIndex{begin}, TreeSize{begin + tile_hashes},
        [&texts](LeafIndex, std::string&& text) { texts.push_back(std::move(text)); });
    reader_.store().put_new(entries_tile_name(number),
                            encode_entries_tile(number, texts, {reader_.record_key(), random_}));
}

/// Puts what the last transition should have put and did not. Every writer does this before it
/// commits, so only tiles completed by the newest transition can be missing: the last one of level
/// 0 and, where it completed those too, the levels above.
void LedgerWriter::put_missing_tiles() {
    store::ObjectStore& store = reader_.store();
    const TreeSize size = reader_.newest().checkpoint.size;
    const std::uint64_t complete = full_tiles(size, 0);
    if (complete == tiles_complete_) return;

    std::uint64_t count = complete;
    for (unsigned level = 0; count > 0; ++level) {
        const TileId last{level, count - 1};
        if (!store.size(tile_name(last))) {
            store.put_new(tile_name(last), encode_tile(reader_.tile(last)));
        }
        if (count % tile_hashes != 0) break;
        count /= tile_hashes;
    }
    if (!store.size(entries_tile_name(complete - 1))) put_entries_tile(complete - 1);
    tiles_complete_ = complete;
}

}  // namespace exhibit::ledger

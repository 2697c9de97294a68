#include "ledger/reader.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "exhibit/error.hpp"
#include "ledger/commit.hpp"
#include "ledger/object_names.hpp"

namespace exhibit::ledger {

namespace {

/// Whether an error says that bytes are not what they should be, and not that reading failed.
bool is_bad_content(const Error& error) noexcept {
    return error.kind() == ErrorKind::malformed || error.kind() == ErrorKind::corrupt ||
           error.kind() == ErrorKind::verification;
}

}  // namespace

LedgerReader::LedgerReader(store::ObjectStore& store, Descriptor descriptor,
                           std::optional<crypto::SecretBytes> record_key)
    : store_(store), descriptor_(std::move(descriptor)), record_key_(std::move(record_key)) {}

const crypto::SecretBytes& LedgerReader::record_key() const {
    if (record_key_) return *record_key_;
    throw Error(ErrorKind::denied,
                "Reading entries of " + descriptor_.origin +
                    " needs the vault's record key, which this handler was not given.");
}

const SignedCheckpoint& LedgerReader::newest() {
    return newest_ ? *newest_ : refresh();
}

const SignedCheckpoint& LedgerReader::refresh() {
    try {
        if (!newest_) {
            std::optional<SignedCheckpoint> start = hint();
            if (!start)
                start = SignedCheckpoint{{descriptor_.origin, TreeSize{0}, empty_root()}, ""};
            newest_ = std::move(start);
        }
        while (std::optional<SignedCheckpoint> next = follow(newest_->checkpoint.head())) {
            if (edge_) extend_edge(next->checkpoint.head());
            newest_ = std::move(next);
        }
    } catch (...) {
        // What lies before a broken commit must not pass for the newest state later on.
        newest_.reset();
        edge_.reset();
        throw;
    }
    return *newest_;
}

/// The checkpoint in `ledger/checkpoint`, if it is one that a commit states. It may be old; it may
/// not lead away from the chain of commits, or whoever can write it could show another ledger.
std::optional<SignedCheckpoint> LedgerReader::hint() {
    const std::optional<Bytes> note = store_.get(std::string(checkpoint_hint_name));
    if (!note) return std::nullopt;
    try {
        SignedCheckpoint stated =
            open_checkpoint(as_text(*note), descriptor_.log_key, std::string(checkpoint_hint_name));
        if (stated.checkpoint.size.value == 0) return std::nullopt;
        const TreeHead before = staged_header(stated.checkpoint.head()).before;
        const std::optional<SignedCheckpoint> committed = follow(before);
        if (committed && committed->checkpoint == stated.checkpoint) return committed;
    } catch (const Error& error) {
        if (!is_bad_content(error)) throw;
    }
    return std::nullopt;
}

std::optional<SignedCheckpoint> LedgerReader::follow(const TreeHead& before) {
    const std::string name = commit_name(before.size);
    const std::optional<Bytes> commit = store_.get(name);
    if (!commit) return std::nullopt;
    return open_commit(as_text(*commit), before, descriptor_.log_key, name);
}

void LedgerReader::require_inside(TreeSize size) {
    const TreeSize newest_size = newest().checkpoint.size;
    if (size <= newest_size) return;
    throw Error(ErrorKind::usage, "The ledger has " + std::to_string(newest_size.value) +
                                      " entries; asked for " + std::to_string(size.value) + ".");
}

std::vector<Entry> LedgerReader::entries(LeafIndex from, TreeSize to) {
    std::vector<Entry> found;
    visit(from, to, [&found](Entry&& entry) { found.push_back(std::move(entry)); });
    return found;
}

void LedgerReader::visit(LeafIndex from, TreeSize to, const std::function<void(Entry&&)>& visitor) {
    visit_texts(from, to, [&visitor](LeafIndex index, std::string&& text) {
        const std::string source = "entry " + std::to_string(index.value);
        visitor(parse_entry(std::move(text), index, source));
    });
}

void LedgerReader::visit_texts(LeafIndex from, TreeSize to,
                               const std::function<void(LeafIndex, std::string&&)>& visitor) {
    require_inside(to);
    std::uint64_t next = from.value;
    while (next < to.value) {
        const std::uint64_t number = next / tile_hashes;
        const std::uint64_t end = std::min(to.value, (number + 1) * tile_hashes);
        std::vector<std::string> texts = range_texts(next, end);
        for (std::string& text : texts) visitor(LeafIndex{next++}, std::move(text));
    }
}

/// The texts of begin <= index < end, all of one tile.
std::vector<std::string> LedgerReader::range_texts(std::uint64_t begin, std::uint64_t end) {
    const std::uint64_t number = begin / tile_hashes;
    if (number >= full_tiles(newest().checkpoint.size, 0)) {
        static_cast<void>(edge());
        return staged_texts(edge_transitions_, begin, end);
    }
    const std::string name = entries_tile_name(number);
    const std::optional<Bytes> object = store_.get(name);
    if (!object) return staged_texts(transitions_covering(begin, end), begin, end);

    std::vector<std::string> texts = open_entries_tile(number, *object, record_key());
    const std::span<const Hash> leaves = tile({0, number});
    for (std::size_t i = 0; i < texts.size(); ++i) require_leaf(texts[i], leaves[i], name);
    const auto offset = static_cast<std::ptrdiff_t>(begin % tile_hashes);
    texts.erase(texts.begin() + offset + static_cast<std::ptrdiff_t>(end - begin), texts.end());
    texts.erase(texts.begin(), texts.begin() + offset);
    return texts;
}

void LedgerReader::require_leaf(const std::string& text, const Hash& leaf,
                                const std::string& source) const {
    if (leaf_hash(as_bytes(text)) == leaf) return;
    throw Error(ErrorKind::corrupt,
                "An entry in " + source + " is not the one in the tree: its leaf hash is " +
                    leaf_hash(as_bytes(text)).hex() + ", expected " + leaf.hex() + ".");
}

std::vector<std::string> LedgerReader::staged_texts(std::span<const Transition> transitions,
                                                    std::uint64_t begin, std::uint64_t end) {
    std::vector<std::string> texts;
    for (const Transition& transition : transitions) {
        const std::uint64_t first = transition.before.size.value;
        const std::uint64_t last = transition.after.size.value;
        if (last <= begin || first >= end) continue;
        const std::string name = staged_name(transition.after);
        const std::optional<Bytes> object = store_.get(name);
        if (!object) throw_missing(name);
        std::vector<std::string> opened = open_staged(name, *object, record_key());
        CHECK(!opened.empty());
        if (opened.size() != last - first) {
            throw Error(ErrorKind::corrupt, "The staged object " + name +
                                                " has another number of "
                                                "entries than its transition.");
        }
        for (std::uint64_t i = std::max(first, begin); i < std::min(last, end); ++i) {
            std::string& text = opened[static_cast<std::size_t>(i - first)];
            require_leaf(text, leaf(LeafIndex{i}), name);
            texts.push_back(std::move(text));
        }
    }
    CHECK(texts.size() == end - begin);
    return texts;
}

void LedgerReader::throw_missing(const std::string& name) const {
    throw Error(ErrorKind::corrupt,
                "The object " + name + " is missing, and the ledger cannot be read without it.");
}

Hash LedgerReader::leaf(LeafIndex index) {
    if (index.value >= newest().checkpoint.size.value) require_inside(TreeSize{index.value + 1});
    const std::span<const Hash> hashes = tile({0, index.value / tile_hashes});
    return hashes[static_cast<std::size_t>(index.value % tile_hashes)];
}

SubtreeSource LedgerReader::subtrees() {
    return [this](unsigned level, std::uint64_t index) {
        return subtree_hash([this](TileId id) { return tile(id); }, level, index);
    };
}

Hash LedgerReader::root_at(TreeSize size) {
    require_inside(size);
    if (size == newest().checkpoint.size) return newest().checkpoint.root;
    return ledger::root_at(size, subtrees());
}

Proof LedgerReader::inclusion_proof(LeafIndex index, TreeSize size) {
    require_inside(size);
    return ledger::inclusion_proof(index, size, subtrees());
}

Proof LedgerReader::consistency_proof(TreeSize old_size, TreeSize new_size) {
    require_inside(new_size);
    return ledger::consistency_proof(old_size, new_size, subtrees());
}

}  // namespace exhibit::ledger

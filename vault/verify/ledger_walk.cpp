#include "verify/ledger_walk.hpp"

#include <algorithm>

#include "ledger/commit.hpp"
#include "ledger/event.hpp"
#include "ledger/object_names.hpp"
#include "ledger/tile.hpp"
#include "verify/codes.hpp"

namespace exhibit::verify {

namespace {

/// 256 entries of at most 65,535 bytes, their lengths, and the header.
constexpr std::uint64_t staged_bytes_max = std::uint64_t{17} << 20;

[[noreturn]] void refuse(const std::string& name, const std::string& why) {
    throw Error(ErrorKind::verification, "The commit " + name + " " + why + ".");
}

}  // namespace

std::optional<ledger::Descriptor> read_descriptor(Objects& objects) {
    const std::string name(ledger::descriptor_name);
    const ReadObject object = objects.read(name, ledger::descriptor_bytes_max);
    if (object.presence == Presence::absent) {
        objects.report().violation(
            code::descriptor, name,
            "The vault has no exhibit.json: what it is called and which key signs its ledger is "
            "not known.");
    }
    std::optional<ledger::Descriptor> descriptor;
    if (object.presence == Presence::present) {
        objects.report().attempt(code::descriptor, name, [&] {
            descriptor = ledger::parse_descriptor(as_text(object.bytes), name);
        });
    }
    return descriptor;
}

LedgerWalk::LedgerWalk(Objects& objects, Survey& survey, WalkInput input)
    : objects_(objects), survey_(survey), input_(std::move(input)) {}

WalkResult LedgerWalk::run() {
    read_hint();
    while (true) {
        objects_.done(0);
        std::optional<Step> step = step_by_commit();
        if (!step && at_end()) break;
        if (!step) {
            result_.whole = false;
            step = step_by_staged();
        }
        if (step) {
            take(*step);
        } else if (!jump()) {
            break;
        }
    }
    if (head_.size == 0 && objects_.report().count() == 0) {
        const std::string first = ledger::commit_name(ledger::TreeSize{0});
        objects_.report().violation(code::commit_missing, first,
                                    "The ledger has no entries: the commit " + first +
                                        " is missing, which makes the first event part of it.");
    }
    check_hint_at_end();
    check_stray_commits();
    note_uncommitted();
    return result_;
}

/// Before the walk: a hint is never newer than the commits that are read after it.
void LedgerWalk::read_hint() {
    const std::string name(ledger::checkpoint_hint_name);
    const ReadObject object = objects_.read(name, encode::note_bytes_max);
    if (object.presence != Presence::present) return;
    survey_.name(name);
    objects_.report().attempt(code::hint, name, [&] {
        const std::string note = to_string(object.bytes);
        hint_ = Hint{open_note(note, name).checkpoint, note, false};
    });
}

bool LedgerWalk::was_walked(std::uint64_t size) const {
    return std::ranges::binary_search(walked_, size);
}

/// True when nothing in the store says that there are more entries.
bool LedgerWalk::at_end() const {
    if (was_walked(head_.size)) return false;
    const auto& commits = survey_.commits();
    const bool more_commits = !commits.empty() && commits.back() > head_.size;
    return !more_commits && !(hint_ && hint_->checkpoint.size.value > head_.size);
}

ledger::SignedCheckpoint LedgerWalk::open_note(const std::string& note,
                                               const std::string& source) const {
    if (input_.log_key) return ledger::open_checkpoint(note, *input_.log_key, source);
    return {ledger::parse_checkpoint_text(encode::parse_note(note, source).text, source), note};
}

ledger::SignedCheckpoint LedgerWalk::open_commit_text(std::string_view text,
                                                      const std::string& name) {
    const ledger::Commit commit = ledger::parse_commit(text, name);
    ledger::SignedCheckpoint opened = open_note(commit.note, name);
    const ledger::TreeHead after = opened.checkpoint.head();
    if (commit.old_size.value != head_.size) {
        refuse(name, "continues size " + std::to_string(commit.old_size.value) +
                         "; expected size " + std::to_string(head_.size));
    }
    if (after.size.value <= head_.size ||
        after.size.value - head_.size > ledger::transition_entries_max) {
        refuse(name, "leads from size " + std::to_string(head_.size) + " to size " +
                         std::to_string(after.size.value) + "; expected 1 to 256 new entries");
    }
    if (head_.root && !ledger::verify_consistency({ledger::TreeSize{head_.size}, *head_.root},
                                                  after, commit.proof)) {
        refuse(name, "has a consistency proof that does not hold: the tree of size " +
                         std::to_string(after.size.value) + " does not continue the tree of size " +
                         std::to_string(head_.size));
    }
    return opened;
}

std::optional<LedgerWalk::Step> LedgerWalk::step_by_commit() {
    const std::string name = ledger::commit_name(ledger::TreeSize{head_.size});
    const ReadObject object = objects_.read(name, ledger::commit_bytes_max);
    if (object.presence == Presence::absent) {
        if (at_end()) return std::nullopt;
        objects_.report().violation(code::commit_missing, name,
                                    "The commit " + name +
                                        " is missing, and the store holds later parts of the "
                                        "ledger: the ledger was cut there.");
        walked_.push_back(head_.size);
        return std::nullopt;
    }
    walked_.push_back(head_.size);
    if (object.presence != Presence::present) return std::nullopt;
    std::optional<Step> step;
    objects_.report().attempt(code::commit, name, [&] {
        ledger::SignedCheckpoint opened = open_commit_text(as_text(object.bytes), name);
        step = Step{opened.checkpoint.head(), std::move(opened.note)};
    });
    return step;
}

/// A staged object that continues exactly this tree. Several may (writers that lost a race): one
/// that is continued itself, or that the hint names, is the one that was committed.
std::optional<LedgerWalk::Step> LedgerWalk::step_by_staged() {
    if (!tree_known_ || !head_.root) return std::nullopt;
    for (const auto& [size, of_size] : survey_.staged_above(head_.size)) {
        if (size > head_.size + ledger::transition_entries_max) break;
        const std::string& name = *of_size;
        const std::optional<ledger::Hash> root = digest_in_name(name.substr(name.find('-') + 1));
        if (!root) continue;
        const Step step{{ledger::TreeSize{size}, *root}, {}};
        const bool hinted = hint_ && hint_->checkpoint.head() == step.after;
        if (!hinted && !std::ranges::binary_search(survey_.commits(), size)) continue;
        if (name == ledger::staged_name(step.after) && staged_continues(step)) return step;
    }
    return std::nullopt;
}

/// Asked of objects that nothing promises anything about: a no is not worth a finding.
bool LedgerWalk::staged_continues(const Step& step) {
    try {
        const std::string name = ledger::staged_name(step.after);
        std::optional<Bytes> object = objects_.store().get(name);
        if (!object || object->size() > staged_bytes_max) return false;
        static_cast<void>(parse_leaves(std::move(*object), step));
        return true;
    } catch (const Error& error) {
        if (!tells_evidence(error)) throw;
        return false;
    }
}

/// To the next commit there is; the leaves in between are not known.
bool LedgerWalk::jump() {
    const auto next = std::ranges::upper_bound(survey_.commits(), head_.size);
    if (next == survey_.commits().end()) return false;
    if (tree_known_) result_.leaves_end = head_.size;
    tree_known_ = false;
    head_ = {*next, std::nullopt};
    return true;
}

void LedgerWalk::take(const Step& step) {
    check_known(step);
    if (result_.whole && !step.note.empty()) result_.proven = step.after;
    std::optional<Leaves> leaves = leaves_of(step);
    if (leaves && tree_known_) {
        advance_tree(*leaves, step);
    } else if (tree_known_) {
        result_.leaves_end = head_.size;
        tree_known_ = false;
    }
    head_ = {step.after.size.value, step.after.root};
}

std::optional<LedgerWalk::Leaves> LedgerWalk::leaves_of(const Step& step) {
    const std::string name = ledger::staged_name(step.after);
    survey_.name(name);
    const std::size_t before = objects_.report().count();
    if (std::optional<Leaves> leaves = leaves_of_staged(step)) return leaves;
    if (objects_.report().count() == before) {
        objects_.report().violation(code::staged_missing, name,
                                    "The staged object " + name +
                                        " is missing, though a commit made its entries part of "
                                        "the ledger.");
    }
    return tree_known_ ? leaves_of_tile(step) : std::nullopt;
}

std::optional<LedgerWalk::Leaves> LedgerWalk::leaves_of_staged(const Step& step) {
    const std::string name = ledger::staged_name(step.after);
    ReadObject object = objects_.read(name, staged_bytes_max);
    if (object.presence != Presence::present) return std::nullopt;
    std::optional<Leaves> leaves;
    objects_.report().attempt(code::staged, name,
                              [&] { leaves = parse_leaves(std::move(object.bytes), step); });
    return leaves;
}

/// Throws unless the object leads from the head of the walk to the step's tree.
LedgerWalk::Leaves LedgerWalk::parse_leaves(Bytes object, const Step& step) const {
    const std::string name = ledger::staged_name(step.after);
    ledger::StagedHeader header = ledger::decode_staged_header(object, name);
    const bool follows = header.before.size.value == head_.size &&
                         (!head_.root || header.before.root == *head_.root);
    if (!follows || header.new_size() != step.after.size) {
        throw Error(ErrorKind::corrupt, "The staged object " + name + " leads from size " +
                                            std::to_string(header.before.size.value) + " to " +
                                            std::to_string(header.new_size().value) +
                                            ", or follows another tree; its commit leads from " +
                                            std::to_string(head_.size) + " to " +
                                            std::to_string(step.after.size.value) + ".");
    }
    if (tree_known_ && !gives_root(header.leaves, step.after.root)) {
        throw Error(ErrorKind::corrupt,
                    "The leaf hashes in " + name + " do not give the root of its commit.");
    }
    return {std::move(header.leaves), name, std::move(object)};
}

/// The leaves as the full tiles hold them: trusted only when they give the committed root.
std::optional<LedgerWalk::Leaves> LedgerWalk::leaves_of_tile(const Step& step) {
    Leaves leaves{{}, ledger::staged_name(step.after), std::nullopt};
    std::uint64_t number = 0;
    std::vector<ledger::Hash> tile;
    for (std::uint64_t index = head_.size; index < step.after.size.value; ++index) {
        if (tile.empty() || number != index / ledger::tile_hashes) {
            number = index / ledger::tile_hashes;
            const std::string name = ledger::tile_name({0, number});
            const ReadObject object = objects_.read(name, ledger::tile_bytes);
            if (object.bytes.size() != ledger::tile_bytes) return std::nullopt;
            tile = ledger::decode_tile(object.bytes, name);
        }
        leaves.hashes.push_back(tile[static_cast<std::size_t>(index % ledger::tile_hashes)]);
    }
    if (!gives_root(leaves.hashes, step.after.root)) return std::nullopt;
    return leaves;
}

bool LedgerWalk::gives_root(const std::vector<ledger::Hash>& leaves,
                            const ledger::Hash& root) const {
    ledger::CompactRange range = tree_.range();
    for (const ledger::Hash& leaf : leaves) range.append(leaf);
    return range.root() == root;
}

void LedgerWalk::advance_tree(const Leaves& leaves, const Step& step) {
    if (input_.on_transition) {
        const ledger::TreeHead before{ledger::TreeSize{head_.size}, *head_.root};
        input_.on_transition({before, step.after, leaves.hashes, leaves.staged,
                              leaves.object ? &*leaves.object : nullptr});
    }
    for (const ledger::Hash& leaf : leaves.hashes) {
        tree_.append(leaf, [this](ledger::TileId id, const std::vector<ledger::Hash>& hashes) {
            check_tile(id, hashes);
        });
    }
}

void LedgerWalk::check_tile(ledger::TileId id, const std::vector<ledger::Hash>& hashes) {
    const std::string name = ledger::tile_name(id);
    survey_.name(name);
    const ReadObject object = objects_.read(name, ledger::tile_bytes);
    if (object.presence == Presence::absent) {
        objects_.report().warning(code::tile_missing, name,
                                  "The tile " + name +
                                      " is missing; it can be made again from staged objects, and "
                                      "the next writer does.");
    } else if (object.presence == Presence::present &&
               !equal(object.bytes, ledger::encode_tile(hashes))) {
        objects_.report().violation(
            code::tile, name,
            "The tile " + name + " has other hashes than the entries it stands for.");
    }
    if (id.level == 0 && input_.on_leaf_tile) input_.on_leaf_tile(id.number, hashes);
}

/// Checkpoints that were seen elsewhere must be among those of the walk.
void LedgerWalk::check_known(const Step& step) {
    if (hint_ && hint_->checkpoint.size == step.after.size) {
        hint_->met = true;
        const std::string name(ledger::checkpoint_hint_name);
        if (hint_->checkpoint.root != step.after.root) {
            objects_.report().violation(
                code::fork, name,
                "The checkpoint in " + name + " and the commit of the same size, " +
                    std::to_string(step.after.size.value) + ", state different trees.");
        } else if (!step.note.empty() && hint_->note != step.note) {
            objects_.report().violation(
                code::hint, name,
                "The checkpoint in " + name + " is not the very note that its commit holds.");
        }
    }
    if (input_.remembered && input_.remembered->size == step.after.size) {
        result_.remembered_on_chain = input_.remembered->root == step.after.root;
    }
}

void LedgerWalk::check_hint_at_end() {
    const std::string name(ledger::checkpoint_hint_name);
    if (hint_ && !hint_->met) {
        objects_.report().violation(code::hint, name,
                                    "The checkpoint in " + name + ", of size " +
                                        std::to_string(hint_->checkpoint.size.value) +
                                        ", is none of those the commits state.");
    }
    if (hint_ || head_.size == 0 || objects_.report().blames(name)) return;
    objects_.report().warning(code::hint_missing, name,
                              "The hint " + name +
                                  " is missing; readers follow the commits without it, and the "
                                  "next writer makes it again.");
}

void LedgerWalk::check_stray_commits() {
    for (const std::uint64_t size : survey_.commits()) {
        const std::string name = ledger::commit_name(ledger::TreeSize{size});
        survey_.name(name);
        if (was_walked(size)) continue;
        objects_.report().violation(
            code::commit_stray, name,
            "The commit " + name + " continues a size that no other commit leads to.");
    }
}

/// A writer that lost a race leaves staged objects of sizes that exist; those of larger sizes are
/// worth a word.
void LedgerWalk::note_uncommitted() {
    for (const StagedObject& newer : survey_.staged_above(head_.size)) {
        const std::string& name = *newer.name;
        if (survey_.is_named(name)) continue;
        objects_.report().note(code::staged_uncommitted, name,
                               "The staged object " + name +
                                   " is newer than the last commit: a writer was cut off before "
                                   "its commit, or the commit was removed.");
    }
}

}  // namespace exhibit::verify

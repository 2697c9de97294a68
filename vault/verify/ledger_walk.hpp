// Follows a ledger from its first commit to its last, with no key (FORMAT.md 13, steps 2 and 3).
//
// Where a commit is missing or wrong the walk looks for a way on: a staged object that continues
// the tree, else the next commit there is. What lies behind such a place is still examined, but the
// proven size stops before it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "encode/note.hpp"
#include "ledger/checkpoint.hpp"
#include "ledger/descriptor.hpp"
#include "ledger/merkle.hpp"
#include "ledger/staged.hpp"
#include "verify/objects.hpp"
#include "verify/survey.hpp"
#include "verify/tiles.hpp"

namespace exhibit::verify {

/// One transition whose leaf hashes give the root of its checkpoint.
struct WalkedTransition {
    ledger::TreeHead before;
    ledger::TreeHead after;
    const std::vector<ledger::Hash>& leaves;
    std::string staged;   ///< name of the staged object
    const Bytes* object;  ///< its bytes; null when the leaves came from a tile
};

struct WalkResult {
    ledger::TreeHead proven{ledger::TreeSize{0}, ledger::empty_root()};
    bool whole = true;  ///< commits lead from 0 to the proven size, and nothing is behind
    bool remembered_on_chain = false;
    /// First size whose leaves are not known, if any.
    std::optional<std::uint64_t> leaves_end;
};

struct WalkInput {
    /// Without a key (the descriptor is damaged and none is remembered) no signature is verified.
    std::optional<encode::NoteKey> log_key;
    /// A checkpoint that must lie on the chain.
    std::optional<ledger::Checkpoint> remembered;
    /// In order, without gaps, from size 0 on; ends where leaves are not known. May be empty.
    std::function<void(const WalkedTransition&)> on_transition;
    /// Full tiles of level 0, after the transition that completes them. May be empty.
    std::function<void(std::uint64_t number, const std::vector<ledger::Hash>&)> on_leaf_tile;
};

class LedgerWalk {
public:
    LedgerWalk(Objects& objects, Survey& survey, WalkInput input);
    WalkResult run();

private:
    struct Head {
        std::uint64_t size = 0;
        std::optional<ledger::Hash> root;
    };
    struct Step {
        ledger::TreeHead after;
        std::string note;  ///< empty: no commit says so, only a staged object
    };
    struct Leaves {
        std::vector<ledger::Hash> hashes;
        std::string staged;
        std::optional<Bytes> object;
    };

    void read_hint();
    bool was_walked(std::uint64_t size) const;
    bool at_end() const;
    std::optional<Step> step_by_commit();
    std::optional<Step> step_by_staged();
    bool jump();
    void take(const Step& step);
    ledger::SignedCheckpoint open_note(const std::string& note, const std::string& source) const;
    ledger::SignedCheckpoint open_commit_text(std::string_view text, const std::string& name);
    std::optional<Leaves> leaves_of(const Step& step);
    std::optional<Leaves> leaves_of_staged(const Step& step);
    Leaves parse_leaves(Bytes object, const Step& step) const;
    bool staged_continues(const Step& step);
    std::optional<Leaves> leaves_of_tile(const Step& step);
    bool gives_root(const std::vector<ledger::Hash>& leaves, const ledger::Hash& root) const;
    void advance_tree(const Leaves& leaves, const Step& step);
    void check_tile(ledger::TileId id, const std::vector<ledger::Hash>& hashes);
    void check_known(const Step& step);
    void check_hint_at_end();
    void check_stray_commits();
    void note_uncommitted();

    Objects& objects_;
    Survey& survey_;
    WalkInput input_;
    Head head_{0, ledger::empty_root()};
    WalkResult result_;
    TileTree tree_;
    bool tree_known_ = true;
    std::vector<std::uint64_t> walked_;  ///< old sizes of commits that were looked at, ascending
    struct Hint {
        ledger::Checkpoint checkpoint;
        std::string note;
        bool met = false;
    };
    std::optional<Hint> hint_;
};

/// Reads exhibit.json; nullopt, and reported, when it is missing or wrong.
std::optional<ledger::Descriptor> read_descriptor(Objects& objects);

}  // namespace exhibit::verify

// Checkpoints beside each other, and under a policy: what anybody can tell who has them.
#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "exhibit/attest.hpp"
#include "exhibit/error.hpp"
#include "exhibit/fork.hpp"
#include "ledger/commit.hpp"
#include "ledger/fork.hpp"
#include "ledger/object_names.hpp"
#include "ledger/reader.hpp"
#include "ledger/remembered.hpp"
#include "ledger/trust_policy.hpp"
#include "store/object_store.hpp"

namespace exhibit {
namespace {

std::string tree_text(const ledger::Checkpoint& checkpoint) {
    return "size " + grouped(checkpoint.size.value) + ", root " +
           checkpoint.root.hex().substr(0, 16) + "…";
}

class Comparison {
public:
    explicit Comparison(const CompareRequest& request) : request_(request) {
        if (!request.location.empty()) open_vault();
        if (!request.log_key.empty()) {
            const encode::NoteKey given = encode::parse_vkey(request.log_key, "the log's key");
            if (log_key_ && *log_key_ != given) {
                throw Error(ErrorKind::verification,
                            "comparing checkpoints: the vault has another log key than the one "
                            "that was given");
            }
            log_key_ = given;
        }
        if (!log_key_) {
            throw Error(ErrorKind::usage,
                        "comparing checkpoints: give the vault, or the log's verifier key");
        }
    }

    CheckpointComparison run() {
        one_ = ledger::open_checkpoint(request_.one, *log_key_, "the first checkpoint");
        other_ = ledger::open_checkpoint(request_.other, *log_key_, "the second checkpoint");
        out_.one_size = one_.checkpoint.size.value;
        out_.other_size = other_.checkpoint.size.value;
        const bool in_order = one_.checkpoint.size <= other_.checkpoint.size;
        older_ = in_order ? &one_ : &other_;
        newer_ = in_order ? &other_ : &one_;
        if (out_.one_size == out_.other_size) {
            compare_equal();
        } else if (!by_proof() && !by_ledger()) {
            out_.text = "Whether the tree of " + tree_text(older_->checkpoint) +
                        " is a beginning of the tree of " + tree_text(newer_->checkpoint) +
                        " is not known here: give a proof between them, or the vault.";
        }
        return std::move(out_);
    }

private:
    void open_vault() {
        store_ = store::open_posix_store(request_.location);
        const std::string name(ledger::descriptor_name);
        const auto bytes = store_->get(name);
        if (!bytes) {
            throw Error(ErrorKind::not_found, "comparing checkpoints: there is no vault in " +
                                                  printable(request_.location));
        }
        const ledger::Descriptor descriptor = ledger::parse_descriptor(as_text(*bytes), name);
        log_key_ = descriptor.log_key;
        reader_.emplace(*store_, descriptor);
    }

    void compare_equal() {
        if (one_.checkpoint.root == other_.checkpoint.root) {
            out_.relation = CheckpointRelation::same;
            out_.text = "Both state the same tree: " + tree_text(one_.checkpoint) + '.';
            return;
        }
        found_fork(newer_->checkpoint.root, {});
    }

    /// True when the proof that was given decides.
    bool by_proof() {
        if (request_.proof.empty()) return false;
        const ledger::Commit given = ledger::parse_commit(request_.proof, "the proof");
        if (given.old_size != older_->checkpoint.size) {
            throw Error(ErrorKind::usage, "comparing checkpoints: the proof begins at size " +
                                              std::to_string(given.old_size.value) + ", expected " +
                                              std::to_string(older_->checkpoint.size.value));
        }
        if (!ledger::verify_consistency(older_->checkpoint.head(), newer_->checkpoint.head(),
                                        given.proof)) {
            return false;  // a proof that fails shows nothing: anybody can write one
        }
        found_consistent("by the proof that was given");
        return true;
    }

    /// True when the vault's ledger decides: the newer tree must be in it.
    bool by_ledger() {
        if (!reader_) return false;
        const ledger::Checkpoint& newer = newer_->checkpoint;
        const ledger::TreeSize here = reader_->newest().checkpoint.size;
        if (newer.size > here || reader_->root_at(newer.size) != newer.root) return false;
        const ledger::Hash root = reader_->root_at(older_->checkpoint.size);
        if (root == older_->checkpoint.root) {
            found_consistent("by the ledger of the vault");
        } else {
            found_fork(root, reader_->consistency_proof(older_->checkpoint.size, newer.size));
        }
        return true;
    }

    void found_consistent(const std::string& by) {
        out_.relation = CheckpointRelation::consistent;
        out_.text = std::string(older_ == &one_ ? "The first" : "The second") +
                    " is older: its tree (" + tree_text(older_->checkpoint) +
                    ") is a beginning of the other's (" + tree_text(newer_->checkpoint) + "), " +
                    by + '.';
    }

    void found_fork(const ledger::Hash& root, ledger::Proof proof) {
        const ledger::Fork fork{*log_key_, older_->note, newer_->note, root, std::move(proof)};
        out_.relation = CheckpointRelation::fork;
        out_.bundle = ledger::dump_fork(fork, "the checkpoints");
        out_.text = "The log signed two pasts: the tree of " + tree_text(older_->checkpoint) +
                    " is not a beginning of the tree of " + tree_text(newer_->checkpoint) +
                    ", which has the root " + root.hex().substr(0, 16) + "… at that size.";
        if (request_.home.empty()) return;
        const std::unique_ptr<Clock> clock = system_clock();
        out_.kept = ledger::RememberedHeads(request_.home, *clock).keep_fork(out_.bundle);
    }

    const CompareRequest& request_;
    std::unique_ptr<store::ObjectStore> store_;
    std::optional<ledger::LedgerReader> reader_;
    std::optional<encode::NoteKey> log_key_;
    ledger::SignedCheckpoint one_;
    ledger::SignedCheckpoint other_;
    const ledger::SignedCheckpoint* older_ = nullptr;
    const ledger::SignedCheckpoint* newer_ = nullptr;
    CheckpointComparison out_;
};

}  // namespace

std::string to_string(CheckpointRelation relation) {
    switch (relation) {
        case CheckpointRelation::same: return "same";
        case CheckpointRelation::consistent: return "consistent";
        case CheckpointRelation::fork: return "fork";
        case CheckpointRelation::unproved: return "unproved";
    }
    return "unproved";
}

CheckpointComparison compare_checkpoints(const CompareRequest& request) {
    return Comparison(request).run();
}

ForkVerdict check_fork(const std::string& bundle, const std::string& log_key,
                       const std::string& source) {
    const ledger::Fork fork = ledger::parse_fork(bundle, source);
    if (!log_key.empty() && encode::parse_vkey(log_key, "the log's key") != fork.log_key)
        throw Error(ErrorKind::verification, "checking " + source + ": it is about the log " +
                                                 printable(fork.log_key.name) +
                                                 " with another key than the one that was given");
    const auto older = ledger::open_checkpoint(fork.older, fork.log_key, source).checkpoint;
    const auto newer = ledger::open_checkpoint(fork.newer, fork.log_key, source).checkpoint;
    ForkVerdict out{ledger::fork_holds(fork, source),
                    fork.log_key.name,
                    encode::format_vkey(fork.log_key),
                    older.size.value,
                    older.root.hex(),
                    newer.size.value,
                    newer.root.hex(),
                    fork.root.hex(),
                    {}};
    out.text = "The log signed the tree of " + tree_text(older) + ", and the tree of " +
               tree_text(newer) + ". ";
    out.text += out.proved ? "The second has the root " + fork.root.hex().substr(0, 16) +
                                 "… at the size of the first: they cannot both be true. Whoever "
                                 "holds the log's key signed two pasts."
                           : "The proof in the bundle does not show that they contradict each "
                             "other.";
    return out;
}

CosignedCheckpoint verify_checkpoint(const std::string& text, const std::string& policy_text) {
    const std::string source = "the checkpoint";
    const ledger::TrustPolicy policy = ledger::parse_trust_policy(policy_text, "the policy");
    const encode::Note note = encode::parse_note(text, source);
    const ledger::Checkpoint stated = ledger::parse_checkpoint_text(note.text, source);
    const bool signed_by_log = std::ranges::any_of(policy.logs, [&](const encode::NoteKey& key) {
        return key.name == stated.origin && encode::verify_note(note, key);
    });
    if (!signed_by_log) {
        throw Error(ErrorKind::verification,
                    "The checkpoint of " + printable(stated.origin) +
                        " is not signed by a log of the policy, or the signature is wrong.");
    }
    CosignedCheckpoint out{stated.origin, stated.size.value, stated.root.hex(), false, {}, 0, {}};
    std::map<std::string, std::uint64_t> vouched;
    std::vector<std::string> names;
    for (const ledger::Cosigned& one : ledger::cosigned_by(policy, note, source)) {
        vouched[one.witness->name] = stated.size.value;
        names.push_back(printable(one.witness->name));
        out.cosignatures.push_back(
            {out.size, out.root, one.witness->key.name, {}, {one.time.seconds, 0}});
    }
    for (const encode::NoteSignature& line : note.signatures) {
        const auto is_line_of = [&line](const auto& key) {
            return key.name == line.name && key.id() == line.id;
        };
        const bool known = std::ranges::any_of(policy.logs, is_line_of) ||
                           std::ranges::any_of(policy.witnesses, [&](const auto& one) {
                               return is_line_of(one.key);
                           });
        if (!known) ++out.strangers;
    }
    const auto size = policy.quorum_size(vouched);
    out.quorum = !size || (*size == out.size && out.size > 0);
    out.text = !size ? "The log signed it; the policy asks no quorum of witnesses."
                     : "The log signed it; the quorum of witnesses is " +
                           std::string(out.quorum ? "met" : "not met") + ": cosigned by " +
                           (names.empty() ? std::string("none of them") : join(names, ", ")) + '.';
    return out;
}

}  // namespace exhibit

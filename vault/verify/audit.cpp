#include "verify/audit.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "base/memory.hpp"
#include "base/stopwatch.hpp"
#include "custody/item_summary.hpp"
#include "ledger/object_names.hpp"
#include "verify/claims.hpp"
#include "verify/codes.hpp"
#include "verify/examination.hpp"
#include "verify/keyless.hpp"
#include "verify/named_objects.hpp"
#include "verify/own_keys.hpp"
#include "verify/policies.hpp"

namespace exhibit::verify {

namespace {

constexpr std::size_t left_over_max = 100;
constexpr std::size_t summaries_max = 500;

class Audit {
public:
    Audit(const AuditInput& input, std::optional<ledger::CheckedSignatures> checked)
        : input_(input),
          checked_(std::move(checked)),
          objects_(input.store, report_, {"auditing", input.progress, input.cancel}),
          survey_(input.store) {}

    /// nullopt when what was verified before was verified in another ledger than this one.
    std::optional<AuditResult> run() {
        copies_ = open_vault_key_copies(objects_, input_.identity);
        read_vault();
        walk();
        Examined* examined = examination_ ? &examination_->finish() : nullptr;
        if (examined != nullptr && !examined->memory_holds) return std::nullopt;
        if (examined != nullptr && input_.admit && walk_.whole && !stopped_)
            input_.admit(examined->state);
        if (examined != nullptr) {
            examined->findings.each([this](const Finding& finding) { report_.add(finding); });
            examined->findings = {};
            check_genesis(*examined);
        }
        check_memory();
        check_digests(objects_, survey_, ObjectKind::key);
        check_digests(objects_, survey_, ObjectKind::private_values);
        check_digests(objects_, survey_, ObjectKind::policy);
        check_lists(objects_, survey_,
                    examined != nullptr ? &examined->state.destroyed_packs() : nullptr);
        check_packs(objects_, survey_, false);
        PrivateCounts private_values;
        if (examined != nullptr) check_attestations(examined->state);
        if (examined != nullptr) private_values = check_named(*examined);
        check_digests(objects_, survey_, ObjectKind::anchor);
        if (examined != nullptr) note_left_over();
        objects_.finish();
        std::optional<ExaminedCounts> counts;
        if (examined != nullptr) {
            keep(*examined);
            counts = examined->counts();
        }
        // The findings are unpacked where the record was.
        examination_.reset();
        give_back_memory();
        return result(counts, private_values);
    }

private:
    void read_vault() {
        descriptor_ = read_descriptor(objects_);
        if (!descriptor_ || !input_.remembered) return;
        const ledger::RememberedHead& known = *input_.remembered;
        if (known.log_key == descriptor_->log_key &&
            known.checkpoint.checkpoint.origin == descriptor_->origin) {
            return;
        }
        report_.violation(code::other_vault, std::string(ledger::descriptor_name),
                          "exhibit.json names another vault or log key than the one remembered.");
    }

    void walk() {
        WalkInput walk;
        if (input_.remembered) {
            walk.remembered = input_.remembered->checkpoint.checkpoint;
            walk.log_key = input_.remembered->log_key;
        }
        if (descriptor_) walk.log_key = descriptor_->log_key;
        const std::string origin =
            walk.log_key ? walk.log_key->name : std::string("a vault without a name");
        for (const VaultKeyCopy& copy : copies_) {
            if (!walk.log_key || copy.log_key == walk.log_key->key) continue;
            report_.violation(
                code::key_object, copy.object,
                "The log key in " + copy.object + " is not the one that exhibit.json states.");
        }
        if (!copies_.empty()) start_examination(origin);
        walk.on_transition = [this](const WalkedTransition& transition) { examine(transition); };
        walk.on_leaf_tile = [this](std::uint64_t number, const auto& leaves) {
            check_entries_tile(objects_, survey_, number);
            if (!copies_.empty()) {
                check_entries_against(objects_, number, leaves, copies_.front().record_key);
            }
        };
        walk_ = LedgerWalk(objects_, survey_, std::move(walk)).run();
        if (walk_.leaves_end) stop_examining(*walk_.leaves_end, "the hashes of the entries");
    }

    void start_examination(const std::string& origin) {
        crypto::Hash digest;
        if (const auto bytes = input_.store.get(std::string(ledger::descriptor_name))) {
            digest = ledger::descriptor_digest(as_text(*bytes));
        }
        examination_.emplace(origin, digest, input_.identity.id(), stored_policies(input_.store),
                             checked_);
    }

    void examine(const WalkedTransition& transition) {
        if (!examination_ || stopped_) return;
        if (transition.before.size.value == 0) choose_copy(transition);
        auto entries = open_entries(objects_, transition, copies_.front().record_key);
        if (entries) {
            examination_->feed(std::move(*entries));
        } else {
            stop_examining(transition.before.size.value, "the entries in " + transition.staged);
        }
    }

    /// Several copies of the vault keys may lie there; the one that opens the first entries is the
    /// vault's.
    void choose_copy(const WalkedTransition& transition) {
        if (transition.object == nullptr || copies_.size() < 2) return;
        for (VaultKeyCopy& copy : copies_) {
            Report unheard;
            const bool opens = unheard.attempt(code::entry, transition.staged, [&] {
                static_cast<void>(
                    ledger::open_staged(transition.staged, *transition.object, copy.record_key));
            });
            if (!opens) continue;
            std::swap(copy, copies_.front());
            return;
        }
    }

    void stop_examining(std::uint64_t size, const std::string& what) {
        if (stopped_ || !examination_) return;
        stopped_ = true;
        report_.violation(code::not_examined, {},
                          "Events from number " + std::to_string(size) +
                              " on were not examined, because " + what + " cannot be read.");
    }

    void check_genesis(const Examined& examined) {
        const custody::VaultGenesis* genesis = examined.state.genesis();
        if (genesis != nullptr &&
            genesis->record_check != custody::record_check(copies_.front().record_key)) {
            report_.violation(code::record_key, copies_.front().object,
                              "The record key in " + copies_.front().object +
                                  " is not the one that the first event states.");
        }
        if (input_.remembered && examined.first_leaf &&
            *examined.first_leaf != input_.remembered->genesis) {
            report_.violation(code::other_vault, ledger::commit_name(ledger::TreeSize{0}),
                              "The first event is not that of the vault that is remembered.");
        }
    }

    void check_memory() {
        if (!input_.remembered || walk_.remembered_on_chain) return;
        const std::uint64_t known = input_.remembered->checkpoint.checkpoint.size.value;
        const std::uint64_t size = walk_.proven.size.value;
        if (size < known) {
            report_.violation(code::rollback, ledger::commit_name(walk_.proven.size),
                              "The ledger ends at size " + std::to_string(size) + ", but size " +
                                  std::to_string(known) +
                                  " was seen before: later events were removed.");
        } else {
            report_.violation(code::fork, std::string(ledger::checkpoint_hint_name),
                              "The ledger's tree of size " + std::to_string(known) +
                                  " is not the one that was seen before: its past was replaced.");
        }
    }

    PrivateCounts check_named(Examined& examined) {
        OwnKeys keys(objects_, input_.identity, copies_.front().record_key, examined.state);
        NamedObjects named(objects_, survey_, examined.state, keys);
        for (std::uint64_t index = 0; index < examined.state.size(); ++index)
            named.check(index, examined.private_digests.of(index));
        examined.private_digests = {};
        add_record_findings(examined.state, named);
        return named.counts();
    }

    void add_record_findings(const custody::State& state, NamedObjects& named) {
        custody::RecordRules rules{input_.now};
        const custody::TimeBrackets brackets(attested_.believed);
        rules.attested_size = brackets.size();
        // What a revoked key signed is not contested where others had seen it before the loss.
        rules.anchored_before = [&brackets](std::uint64_t index, Instant before) {
            const custody::TimeBracket bracket = brackets.of(index, 0);
            return bracket.not_after && bracket.not_after->time <= before;
        };
        const custody::PrivateLookup values = named.lookup();
        const auto tell = [this](const Finding& finding) { report_.add(finding); };
        if (input_.item) {
            std::ranges::for_each(custody::examine_item(state, *input_.item, values, rules), tell);
        } else if (input_.incident) {
            std::ranges::for_each(custody::examine_incident(state, *input_.incident, values, rules),
                                  tell);
        } else {
            custody::examine_record(state, values, rules, tell);
        }
        summarize(state, values, rules);
    }

    /// Item by item, where that can be read: nobody reads a summary of each of ten thousand items.
    void summarize(const custody::State& state, const custody::PrivateLookup& values,
                   const custody::RecordRules& rules) {
        const bool filtered = input_.item || input_.incident;
        if (!filtered && state.items().size() > summaries_max) {
            report_.note(code::many_items, {},
                         "What is proved of each of the " + std::to_string(state.items().size()) +
                             " items is said when the audit is asked for one incident or item.");
            return;
        }
        for (const auto& [id, item] : state.items()) {
            const bool wanted = input_.item       ? id == *input_.item
                                : input_.incident ? id.incident() == *input_.incident
                                                  : true;
            if (wanted) summaries_.push_back(custody::summarize_item(state, id, values, rules));
        }
    }

    /// Findings of all kinds about an item, those of the ledger as well.
    void count_findings(const std::vector<Finding>& findings) {
        std::map<std::string, ItemSummary*> by_item;
        for (ItemSummary& one : summaries_) by_item.emplace(one.item, &one);
        for (const Finding& finding : findings) {
            const auto found = by_item.find(finding.item);
            if (found == by_item.end()) continue;
            ItemSummary& one = *found->second;
            if (finding.severity == Severity::violation) ++one.violations;
            if (finding.severity == Severity::warning) ++one.warnings;
            if (finding.severity == Severity::note) ++one.notes;
        }
    }

    void check_attestations(const custody::State& state) {
        if (!descriptor_) return;
        attested_ = Attestations(objects_, survey_, state, descriptor_->log_key,
                                 walk_.proven.size.value, input_.trust, input_.now)
                        .examine();
        custody::TimeRules rules{input_.now, input_.trust.unattested};
        if (const auto every = state.policy().anchors.every_seconds)
            rules.longest_unattested_seconds = *every;
        // That nobody attests anything is told by the findings about the record.
        if (attested_.believed.empty()) rules.unattested.reset();
        for (Finding& finding :
             custody::examine_times(state, custody::TimeBrackets(attested_.believed), rules)) {
            if (!input_.incident || !finding.event ||
                concerns(state, *finding.event, *input_.incident)) {
                report_.add(std::move(finding));
            }
        }
    }

    static bool concerns(const custody::State& state, std::uint64_t index,
                         const custody::IncidentId& incident) {
        const custody::EventRecord* event = state.event(index);
        return event != nullptr && std::any_of(event->items.begin(), event->items.end(),
                                               [&](const custody::ItemId& item) {
                                                   return item.incident() == incident;
                                               });
    }

    void note_left_over() {
        // Behind a place where events could not be read, anything may be named.
        if (stopped_ || !walk_.whole) return;
        std::vector<std::string> names;
        for (const ObjectKind kind :
             {ObjectKind::key, ObjectKind::private_values, ObjectKind::policy, ObjectKind::list,
              ObjectKind::anchor, ObjectKind::unknown}) {
            const std::vector<std::string> more = survey_.unnamed(kind);
            names.insert(names.end(), more.begin(), more.end());
        }
        const std::size_t told = std::min(names.size(), left_over_max);
        for (std::size_t i = 0; i < told; ++i) {
            report_.note(code::left_over, names[i],
                         "No event names the object " + names[i] +
                             ": it was left over by a writer that was cut off, or put there by "
                             "somebody else.");
        }
        if (told == names.size()) return;
        report_.note(code::left_over, {},
                     std::to_string(names.size() - told) + " more objects are named by no event.");
    }

    AuditResult result(const std::optional<ExaminedCounts>& examined,
                       const PrivateCounts& private_values) {
        AuditResult out;
        out.events = examined ? examined->events : 0;
        if (descriptor_) out.origin = descriptor_->origin;
        if (examined && examined->first_leaf) out.vault_id = examined->first_leaf->hex();
        out.size = walk_.proven.size.value;
        out.root = walk_.proven.root.hex();
        out.findings = report_.take();
        count_findings(out.findings);
        out.items = std::move(summaries_);
        out.claims = claims_of({walk_, input_.remembered, out.findings, descriptor_.has_value(),
                                examined, private_values, attested_, input_.trust});
        return out;
    }

    /// For the next audit, when this one could read everything.
    void keep(Examined& examined) const {
        if (input_.memory == nullptr || stopped_ || !walk_.whole) return;
        examined.checked.when = input_.now;
        if (!checked_ || examined.checked.tree != checked_->tree || input_.afresh)
            input_.memory->keep(examined.checked);
    }

    const AuditInput& input_;
    std::optional<ledger::CheckedSignatures> checked_;
    Report report_;
    Objects objects_;
    Survey survey_;
    std::vector<VaultKeyCopy> copies_;
    std::optional<ledger::Descriptor> descriptor_;
    WalkResult walk_;
    std::optional<Examination> examination_;
    bool stopped_ = false;
    std::vector<ItemSummary> summaries_;
    Attested attested_;
};

}  // namespace

AuditResult audit(const AuditInput& input) {
    const Stopwatch watch;
    std::optional<ledger::CheckedSignatures> checked;
    if (input.memory != nullptr && !input.afresh) checked = input.memory->load();
    std::optional<AuditResult> whole = Audit(input, std::move(checked)).run();
    if (!whole) whole = Audit(input, std::nullopt).run();
    AuditResult result = std::move(*whole);
    result.seconds = watch.seconds();
    return result;
}

}  // namespace exhibit::verify

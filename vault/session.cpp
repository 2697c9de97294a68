#include "vault/session.hpp"

#include <set>

#include "base/text.hpp"
#include "custody/codes.hpp"
#include "custody/policy_findings.hpp"
#include "exhibit/error.hpp"
#include "exhibit/version.hpp"
#include "ledger/object_names.hpp"
#include "verify/policies.hpp"

namespace exhibit {
namespace {

namespace code = custody::code;

/// So many entries are worth a second thread; so many, a file.
constexpr std::uint64_t read_ahead_from = 512;
constexpr std::uint64_t keep_from = 256;
constexpr std::size_t batch_max = 128;

ledger::SignatureMemory::Owner memory_owner(const std::string& home,
                                            const ledger::Descriptor& descriptor,
                                            const crypto::Identity& identity) {
    return {home, descriptor.origin, identity.id(), std::string(version())};
}

crypto::SecretBytes memory_key(const crypto::Identity& identity) {
    return crypto::subkey(identity.catalogue_key(), "exhbchkd", 1);
}

bool is_any(const std::string& found, std::initializer_list<std::string_view> codes) {
    for (const std::string_view one : codes)
        if (found == one) return true;
    return false;
}

ErrorKind kind_of(const std::string& found) {
    if (is_any(found, {code::role, code::grant, code::cosigner, code::not_enrolled,
                       code::offer_party, code::custody, code::approver, code::joint, code::revoked,
                       code::policy_role, code::policy_cosign}))
        return ErrorKind::denied;
    if (is_any(found, {code::item_unknown, code::incident_unknown, code::handler_unknown,
                       code::offer_unknown, code::event_unknown}))
        return ErrorKind::not_found;
    if (is_any(found, {code::policy_field, code::policy_digest})) return ErrorKind::usage;
    if (found == code::policy_form) return ErrorKind::malformed;
    return ErrorKind::conflict;
}

/// Whether others who are at this machine sign as well: because the act asks for two people, or the
/// policy does.
bool takes_cosigners(const EventDraft& draft, const custody::Policy& policy,
                     std::string_view type) {
    return draft.cosigned || policy.cosign.contains(type) ||
           (policy.hold_override && type == "hold.release");
}

/// Values that the policy asks for and the draft does not have, under the code of the demand.
std::vector<Finding> missing_values(const EventDraft& draft, const custody::Policy& policy) {
    std::vector<Finding> out;
    const auto add = [&](custody::SubjectKind subject, const custody::PrivateValues& values) {
        for (const custody::Breach& breach :
             custody::value_breaches(policy, draft.body, subject, values))
            out.push_back({std::string(breach.code), Severity::violation, {}, {}, {}, breach.text});
    };
    std::set<custody::SubjectKind> spoken_of;
    for (const auto& [subject, values] : draft.values) {
        spoken_of.insert(custody::kind_of_subject(subject));
        add(custody::kind_of_subject(subject), values);
    }
    for (const custody::SubjectKind subject :
         custody::asked_subjects(policy, custody::type_of(draft.body))) {
        if (!spoken_of.contains(subject)) add(subject, {});
    }
    return out;
}

}  // namespace

void throw_refusal(const custody::Verdict& verdict, std::string_view doing) {
    throw Error(kind_of(verdict.problems.front().code), std::string(doing) + ": " + verdict.text());
}

Moment to_moment(Instant instant, ZoneOffset zone) {
    return {instant.seconds, zone.minutes};
}

Session::Session(VaultPlace place, ledger::Descriptor descriptor, crypto::Hash descriptor_digest,
                 custody::VaultKeys keys_in, const crypto::Identity& identity_in)
    : location(std::move(place.location)),
      home(std::move(place.home)),
      clock(std::move(place.clock)),
      store(std::move(place.store)),
      identity(identity_in.clone()),
      keys(std::move(keys_in)),
      log(keys.log_seed),
      opened(memory_owner(home, descriptor, identity), "opened", memory_key(identity)),
      audited(memory_owner(home, descriptor, identity), "audited", memory_key(identity)),
      reader(*store, descriptor, keys.record_key.clone()),
      state(descriptor.origin, descriptor_digest, verify::stored_policies(*store)),
      keyring(*store, identity, keys.record_key, state),
      privates(*store, keyring, state),
      remembered(home, *clock) {
    before_ = opened.load();
    if (!before_) before_ = audited.load();
}

Moment Session::now() const {
    return to_moment(clock->now(), clock->zone());
}

void Session::sync() {
    const ledger::TreeSize size = reader.newest().checkpoint.size;
    const ledger::LeafIndex from{state.size()};
    if (before_ && from.value == 0) {
        const ledger::TreeHead& tree = before_->tree;
        // Of a tree that is not a beginning of this one nothing is known here.
        if (tree.size.value > size.value || reader.root_at(tree.size) != tree.root) before_.reset();
        if (before_) kept_ = tree.size.value;
    }
    if (size.value - from.value < read_ahead_from) {
        reader.visit(from, size, [this](ledger::Entry&& entry) {
            ledger::OpenedEntry one{entry.index, entry.leaf};
            if (before_ && before_->covers(entry.index)) one.good = ledger::signers_of(entry);
            one.entry = std::move(entry);
            take(one);
        });
    } else {
        ledger::EntryQueue queue(
            [&](ledger::OpenedEntry&& one) {
                take(one);
                queue.learn(one, [this](const crypto::Hash& id) { return state.key_of(id); });
            },
            before_);
        take_ahead(from, size, queue);
    }
    if (state.root() != reader.newest().checkpoint.root)
        throw Error(ErrorKind::internal,
                    "following the ledger: the tree of the events read does not "
                    "have the root of its checkpoint");
}

/// Entries that break a rule are told by the audit; here they move nothing.
void Session::take(const ledger::OpenedEntry& opened_entry) {
    const std::vector<Finding> problems = state.apply(*opened_entry.entry, opened_entry.good);
    if (custody::signatures_unknown(problems)) checked_.others.push_back(opened_entry.index.value);
}

/// Reads and parses while the queue's thread judges.
void Session::take_ahead(ledger::LeafIndex from, ledger::TreeSize to, ledger::EntryQueue& queue) {
    std::vector<ledger::OpenedEntry> batch;
    reader.visit(from, to, [&](ledger::Entry&& entry) {
        batch.push_back({entry.index, entry.leaf, {}, std::move(entry)});
        if (batch.size() < batch_max) return;
        queue.feed(std::move(batch));
        batch.clear();
    });
    queue.feed(std::move(batch));
    queue.finish();
}

void Session::check_and_remember() {
    reader.refresh();
    sync();
    remembered.update(reader, location);
    keep_checked();
}

/// A few signatures more are verified sooner than a file is written.
void Session::keep_checked() {
    if (state.size() - kept_ < keep_from) return;
    checked_.tree = {ledger::TreeSize{state.size()}, state.root()};
    checked_.when = clock->now();
    opened.keep(checked_);
    kept_ = state.size();
}

catalogue::Catalogue& Session::catalogue() {
    if (!catalogue_) {
        const std::string vault = crypto::sha256(as_bytes(state.origin())).hex().substr(0, 32);
        const std::string path =
            home + "/catalogue/" + vault + "-" + me().hex().substr(0, 16) + ".db";
        catalogue_ = std::make_unique<catalogue::Catalogue>(
            path, identity.catalogue_key(), catalogue::Owner{state.origin(), state.event(0)->leaf});
    }
    return *catalogue_;
}

void Session::require_policy(const EventDraft& draft, std::string_view type) {
    const custody::AdoptedPolicy* adopted = state.adopted();
    if (adopted == nullptr || custody::body_is<custody::PolicyAdopt>(draft.body)) return;
    const std::string doing = "recording " + std::string(type);
    if (!adopted->policy)
        throw Error(ErrorKind::corrupt,
                    doing + ": the policy in force, " + ledger::policy_name(adopted->object) +
                        ", is missing or was changed; bring it back from a copy with `repair`, or "
                        "adopt a policy again");
    const std::vector<Finding> missing = missing_values(draft, *adopted->policy);
    if (!missing.empty()) throw_refusal({missing}, doing);
    if (type == "disposal.approve" || type == "disposal.carry_out") require_kept(draft, doing);
}

void Session::require_kept(const EventDraft& draft, const std::string& doing) {
    for (const custody::ItemId& item : draft.items) {
        const custody::IncidentRecord* incident = state.incident(item.incident());
        const auto end = incident == nullptr ? std::nullopt
                                             : custody::kept_until(state, *incident, state.size(),
                                                                   privates.lookup());
        if (!end || clock->now() >= *end) continue;
        throw Error(ErrorKind::conflict, doing + ": the policy has the evidence of incident " +
                                             item.incident().text() + " kept until " +
                                             format_utc(*end) + " (CR-26)");
    }
}

Session::Prepared Session::prepare(const EventDraft& draft) {
    Prepared out;
    ledger::Event& event = out.event;
    event.log = state.origin();
    event.type = std::string(custody::to_string(custody::type_of(draft.body)));
    event.time = clock->now();
    event.zone = clock->zone();
    event.happened = draft.happened ? Instant{draft.happened->seconds} : event.time;
    event.body = custody::to_json(draft.body);
    state.fill_chains(event, me(), draft.items);
    crypto::system_random().fill(event.salt);
    std::vector<crypto::Hash> beside;
    if (takes_cosigners(draft, state.policy(), event.type)) {
        for (const crypto::Identity& cosigner : cosigners) {
            beside.push_back(cosigner.id());
            out.cosigners.push_back(&cosigner.signer());
        }
    }
    const custody::Verdict verdict = state.may_follow(event, beside);
    if (!verdict.allowed()) throw_refusal(verdict, "recording " + event.type);
    require_policy(draft, event.type);
    return out;
}

void Session::require_allowed(const EventDraft& draft) {
    (void)prepare(draft);
}

std::string Session::sign(const EventDraft& draft) {
    // Judged before anything is put into the store, so that a refusal leaves nothing behind.
    Prepared prepared = prepare(draft);
    seal_values(prepared.event, custody::type_of(draft.body), draft.values, keyring, *store);
    return ledger::sign_entry(prepared.event, identity.signer(), prepared.cosigners);
}

std::unique_ptr<store::Occupation> Session::occupy() const {
    return store->occupy(std::string(ledger::descriptor_name), store::Occupy::together);
}

WrittenEvent Session::write(const std::function<EventDraft()>& make) {
    const auto here = occupy();
    ledger::LedgerWriter writer(reader, log, crypto::system_random());
    const ledger::AppendResult result = writer.append([&](const ledger::CommittedState&) {
        sync();
        return std::vector<std::string>{sign(make())};
    });
    check_and_remember();
    return {result.first.value, result.leaves.front()};
}

}  // namespace exhibit

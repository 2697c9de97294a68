// The policy in force, adopting another one, and what that would have forbidden.
#include <algorithm>

#include "base/text.hpp"
#include "exhibit/error.hpp"
#include "exhibit/vault.hpp"
#include "ledger/object_names.hpp"
#include "policy/describe.hpp"
#include "policy/policy_file.hpp"
#include "policy/trial.hpp"
#include "vault/describe.hpp"
#include "vault/vault_state.hpp"
#include "verify/policies.hpp"

namespace exhibit {
namespace {

std::vector<std::string> texts_of(const std::vector<custody::Breach>& breaches) {
    std::vector<std::string> texts;
    for (const custody::Breach& breach : breaches) texts.push_back(breach.text);
    return texts;
}

/// Told before the object is put into the store, so that a refusal leaves nothing behind.
void require_adoptable(Session& session, const custody::Policy& policy) {
    const custody::HandlerRecord* me = session.state.handler(session.me());
    if (me == nullptr || !me->has(custody::Role::admin))
        throw Error(ErrorKind::denied, "adopting policy " + printable(policy.name) +
                                           ": only admins may; this handler is none");
    const std::vector<std::string> locks = texts_of(custody::locks_of(session.state, policy));
    if (locks.empty()) return;
    throw Error(ErrorKind::conflict, "adopting policy " + printable(policy.name) +
                                         ": it would lock the vault. " + join(locks, " ") +
                                         " Enrol the people it needs first");
}

}  // namespace

PolicyInfo Vault::policy() const {
    Session& session = current(state_);
    const custody::Policy& policy = session.state.policy();
    PolicyInfo out;
    out.name = policy.name;
    out.description = policy.description;
    out.formal = policy.formal;
    out.rules = policy::rules_in_words(policy);
    const custody::AdoptedPolicy* adopted = session.state.adopted();
    if (adopted == nullptr) return out;
    out.object = adopted->object.hex();
    out.adopted_at = adopted->index;
    const Bytes text =
        get_named_by_digest(*session.store, ledger::policy_name(adopted->object), adopted->object);
    out.text = as_text(text);
    return out;
}

PolicyInfo Vault::adopt_policy(const std::string& text, const std::string& source) {
    Session& session = current(state_);
    require_adoptable(session, policy::parse_policy(text, source));
    const crypto::Hash object = crypto::sha256(as_bytes(text));
    const auto here = session.occupy();
    session.store->put_new(ledger::policy_name(object), as_bytes(text));
    session.write([&] { return EventDraft{custody::PolicyAdopt{object}, {}, {}, {}}; });
    return policy();
}

PolicyTrial Vault::try_policy(const std::string& text, const std::string& source) const {
    Session& session = current(state_);
    const custody::Policy candidate = policy::parse_policy(text, source);
    PolicyTrial out;
    out.name = candidate.name;
    out.events = session.state.size();
    out.locks = texts_of(custody::locks_of(session.state, candidate));
    out.unreachable = texts_of(custody::unreachable_quorums(session.state, candidate));

    // Who had which role is asked at each event: the ledger is followed once more.
    policy::Trial trial(candidate);
    custody::State before(session.state.origin(), session.state.genesis()->descriptor,
                          verify::stored_policies(*session.store));
    session.reader.visit({0}, ledger::TreeSize{session.state.size()}, [&](ledger::Entry&& entry) {
        if (const custody::EventRecord* event = session.state.event(entry.index.value))
            trial.look_at(before, entry.event, *event, session.privates.lookup());
        (void)before.apply(entry);
    });
    for (const policy::Forbidden& one : trial.forbidden())
        out.forbidden.push_back({one.code, one.type, one.events, one.examples, one.text});
    return out;
}

}  // namespace exhibit

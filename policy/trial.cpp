#include "policy/trial.hpp"

#include <set>

#include "custody/codes.hpp"
#include "custody/policy_rules.hpp"

namespace exhibit::policy {

namespace {

constexpr std::size_t examples_max = 3;

namespace code = custody::code;

}  // namespace

void Trial::look_at(const custody::State& before, const ledger::Event& event,
                    const custody::EventRecord& record, const custody::PrivateLookup& values) {
    if (record.type() == custody::EventType::vault_genesis) return;
    for (const custody::Breach& breach :
         custody::breaches_of(before, policy_, event, record.signers()))
        add(record, breach);
    std::set<custody::SubjectKind> spoken_of;
    for (const ledger::SealedRef& ref : record.sealed) {
        const custody::SubjectKind subject = custody::kind_of_subject(ref.subject);
        spoken_of.insert(subject);
        const custody::PrivateValues* known = values(record.index, ref.subject);
        if (known == nullptr) continue;
        for (const auto& breach : custody::value_breaches(policy_, record.body, subject, *known))
            add(record, breach);
    }
    for (const custody::SubjectKind subject : custody::asked_subjects(policy_, record.type())) {
        if (spoken_of.contains(subject)) continue;
        for (const auto& breach : custody::value_breaches(policy_, record.body, subject, {}))
            add(record, breach);
    }
}

void Trial::add(const custody::EventRecord& record, const custody::Breach& breach) {
    const std::string type(custody::to_string(record.type()));
    const bool of_value = breach.code == code::policy_field || breach.code == code::policy_digest;
    Forbidden& found =
        found_[{type, std::string(breach.code), of_value ? breach.text : std::string()}];
    if (found.events == 0) {
        found.code = breach.code;
        found.type = type;
        found.text = breach.text;
    }
    // An event about several items can lack the same value of each.
    if (!found.examples.empty() && found.last == record.index) return;
    found.last = record.index;
    ++found.events;
    if (found.examples.size() < examples_max) found.examples.push_back(record.index);
}

std::vector<Forbidden> Trial::forbidden() const {
    std::vector<Forbidden> out;
    for (const auto& [key, one] : found_) out.push_back(one);
    return out;
}

}  // namespace exhibit::policy

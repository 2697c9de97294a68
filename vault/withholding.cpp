#include "vault/withholding.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "custody/policy_rules.hpp"
#include "exhibit/error.hpp"

namespace exhibit {

custody::ExchangeRules rules_of(const Session& session, const custody::IncidentId& incident) {
    const custody::Restriction restriction = session.state.incident(incident)->restriction;
    const custody::ExchangeRules& rules =
        custody::exchange_rules(session.state.policy(), restriction);
    if (rules.leaves) return rules;
    throw Error(ErrorKind::denied, "writing a document about incident " + incident.text() +
                                       ": the policy " + printable(session.state.policy().name) +
                                       " lets nothing of incidents with the restriction " +
                                       std::string(custody::to_string(restriction)) +
                                       " go to others");
}

void require_withholdable(const std::vector<std::string>& names) {
    constexpr auto& known = custody::withholdable;
    for (const std::string& name : names)
        if (std::ranges::find(known, name) == known.end())
            throw Error(ErrorKind::usage,
                        "emitting IODEF: nothing that is called \"" + printable(name) +
                            "\" can be withheld; what can is " +
                            join(std::vector<std::string>(known.begin(), known.end()), ", "));
}

void withhold(ItemInfo& item, const std::string& name) {
    item.fields.erase(name);
    if (name == "label") item.label.clear();
    if (name == "description") item.description.clear();
    if (name == "logs") item.logs.clear();
    if (name == "container") item.container.reset();
    if (name == "summary") item.summary.reset();
    if (name == "expected") item.expected.clear();
}

void withhold(IncidentInfo& incident, const std::string& name) {
    if (name == "title") incident.title.clear();
    if (name == "description") incident.description.clear();
}

void withhold(HandlerInfo& handler, const std::string& name) {
    if (name == "email") handler.profile.email.clear();
    if (name == "phone") handler.profile.phone.clear();
    if (name == "name") handler.profile.name.clear();
    if (name == "organisation") handler.profile.organisation.clear();
}

std::vector<std::string> withheld_by_policy(const Session& session,
                                            const custody::ExchangeRules& rules) {
    std::vector<std::string> out;
    for (const std::string& name : rules.withhold)
        out.push_back("What is recorded as " + name + " is not in the document: the policy " +
                      printable(session.state.policy().name) + " does not let it leave.");
    return out;
}

}  // namespace exhibit

// Rules about policies, and what the one in force asks of every event.
#include "custody/codes.hpp"
#include "custody/judge.hpp"
#include "custody/policy_rules.hpp"
#include "exhibit/error.hpp"

namespace exhibit::custody {

void Judge::check(const PolicyAdopt& body) {
    if (!actor_->has(Role::admin)) {
        report(code::role, actor() + " adopted a policy without being an admin.");
    }
    std::shared_ptr<const Policy> policy;
    try {
        policy = state_.read_policy(body.object);
    } catch (const Error& error) {
        report(code::policy_form,
               std::string("The object adopted is no policy: ") + error.what() + ".");
        return;
    }
    // That it is missing is told where the objects are looked at that events name.
    if (!policy) return;
    for (const Breach& breach : locks_of(state_, *policy)) report(breach.code, breach.text);
}

void Judge::check_policy() {
    const AdoptedPolicy* adopted = state_.adopted();
    if (adopted == nullptr || !adopted->policy) return;
    for (const Breach& breach : breaches_of(state_, *adopted->policy, event_, signers_))
        report(breach.code, breach.text);
}

}  // namespace exhibit::custody

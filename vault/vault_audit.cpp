// The audit and the keyless check.
#include <algorithm>

#include "exhibit/error.hpp"
#include "exhibit/vault.hpp"
#include "vault/describe.hpp"
#include "vault/vault_state.hpp"
#include "verify/audit.hpp"
#include "verify/check.hpp"

namespace exhibit {
namespace {

bool none_is_violation(const std::vector<Finding>& findings) {
    return std::ranges::none_of(
        findings, [](const Finding& finding) { return finding.severity == Severity::violation; });
}

}  // namespace

bool AuditResult::ok() const {
    return none_is_violation(findings);
}
bool CheckResult::ok() const {
    return none_is_violation(findings);
}

AuditResult Vault::audit(const std::string& incident, Progress* progress,
                         const CancelFlag* cancel) {
    Session& session = state_->session;
    std::optional<custody::IncidentId> only;
    if (!incident.empty()) only = find_incident(current(state_), incident).id;
    return verify::audit({*session.store, session.identity,
                          session.remembered.load(session.state.origin()), only,
                          session.clock->now(), progress, cancel});
}

CheckResult Vault::check(const std::string& location, bool read_data, Progress* progress,
                         const CancelFlag* cancel) {
    const auto store = store::open_posix_store(location);
    CheckResult result = verify::check_store(*store, read_data, progress, cancel);
    for (std::string& name : store::leftover_files(location))
        result.left_over.push_back(std::move(name));
    return result;
}

}  // namespace exhibit

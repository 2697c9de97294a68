// The audit and the keyless check.
#include <algorithm>

#include "crypto/timestamp.hpp"
#include "exhibit/error.hpp"
#include "exhibit/vault.hpp"
#include "ledger/trust_policy.hpp"
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

/// Who names whom they believe wants to know where nobody of these speaks (CR-25).
verify::Trust to_trust(const AuditTrust& trust) {
    verify::Trust out;
    if (!trust.authorities.empty()) {
        out.authorities =
            crypto::certificates_from_pem(trust.authorities, "the certificates of the authorities");
    }
    if (!trust.policy.empty()) out.policy = ledger::parse_trust_policy(trust.policy, "the policy");
    if (!out.authorities.empty() || out.policy) out.unattested = Severity::warning;
    return out;
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
    return audit(incident, AuditTrust{}, progress, cancel);
}

AuditResult Vault::audit(const std::string& incident, const AuditTrust& trust, Progress* progress,
                         const CancelFlag* cancel) {
    const verify::Trust believed = to_trust(trust);
    Session& session = state_->session;
    std::optional<custody::IncidentId> only;
    if (!incident.empty()) only = find_incident(current(state_), incident).id;
    return verify::audit({*session.store, session.identity,
                          session.remembered.load(session.state.origin()), only,
                          session.clock->now(), progress, cancel, believed});
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

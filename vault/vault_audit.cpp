// The audit and the keyless check.
#include <algorithm>

#include "base/text.hpp"
#include "crypto/timestamp.hpp"
#include "custody/paper.hpp"
#include "encode/csv.hpp"
#include "exhibit/error.hpp"
#include "exhibit/vault.hpp"
#include "intake/acquisition_keep.hpp"
#include "ledger/trust_policy.hpp"
#include "vault/describe.hpp"
#include "vault/kept_anchors.hpp"
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
    out.revocation = revocation_evidence(trust.revocation, "auditing");
    crypto::require_revocation_form(out.revocation, "of what was given about revocations");
    if (!trust.policy.empty()) out.policy = ledger::parse_trust_policy(trust.policy, "the policy");
    if (!out.authorities.empty() || out.policy) out.unattested = Severity::warning;
    return out;
}

verify::AuditInput input_for(Session& session, verify::Trust believed, bool afresh,
                             Progress* progress, const CancelFlag* cancel) {
    verify::AuditInput input{*session.store,
                             session.identity,
                             session.remembered.load(session.state.origin()),
                             {},
                             session.clock->now(),
                             progress,
                             cancel};
    input.trust = std::move(believed);
    input.memory = &session.audited;
    input.afresh = afresh;
    return input;
}

}  // namespace

bool AuditResult::ok() const {
    return none_is_violation(findings);
}
bool CheckResult::ok() const {
    return none_is_violation(findings);
}

AuditResult Vault::audit(const std::string& incident, Progress* progress, const CancelFlag* cancel,
                         const std::string& item) {
    return audit(incident, AuditTrust{}, progress, cancel, item);
}

AuditResult Vault::audit(const std::string& incident, const AuditTrust& trust, Progress* progress,
                         const CancelFlag* cancel, const std::string& item) {
    const verify::Trust believed = to_trust(trust);
    Session& session = state_->session;
    std::optional<custody::IncidentId> only;
    if (!incident.empty()) only = find_incident(current(state_), incident).id;
    std::optional<custody::ItemId> one;
    if (!item.empty()) one = find_item(current(state_), item).id;
    if (only && one && one->incident() != *only)
        throw Error(ErrorKind::usage, "auditing " + one->text() + " of incident " + only->text() +
                                          ": it is of another one; name only the item");
    verify::AuditInput input = input_for(session, believed, trust.afresh, progress, cancel);
    input.incident = only;
    input.item = one;
    return verify::audit(input);
}

AuditResult Vault::audit_unopened(const std::string& location, const std::string& home,
                                  const UnlockedIdentity& identity, const AuditTrust& trust,
                                  Progress* progress, const CancelFlag* cancel) {
    const auto state = State::reach(place_in(location, home), identity);
    Session& session = state->session;
    verify::AuditInput input = input_for(session, to_trust(trust), trust.afresh, progress, cancel);
    input.admit = [&](const custody::State& ledger) { require_sound(session, ledger); };
    AuditResult result = verify::audit(input);
    result.first_contact = session.first_contact;
    if (result.ok()) {
        session.reader.refresh();
        session.remembered.update(session.reader, session.location);
    }
    return result;
}

PaperAudit Vault::audit_paper(const std::string& file) {
    const std::string shown = "the form " + printable(file);
    const Bytes bytes = intake::read_log(file, shown);
    const std::string name = file.substr(file.rfind('/') + 1);
    PaperAudit result =
        custody::judge_paper(encode::parse_csv(as_text(bytes), printable(name)), printable(name));
    result.file = name;
    result.sha256 = crypto::sha256(bytes).hex();
    return result;
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

#include "base/text.hpp"
#include "exhibit/error.hpp"
#include "vault/rid_keep.hpp"

namespace exhibit {
namespace {

constexpr int tries_max = 2;  // RFC 6546: a transfer that broke may be repeated

rid::Message report_about(Vault& vault, const RidSystem::State& system, const RidPartner& partner,
                          const RidSendRequest& request, RidSent& sent) {
    EmitRequest emit;
    emit.incident = request.report;
    emit.version = partner.facts.iodef == 1 ? IodefVersion::v1 : IodefVersion::v2;
    emit.csirt_name = system.file.csirt;
    emit.recipients = partner.facts.name + " (" + partner.facts.csirt + ")";
    emit.purpose = request.purpose;
    EmitResult emitted = vault.emit_iodef(emit);
    sent.omitted = std::move(emitted.omitted);
    rid::Message message = system.message_to(partner, rid::MessageType::report);
    rid::put_report(message, std::move(emitted.document));
    return message;
}

rid::Message query_about(const RidSystem::State& system, const RidPartner& partner,
                         const std::string& number) {
    rid::Message message = system.message_to(partner, rid::MessageType::query);
    message.incident = rid::IncidentNumber{partner.facts.csirt, number};
    return message;
}

rid::Message message_with(const RidSystem::State& system, const RidPartner& partner,
                          const RidSendRequest& request) {
    using rid::MessageType;
    const auto type = rid::parse_message_type(request.type, 2);
    if (!type || *type == MessageType::query || *type == MessageType::acknowledgement) {
        throw Error(ErrorKind::usage,
                    "sending a document as " + printable(request.type) +
                        ": expected Report, InvestigationRequest, TraceRequest or Result");
    }
    if ((*type == MessageType::result) != request.source_found.has_value()) {
        throw Error(ErrorKind::usage,
                    "sending a document: a Result, and only that, says whether the source of the "
                    "incident was found");
    }
    rid::Message message = system.message_to(partner, *type);
    if (request.source_found) message.source = rid::IncidentSource{*request.source_found, {}};
    rid::put_report(message, request.document);
    return message;
}

net::HttpsAnswer deliver(const RidSystem::State& system, const RidPartner& partner,
                         const std::string& xml) {
    const net::HttpsTarget target{
        partner.facts.host, partner.facts.port,
        [&](const Bytes& certificate) { return mismatch(partner, certificate); }};
    for (int tried = 1;; ++tried) {
        try {
            return net::https_post(*system.tls, target, {}, {200, xml, {}});
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::io || tried == tries_max) throw;
        }
    }
}

void require_success(const RidPartner& partner, int status) {
    if (status == 200 || status == 202) return;
    const std::string said = "The peer " + printable(partner.facts.name) +
                             " answered with HTTP status " + std::to_string(status);
    if (status >= 500) throw Error(ErrorKind::io, said + ": it failed; try again later.");
    throw Error(ErrorKind::denied,
                said + ": it does not take this message; ask those who run it for the reason.");
}

}  // namespace

RidSent rid_send(Vault& vault, const RidSystem& rid_system, const RidSendRequest& request) {
    const RidSystem::State& system = rid_system.state();
    const int asked =
        int{!request.report.empty()} + int{!request.query.empty()} + int{!request.document.empty()};
    if (asked != 1) {
        throw Error(ErrorKind::usage,
                    "sending a RID message: expected one of a report, a query and a document");
    }
    const RidPartner& partner = system.partner(request.peer);
    RidSent sent;
    const rid::Message message =
        !request.report.empty()  ? report_about(vault, system, partner, request, sent)
        : !request.query.empty() ? query_about(system, partner, request.query)
                                 : message_with(system, partner, request);
    const std::string xml = system.seal(partner, message);
    sent.sha256 = crypto::sha256(as_bytes(xml)).hex();
    sent.kept = keep_sent(vault, system, {xml, message, partner, request.purpose});
    const net::HttpsAnswer answer = deliver(system, partner, xml);
    sent.status = answer.status;
    require_success(partner, answer.status);
    if (answer.status == 202 && !answer.token.empty()) {
        sent.token = answer.token;
        RidTokens(system.home).expect(partner.facts.name, answer.token);
    }
    if (answer.body.empty()) return sent;
    const rid::Opened opened = system.open(answer.body, &partner, partner.facts.signature_required);
    sent.answer = to_reading(opened);
    sent.answer_kept = keep_message(
        vault, system, {answer.body, opened, partner, "the answer of " + partner.facts.host});
    return sent;
}

}  // namespace exhibit

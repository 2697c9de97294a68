#include "vault/kept_anchors.hpp"

#include <algorithm>

#include "crypto/certificate.hpp"
#include "exhibit/error.hpp"
#include "ledger/object_names.hpp"

namespace exhibit {
namespace {

ledger::AnchorFacts open_kept(Session& session, const custody::AnchorToken& body,
                              std::span<const Bytes> roots) {
    const std::string name = ledger::anchor_name(body.object);
    const Bytes bytes = get_named_by_digest(*session.store, name, body.object);
    const ledger::Anchor anchor = ledger::parse_anchor(as_text(bytes), name);
    const std::span<const Bytes> trusted = roots.empty() ? anchor.chain : roots;
    ledger::AnchorFacts facts =
        ledger::open_anchor(anchor, session.reader.descriptor().log_key, trusted, name);
    if (facts.checkpoint.size.value != body.size || facts.checkpoint.root != body.root) {
        throw Error(ErrorKind::verification,
                    "The anchor " + name + " stamps another checkpoint than its event says.");
    }
    return facts;
}

std::optional<AttestedTime> to_attested(const Session& session,
                                        const std::optional<custody::Attestation>& bound) {
    if (!bound) return std::nullopt;
    return AttestedTime{to_moment(bound->time, session.clock->zone()), bound->by, bound->size};
}

}  // namespace

crypto::RevocationEvidence revocation_evidence(const RevocationFiles& files,
                                               const std::string& doing) {
    crypto::RevocationEvidence out;
    for (const std::string& list : files.crls) {
        if (!list.starts_with("-----BEGIN")) {
            out.lists.push_back(to_bytes(std::string_view(list)));
            continue;
        }
        for (Bytes& one : crypto::revocation_lists_from_pem(list, "a revocation list"))
            out.lists.push_back(std::move(one));
    }
    for (const std::string& answer : files.ocsp)
        out.answers.push_back(to_bytes(std::string_view(answer)));
    const std::size_t most = std::max(out.lists.size(), out.answers.size());
    if (most > crypto::revocation_evidence_max)
        throw Error(ErrorKind::usage, doing + ": found " + std::to_string(most) +
                                          " lists or answers, expected at most 8 of each");
    return out;
}

std::vector<KeptAnchor> kept_anchors(Session& session, std::span<const Bytes> roots) {
    std::vector<KeptAnchor> out;
    for (std::uint64_t index = 0; index < session.state.size(); ++index) {
        const custody::EventRecord* event = session.state.event(index);
        const auto* body = event ? custody::body_if<custody::AnchorToken>(event->body) : nullptr;
        if (body == nullptr) continue;
        KeptAnchor kept{index, *body, std::nullopt, {}};
        try {
            kept.facts = open_kept(session, *body, roots);
        } catch (const Error& error) {
            if (error.kind() == ErrorKind::io || error.kind() == ErrorKind::crypto) throw;
            kept.problem = error.what();
        }
        out.push_back(std::move(kept));
    }
    return out;
}

custody::TimeBrackets time_brackets(Session& session) {
    std::vector<custody::Attestation> attestations;
    for (const KeptAnchor& kept : kept_anchors(session, {})) {
        if (!kept.facts) continue;
        attestations.push_back(
            {kept.body.size, kept.facts->stamp.time, kept.facts->stamp.authority, kept.event});
    }
    return custody::TimeBrackets(std::move(attestations));
}

EventTimes event_times(const Session& session, const custody::TimeBrackets& brackets,
                       std::uint64_t index) {
    const custody::EventRecord* event = session.state.event(index);
    if (event == nullptr) return {};
    const custody::TimeBracket bracket = brackets.of(index, event->seen);
    return {to_attested(session, bracket.not_before), to_attested(session, bracket.not_after)};
}

}  // namespace exhibit

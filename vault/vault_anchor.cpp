// Time-stamps of authorities over checkpoints (RFC 3161): asked for, kept, verified again.
#include <algorithm>

#include "base/text.hpp"
#include "crypto/certificate.hpp"
#include "exhibit/error.hpp"
#include "exhibit/vault.hpp"
#include "ledger/object_names.hpp"
#include "net/http.hpp"
#include "vault/kept_anchors.hpp"
#include "vault/vault_state.hpp"

namespace exhibit {
namespace {

constexpr int http_fine = 200;

AnchorInfo describe_anchor(const Session& session, const KeptAnchor& kept, bool trusted) {
    AnchorInfo out;
    out.event = kept.event;
    out.size = kept.body.size;
    out.root = kept.body.root.hex();
    out.object = ledger::anchor_name(kept.body.object);
    out.problem = kept.problem;
    out.holds = kept.facts.has_value();
    out.trusted = out.holds && trusted;
    if (!kept.facts) return out;
    const crypto::TimestampFacts& stamp = kept.facts->stamp;
    out.time = to_moment(stamp.time, session.clock->zone());
    out.authority = stamp.authority;
    out.policy = stamp.policy;
    out.serial = stamp.serial;
    out.certificates_end = to_moment(stamp.certificates_end, session.clock->zone());
    for (const crypto::RevocationWord& one : stamp.revocation) out.revocation.push_back(one.text);
    return out;
}

std::vector<Bytes> roots_of(const std::string& authorities) {
    return crypto::certificates_from_pem(authorities, "the certificates of the authorities");
}

void add_new(std::vector<Bytes>& kept, const std::vector<Bytes>& more) {
    for (const Bytes& one : more)
        if (std::ranges::find(kept, one) == kept.end()) kept.push_back(one);
}

/// Verified, with what is said of its certificates until now; then put and logged.
AnchorInfo keep(Session& session, const ledger::Anchor& anchor) {
    const ledger::AnchorFacts facts =
        ledger::open_anchor(anchor, session.reader.descriptor().log_key, anchor.chain,
                            "of the authority's answer", session.clock->now());
    const ledger::Checkpoint& stamped = facts.checkpoint;
    if (stamped.size.value == 0 || stamped.size > session.reader.newest().checkpoint.size ||
        session.reader.root_at(stamped.size) != stamped.root) {
        throw Error(ErrorKind::verification,
                    "keeping a time-stamp: the checkpoint of size " +
                        std::to_string(stamped.size.value) +
                        " that it stamps is signed by the log, but is not of this ledger's past; "
                        "`exhibit checkpoint compare` shows how they differ");
    }
    const std::string text = ledger::dump_anchor(anchor);
    const custody::AnchorToken body{crypto::sha256(as_bytes(text)), stamped.root,
                                    stamped.size.value};
    const auto here = session.occupy();
    session.store->put_new(ledger::anchor_name(body.object), as_bytes(text));
    const WrittenEvent written = session.write([&] { return EventDraft{body, {}, {}, {}}; });
    return describe_anchor(session, {written.index, body, facts, {}}, true);
}

}  // namespace

AnchorRequest Vault::anchor_request() const {
    Session& session = current(state_);
    const ledger::SignedCheckpoint& newest = session.reader.newest();
    const Bytes query = crypto::timestamp_query(as_bytes(newest.note), crypto::system_random());
    return {newest.checkpoint.size.value, newest.note, to_string(query)};
}

AnchorInfo Vault::attach_anchor(const AnchorRequest& request, const std::string& response,
                                const std::string& authorities, const RevocationFiles& revocation) {
    Session& session = current(state_);
    if (authorities.empty()) {
        throw Error(ErrorKind::usage,
                    "keeping a time-stamp: the authority's certificates are missing; without them "
                    "nothing tells its token from one that anybody made");
    }
    const ledger::Anchor anchor{roots_of(authorities), request.checkpoint,
                                to_bytes(std::string_view(request.query)),
                                to_bytes(std::string_view(response)),
                                revocation_evidence(revocation, "keeping a time-stamp")};
    return keep(session, anchor);
}

AnchorInfo Vault::attach_revocation(std::uint64_t event, const std::string& authorities,
                                    const RevocationFiles& revocation) {
    Session& session = current(state_);
    const std::string doing = "keeping more of the time-stamp of event " + std::to_string(event);
    const custody::EventRecord* record = session.state.event(event);
    const auto* body = record ? custody::body_if<custody::AnchorToken>(record->body) : nullptr;
    if (body == nullptr)
        throw Error(ErrorKind::not_found, doing +
                                              ": that event names none; `exhibit anchor "
                                              "verify --json` lists those that do");
    const std::string name = ledger::anchor_name(body->object);
    const Bytes bytes = get_named_by_digest(*session.store, name, body->object);
    ledger::Anchor anchor = ledger::parse_anchor(as_text(bytes), name);
    if (!authorities.empty()) anchor.chain = roots_of(authorities);
    const crypto::RevocationEvidence more = revocation_evidence(revocation, "keeping a time-stamp");
    const std::size_t before = anchor.revocation.lists.size() + anchor.revocation.answers.size();
    add_new(anchor.revocation.lists, more.lists);
    add_new(anchor.revocation.answers, more.answers);
    if (anchor.revocation.lists.size() + anchor.revocation.answers.size() == before)
        throw Error(ErrorKind::usage, doing +
                                          ": no list and no answer was given that is not kept "
                                          "with it already");
    return keep(session, anchor);
}

AnchorInfo Vault::fetch_anchor(const std::string& url, const std::string& authorities) {
    // Before anybody is asked: an answer that cannot be verified is of no use.
    static_cast<void>(roots_of(authorities));
    const AnchorRequest request = anchor_request();
    const net::HttpAnswer answer =
        net::http_post(url, "application/timestamp-query", request.query);
    if (answer.status != http_fine) {
        throw Error(ErrorKind::io, "asking " + printable(url) + " for a time-stamp: it answered " +
                                       std::to_string(answer.status) + ", expected 200");
    }
    return attach_anchor(request, answer.body, authorities, {});
}

std::vector<AnchorInfo> Vault::anchors(const std::string& authorities) const {
    Session& session = current(state_);
    const std::vector<Bytes> roots =
        authorities.empty() ? std::vector<Bytes>() : roots_of(authorities);
    std::vector<AnchorInfo> out;
    for (const KeptAnchor& kept : kept_anchors(session, roots)) {
        out.push_back(describe_anchor(session, kept, !roots.empty()));
    }
    return out;
}

}  // namespace exhibit

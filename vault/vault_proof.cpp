// What others can check without us: events, receipts, checkpoints.
#include "base/text.hpp"
#include "encode/json.hpp"
#include "exhibit/error.hpp"
#include "exhibit/vault.hpp"
#include "ledger/receipt.hpp"
#include "ledger/short_code.hpp"
#include "vault/describe.hpp"
#include "vault/exchange_gather.hpp"
#include "vault/kept_anchors.hpp"
#include "vault/vault_state.hpp"

namespace exhibit {
namespace {

EventInfo describe_event(Session& session, const ledger::Entry& entry) {
    EventInfo out;
    out.index = entry.index.value;
    out.hash = entry.leaf.hex();
    out.type = entry.event.type;
    out.recorded = to_moment(entry.event.time, entry.event.zone);
    out.happened = to_moment(entry.event.happened, entry.event.zone);
    out.actor = entry.event.actor.key.hex();
    for (const ledger::ItemLink& item : entry.event.items) out.items.push_back(item.id);
    out.payload = entry.envelope.payload;
    const custody::PrivateLookup lookup = session.privates.lookup();
    for (const ledger::SealedRef& ref : entry.event.sealed) {
        const custody::PrivateValues* values = lookup(out.index, ref.subject);
        if (values == nullptr) continue;
        for (const auto& [name, value] : *values)
            out.private_values.emplace_back(ref.subject + " " + name, encode::dump(value));
    }
    return out;
}

}  // namespace

std::string code_of(Session& session, std::uint64_t index) {
    const ledger::Checkpoint& newest = session.reader.newest().checkpoint;
    return ledger::format_short_code(ledger::make_short_code(
        session.state.origin(), {index}, session.reader.leaf({index}), newest.head()));
}

EventInfo Vault::event(const std::string& reference) const {
    Session& session = current(state_);
    const std::uint64_t index = find_event(session, reference);
    EventInfo out = describe_event(session, session.reader.entries({index}, {index + 1}).front());
    out.times = event_times(session, time_brackets(session), index);
    return out;
}

std::vector<EventInfo> Vault::events() const {
    Session& session = current(state_);
    std::vector<EventInfo> out;
    session.reader.visit({0}, {session.state.size()}, [&](ledger::Entry&& entry) {
        out.push_back(describe_event(session, entry));
    });
    return out;
}

std::string receipt_of(Session& session, std::uint64_t index) {
    const ledger::KeySource keys = [&](const crypto::Hash& id) -> std::optional<crypto::VerifyKey> {
        const custody::HandlerRecord* handler = session.state.handler(id);
        if (handler == nullptr) return std::nullopt;
        return handler->enrol.sign;
    };
    return ledger::dump_receipt(ledger::make_receipt(session.reader, {index}, keys));
}

std::string Vault::receipt(const std::string& event) const {
    Session& session = current(state_);
    return receipt_of(session, find_event(session, event));
}

std::string Vault::short_code(const std::string& event) const {
    Session& session = current(state_);
    return code_of(session, find_event(session, event));
}

CodeCheck Vault::check_code(const std::string& text) const {
    Session& session = current(state_);
    const ledger::ShortCode code = ledger::parse_short_code(text, "the short code");
    CodeCheck out;
    out.event = code.index.value;
    out.size = code.size.value;
    if (code.size > session.reader.newest().checkpoint.size) {
        out.text = "The ledger does not contain it: it has " + grouped(session.state.size()) +
                   " events, and the code was made of " + grouped(out.size) +
                   ". Events were removed, or this is an older copy or another vault.";
        return out;
    }
    const ledger::Hash leaf = session.reader.leaf(code.index);
    const ledger::TreeHead tree{code.size, session.reader.root_at(code.size)};
    out.event_hash = leaf.hex();
    out.holds = ledger::make_short_code(session.state.origin(), code.index, leaf, tree) == code;
    if (!out.holds) {
        out.text = "The ledger does not contain it: event " + grouped(out.event) +
                   " or the first " + grouped(out.size) +
                   " events are not those the code was made of.";
        return out;
    }
    const ledger::Event event = session.reader.entries(code.index, {out.event + 1}).front().event;
    out.type = event.type;
    for (const ledger::ItemLink& item : event.items) out.items.push_back(item.id);
    out.text = "Event " + grouped(out.event) +
               " is in the ledger as it was when the code was "
               "written down, and so are all of the first " +
               grouped(out.size) + " events, in their order. Of later ones the code says nothing.";
    return out;
}

std::string Vault::checkpoint() const {
    return current(state_).reader.newest().note;
}

}  // namespace exhibit

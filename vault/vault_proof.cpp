// What others can check without us: events, receipts, checkpoints.
#include "encode/json.hpp"
#include "exhibit/error.hpp"
#include "exhibit/vault.hpp"
#include "ledger/receipt.hpp"
#include "vault/describe.hpp"
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

EventInfo Vault::event(const std::string& reference) const {
    Session& session = current(state_);
    const std::uint64_t index = find_event(session, reference);
    return describe_event(session, session.reader.entries({index}, {index + 1}).front());
}

std::vector<EventInfo> Vault::events() const {
    Session& session = current(state_);
    std::vector<EventInfo> out;
    session.reader.visit({0}, {session.state.size()}, [&](ledger::Entry&& entry) {
        out.push_back(describe_event(session, entry));
    });
    return out;
}

std::string Vault::receipt(const std::string& event) const {
    Session& session = current(state_);
    const std::uint64_t index = find_event(session, event);
    const ledger::KeySource keys = [&](const crypto::Hash& id) -> std::optional<crypto::VerifyKey> {
        const custody::HandlerRecord* handler = session.state.handler(id);
        if (handler == nullptr) return std::nullopt;
        return handler->enrol.sign;
    };
    return ledger::dump_receipt(ledger::make_receipt(session.reader, {index}, keys));
}

std::string Vault::checkpoint() const {
    return current(state_).reader.newest().note;
}

}  // namespace exhibit

// What signed events say of an item's life, for front ends.
#include "custody/chain.hpp"
#include "vault/describe.hpp"
#include "vault/vault_state.hpp"

namespace exhibit {

namespace {

using custody::PrivateValues;
using custody::text_value;

AttachmentInfo attachment_of(const custody::EventRecord& event, const custody::ItemAttach& body,
                             const PrivateValues* values) {
    AttachmentInfo out;
    out.event = event.index;
    out.role = custody::to_string(body.role);
    if (values == nullptr) return out;
    out.name = text_value(*values, "name");
    out.sha256 = text_value(*values, "sha256");
    out.description = text_value(*values, "description");
    out.taken = text_value(*values, "taken");
    if (const auto size = values->find("size"); size != values->end())
        out.size = size->second.natural("size");
    return out;
}

std::string_view word_for(custody::SealState seal) {
    switch (seal) {
        case custody::SealState::unknown: return "unknown";
        case custody::SealState::on: return "on";
        case custody::SealState::off: return "off";
    }
    return "unknown";
}

/// Where the last event that states a place puts the item.
void read_place(Session& session, const custody::EventRecord& event, const custody::ItemId& item,
                std::string& place) {
    const custody::PrivateLookup lookup = session.privates.lookup();
    const bool by_incident = custody::body_is<custody::CustodyAccept>(event.body) ||
                             custody::body_is<custody::ItemCheckIn>(event.body) ||
                             custody::body_is<custody::ItemCheckOut>(event.body);
    const bool by_item = custody::body_is<custody::ItemMove>(event.body) ||
                         custody::body_is<custody::ItemRegister>(event.body) ||
                         custody::body_is<custody::ItemIngest>(event.body);
    if (!by_incident && !by_item) return;
    const PrivateValues* values = lookup(
        event.index, by_item ? custody::subject_of(item) : custody::subject_of(item.incident()));
    const std::string said = values != nullptr ? text_value(*values, "place") : std::string();
    if (!said.empty()) place = said;
}

}  // namespace

LifeInfo describe_life(Session& session, const custody::ItemRecord& item) {
    LifeInfo out;
    out.seal = word_for(item.seal);
    const custody::PrivateLookup lookup = session.privates.lookup();
    for (const std::uint64_t index : item.chain) {
        const custody::EventRecord& event = *session.state.event(index);
        read_place(session, event, item.id, out.place);
        if (const auto* body = custody::body_if<custody::ItemAttach>(event.body))
            out.attachments.push_back(
                attachment_of(event, *body, lookup(index, custody::subject_of(item.id))));
        for (CorrectionInfo& one : custody::corrections_of_event(session.state, index, lookup))
            out.corrections.push_back(std::move(one));
    }
    if (item.checked_out) {
        const custody::CheckOutRecord& lent = *session.state.life().check_out(*item.checked_out);
        out.checked_out_to = lent.to.hex();
        out.due_back = to_moment(lent.due, session.state.event(lent.index)->zone);
    }
    out.held = session.state.life().hold_on(item.id) != nullptr;
    if (item.disposal)
        out.disposal = custody::to_string(session.state.life().disposal(*item.disposal)->status);
    if (item.ingest && item.ingest->from) {
        out.derivation = custody::to_string(item.ingest->derivation);
        out.derived_from = item.ingest->from->text();
    }
    return out;
}

LifeInfo Vault::life(const std::string& item) const {
    Session& session = current(state_);
    return describe_life(session, find_item(session, item));
}

}  // namespace exhibit

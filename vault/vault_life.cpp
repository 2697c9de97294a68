// The life of an item: attachments, seals, places, check-outs, examinations, inventories.
#include <algorithm>

#include "base/text.hpp"
#include "exhibit/error.hpp"
#include "exhibit/vault.hpp"
#include "intake/acquisition_keep.hpp"
#include "vault/access_record.hpp"
#include "vault/attachment.hpp"
#include "vault/describe.hpp"
#include "vault/life_words.hpp"
#include "vault/vault_state.hpp"

namespace exhibit {

namespace {

custody::PrivateValues seal_and_condition(const std::string& seal, const std::string& condition) {
    custody::PrivateValues values;
    set_text(values, "seal", seal);
    set_text(values, "condition", condition);
    return values;
}

/// The same values for each item of an event.
ValuesBySubject for_each_item(const std::vector<custody::ItemId>& items,
                              const custody::PrivateValues& values) {
    ValuesBySubject out;
    for (const custody::ItemId& item : items) out[custody::subject_of(item)] = values;
    return out;
}

/// What the person beside the actor counted too; none when nobody is there.
std::optional<crypto::Hash> beside(const Session& session) {
    if (session.cosigners.empty()) return std::nullopt;
    return session.cosigners.front().id();
}

/// The items of an incident that are in this handler's hands.
std::vector<custody::ItemId> my_items(Session& session, const custody::IncidentId& incident) {
    std::vector<custody::ItemId> out;
    for (const auto& [id, item] : session.state.items())
        if (id.incident() == incident && item.custodian == session.me() && !item.disposed_at)
            out.push_back(id);
    return out;
}

std::vector<custody::CountedItem> counted_items(Session& session, const InventoryRequest& request) {
    std::vector<custody::CountedItem> out;
    for (const auto& [reference, word] : request.results)
        out.push_back({find_item(session, reference).id,
                       word_of<custody::Counted>("taking inventory", word, custody::parse_counted,
                                                 "present, absent, damaged or not-looked")});
    if (!request.incident.empty()) {
        for (const custody::ItemId& id :
             my_items(session, find_incident(session, request.incident).id)) {
            const bool named = std::ranges::any_of(
                out, [&](const custody::CountedItem& one) { return one.item == id; });
            if (!named) out.push_back({id, custody::Counted::not_looked});
        }
    }
    std::ranges::sort(out, {}, [](const custody::CountedItem& one) { return one.item.text(); });
    const auto same = [](const auto& a, const auto& b) { return a.item == b.item; };
    const auto twice = std::ranges::adjacent_find(out, same);
    if (twice != out.end())
        throw Error(ErrorKind::usage, "taking inventory: " + twice->item.text() +
                                          " is named twice; name each item once");
    if (out.empty())
        throw Error(ErrorKind::usage,
                    "taking inventory: no item is named, and none of the incident is with you");
    return out;
}

}  // namespace

EventInfo written(Session& session, const Vault& vault, const std::function<EventDraft()>& make) {
    return vault.event(std::to_string(session.write(make).index));
}

EventInfo Vault::attach(const AttachRequest& request, Progress* progress,
                        const CancelFlag* cancel) {
    Session& session = current(state_);
    const custody::ItemId item = find_item(session, request.item).id;
    const auto role = word_of<custody::AttachmentRole>("attaching to " + item.text(), request.role,
                                                       custody::parse_attachment_role,
                                                       "photograph, document, form or notes");
    const Bytes bytes = intake::read_log(request.file, "the attachment " + printable(request.file));
    intake::IngestOptions options;
    options.progress = progress;
    options.cancel = cancel;
    Attachment attachment{
        item, role, request.file.substr(request.file.rfind('/') + 1), {}, request.happened};
    set_text(attachment.values, "description", request.description);
    set_text(attachment.values, "taken", request.taken);
    return attach_bytes(session, *this, attachment, bytes, options);
}

EventInfo Vault::seal(const SealRequest& request) {
    Session& session = current(state_);
    const custody::ItemId item = find_item(session, request.item).id;
    const auto action = word_of<custody::SealAction>("recording the seal of " + item.text(),
                                                     request.action, custody::parse_seal_action,
                                                     "sealed, unsealed, resealed or broken");
    custody::PrivateValues values;
    set_text(values, "seal", request.seal);
    set_text(values, "old_seal", request.old_seal);
    set_text(values, "reason", request.reason);
    set_text(values, "place", request.place);
    set_text(values, "witness", request.witness);
    return written(session, *this, [&] {
        return EventDraft{custody::ItemSeal{action},
                          {item},
                          {{custody::subject_of(item), values}},
                          request.happened};
    });
}

EventInfo Vault::move_items(const MoveRequest& request) {
    Session& session = current(state_);
    const auto items = find_items(session, request.items);
    require_said(request.place, "moving " + items.front().text(), "the place (CR-07)");
    custody::PrivateValues values = seal_and_condition(request.seal, request.condition);
    set_text(values, "place", request.place);
    set_text(values, "from_place", request.from_place);
    set_text(values, "storage", request.storage);
    set_text(values, "reason", request.reason);
    return written(session, *this, [&] {
        return EventDraft{custody::ItemMove{}, items, for_each_item(items, values),
                          request.happened};
    });
}

EventInfo Vault::check_out(const CheckOutRequest& request) {
    Session& session = current(state_);
    const auto items = find_items(session, request.items);
    const crypto::Hash to = request.to.empty() ? session.me() : find_handler(session, request.to);
    require_said(request.purpose, "checking out " + items.front().text(), "the purpose (CR-10)");
    custody::PrivateValues about;
    set_text(about, "purpose", request.purpose);
    set_text(about, "authority", request.authority);
    set_text(about, "place", request.place);
    return written(session, *this, [&] {
        ValuesBySubject values =
            for_each_item(items, seal_and_condition(request.seal, request.condition));
        values[custody::subject_of(items.front().incident())] = about;
        return EventDraft{custody::ItemCheckOut{Instant{request.due.seconds}, to}, items, values,
                          request.happened};
    });
}

EventInfo Vault::check_in(const CheckInRequest& request) {
    Session& session = current(state_);
    const custody::ItemId item = find_item(session, request.item).id;
    custody::PrivateValues about;
    set_text(about, "place", request.place);
    set_text(about, "note", request.note);
    return written(session, *this, [&] {
        const auto& out = session.state.item(item)->checked_out;
        if (!out)
            throw Error(ErrorKind::conflict,
                        "checking in " + item.text() + ": it is not checked out");
        const auto items = by_text(session.state.life().check_out(*out)->items);
        ValuesBySubject values =
            for_each_item(items, seal_and_condition(request.seal, request.condition));
        values[custody::subject_of(item.incident())] = about;
        return EventDraft{custody::ItemCheckIn{*out}, items, values, request.happened};
    });
}

EventInfo Vault::examine(const ExamineRequest& request) {
    Session& session = current(state_);
    const custody::ItemId item = find_item(session, request.item).id;
    require_said(request.purpose, "examining " + item.text(), "the purpose (CR-10)");
    custody::PrivateValues values;
    set_text(values, "purpose", request.purpose);
    set_text(values, "method", request.method);
    set_text(values, "tool", request.tool);
    set_text(values, "version", request.version);
    set_text(values, "authority", request.authority);
    set_text(values, "place", request.place);
    set_text(values, "result", request.result);
    set_text(values, "change", request.change);
    return written(session, *this, [&] {
        return EventDraft{custody::ItemExamine{!request.change.empty()},
                          {item},
                          {{custody::subject_of(item), values}},
                          request.happened};
    });
}

EventInfo Vault::inventory(const InventoryRequest& request) {
    Session& session = current(state_);
    custody::PrivateValues about;
    set_text(about, "place", request.place);
    set_text(about, "note", request.note);
    return written(session, *this, [&] {
        const auto results = counted_items(session, request);
        std::vector<custody::ItemId> items;
        for (const custody::CountedItem& one : results) items.push_back(one.item);
        EventDraft draft{custody::ItemInventory{beside(session), results},
                         items,
                         {{custody::subject_of(items.front().incident()), about}},
                         request.happened};
        draft.cosigned = true;
        return draft;
    });
}

}  // namespace exhibit

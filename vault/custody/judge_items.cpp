// Rules about items: new ones, and what is done with their content.
#include <algorithm>

#include "custody/codes.hpp"
#include "custody/judge.hpp"

namespace exhibit::custody {

// Items

void Judge::check(const ItemRegister& body) {
    check_new_item(body.incident, {Read::deposit, Read::record, Read::content});
}

void Judge::check(const ItemIngest& body) {
    check_new_item(body.incident, {Read::deposit, Read::content});
    if (!body.from) return;
    if (!state_.item(*body.from)) {
        report(code::item_unknown, *body.from,
               "The item was derived from " + body.from->text() + ", which was never registered.");
    } else if (body.from->incident() != body.incident) {
        report(code::item_incident, *body.from,
               "The item was derived from " + body.from->text() +
                   ", which belongs to another incident.");
    }
}

void Judge::check_new_item(const IncidentId& id, std::initializer_list<Read> grants) {
    if (!known_incident(id)) return;
    require_grant(id, grants);
    const ItemId& item = out_.items.front();
    if (item.incident() != id) {
        report(code::item_incident, item,
               "Item " + item.text() + " is registered under incident " + id.text() +
                   ", which its id does not name.");
    } else if (item != state_.next_item(id)) {
        report(code::item_number, item,
               "Item " + item.text() + " is out of order: the next one of this incident is " +
                   state_.next_item(id).text() + ".");
    }
}

void Judge::check(const ItemAccess&) {
    require_grant(out_.items.front().incident(), {Read::content});
}

void Judge::check(const ExchangeEmit& body) {
    if (!known_incident(body.incident)) return;
    require_grant(body.incident, {Read::record, Read::content});
    for (const ItemId& item : out_.items) {
        if (item.incident() == body.incident) continue;
        report(
            code::item_incident, item,
            "Item " + item.text() + " does not belong to incident " + body.incident.text() + ".");
    }
}

}  // namespace exhibit::custody

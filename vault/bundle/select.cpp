#include "bundle/select.hpp"

#include <algorithm>

#include "encode/json.hpp"
#include "ledger/object_names.hpp"

namespace exhibit::bundle {

namespace {

using encode::Json;

constexpr std::size_t hash_digits = 64;

/// Calls `visit` for every string inside a value; depth is bounded by the parser.
template <class Visit>
void visit_strings(const Json& value, const Visit& visit) {
    if (value.is_string()) return visit(value.string("body"));
    if (value.is_array()) {
        for (const Json& one : value.array("body")) visit_strings(one, visit);
    } else if (value.is_object()) {
        for (const auto& [name, member] : value.object("body")) visit_strings(member, visit);
    }
}

/// The `size` of every object that has a `root` beside it.
void add_sizes(const Json& value, std::set<std::uint64_t>& sizes) {
    if (value.is_array()) {
        for (const Json& one : value.array("body")) add_sizes(one, sizes);
    }
    if (!value.is_object()) return;
    const Json* size = value.find("size");
    const bool stated = value.find("root") != nullptr && size != nullptr && size->is_integer();
    if (stated && size->integer("size") >= 0) sizes.insert(size->natural("size"));
    for (const auto& [name, member] : value.object("body")) add_sizes(member, sizes);
}

bool names_item(const ledger::Event& event, const custody::ItemId& item) {
    return std::ranges::find(event.items, item.text(), &ledger::ItemLink::id) != event.items.end();
}

}  // namespace

Selection::Selection(const custody::IncidentId& incident)
    : incident_(incident.text()), item_prefix_(incident.text() + "/") {}

Selection::Of Selection::take(const ledger::Entry& entry) {
    const ledger::Event& event = entry.event;
    bool of_some = !event.items.empty();
    bool ours = std::ranges::any_of(event.items, [this](const ledger::ItemLink& item) {
        return item.id.starts_with(item_prefix_);
    });
    if (event.body.is_object()) {
        if (const Json* named = event.body.find("incident"); named != nullptr) {
            of_some = true;
            ours = ours || (named->is_string() && named->string("incident") == incident_);
        }
    }
    ours = names_subject(event, of_some) || ours || refers(event.body);
    if (ours) {
        leaves_.insert(entry.leaf.hex());
        return Of::incident;
    }
    return of_some ? Of::none : Of::vault;
}

bool Selection::names_subject(const ledger::Event& event, bool& any) const {
    bool ours = false;
    for (const ledger::SealedRef& ref : event.sealed) {
        if (ref.subject.starts_with("handler:")) continue;
        any = true;
        ours = ours || ref.subject == ledger::incident_subject(incident_) ||
               ref.subject.starts_with(ledger::item_subject(item_prefix_));
    }
    return ours;
}

bool Selection::refers(const Json& body) const {
    bool found = false;
    visit_strings(body, [&](const std::string& text) {
        found = found || (text.size() == hash_digits && leaves_.contains(text));
    });
    return found;
}

std::set<std::uint64_t> stated_sizes(const ledger::Event& event) {
    std::set<std::uint64_t> sizes{event.seen.size.value};
    add_sizes(event.body, sizes);
    return sizes;
}

bool discloses(const Info& info, const ledger::Event& event, const std::string& subject,
               const std::set<std::string>& involved) {
    if (subject.starts_with("handler:")) return involved.contains(subject);
    if (!info.item) return true;
    if (subject.starts_with("item:")) return subject == custody::subject_of(*info.item);
    return event.items.empty() || names_item(event, *info.item);
}

void add_involved(const ledger::Entry& entry, std::set<std::string>& involved) {
    const auto add = [&](const std::string& text) {
        if (text.size() == hash_digits) involved.insert("handler:" + text);
    };
    add(entry.event.actor.key.hex());
    for (const auto& signature : entry.envelope.signatures) add(signature.keyid.hex());
    visit_strings(entry.event.body, add);
}

}  // namespace exhibit::bundle

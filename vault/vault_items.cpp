// Items: registering physical ones, listing, looking up; their chain of custody.
#include <algorithm>

#include "base/text.hpp"
#include "custody/chain.hpp"
#include "exhibit/error.hpp"
#include "exhibit/vault.hpp"
#include "vault/describe.hpp"
#include "vault/item_fields.hpp"
#include "vault/kept_anchors.hpp"
#include "vault/vault_state.hpp"

namespace exhibit {

namespace {

bool is_sha256(const std::string& text) {
    return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

}  // namespace

custody::PrivateValues values_from_fields(const ItemFields& fields, custody::EventType type) {
    custody::PrivateValues values;
    const auto known = custody::private_names(type, custody::SubjectKind::item);
    for (const auto& [name, value] : fields) {
        const auto found = std::ranges::find(known, name, &custody::PrivateName::name);
        // The digests of an item are found, not told; that of what it was made from is told.
        const bool told = found != known.end() &&
                          (found->form == custody::ValueForm::text || name == "input_sha256");
        if (!told)
            throw Error(ErrorKind::usage,
                        "describing an item: \"" + printable(name) +
                            "\" is not a field of items; `item add --help` lists them");
        if (!valid_utf8(value) || value.size() > item_field_bytes_max)
            throw Error(ErrorKind::usage, "describing an item: the field " + name +
                                              " is not UTF-8 text of at most 4,000 bytes");
        const bool digest = name != "input_sha256" || is_sha256(value);
        if (!digest)
            throw Error(ErrorKind::usage, "describing an item: " + printable(value) +
                                              " is no SHA-256, expected 64 hexadecimal digits in "
                                              "lower case");
        set_text(values, name, value);
    }
    return values;
}

void require_free_label(Session& session, const custody::IncidentId& incident,
                        const ItemFields& fields) {
    const auto label = fields.find("label");
    if (label == fields.end() || label->second.empty()) return;
    for (const auto& [id, record] : session.state.items())
        if (id.incident() == incident && item_text(session, record, "label") == label->second)
            throw Error(ErrorKind::conflict, "naming an item \"" + printable(label->second) +
                                                 "\": " + id.text() +
                                                 " has that label already; choose another");
}

ItemInfo Vault::register_item(const NewItem& item) {
    Session& session = current(state_);
    const custody::IncidentId incident = find_incident(session, item.incident).id;
    const auto values = values_from_fields(item.fields, custody::EventType::item_register);
    if (!values.contains("description"))
        throw Error(ErrorKind::usage, "registering an item: the description is missing (CR-02)");
    std::optional<custody::ItemId> id;
    session.write([&] {
        require_free_label(session, incident, item.fields);
        id = session.state.next_item(incident);
        return EventDraft{custody::ItemRegister{incident},
                          {*id},
                          {{custody::subject_of(*id), values}},
                          item.happened};
    });
    return describe_item(session, *session.state.item(*id));
}

std::vector<ItemInfo> Vault::items(const std::string& incident) const {
    Session& session = current(state_);
    std::optional<custody::IncidentId> only;
    if (!incident.empty()) only = find_incident(session, incident).id;
    std::vector<ItemInfo> out;
    for (const auto& [id, record] : session.state.items())
        if (!only || id.incident() == *only) out.push_back(describe_item(session, record));
    return out;
}

ItemInfo Vault::item(const std::string& reference) const {
    Session& session = current(state_);
    return describe_item(session, find_item(session, reference));
}

std::vector<CustodyRow> Vault::custody(const std::string& item) const {
    Session& session = current(state_);
    const custody::ItemId id = find_item(session, item).id;
    auto rows = custody::chain_of_custody(session.state, id, session.privates.lookup());
    const custody::TimeBrackets brackets = time_brackets(session);
    for (CustodyRow& row : rows) row.times = event_times(session, brackets, row.event);
    return rows;
}

}  // namespace exhibit

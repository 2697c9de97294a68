#include "exchange/iodef_parts.hpp"

#include <algorithm>

#include "base/codec.hpp"
#include "base/text.hpp"
#include "base/time.hpp"

namespace exhibit::exchange {

const HandlerInfo* Build::handler(const std::string& id) const {
    const auto found = std::ranges::find(input.handlers, id, &HandlerInfo::id);
    return found == input.handlers.end() ? nullptr : &*found;
}

std::string Build::name_of(const std::string& id) const {
    const HandlerInfo* known = handler(id);
    if (known == nullptr || known->profile.name.empty()) return "key " + id.substr(0, 12);
    return text.fit(known->profile.name, "a handler's name");
}

std::string Build::fresh_id(const std::string& wanted) const {
    std::string id = wanted;
    const auto taken = [&] { return input.taken_ids != nullptr && input.taken_ids->contains(id); };
    for (std::uint64_t next = 2; taken() || !ids.insert(id).second; ++next)
        id = wanted + "-" + std::to_string(next);
    return id;
}

void add_text(pugi::xml_node parent, const char* name, const std::string& text) {
    if (!text.empty()) parent.append_child(name).text().set(text.c_str());
}

void set(pugi::xml_node node, const char* name, const std::string& value) {
    if (!value.empty()) node.append_attribute(name).set_value(value.c_str());
}

std::string time_text(Moment moment) {
    return format_local(Instant{moment.seconds}, ZoneOffset{moment.zone_minutes});
}

std::string base64_of_hex(const std::string& hex) {
    return to_base64(from_hex(hex));
}

std::vector<NamedDigest> digests_of(const ItemInfo& item) {
    std::vector<NamedDigest> out;
    const auto add = [&](const char* algorithm, const std::string& hex) {
        if (!hex.empty()) out.push_back({algorithm, base64_of_hex(hex)});
    };
    add("http://www.w3.org/2001/04/xmlenc#sha256", item.digests.sha256);
    add("http://www.w3.org/2000/09/xmldsig#sha1", item.digests.sha1);
    add("http://www.w3.org/2001/04/xmldsig-more#md5", item.digests.md5);
    return out;
}

std::string field(const ItemInfo& item, const std::string& name) {
    const auto found = item.fields.find(name);
    return found == item.fields.end() ? std::string() : found->second;
}

std::string gist_of(const EvidenceItem& evidence) {
    const ItemInfo& item = evidence.item;
    std::string out = item.digital ? "Digital evidence " + item.id + " (" + item.kind
                                   : "Physical evidence " + item.id;
    if (item.digital) {
        if (item.size) out += ", " + grouped(*item.size) + " bytes";
        out += ")";
    }
    if (!item.label.empty()) out += ", " + item.label;
    if (!item.description.empty()) out += ": " + item.description;
    if (item.kind == "tree") out += "; the digests are those of its listing";
    if (item.unreadable_bytes > 0)
        out += "; " + grouped(item.unreadable_bytes) + " bytes could not be read at the source";
    return out;
}

std::string gist_of(const Build& build, const EvidenceItem& item, const HandOver& hand_over) {
    std::string out = "Custody of " + item.item.id + " passed from " +
                      build.name_of(hand_over.from) + " to " + build.name_of(hand_over.to);
    const auto add = [&](const char* what, const std::string& value) {
        if (!value.empty()) out += std::string("; ") + what + ": " + value;
    };
    add("purpose", hand_over.purpose);
    add("place", hand_over.place);
    add("travel", hand_over.travel);
    add("condition", hand_over.condition);
    return build.text.fit(out, "a hand-over");
}

std::string fitting(const Build& build, const ItemInfo& item, const std::string& name) {
    return build.text.fit(field(item, name), item.id + " " + name);
}

void set_restriction(pugi::xml_node node, const Build& build) {
    const std::string& tlp = build.input.tlp;
    if (tlp.empty() || build.input.request.version == IodefVersion::v1) {
        set(node, "restriction", build.input.incident.restriction);
    } else if (tlp == "amber+strict") {  // younger than RFC 7970
        set(node, "restriction", "ext-value");
        set(node, "ext-restriction", tlp);
    } else {
        set(node, "restriction", tlp == "clear" ? "white" : tlp);
    }
}

std::string tlp_text(const Build& build) {
    if (build.input.tlp.empty()) return {};
    std::string out = "TLP:" + build.input.tlp;
    for (char& c : out)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return out;
}

void add_incident_id(pugi::xml_node parent, const Build& build) {
    pugi::xml_node id = parent.append_child("IncidentID");
    set(id, "name", build.input.request.csirt_name);
    id.text().set(build.input.incident.id.c_str());
}

void add_addresses(pugi::xml_node node, const Build& build, const ItemInfo& item) {
    const auto add = [&](const char* category, const std::string& value) {
        if (value.empty()) return;
        pugi::xml_node address = node.append_child("Address");
        set(address, "category", category);
        address.text().set(value.c_str());
    };
    const std::string ip = fitting(build, item, "ip");
    add(ip.find(':') == std::string::npos ? "ipv4-addr" : "ipv6-addr", ip);
    add("mac", fitting(build, item, "mac"));
}

void add_history(pugi::xml_node incident, const Build& build, const Version& version) {
    pugi::xml_node history;
    for (const EvidenceItem& evidence : build.input.items) {
        for (const HandOver& hand_over : evidence.hand_overs) {
            if (!history) {
                history = incident.append_child("History");
                set_restriction(history, build);
            }
            pugi::xml_node one = history.append_child("HistoryItem");
            set(one, "action", "other");
            set_restriction(one, build);
            add_text(one, "DateTime", time_text(hand_over.received));
            add_incident_id(one, build);
            version.add_person(one, build, hand_over.to);
            add_text(one, "Description", gist_of(build, evidence, hand_over));
            add_hand_over(version.add_extension(one, "hand-over"), build, evidence, hand_over);
        }
    }
}

void build_section(pugi::xml_document& document, const Build& build, const Version& version) {
    const std::vector<EvidenceItem>& items = build.input.items;
    const IodefSection section = build.input.request.section;
    note_scans_left_out(build);
    if (section == IodefSection::record_data) {
        for (const EvidenceItem& evidence : items) version.add_records(document, build, evidence);
    } else if (section == IodefSection::record) {
        pugi::xml_node record = document.append_child("Record");
        set_restriction(record, build);
        for (const EvidenceItem& evidence : items) version.add_records(record, build, evidence);
    } else if (items.size() == 1) {
        version.fill_event_data(document.append_child("EventData"), build, items.front());
    } else {
        // EventData nests: the outer one holds one for each item.
        pugi::xml_node outer = document.append_child("EventData");
        set_restriction(outer, build);
        add_text(outer, "Description", "Evidence acquired for " + build.input.incident.id);
        for (const EvidenceItem& evidence : items)
            version.fill_event_data(outer.append_child("EventData"), build, evidence);
    }
    for (pugi::xml_node child : document.children()) {
        if (child.type() != pugi::node_element) continue;
        child.prepend_attribute("xmlns:ds").set_value(xmldsig_namespace);
        child.prepend_attribute("xmlns").set_value(version.xml_namespace);
    }
}

}  // namespace exhibit::exchange

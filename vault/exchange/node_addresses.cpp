// Node of JSON IODEF holds DomainData or Address, that of XML both: addresses beside a name go into
// AdditionalData of the System, and back.
#include <vector>

#include "exchange/iodef_json.hpp"
#include "exchange/iodef_names.hpp"
#include "exchange/xml_tree.hpp"

namespace exhibit::exchange {

void move_node_addresses_out(pugi::xml_node node) {
    for (pugi::xml_node child : node.children())
        if (child.type() == pugi::node_element) move_node_addresses_out(child);
    if (!is_element(node, iodef_v2_uri, "System")) return;
    for (pugi::xml_node inner : node.children()) {
        if (!is_element(inner, iodef_v2_uri, "Node")) continue;
        std::vector<pugi::xml_node> addresses;
        bool named = false;
        for (pugi::xml_node part : inner.children()) {
            if (is_element(part, iodef_v2_uri, "Address")) addresses.push_back(part);
            named = named || is_element(part, iodef_v2_uri, "DomainData");
        }
        if (!named || addresses.empty()) continue;
        // One each: dtype xml is one element (RFC 7970 section 2.16).
        for (const pugi::xml_node address : addresses) {
            const std::string_view prefix = prefix_of(node.name());
            const std::string name =
                prefix.empty() ? "AdditionalData" : std::string(prefix) + ":AdditionalData";
            pugi::xml_node data = node.append_child(name.c_str());
            data.append_attribute("name").set_value("node-address");
            data.append_attribute("dtype").set_value("xml");
            data.append_attribute("formatid").set_value(std::string(node_address_format).c_str());
            data.append_move(address);
        }
    }
}

void move_node_addresses_back(pugi::xml_node node) {
    for (pugi::xml_node child : node.children())
        if (child.type() == pugi::node_element) move_node_addresses_back(child);
    if (!is_element(node, iodef_v2_uri, "System")) return;
    pugi::xml_node home = node.find_child(
        [](const pugi::xml_node& child) { return is_element(child, iodef_v2_uri, "Node"); });
    std::vector<pugi::xml_node> emptied;
    for (pugi::xml_node data : node.children()) {
        if (!home || !is_element(data, iodef_v2_uri, "AdditionalData") ||
            data.attribute("formatid").value() != node_address_format)
            continue;
        pugi::xml_node after = home.last_child();
        while (after && !is_element(after, iodef_v2_uri, "DomainData") &&
               !is_element(after, iodef_v2_uri, "Address"))
            after = after.previous_sibling();
        while (pugi::xml_node address = data.first_child()) {
            // They bind what they use, for the time they stood elsewhere.
            if (address.type() == pugi::node_element &&
                namespace_at(home, "") == namespace_of(address))
                address.remove_attribute("xmlns");
            after = after ? home.insert_move_after(address, after) : home.prepend_move(address);
        }
        emptied.push_back(data);
    }
    for (const pugi::xml_node data : emptied) node.remove_child(data);
}

}  // namespace exhibit::exchange

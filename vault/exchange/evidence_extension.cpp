// The extension elements: exhibit-evidence-1.0.xsd is their schema, EXTENSION.md their
// specification.
#include "exchange/iodef_parts.hpp"

namespace exhibit::exchange {
namespace {

void add_party(pugi::xml_node parent, const char* name, const Build& build, const std::string& id) {
    pugi::xml_node party = parent.append_child(name);
    set(party, "key", id);
    party.text().set(build.name_of(id).c_str());
}

/// The namespace is bound where the element stands, so that it can be cut out and pasted elsewhere.
pugi::xml_node extension_element(pugi::xml_node parent, const char* name) {
    pugi::xml_node node = parent.append_child(name);
    set(node, "xmlns:ev", evidence_namespace);
    return node;
}

}  // namespace

void add_hand_over(pugi::xml_node parent, const Build& build, const EvidenceItem& item,
                   const HandOver& hand_over) {
    pugi::xml_node node = extension_element(parent, "ev:HandOver");
    set(node, "item", item.item.id);
    add_party(node, "ev:From", build, hand_over.from);
    add_party(node, "ev:To", build, hand_over.to);
    add_text(node, "ev:Released", time_text(hand_over.released));
    add_text(node, "ev:Received", time_text(hand_over.received));
    const auto text = [&](const char* name, const std::string& value) {
        add_text(node, name, build.text.fit(value, "a hand-over"));
    };
    text("ev:Purpose", hand_over.purpose);
    text("ev:Place", hand_over.place);
    text("ev:Travel", hand_over.travel);
    text("ev:SealReleased", hand_over.seal_released);
    text("ev:SealReceived", hand_over.seal_received);
    text("ev:Condition", hand_over.condition);
    add_text(node, "ev:OfferEvent", hand_over.offer_event);
    add_text(node, "ev:AcceptEvent", hand_over.accept_event);
}

void add_evidence(pugi::xml_node parent, const Build& build, const EvidenceItem& evidence,
                  bool with_hand_overs) {
    const IodefInput& input = build.input;
    const ItemInfo& item = evidence.item;
    pugi::xml_node node = extension_element(parent, "ev:Evidence");
    set(node, "id", item.id);
    set(node, "class", item.digital ? "digital" : "physical");
    set(node, "kind", item.kind);
    pugi::xml_node vault = node.append_child("ev:Vault");
    set(vault, "origin", input.origin);
    set(vault, "id", input.vault_id);
    add_text(vault, "ev:Checkpoint", input.checkpoint);
    add_text(node, "ev:FirstEvent", evidence.first_event);
    add_text(node, "ev:LastEvent", evidence.last_event);
    add_party(node, "ev:Custodian", build, item.custodian);
    for (const auto& [name, element] :
         {std::pair{"make", "ev:Make"}, std::pair{"model", "ev:Model"},
          std::pair{"serial", "ev:Serial"}, std::pair{"asset_tag", "ev:AssetTag"},
          std::pair{"seal", "ev:Seal"}, std::pair{"condition", "ev:Condition"},
          std::pair{"authority", "ev:Authority"}})
        add_text(node, element, fitting(build, item, name));
    add_unreadable(node, item);
    for (const ExpectedDigest& expected : item.expected) {
        pugi::xml_node compared = node.append_child("ev:Compared");
        set(compared, "algorithm", expected.algorithm);
        set(compared, "result", expected.matched ? "match" : "mismatch");
        compared.text().set(expected.value.c_str());
    }
    add_source_facts(node, build, item);
    if (with_hand_overs)
        for (const HandOver& hand_over : evidence.hand_overs)
            add_hand_over(node, build, evidence, hand_over);
    add_proofs(node, evidence);
}

}  // namespace exhibit::exchange

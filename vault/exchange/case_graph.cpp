#include "exchange/case_graph.hpp"

#include "base/codec.hpp"
#include "crypto/digest.hpp"
#include "exchange/case_document.hpp"

namespace exhibit::exchange {

namespace {

using encode::Json;

/// The name space of these UUIDs (RFC 9562 section 5.5): a random one, made once.
constexpr std::string_view name_space = "1c0f6f6a9a0b4d5e8f31b7a25d0e4c77";

Json context() {
    const std::string uco = "https://ontology.unifiedcyberontology.org/uco/";
    return Json::Object{
        {"case-investigation", "https://ontology.caseontology.org/case/investigation/"},
        {"kb", "urn:exhibit:case:"},
        {"uco-action", uco + "action/"},
        {"uco-core", uco + "core/"},
        {"uco-identity", uco + "identity/"},
        {"uco-location", uco + "location/"},
        {"uco-observable", uco + "observable/"},
        {"uco-tool", uco + "tool/"},
        {"uco-types", uco + "types/"},
        {"xsd", "http://www.w3.org/2001/XMLSchema#"},
    };
}

bool is_empty(const Json& value) {
    if (value.is_null()) return true;
    if (value.is_string()) return value.string("text").empty();
    return value.is_array() && value.array("list").empty();
}

}  // namespace

std::string case_id(const std::string& vault_id, const std::string& kind, const std::string& name) {
    Bytes named = from_hex(name_space, "the name space");
    append(named, vault_id + '\n' + kind + '\n' + name);
    Bytes bytes = crypto::digest(crypto::Algorithm::sha1, named);
    bytes.resize(16);
    bytes[6] = (bytes[6] & std::byte{0x0f}) | std::byte{0x50};
    bytes[8] = (bytes[8] & std::byte{0x3f}) | std::byte{0x80};
    std::string hex = to_hex(bytes);
    for (const std::size_t place : {20U, 16U, 12U, 8U}) hex.insert(place, "-");
    return kind + '-' + hex;
}

std::string CaseGraph::id(const std::string& kind, const std::string& name) const {
    return "kb:" + case_id(vault_id_, kind, name);
}

void CaseGraph::add(const std::string& id, const Json& type, Members members) {
    std::erase_if(members, [](const auto& member) { return is_empty(member.second); });
    members.insert_or_assign("@id", id);
    members.insert_or_assign("@type", type);
    nodes_.push_back(encode::dump(std::move(members)));
}

Json CaseGraph::link(const std::string& id) {
    return Json::Object{{"@id", id}};
}

Json CaseGraph::links(const std::vector<std::string>& ids) {
    Json::Array out;
    for (const std::string& id : ids) out.push_back(link(id));
    return out;
}

Json CaseGraph::typed(std::string_view datatype, std::string_view value) {
    return Json::Object{{"@type", "xsd:" + std::string(datatype)}, {"@value", value}};
}

std::string CaseGraph::finish() const {
    std::string out = "{\"@context\":" + encode::dump(context()) + ",\n\"@graph\":[\n";
    for (std::size_t i = 0; i < nodes_.size(); ++i)
        out += nodes_[i] + (i + 1 < nodes_.size() ? ",\n" : "\n");
    return out + "]}\n";
}

}  // namespace exhibit::exchange

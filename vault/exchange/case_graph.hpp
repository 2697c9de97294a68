// Nodes of a CASE graph: JSON-LD in the spelling of the ontology's prefixes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "encode/json.hpp"

namespace exhibit::exchange {

class CaseGraph {
public:
    explicit CaseGraph(std::string vault_id) : vault_id_(std::move(vault_id)) {}

    using Members = encode::Json::Object;

    /// "kb:<kind>-<uuid>".
    std::string id(const std::string& kind, const std::string& name) const;
    /// Puts a node into the graph; empty texts and lists among its members are left out.
    void add(const std::string& id, const encode::Json& type, Members members);
    /// {"@id": id}.
    static encode::Json link(const std::string& id);
    static encode::Json links(const std::vector<std::string>& ids);
    /// A literal of another datatype than string, integer or boolean.
    static encode::Json typed(std::string_view datatype, std::string_view value);

    /// The whole document. Nodes are written one a line.
    std::string finish() const;

private:
    std::string vault_id_;
    std::vector<std::string> nodes_;
};

}  // namespace exhibit::exchange

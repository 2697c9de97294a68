// The JSON-LD of CASE documents: a graph of nodes with absolute names, from compact text whose
// prefixes stand in its own @context. Nothing is fetched; contexts in nodes, @reverse and the like
// are refused, not guessed.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "exchange/json_text.hpp"

namespace exhibit::exchange {

struct LdNode;

/// A text (typed or not), or a link to a node.
struct LdValue {
    std::string text;
    const LdNode* node = nullptr;  ///< of a link; null when the document has no such node
    std::string id;                ///< of a link
    bool is_link = false;
};

struct LdNode {
    std::string id;       ///< absolute where its prefix is known
    std::string shown;    ///< as written
    bool stands = false;  ///< more than a link is in the document
    std::set<std::string, std::less<>> types;
    std::map<std::string, std::vector<LdValue>, std::less<>> properties;

    bool is(std::string_view type) const;
    const std::string& text(std::string_view property) const;  ///< the first, or ""
    const std::vector<LdValue>& links(std::string_view property) const;
};

class LdGraph {
public:
    /// Error(malformed) naming `source`.
    LdGraph(std::string_view document, const std::string& source);
    LdGraph(const LdGraph&) = delete;
    LdGraph& operator=(const LdGraph&) = delete;

    /// In the order of the document.
    const std::vector<const LdNode*>& nodes() const noexcept { return order_; }

private:
    void read_context(const JsonValue& context);
    std::string expand(std::string_view name) const;
    LdNode& node(const std::string& shown);
    void take(const JsonValue& value, LdNode& into);
    void add_values(const JsonValue& value, std::vector<LdValue>& out);
    LdValue value_of(const JsonValue& value);
    void link_up();
    [[noreturn]] void refuse(const std::string& why) const;

    const std::string& source_;
    std::map<std::string, std::string, std::less<>> terms_;
    std::string vocabulary_;
    std::map<std::string, LdNode, std::less<>> nodes_;
    std::vector<const LdNode*> order_;
    std::size_t unnamed_ = 0;
};

}  // namespace exhibit::exchange

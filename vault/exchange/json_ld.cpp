#include "exchange/json_ld.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "exhibit/error.hpp"

namespace exhibit::exchange {
namespace {

using Kind = JsonValue::Kind;

constexpr std::size_t context_name_bytes_max = 2048;
const std::vector<LdValue> no_values;

bool is_keyword(std::string_view name) {
    return name.starts_with('@');
}

/// {"@id": ...} and nothing else.
bool is_link(const JsonValue& value) {
    return value.members.size() == 1 && value.members.front().name == "@id";
}

}  // namespace

bool LdNode::is(std::string_view type) const {
    return types.contains(type);
}

const std::string& LdNode::text(std::string_view property) const {
    static const std::string none;
    for (const LdValue& value : links(property))
        if (!value.is_link) return value.text;
    return none;
}

const std::vector<LdValue>& LdNode::links(std::string_view property) const {
    const auto found = properties.find(property);
    return found == properties.end() ? no_values : found->second;
}

LdGraph::LdGraph(std::string_view document, const std::string& source) : source_(source) {
    JsonValue root;
    try {
        root = read_json(document);
    } catch (const JsonError& error) {
        const TextPlace place = TextLines(document).at(error.offset());
        refuse("line " + std::to_string(place.line) + ", column " + std::to_string(place.column) +
               ": " + error.what());
    }
    if (!root.is(Kind::object)) refuse("it is an array, expected an object with @graph");
    if (const JsonValue* context = root.find("@context")) read_context(*context);
    if (const JsonValue* graph = root.find("@graph")) {
        if (!graph->is(Kind::array)) refuse("@graph is no array");
        std::vector<LdValue> top;
        add_values(*graph, top);
    }
    const bool more = std::ranges::any_of(root.members, [](const JsonMember& one) {
        return one.name != "@context" && one.name != "@graph" && one.name != "@id";
    });
    if (more) {
        JsonValue rest = root;
        std::erase_if(rest.members, [](const JsonMember& one) {
            return one.name == "@context" || one.name == "@graph";
        });
        (void)value_of(rest);
    }
    link_up();
}

void LdGraph::refuse(const std::string& why) const {
    throw Error(ErrorKind::malformed, "reading the CASE document " + source_ + ": " + why);
}

void LdGraph::read_context(const JsonValue& context) {
    if (context.is(Kind::array)) {
        for (const JsonValue& one : context.items) read_context(one);
        return;
    }
    if (context.is(Kind::string))
        refuse("its @context is another document, " + printable(context.text.substr(0, 200)) +
               ", and nothing is fetched; expected the prefixes in the document");
    if (!context.is(Kind::object)) refuse("its @context is no object");
    for (const JsonMember& member : context.members) {
        const JsonValue* name = &member.value;
        if (name->is(Kind::object)) name = member.value.find("@id");
        if (name == nullptr || !name->is(Kind::string)) continue;
        // It is put before each name that is short for something in it.
        if (name->text.size() > context_name_bytes_max)
            refuse("its @context has a name of " + grouped(name->text.size()) +
                   " bytes, expected at most " + grouped(context_name_bytes_max));
        if (member.name == "@vocab")
            vocabulary_ = name->text;
        else if (!is_keyword(member.name))
            terms_.insert_or_assign(member.name, name->text);
    }
}

std::string LdGraph::expand(std::string_view name) const {
    if (is_keyword(name)) return std::string(name);
    if (const auto term = terms_.find(name); term != terms_.end()) {
        // A term may stand for a compact name.
        const std::size_t colon = term->second.find(':');
        const auto prefix = terms_.find(term->second.substr(0, colon));
        if (colon != std::string::npos && prefix != terms_.end() && prefix != term &&
            !term->second.substr(colon + 1).starts_with("//"))
            return prefix->second + term->second.substr(colon + 1);
        return term->second;
    }
    const std::size_t colon = name.find(':');
    if (colon == std::string_view::npos) return vocabulary_ + std::string(name);
    const auto prefix = terms_.find(name.substr(0, colon));
    if (prefix == terms_.end() || name.substr(colon + 1).starts_with("//"))
        return std::string(name);
    return prefix->second + std::string(name.substr(colon + 1));
}

LdNode& LdGraph::node(const std::string& shown) {
    const std::string id = shown.find(':') == std::string::npos ? shown : expand(shown);
    const auto [at, added] = nodes_.try_emplace(id);
    if (added) {
        at->second.id = id;
        at->second.shown = shown;
        order_.push_back(&at->second);
    }
    return at->second;
}

LdValue LdGraph::value_of(const JsonValue& value) {
    LdValue out;
    if (!value.is(Kind::object)) {
        out.text = value.text;
        return out;
    }
    if (const JsonValue* literal = value.find("@value")) {
        out.text = literal->text;
        return out;
    }
    const JsonValue* id = value.find("@id");
    if (id != nullptr && !id->is(Kind::string)) refuse("an @id is no text");
    LdNode& made = node(id != nullptr ? id->text : "_:unnamed-" + std::to_string(++unnamed_));
    out.is_link = true;
    out.id = made.id;
    if (!is_link(value)) take(value, made);
    return out;
}

void LdGraph::add_values(const JsonValue& value, std::vector<LdValue>& out) {
    if (value.is(Kind::array)) {
        for (const JsonValue& one : value.items) add_values(one, out);
        return;
    }
    for (const char* container : {"@list", "@set"})
        if (const JsonValue* inside = value.find(container)) {
            add_values(*inside, out);
            return;
        }
    if (!value.is(Kind::null)) out.push_back(value_of(value));
}

void LdGraph::take(const JsonValue& value, LdNode& into) {
    into.stands = true;
    for (const JsonMember& member : value.members) {
        if (member.name == "@id") continue;
        if (member.name == "@type") {
            std::vector<LdValue> names;
            add_values(member.value, names);
            for (const LdValue& one : names) into.types.insert(expand(one.text));
            continue;
        }
        if (is_keyword(member.name))
            refuse("a node has " + printable(member.name.substr(0, 40)) +
                   ", which is not read; expected JSON-LD as CASE tools write it, compact, with "
                   "one @context at the top");
        add_values(member.value, into.properties[expand(member.name)]);
    }
}

void LdGraph::link_up() {
    for (auto& [id, one] : nodes_)
        for (auto& [name, values] : one.properties)
            for (LdValue& value : values) {
                if (!value.is_link) continue;
                const auto found = nodes_.find(value.id);
                if (found != nodes_.end() && found->second.stands) value.node = &found->second;
            }
}

}  // namespace exhibit::exchange

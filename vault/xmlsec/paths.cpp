#include "xmlsec/paths.hpp"

#include <algorithm>
#include <optional>

#include "base/text.hpp"
#include "exhibit/error.hpp"
#include "xmlsec/places.hpp"

namespace exhibit::xmlsec {
namespace {

/// Reads the expression from the left; blanks may stand between any two tokens.
class Cursor {
public:
    explicit Cursor(std::string_view text) : text_(text) {}

    bool take(std::string_view token) {
        skip_blanks();
        if (!text_.starts_with(token)) return false;
        text_.remove_prefix(token.size());
        return true;
    }
    std::string name() {
        skip_blanks();
        std::size_t size = 0;
        while (size < text_.size() && is_name_character(text_[size])) ++size;
        std::string out(text_.substr(0, size));
        text_.remove_prefix(size);
        return out;
    }
    std::optional<std::string> quoted() {
        skip_blanks();
        if (text_.empty() || (text_.front() != '\'' && text_.front() != '"')) return std::nullopt;
        const std::size_t end = text_.find(text_.front(), 1);
        if (end == std::string_view::npos) return std::nullopt;
        std::string out(text_.substr(1, end - 1));
        text_.remove_prefix(end + 1);
        return out;
    }
    bool at_end() {
        skip_blanks();
        return text_.empty();
    }

private:
    static bool is_name_character(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_' || c == '.';
    }
    void skip_blanks() {
        const std::size_t first = text_.find_first_not_of(" \t\r\n");
        text_.remove_prefix(first == std::string_view::npos ? text_.size() : first);
    }
    std::string_view text_;
};

struct Name {
    std::string name_space;
    std::string local;
};

std::optional<Name> qualified_name(Cursor& cursor, xmlNode* expression) {
    const std::string prefix = cursor.name();
    if (prefix.empty() || !cursor.take(":")) return std::nullopt;
    Name name{{}, cursor.name()};
    const xmlNs* bound = xmlSearchNs(expression->doc, expression, xml_text(prefix.c_str()));
    if (bound == nullptr || name.local.empty()) return std::nullopt;
    name.name_space = to_string(bound->href);
    return name;
}

bool matches(const xmlNode* node, const Name& name) {
    return is_element(node, name.name_space.c_str(), name.local.c_str());
}

/// The child that the step means; nullptr when it means none or several.
xmlNode* step_down(const xmlNode* from, const Name& name, std::optional<std::uint64_t> number) {
    xmlNode* found = nullptr;
    std::uint64_t count = 0;
    for (xmlNode* node = from->children; node != nullptr; node = node->next) {
        if (!matches(node, name)) continue;
        ++count;
        if (!number || count == *number) found = node;
    }
    return number || count == 1 ? found : nullptr;
}

/// The other beginning: this very signature, and up to its ReportSchema.
xmlNode* report_schema_of(Cursor& cursor, xmlNode* expression, xmlNode* signature) {
    const auto signed_by = qualified_name(cursor, expression);
    if (!signed_by || !matches(signature, *signed_by) || !cursor.take("[") || !cursor.take("@") ||
        cursor.name() != "Id" || !cursor.take("=")) {
        return nullptr;
    }
    const auto id = cursor.quoted();
    if (!id || id->empty() || *id != attribute(signature, "Id") || !cursor.take("]") ||
        !cursor.take("/") || cursor.name() != "ancestor" || !cursor.take("::")) {
        return nullptr;
    }
    const auto above = qualified_name(cursor, expression);
    if (!above || !cursor.take("/")) return nullptr;
    // Another signature of this Id would be a second way down.
    xmlNode* root = xmlDocGetRootElement(signature->doc);
    for (xmlNode* node = root; node != nullptr; node = next_in(root, node)) {
        if (node != signature && is_element(node, signature_namespace, "Signature") &&
            attribute(node, "Id") == *id)
            return nullptr;
    }
    xmlNode* node = signature->parent;
    while (node != nullptr && !matches(node, *above)) node = node->parent;
    return node != nullptr && is_element(node, rid_namespace, "ReportSchema") ? node : nullptr;
}

constexpr const char* expected_form =
    "is not one way down to one element (/prefix:Name[number]/...)";

/// "[3]" behind a name; nothing where there is none; no value where it is no number.
std::optional<std::optional<std::uint64_t>> position(Cursor& cursor) {
    if (!cursor.take("[")) return std::optional<std::uint64_t>{};
    const auto number = parse_decimal(cursor.name());
    if (!number || *number == 0 || !cursor.take("]")) return std::nullopt;
    return number;
}

std::uint64_t place_of(const xmlNode* node) {
    std::uint64_t place = 1;
    for (const xmlNode* before = node->prev; before != nullptr; before = before->prev) {
        if (before->type == XML_ELEMENT_NODE && before->ns != nullptr && node->ns != nullptr &&
            xmlStrEqual(before->ns->href, node->ns->href) == 1 &&
            xmlStrEqual(before->name, node->name) == 1)
            ++place;
    }
    return place;
}

}  // namespace

PathTarget follow(const std::string& path, xmlNode* expression, xmlNode* signature) {
    if (path.size() > path_bytes_max) return {nullptr, "is longer than 4096 bytes"};
    Cursor cursor(path);
    const xmlNode* at = nullptr;
    if (cursor.take("//")) {
        at = report_schema_of(cursor, expression, signature);
    } else if (cursor.take("/")) {
        // The document above the root element: its children are the first step's.
        at = reinterpret_cast<const xmlNode*>(signature->doc);
    }
    if (at == nullptr) return {nullptr, expected_form};
    xmlNode* found = nullptr;
    do {
        const auto name = qualified_name(cursor, expression);
        const auto number = position(cursor);
        if (!name || !number) return {nullptr, expected_form};
        found = step_down(at, *name, *number);
        if (found == nullptr) return {nullptr, "leads to no element, or to several"};
        at = found;
    } while (cursor.take("/"));
    if (!cursor.at_end()) return {nullptr, expected_form};
    return {found, {}};
}

std::string path_to(const xmlNode* node) {
    std::string path;
    for (; node != nullptr && node->type == XML_ELEMENT_NODE; node = node->parent) {
        const std::string name_space = node->ns == nullptr ? "" : to_string(node->ns->href);
        const auto* known = std::ranges::find_if(
            path_prefixes, [&](const PathPrefix& one) { return name_space == one.name_space; });
        if (known == std::end(path_prefixes)) {
            throw Error(ErrorKind::usage, "signing an element below " +
                                              printable(to_string(node->name)) +
                                              ": expected IODEF and RID elements only");
        }
        path.insert(0, std::string("/") + known->prefix + ":" + to_string(node->name) + "[" +
                           std::to_string(place_of(node)) + "]");
    }
    return path;
}

std::string readable_path(const xmlNode* node) {
    std::string path;
    for (; node != nullptr && node->type == XML_ELEMENT_NODE; node = node->parent) {
        const std::uint64_t place = place_of(node);
        path.insert(
            0, "/" + to_string(node->name) + (place == 1 ? "" : "[" + std::to_string(place) + "]"));
    }
    return path;
}

}  // namespace exhibit::xmlsec

// IODEF of one version made into the other, element by element.
//
// What both have is copied, attributes and children by what the grammar of the target says, and
// put into its order. Where the versions differ, a rule is looked up by "Parent/Child". What is
// left over is counted, and told in a sentence each.
#pragma once

#include <pugixml.hpp>

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "exchange/schema/grammar.hpp"
#include "exhibit/iodef.hpp"

namespace exhibit::exchange {

class Conversion;

struct ConversionRule {
    std::string_view parent;  ///< local name; empty: any
    std::string_view child;   ///< of the version it comes from; "sci:*": any of RFC 7203
    /// Makes of `child` what it is in `into`, an element of the target.
    void (*make)(Conversion& conversion, pugi::xml_node child, pugi::xml_node into);
};

std::span<const ConversionRule> rules_to_v1();
std::span<const ConversionRule> rules_to_v2();
/// What a document or class needs there that it has not here: called when its children are made.
void complete_v1(Conversion& conversion, pugi::xml_node from, pugi::xml_node made);
void complete_v2(Conversion& conversion, pugi::xml_node from, pugi::xml_node made);

class Conversion {
public:
    explicit Conversion(IodefVersion to);

    /// The whole document; the root of `from` is an IODEF-Document of the other version.
    void run(const pugi::xml_document& from, pugi::xml_document& into);
    std::vector<std::string> omissions() const;

    // For rules.
    /// The same element, with what of it the target takes; told when it takes none.
    pugi::xml_node copy(pugi::xml_node child, pugi::xml_node into);
    pugi::xml_node copy_as(pugi::xml_node child, pugi::xml_node into, const char* name);
    /// `<name>text</name>`; nothing of an empty text.
    static pugi::xml_node add(pugi::xml_node into, const char* name, std::string_view text);
    void children(pugi::xml_node from, pugi::xml_node into);
    void attributes(pugi::xml_node from, pugi::xml_node into);
    void attribute(pugi::xml_node into, std::string_view name, std::string_view value);
    void omit(pugi::xml_node element);
    /// All attributes of an element that is taken apart.
    void omit_attributes(pugi::xml_node element);
    void note(const std::string& sentence);
    bool is_own(pugi::xml_node node, std::string_view local) const;
    IodefVersion target() const noexcept { return to_; }
    std::string_view source_uri() const noexcept;

private:
    const schema::Type* type_of(pugi::xml_node made) const;
    const schema::Step* step_of(const schema::Type& type, pugi::xml_node child,
                                std::string_view name) const;
    void content(pugi::xml_node from, pugi::xml_node into);
    void restriction(pugi::xml_node into, std::string_view value);
    void count(const std::string& what);
    void put_in_order(pugi::xml_node made);

    const IodefVersion to_;
    const schema::Grammar& grammar_;
    schema::NamespaceIndex space_;
    std::map<std::string, std::size_t> omitted_;
    std::vector<std::string> notes_;
};

}  // namespace exhibit::exchange

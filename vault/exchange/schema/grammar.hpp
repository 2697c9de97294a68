// The tables made ready for validation: names resolved, contents as automata.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "exchange/schema/content_model.hpp"
#include "exchange/schema/datatypes.hpp"
#include "exchange/schema/rule.hpp"
#include "exchange/schema/vocabulary.hpp"

namespace exhibit::exchange::schema {

/// Index into Grammar::vocabularies(); `foreign` for all other namespaces.
using NamespaceIndex = std::uint8_t;
constexpr NamespaceIndex foreign = 0xFF;

struct SimpleType {
    std::string_view name;
    Datatype base = Datatype::string;
    std::vector<std::string_view> values;  ///< none: any of the base
};

struct AttributeRule {
    std::string_view prefix;  ///< of the vocabulary whose namespace it has; mostly none
    std::string_view local;
    const SimpleType* type = nullptr;  ///< null: any text
    std::string_view fixed;
    bool required = false;
    int extends = -1;    ///< for "ext-x": index of "x"
    int extension = -1;  ///< for "x": index of "ext-x"
};

struct Type;

/// What an element of one name is: its type, and where the RFCs describe it.
struct ElementRule {
    const Type* type = nullptr;  ///< null: anything, checked where it is known
    std::string_view section;
    Rule rule = Rule::none;
};

struct Step {
    Particle particle;
    NamespaceIndex space = foreign;
    ElementRule element;  ///< when the particle is an element
};

struct Type {
    enum class Content : std::uint8_t { empty, elements, mixed, text };

    std::string_view name;
    NamespaceIndex space = foreign;
    Content content = Content::empty;
    const SimpleType* simple = nullptr;  ///< of text; null: any text
    std::vector<Step> steps;
    std::vector<std::vector<std::uint16_t>> follow;
    std::vector<bool> accepts;
    std::vector<AttributeRule> attributes;
    bool any_attribute = false;
    bool xml_attributes = false;

    const AttributeRule* attribute(std::string_view prefix, std::string_view local) const noexcept;
};

class Grammar {
public:
    /// The grammar of a variant (vocabulary.hpp); made once.
    static const Grammar& of(std::uint8_t variant);

    NamespaceIndex find_namespace(std::string_view uri) const noexcept;
    const Vocabulary& vocabulary(NamespaceIndex index) const { return vocabularies_[index]; }
    /// The element of this name that may stand wherever any element may.
    const ElementRule* find(NamespaceIndex space, std::string_view local) const noexcept;
    const std::deque<Type>& types() const noexcept { return types_; }

private:
    explicit Grammar(std::uint8_t variant);

    using Key = std::pair<NamespaceIndex, std::string_view>;

    NamespaceIndex space_of(std::string_view prefix, NamespaceIndex own) const;
    void load(NamespaceIndex space, std::uint8_t variant);
    void declare(NamespaceIndex space, const TypeRow& row);
    void fill(NamespaceIndex space, const TypeRow& row);
    void fill_content(Type& type, std::string_view content);
    void fill_attributes(Type& type, std::string_view attributes);
    const SimpleType* simple_named(NamespaceIndex space, std::string_view name);
    const Type* type_named(NamespaceIndex space, std::string_view name);
    const Type* text_type(NamespaceIndex space, std::string_view name);

    std::vector<Vocabulary> vocabularies_;
    std::deque<Type> types_;
    std::deque<SimpleType> simples_;
    std::map<Key, Type*> by_row_;
    std::map<Key, SimpleType*> by_simple_;
    std::map<Key, Type*> by_text_;  ///< types of elements that hold a simple type and no attributes
    std::map<Key, ElementRule> elements_;
};

}  // namespace exhibit::exchange::schema

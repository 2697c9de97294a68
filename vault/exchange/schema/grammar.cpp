#include "exchange/schema/grammar.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/text.hpp"

namespace exhibit::exchange::schema {
namespace {

// "ds:KeyInfoType" in two; the first is empty for a name of the own namespace.
std::pair<std::string_view, std::string_view> parted(std::string_view name) {
    const std::size_t colon = name.find(':');
    if (colon == std::string_view::npos) return {{}, name};
    return {name.substr(0, colon), name.substr(colon + 1)};
}

// The content is that of another row, or a simple type without attributes of its own.
bool is_alias(const TypeRow& row) {
    return row.content.starts_with('=');
}

constexpr std::string_view text_mark = "text ";

}  // namespace

const AttributeRule* Type::attribute(std::string_view prefix,
                                     std::string_view local) const noexcept {
    for (const AttributeRule& rule : attributes)
        if (rule.local == local && rule.prefix == prefix) return &rule;
    return nullptr;
}

const Grammar& Grammar::of(std::uint8_t variant) {
    static const Grammar published(rfc);
    static const Grammar corrected(errata);
    static const Grammar later(milewg);
    static const Grammar all(lenient);
    if (variant == rfc) return published;
    if (variant == errata) return corrected;
    return variant == milewg ? later : all;
}

Grammar::Grammar(std::uint8_t variant)
    : vocabularies_{
          iodef_v1(),      iodef_v2(), rid_v1(),         rid_v2(),          sci(),
          phish(),         fraud(),    enum_reference(), evidence_record(), xml_signature(),
          xml_encryption()} {
    const auto count = static_cast<NamespaceIndex>(vocabularies_.size());
    for (NamespaceIndex space = 0; space < count; ++space) load(space, variant);
    const auto each_row = [&](const auto& act) {
        for (NamespaceIndex space = 0; space < count; ++space)
            for (const auto& rows : {vocabularies_[space].types, vocabularies_[space].more_types})
                for (const TypeRow& row : rows)
                    if ((row.variants & variant) != 0) act(space, row);
    };
    // First all elements, since contents name them across the namespaces; then what is in them.
    each_row([&](NamespaceIndex space, const TypeRow& row) { declare(space, row); });
    each_row([&](NamespaceIndex space, const TypeRow& row) {
        if (row.name.starts_with('.')) return;
        const Type* type = is_alias(row) ? type_named(space, row.content.substr(1))
                                         : by_row_.at({space, row.name});
        elements_[{space, row.name}] = {type, row.section,
                                        rule_of(vocabularies_[space].prefix, row.name, type->name)};
    });
    each_row([&](NamespaceIndex space, const TypeRow& row) {
        if (!is_alias(row)) fill(space, row);
    });
}

NamespaceIndex Grammar::find_namespace(std::string_view uri) const noexcept {
    for (std::size_t i = 0; i < vocabularies_.size(); ++i)
        if (vocabularies_[i].uri == uri) return static_cast<NamespaceIndex>(i);
    return foreign;
}

const ElementRule* Grammar::find(NamespaceIndex space, std::string_view local) const noexcept {
    const auto found = elements_.find({space, local});
    return found == elements_.end() ? nullptr : &found->second;
}

NamespaceIndex Grammar::space_of(std::string_view prefix, NamespaceIndex own) const {
    if (prefix.empty()) return own;
    for (std::size_t i = 0; i < vocabularies_.size(); ++i)
        if (vocabularies_[i].prefix == prefix) return static_cast<NamespaceIndex>(i);
    CHECK(false);
}

void Grammar::load(NamespaceIndex space, std::uint8_t variant) {
    for (const SimpleRow& row : vocabularies_[space].simples) {
        if ((row.variants & variant) == 0) continue;
        const auto base = datatype_named(row.base);
        CHECK(base.has_value());
        SimpleType& simple = simples_.emplace_back();
        simple.name = row.name;
        simple.base = *base;
        if (!row.values.empty()) simple.values = split(row.values, '|');
        by_simple_[{space, row.name}] = &simple;
    }
}

void Grammar::declare(NamespaceIndex space, const TypeRow& row) {
    if (is_alias(row)) return;
    Type& type = types_.emplace_back();
    type.name = row.name.starts_with('.') ? row.name.substr(1) : row.name;
    type.space = space;
    by_row_[{space, row.name}] = &type;
}

void Grammar::fill(NamespaceIndex space, const TypeRow& row) {
    Type& type = *by_row_.at({space, row.name});
    fill_content(type, row.content);
    fill_attributes(type, row.attributes);
}

void Grammar::fill_content(Type& type, std::string_view content) {
    if (content.starts_with(text_mark)) {
        type.content = Type::Content::text;
        type.simple = simple_named(type.space, content.substr(text_mark.size()));
        return;
    }
    const bool mixed = content == "mixed" || content.starts_with("mixed ");
    if (mixed) content.remove_prefix(5);
    ContentModel model = compile_content(content);
    type.content = mixed                     ? Type::Content::mixed
                   : model.particles.empty() ? Type::Content::empty
                                             : Type::Content::elements;
    type.follow = std::move(model.follow);
    type.accepts = std::move(model.accepts);
    for (const Particle& particle : model.particles) {
        Step step{particle, space_of(particle.prefix, type.space), {}};
        if (particle.kind == Particle::Kind::element && particle.type.empty()) {
            const ElementRule* element = find(step.space, particle.local);
            CHECK(element != nullptr);
            step.element = *element;
        } else if (particle.kind == Particle::Kind::element) {
            step.element.type = type_named(type.space, particle.type);
            step.element.rule =
                rule_of(vocabularies_[step.space].prefix, particle.local,
                        step.element.type == nullptr ? "" : step.element.type->name);
        }
        type.steps.push_back(step);
    }
}

void Grammar::fill_attributes(Type& type, std::string_view attributes) {
    for (std::string_view word : split(attributes, ' ')) {
        if (word.empty()) continue;
        if (word == "#any") type.any_attribute = true;
        if (word == "#xml") type.xml_attributes = true;
        if (word.front() == '#') continue;
        AttributeRule rule;
        const std::size_t fixed = word.find("==");
        if (fixed != std::string_view::npos) {
            rule.fixed = word.substr(fixed + 2);
            word = word.substr(0, fixed);
        }
        const std::size_t equals = word.find('=');
        if (equals != std::string_view::npos) {
            rule.type = simple_named(type.space, word.substr(equals + 1));
            word = word.substr(0, equals);
        }
        rule.required = word.ends_with('!');
        if (rule.required) word.remove_suffix(1);
        std::tie(rule.prefix, rule.local) = parted(word);
        type.attributes.push_back(rule);
    }
    for (AttributeRule& rule : type.attributes) {
        if (!rule.local.starts_with("ext-")) continue;
        for (AttributeRule& base : type.attributes) {
            if (base.local != rule.local.substr(4) || !base.prefix.empty()) continue;
            rule.extends = static_cast<int>(&base - type.attributes.data());
            base.extension = static_cast<int>(&rule - type.attributes.data());
        }
    }
}

const SimpleType* Grammar::simple_named(NamespaceIndex space, std::string_view name) {
    const auto [prefix, local] = parted(name);
    const auto own = by_simple_.find({space_of(prefix, space), local});
    if (own != by_simple_.end()) return own->second;
    const auto base = datatype_named(local);
    CHECK(base.has_value());
    if (*base == Datatype::string || *base == Datatype::token) return nullptr;
    SimpleType& simple = simples_.emplace_back();
    simple.name = local;
    simple.base = *base;
    by_simple_[{space, local}] = &simple;
    return &simple;
}

// ".T" and ".ds:T" are rows, ".#anyType" is anything; other names are simple types.
const Type* Grammar::type_named(NamespaceIndex space, std::string_view name) {
    if (!name.starts_with('.')) return text_type(space, name);
    if (name == ".#anyType") return nullptr;
    const auto [prefix, local] = parted(name.substr(1));
    const NamespaceIndex owner = space_of(prefix, space);
    for (const auto& [key, type] : by_row_)
        if (key.first == owner && key.second.starts_with('.') && key.second.substr(1) == local)
            return type;
    CHECK(false);
}

const Type* Grammar::text_type(NamespaceIndex space, std::string_view name) {
    Type*& type = by_text_[{space, name}];
    if (type != nullptr) return type;
    type = &types_.emplace_back();
    type->name = name;
    type->space = space;
    type->content = Type::Content::text;
    type->simple = simple_named(space, name);
    return type;
}

}  // namespace exhibit::exchange::schema

#include "exchange/conversion.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "exchange/iodef_names.hpp"
#include "exchange/xml_tree.hpp"
#include "exhibit/error.hpp"
#include "xml/text.hpp"

namespace exhibit::exchange {
namespace {

constexpr std::size_t told_max = 200;
constexpr std::string_view xml_uri = "http://www.w3.org/XML/1998/namespace";

/// Attributes that have another name in the other version.
constexpr std::pair<std::string_view, std::string_view> renamed[] = {
    {"lang", "xml:lang"}, {"formatid", "format-id"}, {"ip_protocol", "ip-protocol"}};

std::string name_there(std::string_view name, bool root, IodefVersion to) {
    for (const auto& [v1, v2] : renamed) {
        // Only the document's formatid has another name; that of AdditionalData has not.
        if (v1 == "formatid" && !root) continue;
        if (name == (to == IodefVersion::v1 ? v2 : v1))
            return std::string(to == IodefVersion::v1 ? v1 : v2);
    }
    return std::string(name);
}

/// v1 has four of them. What it has not becomes the next narrower one.
std::string_view restriction_in_v1(std::string_view value) {
    if (value == "white") return "public";
    if (value == "partner" || value == "green" || value == "amber") return "need-to-know";
    return "private";
}

bool holds(const schema::SimpleType& type, std::string_view value) {
    return std::ranges::find(type.values, value) != type.values.end();
}

}  // namespace

Conversion::Conversion(IodefVersion to)
    : to_(to),
      grammar_(schema::Grammar::of(schema::rfc)),
      space_(grammar_.find_namespace(uri_of(to))) {}

std::string_view Conversion::source_uri() const noexcept {
    return uri_of(to_ == IodefVersion::v1 ? IodefVersion::v2 : IodefVersion::v1);
}

bool Conversion::is_own(pugi::xml_node node, std::string_view local) const {
    return is_element(node, source_uri(), local);
}

void Conversion::run(const pugi::xml_document& from, pugi::xml_document& into) {
    const bool v1 = to_ == IodefVersion::v1;
    const std::string uri(uri_of(to_));
    const pugi::xml_node source = from.document_element();
    pugi::xml_node root = into.append_child("IODEF-Document");
    root.append_attribute("version").set_value(v1 ? "1.00" : "2.00");
    attributes(source, root);
    root.append_attribute("xmlns").set_value(uri.c_str());
    root.append_attribute("xmlns:ds").set_value(std::string(xmldsig_uri).c_str());
    root.append_attribute("xmlns:xsi").set_value("http://www.w3.org/2001/XMLSchema-instance");
    root.append_attribute("xsi:schemaLocation")
        .set_value((uri + (v1 ? " iodef-1.0.xsd" : " iodef-2.0.xsd")).c_str());
    children(source, root);
}

const schema::Type* Conversion::type_of(pugi::xml_node made) const {
    // Types that depend on where an element stands are few; the way down from the root finds them.
    const pugi::xml_node parent = made.parent();
    if (parent && parent.type() == pugi::node_element) {
        const schema::Type* around = type_of(parent);
        if (around != nullptr)
            for (const schema::Step& step : around->steps)
                if (step.particle.kind == schema::Particle::Kind::element &&
                    step.particle.local == local_name(made))
                    return step.element.type;
    }
    const schema::ElementRule* rule = grammar_.find(space_, local_name(made));
    return rule == nullptr ? nullptr : rule->type;
}

const schema::Step* Conversion::step_of(const schema::Type& type, pugi::xml_node child,
                                        std::string_view name) const {
    const std::string_view uri = namespace_of(child);
    const schema::NamespaceIndex space =
        uri == source_uri() ? space_ : grammar_.find_namespace(uri);
    for (const schema::Step& step : type.steps)
        if (step.particle.kind == schema::Particle::Kind::element && step.particle.local == name &&
            step.space == space)
            return &step;
    return nullptr;
}

pugi::xml_node Conversion::add(pugi::xml_node into, const char* name, std::string_view text) {
    if (text.empty()) return {};
    pugi::xml_node made = into.append_child(name);
    made.text().set(std::string(text).c_str());
    return made;
}

pugi::xml_node Conversion::copy(pugi::xml_node child, pugi::xml_node into) {
    return copy_as(child, into, std::string(local_name(child)).c_str());
}

pugi::xml_node Conversion::copy_as(pugi::xml_node child, pugi::xml_node into, const char* name) {
    const schema::Type* around = type_of(into);
    const schema::Step* step = around == nullptr ? nullptr : step_of(*around, child, name);
    const bool there = step != nullptr && !step->particle.repeats && into.child(name);
    if (step == nullptr || there) {
        omit(child);
        return {};
    }
    if (namespace_of(child) != source_uri()) return append_bound_copy(into, child);
    pugi::xml_node made = into.append_child(name);
    attributes(child, made);
    content(child, made);
    return made;
}

void Conversion::content(pugi::xml_node from, pugi::xml_node into) {
    const schema::Type* type = type_of(into);
    if (type == nullptr) return;
    switch (type->content) {
        case schema::Type::Content::empty:
            if (has_elements(from) || !xml::is_blank(from.text().get())) omit(from.first_child());
            return;
        case schema::Type::Content::text: into.text().set(from.text().get()); return;
        case schema::Type::Content::mixed:
            for (const pugi::xml_node child : from.children()) append_bound_copy(into, child);
            return;
        case schema::Type::Content::elements: children(from, into); return;
    }
}

void Conversion::children(pugi::xml_node from, pugi::xml_node into) {
    const auto rules = to_ == IodefVersion::v1 ? rules_to_v1() : rules_to_v2();
    for (const pugi::xml_node child : from.children()) {
        if (child.type() == pugi::node_comment || child.type() == pugi::node_pi)
            note("Comments and processing instructions are left out.");
        if (child.type() != pugi::node_element) continue;
        const auto rule = std::ranges::find_if(rules, [&](const ConversionRule& one) {
            const bool meant =
                one.child == "sci:*" ? namespace_of(child) == sci_uri : is_own(child, one.child);
            return meant && (one.parent.empty() || one.parent == local_name(from));
        });
        if (rule == rules.end())
            copy(child, into);
        else
            rule->make(*this, child, into);
    }
    if (to_ == IodefVersion::v1)
        complete_v1(*this, from, into);
    else
        complete_v2(*this, from, into);
    put_in_order(into);
}

void Conversion::put_in_order(pugi::xml_node made) {
    const schema::Type* type = type_of(made);
    if (type == nullptr || type->content != schema::Type::Content::elements) return;
    std::vector<std::pair<std::size_t, pugi::xml_node>> order;
    for (const pugi::xml_node child : made.children()) {
        std::size_t place = 0;
        while (place < type->steps.size() && type->steps[place].particle.local != local_name(child))
            ++place;
        order.emplace_back(place, child);
    }
    std::ranges::stable_sort(order, {}, [](const auto& one) { return one.first; });
    for (const auto& [place, child] : order) made.append_move(child);
}

void Conversion::attributes(pugi::xml_node from, pugi::xml_node into) {
    const bool root = local_name(from) == "IODEF-Document";
    for (const pugi::xml_attribute one : from.attributes()) {
        const std::string_view name = one.name();
        if (name == "xmlns" || name.starts_with("xmlns:") || (root && name == "version")) continue;
        const std::string_view prefix = prefix_of(name);
        const bool xml_own = !prefix.empty() && namespace_at(from, prefix) == xml_uri;
        if (!prefix.empty() && !xml_own) continue;
        attribute(into, name_there(name, root, to_), one.value());
    }
}

void Conversion::attribute(pugi::xml_node into, std::string_view name, std::string_view value) {
    const schema::Type* type = type_of(into);
    const std::string_view prefix = prefix_of(name);
    const std::string_view local = prefix.empty() ? name : name.substr(prefix.size() + 1);
    const schema::AttributeRule* rule = type == nullptr ? nullptr : type->attribute(prefix, local);
    const std::string key(name);
    const auto set = [&](const std::string& wanted, std::string_view text) {
        if (!into.attribute(wanted.c_str()))
            into.append_attribute(wanted.c_str()).set_value(std::string(text).c_str());
    };
    if (rule == nullptr) {
        count("the attribute " + printable(name));
        return;
    }
    if (rule->type == nullptr || rule->type->values.empty() || holds(*rule->type, value)) {
        set(key, value);
        return;
    }
    if (name == "restriction") {
        restriction(into, value);
    } else if (holds(*rule->type, "ext-value") && type->attribute("", "ext-" + key) != nullptr) {
        set(key, "ext-value");
        set("ext-" + key, value);
        note("The " + key + " \"" + printable(value) + "\" of " + std::string(local_name(into)) +
             " is not in the list there: it is written as ext-" + key + ".");
    } else {
        count("the value \"" + printable(value) + "\" of the attribute " + key);
    }
}

void Conversion::restriction(pugi::xml_node into, std::string_view value) {
    const std::string_view narrower = restriction_in_v1(value);
    into.append_attribute("restriction").set_value(std::string(narrower).c_str());
    note("The restriction \"" + printable(value) + "\" does not exist there: \"" +
         std::string(narrower) + "\" is written.");
}

void Conversion::omit(pugi::xml_node element) {
    const std::string parent(local_name(element.parent()));
    count(printable(local_name(element)) + (parent.empty() ? "" : " in " + parent));
}

void Conversion::omit_attributes(pugi::xml_node element) {
    for (const pugi::xml_attribute one : element.attributes())
        if (!std::string_view(one.name()).starts_with("xmlns"))
            count("the attribute " + printable(one.name()) + " of " +
                  printable(local_name(element)));
}

/// A sender may choose very many names and values: the first do.
void Conversion::count(const std::string& what) {
    const auto found = omitted_.find(what);
    if (found != omitted_.end())
        ++found->second;
    else
        ++omitted_[omitted_.size() < told_max ? what : "other things"];
}

void Conversion::note(const std::string& sentence) {
    if (notes_.size() < told_max && std::ranges::find(notes_, sentence) == notes_.end())
        notes_.push_back(sentence);
}

std::vector<std::string> Conversion::omissions() const {
    std::vector<std::string> out = notes_;
    const std::string version = to_ == IodefVersion::v1 ? "1" : "2";
    for (const auto& [what, count] : omitted_)
        out.push_back("IODEF version " + version + " has no place for " + what + "; left out" +
                      (count == 1 ? "." : " " + grouped(count) + " times."));
    return out;
}

}  // namespace exhibit::exchange

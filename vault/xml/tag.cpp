// Start and end tags, their attributes and the namespaces they declare.
#include <algorithm>
#include <numeric>
#include <tuple>

#include "base/text.hpp"
#include "xml/names.hpp"
#include "xml/reader.hpp"
#include "xml/text.hpp"

namespace exhibit::xml {
namespace {

// Up to here each attribute is compared with each; above, they are sorted.
constexpr std::size_t compared_pairwise_max = 12;

std::string quoted(std::string_view text) {
    return "\"" + printable(text.substr(0, 64)) + "\"";
}

}  // namespace

// Name, or prefix:name. A second colon is left for the caller to stumble over.
Reader::Name Reader::read_name(const char* what) {
    const std::size_t from = at_;
    const std::size_t first = ncname_length(document_.substr(from));
    if (first == 0) refuse_here(Fault::bad_name, what);
    at_ += first;
    Name name{{}, {}, document_.substr(from, first)};
    if (more() && document_[at_] == ':') {
        ++at_;
        const std::size_t second = ncname_length(document_.substr(at_));
        if (second == 0) refuse_here(Fault::bad_name, "a name after the prefix and its colon");
        name.prefix = name.local;
        name.local = document_.substr(at_, second);
        at_ += second;
        if (more() && document_[at_] == ':')
            refuse_here(Fault::bad_name, "one colon in a name, not two");
    }
    name.qualified = document_.substr(from, at_ - from);
    if (name.qualified.size() > limits_.name_bytes_max)
        refuse(Fault::name_too_long, from, "a name of " + grouped(name.qualified.size()) + " bytes",
               "at most " + grouped(limits_.name_bytes_max));
    return name;
}

Event Reader::read_start_tag() {
    if (open_.size() >= limits_.depth_max)
        refuse_here(Fault::too_deep,
                    "at most " + grouped(limits_.depth_max) + " elements in one another");
    Element element;
    element.start_at = at_++;
    if (!more()) refuse_here(Fault::bad_markup, "the name of an element after \"<\"");
    const Name name = read_name("the name of an element after \"<\"");
    element.qualified = name.qualified;
    element.prefix = name.prefix;
    element.local = name.local;
    element.bindings = namespaces_.size();
    attributes_.clear();
    declarations_.clear();
    for (;;) {
        const bool parted = skip_blanks();
        if (!more())
            refuse(Fault::unclosed, at_, "the end of the document",
                   "\">\" of the tag that starts at byte " + std::to_string(element.start_at));
        if (document_[at_] == '>') {
            ++at_;
            break;
        }
        if (here("/>")) {
            element.self_closing = true;
            at_ += 2;
            break;
        }
        if (!parted) refuse_here(Fault::bad_tag, "a blank, \">\" or \"/>\"");
        read_attribute();
    }
    element.start_end = at_;
    bind_declared();
    resolve_names(element);
    open_.push_back(element);
    return Event::start;
}

void Reader::read_attribute() {
    if (attributes_.size() + declarations_.size() >= limits_.attributes_max)
        refuse_here(Fault::too_many_attributes,
                    "at most " + grouped(limits_.attributes_max) + " attributes in a tag");
    Attribute attribute;
    attribute.name_at = at_;
    const Name name = read_name("the name of an attribute, \">\" or \"/>\"");
    attribute.qualified = name.qualified;
    attribute.prefix = name.prefix;
    attribute.local = name.local;
    skip_blanks();
    if (!here("="))
        refuse_here(Fault::bad_value, "\"=\" after the attribute " + quoted(name.qualified));
    ++at_;
    skip_blanks();
    read_value(attribute);
    const bool declares = name.prefix == "xmlns" || name.qualified == "xmlns";
    (declares ? declarations_ : attributes_).push_back(attribute);
}

void Reader::read_value(Attribute& attribute) {
    const char quote = more() ? document_[at_] : '\0';
    if (quote != '"' && quote != '\'')
        refuse_here(Fault::bad_value, "the value of " + quoted(attribute.qualified) + " in quotes");
    const char* const data = document_.data();
    const std::size_t size = document_.size();
    std::size_t at = attribute.value_at = at_ + 1;
    for (;; ++at) {
        while (at < size && !has_class(data[at], byte_class::value_stop)) ++at;
        if (at == size)
            refuse(Fault::unclosed, at_,
                   "a value of " + quoted(attribute.qualified) + " without an end",
                   std::string("the quote ") + quote);
        if (data[at] == quote) break;
        if (data[at] == '<')
            refuse(Fault::bad_value, at, "\"<\" in the value of " + quoted(attribute.qualified),
                   "\"&lt;\"");
        if (data[at] == '"' || data[at] == '\'') continue;
        attribute.plain = false;
        if (data[at] != '&') continue;
        const Reference reference = read_reference(document_.substr(at));
        if (reference.bytes == 0)
            refuse(Fault::reference, at, shown(at),
                   "&lt; &gt; &amp; &quot; &apos; or the number of a character, as &#233;");
        at += reference.bytes - 1;
    }
    attribute.raw = document_.substr(attribute.value_at, at - attribute.value_at);
    at_ = at + 1;
}

void Reader::bind_declared() {
    for (std::size_t i = 0; i < declarations_.size(); ++i) {
        const Attribute& declaration = declarations_[i];
        Binding binding{declaration.prefix.empty() ? std::string_view() : declaration.local,
                        declared_uri(declaration), declaration.name_at};
        for (std::size_t earlier = 0; earlier < i; ++earlier)
            if (declarations_[earlier].qualified == declaration.qualified)
                refuse(Fault::duplicate_attribute, declaration.name_at,
                       "a second " + quoted(declaration.qualified), "each attribute once in a tag");
        check_binding(declaration, binding);
        if (namespaces_.size() >= limits_.namespaces_max)
            refuse(Fault::too_many_namespaces, declaration.name_at, "one declaration more",
                   "at most " + grouped(limits_.namespaces_max) + " in scope");
        namespaces_.bind(binding);
    }
}

std::string_view Reader::declared_uri(const Attribute& declaration) {
    if (declaration.plain) return declaration.raw;
    if (namespaces_.kept() >= limits_.namespaces_max)
        refuse(Fault::too_many_namespaces, declaration.name_at, "one escaped name more",
               "at most " + grouped(limits_.namespaces_max) + " names of namespaces with escapes");
    return namespaces_.keep(declaration.value());
}

// Namespaces in XML 1.0, section 3, "Reserved Prefixes and Namespace Names" and "No Prefix
// Undeclaring".
void Reader::check_binding(const Attribute& declaration, const Binding& binding) const {
    const auto refused = [&](std::string expected) {
        refuse(Fault::namespace_declaration, declaration.name_at,
               declaration.qualified.size() > 64
                   ? quoted(declaration.qualified)
                   : printable(declaration.qualified) + "=" + quoted(declaration.raw),
               std::move(expected));
    };
    if (binding.prefix == "xmlns") refused("no declaration of the prefix xmlns");
    if ((binding.prefix == "xml") != (binding.uri == xml_namespace))
        refused("the prefix xml, and it alone, for " + std::string(xml_namespace));
    if (binding.uri == xmlns_namespace)
        refused("no declaration of the namespace of declarations itself");
    if (binding.uri.empty() && !binding.prefix.empty())
        refused("the name of a namespace: only the default one can be taken back");
}

void Reader::resolve_names(Element& element) {
    const auto resolve = [&](std::string_view prefix, std::size_t at) {
        const auto uri = namespaces_.find(prefix);
        if (prefix == "xmlns")
            refuse(Fault::namespace_declaration, at, "the prefix xmlns on an element",
                   "it on declarations only");
        if (!uri)
            refuse(Fault::unbound_prefix, at, "the prefix " + quoted(prefix),
                   "a declaration of it, xmlns:" + printable(prefix.substr(0, 64)) +
                       "=\"...\", here or on an element around");
        return *uri;
    };
    element.uri = resolve(element.prefix, element.start_at + 1);
    for (Attribute& attribute : attributes_) {
        if (attribute.prefix.empty()) continue;
        attribute.uri = resolve(attribute.prefix, attribute.name_at);
    }
    if (attributes_.size() > 1) check_duplicates();
}

void Reader::check_duplicates() {
    const auto refused = [&](const Attribute& second) {
        refuse(Fault::duplicate_attribute, second.name_at, "a second " + quoted(second.qualified),
               "each attribute once in a tag");
    };
    if (attributes_.size() <= compared_pairwise_max) {
        for (std::size_t i = 1; i < attributes_.size(); ++i)
            for (std::size_t k = 0; k < i; ++k)
                if (attributes_[i].local == attributes_[k].local &&
                    attributes_[i].uri == attributes_[k].uri)
                    refused(attributes_[i]);
        return;
    }
    order_.resize(attributes_.size());
    std::iota(order_.begin(), order_.end(), 0U);
    const auto key = [&](std::uint32_t i) {
        return std::tie(attributes_[i].local, attributes_[i].uri);
    };
    std::sort(order_.begin(), order_.end(), [&](std::uint32_t a, std::uint32_t b) {
        return std::tuple_cat(key(a), std::tie(a)) < std::tuple_cat(key(b), std::tie(b));
    });
    for (std::size_t i = 1; i < order_.size(); ++i)
        if (key(order_[i]) == key(order_[i - 1])) refused(attributes_[order_[i]]);
}

Event Reader::read_end_tag() {
    Element& element = open_.back();
    element.end_at = at_;
    at_ += 2;
    const std::string_view rest = document_.substr(at_);
    const std::size_t length = element.qualified.size();
    if (!rest.starts_with(element.qualified) || rest.size() == length ||
        !(rest[length] == '>' || has_class(rest[length], byte_class::blank))) {
        at_ = element.end_at;
        refuse_here(Fault::wrong_end_tag, "</" + printable(element.qualified.substr(0, 64)) +
                                              ">, the end of the element that starts at byte " +
                                              std::to_string(element.start_at));
    }
    at_ += length;
    skip_blanks();
    if (!here(">")) refuse_here(Fault::bad_tag, "\">\" at the end of the end tag");
    ++at_;
    element.end_end = at_;
    return close();
}

}  // namespace exhibit::xml

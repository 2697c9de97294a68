// v2 XML to JSON, by the table of json_classes.hpp.
#include <algorithm>
#include <map>
#include <set>

#include "base/codec.hpp"
#include "base/text.hpp"
#include "exchange/iodef_json.hpp"
#include "exchange/iodef_names.hpp"
#include "exchange/json_classes.hpp"
#include "exchange/xml_tree.hpp"
#include "exhibit/error.hpp"
#include "xml/text.hpp"

namespace exhibit::exchange {
namespace {

using Kind = JsonValue::Kind;
using Place = ClassMember::Place;

constexpr std::size_t omitted_max = 100;
constexpr std::string_view schema_instance = "http://www.w3.org/2001/XMLSchema-instance";
constexpr std::string_view exact_integer_max = "9007199254740992";  // 2^53, RFC 8727 section 3.2

std::string base64_of(std::string_view text) {
    return to_base64(as_bytes(text));
}

/// "+007" as "7"; empty when it is no whole number.
std::string integer_of(std::string_view text) {
    const bool minus = text.starts_with('-');
    if (minus || text.starts_with('+')) text.remove_prefix(1);
    if (text.empty() || !std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; }))
        return {};
    text.remove_prefix(std::min(text.find_first_not_of('0'), text.size() - 1));
    return (minus && text != "0" ? "-" : "") + std::string(text);
}

/// A float of XML as a number of JSON; empty for INF and NaN, which JSON has not.
std::string real_of(std::string_view text) {
    const std::size_t exponent = text.find_first_of("eE");
    std::string mantissa(text.substr(0, exponent));
    const std::size_t point = mantissa.find('.');
    std::string whole = mantissa.substr(0, point);
    const std::string fraction = point == std::string::npos ? "" : mantissa.substr(point + 1);
    if (whole.empty() || whole == "-" || whole == "+") {
        if (fraction.empty()) return {};
        whole += '0';
    }
    whole = whole == "-0" ? whole : integer_of(whole);
    const bool digits = std::ranges::all_of(fraction, [](char c) { return c >= '0' && c <= '9'; });
    if (whole.empty() || !digits) return {};
    std::string out = whole + (fraction.empty() ? "" : '.' + fraction);
    if (exponent == std::string_view::npos) return out;
    const std::string power = integer_of(text.substr(exponent + 1));
    return power.empty() ? "" : out + 'e' + power;
}

bool beyond_exact(std::string_view digits) {
    if (digits.starts_with('-')) digits.remove_prefix(1);
    return digits.size() > exact_integer_max.size() ||
           (digits.size() == exact_integer_max.size() && digits > exact_integer_max);
}

class JsonWriter {
public:
    JsonIodef run(pugi::xml_node root) {
        JsonIodef out;
        out.text = write_json(object(root, json_class("IODEF-Document"), ""));
        if (omitted_more_ > 0)
            omitted_.push_back("And " + grouped(omitted_more_) + " more like these.");
        out.omitted = std::move(omitted_);
        return out;
    }

private:
    /// Of a document that has very much of it, the first sentences do.
    void omit(const std::string& sentence) {
        if (std::ranges::find(omitted_, sentence) != omitted_.end()) return;
        if (omitted_.size() < omitted_max)
            omitted_.push_back(sentence);
        else
            ++omitted_more_;
    }
    void omit_at(pugi::xml_node node, const std::string& sentence) {
        if (omitted_.size() < omitted_max)
            omit(path_of(node) + sentence);
        else
            ++omitted_more_;
    }

    JsonValue object(pugi::xml_node node, const JsonClass& type, const std::string& lang) {
        const pugi::xml_attribute own_lang = attribute_of(node, namespace_of_prefix("xml"), "lang");
        const std::string inner_lang = own_lang ? own_lang.value() : lang;
        JsonValue out = JsonValue::of(Kind::object);
        for (const ClassMember& member : type.members) add(out, node, type, member, inner_lang);
        tell_rest(node, type);
        return out;
    }

    /// The name of a reference in a class of RFC 7203 has no index, which JSON would demand.
    static JsonValue sci_reference_name(pugi::xml_node node) {
        for (const pugi::xml_node child : node.children())
            if (is_element(child, iodef_v1_uri, "ReferenceName"))
                return JsonValue::string(child.text().get());
        return {};
    }

    void add(JsonValue& out, pugi::xml_node node, const JsonClass& type, const ClassMember& member,
             const std::string& lang) {
        if (member.place == Place::attribute) {
            add_attribute(out, node, type, member);
        } else if (member.place == Place::text) {
            JsonValue value = text_value(node, member);
            if (!value.text.empty() || member.required) out.add(member.json, std::move(value));
        } else {
            add_elements(out, node, member, lang);
        }
    }

    void add_attribute(JsonValue& out, pugi::xml_node node, const JsonClass& type,
                       const ClassMember& member) {
        const std::string_view prefix = prefix_of(member.xml);
        const std::string local =
            prefix.empty() ? member.xml : member.xml.substr(prefix.size() + 1);
        const pugi::xml_attribute found = attribute_of(
            node, prefix.empty() ? std::string_view() : namespace_of_prefix(prefix), local);
        std::string value = found ? found.value() : member.preset;
        if (type.name == "IODEF-Document" && member.json == "version") value = "2.0";
        if (!found && value.empty()) {
            if (type.name == "DomainData" && member.required) {
                value = "unknown";
                omit_at(node, " has no " + member.json +
                                  ", which JSON IODEF must have: \"unknown\" is written.");
            } else {
                return;
            }
        }
        if (member.json == "SpecID" && value != "private" &&
            value != "urn:ietf:params:xml:ns:mile:mmdef:1.2") {
            omit("SpecID " + printable(value) +
                 " is none of the list of RFC 8727: it is written as ext-SpecID of \"private\".");
            out.add("SpecID", JsonValue::string("private"));
            out.add("ext-SpecID", JsonValue::string(value));
            return;
        }
        if (out.find(member.json) != nullptr) return;
        out.add(member.json, scalar(node, member, value));
    }

    JsonValue scalar(pugi::xml_node node, const ClassMember& member, const std::string& text) {
        if (member.form == Form::integer) {
            const std::string digits = integer_of(xml::trimmed(text));
            if (digits.empty()) refuse(node, member.json + " is no whole number");
            if (beyond_exact(digits))
                omit_at(
                    node,
                    ": " + member.json + " " + digits +
                        " is beyond 2^53; readers of JSON may round it (RFC 8727 section 3.2).");
            return JsonValue::number(digits);
        }
        if (member.form == Form::real) {
            const std::string number = real_of(xml::trimmed(text));
            if (number.empty()) refuse(node, member.json + " is no number that JSON has");
            return JsonValue::number(number);
        }
        return JsonValue::string(text);
    }

    [[noreturn]] static void refuse(pugi::xml_node node, const std::string& why) {
        throw Error(ErrorKind::malformed,
                    "writing JSON IODEF: at " + path_of(node) + ", " + why +
                        "; expected a "
                        "valid IODEF v2 document, see exhibit iodef validate");
    }

    JsonValue text_value(pugi::xml_node node, const ClassMember& member) {
        if (member.form != Form::content) return scalar(node, member, node.text().get());
        const bool markup = std::string_view(node.attribute("dtype").value()) == "xml";
        if (markup) return JsonValue::string(inner_xml(node));
        if (has_elements(node)) {
            omit_at(node,
                    " holds elements although its dtype is not xml: they are "
                    "written as text.");
            return JsonValue::string(inner_xml(node));
        }
        return JsonValue::string(node.text().get());
    }

    void add_elements(JsonValue& out, pugi::xml_node node, const ClassMember& member,
                      const std::string& lang) {
        JsonValue list = JsonValue::of(Kind::array);
        if (member.wrapper.empty()) {
            collect(list, node, member, lang);
        } else {
            for (const pugi::xml_node wrapper : node.children())
                if (is_element(wrapper, iodef_v2_uri, member.wrapper))
                    unwrap(list, wrapper, member, lang);
        }
        if (list.items.empty()) return;
        if (member.list) {
            out.add(member.json, std::move(list));
        } else {
            if (list.items.size() > 1)
                omit_at(node, " has more than one " + member.json +
                                  ", of which JSON IODEF holds the first only.");
            out.add(member.json, std::move(list.items.front()));
        }
    }

    /// A class JSON has not: its attributes hold for what is inside, where that says nothing else.
    void unwrap(JsonValue& list, pugi::xml_node wrapper, const ClassMember& member,
                const std::string& lang) {
        const std::size_t first = list.items.size();
        collect(list, wrapper, member, lang);
        for (const char* name : {"restriction", "ext-restriction"}) {
            const pugi::xml_attribute attribute = wrapper.attribute(name);
            if (!attribute) continue;
            for (std::size_t i = first; i < list.items.size(); ++i) {
                const JsonValue* own = list.items[i].find(name);
                if (own == nullptr)
                    list.items[i].add(name, JsonValue::string(attribute.value()));
                else if (own->text != attribute.value())
                    omit_at(wrapper, std::string(" is left out, and its ") + name +
                                         " with it: what is inside has another.");
            }
        }
    }

    void collect(JsonValue& list, pugi::xml_node node, const ClassMember& member,
                 const std::string& lang) {
        if (member.form == Form::impact) {
            collect_impacts(list, node, lang);
            return;
        }
        if (member.type == "SciReferenceName") return;
        if (member.xml == "iodef1:Description") {
            JsonValue name = sci_reference_name(node);
            if (!name.text.empty()) list.items.push_back(std::move(name));
        }
        const std::string_view prefix = prefix_of(member.xml);
        const std::string local =
            prefix.empty() ? member.xml : member.xml.substr(prefix.size() + 1);
        for (const pugi::xml_node child : node.children()) {
            if (!is_element(child, namespace_of_prefix(prefix), local)) continue;
            if (is_valueless_confidence(child) || is_nowhere(child)) continue;
            list.items.push_back(element(child, member, lang));
        }
    }

    /// RFC 7970 as printed forbids the number that RFC 8727 demands.
    bool is_valueless_confidence(pugi::xml_node node) {
        if (local_name(node) != "Confidence") return false;
        if (!xml::is_blank(node.text().get())) return false;
        omit_at(node, " (rating " + printable(node.attribute("rating").value()) +
                          ") has no number, which JSON IODEF must have: it is left out.");
        return true;
    }

    /// A Node must have a name or an address in JSON, and a System must have a Node.
    bool is_nowhere(pugi::xml_node system) {
        if (local_name(system) != "System") return false;
        for (const pugi::xml_node node : system.children())
            if (local_name(node) == "Node")
                for (const pugi::xml_node part : node.children())
                    if (local_name(part) == "DomainData" || local_name(part) == "Address")
                        return false;
        omit_at(system,
                " has neither name nor address, of which JSON IODEF must have one: "
                "it is left out.");
        return true;
    }

    void collect_impacts(JsonValue& list, pugi::xml_node node, const std::string& lang) {
        for (const char* name :
             {"SystemImpact", "BusinessImpact", "TimeImpact", "MonetaryImpact", "IntendedImpact"}) {
            const std::string_view type =
                std::string_view(name) == "IntendedImpact" ? "BusinessImpact" : name;
            for (const pugi::xml_node child : node.children()) {
                if (!is_element(child, iodef_v2_uri, name)) continue;
                JsonValue one = JsonValue::of(Kind::object);
                one.add(name, object(child, json_class(type), lang));
                list.items.push_back(std::move(one));
            }
        }
    }

    JsonValue element(pugi::xml_node node, const ClassMember& member, const std::string& lang) {
        switch (member.form) {
            case Form::object: return object(node, json_class(member.type), lang);
            case Form::ml: return ml_string(node, lang);
            case Form::method:
                return JsonValue::string(base64_of(node.attribute("Algorithm").value()));
            case Form::markup: return JsonValue::string(base64_of(outer_xml(node)));
            case Form::inside: return JsonValue::string(base64_of(inner_xml(node)));
            case Form::x509: return x509(node);
            case Form::uid_ref: return JsonValue::string(node.attribute("uid-ref").value());
            default: break;
        }
        if (attribute_of(node, namespace_of_prefix("xml"), "lang"))
            omit_at(node, ": its language is left out, JSON IODEF has no place for it.");
        return scalar(node, member, node.text().get());
    }

    static JsonValue x509(pugi::xml_node node) {
        const pugi::xml_node only = node.find_child(
            [](const pugi::xml_node& child) { return child.type() == pugi::node_element; });
        const bool alone = is_element(only, xmldsig_uri, "X509Certificate") &&
                           !has_elements(only) &&
                           std::ranges::count_if(node.children(), [](const pugi::xml_node& child) {
                               return child.type() == pugi::node_element;
                           }) == 1;
        if (!alone) return JsonValue::string(base64_of(outer_xml(node)));
        std::string digits = only.text().get();
        std::erase_if(digits,
                      [](char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; });
        return JsonValue::string(digits);
    }

    /// A plain string is taken to be English (RFC 8727 section 3.2).
    static JsonValue ml_string(pugi::xml_node node, const std::string& around) {
        const pugi::xml_attribute own = attribute_of(node, namespace_of_prefix("xml"), "lang");
        const std::string lang = own ? own.value() : around;
        const pugi::xml_attribute id = node.attribute("translation-id");
        JsonValue text = JsonValue::string(node.text().get());
        if ((lang.empty() || lang == "en") && !id) return text;
        JsonValue out = JsonValue::of(Kind::object);
        out.add("value", std::move(text));
        if (!lang.empty()) out.add("lang", JsonValue::string(lang));
        if (id) out.add("translation-id", JsonValue::string(id.value()));
        return out;
    }

    /// What of the element the row did not take.
    void tell_rest(pugi::xml_node node, const JsonClass& type) {
        const bool content = std::ranges::any_of(
            type.members, [](const ClassMember& one) { return one.form == Form::content; });
        for (const pugi::xml_attribute attribute : node.attributes()) {
            const std::string_view name = attribute.name();
            if (name == "xmlns" || name.starts_with("xmlns:")) continue;
            if (namespace_at(node, prefix_of(name)) == schema_instance) continue;
            const bool known = std::ranges::any_of(type.members, [&](const ClassMember& one) {
                return one.place == Place::attribute && one.xml == name;
            });
            if (!known && !(type.name == "STRUCTUREDINFO" && name == "dtype"))
                omit_at(node, ": its attribute " + printable(name) +
                                  " is left out, JSON IODEF has no place for it.");
        }
        for (const pugi::xml_node child : node.children()) {
            if (child.type() == pugi::node_comment || child.type() == pugi::node_pi)
                omit("Comments and processing instructions are left out.");
            if (child.type() != pugi::node_element || content || takes(type, child)) continue;
            omit_at(child, " is left out, JSON IODEF has no place for it.");
        }
    }

    static bool takes(const JsonClass& type, pugi::xml_node child) {
        const std::string_view local = local_name(child);
        return std::ranges::any_of(type.members, [&](const ClassMember& one) {
            if (one.place != Place::element) return false;
            if (one.form == Form::impact)
                return local.ends_with("Impact") && namespace_of(child) == iodef_v2_uri;
            if (!one.wrapper.empty()) return is_element(child, iodef_v2_uri, one.wrapper);
            const std::string_view prefix = prefix_of(one.xml);
            return is_element(child, namespace_of_prefix(prefix),
                              prefix.empty() ? std::string_view(one.xml)
                                             : std::string_view(one.xml).substr(prefix.size() + 1));
        });
    }

    std::vector<std::string> omitted_;
    std::size_t omitted_more_ = 0;
};

}  // namespace

JsonIodef json_of_iodef(const pugi::xml_document& document) {
    pugi::xml_document copy;
    copy.reset(document);
    move_node_addresses_out(copy);
    return JsonWriter().run(copy.document_element());
}

}  // namespace exhibit::exchange

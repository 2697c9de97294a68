// JSON to v2 XML, by the table of json_classes.hpp.
#include <algorithm>

#include "base/codec.hpp"
#include "base/text.hpp"
#include "exchange/iodef_json.hpp"
#include "exchange/iodef_names.hpp"
#include "exchange/json_classes.hpp"
#include "exchange/xml_text.hpp"
#include "exchange/xml_tree.hpp"
#include "exhibit/error.hpp"
#include "xml/text.hpp"

namespace exhibit::exchange {
namespace {

using Kind = JsonValue::Kind;
using Place = ClassMember::Place;

constexpr std::size_t faults_max = 1000;

constexpr std::string_view root_attributes =
    R"( xmlns="urn:ietf:params:xml:ns:iodef-2.0" xmlns:ds="http://www.w3.org/2000/09/xmldsig#")"
    R"( xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance")"
    R"( xsi:schemaLocation="urn:ietf:params:xml:ns:iodef-2.0 iodef-2.0.xsd")";

/// RFC 6901.
std::string pointer_step(std::string_view name) {
    std::string out = "/";
    for (const char c : name) {
        if (c == '~')
            out += "~0";
        else if (c == '/')
            out += "~1";
        else
            out += c;
    }
    return out;
}

struct At {
    const JsonValue& value;
    std::string pointer;
};

class XmlWriter {
public:
    XmlOfJson run(const JsonValue& root) {
        out_.xml = R"(<?xml version="1.0" encoding="UTF-8"?>)";
        out_.lines.push_back({"", root.at});
        const JsonValue* version = root.find("version");
        if (version != nullptr && version->is(Kind::string) && version->text != "2.0")
            fault("json.value", {*version, "/version"},
                  "The version is \"" + printable(version->text.substr(0, 40)) +
                      "\", expected \"2.0\".",
                  "3.1");
        object({root, ""}, "IODEF-Document", json_class("IODEF-Document"), "");
        put("\n");
        out_.omitted = text_.omissions();
        return std::move(out_);
    }

private:
    void fault(const std::string& code, const At& where, const std::string& sentence,
               const std::string& section, bool warning = false) {
        if (out_.faults.size() >= faults_max) {
            ++(warning ? out_.more_warnings : out_.more_errors);
            return;
        }
        out_.faults.push_back({code, where.value.at, where.pointer, sentence, section, warning});
    }

    void put(std::string_view text) {
        out_.xml += text;
        for (const char c : text)
            if (c == '\n') out_.lines.push_back(out_.lines.back());
    }

    /// The start of an element, on a line of its own.
    void open(const At& where, const std::string& qualified) {
        put("\n");
        out_.lines.back() = {where.pointer, where.value.at};
        put("<" + qualified);
        const std::string_view prefix = prefix_of(qualified);
        if (!prefix.empty() && prefix != "ds")
            put(" xmlns:" + std::string(prefix) + "=\"" + std::string(namespace_of_prefix(prefix)) +
                '"');
    }
    void close(const std::string& qualified) { put("</" + qualified + ">"); }
    void put_attribute(std::string_view name, std::string_view value) {
        put(" " + std::string(name) + "=\"" +
            xml::escaped_value(text_.fit_whole(value, "the JSON")) + '"');
    }
    void put_text(std::string_view value) {
        put(xml::escaped_text(text_.fit_whole(value, "the JSON")));
    }

    bool expect(const At& at, Kind kind, const JsonClass& type) {
        if (at.value.is(kind)) return true;
        fault("json.type", at,
              "This is " + std::string(name_of(at.value.kind)) + ", expected " +
                  std::string(name_of(kind)) + ".",
              type.section);
        return false;
    }

    /// `around`: the language that holds outside.
    void object(const At& at, const std::string& qualified, const JsonClass& type,
                const std::string& around) {
        if (!expect(at, Kind::object, type)) return;
        check_members(at, type);
        open(at, qualified);
        if (qualified == "IODEF-Document") {
            put(" version=\"2.00\"");
        }
        std::string lang = around;
        for (const ClassMember& member : type.members)
            if (member.place == Place::attribute) attribute(at, type, member, lang);
        if (qualified == "IODEF-Document") put(root_attributes);
        put(">");
        for (const ClassMember& member : type.members)
            if (member.place == Place::text) text(at, type, member);
        for (const ClassMember& member : type.members)
            if (member.place == Place::element) elements(at, type, member, lang);
        close(qualified);
    }

    void check_members(const At& at, const JsonClass& type) {
        for (const JsonMember& member : at.value.members) {
            if (type.member(member.name) != nullptr) continue;
            fault("json.unknown", {member.value, at.pointer + pointer_step(member.name)},
                  "The class " + type.name + " has no member \"" +
                      printable(member.name.substr(0, 80)) + "\".",
                  type.section);
        }
        for (const ClassMember& member : type.members) {
            if (!member.required || at.value.find(member.json) != nullptr) continue;
            // What is left out here is written without it all the same, but in JSON it is needed.
            fault("json.missing", at,
                  "The class " + type.name + " must have the member \"" + member.json + "\".",
                  type.section);
        }
    }

    /// The text of a scalar member; "" with a fault when it is of another type.
    std::optional<std::string> scalar(const At& at, const JsonClass& type,
                                      const ClassMember& member) {
        const bool number = member.form == Form::integer || member.form == Form::real;
        if (!expect(at, number ? Kind::number : Kind::string, type)) return std::nullopt;
        if (member.form == Form::integer &&
            at.value.text.find_first_of(".eE") != std::string::npos) {
            fault("json.type", at,
                  "The number " + at.value.text +
                      " is written with a fraction or an exponent, "
                      "expected digits only (RFC 8727 section 2.2.1).",
                  type.section);
            return std::nullopt;
        }
        return at.value.text;
    }

    void attribute(const At& at, const JsonClass& type, const ClassMember& member,
                   std::string& lang) {
        const JsonValue* found = at.value.find(member.json);
        if (found == nullptr || (type.name == "IODEF-Document" && member.json == "version")) return;
        const At where{*found, at.pointer + pointer_step(member.json)};
        const auto value = scalar(where, type, member);
        if (!value) return;
        if (member.json == "lang") lang = *value;
        if (type.name == "SciReferenceName") return;
        put_attribute(member.xml, *value);
    }

    void text(const At& at, const JsonClass& type, const ClassMember& member) {
        const JsonValue* found = at.value.find(member.json);
        if (found == nullptr) return;
        const At where{*found, at.pointer + pointer_step(member.json)};
        const auto value = scalar(where, type, member);
        if (!value) return;
        const JsonValue* dtype = at.value.find("dtype");
        if (member.form == Form::content && dtype != nullptr && dtype->text == "xml")
            markup(where, *value, type);
        else
            put_text(*value);
    }

    /// Markup in a string. Names without a prefix in it are in no namespace unless it says so.
    void markup(const At& where, std::string_view value, const JsonClass& type) {
        if (value.starts_with("<?xml "))
            value.remove_prefix(std::min(value.size(), value.find("?>") + 2));
        pugi::xml_document fragment;
        try {
            load_strictly(fragment, "<x>" + std::string(value) + "</x>", "the value");
        } catch (const Error& error) {
            fault("json.value", where,
                  "The value is not the XML that its dtype says: " + std::string(error.what()),
                  type.section);
            return;
        }
        for (pugi::xml_node child : fragment.document_element().children())
            if (child.type() == pugi::node_element && prefix_of(child.name()).empty() &&
                !child.attribute("xmlns"))
                child.append_attribute("xmlns").set_value("");
        put(inner_xml(fragment.document_element()));
    }

    void elements(const At& at, const JsonClass& type, const ClassMember& member,
                  const std::string& lang) {
        const JsonValue* found = at.value.find(member.json);
        if (found == nullptr) return;
        const At where{*found, at.pointer + pointer_step(member.json)};
        if (member.list) {
            if (!expect(where, Kind::array, type)) return;
            if (found->items.empty()) {
                fault("json.empty", where, "The array is empty, expected at least one value.",
                      type.section);
                return;
            }
        }
        if (!member.wrapper.empty()) open_wrapper(where, member);
        if (member.list) {
            for (std::size_t i = 0; i < found->items.size(); ++i)
                element({found->items[i], where.pointer + '/' + std::to_string(i)}, type, member,
                        lang);
        } else {
            element(where, type, member, lang);
        }
        if (!member.wrapper.empty()) close(member.wrapper);
    }

    /// A class that JSON has not. It gets the restriction that all inside have.
    void open_wrapper(const At& where, const ClassMember& member) {
        open(where, member.wrapper);
        if (member.wrapper == "Record") {
            for (const char* name : {"restriction", "ext-restriction"}) {
                const JsonValue* first = where.value.items.front().find(name);
                if (first == nullptr || !first->is(Kind::string)) continue;
                const bool all = std::ranges::all_of(where.value.items, [&](const JsonValue& item) {
                    const JsonValue* own = item.find(name);
                    return own != nullptr && own->text == first->text;
                });
                if (all) put_attribute(name, first->text);
            }
        }
        put(">");
    }

    void element(const At& at, const JsonClass& type, const ClassMember& member,
                 const std::string& lang) {
        switch (member.form) {
            case Form::object: object_of(at, member, lang); return;
            case Form::ml: ml_string(at, type, member, lang); return;
            case Form::impact: impact(at, type, lang); return;
            default: break;
        }
        const auto value = scalar(at, type, member);
        if (!value) return;
        switch (member.form) {
            case Form::method: method(at, type, member, *value); return;
            case Form::uid_ref:
                open(at, member.xml);
                put_attribute("uid-ref", *value);
                put(">");
                close(member.xml);
                return;
            case Form::markup:
            case Form::inside:
            case Form::x509: bytes(at, type, member, *value); return;
            default: break;
        }
        open(at, member.xml);
        put(">");
        put_text(*value);
        close(member.xml);
    }

    void object_of(const At& at, const ClassMember& member, const std::string& lang) {
        const JsonClass& inner = json_class(member.type);
        if (member.type != "SciReference" || !at.value.is(Kind::object)) {
            object(at, member.xml, inner, lang);
            return;
        }
        // Of IODEF v1, where the name must be there and has no index: the first Description
        // stands for it where there is none.
        JsonValue with_name = at.value;
        JsonValue* descriptions = nullptr;
        for (JsonMember& one : with_name.members)
            if (one.name == "Description") descriptions = &one.value;
        if (with_name.find("ReferenceName") == nullptr && descriptions != nullptr &&
            !descriptions->items.empty() && descriptions->items.front().is(Kind::string)) {
            JsonValue name = JsonValue::of(Kind::object);
            name.at = descriptions->items.front().at;
            name.add("ID", descriptions->items.front());
            descriptions->items.erase(descriptions->items.begin());
            if (descriptions->items.empty())
                std::erase_if(with_name.members,
                              [](const JsonMember& one) { return one.name == "Description"; });
            with_name.add("ReferenceName", std::move(name));
        }
        object({with_name, at.pointer}, member.xml, inner, lang);
    }

    /// A plain string is English (RFC 8727 section 3.2).
    void ml_string(const At& at, const JsonClass& type, const ClassMember& member,
                   const std::string& around) {
        const JsonValue* value = &at.value;
        std::string lang = around.empty() ? "" : "en";
        std::string id;
        if (at.value.is(Kind::object)) {
            value = at.value.find("value");
            lang = around;
            for (const JsonMember& one : at.value.members) {
                const At inner{one.value, at.pointer + pointer_step(one.name)};
                if (one.name != "value" && one.name != "lang" && one.name != "translation-id")
                    fault("json.unknown", inner,
                          "A text has no member \"" + printable(one.name.substr(0, 80)) + "\".",
                          type.section);
                else if (!expect(inner, Kind::string, type))
                    return;
                if (one.name == "lang") lang = one.value.text;
                if (one.name == "translation-id") id = one.value.text;
            }
            if (value == nullptr) {
                fault("json.missing", at, "A text must have the member \"value\".", type.section);
                return;
            }
        } else if (!at.value.is(Kind::string)) {
            fault("json.type", at,
                  "This is " + std::string(name_of(at.value.kind)) +
                      ", expected a string, or an object with value and lang (RFC 8727 section "
                      "2.2.2).",
                  type.section);
            return;
        }
        open(at, member.xml);
        if (lang != around) put_attribute("xml:lang", lang);
        if (!id.empty()) put_attribute("translation-id", id);
        put(">");
        put_text(value->text);
        close(member.xml);
    }

    void impact(const At& at, const JsonClass& type, const std::string& lang) {
        if (!expect(at, Kind::object, type)) return;
        for (const JsonMember& one : at.value.members) {
            const At inner{one.value, at.pointer + pointer_step(one.name)};
            if (one.name == "IntendedImpact")
                object(inner, one.name, json_class("BusinessImpact"), lang);
            else if (one.name == "SystemImpact" || one.name == "BusinessImpact" ||
                     one.name == "TimeImpact" || one.name == "MonetaryImpact")
                object(inner, one.name, json_class(one.name), lang);
            else
                fault("json.unknown", inner,
                      "An Impact has no member \"" + printable(one.name.substr(0, 80)) + "\".",
                      type.section);
        }
        if (at.value.members.size() != 1)
            fault("json.value", at,
                  "An Impact holds " + std::to_string(at.value.members.size()) +
                      " members, expected one that says which impact it is.",
                  type.section);
    }

    std::optional<std::string> decoded(const At& at, const JsonClass& type, std::string text) {
        std::erase_if(text, [](char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; });
        try {
            const Bytes bytes = from_base64(text);
            return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        } catch (const Error& error) {
            fault("json.value", at,
                  "This is not base64 (RFC 8727 table 1, BYTE): " + std::string(error.what()),
                  type.section);
            return std::nullopt;
        }
    }

    void method(const At& at, const JsonClass& type, const ClassMember& member,
                const std::string& value) {
        std::optional<std::string> uri = value;
        if (value.find(':') == std::string::npos) {
            uri = decoded(at, type, value);
        } else {
            fault("json.value", at,
                  member.json + " is a URI as it is, where RFC 8727 has base64 of it.",
                  type.section, true);
        }
        if (!uri) return;
        open(at, member.xml);
        put_attribute("Algorithm", *uri);
        put(">");
        close(member.xml);
    }

    /// Markup that is kept as base64.
    void bytes(const At& at, const JsonClass& type, const ClassMember& member,
               const std::string& value) {
        const auto content = decoded(at, type, value);
        if (!content) return;
        if (member.form == Form::x509 && !content->starts_with('<')) {
            open(at, member.xml);
            put("><ds:X509Certificate>");
            put_text(value);
            put("</ds:X509Certificate>");
            close(member.xml);
            return;
        }
        if (member.form == Form::inside) {
            open(at, member.xml);
            put(" dtype=\"xml\">");
            markup(at, *content, type);
            close(member.xml);
            return;
        }
        pugi::xml_document element;
        const std::string local = member.xml.substr(member.xml.find(':') + 1);
        try {
            load_strictly(element, *content, "the value");
        } catch (const Error& error) {
            fault("json.value", at, "The bytes are no XML element: " + std::string(error.what()),
                  type.section);
            return;
        }
        if (!is_element(element.document_element(), xmldsig_uri, local)) {
            fault("json.value", at, "The bytes are XML, but no ds:" + local + ".", type.section);
            return;
        }
        put("\n");
        out_.lines.back() = {at.pointer, at.value.at};
        put(outer_xml(element.document_element()));
    }

    XmlOfJson out_;
    XmlText text_;
};

}  // namespace

XmlOfJson xml_of_json(std::string_view json) {
    if (json.starts_with("\xef\xbb\xbf"))
        throw JsonError(0,
                        "The document starts with a byte order mark, which JSON must not have "
                        "(RFC 8259 section 8.1).");
    const JsonValue root = read_json(json);
    if (!root.is(Kind::object))
        throw JsonError(root.at, "The document is " + std::string(name_of(root.kind)) +
                                     ", expected an object.");
    return XmlWriter().run(root);
}

}  // namespace exhibit::exchange

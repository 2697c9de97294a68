#include "exchange/json_classes.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "base/text.hpp"
#include "exchange/iodef_names.hpp"
#include "exchange/json_rows.hpp"
#include "exhibit/error.hpp"

namespace exhibit::exchange {
namespace {

using Place = ClassMember::Place;

constexpr std::array<std::pair<std::string_view, Form>, 11> forms{{{"text", Form::text},
                                                                   {"int", Form::integer},
                                                                   {"real", Form::real},
                                                                   {"ml", Form::ml},
                                                                   {"content", Form::content},
                                                                   {"method", Form::method},
                                                                   {"markup", Form::markup},
                                                                   {"inside", Form::inside},
                                                                   {"x509", Form::x509},
                                                                   {"impact", Form::impact},
                                                                   {"uid", Form::uid_ref}}};

/// Cuts off what follows `mark`, and gives it.
std::string cut(std::string_view& text, char mark) {
    const std::size_t at = text.find(mark, 1);
    if (at == std::string_view::npos) return {};
    std::string after(text.substr(at + 1));
    text = text.substr(0, at);
    return after;
}

ClassMember member_of(std::string_view text) {
    ClassMember out;
    out.preset = cut(text, '|');
    const char card = text.back();
    if (std::string_view("!?*+").find(card) != std::string_view::npos) {
        out.required = card == '!' || card == '+';
        out.list = card == '*' || card == '+';
        text.remove_suffix(1);
    }
    out.wrapper = cut(text, '/');
    // "Name=ns:Other:form": the last colon after the equals sign parts the form.
    if (text.front() == '@' || text.front() == '#') {
        out.place = text.front() == '@' ? Place::attribute : Place::text;
        text.remove_prefix(1);
    }
    const std::size_t equals = text.find('=');
    const std::string_view names = text.substr(0, equals);
    std::string_view type;
    if (equals == std::string_view::npos) {
        const std::size_t colon = names.find(':');
        out.json = out.xml = names.substr(0, colon);
        if (colon != std::string_view::npos) type = names.substr(colon + 1);
    } else {
        out.json = names;
        std::string_view rest = text.substr(equals + 1);
        const std::size_t first = rest.find(':');
        const std::size_t last = rest.rfind(':');
        // One colon after "=" parts a prefix, two a prefix and a form.
        out.xml = first == last ? rest : rest.substr(0, last);
        if (first != last) type = rest.substr(last + 1);
        if (out.xml.front() == ':') out.xml.erase(0, 1);
    }
    const auto form = std::ranges::find(forms, type, &std::pair<std::string_view, Form>::first);
    if (form != forms.end())
        out.form = form->second;
    else if (out.place != Place::element)
        out.form = Form::text;
    else
        out.type = type.empty() ? out.json : std::string(type);
    return out;
}

std::map<std::string, JsonClass, std::less<>> read_rows() {
    std::map<std::string, JsonClass, std::less<>> out;
    for (const JsonRow& row : json_rows()) {
        JsonClass one{std::string(row.name), std::string(row.section), {}};
        for (const std::string_view text : split(row.members, ' '))
            if (!text.empty()) one.members.push_back(member_of(text));
        out.emplace(row.name, std::move(one));
    }
    return out;
}

}  // namespace

const ClassMember* JsonClass::member(std::string_view json) const {
    const auto found = std::ranges::find(members, json, &ClassMember::json);
    return found == members.end() ? nullptr : &*found;
}

const JsonClass& json_class(std::string_view name) {
    static const auto classes = read_rows();
    const auto found = classes.find(name);
    if (found == classes.end())
        throw Error(ErrorKind::internal, "JSON IODEF: no row for the class " + std::string(name));
    return found->second;
}

std::string_view namespace_of_prefix(std::string_view prefix) {
    if (prefix.empty()) return iodef_v2_uri;
    if (prefix == "ds") return xmldsig_uri;
    if (prefix == "sci") return "urn:ietf:params:xml:ns:iodef-sci-1.0";
    if (prefix == "enum") return "urn:ietf:params:xml:ns:iodef-enum-1.0";
    if (prefix == "iodef1") return iodef_v1_uri;
    if (prefix == "xml") return "http://www.w3.org/XML/1998/namespace";
    throw Error(ErrorKind::internal, "JSON IODEF: no namespace for " + std::string(prefix));
}

}  // namespace exhibit::exchange

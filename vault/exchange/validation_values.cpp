// The rules about values: what a number, an address, a digest or an extension may be.
#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "exchange/address.hpp"
#include "exchange/digest_value.hpp"
#include "exchange/validation_rules.hpp"
#include "xml/text.hpp"

namespace exhibit::exchange {
namespace {

using schema::Datatype;
using schema::Rule;

constexpr std::uint64_t port_max = 65535;

struct Extension {
    std::string_view dtype;
    Datatype type;
};
// RFC 7970 section 2.16 and RFC 5070 section 3.6; what is missing is any text.
constexpr std::array extensions = {
    Extension{"boolean", Datatype::boolean},
    Extension{"byte", Datatype::base64},
    Extension{"file", Datatype::base64},
    Extension{"bytes", Datatype::hexadecimal},
    Extension{"frame", Datatype::hexadecimal},
    Extension{"packet", Datatype::hexadecimal},
    Extension{"ipv4-packet", Datatype::hexadecimal},
    Extension{"ipv6-packet", Datatype::hexadecimal},
    Extension{"date-time", Datatype::date_time},
    Extension{"ntpstamp", Datatype::date_time},
    Extension{"integer", Datatype::integer},
    Extension{"real", Datatype::number},
    Extension{"portlist", Datatype::port_list},
    Extension{"url", Datatype::any_uri},
};

// type/subtype, each a name of RFC 6838; parameters are left alone.
bool is_media_type(std::string_view text) {
    text = text.substr(0, text.find(';'));
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos) return false;
    const auto is_name = [](std::string_view name) {
        return !name.empty() && name.size() <= 127 &&
               std::all_of(name.begin(), name.end(), [](char c) {
                   return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          (c >= '0' && c <= '9') ||
                          std::string_view("!#$&-^_.+").find(c) != std::string_view::npos;
               });
    };
    return is_name(text.substr(0, slash)) && is_name(xml::trimmed(text.substr(slash + 1)));
}

}  // namespace

const Datatype* datatype_of_extension(std::string_view dtype) noexcept {
    const auto found = std::find_if(extensions.begin(), extensions.end(),
                                    [&](const Extension& entry) { return entry.dtype == dtype; });
    return found == extensions.end() ? nullptr : &found->type;
}

void TextRules::extension(Frame& frame) {
    note_attribute(frame, "dtype", "");
    frame.collects = datatype_of_extension(frame.noted.kind) != nullptr;
}

void TextRules::value(Frame& frame, std::string_view text) {
    switch (frame.rule.rule) {
        case Rule::incident_id:
            if (text.empty())
                strict(frame, "incident-id.empty",
                       [] { return "IncidentID is empty: nobody can refer to the incident."; });
            break;
        case Rule::extension: extension_value(frame, text); break;
        case Rule::confidence: confidence(frame, text); break;
        case Rule::address:
            if (!fits_category(text, frame.noted.kind))
                strict(frame, "address.category", [&] {
                    return "The address " + quoted(text) + " is not of its category, " +
                           printable(frame.noted.kind) + ".";
                });
            break;
        case Rule::not_negative:
            if (text.starts_with('-') && text.find_first_of("123456789") != std::string_view::npos)
                strict(frame, "number.negative", [&] {
                    return std::string(frame.name) + " is " + quoted(text) +
                           "; it counts something and cannot be negative.";
                });
            break;
        case Rule::port:
        case Rule::port_list: port_list(frame, text); break;
        case Rule::media_type:
            if (!is_media_type(text))
                strict(frame, "media-type", [&] {
                    return "FileType is " + quoted(text) +
                           ", expected a media type, as application/octet-stream.";
                });
            break;
        case Rule::digest_value: digest(frame, text); break;
        default: break;
    }
}

void TextRules::extension_value(const Frame& frame, std::string_view text) {
    const Noted& noted = frame.noted;
    const auto holds = [&](std::string_view what) {
        strict(frame, "extension.content", [&] {
            return std::string(frame.name) + " says it is of dtype " + quoted(noted.kind) +
                   ", but holds " + std::string(what) + ".";
        });
    };
    if (noted.kind == "xml") {
        // In RID the document may be left out (RFC 6545 has no other place for a signature).
        const bool may_be_empty = frame.name == "XMLDocument" || frame.name == "RawData";
        if (noted.has_text) return holds("text beside the element");
        if (noted.children > 1) return holds("more than one element");
        if (noted.children == 0 && !may_be_empty) return holds("no element");
        return;
    }
    if (noted.kind.empty() || noted.kind == "ext-value") return;
    if (noted.children != 0) return holds("elements");
    const Datatype* type = datatype_of_extension(noted.kind);
    if (type == nullptr || schema::is_valid(*type, text)) return;
    strict(frame, "extension.content", [&] {
        return std::string(frame.name) + " says it is of dtype " + quoted(noted.kind) +
               ", but holds " + quoted(text) + ", not " + std::string(schema::describe(*type)) +
               ".";
    });
}

void TextRules::confidence(const Frame& frame, std::string_view text) {
    const bool numeric = frame.noted.kind == "numeric";
    const bool number = schema::is_valid(Datatype::number, text);
    if (numeric ? number : text.empty()) return;
    // The schemas of v2 contradict the text, and one another: no document can please all.
    const bool two = state_.grammar.vocabulary(frame.type()->space).prefix == "iodef2";
    state_.tell(two ? Weight::warning : Weight::strict, "confidence.value", frame.at, [&] {
        return numeric ? "Confidence is numeric, but holds " + quoted(text) + ", not a number."
                       : "Confidence is not numeric, but holds " + quoted(text) + ".";
    });
}

void TextRules::port_list(const Frame& frame, std::string_view text) {
    if (!schema::is_valid(Datatype::port_list, text)) {
        if (frame.rule.rule == Rule::port && schema::is_valid(Datatype::integer, text))
            strict(frame, "port.range",
                   [&] { return "The port " + quoted(text) + " is not from 0 to 65535."; });
        return;
    }
    for (const std::string_view range : split(text, ',')) {
        const std::size_t dash = range.find('-');
        const auto low = parse_decimal(range.substr(0, dash));
        const auto high =
            dash == std::string_view::npos ? low : parse_decimal(range.substr(dash + 1));
        // Ports with leading zeros are no numbers of ours, but legal.
        if (!low || !high || (*low <= *high && *high <= port_max)) continue;
        strict(frame, "port.range", [&] {
            return "The ports " + quoted(range) + " are not from 0 to 65535, the lower first.";
        });
        return;
    }
}

void TextRules::digest(const Frame& frame, std::string_view text) {
    const Frame* const around = state_.parent();
    if (around == nullptr || around->rule.rule != Rule::hash || around->noted.kind.empty()) return;
    const DigestAlgorithm* algorithm = find_digest_algorithm(around->noted.kind);
    if (algorithm == nullptr) return;
    if (!algorithm->registered)
        strict(frame, "hash.algorithm", [&] {
            return "The algorithm " + quoted(around->noted.kind) +
                   " does not exist in any registry; it seems to mean " +
                   std::string(algorithm->name) + ".";
        });
    const DigestDialect dialect = dialect_of(text, algorithm->octets);
    if (dialect == DigestDialect::octets || dialect == DigestDialect::not_base64) return;
    strict(frame, "hash.dialect", [&] {
        return "DigestValue is " + std::string(describe(dialect)) + ", expected base64 of the " +
               std::to_string(algorithm->octets) + " octets of " + std::string(algorithm->name) +
               ".";
    });
}

}  // namespace exhibit::exchange

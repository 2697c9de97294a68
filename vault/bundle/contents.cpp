#include "bundle/contents.hpp"

#include <algorithm>

#include "encode/json.hpp"
#include "exhibit/error.hpp"
#include "ledger/object_names.hpp"

namespace exhibit::bundle {

namespace {

using encode::Json;

constexpr std::string_view format_name = "exhibit-bundle-v1";

Json parse_line(std::string_view text, const std::string& source) {
    if (!text.ends_with('\n')) throw FormatError(source, text.size(), "a final LF");
    text.remove_suffix(1);
    return encode::parse(text, source);
}

std::vector<std::string> ascending_texts(const Json& json, const std::string& source) {
    std::vector<std::string> texts;
    for (const Json& text : json.array(source)) {
        texts.push_back(text.string(source));
        const std::size_t count = texts.size();
        if (count > 1 && texts[count - 2] >= texts[count - 1]) {
            throw FormatError(source, 0, "texts in ascending order, none twice");
        }
    }
    return texts;
}

}  // namespace

std::string dump_info(const Info& info) {
    Json::Object out{{"format", format_name},
                     {"incident", info.incident.text()},
                     {"item", nullptr},
                     {"made", format_utc(info.made)},
                     {"maker", info.maker.hex()},
                     {"tool", info.tool},
                     {"withheld", Json::Array(info.withheld.begin(), info.withheld.end())},
                     {"zone", format_zone(info.zone)}};
    if (info.item) out["item"] = info.item->text();
    return encode::dump(out) + "\n";
}

Info parse_info(std::string_view text, const std::string& source) {
    const Json json = parse_line(text, source);
    encode::require_only(
        json, {"format", "incident", "item", "made", "maker", "tool", "withheld", "zone"}, source);
    const std::string& format = json.at("format", source).string("format");
    if (format != format_name) {
        throw Error(ErrorKind::unsupported, source + " says it is of the format \"" + format +
                                                "\"; this version reads " +
                                                std::string(format_name) + ".");
    }
    Info info{custody::IncidentId::parse(json.at("incident", source).string("incident")),
              std::nullopt,
              parse_utc(json.at("made", source).string("made"), source),
              parse_zone(json.at("zone", source).string("zone"), source),
              crypto::Hash::from_hex(json.at("maker", source).string("maker"), source),
              json.at("tool", source).string("tool"),
              ascending_texts(json.at("withheld", source), source)};
    if (const Json& item = json.at("item", source); !item.is_null()) {
        info.item = custody::ItemId::parse(item.string("item"));
        if (info.item->incident() != info.incident) {
            throw FormatError(source, 0, "an item of the incident it names");
        }
    }
    return info;
}

std::string dump_disclosed(const Disclosed& disclosed) {
    Json::Object out;
    for (const auto& [subject, texts] : disclosed) {
        out.emplace(subject, Json::Array(texts.begin(), texts.end()));
    }
    return encode::dump(out) + "\n";
}

Disclosed parse_disclosed(std::string_view text, const std::string& source) {
    const Json json = parse_line(text, source);
    Disclosed out;
    for (const auto& [subject, texts] : json.object(source)) {
        if (!ledger::valid_subject(subject)) {
            throw FormatError(source, 0, "names of subjects (handler:, incident:, item:)");
        }
        std::vector<std::string> disclosures = ascending_texts(texts, source);
        if (disclosures.empty()) throw FormatError(source, 0, "no empty list of disclosures");
        out.emplace(subject, std::move(disclosures));
    }
    return out;
}

}  // namespace exhibit::bundle

#include "ledger/anchor.hpp"

#include "base/codec.hpp"
#include "encode/json.hpp"
#include "exhibit/error.hpp"

namespace exhibit::ledger {

namespace {

using encode::Json;

constexpr std::string_view format_name = "exhibit-anchor-v1";

/// A member of texts in base64, only where there are any.
void add_list(Json::Object& out, std::string_view name, const std::vector<Bytes>& list) {
    if (list.empty()) return;
    Json::Array texts;
    for (const Bytes& one : list) texts.emplace_back(to_base64(one));
    out.emplace(std::string(name), std::move(texts));
}

std::vector<Bytes> list_at(const Json& json, std::string_view name, const std::string& source) {
    std::vector<Bytes> out;
    const Json* list = json.find(name);
    if (list == nullptr) return out;
    for (const Json& one : list->array(name)) {
        if (out.size() == crypto::revocation_evidence_max)
            throw FormatError(source, 0, "at most 8 of " + std::string(name));
        out.push_back(from_base64(one.string(name), source));
    }
    if (out.empty()) throw FormatError(source, 0, "no empty list of " + std::string(name));
    return out;
}

}  // namespace

std::string dump_anchor(const Anchor& anchor) {
    Json::Array chain;
    for (const Bytes& certificate : anchor.chain) chain.emplace_back(to_base64(certificate));
    Json::Object object{{"chain", std::move(chain)},
                        {"checkpoint", anchor.note},
                        {"format", format_name},
                        {"query", to_base64(anchor.query)},
                        {"response", to_base64(anchor.response)}};
    add_list(object, "crls", anchor.revocation.lists);
    add_list(object, "ocsp", anchor.revocation.answers);
    const std::string text = encode::dump(std::move(object)) + "\n";
    if (text.size() > anchor_bytes_max) {
        throw Error(ErrorKind::usage,
                    "keeping a time-stamp: with its certificates and lists it takes " +
                        std::to_string(text.size()) + " bytes, expected at most 4 MiB");
    }
    return text;
}

Anchor parse_anchor(std::string_view text, const std::string& source) {
    if (text.size() > anchor_bytes_max || !text.ends_with('\n')) {
        throw FormatError(source, text.size(), "at most 4 MiB that end in LF");
    }
    const Json json = encode::parse(text.substr(0, text.size() - 1), source);
    encode::require_only(
        json, {"chain", "checkpoint", "crls", "format", "ocsp", "query", "response"}, source);
    const auto member = [&](std::string_view name) -> const std::string& {
        return json.at(name, source).string(name);
    };
    if (member("format") != format_name) {
        throw Error(ErrorKind::unsupported,
                    "The anchor " + source + " has a format that this program does not know.");
    }
    Anchor anchor;
    for (const Json& certificate : json.at("chain", source).array("chain")) {
        if (anchor.chain.size() == crypto::certificates_max) {
            throw FormatError(source, 0, "at most 16 certificates");
        }
        anchor.chain.push_back(from_base64(certificate.string("certificate"), source));
    }
    if (anchor.chain.empty()) throw FormatError(source, 0, "a chain of one certificate or more");
    anchor.note = member("checkpoint");
    anchor.query = from_base64(member("query"), source);
    anchor.response = from_base64(member("response"), source);
    anchor.revocation = {list_at(json, "crls", source), list_at(json, "ocsp", source)};
    return anchor;
}

AnchorFacts open_anchor(const Anchor& anchor, const encode::NoteKey& log_key,
                        std::span<const Bytes> roots, const std::string& source,
                        std::optional<Instant> now, const crypto::RevocationEvidence& brought) {
    AnchorFacts facts;
    facts.checkpoint = open_checkpoint(anchor.note, log_key, source).checkpoint;
    facts.stamp =
        crypto::verify_timestamp({as_bytes(anchor.note), anchor.query, anchor.response},
                                 {roots, anchor.chain, anchor.revocation, now, brought}, source);
    return facts;
}

}  // namespace exhibit::ledger

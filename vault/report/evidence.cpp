#include "report/evidence.hpp"

#include <zlib.h>

#include <unordered_map>

#include "base/codec.hpp"
#include "encode/json.hpp"
#include "exhibit/error.hpp"
#include "ledger/disclosure.hpp"

namespace exhibit::report {

namespace {

using encode::Json;
using Marks = std::unordered_map<std::string, std::string>;

constexpr std::string_view seen_mark = "\"seen\":{\"root\":\"";
constexpr std::size_t hash_digits = 64;

/// Replaces the texts between quotes that `leaves` or `values` know by their marks.
std::string shortened(std::string_view payload, const Marks& leaves, const Marks& values) {
    std::string out;
    out.reserve(payload.size());
    while (!payload.empty()) {
        const std::size_t open = payload.find('"');
        const std::size_t close =
            open == std::string_view::npos ? open : payload.find('"', open + 1);
        if (close == std::string_view::npos) break;
        const std::string text(payload.substr(open + 1, close - open - 1));
        out += payload.substr(0, open + 1);
        const auto leaf = leaves.find(text);
        const auto value = values.find(text);
        out += leaf != leaves.end() ? leaf->second : value != values.end() ? value->second : text;
        out += '"';
        payload.remove_prefix(close + 1);
    }
    return out.append(payload);
}

class Evidence {
public:
    explicit Evidence(const bundle::Verified& verified) : verified_(verified) {
        for (const ledger::Entry& entry : verified.entries) {
            leaves_.emplace(entry.leaf.hex(), "~" + std::to_string(entry.index.value));
        }
    }

    Json entry(const ledger::Entry& entry) const {
        const std::string& payload = entry.envelope.payload;
        Json::Array signatures;
        for (const auto& one : entry.envelope.signatures) {
            signatures.push_back(Json::Array{one.keyid.hex(), to_base64(one.signature)});
        }
        // Escapes would make the search for quotes go wrong, marks of its own the way back.
        bool verbatim = payload.find('\\') != std::string::npos;
        for (const char* mark : {"\"~", "\"!", "\"^"}) {
            verbatim = verbatim || payload.find(mark) != std::string::npos;
        }
        return Json::Array{entry.index.value, verbatim ? payload : short_payload(entry),
                           std::move(signatures), verbatim};
    }

    Json values() const {
        Json::Array out;
        for (const auto& [index, disclosed] : verified_.contents.disclosures) {
            for (const auto& [subject, texts] : disclosed) {
                Json::Array jsons;
                for (const std::string& text : texts) {
                    jsons.push_back(exhibit::to_string(from_base64url(text)));
                }
                out.push_back(Json::Array{index, subject, std::move(jsons)});
            }
        }
        return out;
    }

    Json tiles() const {
        Json::Array out;
        for (const auto& [id, hashes] : verified_.contents.tiles) {
            out.push_back(Json::Array{id.level, id.number, to_base64(ledger::encode_tile(hashes))});
        }
        return out;
    }

private:
    std::string short_payload(const ledger::Entry& entry) const {
        std::string payload = entry.envelope.payload;
        const std::size_t seen = payload.find(seen_mark);
        const crypto::Hash* root = verified_.tree->root_at(entry.event.seen.size.value);
        if (seen != std::string::npos && root != nullptr && *root == entry.event.seen.root) {
            payload.replace(seen + seen_mark.size(), hash_digits, "^");
        }
        Marks values;
        const auto disclosed = verified_.contents.disclosures.find(entry.index.value);
        if (disclosed != verified_.contents.disclosures.end()) {
            std::size_t number = 0;
            for (const auto& [subject, texts] : disclosed->second) {
                for (const std::string& text : texts) {
                    values.emplace(ledger::disclosure_digest(text), "!" + std::to_string(number++));
                }
            }
        }
        return shortened(payload, leaves_, values);
    }

    const bundle::Verified& verified_;
    Marks leaves_;
};

std::string compressed(const std::string& text) {
    uLongf size = compressBound(text.size());
    Bytes out(size);
    // zlib's own types for bytes; a uint8_t pointer may look at any object.
    const auto* from = static_cast<const Bytef*>(static_cast<const void*>(text.data()));
    auto* to = static_cast<Bytef*>(static_cast<void*>(out.data()));
    if (compress2(to, &size, from, text.size(), 6) != Z_OK) {
        throw Error(ErrorKind::internal, "compressing the evidence of a report: zlib failed");
    }
    out.resize(size);
    return to_base64(out);
}

}  // namespace

std::string evidence(const bundle::Verified& verified, const std::string& document) {
    const Evidence parts(verified);
    Json::Array entries;
    for (const ledger::Entry& entry : verified.entries) entries.push_back(parts.entry(entry));
    const auto& info = verified.contents.info;
    return compressed(encode::dump(
        Json::Object{{"digest", document},
                     {"descriptor", verified.contents.descriptor},
                     {"checkpoint", verified.contents.checkpoint},
                     {"incident", info ? Json(info->incident.text()) : Json(nullptr)},
                     {"item", info && info->item ? Json(info->item->text()) : Json(nullptr)},
                     {"entries", std::move(entries)},
                     {"tiles", parts.tiles()},
                     {"values", parts.values()}}));
}

}  // namespace exhibit::report

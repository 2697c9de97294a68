// What a bundle holds (FORMAT.md 16), before anything of it was verified.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "crypto/digest.hpp"
#include "custody/ids.hpp"
#include "ledger/tile.hpp"

namespace exhibit::bundle {

/// A larger ledger is refused: walks over indexes stay short whatever a bundle claims.
inline constexpr std::uint64_t tree_size_limit = std::uint64_t{1} << 26;

/// data/bundle.json: what the maker says of the bundle.
struct Info {
    custody::IncidentId incident;
    std::optional<custody::ItemId> item;  ///< a bundle for one item
    Instant made;
    ZoneOffset zone;
    crypto::Hash maker;
    std::string tool;
    std::vector<std::string> withheld;  ///< names of private values, sorted
    bool operator==(const Info&) const = default;
};
std::string dump_info(const Info& info);
/// Accepts exactly what dump_info writes. FormatError or Error(malformed).
Info parse_info(std::string_view text, const std::string& source);

/// Disclosures (their texts, sorted) by subject.
using Disclosed = std::map<std::string, std::vector<std::string>>;
std::string dump_disclosed(const Disclosed& disclosed);
Disclosed parse_disclosed(std::string_view text, const std::string& source);

/// A stream that lies in the bundle: what its member was found to be.
struct ContentFile {
    std::uint64_t size = 0;
    crypto::Hash sha256;
};

/// data/documents/<item>/<number>: what an item's `item.attach`, counted from 1, attached.
struct DocumentName {
    std::uint32_t item = 0;
    std::uint32_t number = 0;
    auto operator<=>(const DocumentName&) const = default;
};
/// data/cosig/<size>/<witness>: a checkpoint that a witness cosigned.
struct CosignatureName {
    std::uint64_t size = 0;
    crypto::Hash witness;  ///< SHA-256 of its public key
    auto operator<=>(const CosignatureName&) const = default;
};

struct Contents {
    std::optional<Info> info;
    std::string descriptor;  ///< exhibit.json
    std::string checkpoint;  ///< note
    std::map<std::uint64_t, std::string> entries;
    std::map<ledger::TileId, std::vector<crypto::Hash>> tiles;
    std::map<std::uint64_t, Disclosed> disclosures;
    std::map<crypto::Hash, std::string> objects;   ///< by the digest they are named by
    std::map<std::uint32_t, ContentFile> content;  ///< by item number
    std::map<DocumentName, ContentFile> documents;
    std::map<CosignatureName, std::string> cosignatures;  ///< notes
    std::optional<std::string> keys;                      ///< keys.json as it is
};

}  // namespace exhibit::bundle

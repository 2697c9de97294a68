#include "ledger/descriptor.hpp"

#include <algorithm>
#include <array>

#include "base/codec.hpp"
#include "base/text.hpp"
#include "encode/json.hpp"
#include "exhibit/error.hpp"

namespace exhibit::ledger {

namespace {

using encode::Json;

constexpr std::size_t origin_prefix_bytes_max = 64;
constexpr std::size_t origin_random_bytes = 16;

/// Members of which this version knows one value only.
Json::Object fixed_members() {
    return {{"aead", "xchacha20-poly1305"},
            {"block_id", "hmac-sha256"},
            {"format", 1},
            {"signature", "ed25519"},
            {"tree", "rfc6962-sha256"}};
}

bool valid_prefix(std::string_view prefix) noexcept {
    if (prefix.empty() || prefix.size() > origin_prefix_bytes_max) return false;
    return std::all_of(prefix.begin(), prefix.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '/' || c == '-';
    });
}

void require_known(const Json& object, const std::string& source) {
    const Json::Object fixed = fixed_members();
    for (const auto& [name, value] : object.object(source)) {
        const auto known = fixed.find(name);
        const bool free_member = name == "origin" || name == "log_key";
        if (free_member || (known != fixed.end() && known->second == value)) continue;
        throw Error(ErrorKind::unsupported,
                    "The descriptor " + source + " has a \"" + printable(name) +
                        "\" that this program does not know: it was written by a newer version.");
    }
    for (const auto& member : fixed) static_cast<void>(object.at(member.first, source));
}

}  // namespace

std::string new_origin(std::string_view prefix, crypto::Random& random) {
    if (!valid_prefix(prefix)) {
        throw Error(ErrorKind::usage, "The vault name prefix \"" + printable(prefix) +
                                          "\" is not 1 to 64 characters of a-z, 0-9, '.', '/', "
                                          "'-'.");
    }
    std::array<std::byte, origin_random_bytes> bytes{};
    random.fill(bytes);
    return std::string(prefix) + "/" + to_hex(bytes);
}

bool valid_origin(std::string_view origin) noexcept {
    const std::size_t slash = origin.rfind('/');
    if (slash == std::string_view::npos || !valid_prefix(origin.substr(0, slash))) return false;
    const std::string_view digits = origin.substr(slash + 1);
    return digits.size() == 2 * origin_random_bytes &&
           std::all_of(digits.begin(), digits.end(),
                       [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

std::string dump_descriptor(const Descriptor& descriptor) {
    if (!valid_origin(descriptor.origin) || descriptor.log_key.name != descriptor.origin) {
        throw Error(ErrorKind::usage, "The origin \"" + printable(descriptor.origin) +
                                          "\" is not valid, or not the name of the log key.");
    }
    Json::Object members = fixed_members();
    members["log_key"] = encode::format_vkey(descriptor.log_key);
    members["origin"] = descriptor.origin;
    return encode::dump(members) + "\n";
}

Descriptor parse_descriptor(std::string_view text, const std::string& source) {
    if (text.size() > descriptor_bytes_max || !text.ends_with('\n')) {
        throw FormatError(source, text.size(), "at most 64 KiB that end in LF");
    }
    const Json object = encode::parse(text.substr(0, text.size() - 1), source);
    require_known(object, source);
    Descriptor descriptor{
        object.at("origin", source).string("origin"),
        encode::parse_vkey(object.at("log_key", source).string("log_key"), source)};
    if (!valid_origin(descriptor.origin) || descriptor.log_key.name != descriptor.origin) {
        throw Error(ErrorKind::malformed, "The descriptor " + source + " names the vault \"" +
                                              printable(descriptor.origin) +
                                              "\" and its log key \"" +
                                              printable(descriptor.log_key.name) +
                                              "\"; expected one valid origin for both.");
    }
    return descriptor;
}

Hash descriptor_digest(std::string_view text) {
    return crypto::sha256(as_bytes(text));
}

}  // namespace exhibit::ledger

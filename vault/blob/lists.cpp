#include "blob/lists.hpp"

#include "blob/pack_format.hpp"
#include "exhibit/error.hpp"

namespace exhibit::blob {
namespace {

std::string line_of(const crypto::Hash& pack) {
    return pack.hex() + "  " + pack_object_name(pack) + "\n";
}

constexpr std::size_t digits = 64;
constexpr std::size_t line_bytes = digits + 2 + 9 + digits + 1;

}  // namespace

std::string write_pack_list(const std::set<crypto::Hash>& packs) {
    if (packs.size() > pack_list_bytes_max / line_bytes) {
        throw Error(ErrorKind::usage, "writing a pack list: found " + std::to_string(packs.size()) +
                                          " packs, expected at most " +
                                          std::to_string(pack_list_bytes_max / line_bytes));
    }
    std::string out;
    out.reserve(packs.size() * line_bytes);
    for (const crypto::Hash& pack : packs) out += line_of(pack);
    return out;
}

std::set<crypto::Hash> parse_pack_list(std::string_view text, const std::string& source) {
    if (text.size() > pack_list_bytes_max) {
        throw FormatError(
            source, pack_list_bytes_max,
            "a pack list of at most " + std::to_string(pack_list_bytes_max) + " bytes");
    }
    std::set<crypto::Hash> packs;
    for (std::size_t offset = 0; offset < text.size(); offset += line_bytes) {
        const std::string_view line = text.substr(offset, line_bytes);
        const std::string_view hex = line.substr(0, digits);
        if (hex.size() != digits ||
            hex.find_first_not_of("0123456789abcdef") != std::string_view::npos) {
            throw FormatError(source, offset, "a pack's name, 64 hexadecimal digits");
        }
        const crypto::Hash pack = crypto::Hash::from_hex(hex, source);
        if (line != line_of(pack)) {
            throw FormatError(source, offset + digits,
                              "two blanks, the name of the pack's object and a line feed");
        }
        if (!packs.empty() && pack <= *packs.rbegin()) {
            throw FormatError(source, offset, "packs in ascending order, none twice");
        }
        packs.insert(packs.end(), pack);
    }
    return packs;
}

std::string list_object_name(const crypto::Hash& list) {
    const std::string hex = list.hex();
    return "lists/" + hex.substr(0, 2) + "/" + hex;
}

}  // namespace exhibit::blob

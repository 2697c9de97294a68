#include "ledger/short_code.hpp"

#include <algorithm>
#include <vector>

#include "base/check.hpp"
#include "base/text.hpp"
#include "exhibit/error.hpp"

namespace exhibit::ledger {

namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::string_view domain = "exhibit short code v1\n";
constexpr std::size_t body_characters = 24;
constexpr std::size_t check_characters = 2;
constexpr std::size_t group_characters = 4;
constexpr std::size_t code_characters_max = 100;
constexpr unsigned check_base = 37;
constexpr unsigned check_modulus = 1021;  // prime: tells every single error and exchange
constexpr unsigned hyphen_value = 32;

char upright(char c) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == 'O') return '0';
    return c == 'I' || c == 'L' ? '1' : c;
}

unsigned value_of(char c) {
    return static_cast<unsigned>(alphabet.find(c));
}

std::string check_of(std::string_view numbers_and_body) {
    unsigned check = 0;
    for (const char c : numbers_and_body) {
        check = (check * check_base + (c == '-' ? hyphen_value : value_of(c))) % check_modulus;
    }
    return {alphabet[check / 32], alphabet[check % 32]};
}

/// 120 bits are 24 characters of 5.
std::string to_characters(const std::array<std::byte, 15>& bytes) {
    std::string out;
    unsigned bits = 0;
    unsigned held = 0;
    for (const std::byte byte : bytes) {
        held = held << 8 | std::to_integer<unsigned>(byte);
        for (bits += 8; bits >= 5; bits -= 5) out += alphabet[held >> (bits - 5) & 31];
    }
    return out;
}

std::array<std::byte, 15> from_characters(std::string_view text) {
    std::array<std::byte, 15> out{};
    unsigned bits = 0;
    unsigned held = 0;
    std::size_t at = 0;
    for (const char c : text) {
        held = (held << 5 | value_of(c)) & 0xFFF;
        bits += 5;
        if (bits < 8) continue;
        bits -= 8;
        out.at(at++) = static_cast<std::byte>(held >> bits & 0xFF);
    }
    return out;
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words{""};
    for (const char c : text) {
        if (c == '-' || c == ' ' || c == '\t' || c == '\n') {
            if (!words.back().empty()) words.emplace_back();
        } else {
            words.back() += upright(c);
        }
    }
    if (words.back().empty()) words.pop_back();
    return words;
}

}  // namespace

ShortCode make_short_code(std::string_view origin, LeafIndex index, const Hash& leaf,
                          const TreeHead& tree) {
    CHECK(index.value < tree.size.value);
    Bytes size;
    put_u64(size, tree.size.value);
    const Hash hash = crypto::sha256(
        {as_bytes(domain), as_bytes(origin), as_bytes("\n"), leaf.view(), size, tree.root.view()});
    ShortCode code{index, tree.size, {}};
    std::copy_n(hash.bytes.begin(), code.commitment.size(), code.commitment.begin());
    return code;
}

std::string format_short_code(const ShortCode& code) {
    const std::string numbers =
        std::to_string(code.index.value) + '-' + std::to_string(code.size.value) + '-';
    const std::string body = to_characters(code.commitment);
    std::string out = numbers;
    for (std::size_t i = 0; i < body.size(); i += group_characters) {
        out += body.substr(i, group_characters) + '-';
    }
    return out + check_of(numbers + body);
}

ShortCode parse_short_code(std::string_view text, const std::string& source) {
    if (text.size() > code_characters_max) {
        throw FormatError(source, code_characters_max, "at most 100 characters");
    }
    const std::vector<std::string> words = words_of(text);
    const auto index = words.size() < 3 ? std::nullopt : parse_decimal(words[0]);
    const auto size = words.size() < 3 ? std::nullopt : parse_decimal(words[1]);
    if (!index || !size || *index >= *size || *size > tree_size_max) {
        throw FormatError(source, 0,
                          "the event's number, the ledger's size, and groups of characters, like "
                          "12-13-7KQ2-…");
    }
    std::string body;
    for (std::size_t i = 2; i < words.size(); ++i) body += words[i];
    const auto unknown = std::find_if(body.begin(), body.end(), [](char c) {
        return alphabet.find(c) == std::string_view::npos;
    });
    if (body.size() != body_characters + check_characters || unknown != body.end()) {
        throw FormatError(source, 0,
                          "26 digits and letters (none of them U) behind the two numbers; a group "
                          "may be missing");
    }
    const std::string check = body.substr(body_characters);
    body.resize(body_characters);
    if (check_of(words[0] + '-' + words[1] + '-' + body) != check) {
        throw FormatError(source, 0,
                          "a code whose last two characters fit the others; one or more were "
                          "copied wrongly");
    }
    return {LeafIndex{*index}, TreeSize{*size}, from_characters(body)};
}

}  // namespace exhibit::ledger

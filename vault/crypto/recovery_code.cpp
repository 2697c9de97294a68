// The recovery code of an identity. It spells the master secret, so it is written and read inside
// secret memory here, not through base/codec, whose strings nobody wipes.

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/check.hpp"
#include "crypto/identity.hpp"
#include "exhibit/error.hpp"

namespace exhibit::crypto {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::string_view check_purpose = "exhibit recovery code v1";
constexpr std::byte version{0x01};
constexpr std::size_t master_bytes = 32;
constexpr std::size_t check_bytes = 2;
constexpr std::size_t spelled_bytes = 1 + master_bytes + check_bytes;
constexpr std::size_t code_letters = 56;
constexpr std::size_t group_letters = 4;
// No letter carries spare bits, so equal secrets have equal codes.
static_assert(code_letters * 5 == spelled_bytes * 8);

Bytes check_of(ByteView version_and_master) {
    // Not sha256(): its context lives as long as the thread and would keep the secret's last block.
    Digest running(Algorithm::sha256);
    running.update(as_bytes(check_purpose));
    running.update(version_and_master);
    Bytes check = running.finish();
    check.resize(check_bytes);
    return check;
}

// The five bits that letter number `index` stands for: bits 5*index to 5*index + 4 of the bytes,
// the most significant first. Example: letter 1 takes the last 3 bits of byte 0 and the first 2
// bits of byte 1.
unsigned five_bits(ByteView bytes, std::size_t index) {
    unsigned value = 0;
    for (std::size_t bit = index * 5; bit < index * 5 + 5; ++bit) {
        const unsigned byte = std::to_integer<unsigned>(bytes[bit / 8]);
        value = (value << 1) | ((byte >> (7 - bit % 8)) & 1U);
    }
    return value;
}

void put_five_bits(std::span<std::byte> bytes, std::size_t index, unsigned value) {
    for (std::size_t i = 0; i < 5; ++i) {
        const std::size_t bit = index * 5 + i;
        if (((value >> (4 - i)) & 1U) != 0) bytes[bit / 8] |= std::byte{0x80} >> (bit % 8);
    }
}

// Compares with every letter, so that the time does not depend on which letter was typed.
std::optional<unsigned> value_of(char letter) {
    const char upper =
        letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
    std::optional<unsigned> value;
    for (unsigned i = 0; i < alphabet.size(); ++i) {
        if (alphabet[i] == upper) value = i;
    }
    return value;
}

bool is_separator(char letter) {
    return letter == '-' || letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r';
}

[[noreturn]] void refuse(const std::string& found) {
    throw Error(ErrorKind::malformed, "reading a recovery code: found " + found +
                                          ", expected 56 letters A to Z and digits 2 to 7 as "
                                          "they were written down");
}

} // namespace

SecretBytes recovery_code(const Identity& identity) {
    SecretBytes spelled(spelled_bytes);
    const std::span<std::byte> out = spelled.writable();
    const ByteView master = identity.master().view();
    out.front() = version;
    std::copy(master.begin(), master.end(), out.begin() + 1);
    const Bytes check = check_of(out.first(1 + master_bytes));
    std::copy(check.begin(), check.end(), out.end() - check_bytes);

    SecretBytes code(code_letters + code_letters / group_letters - 1);
    std::size_t at = 0;
    for (std::size_t i = 0; i < code_letters; ++i) {
        if (i != 0 && i % group_letters == 0) code.writable()[at++] = std::byte{'-'};
        code.writable()[at++] = static_cast<std::byte>(alphabet[five_bits(out, i)]);
    }
    CHECK(at == code.size());
    return code;
}

Identity identity_from_recovery_code(ByteView code) {
    SecretBytes spelled(spelled_bytes);
    std::size_t letters = 0;
    for (std::size_t i = 0; i < code.size(); ++i) {
        const char letter = std::to_integer<char>(code[i]);
        if (is_separator(letter)) continue;
        const std::optional<unsigned> value = value_of(letter);
        if (!value) refuse("another character at position " + std::to_string(i + 1));
        if (letters == code_letters) refuse("more than 56 letters");
        put_five_bits(spelled.writable(), letters++, *value);
    }
    if (letters != code_letters) refuse(std::to_string(letters) + " letters");

    const ByteView checked = spelled.view().first(1 + master_bytes);
    if (!secret_equal(check_of(checked), spelled.view().last(check_bytes))) {
        refuse("a checksum that does not match, so at least one letter is wrong");
    }
    if (checked.front() != version) {
        throw Error(ErrorKind::unsupported,
                    "reading a recovery code: found version " +
                        std::to_string(std::to_integer<int>(checked.front())) +
                        ", expected version 1, the only one this program knows");
    }
    return Identity(SecretBytes::copy_of(checked.last(master_bytes)));
}

} // namespace exhibit::crypto

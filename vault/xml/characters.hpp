// What bytes and characters a document may have, and where in it an offset lies.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "xml/error.hpp"

namespace exhibit::xml {

/// Classes of single bytes. Of bytes above 0x7F only none is told: they are parts of characters.
namespace byte_class {
constexpr std::uint8_t name_start = 1;   ///< A-Z a-z _ (the colon is for namespaces)
constexpr std::uint8_t name_part = 2;    ///< the same, and 0-9 . -
constexpr std::uint8_t blank = 4;        ///< space, tab, CR, LF
constexpr std::uint8_t text_stop = 8;    ///< < & ] CR: where plain text ends or needs a look
constexpr std::uint8_t value_stop = 16;  ///< < & " ' and all blanks but space: the same in values
}  // namespace byte_class

constexpr std::array<std::uint8_t, 256> make_byte_classes() {
    std::array<std::uint8_t, 256> classes{};
    constexpr std::uint8_t in_names = byte_class::name_start | byte_class::name_part;
    for (std::size_t c = 'a'; c <= 'z'; ++c) classes[c] = in_names;
    for (std::size_t c = 'A'; c <= 'Z'; ++c) classes[c] = in_names;
    classes['_'] = in_names;
    for (std::size_t c = '0'; c <= '9'; ++c) classes[c] = byte_class::name_part;
    classes['-'] = classes['.'] = byte_class::name_part;
    classes[' '] = byte_class::blank;
    classes['\t'] = classes['\n'] = byte_class::blank | byte_class::value_stop;
    classes['\r'] = byte_class::blank | byte_class::value_stop | byte_class::text_stop;
    classes['<'] = classes['&'] = byte_class::text_stop | byte_class::value_stop;
    classes[']'] = byte_class::text_stop;
    classes['"'] = classes['\''] = byte_class::value_stop;
    return classes;
}
inline constexpr std::array<std::uint8_t, 256> byte_classes = make_byte_classes();

inline bool has_class(char c, std::uint8_t wanted) noexcept {
    return (byte_classes[static_cast<unsigned char>(c)] & wanted) != 0;
}

/// The production Char of XML 1.0.
bool is_xml_character(std::uint32_t code) noexcept;

struct BadCharacter {
    std::size_t offset = 0;
    Fault fault = Fault::character;  ///< or Fault::utf8
};
/// The first thing in `document` that is not UTF-8 or not a character of XML.
std::optional<BadCharacter> first_bad_character(std::string_view document) noexcept;

struct CodePoint {
    std::uint32_t code = 0;
    std::size_t bytes = 1;
};
/// The character at the start of `text`, which is not empty and is valid UTF-8 (or cut: then the
/// code is meaningless but `bytes` stays inside).
CodePoint first_code_point(std::string_view text) noexcept;

/// Line and column of offsets that mostly grow: each look-up goes on from the one before, so that
/// many in one long line do not cost the length of the line each.
class Lines {
public:
    explicit Lines(std::string_view document) noexcept;
    Position position(std::size_t offset) noexcept;

private:
    std::size_t line_end() noexcept;

    std::string_view document_;
    std::size_t start_;        ///< of the first line, past a byte-order mark
    std::size_t line_start_;   ///< of the line that was looked up last
    std::size_t at_;           ///< what was looked up last
    Position here_;            ///< of it
    std::size_t lone_cr_ = 0;  ///< from where on the next one is looked for
};

}  // namespace exhibit::xml

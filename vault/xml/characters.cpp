#include "xml/characters.hpp"

#include <algorithm>
#include <cstring>

#include "base/text.hpp"

namespace exhibit::xml {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::size_t word_bytes = sizeof(std::uint64_t);
constexpr std::uint64_t each_byte = 0x0101010101010101U;

// Eight bytes that are all printable ASCII or DEL: no byte above 0x7F, none below 0x20.
bool plain_word(const char* bytes) noexcept {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes, word_bytes);
    return ((word | (word - each_byte * 0x20)) & (each_byte * 0x80)) == 0;
}

bool is_control(unsigned char c) noexcept {
    return c < 0x20 && c != '\t' && c != '\n' && c != '\r';
}

// The end of the bytes above 0x7F that start at `from`.
std::size_t multibyte_end(std::string_view document, std::size_t from) noexcept {
    while (from < document.size() && static_cast<unsigned char>(document[from]) >= 0x80) ++from;
    return from;
}

// U+FFFE and U+FFFF are the only characters above 0x7F that UTF-8 has and XML has not.
std::optional<BadCharacter> bad_in_multibyte(std::string_view document, std::size_t from,
                                             std::size_t end) noexcept {
    const std::string_view run = document.substr(from, end - from);
    const auto invalid = first_invalid_utf8(run);
    const std::string_view valid = run.substr(0, invalid.value_or(run.size()));
    const std::size_t none = std::min(valid.find("\xEF\xBF\xBE"), valid.find("\xEF\xBF\xBF"));
    if (none != std::string_view::npos) return BadCharacter{from + none, Fault::character};
    if (invalid) return BadCharacter{from + *invalid, Fault::utf8};
    return std::nullopt;
}

// A word with a line end, or something beyond ASCII: byte by byte to its end, or past the
// characters that reach beyond it.
std::optional<BadCharacter> look_at_word(std::string_view document, std::size_t& at) noexcept {
    const std::size_t end = std::min(at + word_bytes, document.size());
    while (at < end) {
        const auto c = static_cast<unsigned char>(document[at]);
        if (is_control(c)) return BadCharacter{at, Fault::character};
        const std::size_t next = c < 0x80 ? at + 1 : multibyte_end(document, at);
        if (c >= 0x80)
            if (const auto bad = bad_in_multibyte(document, at, next)) return bad;
        at = next;
    }
    return std::nullopt;
}

}  // namespace

bool is_xml_character(std::uint32_t code) noexcept {
    if (code < 0x20) return code == '\t' || code == '\n' || code == '\r';
    return code <= 0xD7FF || (code >= 0xE000 && code <= 0xFFFD) ||
           (code >= 0x10000 && code <= 0x10FFFF);
}

std::optional<BadCharacter> first_bad_character(std::string_view document) noexcept {
    std::size_t at = 0;
    while (at < document.size()) {
        if (document.size() - at >= word_bytes && plain_word(document.data() + at)) {
            at += word_bytes;
        } else if (const auto bad = look_at_word(document, at)) {
            return bad;
        }
    }
    return std::nullopt;
}

CodePoint first_code_point(std::string_view text) noexcept {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const std::uint32_t first = byte(0);
    if (first < 0x80) return {first, 1};
    const std::size_t wanted = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    const std::size_t bytes = std::min(wanted, text.size());
    std::uint32_t code = first & (0x7FU >> wanted);
    for (std::size_t i = 1; i < bytes; ++i) code = (code << 6U) | (byte(i) & 0x3FU);
    return {code, bytes};
}

Lines::Lines(std::string_view document) noexcept
    : document_(document),
      start_(document.starts_with(byte_order_mark) ? byte_order_mark.size() : 0),
      line_start_(start_),
      at_(start_) {}

Position Lines::position(std::size_t offset) noexcept {
    offset = std::min(offset, document_.size());
    if (offset < line_start_) {
        line_start_ = start_;
        here_.line = 1;
    }
    if (offset < at_) {
        at_ = lone_cr_ = line_start_;
        here_.column = 1;
    }
    for (std::size_t end = line_end(); end < offset; end = line_end()) {
        at_ = line_start_ = end + 1;
        here_ = {here_.line + 1, 1};
    }
    for (; at_ < offset; ++at_)
        if ((static_cast<unsigned char>(document_[at_]) & 0xC0U) != 0x80U) ++here_.column;
    return here_;
}

// A CR that no LF follows ends a line too. Where the next of these is, is looked for once.
std::size_t Lines::line_end() noexcept {
    const std::size_t lf = std::min(document_.find('\n', at_), document_.size());
    if (lone_cr_ < at_) lone_cr_ = at_;
    while (lone_cr_ < lf) {
        lone_cr_ = std::min(document_.find('\r', lone_cr_), document_.size());
        if (lone_cr_ + 1 < document_.size() && document_[lone_cr_ + 1] == '\n')
            ++lone_cr_;
        else
            break;
    }
    return std::min(lf, lone_cr_);
}

}  // namespace exhibit::xml

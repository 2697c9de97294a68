#include "intake/ewf_head.hpp"

#include <array>

#include "base/codec.hpp"

namespace exhibit::intake {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::size_t head_bytes_1 = 13;
constexpr std::size_t head_bytes_2 = 32;
constexpr int sections_max = 64;
constexpr std::size_t set_id_bytes = 16;
constexpr std::size_t set_id_offset = 64;  // in the content of a section "volume" or "data"

struct Signature {
    std::string_view bytes;
    std::string_view format;
    bool second = false;
};
constexpr std::array signatures{
    Signature{"EVF\x09\x0d\x0a\xff\x00"sv, "EWF"},
    Signature{"LVF\x09\x0d\x0a\xff\x00"sv, "EWF logical"},
    Signature{"EVF2\x0d\x0a\x81\x00"sv, "EWF 2", true},
    Signature{"LEF2\x0d\x0a\x81\x00"sv, "EWF 2 logical", true},
};

std::uint64_t little(ByteView bytes, std::size_t offset, std::size_t length) {
    std::uint64_t value = 0;
    for (std::size_t i = length; i > 0; --i) {
        value = value << 8U | std::to_integer<std::uint64_t>(bytes[offset + i - 1]);
    }
    return value;
}

/// The type of the section whose descriptor begins there: a text padded with NUL.
std::string_view section_type(ByteView descriptor) {
    const std::string_view field = as_text(descriptor.first(16));
    return field.substr(0, field.find('\0'));
}

std::string find_set_id(ByteView head) {
    std::uint64_t offset = head_bytes_1;
    for (int i = 0; i < sections_max; ++i) {
        if (offset > head.size() || head.size() - offset < ewf_section_bytes) return {};
        const ByteView section = head.subspan(static_cast<std::size_t>(offset));
        const std::string_view type = section_type(section);
        if (type == "volume" || type == "data" || type == "disk") {
            constexpr std::size_t begin = ewf_section_bytes + set_id_offset;
            if (section.size() < begin + set_id_bytes) return {};
            const ByteView id = section.subspan(begin, set_id_bytes);
            return all_zero(id) ? std::string() : to_hex(id);
        }
        const std::uint64_t next = little(section, 16, 8);
        if (next <= offset) return {};
        offset = next;
    }
    return {};
}

}  // namespace

std::optional<EwfHead> parse_ewf_head(ByteView head) {
    for (const Signature& signature : signatures) {
        const std::size_t needed = signature.second ? head_bytes_2 : head_bytes_1;
        if (head.size() < needed) continue;
        if (as_text(head.first(signature.bytes.size())) != signature.bytes) continue;
        EwfHead out{signature.format, 0, {}};
        if (signature.second) {
            out.segment = static_cast<std::uint32_t>(little(head, 12, 4));
            out.set_id = to_hex(head.subspan(16, set_id_bytes));
        } else {
            out.segment = static_cast<std::uint32_t>(little(head, 9, 2));
            out.set_id = find_set_id(head);
        }
        return out;
    }
    return std::nullopt;
}

EwfEnd parse_ewf_end(ByteView tail) {
    if (tail.size() < ewf_section_bytes) return EwfEnd::other;
    const std::string_view type = section_type(tail.last(ewf_section_bytes));
    if (type == "next") return EwfEnd::next;
    return type == "done" ? EwfEnd::done : EwfEnd::other;
}

}  // namespace exhibit::intake

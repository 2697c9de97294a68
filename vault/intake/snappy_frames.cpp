#include "intake/snappy_frames.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "base/bytes.hpp"

namespace exhibit::intake {
namespace {

constexpr std::uint64_t header_bytes = 4;    // type, length in 3 bytes, little endian
constexpr std::uint64_t checksum_bytes = 4;  // of chunks that hold data
constexpr std::uint64_t content_bytes_max = 65536;
constexpr std::uint64_t compressed = 0x00;
constexpr std::uint64_t plain = 0x01;
constexpr std::uint64_t first_skippable = 0x80;
constexpr std::uint64_t identifier = 0xff;
constexpr std::string_view identifier_text = "sNaPpY";

/// The beginning of a chunk: enough to tell how much it holds.
struct Chunk {
    std::array<std::byte, 16> bytes{};
    std::size_t got = 0;

    std::uint64_t at(std::size_t i) const { return std::to_integer<std::uint64_t>(bytes[i]); }
    std::uint64_t length() const { return at(1) | at(2) << 8U | at(3) << 16U; }
};

/// The varint that begins compressed content; nullopt when it does not end in 5 bytes, or in the
/// bytes of the chunk.
std::optional<std::uint64_t> content_length(const Chunk& chunk) {
    const std::size_t begin = header_bytes + checksum_bytes;
    const std::size_t end =
        std::min<std::size_t>({begin + 5, chunk.got, header_bytes + chunk.length()});
    std::uint64_t value = 0;
    for (std::size_t i = begin; i < end; ++i) {
        value |= (chunk.at(i) & 0x7fU) << (7 * (i - begin));
        if (chunk.at(i) < 0x80) return value;
    }
    return std::nullopt;
}

/// How much a chunk holds; nullopt when it cannot be one.
std::optional<std::uint64_t> held_by(const Chunk& chunk) {
    const std::uint64_t type = chunk.at(0);
    if (type == identifier) {
        const ByteView text = ByteView(chunk.bytes).subspan(header_bytes, identifier_text.size());
        const bool known =
            chunk.length() == identifier_text.size() && as_text(text) == identifier_text;
        return known ? std::optional<std::uint64_t>(0) : std::nullopt;
    }
    if (type >= first_skippable) return 0;
    if (chunk.length() < checksum_bytes) return std::nullopt;
    if (type == plain) return chunk.length() - checksum_bytes;
    if (type == compressed) return content_length(chunk);
    return std::nullopt;
}

}  // namespace

SnappyWalk walk_snappy(const ReadHeader& read, std::uint64_t size, std::uint64_t offset,
                       std::uint64_t length, std::uint64_t& chunks_left) {
    bool begun = false;
    for (std::uint64_t held = 0; held < length;) {
        if (chunks_left == 0) return {offset, "it has more compressed chunks than are looked at"};
        --chunks_left;
        Chunk chunk;
        const std::uint64_t room =
            offset < size ? std::min<std::uint64_t>(chunk.bytes.size(), size - offset) : 0;
        chunk.got =
            room == 0 ? 0
                      : read(offset, std::span(chunk.bytes).first(static_cast<std::size_t>(room)));
        if (chunk.got < header_bytes || chunk.length() > size - offset - header_bytes) {
            return {offset, "the file ends in a compressed chunk"};
        }
        if (!begun && chunk.at(0) != identifier) return {offset, "no compressed range begins"};
        begun = true;
        const std::optional<std::uint64_t> more = held_by(chunk);
        if (!more || *more > content_bytes_max) return {offset, "there is no compressed chunk"};
        if (*more > length - held) return {offset, "a compressed range holds more than it says"};
        held += *more;
        offset += header_bytes + chunk.length();
    }
    return {offset, {}};
}

}  // namespace exhibit::intake

// The parts of a pack as bytes: header, frame headers, table, trailer. FORMAT.md section 8.
// Encoders and strict parsers without keys or I/O; `source` names the pack in errors.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "blob/block.hpp"
#include "blob/compress.hpp"
#include "crypto/digest.hpp"

namespace exhibit::blob {

inline constexpr std::size_t pack_header_bytes = 104;
inline constexpr std::size_t pack_box_bytes = 80;
inline constexpr std::size_t frame_header_bytes = 52;
inline constexpr std::size_t table_entry_bytes = 52;
inline constexpr std::size_t pack_trailer_bytes = 64;
inline constexpr std::uint64_t pack_bytes_max = std::uint64_t{1} << 30;
inline constexpr std::uint64_t pack_frames_bytes_target = std::uint64_t{32} << 20;
/// Keeps the table of a pack of tiny blocks small.
inline constexpr std::size_t pack_frames_target = 65536;
inline constexpr std::string_view frame_magic = "EXBK";
inline constexpr std::string_view block_nonce_purpose = "exhibit-block v1";
inline constexpr std::string_view table_nonce_purpose = "exhibit-table v1";

/// "packs/<xx>/<sha256>".
std::string pack_object_name(const crypto::Hash& pack);
/// The digest in an object name of that form; nullopt for any other name.
std::optional<crypto::Hash> pack_of_object_name(std::string_view name);

struct PackHeader {
    IncidentTag incident;
    std::array<std::byte, pack_box_bytes> key_box{};
};
void write_pack_header(Bytes& out, const PackHeader& header);
PackHeader parse_pack_header(ByteView bytes, const std::string& source);

struct FrameHeader {
    BlockType type = BlockType::data;
    Encoding encoding = Encoding::plain;
    std::uint32_t content_bytes = 0;
    std::uint32_t sealed_bytes = 0;  ///< with the tag
    std::uint32_t ordinal = 0;
    BlockId id;
};
void write_frame_header(Bytes& out, const FrameHeader& header);
/// Refuses lengths that no block can have.
FrameHeader parse_frame_header(ByteView bytes, const std::string& source);

/// One frame as the table tells it.
struct TableEntry {
    BlockId id;
    std::uint64_t offset = 0;  ///< of the frame in the pack
    std::uint32_t sealed_bytes = 0;
    std::uint32_t content_bytes = 0;
    BlockType type = BlockType::data;
    Encoding encoding = Encoding::plain;

    std::uint64_t frame_bytes() const noexcept { return frame_header_bytes + sealed_bytes; }
    bool operator==(const TableEntry&) const = default;
};
void write_table(Bytes& out, std::span<const TableEntry> entries);
/// Refuses unless the frames follow each other without gaps from the header up to `frames_end`.
std::vector<TableEntry> parse_table(ByteView bytes, std::uint64_t frames_end,
                                    const std::string& source);

struct PackTrailer {
    std::uint64_t table_offset = 0;
    std::uint64_t table_bytes = 0;  ///< with the tag
    std::uint64_t frame_count = 0;
    std::uint64_t parity_offset = 0;
    std::uint64_t parity_bytes = 0;
};
void write_pack_trailer(Bytes& out, const PackTrailer& trailer);
/// Refuses bounds that do not fit a pack of `pack_bytes` bytes.
PackTrailer parse_pack_trailer(ByteView bytes, std::uint64_t pack_bytes, const std::string& source);

}  // namespace exhibit::blob

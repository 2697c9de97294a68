#include "blob/pack_format.hpp"

#include "crypto/aead.hpp"
#include "exhibit/error.hpp"

namespace exhibit::blob {
namespace {

constexpr std::string_view header_magic = "EXHPACK1";
constexpr std::string_view trailer_magic = "EXHPEND1";
constexpr std::string_view packs_folder = "packs/";
constexpr std::size_t tag_bytes = crypto::aead_tag_bytes;

BlockType read_type(ByteReader& reader) {
    const std::uint8_t type = reader.u8("the type of a block");
    if (type != 1 && type != 2) reader.fail("block type 1 (data) or 2 (manifest node)");
    return static_cast<BlockType>(type);
}

Encoding read_encoding(ByteReader& reader) {
    const std::uint8_t encoding = reader.u8("the encoding of a block");
    if (encoding > 1) reader.fail("encoding 0 (as it is) or 1 (zstd)");
    return static_cast<Encoding>(encoding);
}

void check_lengths(const ByteReader& reader, Encoding encoding, std::uint32_t content_bytes,
                   std::uint32_t sealed_bytes) {
    if (content_bytes == 0 || content_bytes > block_bytes_max) {
        reader.fail("a content length of 1 to " + std::to_string(block_bytes_max) + " bytes");
    }
    if (sealed_bytes <= tag_bytes || sealed_bytes > block_bytes_max + tag_bytes) {
        reader.fail("a sealed length that a block can have");
    }
    if (encoding == Encoding::plain && sealed_bytes != content_bytes + tag_bytes) {
        reader.fail("a sealed length 16 bytes above the content length");
    }
}

}  // namespace

std::string pack_object_name(const crypto::Hash& pack) {
    const std::string hex = pack.hex();
    return std::string(packs_folder) + hex.substr(0, 2) + "/" + hex;
}

std::optional<crypto::Hash> pack_of_object_name(std::string_view name) {
    constexpr std::size_t digits = 64;
    if (name.size() != packs_folder.size() + 3 + digits) return std::nullopt;
    const std::string_view hex = name.substr(packs_folder.size() + 3);
    if (hex.find_first_not_of("0123456789abcdef") != std::string_view::npos) return std::nullopt;
    const crypto::Hash pack = crypto::Hash::from_hex(hex, "pack name");
    if (pack_object_name(pack) != name) return std::nullopt;
    return pack;
}

void write_pack_header(Bytes& out, const PackHeader& header) {
    append(out, header_magic);
    append(out, header.incident.view());
    append(out, header.key_box);
}

PackHeader parse_pack_header(ByteView bytes, const std::string& source) {
    ByteReader reader(bytes, source);
    reader.expect(header_magic);
    PackHeader header;
    header.incident.bytes = reader.array<16>("an incident tag");
    header.key_box = reader.array<pack_box_bytes>("a sealed pack key");
    reader.finish();
    return header;
}

void write_frame_header(Bytes& out, const FrameHeader& header) {
    append(out, frame_magic);
    out.push_back(static_cast<std::byte>(header.type));
    out.push_back(static_cast<std::byte>(header.encoding));
    put_u16(out, 0);
    put_u32(out, header.content_bytes);
    put_u32(out, header.sealed_bytes);
    put_u32(out, header.ordinal);
    append(out, header.id.view());
}

FrameHeader parse_frame_header(ByteView bytes, const std::string& source) {
    ByteReader reader(bytes, source);
    reader.expect(frame_magic);
    FrameHeader header;
    header.type = read_type(reader);
    header.encoding = read_encoding(reader);
    if (reader.u16("two zero bytes") != 0) reader.fail("two zero bytes");
    header.content_bytes = reader.u32("the content length of a block");
    header.sealed_bytes = reader.u32("the sealed length of a block");
    check_lengths(reader, header.encoding, header.content_bytes, header.sealed_bytes);
    header.ordinal = reader.u32("the number of a frame");
    header.id.hash.bytes = reader.array<32>("a block id");
    reader.finish();
    return header;
}

void write_table(Bytes& out, std::span<const TableEntry> entries) {
    for (const TableEntry& entry : entries) {
        append(out, entry.id.view());
        put_u64(out, entry.offset);
        put_u32(out, entry.sealed_bytes);
        put_u32(out, entry.content_bytes);
        out.push_back(static_cast<std::byte>(entry.type));
        out.push_back(static_cast<std::byte>(entry.encoding));
        put_u16(out, 0);
    }
}

std::vector<TableEntry> parse_table(ByteView bytes, std::uint64_t frames_end,
                                    const std::string& source) {
    ByteReader reader(bytes, source);
    if (bytes.size() % table_entry_bytes != 0) reader.fail("entries of 52 bytes each");
    std::vector<TableEntry> entries;
    entries.reserve(bytes.size() / table_entry_bytes);
    std::uint64_t offset = pack_header_bytes;
    while (reader.left() > 0) {
        TableEntry entry;
        entry.id.hash.bytes = reader.array<32>("a block id");
        entry.offset = reader.u64("the offset of a frame");
        if (entry.offset != offset) {
            reader.fail("the offset " + std::to_string(offset) + ", where the frame before ends");
        }
        entry.sealed_bytes = reader.u32("the sealed length of a block");
        entry.content_bytes = reader.u32("the content length of a block");
        entry.type = read_type(reader);
        entry.encoding = read_encoding(reader);
        check_lengths(reader, entry.encoding, entry.content_bytes, entry.sealed_bytes);
        if (reader.u16("two zero bytes") != 0) reader.fail("two zero bytes");
        offset += entry.frame_bytes();
        entries.push_back(entry);
    }
    if (offset != frames_end) {
        reader.fail("frames up to offset " + std::to_string(frames_end) +
                    ", where the table begins");
    }
    return entries;
}

void write_pack_trailer(Bytes& out, const PackTrailer& trailer) {
    put_u64(out, trailer.table_offset);
    put_u64(out, trailer.table_bytes);
    put_u64(out, trailer.frame_count);
    put_u64(out, trailer.parity_offset);
    put_u64(out, trailer.parity_bytes);
    out.insert(out.end(), 16, std::byte{0});
    append(out, trailer_magic);
}

PackTrailer parse_pack_trailer(ByteView bytes, std::uint64_t pack_bytes,
                               const std::string& source) {
    ByteReader reader(bytes, source);
    PackTrailer trailer;
    trailer.table_offset = reader.u64("the offset of the table");
    trailer.table_bytes = reader.u64("the length of the table");
    trailer.frame_count = reader.u64("the number of frames");
    trailer.parity_offset = reader.u64("the offset of the parity");
    trailer.parity_bytes = reader.u64("the length of the parity");
    if (!all_zero(reader.take(16, "16 zero bytes"))) reader.fail("16 zero bytes");
    reader.expect(trailer_magic);
    reader.finish();

    // Each bound is compared with what is left of the pack, so that no sum can overflow.
    if (pack_bytes > pack_bytes_max || pack_bytes < pack_header_bytes + pack_trailer_bytes) {
        reader.fail("a pack of at most " + std::to_string(pack_bytes_max) + " bytes");
    }
    const std::uint64_t end = pack_bytes - pack_trailer_bytes;
    if (trailer.table_offset < pack_header_bytes || trailer.table_offset > end ||
        trailer.table_bytes > end - trailer.table_offset) {
        reader.fail("a table that lies between the frames and the trailer");
    }
    if (trailer.frame_count > pack_bytes_max / frame_header_bytes ||
        trailer.table_bytes != trailer.frame_count * table_entry_bytes + tag_bytes) {
        reader.fail("a table of 52 bytes a frame and a tag of 16");
    }
    const std::uint64_t table_end = trailer.table_offset + trailer.table_bytes;
    const bool no_parity = trailer.parity_offset == 0 && trailer.parity_bytes == 0;
    if (no_parity ? table_end != end
                  : (trailer.parity_offset != table_end ||
                     trailer.parity_bytes != end - table_end || trailer.parity_bytes == 0)) {
        reader.fail("a table, or parity after the table, that ends where the trailer begins");
    }
    return trailer;
}

}  // namespace exhibit::blob

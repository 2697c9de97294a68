// The parts of a pack that are read before or without keys, its table as a hostile depositor could
// seal it, and the same for a compressed block.
#include <cstdint>

#include "base/check.hpp"
#include "blob/compress.hpp"
#include "blob/pack_format.hpp"
#include "blob/pack_reader.hpp"
#include "exhibit/error.hpp"

namespace exhibit::blob {
namespace {

template <typename Parse>
void tried(Parse&& parse) {
    try {
        parse();
    } catch (const FormatError&) {
        // Refused: fine.
    }
}

void try_ends(ByteView pack) {
    if (pack.size() < pack_header_bytes + pack_trailer_bytes) return;
    const ByteView head = pack.first(pack_header_bytes);
    const ByteView tail = pack.last(pack_trailer_bytes);
    tried([&] {
        Bytes again;
        write_pack_header(again, parse_pack_header(head, "pack"));
        CHECK(equal(again, head));
    });
    tried([&] {
        const PackTrailer trailer = parse_pack_trailer(tail, pack.size(), "pack");
        CHECK(trailer.table_offset + trailer.table_bytes <= pack.size() - pack_trailer_bytes);
        Bytes again;
        write_pack_trailer(again, trailer);
        CHECK(equal(again, tail));
    });
}

void try_table(ByteView table) {
    // The table ends where its last entry says, so that some are accepted.
    std::uint64_t end = pack_header_bytes;
    for (ByteView rest = table; rest.size() >= table_entry_bytes;
         rest = rest.subspan(table_entry_bytes)) {
        ByteReader reader(rest.subspan(40, 4), "sealed length");
        end += frame_header_bytes + reader.u32("a length");
    }
    tried([&] {
        Bytes again;
        write_table(again, parse_table(table, end, "table"));
        CHECK(equal(again, table));
    });
}

void try_all(ByteView input) {
    try_ends(input);
    try_table(input);
    tried([&] {
        Bytes again;
        write_frame_header(again, parse_frame_header(input, "frame"));
        CHECK(equal(again, input));
    });
    for (const FoundFrame& frame : scan_frames(input, nullptr)) {
        CHECK(frame.offset + frame_header_bytes + frame.header.sealed_bytes <= input.size());
    }
    Bytes out(1000);
    static_cast<void>(Decompressor().decompress(input, out));
}

}  // namespace
}  // namespace exhibit::blob

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    exhibit::blob::try_all({reinterpret_cast<const std::byte*>(bytes), size});
    return 0;
}

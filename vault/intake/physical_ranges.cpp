#include "intake/physical_ranges.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "intake/snappy_frames.hpp"

namespace exhibit::intake {
namespace {

constexpr std::uint32_t lime_magic = 0x4C694D45;
constexpr std::uint32_t avml_magic = 0x4C4D5641;
constexpr std::size_t lime_header_bytes = 32;
constexpr std::size_t avml_trailer_bytes = 8;
constexpr std::uint32_t load_segment = 1;

/// A header of fixed size and the byte order its numbers have.
struct Header {
    Bytes bytes;
    bool big = false;

    std::uint64_t number(std::size_t offset, std::size_t length) const {
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < length; ++i) {
            const std::size_t place = big ? offset + i : offset + length - 1 - i;
            value = value << 8U | std::to_integer<std::uint64_t>(bytes[place]);
        }
        return value;
    }
};

class Reader {
public:
    Reader(const ReadHeader& read, std::uint64_t size) : read_(read), size_(size) {}

    MemoryRanges run() {
        Header head;
        if (!take(head, 0, lime_header_bytes)) return {};
        const std::uint64_t magic = head.number(0, 4);
        if (magic == lime_magic) {
            lime("LiME");
        } else if (magic == avml_magic) {
            lime(head.number(4, 4) == 2 ? "AVML 2" : "AVML 1");
        } else if (as_text(ByteView(head.bytes).first(4)) ==
                   "\x7F"
                   "ELF") {
            elf(head);
        }
        return std::move(out_);
    }

private:
    bool take(Header& into, std::uint64_t offset, std::size_t length) const {
        if (offset > size_ || size_ - offset < length) return false;
        into.bytes.resize(length);
        return read_(offset, into.bytes) == length;
    }

    void add(std::uint64_t start, std::uint64_t length) {
        ++out_.count;
        if (out_.ranges.size() < memory_ranges_kept) out_.ranges.push_back({start, length});
    }

    void misfit(std::uint64_t offset, const std::string& why) {
        out_.problem = "The headers of the memory image do not fit the file: at byte " +
                       std::to_string(offset) + " " + why + ".";
    }

    // Headers follow each other, each before its bytes. Those of AVML 2 are compressed: chunks of
    // snappy, and behind them a number that says how long they are.
    void lime(std::string_view format) {
        out_.format = format;
        std::uint64_t offset = 0;
        while (offset < size_ && out_.count < memory_ranges_max) {
            Header header;
            if (!take(header, offset, lime_header_bytes)) {
                return misfit(offset, "the file ends in a header");
            }
            const std::uint64_t magic = header.number(0, 4);
            if (magic != lime_magic && magic != avml_magic) {
                return misfit(offset, "no range begins");
            }
            const std::uint64_t start = header.number(8, 8);
            const std::uint64_t last = header.number(16, 8);
            if (last < start || last - start == UINT64_MAX) {
                return misfit(offset, "a range ends before it begins");
            }
            add(start, last - start + 1);
            offset += lime_header_bytes;
            if (format == "AVML 2") {
                if (!skip_compressed(offset, last - start + 1)) return;
                continue;
            }
            if (last - start + 1 > size_ - offset) {
                return misfit(offset, "a range is longer than the rest of the file");
            }
            offset += last - start + 1;
        }
    }

    bool skip_compressed(std::uint64_t& offset, std::uint64_t length) {
        const SnappyWalk walk = walk_snappy(read_, size_, offset, length, chunks_left_);
        if (!walk.problem.empty()) {
            misfit(walk.end, walk.problem);
            return false;
        }
        Header trailer;
        if (!take(trailer, walk.end, avml_trailer_bytes) ||
            trailer.number(0, avml_trailer_bytes) != walk.end - offset) {
            misfit(walk.end, "the length of a compressed range is missing or another");
            return false;
        }
        offset = walk.end + avml_trailer_bytes;
        return true;
    }

    void elf(const Header& head) {
        const bool wide = head.bytes[4] == std::byte{2};
        Header header;
        header.big = head.bytes[5] == std::byte{2};
        if (!take(header, 0, wide ? 64 : 52) || header.number(16, 2) != 4) return;
        out_.format = "ELF core";
        const std::uint64_t table = wide ? header.number(32, 8) : header.number(28, 4);
        const std::uint64_t each = header.number(wide ? 54 : 42, 2);
        const std::uint64_t count = header.number(wide ? 56 : 44, 2);
        const std::size_t needed = wide ? 56 : 32;
        if (each < needed) return misfit(0, "the program headers are too short");
        for (std::uint64_t i = 0; i < std::min<std::uint64_t>(count, memory_ranges_max); ++i) {
            Header entry;
            entry.big = header.big;
            if (table > size_ || !take(entry, table + i * each, needed)) {
                return misfit(table, "the program headers are not all in the file");
            }
            if (entry.number(0, 4) != load_segment) continue;
            const std::uint64_t offset = wide ? entry.number(8, 8) : entry.number(4, 4);
            const std::uint64_t length = wide ? entry.number(32, 8) : entry.number(16, 4);
            if (length == 0) continue;
            add(wide ? entry.number(24, 8) : entry.number(12, 4), length);
            if (offset > size_ || length > size_ - offset) {
                return misfit(table + i * each, "a segment lies behind the end of the file");
            }
        }
    }

    const ReadHeader& read_;
    const std::uint64_t size_;
    std::uint64_t chunks_left_ = snappy_chunks_max;
    MemoryRanges out_;
};

}  // namespace

MemoryRanges read_memory_ranges(const ReadHeader& read, std::uint64_t size) {
    return Reader(read, size).run();
}

}  // namespace exhibit::intake

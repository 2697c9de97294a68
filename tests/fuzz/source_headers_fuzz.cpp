// Headers of evidence: whatever they say, what is told of them is bounded and can be recorded.
#include <algorithm>
#include <cstdint>

#include "base/check.hpp"
#include "base/text.hpp"
#include "intake/ewf_head.hpp"
#include "intake/physical_ranges.hpp"
#include "intake/recognise.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    namespace intake = exhibit::intake;
    const exhibit::ByteView all(reinterpret_cast<const std::byte*>(bytes), size);
    const exhibit::ByteView tail = all.last(std::min<std::size_t>(size, 512));
    if (const auto known = intake::recognise(all, tail)) CHECK(exhibit::valid_utf8(known->text));
    static_cast<void>(intake::parse_ewf_head(all));
    static_cast<void>(intake::parse_ewf_end(tail));
    const intake::ReadHeader read = [&](std::uint64_t offset, std::span<std::byte> into) {
        if (offset >= all.size()) return std::size_t{0};
        const std::size_t got = std::min<std::size_t>(into.size(), all.size() - offset);
        std::copy_n(all.begin() + static_cast<std::ptrdiff_t>(offset), got, into.begin());
        return got;
    };
    const intake::MemoryRanges memory = intake::read_memory_ranges(read, all.size());
    CHECK(memory.ranges.size() <= intake::memory_ranges_kept);
    CHECK(memory.count >= memory.ranges.size());
    return 0;
}

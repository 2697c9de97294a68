#include "verify/damage.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "exhibit/error.hpp"
#include "exhibit/text.hpp"
#include "verify/report.hpp"

namespace exhibit::verify {

namespace {

constexpr std::uint64_t window_bytes = std::uint64_t{1} << 20;
/// What a disk loses when it loses something.
constexpr std::uint64_t sector_bytes = 4096;
constexpr std::size_t ranges_shown_max = 8;

/// nullopt when the range cannot be read.
std::optional<Bytes> try_range(store::ObjectStore& store, const std::string& name,
                               store::Range range) {
    try {
        return store.get(name, range);
    } catch (const Error& error) {
        if (!tells_evidence(error)) throw;
        return std::nullopt;
    }
}

}  // namespace

std::optional<Bytes> read_what_is_left(store::ObjectStore& store, const std::string& name) {
    std::optional<std::uint64_t> size;
    try {
        size = store.size(name);
    } catch (const Error& error) {
        if (!tells_evidence(error)) throw;
    }
    if (!size) return std::nullopt;
    const std::uint64_t end = std::min(*size, store::object_bytes_max);
    Bytes left;
    left.reserve(end);
    std::uint64_t step = window_bytes;
    while (left.size() < end) {
        // A window that fails is read again sector by sector.
        if (left.size() % window_bytes == 0) step = window_bytes;
        const store::Range range{left.size(), std::min(step, end - left.size())};
        if (const std::optional<Bytes> piece = try_range(store, name, range)) {
            append(left, *piece);
        } else if (step == sector_bytes) {
            left.resize(left.size() + range.length);
        } else {
            step = sector_bytes;
        }
    }
    return left;
}

std::string ranges_text(const std::vector<ByteRange>& ranges) {
    std::string text = "bytes ";
    const std::size_t shown = std::min(ranges.size(), ranges_shown_max);
    for (std::size_t i = 0; i < shown; ++i) {
        const ByteRange& range = ranges[i];
        if (i > 0) text += i + 1 == ranges.size() ? " and " : ", ";
        text += std::to_string(range.offset);
        if (range.length > 1) text += " to " + std::to_string(range.offset + range.length - 1);
    }
    if (ranges.size() > shown) {
        text += " and " + counted(ranges.size() - shown, "more range", "more ranges");
    }
    return text;
}

std::string parity_verdict(const blob::PackRepair& repair) {
    const std::string next =
        " 'exhibit repair --from COPY' takes it from another copy of the vault, if there is one.";
    switch (repair.state) {
        case blob::PackState::restored:
            return "Its parity restores it byte for byte (" + ranges_text(repair.damaged) +
                   "): 'exhibit repair' does that.";
        case blob::PackState::no_parity: return "No parity is left that could restore it." + next;
        case blob::PackState::lost:
            return "The damage is more than its parity can undo: " + ranges_text(repair.lost) +
                   " stay damaged." + next;
        case blob::PackState::whole: break;
    }
    CHECK(repair.state != blob::PackState::whole);
    return {};
}

}  // namespace exhibit::verify

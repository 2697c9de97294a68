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

/// A window that could not be read at once, sector by sector, with zeros for those that are lost.
void append_sectors(Bytes& left, store::ObjectStore& store, const std::string& name,
                    store::Range window) {
    for (std::uint64_t done = 0; done < window.length; done += sector_bytes) {
        const store::Range sector{window.offset + done,
                                  std::min(sector_bytes, window.length - done)};
        const std::optional<Bytes> piece = try_range(store, name, sector);
        if (piece) append(left, *piece);
        left.resize(sector.offset + sector.length);
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
    while (left.size() < end) {
        const store::Range window{left.size(), std::min(window_bytes, end - left.size())};
        if (const std::optional<Bytes> piece = try_range(store, name, window)) {
            append(left, *piece);
        } else {
            append_sectors(left, store, name, window);
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

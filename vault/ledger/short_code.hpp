// Short codes (FORMAT.md 12): a receipt for a notebook. Commits to one event and to the whole tree
// it stands in.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "ledger/merkle.hpp"

namespace exhibit::ledger {

struct ShortCode {
    LeafIndex index;
    TreeSize size;
    std::array<std::byte, 15> commitment{};
    bool operator==(const ShortCode&) const = default;
};

/// The code of the event `leaf` in a tree. REQUIRES: index < tree.size.
ShortCode make_short_code(std::string_view origin, LeafIndex index, const Hash& leaf,
                          const TreeHead& tree);
/// "12-13-7KQ2-…": index, size, six groups of four, two characters of check.
std::string format_short_code(const ShortCode& code);
/// As people copy it: blanks for hyphens, small letters, O for 0, I and L for 1. FormatError for
/// anything else and for a check that does not fit: one wrong character and two exchanged ones are
/// always noticed.
ShortCode parse_short_code(std::string_view text, const std::string& source = "short code");

}  // namespace exhibit::ledger

// What a segment file of the Expert Witness format says of itself: enough to tell whether a set of
// segments is whole and belongs together, which libewf does not say in a sentence.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace exhibit::intake {

struct EwfHead {
    std::string_view format;    ///< "EWF", "EWF logical", "EWF 2", "EWF 2 logical"
    std::uint32_t segment = 0;  ///< from 1
    std::string set_id;         ///< hex; empty when the first bytes do not have it
};

/// `head` is the beginning of a file. nullopt when the signature is of another format.
std::optional<EwfHead> parse_ewf_head(ByteView head);

enum class EwfEnd { next, done, other };
inline constexpr std::size_t ewf_section_bytes = 76;

/// How a segment of version 1 says it ends; `tail` are the last ewf_section_bytes of the file.
EwfEnd parse_ewf_end(ByteView tail);

}  // namespace exhibit::intake

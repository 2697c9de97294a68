// How far the clock of the machine was off that acquired an item, as people write it (FORMAT.md
// 5.3, CLOCK): the recorded times of its acquisition are read with it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace exhibit::custody {

/// For messages: what a text must look like.
inline constexpr std::string_view clock_form =
    "an amount ahead or behind, as in \"3m20s ahead\"; none; or unknown";

/// Seconds, positive when the clock was ahead of true time; nullopt for other words.
std::optional<std::int64_t> clock_offset(std::string_view said);
/// Whether the text says that nobody could tell.
bool clock_unknown(std::string_view said);
inline std::uint64_t clock_distance(std::int64_t offset) {
    return static_cast<std::uint64_t>(offset < 0 ? -offset : offset);
}
/// "3 minutes 20 seconds ahead", "right"; other words as they are.
std::string clock_in_words(std::string_view said);

}  // namespace exhibit::custody

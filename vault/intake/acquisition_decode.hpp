// Logs as text: UTF-16 and byte order marks. The log itself is kept as it is; this is for reading.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace exhibit::intake {

/// A log as UTF-8 without a byte order mark. Single-byte encodings pass as they are.
struct LogText {
    std::string decoded;    ///< holds the text if it had to be decoded
    std::string_view text;  ///< into `decoded`, or into what was given
    /// The UTF-16 is cut in the middle of a character, which is left out.
    bool cut = false;
};

/// False if it begins like UTF-16 and holds half a surrogate pair where none can be.
/// `into.text` lives as long as `bytes` and `into`.
bool decode_log(std::string_view bytes, LogText& into);

/// A code point, which is no surrogate and at most U+10FFFF, as UTF-8.
void append_utf8(std::string& out, std::uint32_t point);

}  // namespace exhibit::intake

// What a source is, by its content.
#pragma once

#include <optional>
#include <string_view>

#include "base/bytes.hpp"
#include "blob/chunker.hpp"

namespace exhibit::intake {

inline constexpr std::string_view kind_image = "image";
inline constexpr std::string_view kind_memory = "memory";
inline constexpr std::string_view kind_file = "file";
inline constexpr std::string_view kind_stream = "stream";
inline constexpr std::string_view kind_tree = "tree";

/// "image" for the signature of a partition table or a file system, "memory" for that of a memory
/// capture; nullopt when the first bytes show neither. A guess: the handler's word goes before it.
std::optional<std::string_view> detect_kind(ByteView head) noexcept;

/// "EWF", "AFF", "AD1", "zip" (AFF4 too), "QCOW" for files that hold a stream or files in a form of
/// their own, so that their digest is not that of what they hold; empty for others.
std::string_view container_of(ByteView head) noexcept;

/// How a stream of that kind is cut, FORMAT.md section 9.1.
blob::Chunker chunker_of(std::string_view kind) noexcept;

}  // namespace exhibit::intake

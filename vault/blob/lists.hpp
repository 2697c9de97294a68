// Pack lists: which packs an item needs, as `sha256sum -c` reads it. FORMAT.md section 9.4.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "crypto/digest.hpp"

namespace exhibit::blob {

inline constexpr std::size_t pack_list_bytes_max = std::size_t{64} << 20;

/// One line for each pack, sorted. Error(usage) above pack_list_bytes_max.
std::string write_pack_list(const std::set<crypto::Hash>& packs);
/// Accepts exactly what write_pack_list writes; else FormatError naming `source`.
std::set<crypto::Hash> parse_pack_list(std::string_view text, const std::string& source);

/// "lists/<xx>/<sha256>" of the list's digest.
std::string list_object_name(const crypto::Hash& list);

}  // namespace exhibit::blob

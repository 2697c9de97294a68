// Staged objects (FORMAT.md 4.3) and entries tiles (4.5): entries sealed under the vault record
// key.
//
// The header of a staged object is plain: who has no key can still follow the tree.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "crypto/secret.hpp"
#include "ledger/merkle.hpp"

namespace exhibit::ledger {

struct StagedHeader {
    TreeHead before;           ///< the tree this transition follows
    std::vector<Hash> leaves;  ///< 1 to 256
    bool operator==(const StagedHeader&) const = default;
    TreeSize new_size() const noexcept { return {before.size.value + leaves.size()}; }
};

/// Bytes of a header before its leaf hashes, and with `count` of them.
inline constexpr std::size_t staged_fixed_bytes = 52;
inline constexpr std::size_t staged_header_bytes(std::size_t count) {
    return staged_fixed_bytes + 32 * count;
}

/// How many leaf hashes follow; reads the first staged_fixed_bytes. FormatError unless 1 to 256.
std::size_t staged_count(ByteView object, const std::string& name);
/// The header at the beginning of `object`, which may end anywhere behind it.
StagedHeader decode_staged_header(ByteView object, const std::string& name);

/// What sealing entries takes.
struct RecordSeal {
    const crypto::SecretBytes& record_key;
    crypto::Random& random;
};

/// The object `name`. REQUIRES: as many entries as leaves.
Bytes encode_staged(const std::string& name, const StagedHeader& header,
                    std::span<const std::string> entries, const RecordSeal& seal);
/// The entries of the object `name`. Error(corrupt) when the key does not open it; FormatError when
/// their number differs from the header's. The caller compares their leaf hashes.
std::vector<std::string> open_staged(const std::string& name, ByteView object,
                                     const crypto::SecretBytes& record_key);

/// The object entries_tile_name(number). REQUIRES: 256 entries.
Bytes encode_entries_tile(std::uint64_t number, std::span<const std::string> entries,
                          const RecordSeal& seal);
std::vector<std::string> open_entries_tile(std::uint64_t number, ByteView object,
                                           const crypto::SecretBytes& record_key);

/// Entries one behind the other, each u16 length and text: also the plain entries tile of an
/// export.
Bytes frame_entries(std::span<const std::string> entries);
/// Refuses another number of entries than `count`, and bytes behind them.
std::vector<std::string> unframe_entries(ByteView bytes, std::size_t count,
                                         const std::string& source);

}  // namespace exhibit::ledger

// The erasure code of one stripe: Reed-Solomon with a Cauchy matrix over GF(2^8), and the checksum
// that tells which shards are damaged, both by ISA-L. FORMAT.md section 8.1 has the coefficients.
//
// Thread rules: a const object may be used by several threads at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/bytes.hpp"

namespace exhibit::blob {

/// CRC-64/XZ. Against chance, not against malice.
std::uint64_t crc64(ByteView bytes) noexcept;

class ErasureCode {
public:
    /// REQUIRES: both at least 1, together at most 255.
    ErasureCode(std::size_t data, std::size_t parity);

    std::size_t data() const noexcept { return data_; }
    std::size_t parity() const noexcept { return parity_; }

    /// Writes the parity shards of these data shards, all of `length` bytes.
    void encode(std::size_t length, std::span<const std::byte* const> data,
                std::span<std::byte* const> parity) const;

    /// Writes the lost data shards. `shards` are all of the stripe, data first; `lost` are numbers
    /// in it, ascending. REQUIRES: not more lost than there is parity.
    void restore(std::size_t length, std::span<std::byte* const> shards,
                 std::span<const std::size_t> lost) const;

private:
    std::uint8_t coefficient(std::size_t row, std::size_t column) const;

    std::size_t data_;
    std::size_t parity_;
    std::vector<std::uint8_t> tables_;  ///< of the whole matrix, as ISA-L wants them
};

}  // namespace exhibit::blob

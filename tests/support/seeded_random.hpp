// Bytes that look random and are the same in each run.
#pragma once

#include <cstdint>
#include <span>

#include "base/bytes.hpp"
#include "crypto/secret.hpp"

namespace exhibit::test {

/// SplitMix64 (Steele, Lea, Flood 2014), little end first: the same bytes on every machine and
/// library, and for every way to cut them into calls.
class SeededRandom final : public crypto::Random {
public:
    explicit SeededRandom(std::uint64_t seed = 1) noexcept : state_(seed) {}

    void fill(std::span<std::byte> out) override;
    Bytes bytes(std::size_t count);
    std::uint64_t number();
    /// A number from 0 to `end` - 1. REQUIRES: end > 0. Slightly uneven, which no test minds.
    std::uint64_t below(std::uint64_t end) { return number() % end; }

private:
    std::byte next_byte();

    std::uint64_t state_;
    std::uint64_t word_ = 0;
    unsigned bytes_left_ = 0;  ///< of word_
};

/// `count` bytes made from `seed`.
Bytes seeded_bytes(std::uint64_t seed, std::size_t count);

}  // namespace exhibit::test

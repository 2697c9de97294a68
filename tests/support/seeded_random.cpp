#include "support/seeded_random.hpp"

namespace exhibit::test {

std::byte SeededRandom::next_byte() {
    if (bytes_left_ == 0) {
        state_ += 0x9e3779b97f4a7c15u;
        word_ = state_;
        word_ = (word_ ^ (word_ >> 30)) * 0xbf58476d1ce4e5b9u;
        word_ = (word_ ^ (word_ >> 27)) * 0x94d049bb133111ebu;
        word_ ^= word_ >> 31;
        bytes_left_ = 8;
    }
    const std::byte out = static_cast<std::byte>(word_ & 0xffu);
    word_ >>= 8;
    --bytes_left_;
    return out;
}

void SeededRandom::fill(std::span<std::byte> out) {
    for (std::byte& byte : out) byte = next_byte();
}

Bytes SeededRandom::bytes(std::size_t count) {
    Bytes out(count);
    fill(out);
    return out;
}

std::uint64_t SeededRandom::number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 8) {
        value |= std::to_integer<std::uint64_t>(next_byte()) << shift;
    }
    return value;
}

Bytes seeded_bytes(std::uint64_t seed, std::size_t count) {
    return SeededRandom(seed).bytes(count);
}

}  // namespace exhibit::test

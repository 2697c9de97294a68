// Makes libsodium's own random bytes the same in each run, for as long as an object of this class
// lives: sealed boxes take their ephemeral key from there, and no seam leads in.
//
// For tests of one thread only: the generator of the whole process is replaced.
#pragma once

#include <cstdint>

namespace exhibit::test {

class SeededSodium {
public:
    explicit SeededSodium(std::uint64_t seed);
    SeededSodium(const SeededSodium&) = delete;
    SeededSodium& operator=(const SeededSodium&) = delete;
    ~SeededSodium();
};

}  // namespace exhibit::test

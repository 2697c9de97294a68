#include "support/seeded_sodium.hpp"

#include <sodium.h>

#include <stdexcept>

#include "crypto/secret.hpp"
#include "support/seeded_random.hpp"

namespace exhibit::test {

namespace {

SeededRandom& generator() {
    static SeededRandom random;
    return random;
}

const char* name() {
    return "seeded, for tests";
}

std::uint32_t number() {
    return static_cast<std::uint32_t>(generator().number());
}

void fill(void* const into, const std::size_t size) {
    generator().fill({static_cast<std::byte*>(into), size});
}

}  // namespace

SeededSodium::SeededSodium(std::uint64_t seed) {
    crypto::initialise();
    generator() = SeededRandom(seed);
    static randombytes_implementation seeded{name, number, nullptr, nullptr, fill, nullptr};
    if (randombytes_set_implementation(&seeded) != 0) {
        throw std::runtime_error("libsodium kept its own random bytes");
    }
}

SeededSodium::~SeededSodium() {
    if (randombytes_set_implementation(&randombytes_sysrandom_implementation) == 0) {
        randombytes_stir();
    }
}

}  // namespace exhibit::test

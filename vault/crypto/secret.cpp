#include "crypto/secret.hpp"

#include <algorithm>
#include <utility>

#include <sodium.h>

#include "crypto/raw.hpp"
#include "exhibit/error.hpp"

namespace exhibit::crypto {
namespace {

bool start_sodium() {
    // 1 means that somebody in this process was first; only -1 is a failure.
    if (sodium_init() < 0) {
        throw Error(ErrorKind::crypto,
                    "starting libsodium failed: no source of randomness is available");
    }
    return true;
}

class SystemRandom final : public Random {
public:
    void fill(std::span<std::byte> out) override {
        initialise();
        randombytes_buf(out.data(), out.size());
    }
};

} // namespace

void initialise() {
    static const bool started = start_sodium();
    static_cast<void>(started);
}

SecretBytes::SecretBytes(std::size_t size) {
    if (size == 0) return;
    initialise();
    // Where RLIMIT_MEMLOCK is used up, sodium_malloc still gives guarded memory, only unlocked:
    // better than refusing to open a vault on a machine with a small limit.
    void* memory = sodium_malloc(size);
    if (memory == nullptr) {
        throw Error(ErrorKind::crypto, "reserving " + std::to_string(size) +
                                           " bytes of secret memory failed: the system gave none");
    }
    sodium_memzero(memory, size);
    data_ = static_cast<std::byte*>(memory);
    size_ = size;
}

SecretBytes::SecretBytes(SecretBytes&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept {
    if (this != &other) {
        sodium_free(data_);
        data_ = std::exchange(other.data_, nullptr);
        size_ = std::exchange(other.size_, 0);
    }
    return *this;
}

SecretBytes::~SecretBytes() {
    sodium_free(data_);
}

SecretBytes SecretBytes::copy_of(ByteView bytes) {
    SecretBytes copy(bytes.size());
    std::copy(bytes.begin(), bytes.end(), copy.data_);
    return copy;
}

SecretBytes SecretBytes::random(std::size_t size) {
    SecretBytes out(size);
    if (size != 0) randombytes_buf(out.data_, size);
    return out;
}

SecretBytes SecretBytes::clone() const {
    return copy_of(view());
}

bool secret_equal(ByteView a, ByteView b) noexcept {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

void wipe(std::span<std::byte> bytes) noexcept {
    sodium_memzero(bytes.data(), bytes.size());
}

Random& system_random() {
    static SystemRandom random;
    return random;
}

} // namespace exhibit::crypto

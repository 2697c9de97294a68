// zstd, the one place where it is used: how a block's content is encoded inside its frame.
#pragma once

#include <cstdint>
#include <memory>

#include "base/bytes.hpp"

namespace exhibit::blob {

enum class Encoding : std::uint8_t { plain = 0, zstd = 1 };

/// Compresses blocks; one for each thread.
class Compressor {
public:
    Compressor();
    Compressor(Compressor&&) noexcept;
    Compressor& operator=(Compressor&&) noexcept;
    ~Compressor();

    /// Replaces `out` by a zstd frame of `content`; false, and `out` means nothing, when that would
    /// not save at least one sixteenth.
    [[nodiscard]] bool compress(ByteView content, Bytes& out);

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Decompresses blocks; one for each thread.
class Decompressor {
public:
    Decompressor();
    Decompressor(Decompressor&&) noexcept;
    Decompressor& operator=(Decompressor&&) noexcept;
    ~Decompressor();

    /// False unless `encoded` is exactly one zstd frame that says and has out.size() bytes.
    [[nodiscard]] bool decompress(ByteView encoded, std::span<std::byte> out);

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// True when a sample of the content looks like random bytes (encrypted, compressed, media): not
/// worth the compressor's time.
bool looks_random(ByteView content) noexcept;

}  // namespace exhibit::blob

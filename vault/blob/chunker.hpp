// Where a stream is cut into blocks. Pure functions of the bytes: no I/O, no state between calls.
//
// Images and devices: FixedChunker, at multiples of 64 KiB of the stream, so that sectors never
// straddle blocks by accident and a changed sector changes one block. Files: ContentChunker
// (FastCDC with normalised chunking), so that an insertion changes the blocks around it only.
#pragma once

#include <cstdint>
#include <functional>
#include <variant>

#include "base/bytes.hpp"

namespace exhibit::blob {

inline constexpr std::size_t fixed_block_bytes = std::size_t{64} << 10;
inline constexpr std::size_t content_block_bytes_min = std::size_t{16} << 10;
inline constexpr std::size_t content_block_bytes_average = std::size_t{64} << 10;
inline constexpr std::size_t content_block_bytes_max = std::size_t{256} << 10;

class FixedChunker {
public:
    static constexpr std::size_t bytes_max = fixed_block_bytes;
    /// Length of the block that begins at `offset` of the stream. REQUIRES: `ahead` is not empty
    /// and holds bytes_max bytes, or all that is left of the stream.
    std::size_t cut(std::uint64_t offset, ByteView ahead) const noexcept;
};

class ContentChunker {
public:
    static constexpr std::size_t bytes_max = content_block_bytes_max;
    /// As FixedChunker::cut; the offset does not matter.
    std::size_t cut(std::uint64_t offset, ByteView ahead) const noexcept;
};

using Chunker = std::variant<FixedChunker, ContentChunker>;
std::size_t chunk_bytes_max(const Chunker& chunker) noexcept;
std::size_t cut(const Chunker& chunker, std::uint64_t offset, ByteView ahead) noexcept;

/// Cuts a stream that arrives in pieces of any size. A block that lies within one piece is handed
/// on without a copy. The view a block is handed on in is valid during the call only.
class ChunkStream {
public:
    using Sink = std::function<void(std::uint64_t offset, ByteView block)>;
    ChunkStream(Chunker chunker, Sink sink) : chunker_(chunker), sink_(std::move(sink)) {}

    void push(ByteView piece);
    /// Hands on what is left. The next push begins a new run of blocks at the current offset.
    void flush();
    /// Flushes and steps over bytes that are not content (an unreadable range).
    void skip(std::uint64_t length);
    std::uint64_t offset() const noexcept { return offset_ + carry_.size(); }

private:
    void emit(ByteView block);

    Chunker chunker_;
    Sink sink_;
    Bytes carry_;
    std::uint64_t offset_ = 0;  ///< of the first byte not handed on
};

}  // namespace exhibit::blob

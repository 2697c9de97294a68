#include "blob/chunker.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "base/check.hpp"
#include "crypto/digest.hpp"

namespace exhibit::blob {
namespace {

// FastCDC (Xia et al., USENIX ATC 2016) with normalised chunking: a stricter test before the
// average length and a laxer one after it draw the lengths together. The tests look at the highest
// bits, which depend on the last 64 bytes.
constexpr int average_bits = std::bit_width(content_block_bytes_average) - 1;
constexpr int normalisation = 2;
constexpr std::uint64_t high_bits(int count) {
    return ~std::uint64_t{0} << (64 - count);
}
constexpr std::uint64_t mask_before = high_bits(average_bits + normalisation);
constexpr std::uint64_t mask_after = high_bits(average_bits - normalisation);

using Gear = std::array<std::uint64_t, 256>;

// Nothing up the sleeve: SHA-256("exhibit gear v1" || u32 counter), four big-endian numbers each.
Gear make_gear() {
    Gear gear{};
    for (std::uint32_t counter = 0; counter < gear.size() / 4; ++counter) {
        Bytes text = to_bytes("exhibit gear v1");
        put_u32(text, counter);
        const crypto::Hash hash = crypto::sha256(text);
        ByteReader reader(hash.view(), "gear table");
        for (std::size_t i = 0; i < 4; ++i) gear[counter * 4 + i] = reader.u64("a number");
    }
    return gear;
}

}  // namespace

std::size_t FixedChunker::cut(std::uint64_t offset, ByteView ahead) const noexcept {
    CHECK(!ahead.empty());
    return std::min<std::size_t>(fixed_block_bytes - offset % fixed_block_bytes, ahead.size());
}

std::size_t ContentChunker::cut(std::uint64_t, ByteView ahead) const noexcept {
    CHECK(!ahead.empty());
    static const Gear gear = make_gear();
    const std::size_t end = std::min(ahead.size(), content_block_bytes_max);
    const std::size_t normal = std::min(end, content_block_bytes_average);
    std::uint64_t print = 0;
    std::size_t i = std::min(end, content_block_bytes_min);
    for (; i < normal; ++i) {
        print = (print << 1) + gear[std::to_integer<std::size_t>(ahead[i])];
        if ((print & mask_before) == 0) return i + 1;
    }
    for (; i < end; ++i) {
        print = (print << 1) + gear[std::to_integer<std::size_t>(ahead[i])];
        if ((print & mask_after) == 0) return i + 1;
    }
    return end;
}

std::size_t chunk_bytes_max(const Chunker& chunker) noexcept {
    return std::holds_alternative<FixedChunker>(chunker) ? FixedChunker::bytes_max
                                                         : ContentChunker::bytes_max;
}

std::size_t cut(const Chunker& chunker, std::uint64_t offset, ByteView ahead) noexcept {
    if (const auto* fixed = std::get_if<FixedChunker>(&chunker)) return fixed->cut(offset, ahead);
    return ContentChunker{}.cut(offset, ahead);
}

void ChunkStream::push(ByteView piece) {
    const std::size_t enough = chunk_bytes_max(chunker_);
    while (!carry_.empty()) {
        // Top the carried bytes up to what a cut needs; the cut may leave some of them carried.
        const std::size_t missing = enough - std::min(enough, carry_.size());
        const std::size_t taken = std::min(missing, piece.size());
        append(carry_, piece.first(taken));
        piece = piece.subspan(taken);
        if (carry_.size() < enough) return;
        const std::size_t length = cut(chunker_, offset_, carry_);
        emit(ByteView(carry_).first(length));
        // A cut within the bytes just added: give those back to the piece instead of moving them.
        const std::size_t left = carry_.size() - length;
        if (left <= taken) {
            piece = ByteView(piece.data() - left, piece.size() + left);
            carry_.clear();
        } else {
            carry_.erase(carry_.begin(), carry_.begin() + static_cast<std::ptrdiff_t>(length));
        }
    }
    while (piece.size() >= enough) {
        const std::size_t length = cut(chunker_, offset_, piece);
        emit(piece.first(length));
        piece = piece.subspan(length);
    }
    append(carry_, piece);
}

void ChunkStream::flush() {
    ByteView left = carry_;
    while (!left.empty()) {
        const std::size_t length = cut(chunker_, offset_, left);
        emit(left.first(length));
        left = left.subspan(length);
    }
    carry_.clear();
}

void ChunkStream::skip(std::uint64_t length) {
    flush();
    offset_ += length;
}

void ChunkStream::emit(ByteView block) {
    sink_(offset_, block);
    offset_ += block.size();
}

}  // namespace exhibit::blob

// Bytes and the helpers everybody needs to look at them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace exhibit {

using Bytes = std::vector<std::byte>;
using ByteView = std::span<const std::byte>;

/// The bytes of a text, without copying. The text must outlive the view.
ByteView as_bytes(std::string_view text) noexcept;
/// The same bytes seen as text; no check for UTF-8.
std::string_view as_text(ByteView bytes) noexcept;
/// A copy of the bytes as a string.
std::string to_string(ByteView bytes);
Bytes to_bytes(ByteView bytes);
Bytes to_bytes(std::string_view text);

/// Appends `more` to `out`.
void append(Bytes& out, ByteView more);
void append(Bytes& out, std::string_view more);

/// Equality of public data (not constant time; secrets are compared in crypto/).
bool equal(ByteView a, ByteView b) noexcept;
bool all_zero(ByteView bytes) noexcept;

/// Big-endian integers, the only byte order in Exhibit's formats.
void put_u16(Bytes& out, std::uint16_t value);
void put_u32(Bytes& out, std::uint32_t value);
void put_u64(Bytes& out, std::uint64_t value);
/// Writes over existing bytes. REQUIRES: at least 4 (8) bytes in `where`.
void store_u32(std::span<std::byte> where, std::uint32_t value) noexcept;
void store_u64(std::span<std::byte> where, std::uint64_t value) noexcept;

/// Reads a binary format front to back. Every read that would pass the end throws FormatError with
/// the source's name, the offset and `expected`.
class ByteReader {
public:
    /// `source` names the bytes in errors: an object name or a path.
    ByteReader(ByteView bytes, std::string source) : bytes_(bytes), source_(std::move(source)) {}

    std::uint8_t u8(std::string_view expected);
    std::uint16_t u16(std::string_view expected);
    std::uint32_t u32(std::string_view expected);
    std::uint64_t u64(std::string_view expected);
    ByteView take(std::uint64_t count, std::string_view expected);
    template <std::size_t N>
    std::array<std::byte, N> array(std::string_view expected) {
        std::array<std::byte, N> out{};
        ByteView view = take(N, expected);
        for (std::size_t i = 0; i < N; ++i) out[i] = view[i];
        return out;
    }
    /// Refuses unless the next bytes are exactly `magic`.
    void expect(std::string_view magic);
    /// Refuses unless nothing is left.
    void finish();
    [[noreturn]] void fail(const std::string& expected) const;

    std::uint64_t offset() const noexcept { return offset_; }
    std::uint64_t left() const noexcept { return bytes_.size() - offset_; }
    ByteView rest() const noexcept { return bytes_.subspan(offset_); }

private:
    ByteView bytes_;
    std::string source_;
    std::uint64_t offset_ = 0;
};

}  // namespace exhibit

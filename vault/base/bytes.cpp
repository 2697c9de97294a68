#include "base/bytes.hpp"

#include <algorithm>

#include "exhibit/error.hpp"

namespace exhibit {
namespace {

template <typename Unsigned>
void put_big_endian(Bytes& out, Unsigned value) {
    for (int shift = static_cast<int>(sizeof(Unsigned)) * 8 - 8; shift >= 0; shift -= 8) {
        out.push_back(static_cast<std::byte>(static_cast<unsigned char>(value >> shift)));
    }
}

template <typename Unsigned>
void store_big_endian(std::span<std::byte> where, Unsigned value) noexcept {
    for (std::size_t i = sizeof(Unsigned); i-- > 0;) {
        where[i] = static_cast<std::byte>(value & 0xffU);
        value = static_cast<Unsigned>(value >> 8);
    }
}

std::uint64_t load_big_endian(ByteView bytes) noexcept {
    std::uint64_t value = 0;
    for (const std::byte byte : bytes) value = (value << 8) | std::to_integer<std::uint64_t>(byte);
    return value;
}

}  // namespace

ByteView as_bytes(std::string_view text) noexcept {
    return std::as_bytes(std::span<const char>(text.data(), text.size()));
}

std::string_view as_text(ByteView bytes) noexcept {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string to_string(ByteView bytes) {
    return std::string(as_text(bytes));
}

Bytes to_bytes(ByteView bytes) {
    return Bytes(bytes.begin(), bytes.end());
}

Bytes to_bytes(std::string_view text) {
    return to_bytes(as_bytes(text));
}

void append(Bytes& out, ByteView more) {
    out.insert(out.end(), more.begin(), more.end());
}

void append(Bytes& out, std::string_view more) {
    append(out, as_bytes(more));
}

bool equal(ByteView a, ByteView b) noexcept {
    return std::ranges::equal(a, b);
}

bool all_zero(ByteView bytes) noexcept {
    // A view is all zero when its first byte is and each byte equals the one before it: one
    // comparison of overlapping ranges, which the library runs at memory speed.
    if (bytes.empty()) return true;
    return bytes.front() == std::byte{0} && equal(bytes.first(bytes.size() - 1), bytes.subspan(1));
}

void put_u16(Bytes& out, std::uint16_t value) {
    put_big_endian(out, value);
}

void put_u32(Bytes& out, std::uint32_t value) {
    put_big_endian(out, value);
}

void put_u64(Bytes& out, std::uint64_t value) {
    put_big_endian(out, value);
}

void store_u32(std::span<std::byte> where, std::uint32_t value) noexcept {
    store_big_endian(where, value);
}

void store_u64(std::span<std::byte> where, std::uint64_t value) noexcept {
    store_big_endian(where, value);
}

std::uint8_t ByteReader::u8(std::string_view expected) {
    return static_cast<std::uint8_t>(load_big_endian(take(1, expected)));
}

std::uint16_t ByteReader::u16(std::string_view expected) {
    return static_cast<std::uint16_t>(load_big_endian(take(2, expected)));
}

std::uint32_t ByteReader::u32(std::string_view expected) {
    return static_cast<std::uint32_t>(load_big_endian(take(4, expected)));
}

std::uint64_t ByteReader::u64(std::string_view expected) {
    return load_big_endian(take(8, expected));
}

ByteView ByteReader::take(std::uint64_t count, std::string_view expected) {
    if (count > left()) {
        fail(std::string(expected) + " (" + std::to_string(count) + " bytes, but only " +
             std::to_string(left()) + " are left)");
    }
    const ByteView view = bytes_.subspan(offset_, count);
    offset_ += count;
    return view;
}

void ByteReader::expect(std::string_view magic) {
    const ByteView wanted = as_bytes(magic);
    if (left() < wanted.size() || !equal(bytes_.subspan(offset_, wanted.size()), wanted)) {
        fail("the bytes \"" + std::string(magic) + "\"");
    }
    offset_ += wanted.size();
}

void ByteReader::finish() {
    if (left() != 0) {
        fail("the end, but " + std::to_string(left()) + " more bytes follow");
    }
}

void ByteReader::fail(const std::string& expected) const {
    throw FormatError(source_, offset_, expected);
}

}  // namespace exhibit

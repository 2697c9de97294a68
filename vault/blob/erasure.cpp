#include "blob/erasure.hpp"

#include <isa-l/crc64.h>
#include <isa-l/erasure_code.h>

#include <algorithm>

#include "base/check.hpp"

namespace exhibit::blob {
namespace {

constexpr std::size_t table_bytes_each = 32;
constexpr std::size_t shards_max = 255;

using Pointers = std::vector<unsigned char*>;

// ISA-L takes the sources without const, and only reads them.
unsigned char* as_source(const std::byte* bytes) noexcept {
    return reinterpret_cast<unsigned char*>(const_cast<std::byte*>(bytes));
}

unsigned char* as_target(std::byte* bytes) noexcept {
    return reinterpret_cast<unsigned char*>(bytes);
}

std::vector<std::uint8_t> tables_of(std::vector<std::uint8_t>& matrix, std::size_t columns) {
    const std::size_t rows = matrix.size() / columns;
    std::vector<std::uint8_t> tables(table_bytes_each * matrix.size());
    ec_init_tables(static_cast<int>(columns), static_cast<int>(rows), matrix.data(), tables.data());
    return tables;
}

void multiply(std::size_t length, const std::vector<std::uint8_t>& tables, Pointers& from,
              Pointers& to) {
    ec_encode_data(static_cast<int>(length), static_cast<int>(from.size()),
                   static_cast<int>(to.size()), const_cast<std::uint8_t*>(tables.data()),
                   from.data(), to.data());
}

}  // namespace

std::uint64_t crc64(ByteView bytes) noexcept {
    return crc64_ecma_refl(0, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
}

ErasureCode::ErasureCode(std::size_t data, std::size_t parity) : data_(data), parity_(parity) {
    CHECK(data > 0 && parity > 0 && data + parity <= shards_max);
    std::vector<std::uint8_t> matrix;
    matrix.reserve(data * parity);
    for (std::size_t row = 0; row < parity; ++row) {
        for (std::size_t column = 0; column < data; ++column) {
            matrix.push_back(coefficient(row, column));
        }
    }
    tables_ = tables_of(matrix, data);
}

std::uint8_t ErasureCode::coefficient(std::size_t row, std::size_t column) const {
    return gf_inv(static_cast<unsigned char>((data_ + row) ^ column));
}

void ErasureCode::encode(std::size_t length, std::span<const std::byte* const> data,
                         std::span<std::byte* const> parity) const {
    CHECK(data.size() == data_ && parity.size() == parity_);
    Pointers from(data_);
    Pointers to(parity_);
    std::transform(data.begin(), data.end(), from.begin(), as_source);
    std::transform(parity.begin(), parity.end(), to.begin(), as_target);
    multiply(length, tables_, from, to);
}

// With E the lost data shards, R as many parity rows that are there, and M the part of the matrix
// with rows R and columns E: the rows R minus what the known data shards add to them are M times
// the lost shards, so these are the inverse of M times that. M is a Cauchy matrix too, and has an
// inverse. All of it is one matrix from (known data, rows R) to E: |E| inversions of a few numbers
// instead of an inversion as large as the stripe.
void ErasureCode::restore(std::size_t length, std::span<std::byte* const> shards,
                          std::span<const std::size_t> lost) const {
    CHECK(shards.size() == data_ + parity_ && lost.size() <= parity_);
    std::vector<std::size_t> columns;
    std::vector<std::size_t> known;
    for (std::size_t shard = 0; shard < data_; ++shard) {
        const bool is_lost = std::binary_search(lost.begin(), lost.end(), shard);
        (is_lost ? columns : known).push_back(shard);
    }
    if (columns.empty()) return;
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; rows.size() < columns.size(); ++row) {
        CHECK(row < parity_);
        if (!std::binary_search(lost.begin(), lost.end(), data_ + row)) rows.push_back(row);
    }

    const std::size_t count = columns.size();
    std::vector<std::uint8_t> square;
    for (const std::size_t row : rows) {
        for (const std::size_t column : columns) square.push_back(coefficient(row, column));
    }
    std::vector<std::uint8_t> inverse(square.size());
    CHECK(gf_invert_matrix(square.data(), inverse.data(), static_cast<int>(count)) == 0);

    std::vector<std::uint8_t> matrix;
    Pointers from;
    Pointers to;
    for (std::size_t out = 0; out < count; ++out) {
        for (const std::size_t column : known) {
            std::uint8_t sum = 0;
            for (std::size_t i = 0; i < count; ++i) {
                sum ^= gf_mul(inverse[out * count + i], coefficient(rows[i], column));
            }
            matrix.push_back(sum);
        }
        for (std::size_t i = 0; i < count; ++i) matrix.push_back(inverse[out * count + i]);
        to.push_back(as_target(shards[columns[out]]));
    }
    for (const std::size_t column : known) from.push_back(as_source(shards[column]));
    for (const std::size_t row : rows) from.push_back(as_source(shards[data_ + row]));
    multiply(length, tables_of(matrix, data_), from, to);
}

}  // namespace exhibit::blob

#include "blob/index.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/check.hpp"
#include "crypto/secret.hpp"
#include "exhibit/error.hpp"

namespace exhibit::blob {
namespace {

constexpr std::size_t slab_records = 4096;
constexpr std::size_t slots_min = 1024;

}  // namespace

std::vector<std::optional<BlockLocation>> BlockIndex::find_all(std::span<const BlockId> ids) {
    std::vector<std::optional<BlockLocation>> out;
    out.reserve(ids.size());
    for (const BlockId& id : ids) out.push_back(find(id));
    return out;
}

MemoryBlockIndex::MemoryBlockIndex() : slots_(slots_min) {
    Bytes random(factors_.size() * sizeof(std::uint64_t));
    crypto::system_random().fill(random);
    ByteReader reader(random, "random bytes");
    for (std::uint64_t& factor : factors_) factor = reader.u64("a number") | 1;
}

MemoryBlockIndex::Record& MemoryBlockIndex::record(std::uint32_t number) noexcept {
    return slabs_[number / slab_records][number % slab_records];
}

// Where `id` is or would go. Multiplying by secret factors makes collisions unpredictable: the ids
// of a table are whatever its writer says, and must not be able to make this loop long.
std::size_t MemoryBlockIndex::slot_of(const BlockId& id) noexcept {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < factors_.size(); ++i) {
        std::uint64_t word = 0;
        for (std::size_t j = 0; j < 8; ++j) {
            word = word << 8 | std::to_integer<std::uint64_t>(id.hash.bytes[i * 8 + j]);
        }
        sum += word * factors_[i];
    }
    std::size_t slot = static_cast<std::size_t>(sum >> 32) & (slots_.size() - 1);
    while (slots_[slot] != 0 && record(slots_[slot] - 1).id != id) {
        slot = (slot + 1) & (slots_.size() - 1);
    }
    return slot;
}

std::optional<BlockLocation> MemoryBlockIndex::find(const BlockId& id) {
    const std::uint32_t number = slots_[slot_of(id)];
    if (number == 0) return std::nullopt;
    const Record& found = record(number - 1);
    return BlockLocation{packs_[found.pack], found.offset, found.sealed_bytes, found.content_bytes};
}

void MemoryBlockIndex::grow() {
    std::vector<std::uint32_t> old = std::move(slots_);
    slots_.assign(old.size() * 2, 0);
    for (const std::uint32_t number : old) {
        if (number != 0) slots_[slot_of(record(number - 1).id)] = number;
    }
}

void MemoryBlockIndex::add_pack(const crypto::Hash& pack, std::span<const TableEntry> entries) {
    const auto pack_number = static_cast<std::uint32_t>(packs_.size());
    packs_.push_back(pack);
    for (const TableEntry& entry : entries) {
        // At most three quarters full, so that runs stay short.
        if (count_ >= slots_.size() / 4 * 3) grow();
        std::uint32_t& slot = slots_[slot_of(entry.id)];
        if (slot != 0) continue;
        if (count_ >= std::numeric_limits<std::uint32_t>::max() - 1) {
            throw Error(ErrorKind::unsupported,
                        "remembering where blocks lie: found more than 4,294,967,294 blocks in one "
                        "incident, expected fewer");
        }
        CHECK(entry.offset < pack_bytes_max);
        if (count_ % slab_records == 0) slabs_.push_back(std::make_unique<Record[]>(slab_records));
        record(static_cast<std::uint32_t>(count_)) = {entry.id, pack_number,
                                                      static_cast<std::uint32_t>(entry.offset),
                                                      entry.sealed_bytes, entry.content_bytes};
        slot = static_cast<std::uint32_t>(++count_);
    }
}

void MemoryBlockIndex::for_each(
    const std::function<void(const BlockId&, const BlockLocation&)>& visit) const {
    for (std::size_t i = 0; i < count_; ++i) {
        const Record& one = slabs_[i / slab_records][i % slab_records];
        visit(one.id, {packs_[one.pack], one.offset, one.sealed_bytes, one.content_bytes});
    }
}

std::size_t MemoryBlockIndex::memory_bytes() const noexcept {
    return slabs_.size() * slab_records * sizeof(Record) + slots_.size() * sizeof(std::uint32_t) +
           packs_.size() * sizeof(crypto::Hash);
}

}  // namespace exhibit::blob

// Findings, packed while others are still looked for: a long record has more than a million, and
// one says nearly what the one before it says.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <vector>

#include "base/bytes.hpp"
#include "blob/compress.hpp"
#include "exhibit/types.hpp"

namespace exhibit::verify {

class PackedFindings {
public:
    /// The same sentence about the same object, item and event is kept once.
    void add(const Finding& finding);
    std::size_t size() const noexcept { return size_; }
    void each(const std::function<void(const Finding&)>& visit) const;
    /// All of them as they came; none are left.
    std::vector<Finding> take();

private:
    struct Block {
        std::size_t first = 0;  ///< number of its first finding
        std::size_t length = 0;
        bool packed = false;
        Bytes bytes;
    };
    /// A finding by a part of its hash.
    struct Known {
        std::uint32_t hash = 0;
        std::uint32_t number = 0;
    };

    void close_block();
    Bytes unpacked(const Block& block) const;
    bool is(std::size_t number, const Finding& finding);
    std::size_t slot_after(std::size_t slot) const noexcept;
    void remember(Known known);
    void make_room();

    std::size_t size_ = 0;
    std::deque<Block> blocks_;
    Bytes last_;  ///< those behind the blocks
    std::size_t last_first_ = 0;
    std::optional<blob::Compressor> compressor_;
    std::vector<Known> known_;  ///< a table by hash; a power of two
    /// The block that was last looked into, for the next that is like one in it.
    std::optional<std::size_t> opened_;
    Bytes opened_bytes_;
};

}  // namespace exhibit::verify

// Manifests: a stream as a tree of block references. FORMAT.md section 9.1.
//
// This header has the nodes as bytes and the writer; reading a stream is in stream.hpp.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "blob/block.hpp"

namespace exhibit::blob {

inline constexpr std::size_t node_refs_max = 2048;
inline constexpr std::uint8_t node_levels_max = 6;
inline constexpr std::size_t node_header_bytes = 24;
inline constexpr std::size_t node_ref_bytes = 48;

enum class RefKind : std::uint8_t { data = 1, zeros = 2, unreadable = 3, node = 4 };

struct Ref {
    RefKind kind = RefKind::data;
    std::uint64_t length = 0;
    BlockId id;  ///< all zero for zeros and unreadable
    bool operator==(const Ref&) const = default;
};

struct Node {
    std::uint8_t level = 0;
    std::uint64_t length = 0;  ///< of the stream below it
    std::vector<Ref> refs;
};

Bytes write_node(const Node& node);
/// Strict: throws FormatError for any byte FORMAT.md does not allow.
Node parse_node(ByteView bytes, const std::string& source);

/// Writes the tree of one stream; memory is one unfinished node for each level.
class ManifestWriter {
public:
    /// Stores a node block and returns its id: usually BlobWriter::put.
    using StoreNode = std::function<BlockId(ByteView node)>;
    explicit ManifestWriter(StoreNode store_node) : store_node_(std::move(store_node)) {}

    /// In stream order. REQUIRES: 1 to block_bytes_max bytes.
    void data(const BlockId& id, std::uint64_t length);
    /// Neighbouring runs become one. A length of 0 is nothing.
    void zeros(std::uint64_t length);
    void unreadable(std::uint64_t length);
    std::uint64_t length() const noexcept { return length_; }
    /// Of the run at the end, when that is one of unreadable bytes; else 0.
    std::uint64_t unreadable_at_end() const noexcept;

    /// Stores what is left and returns the id of the root node.
    BlockId finish();

private:
    struct Level {
        std::vector<Ref> refs;
        std::uint64_t length = 0;
    };
    void run(RefKind kind, std::uint64_t length);
    void add(std::size_t level, const Ref& ref);
    Ref store_level(std::size_t level);
    void grow(std::uint64_t length);

    StoreNode store_node_;
    std::vector<Level> levels_;
    std::uint64_t length_ = 0;
};

}  // namespace exhibit::blob

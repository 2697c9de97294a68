#include "blob/manifest.hpp"

#include <limits>
#include <utility>

#include "base/check.hpp"
#include "exhibit/error.hpp"

namespace exhibit::blob {
namespace {

constexpr std::string_view node_magic = "EXHMAN01";

bool has_block(RefKind kind) noexcept {
    return kind == RefKind::data || kind == RefKind::node;
}

Ref read_ref(ByteReader& reader, std::uint8_t level) {
    Ref ref;
    const std::uint8_t kind = reader.u8("the kind of a reference");
    const bool allowed = level == 0 ? kind >= 1 && kind <= 3 : kind == 4;
    if (!allowed) reader.fail(level == 0 ? "kind 1, 2 or 3 at level 0" : "kind 4 above level 0");
    ref.kind = static_cast<RefKind>(kind);
    if (!all_zero(reader.take(7, "7 zero bytes"))) reader.fail("7 zero bytes");
    ref.length = reader.u64("the length of a reference");
    if (ref.length == 0) reader.fail("a length of at least 1 byte");
    if (ref.kind == RefKind::data && ref.length > block_bytes_max) {
        reader.fail("a block of at most " + std::to_string(block_bytes_max) + " bytes");
    }
    ref.id.hash.bytes = reader.array<32>("a block id");
    if (!has_block(ref.kind) && !all_zero(ref.id.view())) reader.fail("32 zero bytes, no id");
    return ref;
}

}  // namespace

Bytes write_node(const Node& node) {
    CHECK(node.level < node_levels_max && node.refs.size() <= node_refs_max);
    Bytes out;
    out.reserve(node_header_bytes + node.refs.size() * node_ref_bytes);
    append(out, node_magic);
    out.push_back(std::byte{node.level});
    out.insert(out.end(), 3, std::byte{0});
    put_u32(out, static_cast<std::uint32_t>(node.refs.size()));
    put_u64(out, node.length);
    for (const Ref& ref : node.refs) {
        out.push_back(static_cast<std::byte>(ref.kind));
        out.insert(out.end(), 7, std::byte{0});
        put_u64(out, ref.length);
        append(out, ref.id.view());
    }
    return out;
}

Node parse_node(ByteView bytes, const std::string& source) {
    ByteReader reader(bytes, source);
    reader.expect(node_magic);
    Node node;
    node.level = reader.u8("the level of a node");
    if (node.level >= node_levels_max) reader.fail("a level of 0 to 5");
    if (!all_zero(reader.take(3, "3 zero bytes"))) reader.fail("3 zero bytes");
    const std::uint32_t count = reader.u32("the number of references");
    if (count > node_refs_max) reader.fail("at most 2,048 references");
    if (count == 0 && node.level > 0) reader.fail("at least one reference above level 0");
    node.length = reader.u64("the length of the stream");
    if (reader.left() != count * node_ref_bytes) {
        reader.fail(std::to_string(count) + " references of 48 bytes each");
    }
    node.refs.reserve(count);
    std::uint64_t length = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
        const Ref ref = read_ref(reader, node.level);
        // Compared with what is left, so that the sum cannot overflow.
        if (ref.length > node.length - length) reader.fail("lengths that add up to the node's");
        length += ref.length;
        if (i > 0 && !has_block(ref.kind) && node.refs.back().kind == ref.kind) {
            reader.fail("neighbouring runs of one kind merged into one");
        }
        node.refs.push_back(ref);
    }
    if (length != node.length) reader.fail("lengths that add up to the node's");
    return node;
}

void ManifestWriter::data(const BlockId& id, std::uint64_t length) {
    CHECK(length > 0 && length <= block_bytes_max);
    add(0, {RefKind::data, length, id});
}

void ManifestWriter::zeros(std::uint64_t length) {
    run(RefKind::zeros, length);
}

void ManifestWriter::unreadable(std::uint64_t length) {
    run(RefKind::unreadable, length);
}

// The newest reference is always in the lowest level: a full node waits for the next one.
std::uint64_t ManifestWriter::unreadable_at_end() const noexcept {
    if (levels_.empty() || levels_[0].refs.empty()) return 0;
    const Ref& last = levels_[0].refs.back();
    return last.kind == RefKind::unreadable ? last.length : 0;
}

void ManifestWriter::run(RefKind kind, std::uint64_t length) {
    if (length == 0) return;
    if (!levels_.empty() && !levels_[0].refs.empty() && levels_[0].refs.back().kind == kind) {
        grow(length);
        levels_[0].refs.back().length += length;
        levels_[0].length += length;
        return;
    }
    add(0, {kind, length, {}});
}

void ManifestWriter::grow(std::uint64_t length) {
    if (length > std::numeric_limits<std::uint64_t>::max() - length_) {
        throw Error(ErrorKind::usage,
                    "writing a manifest: found a stream longer than 2^64-1 bytes");
    }
    length_ += length;
}

// A full node is stored when the next reference comes, not before: so a stream that just fills a
// node does not get a level of one reference above it.
void ManifestWriter::add(std::size_t level, const Ref& ref) {
    if (level == 0) grow(ref.length);
    if (level == levels_.size()) {
        if (level == node_levels_max) {
            throw Error(ErrorKind::usage,
                        "writing a manifest: found more than six levels of nodes");
        }
        levels_.emplace_back();
    }
    if (levels_[level].refs.size() == node_refs_max) {
        const Ref stored = store_level(level);
        add(level + 1, stored);
    }
    levels_[level].refs.push_back(ref);
    levels_[level].length += ref.length;
}

Ref ManifestWriter::store_level(std::size_t level) {
    Node node{static_cast<std::uint8_t>(level), levels_[level].length,
              std::move(levels_[level].refs)};
    levels_[level] = {};
    return {RefKind::node, node.length, store_node_(write_node(node))};
}

BlockId ManifestWriter::finish() {
    if (levels_.empty()) levels_.emplace_back();
    // `add` may put a new level on top while this goes up.
    std::size_t level = 0;
    for (; level + 1 < levels_.size(); ++level) {
        const Ref stored = store_level(level);
        add(level + 1, stored);
    }
    const Ref root = store_level(level);
    levels_.clear();
    length_ = 0;
    return root.id;
}

}  // namespace exhibit::blob

// Chunkers and manifests against what they must mean for any stream.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "blob/chunker.hpp"
#include "blob/lists.hpp"
#include "blob/manifest.hpp"
#include "blob/stream.hpp"
#include "exhibit/error.hpp"
#include "mutation.hpp"
#include "support/seeded_random.hpp"

namespace exhibit::blob {
namespace {

/// Up to 1.5 MiB: random bytes with runs of one value in them, as files have.
Bytes any_stream() {
    exhibit::test::SeededRandom random(*rc::gen::arbitrary<std::uint64_t>());
    Bytes bytes = random.bytes(random.below(3 << 19));
    for (std::uint64_t runs = random.below(4); runs > 0 && !bytes.empty(); --runs) {
        const std::uint64_t offset = random.below(bytes.size());
        const std::uint64_t length = random.below(bytes.size() - offset + 1);
        std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(offset), length,
                    std::byte{static_cast<unsigned char>(runs - 1)});
    }
    return bytes;
}

std::vector<Bytes> cut_in_pieces(const Chunker& chunker, ByteView bytes,
                                 exhibit::test::SeededRandom& random) {
    std::vector<Bytes> blocks;
    std::uint64_t expected_offset = 0;
    ChunkStream stream(chunker, [&](std::uint64_t offset, ByteView block) {
        RC_ASSERT(offset == expected_offset);
        expected_offset += block.size();
        blocks.push_back(to_bytes(block));
    });
    while (!bytes.empty()) {
        const std::size_t count = std::min<std::size_t>(1 + random.below(400000), bytes.size());
        stream.push(bytes.first(count));
        bytes = bytes.subspan(count);
    }
    stream.flush();
    return blocks;
}

RC_GTEST_PROP(ChunkerProperty, blocks_join_to_the_stream_and_keep_the_bounds, ()) {
    exhibit::test::SeededRandom random(*rc::gen::arbitrary<std::uint64_t>());
    const Bytes bytes = any_stream();
    const bool fixed = *rc::gen::arbitrary<bool>();
    const Chunker chunker = fixed ? Chunker{FixedChunker{}} : Chunker{ContentChunker{}};
    const std::vector<Bytes> blocks = cut_in_pieces(chunker, bytes, random);
    Bytes joined;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        append(joined, blocks[i]);
        RC_ASSERT(!blocks[i].empty());
        RC_ASSERT(blocks[i].size() <= chunk_bytes_max(chunker));
        const bool last = i + 1 == blocks.size();
        if (!last && fixed) RC_ASSERT(blocks[i].size() == fixed_block_bytes);
        if (!last && !fixed) RC_ASSERT(blocks[i].size() > content_block_bytes_min);
    }
    RC_ASSERT(joined == bytes);
}

RC_GTEST_PROP(ChunkerProperty, content_blocks_meet_again_after_an_insertion, ()) {
    exhibit::test::SeededRandom random(*rc::gen::arbitrary<std::uint64_t>());
    const Bytes before = random.bytes(std::size_t{1} << 20);
    Bytes after = before;
    const Bytes inserted = random.bytes(1 + random.below(5000));
    const std::uint64_t at = random.below(std::size_t{128} << 10);
    after.insert(after.begin() + static_cast<std::ptrdiff_t>(at), inserted.begin(), inserted.end());
    const std::vector<Bytes> old_blocks = cut_in_pieces(ContentChunker{}, before, random);
    const std::vector<Bytes> new_blocks = cut_in_pieces(ContentChunker{}, after, random);
    const std::set<Bytes> known(old_blocks.begin(), old_blocks.end());
    std::size_t unknown_bytes = 0;
    for (const Bytes& block : new_blocks) {
        if (!known.contains(block)) unknown_bytes += block.size();
    }
    // A few blocks about the insertion; what follows is shared again.
    RC_ASSERT(unknown_bytes < std::size_t{768} << 10);
    RC_ASSERT(new_blocks.back() == old_blocks.back());
}

class MapSource final : public BlockSource {
public:
    BlockId add(BlockType type, ByteView content) {
        const std::byte prefix{static_cast<unsigned char>(type)};
        const BlockId id{crypto::sha256({ByteView(&prefix, 1), content})};
        blocks_[id] = to_bytes(content);
        return id;
    }
    void read(const BlockId& id, BlockType, Bytes& content) override { content = blocks_.at(id); }

private:
    std::map<BlockId, Bytes> blocks_;
};

/// A stream of data, zeros and unreadable runs, and what it reads as.
struct AnyStream {
    MapSource source;
    Bytes content;
    BlockId root;

    AnyStream() {
        exhibit::test::SeededRandom random(*rc::gen::arbitrary<std::uint64_t>());
        ManifestWriter writer([this](ByteView node) { return source.add(BlockType::node, node); });
        // Sometimes more references than one node holds.
        const std::uint64_t runs = random.below(2) == 0 ? random.below(30) : random.below(5000);
        for (std::uint64_t i = 0; i < runs; ++i) {
            const std::uint64_t length = 1 + random.below(40);
            const std::uint64_t kind = random.below(6);
            if (kind == 0) writer.zeros(length);
            if (kind == 1) writer.unreadable(length);
            const Bytes bytes = kind < 2 ? Bytes(length) : random.bytes(length);
            if (kind >= 2) writer.data(source.add(BlockType::data, bytes), length);
            append(content, bytes);
        }
        root = writer.finish();
    }
};

RC_GTEST_PROP(ManifestProperty, random_access_reads_the_original, ()) {
    AnyStream stream;
    exhibit::test::SeededRandom random(*rc::gen::arbitrary<std::uint64_t>());
    StreamReader reader(stream.source, stream.root);
    RC_ASSERT(reader.size() == stream.content.size());
    for (int i = 0; i < 50; ++i) {
        const std::uint64_t offset = random.below(reader.size() + 1);
        Bytes out(random.below(std::min<std::uint64_t>(reader.size() - offset, 3000) + 1),
                  std::byte{0xee});
        static_cast<void>(reader.read(offset, out));
        RC_ASSERT(equal(out, ByteView(stream.content).subspan(offset, out.size())));
    }
}

RC_GTEST_PROP(ManifestProperty, parts_cover_any_range_once_and_in_order, ()) {
    AnyStream stream;
    StreamReader reader(stream.source, stream.root);
    const auto offset = *rc::gen::inRange<std::uint64_t>(0, reader.size() + 1);
    const auto length = *rc::gen::inRange<std::uint64_t>(0, reader.size() - offset + 1);
    std::uint64_t next = offset;
    reader.for_each({offset, length}, [&](const StreamPart& part) {
        RC_ASSERT(part.range.offset == next);
        RC_ASSERT(part.range.length > 0U);
        const ByteView expected = ByteView(stream.content).subspan(next, part.range.length);
        if (part.kind == PartKind::data) RC_ASSERT(equal(part.bytes, expected));
        if (part.kind != PartKind::data) RC_ASSERT(all_zero(expected));
        next += part.range.length;
    });
    RC_ASSERT(next == offset + length);
}

RC_GTEST_PROP(ManifestProperty, a_changed_node_is_refused_or_is_another_node, ()) {
    exhibit::test::SeededRandom random(*rc::gen::arbitrary<std::uint64_t>());
    Node node;
    for (std::uint64_t i = random.below(5); i > 0; --i) {
        crypto::Hash hash;
        random.fill(hash.bytes);
        node.refs.push_back({RefKind::data, 1 + random.below(1000), BlockId{hash}});
        node.length += node.refs.back().length;
    }
    const std::string text = exhibit::test::mutated(to_string(write_node(node)));
    try {
        RC_ASSERT(equal(write_node(parse_node(as_bytes(text), "n")), as_bytes(text)));
    } catch (const FormatError& error) {
        RC_ASSERT(error.offset() <= text.size());
    }
}

RC_GTEST_PROP(PackListProperty, a_changed_list_is_refused_or_is_another_list, ()) {
    std::set<crypto::Hash> packs;
    for (const auto seed :
         *rc::gen::container<std::vector<std::uint8_t>>(rc::gen::arbitrary<std::uint8_t>())) {
        packs.insert(crypto::sha256(to_bytes(std::to_string(seed))));
    }
    const std::string list = write_pack_list(packs);
    RC_ASSERT(parse_pack_list(list, "l") == packs);
    const std::string text = exhibit::test::mutated(list);
    try {
        RC_ASSERT(write_pack_list(parse_pack_list(text, "l")) == text);
    } catch (const FormatError& error) {
        RC_ASSERT(error.offset() <= text.size());
    }
}

}  // namespace
}  // namespace exhibit::blob

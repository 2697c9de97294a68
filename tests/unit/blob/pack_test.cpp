// Packs as a whole: what is written is read back, and no changed byte goes unnoticed.
#include <gtest/gtest.h>

#include "blob/pack_builder.hpp"
#include "blob/pack_reader.hpp"
#include "fixture.hpp"

namespace exhibit::blob {
namespace {

using test::Incident;
using test::kind_of_failure;
using test::SmallPack;

class Pack : public ::testing::Test {
protected:
    Incident incident_;
    SmallPack small_{incident_};
    std::unique_ptr<store::ObjectStore> store_ = store::memory_store();

    PackReader reader() { return PackReader(*store_, small_.pack.name, incident_.read_keys()); }
    Bytes changed(std::size_t at) const {
        Bytes bytes = small_.pack.bytes;
        bytes[at] ^= std::byte{1};
        return bytes;
    }
};

TEST_F(Pack, is_named_by_the_digest_of_its_bytes) {
    EXPECT_EQ(small_.pack.name, crypto::sha256(small_.pack.bytes));
    small_.put(*store_, small_.pack.bytes);
    EXPECT_EQ(digest_of_pack(*store_, small_.pack.name), small_.pack.name);
}

TEST_F(Pack, gives_back_each_block) {
    small_.put(*store_, small_.pack.bytes);
    PackReader pack = reader();
    ASSERT_EQ(pack.table().size(), 3U);
    EXPECT_EQ(pack.table(), small_.pack.entries);
    EXPECT_EQ(pack.table()[0].encoding, Encoding::zstd);
    EXPECT_EQ(pack.table()[1].encoding, Encoding::plain);
    Bytes content;
    for (const std::size_t i : {2U, 0U, 1U}) {
        pack.read(i, content);
        EXPECT_EQ(content, small_.contents[i]);
        EXPECT_EQ(pack.table()[i].id, small_.ids[i]);
    }
    EXPECT_EQ(kind_of_failure([&] { pack.read(3, content); }), ErrorKind::usage);
}

TEST_F(Pack, gives_all_blocks_in_order) {
    small_.put(*store_, small_.pack.bytes);
    std::vector<Bytes> seen;
    reader().for_each([&](const PackReader::Checked& block) {
        EXPECT_EQ(block.problem, "");
        seen.push_back(to_bytes(block.content));
    });
    EXPECT_EQ(seen, small_.contents);
}

TEST_F(Pack, shows_any_changed_byte_in_its_digest) {
    for (std::size_t at = 0; at < small_.pack.bytes.size(); ++at) {
        ASSERT_NE(crypto::sha256(changed(at)), small_.pack.name) << at;
    }
}

TEST_F(Pack, refuses_any_changed_byte_of_header_table_and_trailer) {
    const std::size_t frames_end =
        small_.pack.entries.back().offset + small_.pack.entries.back().frame_bytes();
    for (std::size_t at = 0; at < small_.pack.bytes.size(); ++at) {
        if (at >= pack_header_bytes && at < frames_end) continue;
        const auto store = store::memory_store();
        small_.put(*store, changed(at));
        const ErrorKind kind =
            kind_of_failure([&] { PackReader(*store, small_.pack.name, incident_.read_keys()); });
        ASSERT_TRUE(kind == ErrorKind::malformed || kind == ErrorKind::denied ||
                    kind == ErrorKind::corrupt)
            << at << " " << to_string(kind);
    }
}

TEST_F(Pack, refuses_any_changed_byte_of_a_frame_and_no_other_frame) {
    const TableEntry& second = small_.pack.entries[1];
    for (std::size_t at = second.offset; at < second.offset + second.frame_bytes(); ++at) {
        const auto store = store::memory_store();
        small_.put(*store, changed(at));
        PackReader pack(*store, small_.pack.name, incident_.read_keys());
        Bytes content;
        const ErrorKind kind = kind_of_failure([&] { pack.read(1, content); });
        ASSERT_TRUE(kind == ErrorKind::malformed || kind == ErrorKind::corrupt) << at;
        std::string problems;
        pack.for_each([&](const PackReader::Checked& block) {
            problems += block.problem.empty() ? '.' : 'x';
            EXPECT_EQ(block.content.empty(), !block.problem.empty());
        });
        ASSERT_EQ(problems, ".x.") << at;
    }
}

TEST_F(Pack, refuses_every_truncation) {
    for (std::size_t length = 0; length < small_.pack.bytes.size(); ++length) {
        const auto store = store::memory_store();
        small_.put(*store, ByteView(small_.pack.bytes).first(length));
        const ErrorKind kind =
            kind_of_failure([&] { PackReader(*store, small_.pack.name, incident_.read_keys()); });
        ASSERT_EQ(kind, ErrorKind::malformed) << length;
    }
}

TEST_F(Pack, refuses_frames_that_changed_places) {
    // Two frames of one length, swapped whole: each seal holds, but not at that number.
    PackBuilder builder(incident_.tag, incident_.content.public_key());
    test::add_block(builder, incident_, exhibit::test::seeded_bytes(1, 100));
    test::add_block(builder, incident_, exhibit::test::seeded_bytes(2, 100));
    FinishedPack pack = builder.finish();
    const auto first = pack.bytes.begin() + static_cast<std::ptrdiff_t>(pack.entries[0].offset);
    const auto frame_bytes = static_cast<std::ptrdiff_t>(pack.entries[0].frame_bytes());
    std::swap_ranges(first, first + frame_bytes, first + frame_bytes);
    store_->put_new(pack_object_name(pack.name), pack.bytes);
    PackReader reader(*store_, pack.name, incident_.read_keys());
    Bytes content;
    EXPECT_EQ(kind_of_failure([&] { reader.read(0, content); }), ErrorKind::corrupt);
}

TEST_F(Pack, refuses_a_frame_sealed_for_another_place) {
    // One key, so every seal holds: the second frame of one pack put first in another.
    const crypto::SecretBytes key = test::fixed_secret("a pack key");
    PackHeader header{incident_.tag, {}};
    const Bytes box = crypto::seal_to(incident_.content.public_key(), key.view());
    std::copy(box.begin(), box.end(), header.key_box.begin());
    PackBuilder two(header, key);
    PackBuilder one(header, key);
    test::add_block(two, incident_, as_bytes("first"));
    test::add_block(two, incident_, as_bytes("second"));
    test::add_block(one, incident_, as_bytes("second"));
    const FinishedPack source = two.finish();
    FinishedPack pack = one.finish();
    const TableEntry& second = source.entries[1];
    std::copy_n(source.bytes.begin() + static_cast<std::ptrdiff_t>(second.offset),
                second.frame_bytes(), pack.bytes.begin() + pack_header_bytes);
    store_->put_new(pack_object_name(pack.name), pack.bytes);
    PackReader reader(*store_, pack.name, incident_.read_keys());
    Bytes content;
    EXPECT_EQ(kind_of_failure([&] { reader.read(0, content); }), ErrorKind::corrupt);
}

TEST_F(Pack, refuses_content_that_does_not_have_its_id) {
    // Who can deposit can seal anything: the id is what ties a reference to content.
    PackBuilder builder(incident_.tag, incident_.content.public_key());
    const BlockId claimed = incident_.id(BlockType::data, as_bytes("the true content"));
    const Bytes other = to_bytes("a forged content");
    builder.add({BlockType::data, claimed, other.size(), Encoding::plain, other});
    const FinishedPack pack = builder.finish();
    store_->put_new(pack_object_name(pack.name), pack.bytes);
    PackReader reader(*store_, pack.name, incident_.read_keys());
    Bytes content;
    EXPECT_EQ(kind_of_failure([&] { reader.read(0, content); }), ErrorKind::corrupt);
}

TEST_F(Pack, refuses_a_frame_that_decompresses_to_another_length) {
    PackBuilder builder(incident_.tag, incident_.content.public_key());
    const Bytes content = test::prose(5000);
    Bytes encoded;
    ASSERT_TRUE(Compressor().compress(content, encoded));
    const BlockId id = incident_.id(BlockType::data, content);
    builder.add({BlockType::data, id, content.size() - 1, Encoding::zstd, encoded});
    const FinishedPack pack = builder.finish();
    store_->put_new(pack_object_name(pack.name), pack.bytes);
    PackReader reader(*store_, pack.name, incident_.read_keys());
    Bytes out;
    EXPECT_EQ(kind_of_failure([&] { reader.read(0, out); }), ErrorKind::corrupt);
}

TEST_F(Pack, is_closed_to_other_keys_and_other_incidents) {
    small_.put(*store_, small_.pack.bytes);
    const Incident other("another incident");
    const ReadKeys wrong_key{incident_.tag, other.content, incident_.id_key};
    EXPECT_EQ(kind_of_failure([&] { PackReader(*store_, small_.pack.name, wrong_key); }),
              ErrorKind::denied);
    EXPECT_EQ(kind_of_failure([&] { PackReader(*store_, small_.pack.name, other.read_keys()); }),
              ErrorKind::malformed);
}

TEST_F(Pack, that_is_absent_is_not_found) {
    EXPECT_EQ(kind_of_failure([&] { reader(); }), ErrorKind::not_found);
    EXPECT_EQ(kind_of_failure([&] { digest_of_pack(*store_, small_.pack.name); }),
              ErrorKind::not_found);
}

TEST_F(Pack, read_in_several_windows_is_whole) {
    PackBuilder builder(incident_.tag, incident_.content.public_key());
    std::vector<Bytes> contents;
    for (std::uint64_t i = 0; i < 11; ++i) {
        contents.push_back(exhibit::test::seeded_bytes(i, block_bytes_max - i * 1000));
        test::add_block(builder, incident_, contents.back());
    }
    const FinishedPack pack = builder.finish();
    store_->put_new(pack_object_name(pack.name), pack.bytes);
    PackReader reader(*store_, pack.name, incident_.read_keys());
    std::size_t number = 0;
    reader.for_each([&](const PackReader::Checked& block) {
        ASSERT_EQ(block.problem, "");
        ASSERT_TRUE(equal(block.content, contents[number++]));
    });
    EXPECT_EQ(number, contents.size());
}

TEST(PackBuilder, closes_at_32_mib_of_frames) {
    const Incident incident;
    PackBuilder builder(incident.tag, incident.content.public_key());
    const Bytes content = exhibit::test::seeded_bytes(1, block_bytes_max);
    const BlockId id = incident.id(BlockType::data, content);
    while (builder.fits(content.size())) {
        builder.add({BlockType::data, id, content.size(), Encoding::plain, content});
    }
    EXPECT_EQ(builder.frames(), 31U);  // the 32nd would pass the limit by its header
    EXPECT_TRUE(builder.fits(block_bytes_max - 32 * (52 + 16)));
    EXPECT_FALSE(builder.fits(block_bytes_max - 32 * (52 + 16) + 1));
}

}  // namespace
}  // namespace exhibit::blob

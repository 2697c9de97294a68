// Blocks are taken out of packs; what is kept is whole, and readers find it again.
#include "blob/pruning.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "fixture.hpp"

namespace exhibit::blob {
namespace {

using test::Incident;
using test::kind_of_failure;
using test::SmallPack;

const crypto::Hash event = crypto::sha256(as_bytes("an event"));

struct Pruning : testing::Test {
    Incident incident;
    std::unique_ptr<store::ObjectStore> store = store::memory_store();
    SmallPack small{incident};
    Pruning() { small.put(*store, small.pack.bytes); }

    std::optional<PrunedPack> prune(std::vector<BlockId> gone) {
        std::sort(gone.begin(), gone.end());
        return prune_pack(*store, small.pack.name, incident.read_keys(),
                          incident.content.public_key(), gone);
    }
    void note(const PrunedPack& pruned) {
        store->put_new(destroyed_object_name(pruned.pack),
                       as_bytes(write_destroyed(pruned.by, event)));
        store->remove(pack_object_name(pruned.pack));
    }
};

TEST_F(Pruning, of_a_block_it_does_not_hold_changes_nothing) {
    EXPECT_EQ(prune({incident.id(BlockType::data, as_bytes("elsewhere"))}), std::nullopt);
}

TEST_F(Pruning, of_all_blocks_leaves_no_pack) {
    const auto pruned = prune(small.ids);
    ASSERT_TRUE(pruned);
    EXPECT_EQ(pruned->by, std::nullopt);
    EXPECT_EQ(store->list("packs/").size(), 1U);  // who asked removes it
}

TEST_F(Pruning, keeps_the_others_and_they_read_the_same) {
    const auto pruned = prune({small.ids[1]});
    ASSERT_TRUE(pruned && pruned->by);
    const PackReader kept(*store, *pruned->by, incident.read_keys());
    ASSERT_EQ(kept.table().size(), 2U);
    PackReader reader(*store, *pruned->by, incident.read_keys());
    Bytes content;
    reader.read(0, content);
    EXPECT_EQ(content, small.contents[0]);
    reader.read(1, content);
    EXPECT_EQ(content, small.contents[2]);
}

TEST_F(Pruning, leaves_no_trace_of_what_is_gone_in_the_new_pack) {
    const auto pruned = prune({small.ids[1]});
    ASSERT_TRUE(pruned && pruned->by);
    const PackReader kept(*store, *pruned->by, incident.read_keys());
    for (const TableEntry& entry : kept.table()) EXPECT_NE(entry.id, small.ids[1]);
}

TEST_F(Pruning, refuses_while_what_is_to_be_kept_is_damaged) {
    Bytes bytes = small.pack.bytes;
    const std::uint64_t offset = small.pack.entries[2].offset + frame_header_bytes;
    bytes[offset] ^= std::byte{1};
    store->remove(pack_object_name(small.pack.name));
    small.put(*store, bytes);
    EXPECT_EQ(kind_of_failure([&] { prune({small.ids[1]}); }), ErrorKind::corrupt);
    EXPECT_EQ(store->list("packs/").size(), 1U);
    // A damaged block that goes anyway is no obstacle.
    EXPECT_TRUE(prune({small.ids[2]}));
}

TEST_F(Pruning, readers_follow_the_notes_step_by_step) {
    const crypto::Hash first = small.pack.name;
    const auto once = prune({small.ids[1]});
    note(*once);
    std::vector<BlockId> gone{small.ids[0]};
    const auto twice =
        prune_pack(*store, *once->by, incident.read_keys(), incident.content.public_key(), gone);
    ASSERT_TRUE(twice && twice->by);
    note(*twice);
    StandingPacks standing = standing_packs(*store, {first});
    EXPECT_EQ(standing.packs, std::set{*twice->by});
    EXPECT_EQ(standing.destroyed, std::set{first});
    EXPECT_TRUE(standing.missing.empty());

    store->remove(pack_object_name(*twice->by));
    standing = standing_packs(*store, {first});
    EXPECT_EQ(standing.missing, std::set{*twice->by});  // gone without a note
    EXPECT_TRUE(standing.packs.empty());
}

TEST_F(Pruning, a_pack_that_left_nothing_is_not_missed) {
    note(*prune(small.ids));
    const StandingPacks standing = standing_packs(*store, {small.pack.name});
    EXPECT_TRUE(standing.packs.empty());
    EXPECT_TRUE(standing.missing.empty());
    EXPECT_EQ(standing.destroyed, std::set{small.pack.name});
}

TEST_F(Pruning, notes_that_lead_in_a_circle_end) {
    const crypto::Hash a = crypto::sha256(as_bytes("a"));
    const crypto::Hash b = crypto::sha256(as_bytes("b"));
    store->put_new(destroyed_object_name(a), as_bytes(write_destroyed(b, event)));
    store->put_new(destroyed_object_name(b), as_bytes(write_destroyed(a, event)));
    const StandingPacks standing = standing_packs(*store, {a});
    EXPECT_TRUE(standing.packs.empty());
    EXPECT_EQ(standing.missing, std::set{a});
}

TEST(DestroyedNote, is_read_as_it_was_written) {
    for (const std::optional<crypto::Hash>& by : {std::optional<crypto::Hash>{}, {event}}) {
        const DestroyedNote read = parse_destroyed(write_destroyed(by, event), "a note");
        EXPECT_EQ(read.by, by);
        EXPECT_EQ(read.event, event);
    }
}

TEST(DestroyedNote, has_one_form) {
    const std::string good = write_destroyed(std::nullopt, event);
    for (const std::string& text :
         {std::string(), good.substr(0, good.size() - 1), good + "\n", " " + good,
          std::string("{}\n"), std::string("{\"by\":1,\"event\":\"00\"}\n")}) {
        EXPECT_THROW(parse_destroyed(text, "a note"), Error) << text;
    }
}

}  // namespace
}  // namespace exhibit::blob

// Packs written again under newer keys: the same blocks, and nothing that the old key opens.
#include "blob/rewriting.hpp"

#include <gtest/gtest.h>

#include "fixture.hpp"

namespace exhibit::blob {
namespace {

using test::Incident;
using test::kind_of_failure;
using test::SmallPack;

struct Rewriting : testing::Test {
    Incident incident;
    std::unique_ptr<store::ObjectStore> store = store::memory_store();
    SmallPack small{incident};
    crypto::BoxKeyPair next{test::fixed_secret("the next content key")};
    std::vector<crypto::BoxKeyPair> older;
    Rewriting() {
        small.put(*store, small.pack.bytes);
        older.emplace_back(test::fixed_secret("blob tests content"));
    }
    ReadKeys keys() const { return {incident.tag, next, incident.id_key, older}; }
    PackRewriter rewriter() { return {*store, keys(), {}}; }
    crypto::Hash rewritten() { return rewriter().rewrite(small.pack.name).by; }
};

TEST_F(Rewriting, keeps_ids_order_and_content) {
    const crypto::Hash by = rewritten();
    ASSERT_NE(by, small.pack.name);
    PackReader reader(*store, by, {incident.tag, next, incident.id_key});
    ASSERT_EQ(reader.table().size(), small.ids.size());
    Bytes content;
    for (std::size_t i = 0; i < small.ids.size(); ++i) {
        EXPECT_EQ(reader.table()[i].id, small.ids[i]);
        reader.read(i, content);
        EXPECT_EQ(content, small.contents[i]);
    }
}

TEST_F(Rewriting, leaves_the_old_key_nothing) {
    const crypto::Hash by = rewritten();
    EXPECT_EQ(kind_of_failure([&] { PackReader(*store, by, incident.read_keys()); }),
              ErrorKind::denied);
    const PackAges ages = pack_ages(*store, keys());
    EXPECT_EQ(ages.newest, std::vector{by});
    EXPECT_EQ(ages.older, std::vector{small.pack.name});
}

TEST_F(Rewriting, takes_no_pack_of_another_incident_for_one_of_its_own) {
    const Incident other("another");
    SmallPack foreign{other};
    foreign.put(*store, foreign.pack.bytes);
    EXPECT_EQ(pack_ages(*store, keys()).older, std::vector{small.pack.name});
}

TEST_F(Rewriting, uses_what_a_call_that_was_cut_off_wrote) {
    const crypto::Hash by = rewritten();
    PackRewriter again = rewriter();
    again.offer({by});
    const PackRewriter::Rewritten made = again.rewrite(small.pack.name);
    EXPECT_TRUE(made.reused);
    EXPECT_EQ(made.by, by);
}

TEST_F(Rewriting, does_not_use_a_pack_that_was_damaged_since) {
    const crypto::Hash by = rewritten();
    Bytes bytes = *store->get(pack_object_name(by));
    bytes[pack_header_bytes + frame_header_bytes + 3] ^= std::byte{1};
    ASSERT_TRUE(store->remove(pack_object_name(by)));
    store->put_new(pack_object_name(by), bytes);
    PackRewriter again = rewriter();
    again.offer({by});
    const PackRewriter::Rewritten made = again.rewrite(small.pack.name);
    EXPECT_FALSE(made.reused);
    EXPECT_NE(made.by, by);
}

TEST_F(Rewriting, refuses_what_cannot_be_read_whole) {
    Bytes bytes = small.pack.bytes;
    bytes[small.pack.entries[1].offset + frame_header_bytes] ^= std::byte{1};
    ASSERT_TRUE(store->remove(pack_object_name(small.pack.name)));
    store->put_new(pack_object_name(small.pack.name), bytes);
    EXPECT_EQ(kind_of_failure([&] { rewriter().rewrite(small.pack.name); }), ErrorKind::corrupt);
    EXPECT_TRUE(pack_ages(*store, keys()).newest.empty());
}

}  // namespace
}  // namespace exhibit::blob

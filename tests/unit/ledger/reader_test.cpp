#include "ledger/reader.hpp"

#include <gtest/gtest.h>

#include "base/codec.hpp"
#include "exhibit/error.hpp"
#include "fixture.hpp"
#include "ledger/commit.hpp"
#include "ledger/object_names.hpp"

namespace exhibit::ledger {
namespace {

ErrorKind kind_of(const std::function<void()>& act) {
    try {
        act();
    } catch (const Error& error) {
        return error.kind();
    }
    return ErrorKind::internal;
}

/// The root by the definition, from the leaves alone.
Hash root_of_numbered(std::uint64_t size) {
    CompactRange range;
    for (std::uint64_t i = 0; i < size; ++i) {
        range.append(leaf_hash(as_bytes(test::entry_of(std::to_string(i)))));
    }
    return range.root();
}

class ReaderTest : public testing::Test {
protected:
    std::unique_ptr<store::ObjectStore> store_ = store::memory_store();

    void remove_all(const std::string& prefix) {
        for (const std::string& name : store_->list(prefix)) store_->remove(name);
    }
    void put(const std::string& name, std::string_view text) {
        store_->replace(name, as_bytes(text));
    }
    std::uint64_t newest_size() { return test::reader_of(*store_).newest().checkpoint.size.value; }
};

TEST_F(ReaderTest, of_an_empty_store_sees_the_empty_tree) {
    LedgerReader reader = test::reader_of(*store_);
    EXPECT_EQ(reader.newest().checkpoint,
              (Checkpoint{test::descriptor().origin, TreeSize{0}, empty_root()}));
    EXPECT_EQ(reader.newest().note, "");
    EXPECT_EQ(reader.root_at(TreeSize{0}), empty_root());
    EXPECT_TRUE(reader.entries(LeafIndex{0}, TreeSize{0}).empty());
}

TEST_F(ReaderTest, reads_entries_right_of_the_last_tile) {
    test::fill(*store_, 5, 2);
    EXPECT_EQ(test::tags_in(*store_), test::numbered_tags(5));
    EXPECT_EQ(test::reader_of(*store_).newest().checkpoint.root, root_of_numbered(5));
}

TEST_F(ReaderTest, reads_entries_over_tile_borders) {
    test::fill(*store_, 600, 100);
    EXPECT_EQ(test::tags_in(*store_), test::numbered_tags(600));
    LedgerReader reader = test::reader_of(*store_);
    const std::vector<Entry> some = reader.entries(LeafIndex{250}, TreeSize{520});
    ASSERT_EQ(some.size(), 270U);
    EXPECT_EQ(test::tag_of(some.front()), "250");
    EXPECT_EQ(some.front().index, LeafIndex{250});
    EXPECT_EQ(test::tag_of(some.back()), "519");
}

TEST_F(ReaderTest, follows_commits_when_the_hint_is_stale) {
    test::fill(*store_, 3, 1);
    const Bytes stale = store_->get("ledger/checkpoint").value();
    test::append_tags(*store_, 3, 2);
    store_->replace("ledger/checkpoint", stale);
    EXPECT_EQ(newest_size(), 5U);
}

TEST_F(ReaderTest, walks_from_the_beginning_when_the_hint_is_missing_or_garbage) {
    test::fill(*store_, 300, 100);
    store_->remove("ledger/checkpoint");
    EXPECT_EQ(newest_size(), 300U);
    put("ledger/checkpoint", "garbage");
    EXPECT_EQ(newest_size(), 300U);
    put("ledger/checkpoint", "");
    EXPECT_EQ(newest_size(), 300U);
}

TEST_F(ReaderTest, does_not_follow_a_signed_hint_that_no_commit_states) {
    test::fill(*store_, 3, 1);
    const Checkpoint elsewhere{test::descriptor().origin, TreeSize{9}, leaf_hash({})};
    put("ledger/checkpoint", sign_checkpoint(elsewhere, test::log_signer()).note);
    EXPECT_EQ(newest_size(), 3U);
}

TEST_F(ReaderTest, does_not_follow_a_hint_to_a_staged_transition_that_lost) {
    test::fill(*store_, 3, 1);
    const auto other = store::memory_store();
    test::fill(*other, 3, 1);
    const AppendResult lost = test::append_tags(*other, 77, 1);
    const std::string staged = staged_name(lost.checkpoint.checkpoint.head());
    store_->replace(staged, other->get(staged).value());
    test::append_tags(*store_, 3, 1);
    put("ledger/checkpoint", lost.checkpoint.note);
    EXPECT_EQ(test::tags_in(*store_), test::numbered_tags(4));
}

TEST_F(ReaderTest, refresh_sees_what_others_appended) {
    test::fill(*store_, 250, 125);
    LedgerReader reader = test::reader_of(*store_);
    EXPECT_EQ(reader.entries(LeafIndex{0}, TreeSize{250}).size(), 250U);
    test::append_tags(*store_, 250, 20);
    EXPECT_EQ(reader.newest().checkpoint.size.value, 250U);
    EXPECT_EQ(reader.refresh().checkpoint.size.value, 270U);
    EXPECT_EQ(reader.entries(LeafIndex{0}, TreeSize{270}).size(), 270U);
    EXPECT_EQ(reader.edge().root(), root_of_numbered(270));
}

TEST_F(ReaderTest, gives_roots_and_proofs_of_every_size) {
    test::fill(*store_, 530, 53);
    LedgerReader reader = test::reader_of(*store_);
    const TreeHead newest = reader.newest().checkpoint.head();
    for (std::uint64_t size = 1; size <= 530; size += 23) {
        const TreeHead older{TreeSize{size}, reader.root_at(TreeSize{size})};
        EXPECT_EQ(older.root, root_of_numbered(size));
        EXPECT_TRUE(
            verify_consistency(older, newest, reader.consistency_proof(older.size, newest.size)));
        const LeafIndex last{size - 1};
        EXPECT_TRUE(verify_inclusion(last, reader.leaf(last), older,
                                     reader.inclusion_proof(last, older.size)));
        EXPECT_TRUE(verify_inclusion(last, reader.leaf(last), newest,
                                     reader.inclusion_proof(last, newest.size)));
    }
}

TEST_F(ReaderTest, makes_missing_tiles_again_from_staged_objects) {
    test::fill(*store_, 600, 99);
    remove_all("ledger/tile/");
    EXPECT_EQ(test::tags_in(*store_), test::numbered_tags(600));
    EXPECT_EQ(test::reader_of(*store_).root_at(TreeSize{300}), root_of_numbered(300));
}

TEST_F(ReaderTest, needs_no_staged_object_of_a_full_tile) {
    test::fill(*store_, 512, 256);
    const Hash first_root = test::reader_of(*store_).root_at(TreeSize{256});
    store_->remove(staged_name({TreeSize{256}, first_root}));
    EXPECT_EQ(test::tags_in(*store_), test::numbered_tags(512));
}

TEST_F(ReaderTest, without_the_record_key_gives_proofs_and_no_entries) {
    test::fill(*store_, 300, 100);
    LedgerReader reader(*store_, test::descriptor());
    EXPECT_EQ(reader.root_at(TreeSize{100}), root_of_numbered(100));
    EXPECT_EQ(reader.leaf(LeafIndex{299}), leaf_hash(as_bytes(test::entry_of("299"))));
    EXPECT_EQ(kind_of([&] { reader.entries(LeafIndex{0}, TreeSize{1}); }), ErrorKind::denied);
    EXPECT_EQ(kind_of([&] { reader.entries(LeafIndex{299}, TreeSize{300}); }), ErrorKind::denied);
}

TEST_F(ReaderTest, with_another_record_key_gives_no_entries) {
    test::fill(*store_, 3, 3);
    LedgerReader reader(*store_, test::descriptor(),
                        crypto::SecretBytes::copy_of(Bytes(32, std::byte{1})));
    EXPECT_EQ(kind_of([&] { reader.entries(LeafIndex{0}, TreeSize{1}); }), ErrorKind::corrupt);
}

TEST_F(ReaderTest, refuses_what_lies_beyond_the_newest_checkpoint) {
    test::fill(*store_, 3, 3);
    LedgerReader reader = test::reader_of(*store_);
    EXPECT_EQ(kind_of([&] { reader.entries(LeafIndex{0}, TreeSize{4}); }), ErrorKind::usage);
    EXPECT_EQ(kind_of([&] { reader.leaf(LeafIndex{3}); }), ErrorKind::usage);
    EXPECT_EQ(kind_of([&] { reader.root_at(TreeSize{4}); }), ErrorKind::usage);
    EXPECT_EQ(kind_of([&] { reader.inclusion_proof(LeafIndex{0}, TreeSize{4}); }),
              ErrorKind::usage);
    EXPECT_EQ(kind_of([&] { reader.tile({0, 1}); }), ErrorKind::usage);
}

TEST_F(ReaderTest, of_another_log_key_refuses_the_commits) {
    test::fill(*store_, 3, 1);
    Descriptor other = test::descriptor();
    other.log_key.key = test::actor_signer().key();
    LedgerReader reader(*store_, other, test::record_key());
    EXPECT_EQ(kind_of([&] { reader.newest(); }), ErrorKind::verification);
}

TEST_F(ReaderTest, keeps_refusing_after_a_broken_commit) {
    test::fill(*store_, 3, 1);
    store_->remove("ledger/checkpoint");
    put(commit_name(TreeSize{1}), "old 1\n\nbroken\n");
    LedgerReader reader = test::reader_of(*store_);
    EXPECT_EQ(kind_of([&] { reader.newest(); }), ErrorKind::malformed);
    EXPECT_EQ(kind_of([&] { reader.newest(); }), ErrorKind::malformed);
}

// What a holder of the log key and the record key can forge: a commit that states a tree, and a
// staged object under its name whose leaf is another.
void forge_transition(store::ObjectStore& store) {
    const TreeHead before = test::reader_of(store).newest().checkpoint.head();
    const Hash claimed_leaf = leaf_hash(as_bytes("claimed"));
    CompactRange range(before.size, {before.root});
    range.append(claimed_leaf);
    const TreeHead after{range.size(), range.root()};
    const Checkpoint checkpoint{test::descriptor().origin, after.size, after.root};
    const std::string note = sign_checkpoint(checkpoint, test::log_signer()).note;
    store.replace(commit_name(before.size),
                  as_bytes(dump_commit({before.size, {claimed_leaf}, note})));
    exhibit::test::SeededRandom random;
    const std::vector<std::string> entries{test::entry_of("other")};
    const StagedHeader header{before, {leaf_hash(as_bytes(entries.front()))}};
    const std::string name = staged_name(after);
    store.replace(name, encode_staged(name, header, entries, {test::record_key(), random}));
}

TEST_F(ReaderTest, refuses_a_signed_commit_whose_tree_is_not_the_staged_one) {
    test::fill(*store_, 2, 2);
    forge_transition(*store_);
    LedgerReader reader = test::reader_of(*store_);
    EXPECT_EQ(reader.newest().checkpoint.size.value, 3U);
    EXPECT_EQ(kind_of([&] { reader.entries(LeafIndex{0}, TreeSize{3}); }), ErrorKind::corrupt);
}

TEST_F(ReaderTest, refuses_such_a_commit_when_it_comes_later_too) {
    test::fill(*store_, 2, 2);
    LedgerReader reader = test::reader_of(*store_);
    EXPECT_EQ(reader.entries(LeafIndex{0}, TreeSize{2}).size(), 2U);
    forge_transition(*store_);
    EXPECT_EQ(kind_of([&] { reader.refresh(); }), ErrorKind::corrupt);
}

TEST_F(ReaderTest, refuses_a_staged_object_that_follows_another_tree_than_its_commit) {
    test::fill(*store_, 2, 2);
    LedgerReader reader = test::reader_of(*store_);
    EXPECT_EQ(reader.edge().size(), TreeSize{2});
    const std::string name =
        staged_name(test::append_tags(*store_, 2, 1).checkpoint.checkpoint.head());
    StagedHeader header = decode_staged_header(store_->get(name).value(), name);
    header.before.root = leaf_hash(as_bytes("another tree"));
    exhibit::test::SeededRandom random;
    const std::vector<std::string> entries{test::entry_of("2")};
    store_->replace(name, encode_staged(name, header, entries, {test::record_key(), random}));
    EXPECT_EQ(kind_of([&] { reader.refresh(); }), ErrorKind::corrupt);
}

TEST_F(ReaderTest, without_a_key_refuses_a_first_staged_object_that_follows_something) {
    test::fill(*store_, 1, 1);
    const std::string name = staged_name(test::reader_of(*store_).newest().checkpoint.head());
    Bytes object = store_->get(name).value();
    object[16] ^= std::byte{1};  // the old root
    store_->replace(name, object);
    LedgerReader reader(*store_, test::descriptor());
    EXPECT_EQ(kind_of([&] { reader.edge(); }), ErrorKind::corrupt);
}

TEST_F(ReaderTest, does_not_go_round_in_circles_over_a_commit_under_another_size) {
    test::fill(*store_, 300, 100);
    remove_all("ledger/tile/");
    store_->replace(commit_name(TreeSize{100}), store_->get(commit_name(TreeSize{0})).value());
    EXPECT_EQ(kind_of([&] { test::tags_in(*store_); }), ErrorKind::corrupt);
}

TEST_F(ReaderTest, refuses_sealed_entries_that_are_not_those_of_the_leaf_hashes) {
    test::fill(*store_, 2, 2);
    const std::string name = staged_name(test::reader_of(*store_).newest().checkpoint.head());
    const StagedHeader header = decode_staged_header(store_->get(name).value(), name);
    const std::vector<std::string> other{test::entry_of("0"), test::entry_of("other")};
    exhibit::test::SeededRandom random;
    store_->replace(name, encode_staged(name, header, other, {test::record_key(), random}));
    EXPECT_EQ(kind_of([&] { test::tags_in(*store_); }), ErrorKind::corrupt);
}

TEST_F(ReaderTest, refuses_an_entries_tile_that_is_not_that_of_the_leaf_hashes) {
    test::fill(*store_, 256, 256);
    std::vector<std::string> texts = test::numbered_texts(256);
    std::swap(texts[7], texts[8]);
    exhibit::test::SeededRandom random;
    store_->replace(entries_tile_name(0),
                    encode_entries_tile(0, texts, {test::record_key(), random}));
    EXPECT_EQ(kind_of([&] { test::tags_in(*store_); }), ErrorKind::corrupt);
}

TEST_F(ReaderTest, refuses_a_tile_that_changes_while_it_is_used) {
    test::fill(*store_, 300, 100);
    LedgerReader reader = test::reader_of(*store_);
    EXPECT_EQ(reader.edge().size(), TreeSize{300});
    Bytes tile = store_->get("ledger/tile/0/000").value();
    tile[5] ^= std::byte{1};
    store_->replace("ledger/tile/0/000", tile);
    EXPECT_EQ(kind_of([&] { reader.leaf(LeafIndex{0}); }), ErrorKind::corrupt);
}

}  // namespace
}  // namespace exhibit::ledger

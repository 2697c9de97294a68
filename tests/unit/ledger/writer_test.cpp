#include "ledger/writer.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "exhibit/error.hpp"
#include "fixture.hpp"
#include "ledger/commit.hpp"
#include "ledger/object_names.hpp"

namespace exhibit::ledger {
namespace {

class WriterTest : public testing::Test {
protected:
    std::unique_ptr<store::ObjectStore> store_ = store::memory_store();
    LedgerReader reader_ = test::reader_of(*store_);
    exhibit::test::SeededRandom random_;
    LedgerWriter writer_{reader_, test::log_signer(), random_};

    ErrorKind kind_of_append(const Compose& compose) {
        try {
            writer_.append(compose);
        } catch (const Error& error) {
            return error.kind();
        }
        return ErrorKind::internal;
    }
};

Compose always(std::vector<std::string> entries) {
    return [entries = std::move(entries)](const CommittedState&) { return entries; };
}

TEST_F(WriterTest, first_append_is_genesis) {
    const AppendResult result = writer_.append([](const CommittedState& state) {
        EXPECT_EQ(state.newest.checkpoint.size.value, 0U);
        EXPECT_EQ(state.newest.checkpoint.root, empty_root());
        return std::vector{test::entry_of("0")};
    });
    const Hash leaf = leaf_hash(as_bytes(test::entry_of("0")));
    EXPECT_EQ(result.first, LeafIndex{0});
    EXPECT_EQ(result.leaves, std::vector<Hash>{leaf});
    EXPECT_EQ(result.checkpoint.checkpoint.root, leaf);
    EXPECT_FALSE(result.unfinished);
    EXPECT_EQ(reader_.newest(), result.checkpoint);
}

TEST_F(WriterTest, writes_the_objects_of_the_format) {
    const AppendResult one = writer_.append(always({test::entry_of("0")}));
    const AppendResult two = writer_.append(always({test::entry_of("1"), test::entry_of("2")}));
    EXPECT_EQ(
        store_->list("ledger/"),
        (std::vector<std::string>{"ledger/checkpoint", "ledger/commit/000", "ledger/commit/001",
                                  staged_name(one.checkpoint.checkpoint.head()),
                                  staged_name(two.checkpoint.checkpoint.head())}));
    EXPECT_EQ(store_->get("ledger/checkpoint"), to_bytes(two.checkpoint.note));
    const Commit commit =
        parse_commit(as_text(store_->get("ledger/commit/001").value()), "ledger/commit/001");
    EXPECT_EQ(commit.old_size, TreeSize{1});
    EXPECT_EQ(commit.note, two.checkpoint.note);
    EXPECT_EQ(commit.proof.size(), 2U);
}

TEST_F(WriterTest, puts_full_tiles_when_they_are_complete) {
    test::fill(*store_, 255, 85);
    EXPECT_TRUE(store_->list("ledger/tile/").empty());
    writer_.append(always({test::entry_of("255"), test::entry_of("256")}));
    EXPECT_EQ(store_->list("ledger/tile/"),
              (std::vector<std::string>{"ledger/tile/0/000", "ledger/tile/entries/000"}));
}

TEST_F(WriterTest, does_not_write_the_hint_before_the_commit) {
    writer_.append(always({test::entry_of("0")}));
    EXPECT_EQ(kind_of_append([](const CommittedState&) -> std::vector<std::string> {
                  throw Error(ErrorKind::conflict, "given up");
              }),
              ErrorKind::conflict);
    EXPECT_EQ(test::tags_in(*store_), test::numbered_tags(1));
}

TEST_F(WriterTest, refuses_none_too_many_and_malformed_entries) {
    EXPECT_EQ(kind_of_append(always({})), ErrorKind::usage);
    EXPECT_EQ(kind_of_append(always(std::vector(257, test::entry_of("0")))), ErrorKind::usage);
    EXPECT_EQ(kind_of_append(always({"{}"})), ErrorKind::malformed);
    EXPECT_TRUE(store_->list("").empty());
}

TEST_F(WriterTest, refuses_entries_of_another_ledger) {
    Event event = test::event_of("0");
    event.log = "exhibit/ffffffffffffffffffffffffffffffff";
    EXPECT_EQ(kind_of_append(always({sign_entry(event, test::actor_signer())})), ErrorKind::usage);
}

TEST_F(WriterTest, refuses_a_key_that_is_not_the_log_key) {
    EXPECT_THROW(LedgerWriter(reader_, test::actor_signer(), random_), Error);
}

TEST_F(WriterTest, needs_the_record_key) {
    LedgerReader blind(*store_, test::descriptor());
    EXPECT_THROW(LedgerWriter(blind, test::log_signer(), random_), Error);
}

TEST_F(WriterTest, asks_again_after_a_lost_race) {
    std::vector<std::uint64_t> seen;
    const AppendResult result = writer_.append([&](const CommittedState& state) {
        seen.push_back(state.newest.checkpoint.size.value);
        EXPECT_EQ(state.reader.newest(), state.newest);
        if (seen.size() == 1) test::append_tags(*store_, 0, 3);
        return std::vector{test::entry_of("mine")};
    });
    EXPECT_EQ(seen, (std::vector<std::uint64_t>{0, 3}));
    EXPECT_EQ(result.first, LeafIndex{3});
    EXPECT_EQ(test::tags_in(*store_), (std::vector<std::string>{"0", "1", "2", "mine"}));
}

TEST_F(WriterTest, asks_again_when_the_reader_went_on_while_events_were_composed) {
    std::vector<std::uint64_t> seen;
    const AppendResult result = writer_.append([&](const CommittedState& state) {
        seen.push_back(state.newest.checkpoint.size.value);
        if (seen.size() == 1) {
            test::append_tags(*store_, 0, 3);
            state.reader.refresh();
        }
        return std::vector{test::entry_of("mine")};
    });
    EXPECT_EQ(seen, (std::vector<std::uint64_t>{0, 3}));
    EXPECT_EQ(result.first, LeafIndex{3});
}

TEST_F(WriterTest, gives_up_after_so_many_lost_races) {
    LedgerReader other_reader = test::reader_of(*store_);
    LedgerWriter other(other_reader, test::log_signer(), random_);
    std::uint64_t asked = 0;
    EXPECT_EQ(kind_of_append([&](const CommittedState&) {
                  other.append(always({test::entry_of(std::to_string(asked++))}));
                  return std::vector{test::entry_of("mine")};
              }),
              ErrorKind::conflict);
    EXPECT_EQ(asked, append_attempts_max);
}

TEST_F(WriterTest, refuses_to_go_on_behind_a_broken_commit) {
    test::fill(*store_, 2, 1);
    store_->replace(commit_name(TreeSize{2}), as_bytes("garbage\n"));
    EXPECT_EQ(kind_of_append(always({test::entry_of("2")})), ErrorKind::malformed);
}

TEST_F(WriterTest, uses_its_own_staged_object_of_an_attempt_that_was_cut_off) {
    test::fill(*store_, 2, 1);
    const auto other = store::memory_store();
    test::copy_store(*store_, *other);
    const AppendResult cut_off = test::append_tags(*other, 2, 1);
    const std::string staged = staged_name(cut_off.checkpoint.checkpoint.head());
    store_->replace(staged, other->get(staged).value());
    EXPECT_EQ(writer_.append(always({test::entry_of("2")})).leaves, cut_off.leaves);
    EXPECT_EQ(test::tags_in(*store_), test::numbered_tags(3));
}

TEST_F(WriterTest, refuses_a_staged_object_that_holds_something_else) {
    const auto other = store::memory_store();
    const AppendResult would_be = test::append_tags(*other, 0, 1);
    store_->replace(staged_name(would_be.checkpoint.checkpoint.head()), Bytes(200));
    EXPECT_EQ(kind_of_append(always({test::entry_of("0")})), ErrorKind::malformed);
    EXPECT_FALSE(store_->get(commit_name(TreeSize{0})));
}

TEST_F(WriterTest, puts_the_tiles_another_writer_left_out) {
    test::fill(*store_, 256, 128);
    const std::vector<std::string> tiles = store_->list("ledger/tile/");
    ASSERT_EQ(tiles.size(), 2U);
    const Bytes hashes = store_->get("ledger/tile/0/000").value();
    for (const std::string& name : tiles) store_->remove(name);
    writer_.append(always({test::entry_of("256")}));
    EXPECT_EQ(store_->list("ledger/tile/"), tiles);
    EXPECT_EQ(store_->get("ledger/tile/0/000"), hashes);
    EXPECT_EQ(test::tags_in(*store_), test::numbered_tags(257));
}

TEST(LedgerRace, two_writers_lose_and_double_nothing) {
    const auto store = store::memory_store();
    constexpr std::uint64_t each = 250;
    const auto write = [&store](std::uint64_t first) {
        LedgerReader reader = test::reader_of(*store);
        exhibit::test::SeededRandom random(first);
        LedgerWriter writer(reader, test::log_signer(), random);
        for (std::uint64_t i = 0; i < each; ++i) {
            writer.append(always({test::entry_of(std::to_string(first + i))}));
        }
    };
    std::thread one(write, 10'000);
    std::thread two(write, 20'000);
    one.join();
    two.join();

    std::vector<std::string> tags = test::tags_in(*store);
    EXPECT_EQ(tags.size(), 2 * each);
    std::vector<std::string> expected;
    for (std::uint64_t i = 0; i < each; ++i) expected.push_back(std::to_string(10'000 + i));
    for (std::uint64_t i = 0; i < each; ++i) expected.push_back(std::to_string(20'000 + i));
    // Each writer's own events keep their order.
    std::stable_partition(tags.begin(), tags.end(),
                          [](const std::string& tag) { return tag.front() == '1'; });
    EXPECT_EQ(tags, expected);
}

}  // namespace
}  // namespace exhibit::ledger

#include "ledger/remembered.hpp"

#include <gtest/gtest.h>

#include "base/file.hpp"
#include "exhibit/error.hpp"
#include "fixture.hpp"
#include "ledger/fork.hpp"
#include "ledger/object_names.hpp"
#include "support/temp_folder.hpp"

namespace exhibit::ledger {
namespace {

class RememberedTest : public testing::Test {
protected:
    exhibit::test::TempFolder home_;
    FixedClock clock_{Instant{1'790'000'000}};
    RememberedHeads heads_{home_.path(), clock_};
    std::unique_ptr<store::ObjectStore> store_ = store::memory_store();

    void update(store::ObjectStore& store, const std::string& location = "/vaults/a") {
        LedgerReader reader = test::reader_of(store);
        heads_.update(reader, location);
    }
    /// What check() says, or nothing when it is content.
    std::string complaint(store::ObjectStore& store) {
        LedgerReader reader = test::reader_of(store);
        try {
            heads_.check(reader);
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::verification);
            return error.what();
        }
        return "";
    }
    RememberedHead loaded() { return heads_.load(test::descriptor().origin).value(); }
    std::string file() {
        return home_ /
               ("remembered/" +
                crypto::sha256(as_bytes(test::descriptor().origin)).hex().substr(0, 32) + ".json");
    }
    std::string fork_file() { return home_ / "remembered/fork-2026-09-21T14:13:20Z.txt"; }
    Fork kept_fork() {
        const Bytes text = read_file(fork_file(), fork_bytes_max).value();
        return parse_fork(as_text(text), fork_file());
    }
};

bool says(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

TEST_F(RememberedTest, of_an_unknown_vault_is_nothing_and_complains_of_nothing) {
    test::fill(*store_, 3, 1);
    EXPECT_FALSE(heads_.load(test::descriptor().origin));
    EXPECT_EQ(complaint(*store_), "");
}

TEST_F(RememberedTest, holds_the_newest_checkpoint) {
    test::fill(*store_, 3, 1);
    update(*store_);
    const RememberedHead head = loaded();
    EXPECT_EQ(head.checkpoint, test::reader_of(*store_).newest());
    EXPECT_EQ(head.genesis, leaf_hash(as_bytes(test::entry_of("0"))));
    EXPECT_EQ(head.location, "/vaults/a");
    EXPECT_EQ(head.log_key, test::descriptor().log_key);
    EXPECT_TRUE(read_file(file(), remembered_bytes_max));
}

TEST_F(RememberedTest, follows_the_ledger) {
    test::fill(*store_, 3, 1);
    update(*store_);
    test::append_tags(*store_, 3, 2);
    EXPECT_EQ(complaint(*store_), "");
    update(*store_);
    EXPECT_EQ(loaded().checkpoint.checkpoint.size.value, 5U);
}

TEST_F(RememberedTest, notices_a_rollback_and_names_both_sizes) {
    test::fill(*store_, 3, 1);
    const auto older = store::memory_store();
    test::copy_store(*store_, *older);
    test::append_tags(*store_, 3, 4);
    update(*store_);
    const std::string text = complaint(*older);
    EXPECT_TRUE(says(text, "rolled back")) << text;
    EXPECT_TRUE(says(text, "size 3 ")) << text;
    EXPECT_TRUE(says(text, "size 7 ")) << text;
    EXPECT_THROW(update(*older), Error);
    EXPECT_EQ(loaded().checkpoint.checkpoint.size.value, 7U);
}

TEST_F(RememberedTest, notices_a_fork_of_equal_size_and_keeps_both_notes) {
    test::fill(*store_, 3, 1);
    const auto forked = store::memory_store();
    test::copy_store(*store_, *forked);
    test::append_tags(*store_, 3, 1);
    test::append_tags(*forked, 77, 1);
    update(*store_);
    const std::string text = complaint(*forked);
    EXPECT_TRUE(says(text, "forked")) << text;
    EXPECT_TRUE(says(text, fork_file())) << text;
    EXPECT_EQ(kept_fork().older, test::reader_of(*store_).newest().note);
    EXPECT_EQ(kept_fork().newer, test::reader_of(*forked).newest().note);
    EXPECT_TRUE(fork_holds(kept_fork(), fork_file()));
}

TEST_F(RememberedTest, notices_a_fork_that_grew_longer) {
    test::fill(*store_, 3, 1);
    const auto forked = store::memory_store();
    test::copy_store(*store_, *forked);
    test::append_tags(*store_, 3, 1);
    test::append_tags(*forked, 77, 9);
    update(*store_);
    EXPECT_TRUE(says(complaint(*forked), "forked"));
    EXPECT_TRUE(fork_holds(kept_fork(), fork_file()));
    EXPECT_EQ(kept_fork().proof.size(), 2U);
    EXPECT_THROW(update(*forked), Error);
    EXPECT_EQ(loaded().checkpoint, test::reader_of(*store_).newest());
}

TEST_F(RememberedTest, keeps_a_fork_once_however_often_it_is_seen) {
    test::fill(*store_, 1, 1);
    update(*store_);
    const auto forked = store::memory_store();
    test::append_tags(*forked, 77, 1);
    EXPECT_EQ(complaint(*forked), complaint(*forked));
    EXPECT_FALSE(read_file(home_ / "remembered/fork-2026-09-21T14:13:20Z-1.txt", 65536));
}

TEST_F(RememberedTest, is_never_replaced_by_a_smaller_size) {
    test::fill(*store_, 3, 1);
    LedgerReader early = test::reader_of(*store_);
    EXPECT_EQ(early.newest().checkpoint.size.value, 3U);
    test::append_tags(*store_, 3, 2);
    update(*store_);
    // This reader has not seen the two new entries yet; they are in its store all the same.
    heads_.update(early, "/vaults/a");
    EXPECT_EQ(loaded().checkpoint.checkpoint.size.value, 5U);
    EXPECT_EQ(early.newest().checkpoint.size.value, 5U);
}

TEST_F(RememberedTest, refuses_another_log_key) {
    test::fill(*store_, 3, 1);
    update(*store_);
    Descriptor other = test::descriptor();
    other.log_key.key = test::actor_signer().key();
    LedgerReader reader(*store_, other, test::record_key());
    try {
        heads_.check(reader);
        FAIL() << "accepted";
    } catch (const Error& error) {
        EXPECT_TRUE(says(error.what(), "has the log key")) << error.what();
    }
}

TEST_F(RememberedTest, refuses_another_vault_at_a_known_place) {
    test::fill(*store_, 1, 1);
    update(*store_, "/vaults/a");
    Descriptor other = test::descriptor();
    other.origin = "exhibit/ffffffffffffffffffffffffffffffff";
    other.log_key.name = other.origin;
    EXPECT_NO_THROW(heads_.require_same_vault("/vaults/a", test::descriptor()));
    EXPECT_NO_THROW(heads_.require_same_vault("/vaults/b", other));
    try {
        heads_.require_same_vault("/vaults/a", other);
        FAIL() << "accepted";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::verification);
        EXPECT_TRUE(says(error.what(), test::descriptor().origin)) << error.what();
        EXPECT_TRUE(says(error.what(), other.origin)) << error.what();
    }
}

TEST_F(RememberedTest, knows_no_place_before_the_first_vault) {
    EXPECT_NO_THROW(heads_.require_same_vault("/vaults/a", test::descriptor()));
}

TEST_F(RememberedTest, file_is_read_back) {
    test::fill(*store_, 3, 1);
    update(*store_);
    EXPECT_EQ(parse_remembered(dump_remembered(loaded()), "sample"), loaded());
}

TEST_F(RememberedTest, with_any_byte_changed_is_refused_or_says_another_place) {
    test::fill(*store_, 3, 1);
    update(*store_);
    const RememberedHead head = loaded();
    const std::string good = dump_remembered(head);
    std::size_t accepted = 0;
    for (std::size_t i = 0; i < good.size(); ++i) {
        std::string changed = good;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        try {
            const RememberedHead other = parse_remembered(changed, "sample");
            // Only location and genesis stand on the file's own word.
            EXPECT_EQ(other.checkpoint, head.checkpoint) << i;
            EXPECT_TRUE(other.location != head.location || other.genesis != head.genesis) << i;
            ++accepted;
        } catch (const Error&) {
            continue;
        }
    }
    EXPECT_LE(accepted, head.location.size() + 64);
}

TEST_F(RememberedTest, file_of_another_vault_under_this_name_is_refused) {
    test::fill(*store_, 3, 1);
    update(*store_);
    const std::string other = "exhibit/ffffffffffffffffffffffffffffffff";
    replace_file(
        home_ / ("remembered/" + crypto::sha256(as_bytes(other)).hex().substr(0, 32) + ".json"),
        read_file(file(), 65536).value());
    EXPECT_THROW(heads_.load(other), Error);
}

}  // namespace
}  // namespace exhibit::ledger

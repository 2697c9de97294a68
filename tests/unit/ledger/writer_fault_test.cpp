// The crash windows of FORMAT.md 4.6, one by one: each write of an append fails, before or after it
// took effect, for one call or for ever after. Then the next process comes, finds out whether its
// event is there, appends it if not, and every event must be in the ledger exactly once.
#include <gtest/gtest.h>

#include <algorithm>

#include "exhibit/error.hpp"
#include "fixture.hpp"
#include "ledger/object_names.hpp"
#include "support/fault_store.hpp"

namespace exhibit::ledger {
namespace {

using exhibit::test::Fault;
using exhibit::test::FaultStore;
using exhibit::test::When;

/// Appends `count` entries from tag `first` on, unless the ledger has them already: what a caller
/// does whose last append ended in doubt.
void append_once(store::ObjectStore& store, std::uint64_t first, std::uint64_t count) {
    const std::vector<std::string> texts = test::texts_in(store);
    const bool there =
        std::find(texts.begin(), texts.end(), test::entry_of(std::to_string(first))) != texts.end();
    if (!there) test::append_tags(store, first, count);
}

struct Window {
    std::uint64_t before = 0;  ///< entries in the ledger
    std::uint64_t added = 0;   ///< entries of the append that fails
};

std::unique_ptr<store::ObjectStore> copy_of(store::ObjectStore& store) {
    auto copy = store::memory_store();
    test::copy_store(store, *copy);
    return copy;
}

std::uint64_t writes_of_append(store::ObjectStore& before, const Window& window) {
    const auto store = copy_of(before);
    FaultStore counting(*store);
    test::append_tags(counting, window.before, window.added);
    return counting.calls();
}

/// Whether append() threw.
bool append_fails(store::ObjectStore& store, const Window& window) {
    try {
        test::append_tags(store, window.before, window.added);
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::io) << error.what();
        return true;
    }
    return false;
}

void require_whole(store::ObjectStore& store, std::uint64_t size) {
    EXPECT_EQ(test::texts_in(store), test::numbered_texts(size));
    // Every derived object is there again, and the tiles hold what the staged objects give.
    std::vector<std::string> expected;
    for (std::uint64_t i = 0; i < size / tile_hashes; ++i) expected.push_back(tile_name({0, i}));
    for (std::uint64_t i = 0; i < size / tile_hashes; ++i) {
        expected.push_back(entries_tile_name(i));
    }
    EXPECT_EQ(store.list("ledger/tile/"), expected);
    const auto bare = copy_of(store);
    for (const std::string& name : expected) bare->remove(name);
    bare->remove(std::string(checkpoint_hint_name));
    EXPECT_EQ(test::texts_in(*bare), test::numbered_texts(size));
}

class AppendFault : public testing::TestWithParam<Window> {};

TEST_P(AppendFault, leaves_every_event_exactly_once) {
    const Window window = GetParam();
    const std::uint64_t after = window.before + window.added;
    const auto before = store::memory_store();
    test::fill(*before, window.before, 100);
    const std::uint64_t writes = writes_of_append(*before, window);
    EXPECT_GE(writes, 3U);
    for (std::uint64_t call = 1; call <= writes; ++call) {
        for (const When when : {When::before, When::after}) {
            for (const bool dies : {false, true}) {
                SCOPED_TRACE("write " + std::to_string(call) +
                             (when == When::before ? " before" : " after") +
                             (dies ? ", process dies" : ""));
                const auto store = copy_of(*before);
                FaultStore faulty(*store, Fault{call, when, dies});
                const bool failed = append_fails(faulty, window);
                EXPECT_TRUE(faulty.struck());
                const std::vector<std::string> texts = test::texts_in(*store);
                EXPECT_TRUE(texts == test::numbered_texts(window.before) ||
                            texts == test::numbered_texts(after));
                // Success was reported only for what is there.
                if (!failed) {
                    EXPECT_EQ(texts, test::numbered_texts(after));
                }
                append_once(*store, window.before, window.added);
                test::append_tags(*store, after, 2);
                require_whole(*store, after + 2);
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Sizes, AppendFault,
                         testing::Values(Window{0, 1}, Window{3, 2}, Window{255, 1}, Window{254, 5},
                                         Window{200, 256}),
                         [](const testing::TestParamInfo<Window>& window) {
                             return "from_" + std::to_string(window.param.before) + "_add_" +
                                    std::to_string(window.param.added);
                         });

TEST(AppendDoubt, a_commit_whose_answer_was_lost_is_a_success) {
    const auto store = store::memory_store();
    FaultStore faulty(*store, Fault{2, When::after, false});
    const AppendResult result = test::append_tags(faulty, 0, 1);
    EXPECT_TRUE(faulty.struck());
    EXPECT_FALSE(result.unfinished);
    EXPECT_EQ(test::texts_in(*store), test::numbered_texts(1));
}

TEST(AppendDoubt, a_hint_that_cannot_be_written_is_no_failure) {
    const auto store = store::memory_store();
    FaultStore faulty(*store, Fault{3, When::before, false});
    const AppendResult result = test::append_tags(faulty, 0, 1);
    EXPECT_TRUE(result.unfinished);
    EXPECT_EQ(test::texts_in(*store), test::numbered_texts(1));
}

TEST(AppendDoubt, a_staged_object_that_cannot_be_written_leaves_no_commit) {
    const auto store = store::memory_store();
    FaultStore faulty(*store, Fault{1, When::before, false});
    EXPECT_THROW(test::append_tags(faulty, 0, 1), Error);
    EXPECT_TRUE(store->list("").empty());
}

}  // namespace
}  // namespace exhibit::ledger

// The roots of all past sizes, from few subtrees and the leaves.
#include "ledger/past_roots.hpp"

#include <gtest/gtest.h>

#include "base/bytes.hpp"

namespace exhibit::ledger {
namespace {

constexpr std::uint64_t leaves = 1100;  // beyond 1024, with every small subtree on the way

Hash leaf(LeafIndex index) {
    return leaf_hash(as_bytes(std::to_string(index.value)));
}

TEST(PastRoots, gives_the_root_of_every_size_there_was) {
    PastRoots past;
    CompactRange range;
    std::vector<Hash> roots{empty_root()};
    for (std::uint64_t i = 0; i < leaves; ++i) {
        past.append(leaf({i}));
        range.append(leaf({i}));
        roots.push_back(range.root());
        EXPECT_EQ(past.root(), roots.back());
    }
    ASSERT_EQ(past.size().value, leaves);
    for (std::uint64_t size = 0; size <= leaves; ++size)
        ASSERT_EQ(past.root_at({size}, leaf), roots[size]) << size;
}

// Anybody may name any size in an event: what that costs must not depend on how many there are.
TEST(PastRoots, asks_for_no_more_than_fifteen_leaves) {
    PastRoots past;
    for (std::uint64_t i = 0; i < leaves; ++i) past.append(leaf({i}));
    for (std::uint64_t size = 0; size <= leaves; ++size) {
        std::uint64_t asked = 0;
        static_cast<void>(past.root_at({size}, [&](LeafIndex index) {
            ++asked;
            return leaf(index);
        }));
        EXPECT_EQ(asked, size == leaves ? 0 : size % 16) << size;
    }
}

}  // namespace
}  // namespace exhibit::ledger

// Places by leaf hash.
#include "custody/leaf_index.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace exhibit::custody {
namespace {

class Leaves : public testing::Test {
protected:
    static crypto::Hash numbered(std::size_t number) {
        return crypto::sha256(as_bytes(std::to_string(number)));
    }
    void add(const crypto::Hash& leaf) {
        leaves_.push_back(leaf);
        index_.add(leaves_.size() - 1, of());
    }
    std::optional<std::size_t> find(const crypto::Hash& leaf) const {
        return index_.find(leaf, of());
    }

private:
    std::function<const crypto::Hash&(std::size_t)> of() const {
        return [this](std::size_t place) -> const crypto::Hash& { return leaves_.at(place); };
    }
    std::vector<crypto::Hash> leaves_;
    LeafIndex index_;
};

TEST_F(Leaves, are_found_where_they_were_added) {
    EXPECT_EQ(find(numbered(0)), std::nullopt);
    for (std::size_t i = 0; i < 5000; ++i) add(numbered(i));
    for (std::size_t i = 0; i < 5000; ++i) ASSERT_EQ(find(numbered(i)), i);
    for (std::size_t i = 5000; i < 6000; ++i) ASSERT_EQ(find(numbered(i)), std::nullopt);
}

TEST_F(Leaves, that_begin_alike_are_told_apart) {
    crypto::Hash one = numbered(1);
    crypto::Hash other = one;
    other.bytes.back() ^= std::byte{1};
    add(one);
    EXPECT_EQ(find(other), std::nullopt);
    add(other);
    EXPECT_EQ(find(one), 0U);
    EXPECT_EQ(find(other), 1U);
}

TEST_F(Leaves, the_first_of_two_stays) {
    add(numbered(1));
    add(numbered(1));
    EXPECT_EQ(find(numbered(1)), 0U);
}

}  // namespace
}  // namespace exhibit::custody

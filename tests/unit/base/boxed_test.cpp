// A value on the heap that behaves as one.
#include "base/boxed.hpp"

#include <string>
#include <utility>

#include <gtest/gtest.h>

namespace exhibit {
namespace {

TEST(Boxed, copies_hold_values_of_their_own) {
    Boxed<std::string> one(std::string("one"));
    const Boxed<std::string> copy = one;
    one = Boxed<std::string>(std::string("two"));
    EXPECT_EQ(*copy, "one");
    EXPECT_EQ(*one, "two");
    EXPECT_FALSE(copy == one);
    one = copy;
    EXPECT_TRUE(copy == one);
    EXPECT_NE(&*copy, &*one);
}

TEST(Boxed, can_be_assigned_to_after_a_move) {
    Boxed<std::string> from(std::string("text"));
    const Boxed<std::string> to = std::move(from);
    EXPECT_EQ(*to, "text");
    from = to;
    EXPECT_EQ(*from, "text");
}

TEST(Boxed, begins_with_the_default_value) {
    EXPECT_EQ(*Boxed<int>(), 0);
    static_assert(sizeof(Boxed<std::string>) == sizeof(void*));
}

}  // namespace
}  // namespace exhibit

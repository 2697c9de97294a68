#include "store/name.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "exhibit/error.hpp"

namespace exhibit::store {
namespace {

std::string message_of(std::string_view name) {
    try {
        require_valid_name(name);
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}

TEST(Name, error_shows_a_hostile_name_harmlessly) {
    const std::string message = message_of("a\x1b[31m\n");
    EXPECT_EQ(message.find('\x1b'), std::string::npos) << message;
    EXPECT_EQ(message.find('\n'), std::string::npos) << message;
    EXPECT_NE(message.find("\\u{001B}"), std::string::npos) << message;
}

TEST(Name, error_shows_only_the_beginning_of_a_long_name) {
    const std::string message = message_of(std::string(100000, 'a'));
    EXPECT_LT(message.size(), 500u);
    EXPECT_NE(message.find("100,000 bytes"), std::string::npos) << message;
}

TEST(Name, temporary_names_are_no_object_names) {
    EXPECT_EQ(temporary_name(4711, 3), ".tmp-4711-3");
    EXPECT_FALSE(valid_name_part(temporary_name(4711, 3)));
    EXPECT_TRUE(valid_name_part(".tmp"));
}

TEST(Range, sum_that_wraps_around_is_refused) {
    const std::uint64_t huge = std::numeric_limits<std::uint64_t>::max();
    EXPECT_THROW(require_range("x", {huge, 2}, 10), Error);
    EXPECT_THROW(require_range("x", {2, huge}, 10), Error);
    EXPECT_NO_THROW(require_range("x", {huge, 0}, huge));
}

TEST(Range, longer_than_an_object_may_be_is_refused_even_when_it_is_there) {
    EXPECT_NO_THROW(require_range("x", {0, object_bytes_max}, 2 * object_bytes_max));
    EXPECT_THROW(require_range("x", {0, object_bytes_max + 1}, 2 * object_bytes_max), Error);
}

}  // namespace
}  // namespace exhibit::store

#include "exhibit/error.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <set>

#include "base/check.hpp"

namespace exhibit {
namespace {

TEST(Error, each_kind_has_its_own_name) {
    std::set<std::string_view> names;
    for (int kind = 0; kind <= static_cast<int>(ErrorKind::internal); ++kind) {
        names.insert(to_string(static_cast<ErrorKind>(kind)));
    }
    EXPECT_EQ(names.size(), 13U);
    EXPECT_EQ(to_string(ErrorKind::not_found), "not_found");
    EXPECT_EQ(to_string(ErrorKind::interrupted), "interrupted");
}

TEST(Error, keeps_context_innermost_first) {
    Error error(ErrorKind::corrupt, "the pack is damaged");
    error.add_context("reading pack ab");
    error.add_context("verifying item 3");
    EXPECT_EQ(error.context(), (std::vector<std::string>{"reading pack ab", "verifying item 3"}));
    EXPECT_FALSE(error.cause().has_value());
}

TEST(Error, a_cause_adds_its_text_to_the_message) {
    const Error error(ErrorKind::io, "opening X",
                      std::make_error_code(std::errc::permission_denied));
    EXPECT_STREQ(error.what(), "opening X: Permission denied");
    EXPECT_EQ(error.cause(), std::errc::permission_denied);
}

TEST(Error, throw_errno_is_io_with_the_systems_words) {
    try {
        throw_errno("opening X", ENOENT);
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::io);
        EXPECT_STREQ(error.what(), "opening X: No such file or directory");
        EXPECT_EQ(error.cause(), std::errc::no_such_file_or_directory);
    }
}

TEST(FormatError, says_where_and_what_was_expected) {
    const FormatError error("ledger/checkpoint", 17, "a decimal size");
    EXPECT_STREQ(error.what(), "ledger/checkpoint, at byte 17: expected a decimal size");
    EXPECT_EQ(error.kind(), ErrorKind::malformed);
    EXPECT_EQ(error.source(), "ledger/checkpoint");
    EXPECT_EQ(error.offset(), 17U);
    EXPECT_EQ(error.expected(), "a decimal size");
}

TEST(ConflictError, is_a_conflict) {
    EXPECT_EQ(ConflictError("the offer was taken").kind(), ErrorKind::conflict);
}

TEST(CheckDeathTest, ends_the_process_and_names_the_condition) {
    EXPECT_NO_FATAL_FAILURE(CHECK(1 + 1 == 2));
    EXPECT_DEATH(CHECK(1 + 1 == 3), "internal error: 1 \\+ 1 == 3 does not hold");
}

}  // namespace
}  // namespace exhibit

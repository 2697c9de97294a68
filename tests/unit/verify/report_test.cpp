#include "verify/report.hpp"

#include <gtest/gtest.h>

#include "exhibit/error.hpp"

namespace exhibit::verify {
namespace {

TEST(Sentence, begins_large_and_ends_with_a_stop) {
    EXPECT_EQ(sentence(Error(ErrorKind::corrupt, "the seal does not hold")),
              "The seal does not hold.");
    EXPECT_EQ(sentence(Error(ErrorKind::corrupt, "Nothing is there.")), "Nothing is there.");
    EXPECT_EQ(sentence(Error(ErrorKind::corrupt, "")), ".");
}

// A pack was told as "Packs/4a/...", which is no name of an object.
TEST(Sentence, leaves_the_name_of_an_object_as_it_is) {
    EXPECT_EQ(sentence(Error(ErrorKind::corrupt, "packs/4a/4a17, at byte 0: expected a header")),
              "packs/4a/4a17, at byte 0: expected a header.");
}

}  // namespace
}  // namespace exhibit::verify

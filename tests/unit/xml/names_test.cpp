#include "xml/names.hpp"

#include <gtest/gtest.h>

namespace exhibit::xml {
namespace {

TEST(XmlNames, measures_an_ncname) {
    EXPECT_EQ(ncname_length(""), 0U);
    EXPECT_EQ(ncname_length("a"), 1U);
    EXPECT_EQ(ncname_length("_a-1.b c"), 6U);
    EXPECT_EQ(ncname_length("a:b"), 1U);
    EXPECT_EQ(ncname_length(".a"), 0U);
    EXPECT_EQ(ncname_length("\xC3\xA9\xCC\x81x"), 5U) << "a combining accent after the first";
    EXPECT_EQ(ncname_length("a\xC3\x97"), 1U) << "the multiplication sign is in no name";
    EXPECT_EQ(ncname_length("\xF0\x90\x80\x80"), 4U);
    EXPECT_EQ(ncname_length("\xF3\xB0\x80\x80"), 0U) << "U+F0000, private use";
}

TEST(XmlNames, tells_whole_ones) {
    EXPECT_TRUE(is_ncname("ev-1"));
    EXPECT_FALSE(is_ncname("1ev"));
    EXPECT_FALSE(is_ncname("a b"));
    EXPECT_FALSE(is_ncname(""));
    EXPECT_TRUE(is_nmtoken("1:a-b"));
    EXPECT_TRUE(is_nmtoken("\xCC\x81"));
    EXPECT_FALSE(is_nmtoken("a b"));
    EXPECT_FALSE(is_nmtoken(""));
}

}  // namespace
}  // namespace exhibit::xml

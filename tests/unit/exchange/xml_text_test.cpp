#include "exchange/xml_text.hpp"

#include <gtest/gtest.h>

namespace exhibit::exchange {
namespace {

TEST(XmlText, keeps_what_xml_can_hold) {
    XmlText text;
    EXPECT_EQ(text.fit("M\xc3\xbcnchen <&> \xf0\x9f\x94\x92\tx", "a name"),
              "M\xc3\xbcnchen <&> \xf0\x9f\x94\x92\tx");
    EXPECT_TRUE(text.omissions().empty());
}

TEST(XmlText, shows_what_xml_cannot_hold_and_says_so_once) {
    XmlText text;
    EXPECT_EQ(text.fit(std::string_view("a\0b\x1b[31m\xff\x7f", 10), "a name"),
              "a\\x{00}b\\x{1B}[31m\\x{FF}\\x{7F}");
    EXPECT_EQ(text.fit("\xef\xbf\xbf", "a name"), "\\x{EF}\\x{BF}\\x{BF}");
    ASSERT_EQ(text.omissions().size(), 1U);
    EXPECT_NE(text.omissions()[0].find("a name"), std::string::npos);
}

TEST(XmlText, trims_blanks_because_validators_disagree_about_them) {
    XmlText text;
    EXPECT_EQ(text.fit(" \n a b \t", "x"), "a b");
    EXPECT_EQ(text.fit("  ", "x"), "");
}

}  // namespace
}  // namespace exhibit::exchange

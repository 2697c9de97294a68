#include "xml/text.hpp"

#include <gtest/gtest.h>

namespace exhibit::xml {
namespace {

std::string text(std::string_view raw) {
    std::string out;
    append_text(out, raw);
    return out;
}

std::string value(std::string_view raw) {
    std::string out;
    append_value(out, raw);
    return out;
}

TEST(XmlText, resolves_references) {
    EXPECT_EQ(text("a&lt;&gt;&amp;&quot;&apos;b"), "a<>&\"'b");
    EXPECT_EQ(text("&#65;&#x42;&#xe9;&#x20AC;&#x1F600;"), "AB\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80");
    EXPECT_EQ(text("&amp;lt;"), "&lt;") << "once, not twice";
    EXPECT_EQ(text("&#13;&#10;"), "\r\n") << "only written line ends change";
}

TEST(XmlText, makes_line_ends_one) {
    EXPECT_EQ(text("a\r\nb\rc\nd\r\r\n"), "a\nb\nc\nd\n\n");
    std::string cdata;
    append_cdata(cdata, "&amp;\r\n");
    EXPECT_EQ(cdata, "&amp;\n");
}

TEST(XmlText, normalises_values) {
    EXPECT_EQ(value("a\tb\nc\r\nd\re"), "a b c d e");
    EXPECT_EQ(value("&#9;&#10;&#13;"), "\t\n\r");
    EXPECT_EQ(value(" a  b "), " a  b ") << "as the value of any attribute without a type";
}

TEST(XmlText, reads_references) {
    EXPECT_EQ(read_reference("&lt;x").bytes, 4U);
    EXPECT_EQ(read_reference("&#x41;").character, U'A');
    EXPECT_EQ(read_reference("&LT;").bytes, 0U);
    EXPECT_EQ(read_reference("&").bytes, 0U);
    EXPECT_EQ(read_reference("&#").bytes, 0U);
    EXPECT_EQ(read_reference("&#65").bytes, 0U);
}

TEST(XmlText, trims) {
    EXPECT_EQ(trimmed(" \t\r\na b\n"), "a b");
    EXPECT_EQ(trimmed(" \n"), "");
    EXPECT_TRUE(is_blank(" \t\r\n"));
    EXPECT_FALSE(is_blank("\xC2\xA0")) << "a no-break space is text";
}

}  // namespace
}  // namespace exhibit::xml

#include "intake/xml_scan.hpp"

#include <gtest/gtest.h>

namespace exhibit::intake {
namespace {

// "<name key=value" for an opening, "/name" for a closing, the text in brackets, then "." for a
// whole document and "!" for one that is cut off.
std::string pieces_of(std::string_view document) {
    std::string out;
    XmlScanner scanner(document);
    while (true) {
        const XmlPiece piece = scanner.next();
        switch (piece.kind) {
            case XmlPiece::Kind::open:
                out += "<" + std::string(piece.name);
                for (const auto& [name, value] : piece.attributes) {
                    out += " " + std::string(name) + "=" + value;
                }
                break;
            case XmlPiece::Kind::close: out += "/" + std::string(piece.name); break;
            case XmlPiece::Kind::text: out += "[" + piece.text + "]"; break;
            case XmlPiece::Kind::end: return out + ".";
            case XmlPiece::Kind::cut_off: return out + "!";
        }
    }
}

std::string refusal_of(std::string_view document) {
    try {
        return "accepted: " + pieces_of(document);
    } catch (const XmlRefused& problem) {
        return problem.reason;
    }
}

TEST(XmlScan, pieces_in_their_order) {
    EXPECT_EQ(
        pieces_of("<?xml version='1.0'?>\n<!-- <no> -->\n<x:a b='1' y:c=\"2\">\n <d/>t<e>u</e>"
                  "</x:a >\n<!-- end -->\n"),
        "<a b=1 c=2<d/d[t]<e[u]/e/a.");
}

TEST(XmlScan, entities_and_character_data) {
    EXPECT_EQ(pieces_of("<a b='&lt;&#65;&#x20AC;'>&amp;&gt;&quot;&apos;</a>"),
              "<a b=<A\xE2\x82\xAC[&>\"']/a.");
    EXPECT_EQ(pieces_of("<a><![CDATA[<b>&amp;]]></a>"), "<a[<b>&amp;]/a.");
    EXPECT_NE(refusal_of("<a>&nbsp;</a>").find("entity"), std::string::npos);
    EXPECT_NE(refusal_of("<a>&#xD800;</a>").find("entity"), std::string::npos);
    EXPECT_NE(refusal_of("<a>&#1114112;</a>").find("entity"), std::string::npos);
    EXPECT_NE(refusal_of("<a>&#;</a>").find("entity"), std::string::npos);
    EXPECT_NE(refusal_of("<a>a & b</a>").find("entity"), std::string::npos);
}

TEST(XmlScan, a_bracket_in_a_quoted_value_ends_no_tag) {
    EXPECT_EQ(pieces_of("<a b='>' c=\"/>\"/>"), "<a b=> c=/>/a.");
}

TEST(XmlScan, every_start_of_a_document_is_cut_off) {
    const std::string whole = "<a b='1'><!-- c --><d>t&amp;<![CDATA[u]]></d><e/></a>";
    const std::string pieces = pieces_of(whole);
    ASSERT_EQ(pieces.back(), '.');
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const std::string some = pieces_of(std::string_view(whole).substr(0, size));
        EXPECT_EQ(some.back(), '!') << size;
        EXPECT_TRUE(pieces.starts_with(some.substr(0, some.size() - 1))) << size << " " << some;
    }
}

TEST(XmlScan, refusals_name_the_byte) {
    EXPECT_EQ(refusal_of("<a></b>"),
              "at byte 3 an end tag is not that of the element that is open");
    EXPECT_EQ(refusal_of("<a/><b/>"), "at byte 4 something follows its root element");
    EXPECT_EQ(refusal_of("<!DOCTYPE a><a/>"),
              "at byte 0 it declares a document type, which is not read");
    EXPECT_EQ(refusal_of("<a b=1/>"), "at byte 0 the value of an attribute is not quoted");
    EXPECT_EQ(refusal_of("<a b/>"), "at byte 0 an attribute has no name or no value");
    EXPECT_EQ(refusal_of("<a/>text<b/>"), "at byte 8 text stands outside of its root element");
    EXPECT_EQ(refusal_of("< a/>"), "at byte 0 a tag has no name");
}

TEST(XmlScan, bounds) {
    std::string many = "<a";
    for (int i = 0; i < 65; ++i) many += " b='1'";
    EXPECT_NE(refusal_of(many + "/>").find("too many attributes"), std::string::npos);
    EXPECT_NE(refusal_of("<" + std::string(257, 'a') + "/>").find("no name"), std::string::npos);
    const std::string text(xml_text_bytes_max + 1, 'x');
    const std::string document = "<a>" + text + "</a>";
    XmlScanner scanner(document);
    scanner.next();
    const XmlPiece piece = scanner.next();
    EXPECT_FALSE(piece.text_whole);
    EXPECT_EQ(piece.text.size(), xml_text_bytes_max);
}

TEST(XmlScan, knows_what_is_around) {
    const std::string document = "<a><x:b><c>";
    XmlScanner scanner(document);
    for (int i = 0; i < 3; ++i) scanner.next();
    EXPECT_EQ(scanner.around(0), "c");
    EXPECT_EQ(scanner.around(1), "b");
    EXPECT_EQ(scanner.around(2), "a");
    EXPECT_EQ(scanner.around(3), "");
    EXPECT_TRUE(looks_like_xml(" \n<a>") && looks_like_xml("<?xml"));
    EXPECT_FALSE(looks_like_xml("<<< CAUTION") || looks_like_xml("a<b>") || looks_like_xml("<"));
}

}  // namespace
}  // namespace exhibit::intake

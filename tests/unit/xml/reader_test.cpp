#include "xml/reader.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace exhibit::xml {
namespace {

/// Every event in one line each: what it is, its bytes, and what it means.
std::string told(std::string_view document) {
    Reader reader(document);
    std::ostringstream out;
    while (reader.next() != Event::finished) {
        const Element& element = reader.element();
        const auto bytes =
            document.substr(reader.event_at(), reader.event_end() - reader.event_at());
        std::string text;
        switch (reader.event()) {
            case Event::start:
                out << "start {" << element.uri << "}" << element.local;
                for (const Attribute& attribute : reader.attributes())
                    out << " {" << attribute.uri << "}" << attribute.local << "="
                        << attribute.value();
                break;
            case Event::end: out << "end " << element.local; break;
            case Event::text:
            case Event::cdata:
                reader.append_text(text);
                out << "text " << text;
                break;
            case Event::comment: out << "comment " << reader.raw(); break;
            case Event::instruction: out << "instruction " << reader.raw(); break;
            case Event::finished: break;
        }
        out << " | " << bytes << "\n";
    }
    return out.str();
}

TEST(XmlReader, tells_events_and_their_bytes) {
    EXPECT_EQ(
        told("<?xml version=\"1.0\"?>\n<!-- x --><a:r xmlns:a='u' a:k=\"&lt;1\n2\" l='&#x41;'>"
             "t&amp;<![CDATA[<&]]><b/><?p q?><!--c--></a:r >\n<!-- end -->"),
        "start {u}r {u}k=<1 2 {}l=A | <a:r xmlns:a='u' a:k=\"&lt;1\n2\" l='&#x41;'>\n"
        "text t& | t&amp;\n"
        "text <& | <![CDATA[<&]]>\n"
        "start {}b | <b/>\n"
        "end b | \n"
        "instruction p q | <?p q?>\n"
        "comment c | <!--c-->\n"
        "end r | </a:r >\n");
}

TEST(XmlReader, takes_what_is_legal_and_odd) {
    EXPECT_EQ(told("\xEF\xBB\xBF<?xml  version = '1.0'  encoding=\"utf-8\" standalone='no' ?><r/>"),
              "start {}r | <r/>\nend r | \n");
    EXPECT_EQ(told("<?xml version='1.0' encoding='US-ASCII'?><r\n></r\t>"),
              "start {}r | <r\n>\nend r | </r\t>\n");
    EXPECT_EQ(told("<r a='\"' b=\"'>\" c = ']]>'/>"),
              "start {}r {}a=\" {}b='> {}c=]]> | <r a='\"' b=\"'>\" c = ']]>'/>\nend r | \n");
    EXPECT_EQ(told("<\xC3\xA9.-1\xC2\xB7/>"),
              "start {}\xC3\xA9.-1\xC2\xB7 | "
              "<\xC3\xA9.-1\xC2\xB7/>\nend \xC3\xA9.-1\xC2\xB7 | \n");
    EXPECT_EQ(told("<r>a>b]]c] ]></r>"),
              "start {}r | <r>\ntext a>b]]c] ]> | a>b]]c] ]>\nend r | </r>\n");
    EXPECT_EQ(told("<r>&#x0000000000000041;\x7F</r>"),
              "start {}r | <r>\ntext A\x7F | &#x0000000000000041;\x7F\nend r | </r>\n");
    EXPECT_EQ(told("<?a?><r><?b?><?xmlx y?></r><?c ?>"),
              "start {}r | <r>\ninstruction b | <?b?>\ninstruction xmlx y | <?xmlx y?>\n"
              "end r | </r>\n");
    EXPECT_EQ(told("<r xmlns:xml='http://www.w3.org/XML/1998/namespace' xml:lang='en'/>"),
              "start {}r {http://www.w3.org/XML/1998/namespace}lang=en | <r xmlns:xml="
              "'http://www.w3.org/XML/1998/namespace' xml:lang='en'/>\nend r | \n");
}

TEST(XmlReader, knows_namespaces_in_scope) {
    Reader reader("<r xmlns='d' xmlns:a='u'><s xmlns='' xmlns:a='v'><a:t a='1'/></s><a:t/></r>");
    EXPECT_EQ(reader.next(), Event::start);
    EXPECT_TRUE(reader.is("d", "r"));
    EXPECT_EQ(reader.declarations().size(), 2U);
    EXPECT_EQ(reader.next(), Event::start);
    EXPECT_TRUE(reader.is("", "s"));
    EXPECT_EQ(reader.namespaces().find("a"), "v");
    EXPECT_EQ(reader.next(), Event::start);
    EXPECT_TRUE(reader.is("v", "t"));
    EXPECT_EQ(reader.attribute("a")->uri, "");
    const auto scope = reader.namespaces().in_scope();
    ASSERT_EQ(scope.size(), 3U);
    EXPECT_EQ(scope[0].prefix, "a");
    EXPECT_EQ(scope[0].uri, "v");
    EXPECT_EQ(scope[1].prefix, "");
    EXPECT_EQ(scope[1].uri, "");
    EXPECT_EQ(scope[2].prefix, "xml");
    EXPECT_EQ(reader.next(), Event::end);
    EXPECT_EQ(reader.next(), Event::end);
    EXPECT_EQ(reader.element().local, "s");
    EXPECT_EQ(reader.namespaces().find("a"), "v") << "still in scope at the end of its element";
    EXPECT_EQ(reader.next(), Event::start);
    EXPECT_TRUE(reader.is("u", "t"));
    EXPECT_EQ(reader.namespaces().find("b"), std::nullopt);
}

TEST(XmlReader, tells_where_tags_are) {
    const std::string_view document = "\xEF\xBB\xBF<r>\n <a x='yy'/> <b></b ></r>";
    Reader reader(document);
    reader.next();
    reader.next();
    reader.next();
    EXPECT_EQ(reader.element().start_at, 8U);
    EXPECT_EQ(reader.element().start_end, 19U);
    EXPECT_TRUE(reader.element().self_closing);
    EXPECT_EQ(reader.attributes()[0].name_at, 11U);
    EXPECT_EQ(reader.attributes()[0].value_at, 14U);
    EXPECT_EQ(reader.attributes()[0].raw, "yy");
    EXPECT_EQ(reader.depth(), 2U);
    reader.next();
    EXPECT_EQ(reader.element().end_at, 19U);
    EXPECT_EQ(reader.element().end_end, 19U);
    reader.next();
    EXPECT_TRUE(reader.blank());
    reader.next();
    reader.next();
    EXPECT_EQ(document.substr(reader.element().end_at, 5), "</b >");
    EXPECT_EQ(reader.element().end_end, reader.element().end_at + 5);
    EXPECT_TRUE(reader.has_byte_order_mark());
    EXPECT_FALSE(reader.has_declaration());
    reader.next();
    EXPECT_EQ(reader.element().end_end, document.size());
    EXPECT_EQ(reader.next(), Event::finished);
    EXPECT_EQ(reader.depth(), 0U);
    EXPECT_EQ(reader.next(), Event::finished);
}

TEST(XmlReader, joins_the_text_of_an_element) {
    Reader reader("<r><a>x&lt;<!-- c --><![CDATA[&amp;]]><b>no</b>\r\ny</a><c><d/>z</c><e/></r>");
    reader.next();
    reader.next();
    EXPECT_EQ(reader.read_text(), "x<&amp;\ny");
    EXPECT_EQ(reader.next(), Event::start);
    reader.skip();
    EXPECT_EQ(reader.element().local, "c");
    EXPECT_EQ(reader.next(), Event::start);
    EXPECT_EQ(reader.read_text(), "");
    EXPECT_EQ(reader.next(), Event::end);
    EXPECT_EQ(reader.element().local, "r");
}

TEST(XmlReader, copies_only_what_has_to_be_decoded) {
    const std::string_view document = "<r a='x' b='&amp;'>plain<s/>cr\r\n</r>";
    Reader reader(document);
    std::string buffer;
    reader.next();
    EXPECT_EQ(reader.attribute("a")->value(buffer).data(), document.data() + 6);
    EXPECT_EQ(reader.attribute("b")->value(buffer), "&");
    EXPECT_EQ(reader.attribute("c"), nullptr);
    reader.next();
    EXPECT_EQ(reader.text(buffer).data(), document.data() + 19);
    reader.next();
    reader.next();
    reader.next();
    EXPECT_EQ(reader.text(buffer), "cr\n");
}

}  // namespace
}  // namespace exhibit::xml

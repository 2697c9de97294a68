// Documents that are wrong in one way each, and what is said of them.
#include <gtest/gtest.h>

#include <ostream>

#include "xml/reader.hpp"

namespace exhibit::xml {
namespace {

using std::string_view_literals::operator""sv;

struct Wrong {
    std::string_view name;
    std::string_view document;
    Fault fault;
    std::size_t offset;
};

void PrintTo(const Wrong& wrong, std::ostream* out) {
    *out << wrong.name;
}

const Wrong wrongs[] = {
    {"nothing", "", Fault::no_root, 0},
    {"blanks_only", " \n", Fault::no_root, 2},
    {"mark_only", "\xEF\xBB\xBF", Fault::no_root, 3},
    {"comment_only", "<!--a-->", Fault::no_root, 8},
    {"text_only", "a", Fault::text_outside_root, 0},
    {"text_before", "a<r/>", Fault::text_outside_root, 0},
    {"text_after", "<r/>a", Fault::text_outside_root, 4},
    {"reference_after", "<r/>&#32;", Fault::text_outside_root, 4},
    {"cdata_before", "<![CDATA[]]><r/>", Fault::text_outside_root, 0},
    {"cdata_after", "<r></r><![CDATA[]]>", Fault::text_outside_root, 7},
    {"two_roots", "<r/><r/>", Fault::second_root, 4},
    {"two_roots_parted", "<r></r>\n<!----><s>", Fault::second_root, 15},
    {"end_after_root", "<r></r></r>", Fault::second_root, 7},
    {"end_first", "</r>", Fault::bad_name, 1},
    {"utf16_be", "\xFE\xFF\0<\0r"sv, Fault::encoding, 0},
    {"utf16_le", "\xFF\xFE<\0r\0"sv, Fault::encoding, 0},
    {"utf16_no_mark", "<\0r\0"sv, Fault::encoding, 0},
    {"utf16_no_mark_be", "\0<\0r"sv, Fault::encoding, 0},
    {"utf32", "\0\0\xFE\xFF"sv, Fault::encoding, 0},
    {"utf32_le", "\xFF\xFE\0\0"sv, Fault::encoding, 0},
    {"ebcdic", "\x4C\x6F\xA7\x94", Fault::encoding, 0},
    {"latin1", "<?xml version='1.0' encoding='ISO-8859-1'?><r/>", Fault::encoding, 20},
    {"utf16_declared", "<?xml version='1.0' encoding='UTF-16'?><r/>", Fault::encoding, 20},
    {"ascii_is_not", "<?xml version='1.0' encoding='US-ASCII'?><r>\xC3\xA9</r>", Fault::encoding,
     20},
    {"overlong", "<r>\xC0\xAF</r>", Fault::utf8, 3},
    {"surrogate", "<r>\xED\xA0\x80</r>", Fault::utf8, 3},
    {"beyond_unicode", "<r>\xF4\x90\x80\x80</r>", Fault::utf8, 3},
    {"cut_character", "<r>abcdefgh\xE2\x82</r>", Fault::utf8, 11},
    {"lone_tail", "<r>\x80</r>", Fault::utf8, 3},
    {"nul", "<r>\0</r>"sv, Fault::character, 3},
    {"control", "<r>0123456789abcdef\x01</r>", Fault::character, 19},
    {"escape_in_value", "<r a='\x1B'/>", Fault::character, 6},
    {"noncharacter_fffe", "<r>\xEF\xBF\xBE</r>", Fault::character, 3},
    {"noncharacter_ffff", "<r>\xC3\xA9\xEF\xBF\xBF</r>", Fault::character, 5},
    {"second_mark", "\xEF\xBB\xBF\xEF\xBB\xBF<r/>", Fault::text_outside_root, 3},
    {"doctype", "<!DOCTYPE r><r/>", Fault::doctype, 0},
    {"doctype_lower", "<!doctype r><r/>", Fault::doctype, 0},
    {"doctype_inside", "<r><!DOCTYPE r [<!ENTITY x 'y'>]></r>", Fault::doctype, 3},
    {"doctype_after", "<r/><!DOCTYPE r>", Fault::doctype, 4},
    {"entity_declaration", "<r><!ENTITY a 'b'></r>", Fault::bad_markup, 3},
    {"declaration_late", " <?xml version='1.0'?><r/>", Fault::declaration, 1},
    {"declaration_inside", "<r><?xml version='1.0'?></r>", Fault::declaration, 3},
    {"declaration_twice", "<?xml version='1.0'?><?xml version='1.0'?><r/>", Fault::declaration, 21},
    {"declaration_upper", "<?XML version='1.0'?><r/>", Fault::declaration, 0},
    {"no_version", "<?xml encoding='UTF-8'?><r/>", Fault::declaration, 6},
    {"version_1_1", "<?xml version='1.1'?><r/>", Fault::declaration, 6},
    {"version_no_quotes", "<?xml version=1.0?><r/>", Fault::declaration, 14},
    {"encoding_not_parted", "<?xml version='1.0'encoding='UTF-8'?><r/>", Fault::declaration, 19},
    {"encoding_empty", "<?xml version='1.0' encoding=''?><r/>", Fault::declaration, 29},
    {"standalone_maybe", "<?xml version='1.0' standalone='maybe'?><r/>", Fault::declaration, 20},
    {"standalone_first", "<?xml version='1.0' standalone='no' encoding='UTF-8'?><r/>",
     Fault::declaration, 36},
    {"declaration_open", "<?xml version='1.0'><r/>", Fault::declaration, 19},
    {"unclosed", "<r>", Fault::unclosed, 3},
    {"unclosed_inner", "<r><a></a>", Fault::unclosed, 10},
    {"unclosed_tag", "<r a='b'", Fault::unclosed, 8},
    {"unclosed_tag_blank", "<r ", Fault::unclosed, 3},
    {"unclosed_value", "<r a='b", Fault::unclosed, 5},
    {"unclosed_comment", "<r><!-- a", Fault::unclosed, 3},
    {"unclosed_comment_early", "<r><!--> --", Fault::comment, 9},
    {"unclosed_cdata", "<r><![CDATA[ ]]", Fault::unclosed, 3},
    {"unclosed_instruction", "<r><?a b", Fault::unclosed, 3},
    {"unclosed_end_tag", "<r></r", Fault::wrong_end_tag, 3},
    {"open_angle_last", "<", Fault::bad_markup, 1},
    {"dashes_in_comment", "<r><!-- a -- b --></r>", Fault::comment, 10},
    {"three_dashes", "<r><!-- a ---></r>", Fault::comment, 10},
    {"instruction_no_name", "<r><? a?></r>", Fault::bad_name, 5},
    {"instruction_colon", "<r><?a:b c?></r>", Fault::instruction, 6},
    {"instruction_number", "<r><?1?></r>", Fault::bad_name, 5},
    {"cdata_lower", "<r><![cdata[]]></r>", Fault::bad_markup, 3},
    {"cdata_blank", "<r><! [CDATA[]]></r>", Fault::bad_markup, 3},
    {"blank_name", "<r>< a/></r>", Fault::bad_name, 4},
    {"number_name", "<1/>", Fault::bad_name, 1},
    {"dash_name", "<-a/>", Fault::bad_name, 1},
    {"times_name", "<\xC3\x97/>", Fault::bad_name, 1},
    {"combining_first", "<\xCC\x80/>", Fault::bad_name, 1},
    {"colon_first", "<:a/>", Fault::bad_name, 1},
    {"colon_last", "<a:/>", Fault::bad_name, 3},
    {"two_colons", "<a:b:c xmlns:a='u'/>", Fault::bad_name, 4},
    {"number_after_colon", "<a:1 xmlns:a='u'/>", Fault::bad_name, 3},
    {"slash_apart", "<r / >", Fault::bad_name, 3},
    {"tag_in_tag", "<r <a/>", Fault::bad_name, 3},
    {"bad_in_name", "<r!/>", Fault::bad_tag, 2},
    {"attributes_joined", "<r a='1'b='2'/>", Fault::bad_tag, 8},
    {"attribute_no_value", "<r a/>", Fault::bad_value, 4},
    {"attribute_no_quotes", "<r a=1/>", Fault::bad_value, 5},
    {"attribute_no_name", "<r ='1'/>", Fault::bad_name, 3},
    {"angle_in_value", "<r a='<'/>", Fault::bad_value, 6},
    {"same_attribute", "<r a='1' a='1'/>", Fault::duplicate_attribute, 9},
    {"same_expanded", "<r xmlns:a='u' xmlns:b='u' a:x='1' b:x='2'/>", Fault::duplicate_attribute,
     35},
    {"same_expanded_escaped", "<r xmlns:a='u' xmlns:b='&#117;' a:x='1' b:x='2'/>",
     Fault::duplicate_attribute, 40},
    {"same_declaration", "<r xmlns:a='u' xmlns:a='v'/>", Fault::duplicate_attribute, 15},
    {"same_default", "<r xmlns='u' xmlns='u'/>", Fault::duplicate_attribute, 13},
    {"same_among_many",
     "<r a='' b='' c='' d='' e='' f='' g='' h='' i='' j='' k='' l='' m='' c=''/>",
     Fault::duplicate_attribute, 68},
    {"wrong_end", "<a><b></a></b>", Fault::wrong_end_tag, 6},
    {"wrong_end_case", "<a></A>", Fault::wrong_end_tag, 3},
    {"end_longer", "<a></ab>", Fault::wrong_end_tag, 3},
    {"end_shorter", "<ab></a>", Fault::wrong_end_tag, 4},
    {"end_other_prefix", "<a:r xmlns:a='u' xmlns:b='u'></b:r>", Fault::wrong_end_tag, 29},
    {"end_with_attribute", "<a></a b='c'>", Fault::bad_tag, 7},
    {"end_blank_first", "<a></ a>", Fault::wrong_end_tag, 3},
    {"unbound_element", "<a:r/>", Fault::unbound_prefix, 1},
    {"unbound_attribute", "<r a:b=''/>", Fault::unbound_prefix, 3},
    {"bound_beside", "<r><a xmlns:p='u'/><p:b/></r>", Fault::unbound_prefix, 20},
    {"xmlns_element", "<xmlns:r/>", Fault::namespace_declaration, 1},
    {"xmlns_declared", "<r xmlns:xmlns='u'/>", Fault::namespace_declaration, 3},
    {"xml_elsewhere", "<r xmlns:xml='u'/>", Fault::namespace_declaration, 3},
    {"xml_by_another", "<r xmlns:a='http://www.w3.org/XML/1998/namespace'/>",
     Fault::namespace_declaration, 3},
    {"xml_as_default", "<r xmlns='http://www.w3.org/XML/1998/namespace'/>",
     Fault::namespace_declaration, 3},
    {"xmlns_by_another", "<r xmlns:a='http://www.w3.org/2000/xmlns/'/>",
     Fault::namespace_declaration, 3},
    {"prefix_taken_back", "<r xmlns:a='u'><b xmlns:a=''/></r>", Fault::namespace_declaration, 18},
    {"entity", "<r>&nbsp;</r>", Fault::reference, 3},
    {"entity_in_value", "<r a='x&nbsp;'/>", Fault::reference, 7},
    {"lone_ampersand", "<r>a & b</r>", Fault::reference, 5},
    {"entity_no_end", "<r>&amp</r>", Fault::reference, 3},
    {"reference_empty", "<r>&#;</r>", Fault::reference, 3},
    {"reference_empty_hex", "<r>&#x;</r>", Fault::reference, 3},
    {"reference_upper_x", "<r>&#X41;</r>", Fault::reference, 3},
    {"reference_nul", "<r>&#0;</r>", Fault::reference, 3},
    {"reference_control", "<r>&#x1F;</r>", Fault::reference, 3},
    {"reference_surrogate", "<r>&#xD800;</r>", Fault::reference, 3},
    {"reference_ffff", "<r>&#xFFFF;</r>", Fault::reference, 3},
    {"reference_too_large", "<r>&#x110000;</r>", Fault::reference, 3},
    {"reference_wraps", "<r>&#x100000041;</r>", Fault::reference, 3},
    {"cdata_end", "<r>a]]>b</r>", Fault::cdata_end_in_text, 4},
    {"cdata_end_three", "<r>]]]></r>", Fault::cdata_end_in_text, 4},
};

class Refusal : public testing::TestWithParam<Wrong> {};

TEST_P(Refusal, names_its_reason_and_place) {
    const Wrong& wrong = GetParam();
    try {
        Reader reader(wrong.document);
        while (reader.next() != Event::finished) continue;
        FAIL() << "accepted: " << wrong.document;
    } catch (const XmlError& error) {
        EXPECT_EQ(to_string(error.fault()), to_string(wrong.fault)) << error.what();
        EXPECT_EQ(error.offset(), wrong.offset) << error.what();
        EXPECT_FALSE(error.expected().empty());
    }
}

INSTANTIATE_TEST_SUITE_P(Xml, Refusal, testing::ValuesIn(wrongs),
                         [](const auto& wrong) { return std::string(wrong.param.name); });

Fault fault_of(const std::string& document, const Limits& limits = {}) {
    try {
        Reader reader(document, limits);
        while (reader.next() != Event::finished) continue;
    } catch (const XmlError& error) {
        return error.fault();
    }
    ADD_FAILURE() << "accepted";
    return Fault::no_root;
}

std::string nested(std::size_t depth) {
    std::string document;
    for (std::size_t i = 0; i < depth; ++i) document += "<a>";
    for (std::size_t i = 0; i < depth; ++i) document += "</a>";
    return document;
}

TEST(XmlLimits, hold) {
    Limits limits;
    limits.depth_max = 3;
    limits.attributes_max = 2;
    limits.name_bytes_max = 7;
    limits.document_bytes_max = 60;
    limits.namespaces_max = 4;
    EXPECT_EQ(fault_of(nested(4), limits), Fault::too_deep);
    EXPECT_EQ(fault_of("<r a='' b='' c=''/>", limits), Fault::too_many_attributes);
    EXPECT_EQ(fault_of("<r a='' xmlns='u' xmlns:c='v'/>", limits), Fault::too_many_attributes);
    EXPECT_EQ(fault_of("<eighteen/>", limits), Fault::name_too_long);
    EXPECT_EQ(fault_of(std::string(61, ' '), limits), Fault::too_large);
    EXPECT_EQ(fault_of("<r xmlns:a='u' xmlns:b='u'><s xmlns:c='u'/></r>", limits),
              Fault::too_many_namespaces);

    for (const std::string& fits :
         {nested(3), std::string("<seven77 a='' b=''/>"), "<r/>" + std::string(56, ' ')}) {
        Reader reader(fits, limits);
        while (reader.next() != Event::finished) continue;
    }
}

TEST(XmlLimits, two_million_elements_in_one_another_are_refused) {
    EXPECT_EQ(fault_of(nested(2'000'000)), Fault::too_deep);
}

TEST(XmlRefusal, says_all_in_one_sentence) {
    try {
        Reader reader("<r>\r\n\xC3\xA9<a:b/></r>");
        while (reader.next() != Event::finished) continue;
        FAIL();
    } catch (const XmlError& error) {
        EXPECT_STREQ(error.what(),
                     "the XML document cannot be read past line 2, column 3 (byte 8): found the "
                     "prefix \"a\", expected a declaration of it, xmlns:a=\"...\", here or on an "
                     "element around");
        EXPECT_EQ(error.kind(), ErrorKind::malformed);
    }
}

}  // namespace
}  // namespace exhibit::xml

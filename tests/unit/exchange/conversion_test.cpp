// One form of IODEF made into another: what stays, what is told, what is refused.
#include "exhibit/conversion.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "exhibit/error.hpp"
#include "exhibit/validation.hpp"
#include "sample_input.hpp"

namespace exhibit::exchange {
namespace {

std::string v2(const std::string& inside, const std::string& attributes = "") {
    return R"(<?xml version="1.0" encoding="UTF-8"?><IODEF-Document version="2.00" xml:lang="en")"
           R"( xmlns="urn:ietf:params:xml:ns:iodef-2.0"><Incident purpose="watch")" +
           attributes +
           R"(><IncidentID name="a.example">7</IncidentID>)"
           "<GenerationTime>2026-01-01T00:00:00Z</GenerationTime>" +
           inside + "</Incident></IODEF-Document>";
}

const std::string contact =
    R"(<Contact role="leo" type="person"><ContactName>A</ContactName></Contact>)";

bool tells(const ConversionResult& result, std::string_view part) {
    return std::ranges::any_of(result.omitted, [&](const std::string& sentence) {
        return sentence.find(part) != std::string::npos;
    });
}

bool has(const ConversionResult& result, std::string_view part) {
    return result.document.find(part) != std::string::npos;
}

TEST(Conversion, keeps_our_facts_on_the_way_to_v1_and_back) {
    const std::string xml = emit_iodef(sample_input(IodefVersion::v2, IodefSection::document)).xml;
    const ConversionResult v1 = convert_iodef(xml, "x", IodefForm::v1);
    EXPECT_EQ(v1.from, IodefForm::v2);
    EXPECT_TRUE(tells(v1, "observable-id"));
    const ConversionResult back = convert_iodef(v1.document, "x", IodefForm::v2);
    EXPECT_EQ(back.from, IodefForm::v1);
    for (const char* fact :
         {">INC-7/1<", "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=", "2026-02-03T10:00:00+01:00",
          "Custody of INC-7/1 passed from Anna Alpha to Boris Beta", "db1.example.com",
          "192.0.2.10", "02:00:5e:00:53:01", "<ev:HandOver ", "c2sp.org/proof"}) {
        EXPECT_TRUE(has(v1, fact)) << fact;
        EXPECT_TRUE(has(back, fact)) << fact;
    }
    EXPECT_TRUE(has(back, "<FileSize>1073741824</FileSize>"));
    EXPECT_TRUE(has(back, "RecordItem name=\"evidence-id\""));
}

TEST(Conversion, writes_what_is_in_no_list_of_v1_as_an_extension_or_narrower) {
    const ConversionResult v1 =
        convert_iodef(v2(contact, R"( restriction="amber" status="new")"), "x", IodefForm::v1);
    EXPECT_TRUE(has(v1, R"(purpose="ext-value" ext-purpose="watch")"));
    EXPECT_TRUE(has(v1, R"(role="ext-value" ext-role="leo")"));
    EXPECT_TRUE(has(v1, R"(restriction="need-to-know")"));
    EXPECT_TRUE(tells(v1, "restriction \"amber\" does not exist there"));
    EXPECT_TRUE(tells(v1, "the attribute status"));
    EXPECT_TRUE(has(v1, "<Impact type=\"unknown\""));
    EXPECT_FALSE(has(convert_iodef(v1.document, "x", IodefForm::v2), "Assessment"))
        << "an impact that says nothing is there for v1 only";
}

// Left out without a word before.
TEST(Conversion, tells_the_attributes_of_files_that_are_taken_apart) {
    const ConversionResult v1 = convert_iodef(
        v2(contact +
           "<EventData><Record><RecordData><FileData restriction=\"private\"><File "
           "observable-id=\"f1\"><FileName>a</FileName></File></FileData></RecordData></Record>"
           "</EventData>"),
        "x", IodefForm::v1);
    EXPECT_TRUE(tells(v1, "the attribute restriction of FileData"));
    EXPECT_TRUE(tells(v1, "the attribute observable-id of File"));
    EXPECT_TRUE(has(v1, ">a</RecordItem>"));
}

TEST(Conversion, puts_structured_information_where_each_version_has_it) {
    const ConversionResult v1 =
        convert_iodef(v2("<Method><sci:Weakness xmlns:sci=\"urn:ietf:params:xml:ns:iodef-sci-1.0\" "
                         "SpecID=\"private\" ext-SpecID=\"urn:a\" ContentID=\"CWE-89\"/></Method>" +
                         contact),
                      "x", IodefForm::v1);
    EXPECT_TRUE(has(v1,
                    "<AdditionalData dtype=\"xml\" meaning=\"xml\" "
                    "formatid=\"urn:ietf:params:xml:ns:iodef-sci-1.0\">"));
    const ConversionResult json = convert_iodef(v1.document, "x", IodefForm::json);
    EXPECT_TRUE(has(json, "\"ContentID\": \"CWE-89\""));
    EXPECT_TRUE(has(json, "\"Weakness\": ["));
    EXPECT_TRUE(has(convert_iodef(json.document, "x", IodefForm::v2), "ContentID=\"CWE-89\""));
}

TEST(Conversion, refuses_what_it_cannot_judge) {
    const auto kind_of = [](const std::string& document, IodefForm wanted) {
        try {
            (void)convert_iodef(document, "x", wanted);
        } catch (const Error& error) {
            return std::string(to_string(error.kind()));
        }
        return std::string("converted");
    };
    EXPECT_EQ(kind_of("<a/>", IodefForm::v1), "unsupported");
    EXPECT_EQ(kind_of("", IodefForm::v1), "malformed");
    EXPECT_EQ(kind_of("{}", IodefForm::v1), "malformed");
    EXPECT_EQ(kind_of(v2(contact + "<Surprise/>"), IodefForm::v1), "malformed");
    EXPECT_EQ(kind_of(v2(""), IodefForm::json), "malformed");
    EXPECT_EQ(kind_of(v2(contact), IodefForm::v1), "converted");
}

}  // namespace
}  // namespace exhibit::exchange

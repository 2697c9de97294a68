// IDMEF messages: what is told of an alert, and what the examples of RFC 4765 say.
#include "documents/idmef.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <iostream>

#include "documents/summary.hpp"
#include "support/rfc_examples.hpp"

namespace exhibit::documents {
namespace {

std::vector<std::string> facts_of(const DocumentSummary& summary, std::string_view name) {
    std::vector<std::string> out;
    for (const DocumentFact& one : summary.facts)
        if (one.name == name) out.push_back(one.value);
    return out;
}

std::string message(const std::string& inside) {
    return "<?xml version=\"1.0\"?>\n<m:IDMEF-Message version=\"1.0\" "
           "xmlns:m=\"http://iana.org/idmef\">" +
           inside + "</m:IDMEF-Message>";
}

DocumentSummary read(const std::string& document) {
    EXPECT_EQ(form_of(as_bytes(document)), "idmef");
    DocumentSummary summary = summarise("idmef", document);
    EXPECT_EQ(summary.form, "idmef");
    return summary;
}

using Texts = std::vector<std::string>;

TEST(Idmef, tells_who_saw_what_where) {
    const DocumentSummary summary = read(message(R"(
<m:Alert messageid=" a-1 ">
 <m:Analyzer analyzerid="nids-1" manufacturer="Example" model="Sensor" version="2">
  <m:Node><m:location>Rack 3</m:location><m:name>nids.example.com</m:name></m:Node>
  <m:Analyzer analyzerid="probe-9"/>
 </m:Analyzer>
 <m:CreateTime ntpstamp="0xbc71f4f5.0xef449129">2000-03-09T10:01:25.93464Z</m:CreateTime>
 <m:DetectTime ntpstamp="0xbc71f4f5.0x00000000"> 2000-03-09T10:01:20Z
 </m:DetectTime>
 <m:Source spoofed="yes"><m:Node><m:Address category="ipv4-net-mask">
  <m:address>192.0.2.50</m:address>
  <m:netmask>255.255.255.0</m:netmask></m:Address></m:Node>
  <m:User><m:UserId type="original-user"><m:name>joe</m:name><m:number>7</m:number></m:UserId>
  </m:User>
  <m:Process><m:name>sh</m:name><m:pid>12</m:pid></m:Process>
  <m:Service><m:port>4444</m:port></m:Service></m:Source>
 <m:Target><m:Node><m:name>www.example.com</m:name></m:Node>
  <m:File category="current"><m:name>passwd</m:name><m:path>/etc/passwd</m:path>
   <m:data-size>17</m:data-size>
   <m:Checksum algorithm="SHA1"><m:value>a9993e364706816aba3e25717850c26c9cd0d89d</m:value>
   </m:Checksum>
  </m:File></m:Target>
 <m:Classification text="Password file changed"><m:Reference origin="cve">
  <m:name>CVE-1999-1</m:name><m:url>http://cve.example.com/
  1</m:url></m:Reference></m:Classification>
 <m:Assessment><m:Impact severity="high" completion="succeeded" type="file">root</m:Impact>
  <m:Action category="block-installed">port shut</m:Action>
  <m:Confidence rating="numeric">0.7</m:Confidence></m:Assessment>
 <x:Else xmlns:x="urn:x"><m:Alert/></x:Else>
</m:Alert><m:Heartbeat/>)"));
    const std::vector<std::pair<std::string, std::string>> expected{
        {"alerts", "1"},
        {"heartbeats", "1"},
        {"alert", "a-1"},
        {"analyzer", "nids-1, Example, Sensor, 2, nids.example.com, at Rack 3; heard from probe-9"},
        {"created", "2000-03-09T10:01:25.93464Z"},
        {"detected", "2000-03-09T10:01:20Z"},
        {"time disagreement",
         "detected: ntpstamp 0xbc71f4f5.0x00000000 is 2000-03-09T10:01:25Z, the text "
         "2000-03-09T10:01:20Z"},
        {"source",
         "192.0.2.50/255.255.255.0, original-user joe 7, process sh pid 12, service port 4444; "
         "spoofed yes"},
        {"target", "www.example.com"},
        {"file", "/etc/passwd (current, 17 bytes)"},
        {"checksum", "SHA1 a9993e364706816aba3e25717850c26c9cd0d89d of /etc/passwd"},
        {"classification", "Password file changed"},
        {"reference", "cve CVE-1999-1 http://cve.example.com/ 1"},
        {"severity", "high"},
        {"completion", "succeeded"},
        {"impact", "file"},
        {"impact", "root"},
        {"action", "block-installed: port shut"},
        {"confidence", "0.7"},
        {"heartbeat", "without messageid"}};
    ASSERT_EQ(summary.facts.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        EXPECT_EQ(summary.facts[i].name, expected[i].first) << i;
        EXPECT_EQ(summary.facts[i].value, expected[i].second) << i;
    }
}

TEST(Idmef, reads_stamps_after_2036_and_names_what_is_no_stamp) {
    const auto created = [](const std::string& stamp, const std::string& text) {
        return facts_of(read(message("<m:Alert><m:CreateTime ntpstamp=\"" + stamp + "\">" + text +
                                     "</m:CreateTime></m:Alert>")),
                        "time disagreement");
    };
    EXPECT_EQ(created("0x00000000.0x00000000", "2036-02-07T06:28:16Z"), Texts{});
    EXPECT_EQ(created("0x83AA7E80.0x80000000", "1970-01-01T01:00:00.5+01:00"), Texts{});
    EXPECT_EQ(created("0x80000000.0x00000000", "1970-01-01T00:00:00Z"),
              Texts{"created: ntpstamp 0x80000000.0x00000000 is before 1970, the text "
                    "1970-01-01T00:00:00Z"});
    EXPECT_EQ(created("0xbc71f4f5", "1970-01-01T00:00:00Z"),
              Texts{"created: ntpstamp 0xbc71f4f5 is no NTP time"});
    EXPECT_EQ(created("0xbc71f4g5.0x00000000", "1970-01-01T00:00:00Z"),
              Texts{"created: ntpstamp 0xbc71f4g5.0x00000000 is no NTP time"});
    EXPECT_EQ(created("0xbc71f4f5.0x00000000", "yesterday"),
              Texts{"created: ntpstamp 0xbc71f4f5.0x00000000, and the text is no time"});
}

TEST(Idmef, counts_all_and_tells_the_first) {
    std::string inside;
    for (int i = 0; i < 40; ++i)
        inside += "<m:Alert messageid=\"" + std::to_string(i) + "\"><m:Source/></m:Alert>";
    const DocumentSummary summary = read(message(inside));
    EXPECT_EQ(fact(summary, "alerts"), "40");
    const Texts told = facts_of(summary, "alert");
    ASSERT_EQ(told.size(), 16U);
    EXPECT_EQ(told.back(), "15");
    EXPECT_EQ(facts_of(summary, "source"), Texts(16, "not named"));
}

TEST(Idmef, is_told_by_its_namespace_and_read_to_its_end) {
    for (const char* other :
         {"<IDMEF-Message/>", "<m:Alert xmlns:m=\"http://iana.org/idmef\"/>",
          "<!DOCTYPE m:IDMEF-Message><m:IDMEF-Message xmlns:m=\"http://iana.org/idmef\"/>"})
        EXPECT_EQ(form_of(as_bytes(std::string_view(other))), std::nullopt) << other;
    std::string cut = message("<m:Alert/>");
    cut.resize(cut.size() - 3);
    const DocumentSummary summary = read(cut);
    EXPECT_TRUE(summary.facts.empty());
    EXPECT_NE(summary.problem.find("line 2"), std::string::npos) << summary.problem;
}

TEST(Idmef, reads_the_examples_of_its_rfc) {
    if (!std::filesystem::exists(EXHIBIT_RFCS))
        GTEST_SKIP() << "the RFCs are not beside this source tree (../shared/rfc)";
    test::RfcExamples cut;
    test::cut_examples(EXHIBIT_RFCS, 4765, "idmef:IDMEF-Message", cut, true);
    std::size_t told = 0;
    Texts disagreements;
    for (const test::RfcExample& example : cut.documents) {
        SCOPED_TRACE(example.name);
        const auto form = form_of(as_bytes(example.text));
        if (!form) {
            std::cout << example.name << " is refused\n";
            continue;
        }
        const DocumentSummary summary = summarise(*form, example.text);
        EXPECT_EQ(summary.problem, "");
        EXPECT_EQ(fact(summary, "alerts") == "1", fact(summary, "heartbeats") == "0");
        for (const auto& one : facts_of(summary, "time disagreement")) disagreements.push_back(one);
        ++told;
    }
    EXPECT_EQ(cut.documents.size(), 14U);
    EXPECT_EQ(told, 14U);
    EXPECT_EQ(disagreements, Texts{});
    std::cout << told << " of " << cut.documents.size() << " examples are read; "
              << disagreements.size() << " stamps disagree with the text beside them\n";
}

// Each address moved all before it: the square of their number.
TEST(Idmef, very_many_addresses_in_one_are_read_in_a_row) {
    std::string many;
    for (int i = 0; i < 1'000'000; ++i) many += "<m:address>abcdefghi</m:address>";
    const auto source =
        facts_of(read(message("<m:Alert messageid='1'><m:Source><m:Node><m:Address>"
                              "<m:netmask>255.0.0.0</m:netmask><m:address>192.0.2.1</m:address>" +
                              many + "</m:Address></m:Node></m:Source></m:Alert>")),
                 "source");
    ASSERT_EQ(source.size(), 1U);
    EXPECT_TRUE(source[0].starts_with("192.0.2.1abcdefghi")) << source[0];
    EXPECT_EQ(source[0].size(), 1000U);
}

// The name was kept once more for each checksum: 32 GiB for this half MiB.
TEST(Idmef, a_long_name_of_a_file_is_not_kept_for_each_checksum) {
    std::string sums;
    for (int i = 0; i < 64 * 1024; ++i) sums += "<m:Checksum/>";
    const DocumentSummary summary =
        read(message("<m:Alert messageid='1'><m:Target><m:File><m:name>" +
                     std::string(std::size_t{512} << 10U, 'n') + "</m:name>" + sums +
                     "</m:File></m:Target></m:Alert>"));
    const auto told = facts_of(summary, "checksum");
    ASSERT_FALSE(told.empty());
    EXPECT_EQ(told[0].size(), 1000U);
    EXPECT_TRUE(told[0].starts_with("of nnn")) << told[0];
    EXPECT_EQ(told.size() + summary.left_out, std::size_t{64} * 1024);
}

}  // namespace
}  // namespace exhibit::documents

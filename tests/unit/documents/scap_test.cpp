// Results of security scans: XCCDF, OVAL, ARF.
#include "documents/scap.hpp"

#include <gtest/gtest.h>

#include "documents/summary.hpp"
#include "scap_samples.hpp"

namespace exhibit::documents {
namespace {

/// "a | b": the facts of that name.
std::string told(const DocumentSummary& summary, std::string_view name) {
    std::string out;
    for (const DocumentFact& one : summary.facts)
        if (one.name == name) out += (out.empty() ? "" : " | ") + one.value;
    return out;
}

DocumentSummary read(const std::string& document, std::string_view form) {
    EXPECT_EQ(form_of(as_bytes(document)), form);
    return summarise(form, document);
}
DocumentSummary read_xccdf(const std::string& document) {
    return read(document, "xccdf-results");
}

std::string rule(const std::string& id, const std::string& severity, const std::string& inside) {
    return "<x:rule-result idref=\"" + id + "\" severity=\"" + severity + "\">" + inside +
           "</x:rule-result>";
}

const std::string whole = test_result(
    R"(id="r-1" version="4" start-time="2026-11-02T10:00:00Z" end-time="2026-11-02T11:30:00+01:00"
 test-system="cpe:/a:example:scanner:2.1")",
    R"(<x:benchmark href="b.xml" id="b-1"/><x:title>Nightly
   scan</x:title><x:organization>Example Ltd</x:organization>
<x:identity authenticated="true" privileged="0">erika</x:identity><x:profile idref="p-1"/>
<x:target>web1</x:target><x:target-address>192.0.2.7</x:target-address>
<x:target-facts><x:fact name="urn:xccdf:fact:scanner:name">Scanner</x:fact>
<x:fact name="urn:xccdf:fact:scanner:version">2.1</x:fact>
<x:fact name="urn:xccdf:fact:asset:identifier:fqdn">web1.example</x:fact>
<x:fact name="urn:xccdf:fact:ethernet:MAC">00:00:5E:00:53:01</x:fact></x:target-facts>
<x:platform idref="cpe:2.3:o:example:os:3:*:*:*:*:*:*:*"/><x:platform idref="#other"/>)" +
        rule("low", "low", "<x:result>fail</x:result><x:ident>CVE-2099-1</x:ident>") +
        rule("high", "high",
             "<x:result>fail</x:result><x:override time='2026-11-02T12:00:00Z' authority='Max'>"
             "<x:old-result>pass</x:old-result><x:new-result>fail</x:new-result></x:override>"
             "<x:ident>CVE-2099-12345</x:ident><x:ident>CWE-79</x:ident>"
             "<x:ident>CCE-27002-5</x:ident><x:ident>CVE-20999-1</x:ident>") +
        rule("good", "high", "<x:result>pass</x:result><x:ident>CVE-2099-777</x:ident>") +
        rule("off", "high", "<x:result>notselected</x:result>") +
        R"(<x:score system="urn:xccdf:scoring:default" maximum="100">33.5</x:score>
<x:score>1</x:score>)");

TEST(Xccdf, tells_who_tested_what_and_how_it_came_out) {
    const DocumentSummary summary = read_xccdf(whole);
    EXPECT_EQ(summary.problem, "");
    EXPECT_EQ(told(summary, "format"), "XCCDF 1.2");
    EXPECT_EQ(told(summary, "result"), "r-1");
    EXPECT_EQ(told(summary, "title"), "Nightly scan");
    EXPECT_EQ(told(summary, "benchmark"), "b-1 (b.xml)");
    EXPECT_EQ(told(summary, "benchmark version"), "4");
    EXPECT_EQ(told(summary, "profile"), "p-1");
    EXPECT_EQ(told(summary, "organization"), "Example Ltd");
    EXPECT_EQ(told(summary, "identity"), "erika, authenticated, not privileged");
    EXPECT_EQ(told(summary, "target"), "web1 | web1.example");
    EXPECT_EQ(told(summary, "address"), "192.0.2.7");
    EXPECT_EQ(told(summary, "MAC address"), "00:00:5E:00:53:01");
    EXPECT_EQ(told(summary, "scanner"), "cpe:/a:example:scanner:2.1 | Scanner 2.1");
    EXPECT_EQ(told(summary, "started"), "2026-11-02T10:00:00Z");
    EXPECT_EQ(told(summary, "ended"), "2026-11-02T11:30:00+01:00");
    EXPECT_EQ(told(summary, "score"), "33.5 of 100 (urn:xccdf:scoring:default) | 1");
    EXPECT_EQ(told(summary, "rules"), "4");
    EXPECT_EQ(told(summary, "rules pass"), "1");
    EXPECT_EQ(told(summary, "rules fail"), "2");
    EXPECT_EQ(told(summary, "rules notselected"), "1");
    EXPECT_EQ(told(summary, "rules error"), "");
    EXPECT_EQ(told(summary, "odd"), "");
}

TEST(Xccdf, what_failed_is_told_the_worst_first) {
    const DocumentSummary summary = read_xccdf(whole);
    EXPECT_EQ(told(summary, "failed rule"),
              "high, severity high, CVE-2099-12345, CWE-79, CCE-27002-5, CVE-20999-1 | low, "
              "severity low, CVE-2099-1");
    EXPECT_EQ(told(summary, "CVE"), "CVE-2099-1 | CVE-2099-12345") << "not of what passed";
    EXPECT_EQ(told(summary, "CWE"), "CWE-79");
    EXPECT_EQ(told(summary, "CCE"), "CCE-27002-5");
    EXPECT_EQ(told(summary, "platform"), "cpe:2.3:o:example:os:3:*:*:*:*:*:*:*");
    EXPECT_EQ(told(summary, "override"), "high: pass made fail by Max at 2026-11-02T12:00:00Z");
}

TEST(Xccdf, nonsense_is_named_and_not_told_as_a_fact) {
    const DocumentSummary summary = read_xccdf(
        test_result(R"(start-time="2026-11-02T10:00:00Z" end-time="2026-11-02T10:30:00+01:00")",
                    "<x:score maximum='100'>lots</x:score><x:score maximum='100'>101</x:score>"
                    "<x:score maximum='1'>-1</x:score><x:score>nan</x:score>" +
                        rule("a", "high", "<x:result>passed</x:result>")));
    EXPECT_EQ(told(summary, "started"), "");
    EXPECT_EQ(told(summary, "ended"), "");
    EXPECT_EQ(told(summary, "score"), "");
    EXPECT_EQ(told(summary, "rules"), "1");
    EXPECT_EQ(told(summary, "rules pass"), "");
    EXPECT_EQ(
        told(summary, "odd"),
        "The score is \"lots\" of 100, which is no number. | The score is \"101\", which is not "
        "between 0 and 100. | The score is \"-1\", which is not between 0 and 1. | The score is "
        "\"nan\", which is no number. | The result of rule a is \"passed\", which XCCDF does not "
        "know. | The result does not say what was tested. | The end, 2026-11-02T10:30:00+01:00, "
        "lies before the start, 2026-11-02T10:00:00Z.");
    const auto start = [](const std::string& time) {
        return told(
            read_xccdf(test_result("start-time=\"" + time + "\"", "<x:target>a</x:target>")),
            "odd");
    };
    EXPECT_EQ(start("2026-11-02T10:00:00"), "") << "a zone may be missing";
    EXPECT_EQ(start("2026-13-02T10:00:00Z"),
              "The start is \"2026-13-02T10:00:00Z\", which is no time.");
    EXPECT_EQ(start("yesterday"), "The start is \"yesterday\", which is no time.");
}

TEST(Xccdf, only_its_own_namespaces_count) {
    EXPECT_EQ(told(read_xccdf(test_result("", "<x:target>a</x:target>", "1.1")), "format"),
              "XCCDF 1.1");
    EXPECT_EQ(form_of(as_bytes(test_result("", "", "1.3"))), std::nullopt);
    const DocumentSummary summary =
        read_xccdf(test_result("",
                               "<x:target>a</x:target><y:target xmlns:y='urn:y'>b</y:target>"
                               "<target>c</target><x:remark><x:target>d</x:target></x:remark>"));
    EXPECT_EQ(told(summary, "target"), "a");
}

TEST(Xccdf, a_benchmark_alone_is_no_result) {
    const std::string begin = "<Benchmark xmlns='http://checklists.nist.gov/xccdf/1.2' id='b'>";
    const DocumentSummary none = read_xccdf(begin + "<title>a</title></Benchmark>");
    EXPECT_EQ(none.problem,
              "reading XCCDF results: there is no TestResult in it, only what is to be tested");
    EXPECT_TRUE(none.facts.empty());
    const DocumentSummary two =
        read_xccdf(begin +
                   "<TestResult id='r-1'><target>a</target></TestResult>"
                   "<TestResult id='r-2'><target>b</target></TestResult></Benchmark>");
    EXPECT_EQ(told(two, "result"), "r-1 | r-2");
    EXPECT_EQ(told(two, "target"), "a | b");
    EXPECT_NE(read_xccdf(begin + "<TestResult id='r-1'/></Benchmark><b/>").problem, "");
    EXPECT_NE(read_xccdf(begin + "<TestResult id='r-1'/>").problem, "");
}

TEST(Xccdf, much_of_one_kind_leaves_place_for_another) {
    std::string rules = "<x:target>a</x:target>";
    for (int i = 0; i < 3000; ++i)
        rules += rule("r" + std::to_string(i), "low",
                      "<x:result>fail</x:result><x:ident>CVE-2099-" + std::to_string(10000 + i) +
                          "</x:ident><x:ident>CWE-79</x:ident>");
    const DocumentSummary summary = read_xccdf(test_result("id='r'", rules));
    EXPECT_EQ(told(summary, "rules fail"), "3000");
    EXPECT_EQ(told(summary, "not listed"), "failed rule 2952, CVE 2964");
    EXPECT_EQ(told(summary, "CWE"), "CWE-79");
    EXPECT_EQ(summary.left_out, 0U);
}

std::string definition(const std::string& number, const std::string& kind,
                       const std::string& metadata) {
    return "<d:definition id=\"oval:x:def:" + number + "\" class=\"" + kind + "\"><d:metadata>" +
           metadata + "</d:metadata></d:definition>";
}

const std::string definitions =
    definition("1", "vulnerability",
               "<d:title>A hole</d:title><d:reference source='CVE' ref_id='CVE-2099-1'/>"
               "<d:advisory><d:cve cvss3='7.5/CVSS:3.1/AV:N/AC:L' cwe='CWE-416'>CVE-2099-1</d:cve>"
               "<d:cve cvss_score='11' cvss_vector='CVSS:3.1/AV:N'>CVE-2099-2</d:cve>"
               "<d:affected_cpe_list><d:cpe>cpe:/a:example:server:1</d:cpe><d:cpe>server</d:cpe>"
               "</d:affected_cpe_list></d:advisory>") +
    definition("2", "vulnerability",
               "<d:title>Not here</d:title><d:reference source='CVE' ref_id='CVE-2099-3'/>") +
    definition("3", "patch",
               "<d:title>Update 7</d:title>"
               "<d:reference source='CVE' ref_id='CVE-2099-4'/>") +
    definition("4", "compliance", "<d:title>Root may not log in</d:title>") +
    definition("5", "compliance", "<d:title>All is well</d:title>") +
    definition("6", "inventory",
               "<d:title>Example OS is installed</d:title>"
               "<d:reference source='CPE' ref_id='cpe:/o:example:os:3'/>");

TEST(Oval, tells_what_holds_where) {
    const DocumentSummary summary =
        read(oval_results(definitions, verdict("1", "true") + verdict("2", "false") +
                                           verdict("3", "true") + verdict("4", "false") +
                                           verdict("5", "true") + verdict("6", "true") +
                                           verdict("7", "not evaluated") + verdict("8", "maybe")),
             "oval-results");
    EXPECT_EQ(summary.problem, "");
    EXPECT_EQ(told(summary, "schema version"), "5.11.1");
    EXPECT_EQ(told(summary, "scanner"), "Scanner 2.1");
    EXPECT_EQ(told(summary, "created"), "2026-11-02T03:04:05");
    EXPECT_EQ(told(summary, "definitions by"), "By hand");
    EXPECT_EQ(told(summary, "definitions created"), "2026-10-01T00:00:00Z");
    EXPECT_EQ(told(summary, "target"), "web1.example");
    EXPECT_EQ(told(summary, "operating system"), "Example OS 3");
    EXPECT_EQ(told(summary, "architecture"), "x86_64");
    EXPECT_EQ(told(summary, "address"), "192.0.2.7");
    EXPECT_EQ(told(summary, "definitions"), "7");
    EXPECT_EQ(told(summary, "definitions true"), "4");
    EXPECT_EQ(told(summary, "definitions false"), "2");
    EXPECT_EQ(told(summary, "definitions not evaluated"), "1");
    EXPECT_EQ(told(summary, "vulnerability"), "oval:x:def:1: A hole");
    EXPECT_EQ(told(summary, "patch"), "oval:x:def:3: Update 7");
    EXPECT_EQ(told(summary, "violation"), "oval:x:def:4: Root may not log in");
    EXPECT_EQ(told(summary, "CVE"), "CVE-2099-1 | CVE-2099-2 | CVE-2099-4");
    EXPECT_EQ(told(summary, "CVSS"), "CVE-2099-1 7.5/CVSS:3.1/AV:N/AC:L");
    EXPECT_EQ(told(summary, "CWE"), "CWE-416");
    EXPECT_EQ(told(summary, "affected"),
              "CVE-2099-1 cpe:/a:example:server:1 | CVE-2099-2 cpe:/a:example:server:1");
    EXPECT_EQ(told(summary, "platform"), "cpe:/o:example:os:3");
    EXPECT_EQ(told(summary, "odd"),
              "The CVSS of CVE-2099-2 is \"11/CVSS:3.1/AV:N\", which is no score. | The result of "
              "definition oval:x:def:8 is \"maybe\", which OVAL does not know.");
}

TEST(Arf, tells_of_the_reports_in_it) {
    const auto arf = [](const std::string& reports) {
        return "<a:asset-report-collection "
               "xmlns:a='http://scap.nist.gov/schema/asset-reporting-format/1.1' "
               "xmlns:i='http://scap.nist.gov/schema/asset-identification/1.1'>"
               "<a:report-requests><a:report-request><a:content>" +
               test_result("id='asked'", "<x:target>no</x:target>").substr(22) +
               "</a:content></a:report-request></a:report-requests><a:assets><a:asset id='1'>"
               "<i:computing-device><i:cpe>cpe:/o:example:os:3</i:cpe><i:connections><i:connection>"
               "<i:ip-address><i:ip-v4>192.0.2.9</i:ip-v4></i:ip-address></i:connection>"
               "</i:connections><i:fqdn>web1.example</i:fqdn></i:computing-device></a:asset>"
               "</a:assets><a:reports>" +
               reports + "</a:reports></a:asset-report-collection>";
    };
    const auto report = [](const std::string& content) {
        return "<a:report><a:content>" + content + "</a:content></a:report>";
    };
    const DocumentSummary summary = read(
        arf(report(whole.substr(22)) + report(oval_results(definitions, verdict("1", "true"))) +
            "<a:report><a:remote-resource/></a:report>"),
        "arf");
    EXPECT_EQ(summary.problem, "");
    EXPECT_EQ(told(summary, "format"), "ARF 1.1");
    EXPECT_EQ(told(summary, "reports"), "3");
    EXPECT_EQ(told(summary, "reports kept elsewhere"), "1");
    EXPECT_EQ(told(summary, "result"), "r-1") << "not what was asked for";
    EXPECT_EQ(told(summary, "rules fail"), "2");
    EXPECT_EQ(told(summary, "definitions true"), "1");
    EXPECT_EQ(told(summary, "address"), "192.0.2.9 | 192.0.2.7");
    EXPECT_EQ(told(summary, "CVE"), "CVE-2099-1 | CVE-2099-12345 | CVE-2099-2");
    EXPECT_EQ(told(summary, "platform"),
              "cpe:/o:example:os:3 | cpe:2.3:o:example:os:3:*:*:*:*:*:*:*");
    EXPECT_EQ(read(arf(report("<b/>")), "arf").problem,
              "reading an ARF document: no report in it is an XCCDF TestResult or OVAL results");
}

TEST(Scap, identifiers_are_looked_at_whole) {
    EXPECT_TRUE(is_cve("CVE-2099-0001"));
    for (const char* text :
         {"CVE-2099-", "CVE-99-0001", "cve-2099-0001", "CVE-2099-1x", "CVE-2099"})
        EXPECT_FALSE(is_cve(text)) << text;
    EXPECT_TRUE(is_cwe("CWE-79"));
    EXPECT_FALSE(is_cwe("CWE-"));
    EXPECT_TRUE(is_cce("CCE-27002-5"));
    EXPECT_FALSE(is_cce("CCE-x"));
    EXPECT_TRUE(is_cpe("cpe:/a:example:server"));
    EXPECT_TRUE(is_cpe("cpe:2.3:h:example:box:*:*:*:*:*:*:*:*"));
    for (const char* text : {"cpe:/", "cpe:/x:a", "cpe:2.3:", "#platform", "CPE:/a:b"})
        EXPECT_FALSE(is_cpe(text)) << text;
}

std::string repeated(int times, const std::string& before, const std::string& after) {
    std::string out;
    for (int i = 0; i < times; ++i) out += before + std::to_string(1000 + i) + after;
    return out;
}

std::string definition(const std::string& metadata) {
    return "<d:definition id='oval:x:def:1' class='vulnerability'><d:metadata>" + metadata +
           "</d:metadata></d:definition>";
}

// Each flaw by each platform was kept: 36 million texts for this half MiB.
TEST(Oval, flaws_by_platforms_are_counted_so_far_only) {
    const std::string advisory =
        "<d:advisory>" + repeated(6000, "<d:cve>CVE-2099-", "</d:cve>") + "<d:affected_cpe_list>" +
        repeated(6000, "<d:cpe>cpe:/a:x:", "</d:cpe>") + "</d:affected_cpe_list></d:advisory>";
    const DocumentSummary summary =
        read(oval_results(definition(advisory), verdict("1", "true")), "oval-results");
    EXPECT_EQ(told(summary, "odd"),
              "There are more than 100,000 pairs of a flaw and what it affects: the rest is not "
              "counted.");
    EXPECT_EQ(told(summary, "not listed"), "CVE 5964, affected 99990");
    EXPECT_TRUE(told(summary, "affected").starts_with("CVE-2099-1000 cpe:/a:x:1000 | "));
}

// Each result that names a definition went through all it is about, and its title.
TEST(Oval, what_a_definition_is_about_is_told_for_the_first_of_many_results) {
    const std::string flaws = "<d:title>" + std::string(std::size_t{1} << 20U, 't') +
                              "</d:title><d:advisory>" +
                              repeated(20'000, "<d:cve>CVE-2099-", "</d:cve>") + "</d:advisory>";
    std::string verdicts;
    for (int i = 0; i < 20'000; ++i) verdicts += verdict("1", "true");
    const DocumentSummary summary = read(oval_results(definition(flaws), verdicts), "oval-results");
    EXPECT_EQ(told(summary, "definitions true"), "20000");
    EXPECT_EQ(told(summary, "not listed"), "CVE 19964");
    EXPECT_EQ(told(summary, "vulnerability").size(), 1000U);
}

// The name of the rule was kept for each override: 20 GiB for this MiB and a half.
TEST(Xccdf, a_long_name_of_a_rule_is_not_kept_for_each_override) {
    const std::string overrides = repeated(20'000, "<x:override time='", "'/>");
    const DocumentSummary summary = read_xccdf(test_result(
        "id='r'", "<x:target>t</x:target>" + rule(std::string(std::size_t{1} << 20U, 'r'), "high",
                                                  "<x:result>pass</x:result>" + overrides)));
    EXPECT_EQ(told(summary, "not listed"), "override 19994");
    EXPECT_EQ(told(summary, "odd"), "");
}

}  // namespace
}  // namespace exhibit::documents

// Every example document that the RFCs print, with evidence attached.
#include <gtest/gtest.h>

#include <filesystem>
#include <iostream>
#include <map>

#include "exhibit/error.hpp"
#include "spliced.hpp"
#include "support/rfc_examples.hpp"
#include "xmllint.hpp"

namespace exhibit::exchange {
namespace {

using Example = test::RfcExample;

/// In the way its rules allow: a fraud report takes a Record only.
Spliced attach_somewhere(const Example& example, IodefVersion* version) {
    IodefAttachRequest request = request_for(IodefSection::event_data);
    request.report_incident = 1;
    const ReportMap map = map_report(example.text, example.name);
    *version = map.incidents.front().version;
    try {
        return attach(example.text, request);
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::conflict) << example.name << error.what();
        EXPECT_TRUE(example.name.starts_with("RFC 5941")) << example.name << error.what();
        request.evidence.section = IodefSection::record;
        return attach(example.text, request);
    }
}

/// Into every EventData it has too, as a Record or as RecordData.
std::size_t attach_to_each_event(const Example& example) {
    const ReportMap map = map_report(example.text, example.name);
    std::size_t count = 0;
    for (const MappedIncident& incident : map.incidents) {
        for (const MappedEvent& event : incident.events) {
            IodefAttachRequest request = request_for(
                event.records.empty() ? IodefSection::record : IodefSection::record_data);
            request.report_incident = incident.number;
            request.event_data = event.number;
            expect_only_inserted(example.text, attach(example.text, request));
            ++count;
        }
    }
    return count;
}

void expect_no_worse(const Example& example, const Spliced& out) {
    const std::string schema = std::string(EXHIBIT_SCHEMAS) + "/all.xsd";
    const Verdict before = xmllint(schema, example.text);
    const Verdict after = xmllint(schema, out.document);
    EXPECT_LE(after.complaints, before.complaints) << example.name << after.text;
    EXPECT_EQ(after.code, before.code) << example.name << after.text;
}

TEST(RfcExamples, take_evidence_and_keep_every_byte_of_theirs) {
    if (!std::filesystem::exists(EXHIBIT_RFCS))
        GTEST_SKIP() << "the RFCs are not beside this source tree (../shared/rfc)";
    test::RfcExamples cut;
    for (const int rfc : {5070, 7970, 5901, 5941, 7203, 8274})
        test::cut_examples(EXHIBIT_RFCS, rfc, "IODEF-Document", cut);
    std::map<std::string, int> documents;
    std::map<IodefVersion, int> versions;
    std::size_t places = 0;
    const bool judged = have_xmllint() && have_schemas();
    for (const Example& example : cut.documents) {
        SCOPED_TRACE(example.name);
        IodefVersion version{};
        const Spliced out = attach_somewhere(example, &version);
        expect_only_inserted(example.text, out);
        if (judged) expect_no_worse(example, out);
        ++documents[example.name.substr(0, 8)];
        ++versions[version];
        places += 1 + attach_to_each_event(example);
    }
    const std::map<std::string, int> expected{{"RFC 5070", 4}, {"RFC 5901", 2}, {"RFC 5941", 1},
                                              {"RFC 7203", 1}, {"RFC 7970", 2}, {"RFC 8274", 5}};
    EXPECT_EQ(documents, expected);
    EXPECT_EQ(versions[IodefVersion::v1], 8);
    EXPECT_EQ(versions[IodefVersion::v2], 7);
    // Beginnings and patterns of documents, with "..." in them: these are no XML.
    const std::map<int, int> fragments{{5070, 2}, {7970, 4}};
    EXPECT_EQ(cut.fragments, fragments);
    RecordProperty("documents", static_cast<int>(cut.documents.size()));
    RecordProperty("places", static_cast<int>(places));
    std::cout << "attached to " << cut.documents.size() << " documents, in " << places
              << " places; validated: " << (judged ? "yes" : "no") << '\n';
}

}  // namespace
}  // namespace exhibit::exchange

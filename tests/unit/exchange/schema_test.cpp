// The documents against the schemas, by xmllint.
#include <gtest/gtest.h>

#include "sample_input.hpp"
#include "xmllint.hpp"

namespace exhibit::exchange {
namespace {

void expect_valid(const std::string& schema, const std::string& xml) {
    const Verdict verdict = xmllint(schema, xml);
    EXPECT_EQ(verdict.code, 0) << schema << "\n" << verdict.text << "\n" << xml;
}

/// A document with the fragment in the place where IODEF has it.
std::string spliced(IodefVersion version, IodefSection section) {
    const auto whole = emit_iodef(sample_with_container(version, IodefSection::document)).xml;
    std::string part = emit_iodef(sample_with_container(version, section)).xml;
    part.erase(0, part.find("?>") + 3);
    const std::size_t end = whole.find("  <EventData ");
    const std::size_t rest = whole.find("    <History");
    if (section == IodefSection::event_data)
        return whole.substr(0, end) + part + whole.substr(rest);
    return whole.substr(0, end) + "<EventData><Description>x</Description>" + part +
           "</EventData>" + whole.substr(rest);
}

TEST(IodefSchema, accepts_every_version_and_section_in_all_three_variants) {
    if (!have_schemas())
        GTEST_SKIP() << "the IODEF schemas are not beside this source tree (../shared/schemas)";
    if (!have_xmllint()) GTEST_SKIP() << "xmllint is not installed";
    for (const char* driver : {"all.xsd", "all-errata.xsd", "all-milewg.xsd"}) {
        const std::string schema = std::string(EXHIBIT_SCHEMAS) + "/" + driver;
        for (const auto version : {IodefVersion::v1, IodefVersion::v2}) {
            expect_valid(schema,
                         emit_iodef(sample_with_container(version, IodefSection::document)).xml);
            expect_valid(schema, spliced(version, IodefSection::event_data));
            expect_valid(schema, spliced(version, IodefSection::record));
        }
    }
}

TEST(IodefSchema, accepts_a_document_with_nothing_optional) {
    if (!have_schemas())
        GTEST_SKIP() << "the IODEF schemas are not beside this source tree (../shared/schemas)";
    for (const auto version : {IodefVersion::v1, IodefVersion::v2}) {
        auto input = sample_with_container(version, IodefSection::document);
        input.handlers.clear();
        input.sender.profile = {};
        input.request.csirt_email.clear();
        input.incident.title.clear();
        for (EvidenceItem& evidence : input.items) {
            evidence.item.fields.clear();
            evidence.item.digests = {};
            evidence.item.size.reset();
            evidence.item.label.clear();
            evidence.item.description.clear();
            evidence.tool.clear();
            evidence.hand_overs.clear();
        }
        expect_valid(std::string(EXHIBIT_SCHEMAS) + "/all.xsd", emit_iodef(input).xml);
    }
}

TEST(IodefSchema, describes_the_extension_elements) {
    if (!have_xmllint()) GTEST_SKIP() << "xmllint is not installed";
    const auto xml = emit_iodef(sample_with_container(IodefVersion::v2, IodefSection::record)).xml;
    std::size_t found = 0;
    for (std::size_t at = xml.find("<ev:Evidence "); at != std::string::npos;
         at = xml.find("<ev:Evidence ", at + 1)) {
        const std::size_t end =
            xml.find("</ev:Evidence>", at) + std::string("</ev:Evidence>").size();
        expect_valid(EXHIBIT_EXTENSION_SCHEMA, xml.substr(at, end - at));
        ++found;
    }
    EXPECT_EQ(found, 3U);
}

}  // namespace
}  // namespace exhibit::exchange

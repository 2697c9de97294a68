// Every example document that the RFCs print, with evidence attached: cut out of their texts here,
// so that nothing of them is copied into this tree.
#include <gtest/gtest.h>

#include <filesystem>
#include <iostream>
#include <map>
#include <optional>

#include "base/file.hpp"
#include "exhibit/error.hpp"
#include "spliced.hpp"
#include "xmllint.hpp"

namespace exhibit::exchange {
namespace {

struct Example {
    std::string name;  ///< "RFC 5070, 2"
    std::string text;
};

struct Cut {
    std::vector<Example> documents;
    std::map<int, int> fragments;  ///< elided ones ("..."), by RFC
};

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::size_t begin = 0;
    while (begin < text.size()) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        lines.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return lines;
}

/// "Danyliw, et al.   Standards Track   [Page 68]" and "RFC 5070   IODEF   December 2007".
bool is_page_break(const std::string& line) {
    if (line.empty() || line[0] == ' ') return false;
    const bool footer = line.find("[Page ") != std::string::npos && line.ends_with(']');
    const bool header = line.starts_with("RFC ") && line.size() > 60;
    return footer || header || line == "\f";
}

std::size_t indent_of(const std::string& line) {
    return std::min(line.find_first_not_of(' '), line.size());
}

std::string joined(const std::vector<std::string>& lines, std::size_t from, std::size_t to) {
    std::size_t indent = 100;
    for (std::size_t i = from; i <= to; ++i)
        if (indent_of(lines[i]) < lines[i].size()) indent = std::min(indent, indent_of(lines[i]));
    std::string out;
    for (std::size_t i = from; i <= to; ++i) {
        out += lines[i].substr(std::min(indent, lines[i].size()));
        // A namespace that RFC 5941 breaks at its hyphen goes on in the next line.
        if (!lines[i].ends_with("thraud-")) out += '\n';
    }
    return out;
}

/// From the XML declaration, which may have comments behind it, to the end tag.
void cut_examples(int rfc, Cut& out) {
    const auto bytes = read_file(std::string(EXHIBIT_RFCS) + "/rfc" + std::to_string(rfc) + ".txt",
                                 std::size_t{1} << 24U);
    ASSERT_TRUE(bytes.has_value());
    std::vector<std::string> lines;
    for (std::string& line : lines_of(std::string(as_text(*bytes))))
        if (!is_page_break(line)) lines.push_back(std::move(line));
    std::optional<std::size_t> declaration;
    std::optional<std::size_t> begin;
    int number = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const std::string line = lines[i].substr(indent_of(lines[i]));
        if (line.starts_with("<?xml")) declaration = i;
        if (line.starts_with("<IODEF-Document")) {
            if (begin) ++out.fragments[rfc];
            begin = declaration && i - *declaration < 20 ? *declaration : i;
        }
        if (!begin || !line.starts_with("</IODEF-Document>")) continue;
        const std::string text = joined(lines, *begin, i);
        begin.reset();
        declaration.reset();
        if (text.find("...") != std::string::npos)
            ++out.fragments[rfc];
        else
            out.documents.push_back(
                {"RFC " + std::to_string(rfc) + ", " + std::to_string(++number), text});
    }
}

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
    Cut cut;
    for (const int rfc : {5070, 7970, 5901, 5941, 7203, 8274}) cut_examples(rfc, cut);
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

#include "exchange/iodef.hpp"

#include <gtest/gtest.h>

#include "exhibit/error.hpp"
#include "sample_input.hpp"

namespace exhibit::exchange {
namespace {

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++found;
    return found;
}

TEST(Iodef, writes_digests_as_base64_of_the_octets) {
    const auto v2 = emit_iodef(sample_input(IodefVersion::v2, IodefSection::document)).xml;
    // "abc": the values printed in RFC 1321, FIPS 180-4, through base64.
    EXPECT_EQ(count(v2, "<ds:DigestValue>ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="), 1U);
    EXPECT_EQ(count(v2, "<ds:DigestValue>qZk+NkcGgWq6PiVxeFDCbJzQ2J0="), 1U);
    EXPECT_EQ(count(v2, "<ds:DigestValue>kAFQmDzST7DWlj99KOF/cg=="), 1U);
    const auto v1 = emit_iodef(sample_input(IodefVersion::v1, IodefSection::document)).xml;
    EXPECT_EQ(count(v1, "<ds:DigestValue>"), 3U);
}

TEST(Iodef, names_both_parties_of_every_hand_over) {
    for (const auto version : {IodefVersion::v1, IodefVersion::v2}) {
        const auto xml = emit_iodef(sample_input(version, IodefSection::document)).xml;
        EXPECT_EQ(count(xml, "<HistoryItem "), 2U);
        EXPECT_EQ(count(xml,
                        "Custody of INC-7/1 passed from Anna Alpha to Boris Beta; purpose: "
                        "Analysis; place: Lab 1"),
                  1U);
        EXPECT_EQ(count(xml, "<ev:From key=\"aaaa"), 2U);
        EXPECT_EQ(count(xml, "<ev:To key=\"bbbb"), 2U);
    }
}

TEST(Iodef, puts_hand_overs_into_the_items_where_there_is_no_history) {
    for (const auto section : {IodefSection::event_data, IodefSection::record}) {
        const auto out = emit_iodef(sample_input(IodefVersion::v2, section));
        EXPECT_EQ(count(out.xml, "<History"), 0U);
        EXPECT_EQ(count(out.xml, "<ev:HandOver "), 2U);
        ASSERT_EQ(out.omitted.size(), 3U);
    }
}

TEST(Iodef, gives_locator_size_and_acquisition) {
    const auto xml = emit_iodef(sample_input(IodefVersion::v2, IodefSection::document)).xml;
    EXPECT_EQ(
        count(xml, "<URL>exhibit:csirt.example.com/0123456789abcdef0123456789abcdef/INC-7/1<"), 3U);
    EXPECT_EQ(count(xml, "<FileSize>1073741824</FileSize>"), 1U);
    EXPECT_EQ(count(xml, "<StartTime>2026-02-03T10:00:00+01:00</StartTime>"), 1U);
    EXPECT_EQ(count(xml, "<EndTime>2026-02-03T10:10:00+01:00</EndTime>"), 2U);
    EXPECT_EQ(count(xml, "<AssetID>WD-1234</AssetID>"), 1U);
    EXPECT_EQ(count(xml, "<ev:Unreadable offset=\"512\" length=\"1024\""), 1U);
}

TEST(Iodef, says_what_could_not_be_read_in_elements_and_in_words) {
    for (const auto version : {IodefVersion::v1, IodefVersion::v2}) {
        const auto xml = emit_iodef(sample_with_container(version, IodefSection::record)).xml;
        EXPECT_EQ(count(xml, "<ev:Unreadable offset=\"512\" length=\"1024\""), 2U);
        EXPECT_EQ(count(xml,
                        "<Description>Unreadable at the source, offset+length in bytes: "
                        "1 range (512+1024); the digests are taken with zeros there<"),
                  2U);
    }
}

TEST(Iodef, says_what_a_container_says_of_its_media) {
    for (const auto version : {IodefVersion::v1, IodefVersion::v2}) {
        const auto xml = emit_iodef(sample_with_container(version, IodefSection::record)).xml;
        EXPECT_EQ(count(xml,
                        "<ev:Container format=\"EnCase 6\" segment-files=\"2\" "
                        "media-size=\"4096\" bytes-per-sector=\"512\">"),
                  1U);
        EXPECT_EQ(count(xml,
                        "<ev:Stored algorithm=\"md5\" result=\"match\">"
                        "900150983cd24fb0d6963f7d28e17f72</ev:Stored>"),
                  1U);
        EXPECT_EQ(count(xml, "<ev:Stored algorithm=\"sha1\" result=\"not-stored\""), 1U);
        EXPECT_EQ(count(xml, "<ev:Header name=\"case_number\">CASE-7</ev:Header>"), 1U);
        EXPECT_EQ(count(xml, "<ev:AcquisitionError offset=\"1024\" length=\"512\""), 1U);
        EXPECT_EQ(count(xml, "<ev:MediaUnreadable offset=\"2048\" length=\"512\""), 1U);
        EXPECT_EQ(count(xml,
                        "<Description>Container EnCase 6 in 2 segment files; media of 4,096 "
                        "bytes"),
                  1U);
        EXPECT_EQ(count(xml, "stored md5 900150983cd24fb0d6963f7d28e17f72: match"), 1U);
    }
}

TEST(Iodef, says_what_an_acquisition_log_says_and_how_it_compares) {
    for (const auto version : {IodefVersion::v1, IodefVersion::v2}) {
        const auto xml = emit_iodef(sample_with_container(version, IodefSection::record)).xml;
        EXPECT_EQ(count(xml,
                        "<ev:AcquisitionLog name=\"db1.map\" format=\"ddrescue-map\" "
                        "size=\"321\" sha256=\"5555"),
                  1U);
        EXPECT_EQ(count(xml, "<ev:BadRange offset=\"4096\" length=\"512\""), 1U);
        EXPECT_EQ(count(xml, "<ev:Check what=\"unreadable\" result=\"mismatch\">"), 1U);
        EXPECT_EQ(count(xml,
                        "it names unreadable 2 ranges (512+1024, 4096+512); DISAGREES: The "
                        "ranges are not the same.; 1 statement agrees with what was read<"),
                  1U);
    }
}

TEST(Iodef, is_the_same_for_the_same_input) {
    const auto input = sample_input(IodefVersion::v1, IodefSection::document);
    EXPECT_EQ(emit_iodef(input).xml, emit_iodef(input).xml);
}

TEST(Iodef, escapes_markup_and_shows_control_characters) {
    auto input = sample_input(IodefVersion::v2, IodefSection::document);
    input.items[0].item.description = "</Description><x>\x01";
    const auto out = emit_iodef(input);
    EXPECT_EQ(count(out.xml, "&lt;/Description&gt;&lt;x&gt;\\x{01}"), 2U);
    EXPECT_FALSE(out.omitted.empty());
}

TEST(Iodef, refuses_without_a_csirt_name_without_items_and_with_foreign_items) {
    auto input = sample_input(IodefVersion::v2, IodefSection::document);
    input.request.csirt_name.clear();
    EXPECT_THROW(emit_iodef(input), Error);
    input = sample_input(IodefVersion::v2, IodefSection::document);
    input.items[1].item.incident = "INC-8";
    EXPECT_THROW(emit_iodef(input), Error);
    input.items.clear();
    EXPECT_THROW(emit_iodef(input), Error);
}

TEST(Iodef, says_when_values_are_withheld) {
    auto input = sample_input(IodefVersion::v2, IodefSection::document);
    input.items[0].item.readable = false;
    const auto omitted = emit_iodef(input).omitted;
    ASSERT_EQ(omitted.size(), 3U);
    EXPECT_NE(omitted[0].find("withheld from the sender"), std::string::npos);
}

TEST(Iodef, says_what_is_withheld_on_request) {
    auto input = sample_input(IodefVersion::v2, IodefSection::document);
    input.request.withhold = {"serial"};
    EXPECT_NE(emit_iodef(input).omitted[0].find("recorded as serial"), std::string::npos);
}

TEST(Iodef, carries_proofs_byte_for_byte) {
    for (const auto version : {IodefVersion::v1, IodefVersion::v2}) {
        const auto xml = emit_iodef(sample_input(version, IodefSection::document)).xml;
        const std::string about =
            " event=\"" + std::string(64, '1') + "\" index=\"4\" type=\"item.ingest\">";
        EXPECT_EQ(count(xml, "<ev:Attestation" + about + R"({"payload":"e30="}</ev:Att)"), 1U);
        EXPECT_EQ(count(xml, "<ev:Receipt" + about + "c2sp.org/proof\nindex 4\n</ev:Rec"), 1U);
        const std::string element = version == IodefVersion::v1 ? "RecordItem" : "AdditionalData";
        EXPECT_EQ(count(xml, "<" + element +
                                 " dtype=\"file\" meaning=\"RFC 3161 time-stamp reply\" "
                                 "formatid=\"urn:exhibit:iodef-evidence-1.0#time-stamp\">MIIB</"),
                  1U);
        EXPECT_EQ(count(xml, "reply-sha256=\"" + std::string(64, '6') +
                                 "\">origin\n12\nAAAA\n</ev:TimeStamp>"),
                  1U);
    }
}

TEST(Iodef, quotes_lines_with_the_place_and_a_pattern_that_is_the_text) {
    const auto out = emit_iodef(sample_input(IodefVersion::v2, IodefSection::document));
    EXPECT_EQ(count(out.xml,
                    "<RecordPattern type=\"regex\" offset=\"300\" "
                    "offsetunit=\"byte\">su: \\(root\\)</RecordPattern>"),
              1U);
    EXPECT_EQ(count(out.xml, "#excerpt\">\tsu: (root) on none</RecordItem>"), 1U);
    EXPECT_EQ(count(out.xml, "meaning=\"line 9, cut\""), 1U);
    EXPECT_EQ(count(out.xml, "20 lines hold the text \"su: (root)\", the first 2 of them here"),
              1U);
    ASSERT_EQ(out.omitted.size(), 2U);
    EXPECT_NE(out.omitted[0].find("2 of 20 lines"), std::string::npos);
}

}  // namespace
}  // namespace exhibit::exchange

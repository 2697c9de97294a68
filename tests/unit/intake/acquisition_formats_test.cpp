// Formats of which no tool is at hand here, reports that are cut, and encodings.
#include "acquisition_samples.hpp"

namespace exhibit::intake {
namespace {

const std::string md5 = "27de2ff5356ab8ef9acb0c19006431c7";
const std::string sha1 = "02cad39692653f104888f9cdc981f07f073a00b7";

std::string utf16(const std::string& ascii, bool big_endian) {
    std::string out = big_endian ? "\xFE\xFF" : "\xFF\xFE";
    for (const char c : ascii) {
        if (big_endian) out += '\0';
        out += c;
        if (!big_endian) out += '\0';
    }
    return out;
}

std::string with(std::string text, const std::string& old, const std::string& now) {
    const std::size_t at = text.find(old);
    EXPECT_NE(at, std::string::npos) << old;
    return at == std::string::npos ? text : text.replace(at, old.size(), now);
}

TEST(AcquisitionFormats, tableau_td3) {
    const AcquisitionLog log = parsed("tableau-td3-hand-written.txt");
    EXPECT_EQ(log.format, "tableau");
    EXPECT_EQ(log.tool, "Tableau TD3 2.0.0");
    EXPECT_EQ(log.source, "ACME Stick, S1");
    EXPECT_EQ(log.size, 1048576U);
    EXPECT_EQ(log.sector_bytes, 512U);
    EXPECT_EQ(log.started, "Mon Mar 02 10:00:00 2026");
    EXPECT_EQ(log.finished, "Mon Mar 02 10:11:00 2026");
    EXPECT_FALSE(log.zone_known);
    EXPECT_EQ(digests_of(log), "acquisition-stream md5 " + md5 + "\nacquisition-stream sha1 " +
                                   sha1 + "\nimage-reread md5 " + md5 + "\nimage-reread sha1 " +
                                   sha1 + "\n");
    EXPECT_EQ(ranges_of(log), "512000+1024 ");
    EXPECT_TRUE(log.tells_ranges && log.complete);
    EXPECT_EQ(log.verdict, "Ok; readback: Verified");
    ASSERT_EQ(log.warnings.size(), 1U);
    EXPECT_EQ(log.warnings[0], "The log tells 2 errors beside the status \"Ok\".");
}

TEST(AcquisitionFormats, tableau_errors_that_are_not_all_listed_are_no_list) {
    const std::string text = sample("tableau-td3-hand-written.txt");
    EXPECT_FALSE(
        parse_acquisition_log(with(text, "Total errors: 2", "Total errors: 3")).tells_ranges);
    const AcquisitionLog other = parse_acquisition_log(
        with(text, "Read error (source), byte offset=512512", "Write error, byte offset=512512"));
    EXPECT_FALSE(other.tells_ranges);
    EXPECT_EQ(ranges_of(other), "512000+512 ");
}

TEST(AcquisitionFormats, tableau_that_did_not_complete) {
    const AcquisitionLog log = parsed("tableau-tx1-hand-written.txt");
    EXPECT_EQ(log.tool, "Tableau TX1 22.1");
    EXPECT_EQ(digests_of(log), "acquisition-stream md5 " + md5 + "\n");
    EXPECT_EQ(log.verdict, "Error/Failed");
    EXPECT_FALSE(log.complete || log.tells_ranges);
    EXPECT_EQ(log.warnings.size(), 3U);
}

TEST(AcquisitionFormats, tableau_that_is_not_understood) {
    const std::string text = sample("tableau-td3-hand-written.txt");
    expect_unrecognized(text + text, "more than one run");
    expect_unrecognized(text + "more\n", "follows the end");
    expect_unrecognized(with(text, "Disk Image", "Logical Image"), "logical image");
    expect_unrecognized(with(text, "2,048", "2,047"), "number of blocks");
    expect_unrecognized(with(text, md5, md5.substr(1)), "length of its algorithm");
    expect_unrecognized(with(text, "Start of TD3", "Start of TD9"), "no tool that is known");
}

TEST(AcquisitionFormats, ftk_imager_of_the_command_line_has_no_banner) {
    const AcquisitionLog log = parsed("ftk-imager-cli-hand-written.txt");
    EXPECT_EQ(log.format, "ftk-imager");
    EXPECT_EQ(log.tool, "AccessData FTK Imager, ADI3");
    EXPECT_EQ(log.size, 1048576U);
    EXPECT_EQ(digests_of(log),
              "acquisition-stream md5 " + md5 + "\nacquisition-stream sha1 " + sha1 + "\n");
    EXPECT_TRUE(log.complete && log.verdict.empty());
    const std::string text = sample("ftk-imager-cli-hand-written.txt");
    expect_unrecognized(with(text, "Acquired using: ADI3", "Acquired using: other"));
    expect_unrecognized(with(text, "Image Information:", "Image information:"), "AD1");
    expect_unrecognized(with(text, "    2048", "    2049"), "two numbers of sectors");
}

TEST(AcquisitionFormats, dfxml_of_hashdeep_with_pieces) {
    const AcquisitionLog log = parsed("hashdeep-pieces.dfxml");
    EXPECT_EQ(log.format, "dfxml");
    EXPECT_EQ(log.tool, "MD5DEEP 4.4");
    EXPECT_EQ(log.started, "2026-11-25T18:27:08Z");
    EXPECT_TRUE(log.zone_known && log.complete && log.warnings.empty());
    ASSERT_EQ(log.digests.size(), 10U);
    for (std::size_t i = 0; i < 8; ++i) EXPECT_EQ(log.digests[i].scope, DigestScope::window) << i;
    EXPECT_EQ(log.digests[8].scope, DigestScope::contained_file);
    EXPECT_EQ(log.digests[8].file, "/cases/image.raw");
    EXPECT_EQ(log.digests[8].hex, "e970c2395366f447f390510774e851fa");
    EXPECT_EQ(log.digests[9].algorithm, "sha256");
}

TEST(AcquisitionFormats, dfxml_that_was_interrupted_keeps_what_is_whole) {
    const std::string text = sample("dfxml-source-hand-written.xml");
    const std::string image = "image-reread sha1 " + sha1 + "\n";
    // Cut at any byte: a digest counts when its own element is whole, a file when it is closed.
    const std::size_t file_end = text.find("</fileobject>") + std::string("</fileobject>").size();
    const std::string tag = "</hashdigest>";
    const std::size_t digest_end = text.find(tag) + tag.size();
    for (std::size_t size = text.find("<creator"); size < text.rfind('>'); ++size) {
        const AcquisitionLog log = parse_acquisition_log(text.substr(0, size));
        ASSERT_EQ(log.format, "dfxml") << size;
        EXPECT_FALSE(log.complete);
        EXPECT_EQ(log.warnings.at(0).substr(0, 29), "The report has no closing tag");
        EXPECT_EQ(digests_of(log).starts_with(image), size >= digest_end) << size;
        EXPECT_EQ(log.digests.size() == 2, size >= file_end) << size;
    }
}

TEST(AcquisitionFormats, dfxml_digests_are_of_where_they_stand) {
    const AcquisitionLog log = parsed("dfxml-source-hand-written.xml");
    EXPECT_EQ(log.tool, "BULK_EXTRACTOR 1.6.0");
    EXPECT_EQ(log.source, "a & b.raw");
    EXPECT_TRUE(log.files_inside);
    EXPECT_FALSE(parsed("hashdeep-pieces.dfxml").files_inside);
    EXPECT_EQ(log.size, 1048576U);
    EXPECT_EQ(digests_of(log),
              "image-reread sha1 " + sha1 + "\ncontained-file md5 " + md5 + " x y/<1>.txt\n");
    ASSERT_EQ(log.warnings.size(), 1U);
    EXPECT_TRUE(log.warnings[0].starts_with("2 digests of the report were not read"));
}

TEST(AcquisitionFormats, dfxml_that_is_not_understood) {
    const std::string text = sample("dfxml-source-hand-written.xml");
    expect_unrecognized(with(text, "<dfxml", "<!DOCTYPE dfxml [<!ENTITY a 'b'>]><dfxml"),
                        "document type");
    expect_unrecognized(with(text, "&amp;", "&other;"), "entity");
    expect_unrecognized(with(text, sha1, sha1.substr(1)), "length of its algorithm");
    expect_unrecognized(with(text, "</source>", "</sauce>"), "end tag");
    expect_unrecognized(text + text, "follows its root");
    expect_unrecognized("<ewfobjects/>", "no tool that is known");
}

TEST(AcquisitionFormats, utf16_and_byte_order_marks) {
    for (const std::string name : {"ewfacquire.txt", "dc3dd.txt", "tableau-td3-hand-written.txt",
                                   "hashdeep.txt", "hashdeep-pieces.dfxml"}) {
        const std::string text = sample(name);
        const std::string plain = digests_of(parse_acquisition_log(text));
        EXPECT_FALSE(plain.empty()) << name;
        for (const std::string& other :
             {utf16(text, false), utf16(text, true), "\xEF\xBB\xBF" + text}) {
            EXPECT_EQ(digests_of(parse_acquisition_log(other)), plain) << name;
        }
    }
}

TEST(AcquisitionFormats, line_ends_of_windows) {
    for (const std::string name : {"ewfacquire.txt", "ewfinfo-errors.txt", "dc3dd-errors.txt",
                                   "ddrescue-bad.map", "hashdeep.txt", "dcfldd.txt", "tags.txt",
                                   "ftk-imager-cli-hand-written.txt", "md5deep-z.txt"}) {
        std::string text = sample(name);
        const AcquisitionLog unix_ends = parse_acquisition_log(text);
        for (std::size_t at = text.find('\n'); at != std::string::npos;
             at = text.find('\n', at + 2))
            text.insert(at, "\r");
        const AcquisitionLog log = parse_acquisition_log(text);
        EXPECT_EQ(digests_of(log), digests_of(unix_ends)) << name;
        EXPECT_EQ(ranges_of(log), ranges_of(unix_ends)) << name;
        EXPECT_EQ(log.verdict, unix_ends.verdict) << name;
        EXPECT_EQ(log.tool, unix_ends.tool) << name;
    }
}

TEST(AcquisitionFormats, utf16_beyond_the_first_plane_and_cut) {
    std::string text = utf16(md5 + "  ", false) + std::string("\x3D\xD8\x00\xDE\n\0", 6);
    EXPECT_EQ(parse_acquisition_log(text).digests.at(0).file, "\xF0\x9F\x98\x80");
    EXPECT_TRUE(parse_acquisition_log(text).warnings.empty());
    text += 'x';
    EXPECT_EQ(parse_acquisition_log(text).warnings.at(0),
              "The log is cut in the middle of a character.");
    expect_unrecognized(utf16(md5 + "  a", false) + "\x01\xDC", "UTF-16");
    expect_unrecognized(utf16(md5 + "  a", false) + std::string("\x01\xD8z\0", 4), "UTF-16");
}

TEST(AcquisitionFormats, bytes_that_are_no_utf8_pass_as_they_are) {
    EXPECT_EQ(parse_acquisition_log(md5 + "  M\xFCller.raw\n").digests.at(0).file, "M\xFCller.raw");
    const AcquisitionLog log = parse_acquisition_log(
        with(sample("ftk-imager-hand-written.txt"), "\xC2\xAE FTK\xC2\xAE", "\xAE FTK\xAE"));
    EXPECT_EQ(log.tool, "AccessData\\xAE FTK\\xAE Imager 4.5.0.3");
}

TEST(AcquisitionFormats, bounds) {
    expect_unrecognized("", "it is empty");
    expect_unrecognized(std::string("a\0b", 3), "NUL");
    expect_unrecognized(std::string(acquisition_log_bytes_max + 1, '\n'), "over 64 MiB");
    expect_unrecognized(std::string(acquisition_lines_max + 1, '\n'), "4,000,000 lines");
    expect_unrecognized(md5 + "  " + std::string(acquisition_line_bytes_max, 'a'), "16,384");
    std::string deep = "<dfxml>";
    for (int i = 0; i < 64; ++i) deep += "<a>";
    expect_unrecognized(deep, "64 deep");
}

}  // namespace
}  // namespace exhibit::intake

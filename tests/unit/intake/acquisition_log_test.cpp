#include "acquisition_samples.hpp"

namespace exhibit::intake {
namespace {

const std::string md5 = "27de2ff5356ab8ef9acb0c19006431c7";
const std::string sha1 = "02cad39692653f104888f9cdc981f07f073a00b7";
const std::string sha256 = "b58a993211b5f2e097cd07d48abb0fdf82b69f71d53a6530ba696d5c82b631aa";

TEST(AcquisitionLog, ewfacquire) {
    const AcquisitionLog log = parsed("ewfacquire.txt");
    EXPECT_EQ(log.format, "ewfacquire");
    EXPECT_EQ(log.tool, "ewfacquire 20140813");
    EXPECT_EQ(log.size, 1048576U);
    EXPECT_EQ(log.sector_bytes, 512U);
    EXPECT_EQ(log.started, "Nov 25, 2026 03:53:24");
    EXPECT_FALSE(log.zone_known);
    EXPECT_EQ(digests_of(log),
              "acquisition-stream md5 " + md5 + "\nacquisition-stream sha256 " + sha256 + "\n");
    EXPECT_EQ(log.verdict, "SUCCESS");
    EXPECT_TRUE(log.complete && log.tells_ranges);
}

TEST(AcquisitionLog, ewfacquire_cut_short_is_incomplete) {
    const std::string text = sample("ewfacquire.txt");
    const AcquisitionLog log = parse_acquisition_log(text.substr(0, text.find("Written:")));
    EXPECT_EQ(log.format, "ewfacquire");
    EXPECT_FALSE(log.complete);
    EXPECT_EQ(log.warnings.size(), 1U);
}

TEST(AcquisitionLog, ewfverify_tells_stored_from_calculated) {
    const AcquisitionLog log = parsed("ewfverify.txt");
    EXPECT_EQ(log.format, "ewfverify");
    EXPECT_EQ(digests_of(log), "acquisition-stream md5 " + md5 + "\nimage-reread md5 " + md5 +
                                   "\nimage-reread sha256 " + sha256 + "\n");
    EXPECT_EQ(log.size, 1048576U);
    EXPECT_EQ(log.verdict, "SUCCESS");
    EXPECT_TRUE(log.tells_ranges && log.bad_ranges.empty());
}

TEST(AcquisitionLog, dc3dd) {
    const AcquisitionLog log = parsed("dc3dd.txt");
    EXPECT_EQ(log.format, "dc3dd");
    EXPECT_EQ(log.tool, "dc3dd 7.2.646");
    EXPECT_TRUE(log.zone_known && log.complete && log.tells_ranges);
    EXPECT_EQ(log.size, 1048576U);
    EXPECT_EQ(log.source, "file `image.raw'");
    ASSERT_EQ(log.digests.size(), 8U);
    EXPECT_EQ(log.digests[2].hex, sha256);
    EXPECT_EQ(log.digests[2].scope, DigestScope::acquisition_stream);
    EXPECT_EQ(log.digests[6].hex, sha256);
    EXPECT_EQ(log.digests[6].scope, DigestScope::image_reread);
    EXPECT_EQ(log.verdict, "completed");
}

TEST(AcquisitionLog, dc3dd_ranges_include_their_last_sector) {
    std::string text = sample("dc3dd.txt");
    text.insert(text.find("\ninput results"),
                "[!!] 8 occurrences while reading `/dev/sdb' from sector 1000 to sector 1007 : "
                "Input/output error\n");
    const AcquisitionLog log = parse_acquisition_log(text);
    EXPECT_EQ(ranges_of(log), "512000+4096 ");
    EXPECT_TRUE(log.tells_ranges);
}

TEST(AcquisitionLog, dc3dd_joins_a_wrapped_sha512) {
    std::string text = sample("dc3dd.txt");
    const std::string whole = digests_of(parse_acquisition_log(text));
    text.insert(text.find("cfe6f8a0") + 64, "\n   ");
    EXPECT_EQ(digests_of(parse_acquisition_log(text)), whole);
}

TEST(AcquisitionLog, dc3dd_that_aborted_is_no_success) {
    const AcquisitionLog log = parsed("dc3dd-aborted.txt");
    EXPECT_EQ(log.format, "dc3dd");
    EXPECT_EQ(log.verdict, "aborted");
    EXPECT_FALSE(log.complete || log.tells_ranges);
}

TEST(AcquisitionLog, two_runs_in_one_log_are_unrecognized) {
    expect_unrecognized(sample("dc3dd.txt") + sample("dc3dd.txt"));
    expect_unrecognized(sample("ewfacquire.txt") + sample("ewfverify.txt"));
}

TEST(AcquisitionLog, dcfldd) {
    const AcquisitionLog log = parsed("dcfldd.txt");
    EXPECT_EQ(log.format, "dcfldd");
    EXPECT_EQ(digests_of(log),
              "acquisition-stream md5 " + md5 + "\nacquisition-stream sha256 " + sha256 + "\n");
    EXPECT_FALSE(log.tells_ranges);
    EXPECT_EQ(digests_of(parse_acquisition_log("32 blocks (1Mb) written.Total (md5): " + md5)),
              "acquisition-stream md5 " + md5 + "\n");
}

TEST(AcquisitionLog, dcfldd_windows_are_no_digest_of_the_whole) {
    const AcquisitionLog log = parsed("dcfldd-windows.txt");
    ASSERT_EQ(log.digests.size(), 10U);
    for (std::size_t i = 0; i < 8; ++i) EXPECT_EQ(log.digests[i].scope, DigestScope::window) << i;
    EXPECT_EQ(log.digests[8].scope, DigestScope::acquisition_stream);
    EXPECT_EQ(log.digests[9].algorithm, "sha256");
}

TEST(AcquisitionLog, ddrescue_map) {
    const AcquisitionLog log = parsed("ddrescue.map");
    EXPECT_EQ(log.format, "ddrescue-map");
    EXPECT_EQ(log.tool, "GNU ddrescue version 1.27");
    EXPECT_EQ(log.size, 1048576U);
    EXPECT_TRUE(log.complete && log.tells_ranges && log.bad_ranges.empty());
}

TEST(AcquisitionLog, only_plus_is_good_in_a_ddrescue_map) {
    const AcquisitionLog log = parsed("ddrescue-bad-hand-written.map");
    EXPECT_EQ(ranges_of(log), "4096+1024 ");
    EXPECT_EQ(log.size, 1048576U);
    EXPECT_FALSE(log.complete);
}

TEST(AcquisitionLog, ddrescue_map_with_what_was_never_tried) {
    std::string text = sample("ddrescue-bad-hand-written.map");
    text.replace(text.find("0x00000200  /") + 12, 1, "?");
    const AcquisitionLog log = parse_acquisition_log(text);
    EXPECT_EQ(ranges_of(log), "4096+1024 ");
    ASSERT_EQ(log.warnings.size(), 2U);
    EXPECT_EQ(log.warnings[0],
              "ddrescue did not try 512 bytes of the source; they count as not read.");
}

TEST(AcquisitionLog, ddrescue_map_with_a_gap_is_unrecognized) {
    std::string text = sample("ddrescue-bad-hand-written.map");
    text.replace(text.find("0x00001200"), 10, "0x00001300");
    expect_unrecognized(text);
}

TEST(AcquisitionLog, hashdeep_names_keep_their_commas) {
    const AcquisitionLog log = parsed("hashdeep.txt");
    EXPECT_EQ(log.format, "hashdeep");
    ASSERT_EQ(log.digests.size(), 4U);
    EXPECT_EQ(log.digests[0].file, "notes,1.txt");
    EXPECT_EQ(log.digests[3].file, "image.raw");
    EXPECT_EQ(log.digests[3].hex, sha256);
    EXPECT_EQ(log.digests[3].scope, DigestScope::contained_file);
}

TEST(AcquisitionLog, digest_lists) {
    EXPECT_EQ(parsed("sha256sum.txt").format, "digest-list");
    EXPECT_EQ(parsed("sha256sum.txt").digests.at(1).file, "notes,1.txt");
    EXPECT_EQ(digests_of(parsed("md5sum-tag.txt")), "contained-file md5 " + md5 + " image.raw\n");
    EXPECT_EQ(parsed("sha256sum-escaped.txt").digests.at(0).file, "c\\d.txt");
    EXPECT_EQ(parse_acquisition_log(md5 + " *a b\n").digests.at(0).file, "a b");
}

TEST(AcquisitionLog, kape) {
    const AcquisitionLog log = parsed("kape-hand-written.csv");
    EXPECT_EQ(log.format, "kape");
    EXPECT_EQ(digests_of(log), "contained-file sha1 " + sha1 + " D:/out/C/a/b,1.txt\n");
    expect_unrecognized(sample("kape-hand-written.csv") + "one,two\r\n");
}

TEST(AcquisitionLog, ftk_imager) {
    const AcquisitionLog log = parsed("ftk-imager-hand-written.txt");
    EXPECT_EQ(log.format, "ftk-imager");
    EXPECT_EQ(log.size, 7856127ULL * 512);
    EXPECT_EQ(log.source, "ACME Disk, S1");
    EXPECT_EQ(digests_of(log), "acquisition-stream md5 " + md5 + "\nacquisition-stream sha1 " +
                                   sha1 + "\nimage-reread md5 " + md5 + "\n");
    EXPECT_EQ(ranges_of(log), "512000+4096 1024000+512 ");
    EXPECT_EQ(log.verdict, "verified");
    EXPECT_FALSE(log.zone_known);
}

TEST(AcquisitionLog, anything_else_is_unrecognized) {
    expect_unrecognized("");
    expect_unrecognized("Everything verified: SUCCESS\n");
    expect_unrecognized(sample("ewfverify-l.txt"));
    expect_unrecognized(md5 + "  a\nand more\n");
    expect_unrecognized(md5 + "  " + std::string(acquisition_line_bytes_max, 'a'));
    expect_unrecognized(std::string(acquisition_log_bytes_max + 1, '\n'));
}

}  // namespace
}  // namespace exhibit::intake

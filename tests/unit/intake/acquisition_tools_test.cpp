// Logs that the tools of Debian 12 wrote here for one image of 1 MiB, and for it with sectors 1000
// to 1007 unreadable.
#include "acquisition_samples.hpp"

namespace exhibit::intake {
namespace {

const std::string md5 = "e970c2395366f447f390510774e851fa";
const std::string sha1 = "29441a63347698911533d2ed7dba49a79a733893";
const std::string sha256 = "5a7eff0fe0d94bea721eb000c749da25922eb796f4b481911cb95a2433c8716b";
const std::string zeroed_md5 = "7b9e21ef17228a6b191a118450b54dde";
const std::string bad_sectors = "512000+4096 ";

TEST(AcquisitionTools, ewfacquirestream) {
    const AcquisitionLog log = parsed("ewfacquirestream.txt");
    EXPECT_EQ(log.format, "ewfacquire");
    EXPECT_EQ(log.tool, "ewfacquirestream 20140813");
    EXPECT_EQ(digests_of(log), "acquisition-stream md5 " + md5 + "\nacquisition-stream sha1 " +
                                   sha1 + "\nacquisition-stream sha256 " + sha256 + "\n");
    EXPECT_FALSE(log.size) << "it reads a stream, and prints the bytes of the container only";
    EXPECT_EQ(log.started, "Nov 25, 2026 18:27:08");
    EXPECT_EQ(log.verdict, "SUCCESS");
    EXPECT_TRUE(log.complete && log.tells_ranges && log.warnings.empty());
}

TEST(AcquisitionTools, ewfacquire_ends_a_range_before_its_second_number) {
    const AcquisitionLog log = parsed("ewfacquire-errors.txt");
    EXPECT_EQ(ranges_of(log), "491520+24576 ");
    EXPECT_EQ(log.verdict, "SUCCESS");
    EXPECT_TRUE(log.complete && log.tells_ranges);
}

TEST(AcquisitionTools, ewfinfo_includes_the_second_number_of_a_range) {
    const AcquisitionLog log = parsed("ewfinfo-errors.txt");
    EXPECT_EQ(log.format, "ewfinfo");
    EXPECT_EQ(ranges_of(log), ranges_of(parsed("ewfacquire-errors.txt")));
    EXPECT_TRUE(log.tells_ranges);
}

TEST(AcquisitionTools, ewfinfo_tells_stored_digests) {
    const AcquisitionLog log = parsed("ewfinfo.txt");
    EXPECT_EQ(log.tool, "ewfinfo 20140813");
    EXPECT_EQ(digests_of(log),
              "acquisition-stream md5 " + md5 + "\nacquisition-stream sha1 " + sha1 + "\n");
    EXPECT_EQ(log.size, 1048576U);
    EXPECT_EQ(log.started, "Wed Nov 25 18:27:08 2026");
    EXPECT_FALSE(log.tells_ranges) << "no list of errors proves nothing";
    EXPECT_TRUE(log.verdict.empty());
}

TEST(AcquisitionTools, a_description_in_ewfinfo_is_no_digest) {
    std::string text = sample("ewfinfo.txt");
    text.replace(text.find("desc\n"), 5, "\n\tMD5:\t" + std::string(32, '0') + "\n");
    EXPECT_EQ(digests_of(parse_acquisition_log(text)), digests_of(parsed("ewfinfo.txt")));
}

TEST(AcquisitionTools, ewfverify_that_failed) {
    const AcquisitionLog log = parsed("ewfverify-failure.txt");
    EXPECT_EQ(log.verdict, "FAILURE");
    EXPECT_EQ(ranges_of(log), "491520+32768 ");
    EXPECT_TRUE(log.tells_ranges && log.complete);
    ASSERT_EQ(log.digests.size(), 4U);
    EXPECT_EQ(log.digests[0].scope, DigestScope::acquisition_stream);
    EXPECT_EQ(log.digests[0].hex, md5);
    EXPECT_EQ(log.digests[1].scope, DigestScope::image_reread);
    EXPECT_NE(log.digests[1].hex, md5);
    ASSERT_EQ(log.warnings.size(), 2U);
    EXPECT_EQ(log.warnings[1], "The tool's own verdict is \"FAILURE\".");
}

TEST(AcquisitionTools, ewfverify_in_its_short_form) {
    const AcquisitionLog log = parsed("ewfverify-q.txt");
    EXPECT_EQ(digests_of(log),
              "acquisition-stream md5 " + md5 + "\nimage-reread md5 " + md5 + "\n");
    EXPECT_EQ(log.verdict, "SUCCESS");
    EXPECT_TRUE(log.complete);
    EXPECT_FALSE(log.tells_ranges);
}

TEST(AcquisitionTools, dc3dd_with_bad_sectors) {
    const AcquisitionLog log = parsed("dc3dd-errors.txt");
    EXPECT_EQ(ranges_of(log), bad_sectors);
    EXPECT_EQ(digests_of(log), "acquisition-stream md5 " + zeroed_md5 + "\n");
    EXPECT_TRUE(log.complete && log.tells_ranges);
    EXPECT_EQ(log.warnings.size(), 1U);
}

TEST(AcquisitionTools, dc3dd_with_bad_sectors_apart) {
    const AcquisitionLog log = parsed("dc3dd-errors-apart.txt");
    EXPECT_EQ(ranges_of(log), "512000+512 513024+512 514048+512 515072+512 768000+2048 ");
    EXPECT_TRUE(log.tells_ranges);
    EXPECT_EQ(log.warnings.size(), 5U);
}

TEST(AcquisitionTools, dc3dd_that_counts_other_than_it_lists_tells_no_ranges) {
    std::string text = sample("dc3dd-errors-apart.txt");
    text.replace(text.find("8 bad sectors"), 1, "9");
    EXPECT_FALSE(parse_acquisition_log(text).tells_ranges);
    text = sample("dc3dd-errors.txt");
    text.replace(text.find("8 occurrences"), 1, "7");
    EXPECT_FALSE(parse_acquisition_log(text).tells_ranges);
    text = sample("dc3dd-errors-apart.txt");
    text.replace(text.find("reading `"), 7, "writing");
    EXPECT_FALSE(parse_acquisition_log(text).tells_ranges) << "an output is not the source";
}

TEST(AcquisitionTools, dc3dd_with_a_part_of_a_sector) {
    EXPECT_EQ(parsed("dc3dd-odd-size.txt").size, 1000100U);
}

TEST(AcquisitionTools, dc3dd_whose_output_is_not_its_input) {
    const AcquisitionLog log = parsed("dc3dd-mismatch.txt");
    ASSERT_EQ(log.digests.size(), 8U);
    EXPECT_EQ(log.digests[4].scope, DigestScope::image_reread);
    EXPECT_EQ(log.digests[4].hex, "852d68ea320a8afc57b19f34fbc69cf2");
    EXPECT_EQ(log.digests[5].scope, DigestScope::window);
    EXPECT_EQ(log.verdict, "completed");
    ASSERT_EQ(log.warnings.size(), 2U);
    EXPECT_EQ(log.warnings[0],
              "dc3dd found in its output another digest than in its input: "
              "852d68ea320a8afc57b19f34fbc69cf2 (md5)");
}

TEST(AcquisitionTools, dc3dd_that_failed_tells_what_it_read) {
    const AcquisitionLog log = parsed("dc3dd-failed.txt");
    EXPECT_EQ(log.verdict, "failed");
    EXPECT_EQ(log.size, 512000U);
    EXPECT_FALSE(log.complete || log.tells_ranges);
}

TEST(AcquisitionTools, dc3dd_pieces_are_windows) {
    const AcquisitionLog log = parsed("dc3dd-pieces.txt");
    ASSERT_EQ(log.digests.size(), 8U);
    EXPECT_EQ(log.digests[0].hex, md5);
    EXPECT_EQ(log.digests[0].scope, DigestScope::acquisition_stream);
    EXPECT_EQ(log.digests[4].hex, md5);
    EXPECT_EQ(log.digests[4].scope, DigestScope::image_reread);
    for (const std::size_t i : {1U, 2U, 3U, 5U, 6U, 7U}) {
        EXPECT_EQ(log.digests[i].scope, DigestScope::window) << i;
    }
}

TEST(AcquisitionTools, ddrescue_with_bad_sectors) {
    const AcquisitionLog log = parsed("ddrescue-bad.map");
    EXPECT_EQ(log.tool, "GNU ddrescue version 1.27");
    EXPECT_EQ(ranges_of(log), bad_sectors);
    EXPECT_EQ(log.size, 1048576U);
    EXPECT_EQ(log.verdict, "Finished");
}

TEST(AcquisitionTools, guymager) {
    const AcquisitionLog log = parsed("guymager.info");
    EXPECT_EQ(log.format, "guymager");
    EXPECT_EQ(log.tool, "guymager 0.8.13-2");
    EXPECT_EQ(log.source, "/dev/loop0");
    EXPECT_EQ(log.size, 1048576U);
    std::string expected;
    for (const auto& [name, hex] : {std::pair("md5", md5), {"sha1", sha1}, {"sha256", sha256}}) {
        for (const std::string scope : {"acquisition-stream ", "source-reread ", "image-reread "}) {
            expected += scope + name + " " + hex + "\n";
        }
    }
    EXPECT_EQ(digests_of(log), expected + "contained-file md5 " + md5 + " evidence.000\n");
    EXPECT_TRUE(log.tells_ranges && log.bad_ranges.empty());
    EXPECT_EQ(log.verdict, "Finished successfully");
    EXPECT_EQ(log.finished, "2026-11-25 18:38:01 (0 hours, 0 minutes and 0 seconds)");
    EXPECT_TRUE(log.complete && log.warnings.empty() && !log.zone_known);
}

TEST(AcquisitionTools, guymager_with_bad_sectors_in_both_passes) {
    const AcquisitionLog log = parsed("guymager-errors.info");
    EXPECT_EQ(ranges_of(log), bad_sectors);
    EXPECT_TRUE(log.tells_ranges);
    EXPECT_EQ(log.verdict, "Finished successfully (with 8 bad sectors)");
    EXPECT_EQ(log.digests.at(0).hex, zeroed_md5);
    ASSERT_EQ(log.warnings.size(), 2U);
    EXPECT_EQ(log.warnings[0],
              "In its verification pass guymager could not read 1 range of the "
              "source, 4,096 bytes.");
}

TEST(AcquisitionTools, guymager_whose_list_is_not_what_it_counts_is_unrecognized) {
    std::string text = sample("guymager-errors.info");
    text.replace(text.find("1000-1007"), 9, "1000-1006");
    expect_unrecognized(text, "other than the bad sectors it counts");
}

TEST(AcquisitionTools, guymager_lists_may_take_several_lines) {
    std::string text = sample("guymager-errors.info");
    text.replace(text.find("1000-1007"), 9, "1000-1003, 1004,\r\n   1006-1008");
    EXPECT_EQ(ranges_of(parse_acquisition_log(text)), "512000+2560 515072+1536 ");
}

TEST(AcquisitionTools, hashdeep_with_other_columns) {
    EXPECT_EQ(digests_of(parsed("hashdeep-sha1.txt")),
              "contained-file sha1 " + sha1 + " ./image.raw\n");
    const AcquisitionLog pieces = parsed("hashdeep-pieces.txt");
    ASSERT_EQ(pieces.digests.size(), 6U);
    for (const LogDigest& one : pieces.digests) EXPECT_EQ(one.scope, DigestScope::window);
    expect_unrecognized("%%%% HASHDEEP-1.0\n%%%% size,sha1\n1," + sha1 + "\n", "is no name");
}

TEST(AcquisitionTools, md5deep_with_sizes_times_and_pieces) {
    const std::string md5_line = "contained-file md5 " + md5 + " image.raw\n";
    const std::string sha256_line = "contained-file sha256 " + sha256 + " image.raw\n";
    EXPECT_EQ(digests_of(parsed("md5deep-z.txt")), md5_line);
    EXPECT_EQ(digests_of(parsed("md5deep-t.txt")), md5_line);
    EXPECT_EQ(digests_of(parsed("sha256deep-z-t.txt")), sha256_line);
    EXPECT_EQ(digests_of(parsed("sha256deep-c.txt")), sha256_line);
    const AcquisitionLog pieces = parsed("md5deep-p.txt");
    ASSERT_EQ(pieces.digests.size(), 4U);
    EXPECT_EQ(pieces.digests[3].scope, DigestScope::window);
    expect_unrecognized("1048576 " + md5 + "  image.raw\n");
    expect_unrecognized(md5 + " image.raw\n");
}

TEST(AcquisitionTools, bsd_tags_of_all_algorithms) {
    const AcquisitionLog log = parsed("tags.txt");
    EXPECT_EQ(log.format, "digest-list");
    ASSERT_EQ(log.digests.size(), 5U);
    EXPECT_EQ(log.digests[0].hex, md5);
    EXPECT_EQ(log.digests[1].hex, sha1);
    EXPECT_EQ(log.digests[2].hex, sha256);
    EXPECT_EQ(log.digests[3].algorithm, "sha384");
    EXPECT_EQ(log.digests[4].algorithm, "sha512");
    expect_unrecognized("SHA3-256 (image.raw) = " + sha256 + "\n");
}

}  // namespace
}  // namespace exhibit::intake

#include "intake/acquisition_check.hpp"

#include <gtest/gtest.h>

namespace exhibit::intake {
namespace {

const std::string md5_a(32, 'a');
const std::string md5_b(32, 'b');

IngestedFacts image() {
    IngestedFacts facts;
    facts.kind = "image";
    facts.source_name = "disk.img";
    facts.size = 4096;
    facts.digests.md5 = md5_a;
    return facts;
}

AcquisitionLog with(DigestScope scope, const std::string& hex, const std::string& file = "") {
    AcquisitionLog log;
    log.digests.push_back({scope, "md5", hex, file});
    return log;
}

CheckResult only(const AcquisitionLog& log, const IngestedFacts& facts) {
    const std::vector<LogCheck> checks = check_against_log(log, facts);
    EXPECT_EQ(checks.size(), 1U);
    return checks.at(0).result;
}

TEST(AcquisitionCheck, stream_digests_agree_or_not) {
    EXPECT_EQ(only(with(DigestScope::acquisition_stream, md5_a), image()), CheckResult::match);
    EXPECT_EQ(only(with(DigestScope::acquisition_stream, md5_b), image()), CheckResult::mismatch);
    EXPECT_EQ(only(with(DigestScope::image_reread, md5_b), image()), CheckResult::mismatch);
}

TEST(AcquisitionCheck, the_text_says_of_what_and_which_pass) {
    const auto text = [](DigestScope scope, const std::string& hex, bool container) {
        IngestedFacts facts = image();
        if (container) facts.recorded.emplace();
        return check_against_log(with(scope, hex), facts).at(0).text;
    };
    EXPECT_EQ(text(DigestScope::acquisition_stream, md5_a, false),
              "The md5 of the item is the one in the log (as acquired).");
    EXPECT_EQ(text(DigestScope::source_reread, md5_a, true),
              "The md5 of the media is the one in the log (source read again).");
    EXPECT_EQ(
        text(DigestScope::image_reread, md5_b, false),
        "The md5 of the item is " + md5_a + ", the log says " + md5_b + " (image read again).");
}

TEST(AcquisitionCheck, a_window_is_never_compared) {
    EXPECT_EQ(only(with(DigestScope::window, md5_b), image()), CheckResult::not_comparable);
}

TEST(AcquisitionCheck, an_algorithm_not_calculated_here_is_not_compared) {
    AcquisitionLog log;
    log.digests.push_back({DigestScope::acquisition_stream, "sha512", std::string(128, 'a'), ""});
    EXPECT_EQ(only(log, image()), CheckResult::not_comparable);
}

TEST(AcquisitionCheck, files_are_compared_by_name) {
    const auto file = DigestScope::contained_file;
    EXPECT_EQ(only(with(file, md5_a, "/cases/disk.img"), image()), CheckResult::match);
    EXPECT_EQ(only(with(file, md5_b, "disk.img"), image()), CheckResult::mismatch);
    EXPECT_EQ(only(with(file, md5_b, "other.img"), image()), CheckResult::not_comparable);
}

TEST(AcquisitionCheck, members_of_a_tree_are_compared_by_path) {
    IngestedFacts tree = image();
    tree.kind = "tree";
    tree.member = [](const std::string& path) -> std::optional<Digests> {
        if (path != "a/b") return std::nullopt;
        return Digests{md5_b, "", ""};
    };
    const auto file = DigestScope::contained_file;
    EXPECT_EQ(only(with(file, md5_b, "./a/b"), tree), CheckResult::match);
    EXPECT_EQ(only(with(file, md5_a, "a/b"), tree), CheckResult::mismatch);
    EXPECT_EQ(only(with(file, md5_a, "b"), tree), CheckResult::not_comparable);
    EXPECT_EQ(only(with(DigestScope::acquisition_stream, md5_a), tree),
              CheckResult::not_comparable);
}

TEST(AcquisitionCheck, size) {
    AcquisitionLog log;
    log.size = 4096;
    EXPECT_EQ(only(log, image()), CheckResult::match);
    log.size = 4097;
    EXPECT_EQ(only(log, image()), CheckResult::mismatch);
    EXPECT_EQ(check_against_log(log, image()).at(0).text,
              "The size of the item is 4,096 bytes, the log says 4,097.");
}

TEST(AcquisitionCheck, unreadable_ranges_are_compared_where_the_log_tells_them) {
    AcquisitionLog log;
    IngestedFacts facts = image();
    facts.unreadable = {{512, 512}, {1024, 512}};
    EXPECT_TRUE(check_against_log(log, facts).empty());
    log.tells_ranges = true;
    EXPECT_EQ(only(log, facts), CheckResult::mismatch);
    log.bad_ranges = {{512, 1024}};
    EXPECT_EQ(only(log, facts), CheckResult::match);
    log.bad_ranges = {{512, 512}};
    EXPECT_EQ(only(log, facts), CheckResult::mismatch);
    log.bad_ranges.clear();
    EXPECT_EQ(only(log, facts), CheckResult::mismatch) << "damaged since";
    EXPECT_EQ(only(log, image()), CheckResult::match);
    facts.unreadable_whole = false;
    EXPECT_EQ(only(log, facts), CheckResult::not_comparable);
}

TEST(AcquisitionCheck, what_the_imager_could_not_read_is_in_the_image_as_it_wrote_it) {
    AcquisitionLog log;
    log.tells_ranges = true;
    log.bad_ranges = {{512, 1024}};
    EXPECT_EQ(only(log, image()), CheckResult::not_comparable);
    IngestedFacts container = image();
    container.recorded.emplace({ByteRange{512, 512}, ByteRange{1024, 512}});
    EXPECT_EQ(only(log, container), CheckResult::match);
    container.recorded->pop_back();
    EXPECT_EQ(only(log, container), CheckResult::mismatch);
    container.recorded->clear();
    EXPECT_EQ(only(log, container), CheckResult::not_comparable) << "not all tools record them";
}

TEST(AcquisitionCheck, the_files_of_a_container_are_not_its_media) {
    IngestedFacts container = image();
    container.source_name = "disk.E01";
    container.recorded.emplace();
    container.member = [](const std::string& name) -> std::optional<Digests> {
        if (name != "disk.E01") return std::nullopt;
        return Digests{md5_b, "", ""};
    };
    const auto file = DigestScope::contained_file;
    EXPECT_EQ(only(with(file, md5_b, "/cases/disk.E01"), container), CheckResult::match);
    EXPECT_EQ(only(with(file, md5_b, "D:\\cases\\disk.E01"), container), CheckResult::match);
    EXPECT_EQ(only(with(file, md5_a, "disk.E01"), container), CheckResult::mismatch);
    EXPECT_EQ(only(with(file, md5_a, "disk.E02"), container), CheckResult::not_comparable);
    EXPECT_EQ(only(with(DigestScope::acquisition_stream, md5_a), container), CheckResult::match);
}

TEST(AcquisitionCheck, a_file_inside_the_image_is_not_the_image_of_that_name) {
    AcquisitionLog log = with(DigestScope::contained_file, md5_b, "disk.img");
    log.files_inside = true;
    EXPECT_EQ(only(log, image()), CheckResult::not_comparable);
}

TEST(AcquisitionCheck, a_file_of_several_that_make_the_item_is_not_the_item) {
    IngestedFacts facts = image();
    facts.segmented = true;
    EXPECT_EQ(only(with(DigestScope::contained_file, md5_b, "disk.img"), facts),
              CheckResult::not_comparable);
}

}  // namespace
}  // namespace exhibit::intake

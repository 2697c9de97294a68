// The rules, applied to this tree.
#include <gtest/gtest.h>

#include "rules.hpp"

namespace exhibit::tidy {
namespace {

const std::vector<SourceFile>& tree() {
    static const std::vector<SourceFile> files = read_tree(EXHIBIT_SOURCE_DIR);
    return files;
}

void expect_none(const Complaints& complaints) {
    std::string all;
    for (const std::string& complaint : complaints) all += "\n" + complaint;
    EXPECT_TRUE(complaints.empty()) << all;
}

void expect_none(Complaints (*rule)(const SourceFile&)) {
    Complaints all;
    for (const SourceFile& file : tree())
        for (std::string& complaint : rule(file)) all.push_back(std::move(complaint));
    expect_none(all);
}

TEST(Tree, was_found) {
    EXPECT_GT(tree().size(), 50U);
}
TEST(Tree, layers_include_what_is_below_them) {
    expect_none(check_includes);
}
TEST(Tree, makes_no_banned_calls) {
    expect_none(check_banned_calls);
}
TEST(Tree, keeps_lines_and_files_short) {
    expect_none(check_shape);
}
TEST(Tree, holds_no_markers_of_unfinished_work) {
    expect_none(check_markers);
}
TEST(Tree, names_no_machine) {
    expect_none(check_machine_names);
}
TEST(Tree, has_the_agreed_top_level) {
    expect_none(check_top_level(tree()));
}
TEST(Tree, sources_include_their_own_header_first) {
    expect_none(check_own_header_first(tree()));
}
TEST(Tree, holds_no_dead_files) {
    expect_none(check_dead_files(tree()));
}

}  // namespace
}  // namespace exhibit::tidy

#include "ledger/short_code.hpp"

#include <gtest/gtest.h>

#include "exhibit/error.hpp"

namespace exhibit::ledger {
namespace {

constexpr std::string_view characters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const Hash leaf = leaf_hash(as_bytes("an event"));
const TreeHead tree{TreeSize{1234}, leaf_hash(as_bytes("a root"))};

ShortCode code() {
    return make_short_code("exhibit/0011", LeafIndex{1200}, leaf, tree);
}

TEST(ShortCode, is_written_in_groups_of_four) {
    // From the words of FORMAT.md 12 by a program in another language.
    const std::string text = format_short_code(code());
    EXPECT_EQ(text, "1200-1234-6WBT-SA3R-1JHB-WB2M-BB3M-N7N7-ST");
    EXPECT_EQ(parse_short_code(text), code());
}

TEST(ShortCode, commits_to_vault_event_size_and_root) {
    const auto commitment = code().commitment;
    EXPECT_NE(make_short_code("exhibit/0012", {1200}, leaf, tree).commitment, commitment);
    EXPECT_NE(make_short_code("exhibit/0011", {1200}, tree.root, tree).commitment, commitment);
    EXPECT_NE(make_short_code("exhibit/0011", {1200}, leaf, {tree.size, leaf}).commitment,
              commitment);
    EXPECT_NE(make_short_code("exhibit/0011", {1200}, leaf, {TreeSize{1235}, tree.root}).commitment,
              commitment);
}

TEST(ShortCode, is_read_as_people_copy_it) {
    std::string text = format_short_code(code());
    for (char& c : text) {
        if (c == '-') c = ' ';
        if (c == '0') c = 'o';
        if (c == '1') c = 'l';
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    EXPECT_EQ(parse_short_code(" " + text + "\n"), code());
}

TEST(ShortCode, notices_every_wrong_character) {
    const std::string text = format_short_code(code());
    for (std::size_t i = 0; i < text.size(); ++i) {
        for (const char c : characters) {
            if (text[i] == '-' || text[i] == c) continue;
            std::string wrong = text;
            wrong[i] = c;
            EXPECT_THROW(parse_short_code(wrong), FormatError) << wrong;
        }
    }
}

TEST(ShortCode, notices_every_exchange_of_neighbours) {
    const std::string text = format_short_code(code());
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        // Past a hyphen, too: the last of one group and the first of the next.
        const std::size_t next = text[i + 1] == '-' ? i + 2 : i + 1;
        if (next >= text.size() || text[i] == '-' || text[i] == text[next]) continue;
        std::string wrong = text;
        std::swap(wrong[i], wrong[next]);
        EXPECT_THROW(parse_short_code(wrong), FormatError) << wrong;
    }
}

TEST(ShortCode, refuses_other_forms) {
    const std::string text = format_short_code(code());
    for (const std::string& wrong :
         {std::string(), std::string("12"), text.substr(5), text.substr(0, text.size() - 1),
          text + "0", text + "-00", std::string(101, '0'), "01200" + text.substr(4),
          "1234" + text.substr(4)}) {
        EXPECT_THROW(parse_short_code(wrong), FormatError) << wrong;
    }
    std::string letter = text;
    letter[12] = 'U';
    EXPECT_THROW(parse_short_code(letter), FormatError);
}

}  // namespace
}  // namespace exhibit::ledger

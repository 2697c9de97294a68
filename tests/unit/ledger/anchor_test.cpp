// The form of an anchor. What is in it is verified in tests/unit/crypto and tests/cli/anchors*.sh.
#include "ledger/anchor.hpp"

#include <gtest/gtest.h>

#include "exhibit/error.hpp"

namespace exhibit::ledger {
namespace {

Anchor sample() {
    return {{to_bytes("root"), to_bytes("between")},
            "example\n0\nAAAA\n\n— x AAAA\n",
            to_bytes("query"),
            to_bytes("response")};
}

TEST(Anchor, is_read_as_it_is_written) {
    const std::string text = dump_anchor(sample());
    EXPECT_TRUE(text.starts_with("{\"chain\":[\"cm9vdA==\",\"YmV0d2Vlbg==\"],\"checkpoint\":"));
    EXPECT_TRUE(text.ends_with("}\n"));
    EXPECT_EQ(parse_anchor(text, "anchor"), sample());
}

TEST(Anchor, refuses_every_cut_text_and_every_other_member) {
    const std::string text = dump_anchor(sample());
    for (std::size_t size = 0; size < text.size(); ++size) {
        EXPECT_THROW(parse_anchor(text.substr(0, size), "anchor"), Error) << size;
    }
    EXPECT_THROW(parse_anchor(text + "\n", "anchor"), Error);
    std::string more = text;
    more.insert(1, "\"a\":1,");
    EXPECT_THROW(parse_anchor(more, "anchor"), Error);
    std::string format = text;
    format.replace(format.find("-v1"), 3, "-v2");
    EXPECT_THROW(parse_anchor(format, "anchor"), Error);
}

TEST(Anchor, holds_1_to_16_certificates) {
    Anchor none = sample();
    none.chain.clear();
    EXPECT_THROW(parse_anchor(dump_anchor(none), "anchor"), Error);
    Anchor many = sample();
    many.chain.assign(17, to_bytes("x"));
    EXPECT_THROW(parse_anchor(dump_anchor(many), "anchor"), Error);
}

TEST(Anchor, holds_up_to_8_lists_and_answers_about_revocation) {
    Anchor said = sample();
    said.revocation = {{to_bytes("list")}, std::vector<Bytes>(8, to_bytes("answer"))};
    const std::string text = dump_anchor(said);
    EXPECT_NE(text.find("\"crls\":[\"bGlzdA==\"]"), std::string::npos) << text;
    EXPECT_EQ(parse_anchor(text, "anchor"), said);
    said.revocation.answers.push_back(to_bytes("answer"));
    EXPECT_THROW(parse_anchor(dump_anchor(said), "anchor"), Error);
    // An empty list is written as none.
    std::string empty = dump_anchor(sample());
    EXPECT_EQ(empty.find("crls"), std::string::npos);
    empty.replace(empty.find("\"format\""), 0, "\"crls\":[],");
    EXPECT_THROW(parse_anchor(empty, "anchor"), Error);
}

TEST(Anchor, of_more_than_4_MiB_is_neither_written_nor_read) {
    Anchor large = sample();
    large.response.assign(anchor_bytes_max, std::byte{1});
    EXPECT_THROW(dump_anchor(large), Error);
    EXPECT_THROW(parse_anchor(std::string(anchor_bytes_max, ' ') + "\n", "anchor"), Error);
}

}  // namespace
}  // namespace exhibit::ledger

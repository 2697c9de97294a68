#include "ledger/trust_policy.hpp"

#include <gtest/gtest.h>

#include "exhibit/error.hpp"

namespace exhibit::ledger {
namespace {

crypto::VerifyKey key(unsigned char seed) {
    return crypto::SeedSigner(crypto::SecretBytes::copy_of(Bytes(32, std::byte{seed}))).key();
}
std::string log_line() {
    return "log " + encode::format_vkey({"example.org/log", key(1)}) + "\n";
}
std::string witness_line(const std::string& name, unsigned char seed) {
    return "witness " + name + " " +
           encode::format_witness_vkey({"example.org/" + name, key(seed)}) + "\n";
}
std::string three() {
    return log_line() + witness_line("a", 2) + witness_line("b", 3) + witness_line("c", 4);
}
TrustPolicy parsed(const std::string& text) {
    return parse_trust_policy(text, "policy");
}
std::string refusal(const std::string& text) {
    try {
        static_cast<void>(parsed(text));
    } catch (const FormatError& error) {
        return error.what();
    }
    return "";
}
bool says(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

TEST(TrustPolicy, is_read_with_comments_blanks_and_addresses) {
    const TrustPolicy policy =
        parsed("# ours\n\n  " + log_line() + "\t" + witness_line("a", 2).substr(0, 5) +
               witness_line("a", 2).substr(5, witness_line("a", 2).size() - 6) +
               " https://example.org/ # see there\nquorum a\n");
    EXPECT_TRUE(policy.knows_log({"example.org/log", key(1)}));
    EXPECT_FALSE(policy.knows_log({"example.org/other", key(1)}));
    ASSERT_EQ(policy.witnesses.size(), 1U);
    EXPECT_EQ(policy.witnesses[0].key.name, "example.org/a");
    EXPECT_EQ(policy.quorum, "a");
}

TEST(TrustPolicy, quorum_is_met_up_to_what_enough_members_cosigned) {
    const TrustPolicy policy = parsed(three() + "group g 2 a b c\nquorum g\n");
    EXPECT_EQ(policy.quorum_size({}), 0U);
    EXPECT_EQ(policy.quorum_size({{"a", 9}}), 0U);
    EXPECT_EQ(policy.quorum_size({{"a", 9}, {"c", 5}}), 5U);
    EXPECT_EQ(policy.quorum_size({{"a", 9}, {"b", 7}, {"c", 5}}), 7U);
    EXPECT_EQ(policy.quorum_size({{"stranger", 9}, {"c", 5}}), 0U);
}

TEST(TrustPolicy, groups_may_hold_groups) {
    const TrustPolicy policy =
        parsed(three() + "group pair any a b\ngroup all all pair c\nquorum all\n");
    EXPECT_EQ(policy.quorum_size({{"a", 9}, {"b", 3}}), 0U);
    EXPECT_EQ(policy.quorum_size({{"b", 3}, {"c", 5}}), 3U);
    EXPECT_EQ(policy.quorum_size({{"a", 9}, {"b", 3}, {"c", 5}}), 5U);
}

TEST(TrustPolicy, none_asks_for_no_quorum) {
    EXPECT_EQ(parsed(three() + "quorum none\n").quorum_size({{"a", 9}}), std::nullopt);
}

TEST(TrustPolicy, refuses_what_cannot_be_meant) {
    EXPECT_TRUE(says(refusal(three()), "quorum"));
    EXPECT_TRUE(says(refusal(three() + "quorum a\nquorum b\n"), "one quorum"));
    EXPECT_TRUE(says(refusal(three() + "quorum d\n"), "nobody is called d"));
    EXPECT_TRUE(says(refusal(three() + "group g 4 a b c\nquorum g\n"), "from 1 to the 3 members"));
    EXPECT_TRUE(says(refusal(three() + "group g 0 a b c\nquorum g\n"), "from 1 to the 3 members"));
    EXPECT_TRUE(says(refusal(three() + "group g any a d\nquorum g\n"), "nobody is called d"));
    EXPECT_TRUE(says(refusal(three() + "group g any a a\nquorum g\n"), "is in one already"));
    EXPECT_TRUE(
        says(refusal(three() + "group g any a\ngroup h any a b\nquorum h\n"), "is in one already"));
    EXPECT_TRUE(
        says(refusal(three() + "group g any h\ngroup h any a\nquorum g\n"), "nobody is called h"));
    EXPECT_TRUE(says(refusal(three() + witness_line("a", 5) + "quorum a\n"), "each name once"));
    EXPECT_TRUE(says(refusal(three() + witness_line("d", 2) + "quorum a\n"), "each key once"));
    EXPECT_TRUE(says(refusal(three() + witness_line("d", 1) + "quorum a\n"), "each key once"));
    EXPECT_TRUE(says(refusal(three() + "threshold 2\nquorum a\n"), "found \"threshold\""));
    EXPECT_TRUE(says(refusal(three() + witness_line("none", 5) + "quorum a\n"), "\"none\""));
    EXPECT_TRUE(says(refusal(log_line() + "witness a " +
                             encode::format_vkey({"example.org/a", key(2)}) + "\nquorum a\n"),
                     "0x04"));
    EXPECT_TRUE(says(refusal(std::string(policy_bytes_max + 1, '#')), "64 KiB"));
}

TEST(TrustPolicy, names_the_line_that_is_wrong) {
    EXPECT_TRUE(says(refusal(log_line() + "\nquorum\n"), "policy, line 3"));
}

}  // namespace
}  // namespace exhibit::ledger

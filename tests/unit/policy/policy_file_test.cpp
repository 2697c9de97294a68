// Policy files: what is read from them, and what is refused, with the place.
#include "policy/policy_file.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "custody/bodies.hpp"
#include "exhibit/error.hpp"
#include "policy/describe.hpp"

namespace exhibit::policy {
namespace {

using custody::Policy;
using custody::Role;

constexpr std::string_view head = "format = \"exhibit-policy-v1\"\nname = \"test\"\n";

Policy parse(std::string_view lines) {
    return parse_policy(std::string(head) + std::string(lines), "test.toml");
}

/// The message with which these lines, from line 3 on, are refused.
std::string refusal(std::string_view lines) {
    try {
        parse(lines);
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::malformed);
        return error.what();
    }
    return "accepted";
}

void expect_refused(std::string_view lines, std::string_view place, std::string_view found) {
    const std::string message = refusal(lines);
    EXPECT_EQ(message.rfind("reading policy test.toml: " + std::string(place), 0), 0U) << message;
    EXPECT_NE(message.find(found), std::string::npos) << message;
}

std::string shipped(const std::string& name) {
    std::ifstream file(std::string(EXHIBIT_SOURCE_DIR) + "/policy/" + name);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

TEST(PolicyFile, says_everything) {
    const Policy policy = parse(R"(
mode = "informal"
[may]
"item.access" = ["legal", "handler"]
[cosign]
"key.revoke" = { signatures = 2, roles = ["admin"] }
[fields]
"custody.offer" = ["purpose", "place"]
[items.image]
fields = ["serial"]
digests = ["sha1"]
source_digest = true
[times]
longest_gap = "36h"
refuse_longer_gap = true
offer_open = "2d"
offer_longest = "1w"
check_out_longest = "14d"
inventory_every = "1y"
[clocks]
recorded = ["image", "memory"]
note_from_seconds = 5
warn_from_seconds = 600
[retention.crime]
keep = "10y"
reason = "law"
[exchange.private]
leaves = false
[exchange.public]
content = false
tlp = "green"
withhold = ["serial", "phone"]
[hold.override]
signatures = 3
[anchors]
every = "1d"
every_events = 50
quorum = 2
[witnesses]
quorum = 1
[parity]
permille = 0
)");
    EXPECT_FALSE(policy.formal);
    EXPECT_EQ(policy.may.at("item.access"), (std::vector{Role::handler, Role::legal}));
    EXPECT_EQ(policy.cosign.at("key.revoke"), (custody::Quorum{2, {Role::admin}}));
    EXPECT_EQ(policy.fields.at("custody.offer"), (std::vector<std::string>{"purpose", "place"}));
    EXPECT_EQ(policy.items.at("image"), (custody::ItemRules{{"serial"}, {"sha1"}, true}));
    EXPECT_EQ(policy.longest_gap_seconds, 36 * 3600);
    EXPECT_TRUE(policy.refuse_longer_gap);
    EXPECT_EQ(policy.offer_open_seconds, 2 * 86400);
    EXPECT_EQ(policy.offer_longest_seconds, 7 * 86400);
    EXPECT_EQ(policy.check_out_longest_seconds, 14 * 86400);
    EXPECT_EQ(policy.inventory_every_seconds, 365 * 86400);
    EXPECT_EQ(policy.clocks, (custody::ClockRules{{"image", "memory"}, 5, 600}));
    EXPECT_EQ(policy.retention.at("crime"),
              (custody::Retention{std::int64_t{3650} * 86400, "law"}));
    EXPECT_EQ(policy.exchange.at("private"), (custody::ExchangeRules{false, true, "", {}}));
    EXPECT_EQ(policy.exchange.at("public"),
              (custody::ExchangeRules{true, false, "green", {"serial", "phone"}}));
    EXPECT_EQ(policy.hold_override, (custody::Quorum{3, {}}));
    EXPECT_EQ(policy.anchors, (custody::Cadence{86400, 50, 2}));
    EXPECT_EQ(policy.witnesses.quorum, 1U);
    EXPECT_EQ(policy.parity_permille, 0U);
}

TEST(PolicyFile, without_rules_is_the_built_in_policy) {
    Policy expected;
    expected.name = "test";
    EXPECT_EQ(parse(""), expected);
}

TEST(PolicyFile, unknown_keys_are_refused_with_their_place) {
    expect_refused("colour = 1", "line 3, column 1", "the unknown key \"colour\"");
    expect_refused("[times]\noffer = \"2d\"", "line 4, column 1", "the unknown key \"offer\"");
    expect_refused("[cosign]\n\"key.revoke\" = { signatures = 1, of = 2 }", "line 4, column",
                   "the unknown key \"of\"");
    expect_refused("[items.image]\ndigest = [\"md5\"]", "line 4, column 1", "\"digest\"");
}

TEST(PolicyFile, clocks_are_those_of_digital_items) {
    EXPECT_EQ(parse("[clocks]").clocks, custody::ClockRules{});
    expect_refused("[clocks]\nrecorded = [\"physical\"]", "line 4", "\"physical\"");
    expect_refused("[clocks]\nrecorded = [\"all\"]", "line 4", "\"all\"");
    expect_refused("[clocks]\nrecorded = [\"An image\"]", "line 4", "\"An image\"");
    expect_refused("[clocks]\nnote_from_seconds = 0", "line 4", "0");
}

TEST(PolicyFile, unknown_words_about_exchange_are_refused) {
    expect_refused("[exchange.secret]\nleaves = false", "line 3", "the restriction \"secret\"");
    expect_refused("[exchange.public]\ntlp = \"white\"", "line 4", "\"white\"");
    expect_refused("[exchange.public]\nwithhold = [\"sha256\"]", "line 4", "\"sha256\"");
}

TEST(PolicyFile, impossible_quorums_are_refused) {
    expect_refused("[cosign]\n\"key.revoke\" = { signatures = 0 }", "line 4", "with 0");
    expect_refused("[cosign]\n\"key.revoke\" = { signatures = 17 }", "line 4", "with 17");
    expect_refused("[cosign]\n\"key.revoke\" = { signatures = -2 }", "line 4", "with -2");
    expect_refused("[cosign]\n\"key.revoke\" = { roles = [\"admin\"] }", "line 4",
                   "no number of signatures");
    expect_refused("[cosign]\n\"key.revoke\" = { signatures = 2, roles = [] }", "line 4",
                   "no role");
}

TEST(PolicyFile, other_types_are_refused) {
    expect_refused("mode = 3", "line 3", "a whole number; expected a text");
    expect_refused("[times]\nlongest_gap = 24", "line 4", "a whole number; expected a text");
    expect_refused("[times]\nrefuse_longer_gap = \"yes\"", "line 4", "expected true or false");
    expect_refused("[may]\n\"item.access\" = \"handler\"", "line 4", "an array of texts");
    expect_refused("[may]\n\"item.access\" = [1]", "line 4", "an array of texts");
    expect_refused("may = 1", "line 3", "expected a table");
    expect_refused("[parity]\npermille = 2.5", "line 4", "a fraction");
    expect_refused("[items]\nimage = 1", "line 4", "expected a table");
}

TEST(PolicyFile, words_of_no_version_are_refused) {
    expect_refused("mode = \"lax\"", "line 3", "\"lax\"");
    expect_refused("[may]\n\"item.steal\" = [\"admin\"]", "line 4", "\"item.steal\"");
    expect_refused("[may]\n\"vault.genesis\" = [\"admin\"]", "line 4", "vault.genesis");
    expect_refused("[may]\n\"item.access\" = [\"king\"]", "line 4", "the role \"king\"");
    expect_refused("[may]\n\"item.access\" = [\"admin\", \"admin\"]", "line 4", "twice");
    expect_refused("[fields]\n\"item.access\" = [\"seal\"]", "line 4", "the field \"seal\"");
    expect_refused("[items.image]\ndigests = [\"crc32\"]", "line 4", "\"crc32\"");
    expect_refused("[items.\"Big Disk\"]\n", "line 3", "\"Big Disk\"");
}

TEST(PolicyFile, may_speak_of_every_type_of_event_but_the_first) {
    for (std::size_t i = 1; i < std::variant_size_v<custody::Body>; ++i) {
        const std::string type(custody::to_string(static_cast<custody::EventType>(i)));
        EXPECT_EQ(parse("[may]\n\"" + type + "\" = [\"admin\"]").may.count(type), 1U) << type;
    }
}

TEST(PolicyFile, times_and_shares_have_bounds) {
    for (const std::string_view wrong : {"", "d", "0d", "7", "7m", "-1d", "1.5d", "10001d", "7 d"})
        expect_refused("[times]\noffer_open = \"" + std::string(wrong) + "\"", "line 4",
                       "a number from 1 to 10000");
    expect_refused("[times]\noffer_open = \"9d\"\noffer_longest = \"8d\"", "line 5", "less");
    expect_refused("[parity]\npermille = 501", "line 4", "501");
    expect_refused("[retention.crime]\nkeep = \"1y\"", "line 3", "no reason");
    expect_refused("[retention.crime]\nkeep = \"1y\"\nreason = \"\"", "line 3", "no reason");
}

TEST(PolicyFile, what_is_no_toml_is_refused) {
    expect_refused("[may", "line 3", "no TOML");
    expect_refused("name = \"twice\"", "line 3", "no TOML");
    expect_refused("a = \"\x01\"", "line 3", "no TOML");
    EXPECT_NE(refusal(std::string(policy_bytes_max, '#')).find("at most 65,536"),
              std::string::npos);
    EXPECT_THROW(parse_policy("", "empty"), Error);
    EXPECT_THROW(parse_policy("format = \"exhibit-policy-v2\"\nname = \"n\"", "other"), Error);
    EXPECT_THROW(parse_policy("format = \"exhibit-policy-v1\"", "nameless"), Error);
}

TEST(PolicyFile, hostile_words_are_shown_escaped) {
    const std::string message = refusal("\"a\\u001b[2Jb\" = 1");
    EXPECT_EQ(message.find('\x1b'), std::string::npos);
    EXPECT_NE(message.find("\\u{001B}"), std::string::npos) << message;
}

TEST(ShippedPolicies, default_says_what_is_in_force_anyway) {
    Policy policy = parse_policy(shipped("default.toml"), "default.toml");
    // Each of these is asked by the format as well (FORMAT.md 5.3).
    EXPECT_EQ(policy.fields,
              (custody::ByText<std::vector<std::string>>{{"custody.offer", {"purpose"}}}));
    EXPECT_EQ(policy.items,
              (custody::ByText<custody::ItemRules>{{"all", {{"description"}, {}, false}},
                                                   {"digital", {{}, {"sha256"}, false}}}));
    EXPECT_EQ(policy.parity_permille, 30U);
    policy.fields.clear();
    policy.items.clear();
    policy.parity_permille.reset();
    Policy built_in;
    built_in.name = "default";
    built_in.description = policy.description;
    EXPECT_EQ(policy, built_in);
}

TEST(ShippedPolicies, law_enforcement_takes_two) {
    const Policy policy = parse_policy(shipped("law-enforcement.toml"), "law-enforcement.toml");
    EXPECT_TRUE(policy.formal);
    for (const std::string_view type :
         {"handler.roles", "key.revoke", "policy.adopt", "disposal.approve", "privacy.shred"})
        EXPECT_EQ(policy.cosign.find(type)->second.signatures, 2U) << type;
    EXPECT_EQ(policy.retention.size(), 3U);
    EXPECT_TRUE(policy.items.at("image").source_digest);
}

TEST(ShippedPolicies, csirt_light_is_informal) {
    const Policy policy = parse_policy(shipped("csirt-light.toml"), "csirt-light.toml");
    EXPECT_FALSE(policy.formal);
    EXPECT_TRUE(policy.cosign.empty());
    EXPECT_EQ(policy.longest_gap_seconds, 7 * 86400);
}

TEST(Words, tell_each_rule) {
    const auto rules =
        rules_in_words(parse("[cosign]\n\"key.revoke\" = { signatures = 2, roles = "
                             "[\"admin\"] }\n[retention.a]\nkeep = \"2y\"\n"
                             "reason = \"law\""));
    EXPECT_EQ(rules, (std::vector<std::string>{
                         "key.revoke needs 2 signatures by admin.",
                         "Events are recorded within 1 day; later ones are reported.",
                         "An offer ends after 7 days, unless it says otherwise.",
                         "A clock of a device that was off by 60 seconds or more is noted.",
                         "Evidence of incidents of the class a is kept for 2 years: law."}));
    EXPECT_EQ(duration_text(36 * 3600), "36 hours");
}

}  // namespace
}  // namespace exhibit::policy

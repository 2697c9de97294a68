// Between which times of others an event lies, and what CR-25 says where nobody else speaks.
#include "custody/time_brackets.hpp"

#include <gtest/gtest.h>

#include "rules_scene.hpp"

namespace exhibit::custody {
namespace {

Attestation stamp(std::uint64_t size, std::int64_t time, std::uint64_t leaf) {
    return {size, {time}, "stamp of " + std::to_string(size), leaf};
}
Attestation cosigned(std::uint64_t size, std::int64_t time) {
    return {size, {time}, "witness at " + std::to_string(size), std::nullopt};
}

std::int64_t seconds_of(const std::optional<Attestation>& bound) {
    return bound ? bound->time.seconds : -1;
}

TEST(TimeBrackets, of_nothing_are_open) {
    const TimeBrackets none({});
    EXPECT_TRUE(none.empty());
    EXPECT_EQ(none.size(), 0U);
    EXPECT_FALSE(none.of(0, 0).not_before);
    EXPECT_FALSE(none.of(0, 0).not_after);
}

TEST(TimeBrackets, end_with_the_first_stamp_over_the_event) {
    const TimeBrackets brackets({stamp(10, 2000, 12), stamp(5, 1000, 6)});
    EXPECT_EQ(brackets.size(), 10U);
    EXPECT_EQ(seconds_of(brackets.of(4, 4).not_after), 1000);  // the tree of 5 has numbers 0 to 4
    EXPECT_EQ(seconds_of(brackets.of(5, 5).not_after), 2000);
    EXPECT_EQ(seconds_of(brackets.of(9, 9).not_after), 2000);
    EXPECT_EQ(seconds_of(brackets.of(10, 10).not_after), -1);
}

TEST(TimeBrackets, begin_with_the_last_stamp_the_signer_had_seen_in_the_ledger) {
    const TimeBrackets brackets({stamp(5, 1000, 6), stamp(10, 2000, 12)});
    // Number 8 may have been signed before 1000 by somebody who had seen six events only.
    EXPECT_EQ(seconds_of(brackets.of(8, 6).not_before), -1);
    EXPECT_EQ(seconds_of(brackets.of(8, 7).not_before), 1000);
    EXPECT_EQ(seconds_of(brackets.of(13, 12).not_before), 1000);
    EXPECT_EQ(seconds_of(brackets.of(13, 13).not_before), 2000);
}

TEST(TimeBrackets, of_a_cosignature_bound_from_above_only) {
    const TimeBrackets brackets({cosigned(5, 1000)});
    EXPECT_EQ(seconds_of(brackets.of(3, 3).not_after), 1000);
    EXPECT_EQ(seconds_of(brackets.of(9, 9).not_before), -1);
}

TEST(TimeBrackets, take_the_strictest_word_where_clocks_disagree) {
    // The authority of the larger tree was earlier: so the smaller tree is no younger than that.
    const TimeBrackets brackets({stamp(5, 1000, 6), stamp(10, 900, 12), cosigned(10, 950)});
    EXPECT_EQ(seconds_of(brackets.of(2, 2).not_after), 900);
    EXPECT_EQ(seconds_of(brackets.of(20, 20).not_before), 1000);
}

class TimeRulesTest : public Rules {
protected:
    std::vector<Finding> findings(std::vector<Attestation> said,
                                  std::optional<Severity> unattested = Severity::warning,
                                  std::int64_t later = 0) {
        TimeRules rules{{ledger.clock().now().seconds + later}, unattested};
        return examine_times(ledger.state(), TimeBrackets(std::move(said)), rules);
    }
    std::int64_t now() { return ledger.clock().now().seconds; }
    std::uint64_t size() { return ledger.state().size(); }
};

TEST_F(TimeRulesTest, without_any_word_of_others_say_so_once_if_asked) {
    const auto found = findings({});
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].code, "CR-25");
    EXPECT_EQ(found[0].severity, Severity::warning);
    EXPECT_FALSE(found[0].event);
    EXPECT_EQ(findings({}, Severity::note)[0].severity, Severity::note);
    EXPECT_TRUE(findings({}, std::nullopt).empty());
}

TEST_F(TimeRulesTest, are_content_with_a_stamp_over_all) {
    EXPECT_TRUE(findings({stamp(size(), now(), size())}).empty());
}

TEST_F(TimeRulesTest, name_the_first_event_that_waited_too_long) {
    constexpr std::int64_t week = 7 * 86'400;
    EXPECT_TRUE(findings({stamp(4, now(), 4)}).empty());  // they may wait a while
    const auto found = findings({stamp(4, now(), 4)}, Severity::warning, week + 3600);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].event, 4U);
    EXPECT_NE(found[0].text.find("5 events are older than 7 days"), std::string::npos)
        << found[0].text;
}

TEST_F(TimeRulesTest, notice_an_event_dated_back_behind_a_stamp_it_had_seen) {
    const std::uint64_t leaf = size();
    ledger.append(ledger.draft("anna", AnchorToken{id("anna"), ledger.state().root(), leaf}),
                  "anna");
    const std::int64_t stamped = now();
    ledger::Event event = ledger.draft("anna", offer_to("boris"), {laptop});
    event.time = event.happened = {stamped - 86'400};
    ledger.append(event, "anna");
    const auto found = findings({stamp(leaf, stamped, leaf)}, std::nullopt);
    ASSERT_EQ(found.size(), 1U) << Verdict{found}.text();
    EXPECT_EQ(found[0].event, leaf + 1);
    EXPECT_NE(found[0].text.find("signed after"), std::string::npos) << found[0].text;
}

TEST_F(TimeRulesTest, notice_an_event_dated_after_the_stamp_over_it) {
    const auto found = findings({cosigned(1, now() - 86'400)}, std::nullopt);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].event, 0U);
    EXPECT_NE(found[0].text.find("signed before"), std::string::npos) << found[0].text;
}

TEST_F(TimeRulesTest, leave_clocks_five_minutes) {
    const std::int64_t first = ledger.state().event(0)->time.seconds;
    EXPECT_TRUE(findings({cosigned(1, first - 300)}, std::nullopt).empty());
    EXPECT_EQ(findings({cosigned(1, first - 301)}, std::nullopt).size(), 1U);
}

}  // namespace
}  // namespace exhibit::custody

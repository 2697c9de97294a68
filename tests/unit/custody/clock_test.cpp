// How far a clock was off, as people write it, and what an audit says of it (CR-06).
#include "custody/clock.hpp"

#include "life_scene.hpp"

namespace exhibit::custody {
namespace {

using ClockOfAMachine = LifeScene;

TEST(Clock, reads_amounts_and_directions) {
    EXPECT_EQ(clock_offset("3m20s ahead"), 200);
    EXPECT_EQ(clock_offset("2 hours, 5 minutes behind"), -7500);
    EXPECT_EQ(clock_offset(" 1 D 2 Min fast "), 86520);
    EXPECT_EQ(clock_offset("90 sec slow"), -90);
    EXPECT_EQ(clock_offset("+00:03:20"), 200);
    EXPECT_EQ(clock_offset("-1h"), -3600);
    EXPECT_EQ(clock_offset("27:00:00 behind"), -97200);
    EXPECT_EQ(clock_offset("none"), 0);
    EXPECT_EQ(clock_offset("0"), 0);
    EXPECT_EQ(clock_offset("0 s"), 0);
}

TEST(Clock, infers_nothing_from_other_words) {
    for (const char* said : {"",
                             " ",
                             "3m20s",
                             "3",
                             "+3",
                             "3 ahead",
                             "ahead",
                             "3m 3m ahead",
                             "20s 3m ahead",
                             "3m ahead of UTC",
                             "about 3m ahead",
                             "3.5m ahead",
                             "+3m ahead",
                             "-",
                             "1:2:3 ahead",
                             "00:60:00 ahead",
                             "00:03 ahead",
                             "none ahead",
                             "36500d ahead",
                             "99999999999s ahead",
                             "9999999999d ahead",
                             "unknown",
                             "3 weeks ahead",
                             "3m\n ahead"})
        EXPECT_EQ(clock_offset(said), std::nullopt) << said;
    EXPECT_EQ(clock_offset("1s ahead" + std::string(100, ' ')), std::nullopt);
    EXPECT_EQ(clock_offset("36499d ahead"), std::int64_t{36499} * 86400);
}

TEST(Clock, that_nobody_could_tell_is_said_by_one_word) {
    EXPECT_TRUE(clock_unknown(" unknown "));
    EXPECT_FALSE(clock_unknown("unknown to me"));
    EXPECT_FALSE(clock_unknown(" "));
}

TEST(Clock, is_told_in_words) {
    EXPECT_EQ(clock_in_words("+00:03:20"), "3 minutes 20 seconds ahead");
    EXPECT_EQ(clock_in_words("1d1s slow"), "1 day 1 second behind");
    EXPECT_EQ(clock_in_words("none"), "right");
    EXPECT_EQ(clock_in_words("some minutes"), "some minutes");
    EXPECT_EQ(clock_in_words("unknown"), "unknown");
}

TEST_F(ClockOfAMachine, is_told_from_the_size_the_policy_names_on) {
    image(with(image_values(), "clock_drift", "59s ahead"));
    nothing();
    image(with(image_values(), "clock_drift", "60s ahead"));
    only("CR-06", "of the machine that acquired item INC-1/4 was 1 minute ahead of true time");
    EXPECT_EQ(all().front().severity, Severity::note);
}
TEST_F(ClockOfAMachine, that_was_far_off_is_a_warning_where_the_policy_says_so) {
    ledger.adopt("anna", "name = \"p\"\n[clocks]\nnote_from_seconds = 5\nwarn_from_seconds = 3600");
    image(with(image_values(), "clock_drift", "4s behind"));
    nothing();
    image(with(image_values(), "clock_drift", "-01:00:00"));
    only("CR-06", "was 1 hour behind true time");
    EXPECT_EQ(all().front().severity, Severity::warning);
}
TEST_F(ClockOfAMachine, that_nobody_can_compute_with) {
    image(with(image_values(), "clock_drift", "a bit fast"));
    only("CR-06", "nobody can compute with: \"a bit fast\"");
}
TEST_F(ClockOfAMachine, that_nobody_could_tell) {
    image(with(image_values(), "clock_drift", "unknown"));
    only("CR-06", "could not be told");
}

}  // namespace
}  // namespace exhibit::custody

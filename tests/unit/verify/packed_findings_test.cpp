// Findings come out of their packing as they went in, each once.
#include "verify/packed_findings.hpp"

#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

namespace exhibit::verify {
namespace {

Finding numbered(std::uint64_t number) {
    return {"CR-07", Severity::warning,
            "",      "INC-1/" + std::to_string(number % 20),
            number,  "Event " + std::to_string(number) + " does not say where it was."};
}

auto as_tuple(const Finding& one) {
    return std::tie(one.code, one.severity, one.object, one.item, one.event, one.text);
}

// Enough for several packed blocks and some behind them.
constexpr std::uint64_t many = 10000;

TEST(PackedFindings, come_out_as_they_went_in) {
    PackedFindings packed;
    for (std::uint64_t i = 0; i < many; ++i) packed.add(numbered(i));
    EXPECT_EQ(packed.size(), many);
    const std::vector<Finding> out = packed.take();
    ASSERT_EQ(out.size(), many);
    for (std::uint64_t i = 0; i < many; ++i)
        ASSERT_EQ(as_tuple(out[i]), as_tuple(numbered(i))) << i;
    EXPECT_EQ(packed.size(), 0U);
    EXPECT_TRUE(packed.take().empty());
}

TEST(PackedFindings, keep_every_member_of_every_severity) {
    const std::vector<Finding> odd{{"", Severity::note, "", "", std::nullopt, ""},
                                   {"A", Severity::violation, "packs/aa/bb", "", 0, "x"},
                                   {"B", Severity::warning, "", "INC-1/2", UINT64_MAX,
                                    std::string("a\0b", 3) + std::string(300000, 'c')}};
    PackedFindings packed;
    for (const Finding& one : odd) packed.add(one);
    const std::vector<Finding> out = packed.take();
    ASSERT_EQ(out.size(), odd.size());
    for (std::size_t i = 0; i < odd.size(); ++i) EXPECT_EQ(as_tuple(out[i]), as_tuple(odd[i]));
}

TEST(PackedFindings, hold_the_same_one_once_wherever_it_stands) {
    PackedFindings packed;
    for (std::uint64_t i = 0; i < many; ++i) packed.add(numbered(i));
    for (const std::uint64_t again : {std::uint64_t{0}, std::uint64_t{1}, many / 2, many - 1})
        packed.add(numbered(again));
    EXPECT_EQ(packed.size(), many);
    Finding other = numbered(0);
    other.item = "INC-2/1";
    packed.add(other);
    EXPECT_EQ(packed.size(), many + 1);
    std::vector<Finding> seen;
    packed.each([&](const Finding& one) { seen.push_back(one); });
    ASSERT_EQ(seen.size(), many + 1);
    EXPECT_EQ(as_tuple(seen.back()), as_tuple(other));
}

// The severity is not part of what makes two the same: it was not before either.
TEST(PackedFindings, the_first_severity_stays) {
    PackedFindings packed;
    packed.add({"A", Severity::violation, "x", "", 1, "t"});
    packed.add({"A", Severity::note, "x", "", 1, "t"});
    const std::vector<Finding> out = packed.take();
    ASSERT_EQ(out.size(), 1U);
    EXPECT_EQ(out[0].severity, Severity::violation);
}

TEST(PackedFindings, can_be_filled_again) {
    PackedFindings packed;
    for (std::uint64_t i = 0; i < many; ++i) packed.add(numbered(i));
    static_cast<void>(packed.take());
    packed.add(numbered(3));
    packed.add(numbered(3));
    const std::vector<Finding> out = packed.take();
    ASSERT_EQ(out.size(), 1U);
    EXPECT_EQ(as_tuple(out[0]), as_tuple(numbered(3)));
}

}  // namespace
}  // namespace exhibit::verify

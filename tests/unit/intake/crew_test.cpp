#include "intake/crew.hpp"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <stdexcept>

namespace exhibit::intake {
namespace {

TEST(Crew, does_everything_that_was_posted_before_it_ends) {
    std::atomic<int> done{0};
    {
        Crew crew(3);
        for (int i = 0; i < 1000; ++i) crew.post([&](std::size_t) { ++done; });
    }
    EXPECT_EQ(done, 1000);
}

TEST(Crew, one_thread_keeps_the_order) {
    std::vector<int> seen;
    {
        Crew crew(1);
        for (int i = 0; i < 100; ++i) crew.post([&seen, i](std::size_t) { seen.push_back(i); });
    }
    ASSERT_EQ(seen.size(), 100U);
    for (int i = 0; i < 100; ++i) EXPECT_EQ(seen[static_cast<std::size_t>(i)], i);
}

TEST(Pending, waits_for_all_parts) {
    Crew crew(2);
    std::array<bool, 3> done{};
    Pending pending;
    pending.expect(done.size());
    for (bool& part : done) {
        crew.post([&](std::size_t) { pending.part([&] { part = true; }); });
    }
    pending.finish();
    EXPECT_EQ(done, (std::array{true, true, true}));
}

TEST(Pending, throws_what_a_part_threw_after_all_have_ended) {
    Crew crew(2);
    std::atomic<int> ended{0};
    Pending pending;
    pending.expect(2);
    crew.post([&](std::size_t) {
        pending.part([&] {
            ++ended;
            throw std::runtime_error("broken");
        });
    });
    crew.post([&](std::size_t) { pending.part([&] { ++ended; }); });
    EXPECT_THROW(pending.finish(), std::runtime_error);
    EXPECT_EQ(ended, 2);
    pending.expect(0);
    EXPECT_NO_THROW(pending.finish());
}

}  // namespace
}  // namespace exhibit::intake

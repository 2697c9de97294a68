// The private digests of events, kept as bytes.
#include "verify/private_digests.hpp"

#include <gtest/gtest.h>

#include "ledger/disclosure.hpp"

namespace exhibit::verify {
namespace {

TEST(PrivateDigests, of_each_event_are_those_that_were_added) {
    const auto digest = [](const char* text) { return ledger::disclosure_digest(text); };
    const std::vector<std::string> first{digest("a"), digest("b"), digest("c")};
    const std::vector<std::string> last{digest("d")};
    PrivateDigests digests;
    EXPECT_TRUE(digests.of(0).empty());
    digests.add(0, first);
    digests.add(7, {});
    digests.add(9, last);
    EXPECT_EQ(digests.of(0), first);
    EXPECT_TRUE(digests.of(1).empty());
    EXPECT_TRUE(digests.of(7).empty());
    EXPECT_EQ(digests.of(9), last);
    EXPECT_TRUE(digests.of(10).empty());
}

}  // namespace
}  // namespace exhibit::verify

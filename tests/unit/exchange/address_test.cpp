#include "exchange/address.hpp"

#include <gtest/gtest.h>

namespace exhibit::exchange {
namespace {

TEST(IodefAddress, tells_ipv4) {
    for (const char* right : {"0.0.0.0", "192.0.2.10", "255.255.255.255"})
        EXPECT_TRUE(is_ipv4(right)) << right;
    for (const char* wrong : {"", "1.2.3", "1.2.3.4.5", "256.0.0.1", "01.2.3.4", "1.2.3.x",
                              "1.2.3.", ".1.2.3", "1..2.3", "1.2.3.1000"})
        EXPECT_FALSE(is_ipv4(wrong)) << wrong;
}

TEST(IodefAddress, tells_ipv6) {
    for (const char* right : {"::", "::1", "2001:db8::1", "1:2:3:4:5:6:7:8", "::ffff:192.0.2.1",
                              "1:2:3:4:5:6:192.0.2.1", "1::"})
        EXPECT_TRUE(is_ipv6(right)) << right;
    for (const char* wrong : {"", ":", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "12345::", "1::2::3",
                              "::192.0.2.256", "192.0.2.1::", "g::", "1:2:3:4:5:6:7:8::", ":1:2::"})
        EXPECT_FALSE(is_ipv6(wrong)) << wrong;
}

TEST(IodefAddress, fits_its_category_or_an_unknown_one) {
    EXPECT_TRUE(fits_category("192.0.2.0/24", "ipv4-net"));
    EXPECT_TRUE(fits_category("192.0.2.0/255.255.255.0", "ipv4-net-mask"));
    EXPECT_FALSE(fits_category("192.0.2.0", "ipv4-net"));
    EXPECT_FALSE(fits_category("192.0.2.0/33", "ipv4-net"));
    EXPECT_TRUE(fits_category("2001:db8::/32", "ipv6-net"));
    EXPECT_TRUE(fits_category("00:11:22:aa:BB:cc", "mac"));
    EXPECT_FALSE(fits_category("00:11:22:aa:BB", "mac"));
    EXPECT_FALSE(fits_category("00:11:22:aa:BB:cx", "mac"));
    EXPECT_TRUE(fits_category("AS65536", "asn"));
    EXPECT_FALSE(fits_category("4294967296", "asn"));
    EXPECT_TRUE(fits_category("a@example.org", "e-mail"));
    EXPECT_FALSE(fits_category("a.example.org", "e-mail"));
    EXPECT_TRUE(fits_category("anything", "ext-value"));
}

}  // namespace
}  // namespace exhibit::exchange

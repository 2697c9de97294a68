#include "crypto/secret.hpp"

#include <sys/resource.h>

#include <cstdlib>
#include <type_traits>
#include <utility>

#include <gtest/gtest.h>

namespace exhibit::crypto {
namespace {

static_assert(!std::is_copy_constructible_v<SecretBytes>);
static_assert(!std::is_copy_assignable_v<SecretBytes>);

TEST(SecretBytes, begins_as_zeros) {
    const SecretBytes secret(100);
    EXPECT_EQ(secret.size(), 100U);
    EXPECT_TRUE(all_zero(secret.view()));
}

TEST(SecretBytes, may_be_empty) {
    const SecretBytes none;
    const SecretBytes zero(0);
    EXPECT_TRUE(none.empty());
    EXPECT_TRUE(zero.empty());
    EXPECT_TRUE(zero.clone().empty());
    EXPECT_TRUE(SecretBytes::copy_of({}).empty());
    EXPECT_TRUE(SecretBytes::random(0).empty());
}

TEST(SecretBytes, leaves_nothing_behind_when_moved) {
    SecretBytes first = SecretBytes::copy_of(as_bytes("first"));
    SecretBytes second(std::move(first));
    EXPECT_TRUE(first.empty());
    EXPECT_EQ(as_text(second.view()), "first");

    SecretBytes third = SecretBytes::copy_of(as_bytes("third"));
    third = std::move(second);
    EXPECT_TRUE(second.empty());
    EXPECT_EQ(as_text(third.view()), "first");
}

TEST(SecretBytes, survives_a_move_to_itself) {
    SecretBytes secret = SecretBytes::copy_of(as_bytes("kept"));
    SecretBytes& same = secret;
    secret = std::move(same);
    EXPECT_EQ(as_text(secret.view()), "kept");
}

TEST(SecretBytes, clone_has_its_own_memory) {
    SecretBytes original = SecretBytes::copy_of(as_bytes("original"));
    const SecretBytes clone = original.clone();
    wipe(original.writable());
    EXPECT_TRUE(all_zero(original.view()));
    EXPECT_EQ(as_text(clone.view()), "original");
}

TEST(SecretBytes, random_differs_each_time) {
    EXPECT_FALSE(secret_equal(SecretBytes::random(32).view(), SecretBytes::random(32).view()));
}

TEST(SecretBytes, is_given_where_no_memory_may_be_locked) {
    const auto allocate = [] {
        const rlimit none{0, 0};
        if (setrlimit(RLIMIT_MEMLOCK, &none) != 0) std::exit(2);
        SecretBytes secret = SecretBytes::random(4096);
        std::exit(secret.size() == 4096 ? 0 : 1);
    };
    EXPECT_EXIT(allocate(), testing::ExitedWithCode(0), "");
}

TEST(SecretEqual, compares_every_byte) {
    const Bytes bytes(40, std::byte{7});
    EXPECT_TRUE(secret_equal(bytes, Bytes(bytes)));
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        Bytes other = bytes;
        other[i] ^= std::byte{1};
        EXPECT_FALSE(secret_equal(bytes, other)) << "byte " << i;
    }
}

TEST(SecretEqual, tells_lengths_apart) {
    EXPECT_FALSE(secret_equal(as_bytes("abc"), as_bytes("ab")));
    EXPECT_FALSE(secret_equal(as_bytes("ab"), as_bytes("abc")));
    EXPECT_FALSE(secret_equal(as_bytes("abc"), {}));
    EXPECT_TRUE(secret_equal({}, {}));
}

TEST(SystemRandom, fills_all_of_the_bytes) {
    // 64 draws: the chance that a byte is zero in all of them is below 2^-500.
    std::array<std::byte, 50> seen{};
    for (int draw = 0; draw < 64; ++draw) {
        std::array<std::byte, 50> drawn{};
        system_random().fill(drawn);
        for (std::size_t i = 0; i < drawn.size(); ++i) seen[i] |= drawn[i];
    }
    for (std::size_t i = 0; i < seen.size(); ++i) EXPECT_NE(seen[i], std::byte{0}) << "byte " << i;
}

}  // namespace
}  // namespace exhibit::crypto

#include "crypto/box.hpp"

#include <array>
#include <string_view>

#include <gtest/gtest.h>

#include "base/codec.hpp"
#include "exhibit/error.hpp"
#include "support/seeded_random.hpp"

namespace exhibit::crypto {
namespace {

BoxKeyPair pair_number(std::uint64_t number) {
    return BoxKeyPair(SecretBytes::copy_of(test::seeded_bytes(number, 32)));
}

// The secret 00 01 .. 1f; the public key was computed with OpenSSL.
TEST(BoxKeyPair, has_the_x25519_public_key_of_its_secret) {
    SecretBytes secret(32);
    for (std::size_t i = 0; i < 32; ++i) secret.writable()[i] = static_cast<std::byte>(i);
    EXPECT_EQ(to_hex(BoxKeyPair(std::move(secret)).public_key().bytes),
              "8f40c5adb68f25624ae5b214ea767a6ec94d829d3d7b5e1ad1ba6f3e2138285f");
}

TEST(BoxKeyPair, random_differs_each_time) {
    EXPECT_NE(BoxKeyPair::random().public_key(), BoxKeyPair::random().public_key());
}

TEST(Box, opens_with_the_recipients_key) {
    const BoxKeyPair recipient = pair_number(1);
    for (const std::size_t size : {0U, 1U, 31U, 32U, 64U, 1000U}) {
        const Bytes plain = test::seeded_bytes(size, size);
        const Bytes sealed = seal_to(recipient.public_key(), plain);
        EXPECT_EQ(sealed.size(), size + box_overhead_bytes);
        const std::optional<SecretBytes> opened = open_sealed(recipient, sealed);
        ASSERT_TRUE(opened.has_value()) << size;
        EXPECT_TRUE(equal(opened->view(), plain)) << size;
    }
}

TEST(Box, stays_closed_for_another_key) {
    const Bytes sealed = seal_to(pair_number(1).public_key(), as_bytes("for one"));
    EXPECT_FALSE(open_sealed(pair_number(2), sealed).has_value());
}

TEST(Box, stays_closed_when_any_byte_was_changed) {
    const BoxKeyPair recipient = pair_number(1);
    const Bytes sealed = seal_to(recipient.public_key(), test::seeded_bytes(1, 32));
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        Bytes changed = sealed;
        changed[i] ^= std::byte{0x01};
        EXPECT_FALSE(open_sealed(recipient, changed).has_value()) << "byte " << i;
    }
}

TEST(Box, stays_closed_when_it_was_cut_or_lengthened) {
    const BoxKeyPair recipient = pair_number(1);
    Bytes sealed = seal_to(recipient.public_key(), as_bytes("text"));
    for (std::size_t size = 0; size < sealed.size(); ++size) {
        EXPECT_FALSE(open_sealed(recipient, ByteView(sealed).first(size)).has_value()) << size;
    }
    sealed.push_back(std::byte{0});
    EXPECT_FALSE(open_sealed(recipient, sealed).has_value());
}

TEST(Box, of_one_text_differs_each_time) {
    const BoxPublic recipient = pair_number(1).public_key();
    EXPECT_NE(seal_to(recipient, as_bytes("text")), seal_to(recipient, as_bytes("text")));
}

// Points of small order: the shared secret would be zeros whatever the ephemeral key.
TEST(Box, is_not_sealed_to_a_key_everybody_could_open) {
    constexpr std::array<std::string_view, 7> small_order{
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"};
    for (const std::string_view point : small_order) {
        try {
            seal_to(BoxPublic{array_from_hex<32>(point)}, as_bytes("text"));
            ADD_FAILURE() << "sealed to " << point;
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::malformed) << error.what();
        }
    }
}

}  // namespace
}  // namespace exhibit::crypto

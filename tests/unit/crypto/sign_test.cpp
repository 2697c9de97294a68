#include "crypto/sign.hpp"

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>
#include <sodium.h>

#include "support/seeded_random.hpp"

namespace exhibit::crypto {
namespace {

struct Vector {
    std::string_view seed;
    std::string_view key;
    std::string_view message;
    std::string_view signature;
};

// RFC 8032 section 7.1: TEST 1, TEST 2, TEST 3, TEST SHA(abc).
constexpr std::array<Vector, 4> rfc_8032{{
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
     "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
     "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
     "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"},
    {"833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
     "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
     "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
     "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
     "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
     "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"},
}};

VerifyKey key_of(std::string_view hex) {
    return VerifyKey{array_from_hex<32>(hex)};
}

SeedSigner signer_of(std::string_view seed_hex) {
    return SeedSigner(SecretBytes::copy_of(from_hex(seed_hex)));
}

SeedSigner signer_number(std::uint64_t number) {
    return SeedSigner(SecretBytes::copy_of(test::seeded_bytes(number, 32)));
}

unsigned char* raw(std::array<std::byte, 32>& bytes) {
    return reinterpret_cast<unsigned char*>(bytes.data());
}
const unsigned char* raw(const std::array<std::byte, 32>& bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

// All points of order 1, 2, 4 and 8 on the curve, in their canonical encoding.
constexpr std::array<std::string_view, 8> small_order_points{
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
};

TEST(SeedSigner, signs_as_rfc_8032_does) {
    for (const Vector& vector : rfc_8032) {
        const SeedSigner signer = signer_of(vector.seed);
        EXPECT_EQ(to_hex(signer.key().bytes), vector.key);
        EXPECT_EQ(to_hex(signer.sign(from_hex(vector.message))), vector.signature);
    }
}

TEST(SeedSigner, gives_its_seed_back) {
    const SecretBytes seed = signer_of(rfc_8032[0].seed).seed();
    EXPECT_EQ(to_hex(seed.view()), rfc_8032[0].seed);
}

TEST(SeedSigner, signs_after_a_move) {
    SeedSigner first = signer_number(1);
    const VerifyKey key = first.key();
    const SeedSigner second = std::move(first);
    EXPECT_TRUE(verify(key, as_bytes("m"), second.sign(as_bytes("m"))));
}

TEST(SeedSigner, random_makes_a_sound_key_each_time_another) {
    const SeedSigner first = SeedSigner::random();
    const SeedSigner second = SeedSigner::random();
    EXPECT_TRUE(is_sound(first.key()));
    EXPECT_NE(first.key(), second.key());
}

TEST(VerifyKey, id_is_the_sha_256_of_the_raw_key) {
    const VerifyKey key = key_of(rfc_8032[0].key);
    EXPECT_EQ(key.id(), sha256(from_hex(rfc_8032[0].key)));
}

TEST(Verify, accepts_the_signatures_of_rfc_8032) {
    for (const Vector& vector : rfc_8032) {
        EXPECT_TRUE(verify(key_of(vector.key), from_hex(vector.message),
                           array_from_hex<64>(vector.signature)));
    }
}

TEST(Verify, refuses_a_change_of_any_byte_of_the_signature) {
    const SeedSigner signer = signer_number(1);
    const Signature good = signer.sign(as_bytes("message"));
    for (std::size_t i = 0; i < good.size(); ++i) {
        Signature changed = good;
        changed[i] ^= std::byte{0x01};
        EXPECT_FALSE(verify(signer.key(), as_bytes("message"), changed)) << "byte " << i;
    }
}

TEST(Verify, refuses_a_change_of_any_byte_of_the_message_or_the_key) {
    const SeedSigner signer = signer_number(1);
    const Bytes message = test::seeded_bytes(2, 100);
    const Signature signature = signer.sign(message);
    for (std::size_t i = 0; i < message.size(); ++i) {
        Bytes changed = message;
        changed[i] ^= std::byte{0x80};
        EXPECT_FALSE(verify(signer.key(), changed, signature)) << "byte " << i;
    }
    for (std::size_t i = 0; i < 32; ++i) {
        VerifyKey changed = signer.key();
        changed.bytes[i] ^= std::byte{0x80};
        EXPECT_FALSE(verify(changed, message, signature)) << "byte " << i;
    }
    EXPECT_FALSE(verify(signer.key(), ByteView(message).first(99), signature));
}

// Adding the group order to S gives the second of two spellings of one signature.
TEST(Verify, refuses_a_signature_whose_scalar_is_not_reduced) {
    const SeedSigner signer = signer_number(1);
    Signature signature = signer.sign(as_bytes("message"));
    const Bytes order =
        from_hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    unsigned carry = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        const unsigned sum = std::to_integer<unsigned>(signature[32 + i]) +
                             std::to_integer<unsigned>(order[i]) + carry;
        signature[32 + i] = static_cast<std::byte>(sum & 0xffU);
        carry = sum >> 8;
    }
    ASSERT_EQ(carry, 0U);
    EXPECT_FALSE(verify(signer.key(), as_bytes("message"), signature));
}

// With such a key R = identity, S = 0 satisfies the equation for every message.
TEST(Verify, refuses_the_signature_that_fits_every_message_under_the_neutral_key) {
    Signature signature{};
    signature[0] = std::byte{1};
    EXPECT_FALSE(verify(key_of(small_order_points[0]), as_bytes("any"), signature));
}

TEST(IsSound, accepts_keys_made_from_seeds) {
    for (const Vector& vector : rfc_8032) EXPECT_TRUE(is_sound(key_of(vector.key)));
    for (std::uint64_t i = 0; i < 100; ++i) EXPECT_TRUE(is_sound(signer_number(i).key())) << i;
}

TEST(IsSound, refuses_every_point_of_small_order) {
    for (const std::string_view point : small_order_points) {
        EXPECT_FALSE(is_sound(key_of(point))) << point;
    }
}

// y in [p, 2^255) with either sign: the nineteen values have a second, canonical spelling.
TEST(IsSound, refuses_every_encoding_that_is_not_canonical) {
    for (unsigned low = 0xed; low <= 0xff; ++low) {
        for (const unsigned high : {0x7fU, 0xffU}) {
            VerifyKey key;
            key.bytes.fill(std::byte{0xff});
            key.bytes.front() = static_cast<std::byte>(low);
            key.bytes.back() = static_cast<std::byte>(high);
            EXPECT_FALSE(is_sound(key)) << to_hex(key.bytes);
        }
    }
}

// x = 0 has no negative: these spell the points of order 1 and 2 a second time.
TEST(IsSound, refuses_a_negative_zero) {
    EXPECT_FALSE(
        is_sound(key_of("0100000000000000000000000000000000000000000000000000000000000080")));
    EXPECT_FALSE(
        is_sound(key_of("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")));
}

TEST(IsSound, refuses_what_is_not_on_the_curve) {
    for (const unsigned y : {2U, 7U, 8U, 11U, 12U, 13U, 17U}) {
        VerifyKey key;
        key.bytes.front() = static_cast<std::byte>(y);
        EXPECT_FALSE(is_sound(key)) << "y = " << y;
    }
}

// Such keys verify or not depending on whether a verifier multiplies by the cofactor.
TEST(IsSound, refuses_a_sound_key_plus_any_point_of_small_order) {
    ASSERT_GE(sodium_init(), 0);
    for (std::uint64_t i = 0; i < 20; ++i) {
        const VerifyKey sound = signer_number(i).key();
        for (const std::string_view point : small_order_points) {
            VerifyKey mixed;
            ASSERT_EQ(crypto_core_ed25519_add(raw(mixed.bytes), raw(sound.bytes),
                                              raw(key_of(point).bytes)),
                      0);
            EXPECT_EQ(is_sound(mixed), point == small_order_points[0]) << point;
        }
    }
}

}  // namespace
}  // namespace exhibit::crypto

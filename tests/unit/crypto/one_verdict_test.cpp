// What this program accepts as an Ed25519 signature is what libcrypto accepts, and the other way
// round, for the cases that libraries are known to differ on: the expert in court has OpenSSL.
#include <gtest/gtest.h>
#include <openssl/evp.h>

#include <memory>

#include "crypto/sign.hpp"
#include "support/seeded_random.hpp"

namespace exhibit::crypto {
namespace {

bool libcrypto_accepts(const VerifyKey& key, ByteView message, const Signature& signature) {
    const auto raw = [](ByteView bytes) {
        return reinterpret_cast<const unsigned char*>(bytes.data());
    };
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> known(
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, raw(key.view()), 32), EVP_PKEY_free);
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                          EVP_MD_CTX_free);
    return known &&
           EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, known.get()) == 1 &&
           EVP_DigestVerify(context.get(), raw(signature), signature.size(), raw(message),
                            message.size()) == 1;
}

/// The group order, little-endian: what is added to make a scalar that is not reduced.
constexpr std::array<unsigned, 32> order{
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};

void add_order(Signature& signature) {
    unsigned carry = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        const unsigned sum = std::to_integer<unsigned>(signature[32 + i]) + order[i] + carry;
        signature[32 + i] = static_cast<std::byte>(sum & 0xff);
        carry = sum >> 8;
    }
}

std::vector<Signature> cases_of(const Signature& good) {
    std::vector<Signature> cases{good};
    for (std::size_t i = 0; i < good.size(); ++i) {
        for (const unsigned bit : {0x01U, 0x80U}) {
            cases.push_back(good);
            cases.back()[i] ^= static_cast<std::byte>(bit);
        }
    }
    Signature changed = good;
    add_order(changed);  // the same scalar, once and twice more around
    cases.push_back(changed);
    add_order(changed);
    cases.push_back(changed);
    for (const std::size_t half : {std::size_t{0}, std::size_t{32}}) {
        for (const unsigned filler : {0x00U, 0xffU}) {
            changed = good;
            std::fill_n(changed.begin() + static_cast<std::ptrdiff_t>(half), 32,
                        static_cast<std::byte>(filler));
            cases.push_back(changed);
        }
    }
    changed = good;
    std::rotate(changed.begin(), changed.begin() + 32, changed.end());  // S || R
    cases.push_back(changed);
    changed = good;
    changed.fill(std::byte{0});
    changed[0] = std::byte{1};  // the neutral point and zero
    cases.push_back(changed);
    return cases;
}

TEST(OneVerdict, is_that_of_libcrypto_for_every_sound_key) {
    test::SeededRandom random(20261125);
    std::size_t accepted = 0;
    for (int round = 0; round < 40; ++round) {
        Bytes seed(32);
        random.fill(seed);
        const SeedSigner signer(SecretBytes::copy_of(seed));
        Bytes message(static_cast<std::size_t>(round) * 7);
        random.fill(message);
        ASSERT_TRUE(is_sound(signer.key()));
        for (const Signature& one : cases_of(signer.sign(message))) {
            const bool ours = verify(signer.key(), message, one);
            EXPECT_EQ(ours, libcrypto_accepts(signer.key(), message, one)) << round;
            accepted += ours ? 1 : 0;
        }
    }
    EXPECT_EQ(accepted, 40U);  // the good one of each round and no other
}

}  // namespace
}  // namespace exhibit::crypto

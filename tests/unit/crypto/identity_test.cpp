#include "crypto/identity.hpp"

#include <optional>

#include <gtest/gtest.h>

#include "base/codec.hpp"
#include "exhibit/error.hpp"
#include "support/seeded_random.hpp"

namespace exhibit::crypto {
namespace {

// Cheap enough to derive a hundred keys.
constexpr PassphraseCost test_cost = passphrase_cost_min;

SecretBytes phrase(std::string_view text) {
    return SecretBytes::copy_of(as_bytes(text));
}

Identity counting_identity() {
    SecretBytes master(32);
    for (std::size_t i = 0; i < 32; ++i) master.writable()[i] = static_cast<std::byte>(i);
    return Identity(std::move(master));
}

SealedMaster seal_for_test(const Identity& identity) {
    test::SeededRandom random(1);
    return seal_master(identity, phrase("passphrase"), test_cost, random, as_bytes("bound"));
}

// Computed with Python's hashlib.blake2b and OpenSSL from the master secret 00 01 .. 1f.
TEST(Identity, derives_its_keys_from_the_master_secret) {
    const Identity identity = counting_identity();
    EXPECT_EQ(to_hex(identity.sign_key().bytes),
              "aa9e83bbb5a1ae94342ef0ee9675e9eb0f28c998e5acfd4f380998af91517b16");
    EXPECT_EQ(identity.id().hex(),
              "733daff863e21ef8d692a34df766944f1997bc9262b68a4dcde2d2eb4538bbe5");
    EXPECT_EQ(to_hex(identity.receive().public_key().bytes),
              "b639856acd8948556214a62c9119b98b77b213beecafaecd3bbb3bdde9f38d0e");
    EXPECT_EQ(to_hex(identity.catalogue_key().view()),
              "a75f110c62b055309710bf8047d324d157c0b9c80903822c74a1f2c8aa274727");
}

TEST(Identity, random_differs_each_time) {
    EXPECT_NE(Identity::random().id(), Identity::random().id());
}

TEST(SealedMaster, opens_with_the_passphrase) {
    const Identity identity = counting_identity();
    const SealedMaster sealed = seal_for_test(identity);
    EXPECT_EQ(sealed.box.size(), 48U);
    const std::optional<Identity> opened =
        open_master(sealed, phrase("passphrase"), as_bytes("bound"));
    ASSERT_TRUE(opened.has_value());
    EXPECT_TRUE(secret_equal(opened->master().view(), identity.master().view()));
}

TEST(SealedMaster, stays_closed_for_another_passphrase) {
    const SealedMaster sealed = seal_for_test(counting_identity());
    for (const char* wrong : {"", "Passphrase", "passphrase ", "passphras"}) {
        EXPECT_FALSE(open_master(sealed, phrase(wrong), as_bytes("bound"))) << wrong;
    }
}

TEST(SealedMaster, stays_closed_when_what_is_bound_was_changed) {
    const SealedMaster sealed = seal_for_test(counting_identity());
    EXPECT_FALSE(open_master(sealed, phrase("passphrase"), as_bytes("Bound")));
    EXPECT_FALSE(open_master(sealed, phrase("passphrase"), {}));
}

TEST(SealedMaster, stays_closed_when_any_byte_was_changed) {
    const SealedMaster sealed = seal_for_test(counting_identity());
    const auto opens = [](const SealedMaster& changed) {
        return open_master(changed, phrase("passphrase"), as_bytes("bound")).has_value();
    };
    for (std::size_t i = 0; i < sealed.box.size(); ++i) {
        SealedMaster changed = sealed;
        changed.box[i] ^= std::byte{0x01};
        EXPECT_FALSE(opens(changed)) << "box byte " << i;
    }
    for (std::size_t i = 0; i < sealed.nonce.size(); ++i) {
        SealedMaster changed = sealed;
        changed.nonce[i] ^= std::byte{0x01};
        EXPECT_FALSE(opens(changed)) << "nonce byte " << i;
    }
    for (std::size_t i = 0; i < sealed.salt.size(); ++i) {
        SealedMaster changed = sealed;
        changed.salt[i] ^= std::byte{0x01};
        EXPECT_FALSE(opens(changed)) << "salt byte " << i;
    }
    SealedMaster changed = sealed;
    changed.cost.passes += 1;
    EXPECT_FALSE(opens(changed)) << "passes";
}

TEST(SealedMaster, stays_closed_when_the_box_has_another_length) {
    const SealedMaster sealed = seal_for_test(counting_identity());
    for (const std::size_t size : {0U, 15U, 16U, 47U, 49U}) {
        SealedMaster changed = sealed;
        changed.box.resize(size);
        EXPECT_FALSE(open_master(changed, phrase("passphrase"), as_bytes("bound"))) << size;
    }
}

// Whoever knows the passphrase can make such a box: it must not reach the code behind it.
TEST(SealedMaster, stays_closed_when_a_rightly_sealed_secret_has_another_length) {
    SealedMaster sealed = seal_for_test(counting_identity());
    const SecretBytes key = key_from_passphrase(phrase("passphrase"), sealed.salt, sealed.cost);
    for (const std::size_t size : {0U, 31U, 33U}) {
        sealed.box = aead_seal(key, sealed.nonce, as_bytes("bound"), Bytes(size));
        EXPECT_FALSE(open_master(sealed, phrase("passphrase"), as_bytes("bound"))) << size;
    }
}

TEST(SealedMaster, with_a_cost_no_machine_should_pay_is_refused) {
    SealedMaster sealed = seal_for_test(counting_identity());
    sealed.cost.memory_bytes = ~std::uint64_t{0};
    EXPECT_THROW(open_master(sealed, phrase("passphrase"), as_bytes("bound")), Error);
}

TEST(SealedMaster, has_its_salt_and_nonce_from_the_random_source) {
    const SealedMaster sealed = seal_for_test(counting_identity());
    const Bytes drawn = test::seeded_bytes(1, 40);
    EXPECT_TRUE(equal(sealed.salt, ByteView(drawn).first(16)));
    EXPECT_TRUE(equal(sealed.nonce, ByteView(drawn).last(24)));
}

}  // namespace
}  // namespace exhibit::crypto

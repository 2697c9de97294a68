#include "crypto/aead.hpp"

#include <optional>
#include <utility>

#include <gtest/gtest.h>
#include <sodium.h>

#include "base/codec.hpp"
#include "support/seeded_random.hpp"

namespace exhibit::crypto {
namespace {

SecretBytes key_number(std::uint64_t number) {
    return SecretBytes::copy_of(test::seeded_bytes(number, aead_key_bytes));
}

const unsigned char* raw(ByteView bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

Bytes sealed_by_libsodium(const SecretBytes& key, const Nonce& nonce, ByteView associated,
                          ByteView plain) {
    Bytes out(plain.size() + aead_tag_bytes);
    unsigned long long written = 0;
    EXPECT_EQ(crypto_aead_xchacha20poly1305_ietf_encrypt(
                  reinterpret_cast<unsigned char*>(out.data()), &written, raw(plain), plain.size(),
                  raw(associated), associated.size(), nullptr, raw(nonce), raw(key.view())),
              0);
    EXPECT_EQ(written, out.size());
    return out;
}

Bytes seal(Aead& aead, const Nonce& nonce, ByteView associated, ByteView plain) {
    Bytes out;
    aead.seal(nonce, associated, plain, out);
    return out;
}

struct Message {
    Nonce nonce{};
    Bytes associated;
    Bytes plain;
};

Message random_message(test::SeededRandom& random, std::uint64_t bytes_max) {
    Message message;
    message.nonce = random_nonce(random);
    message.associated = random.bytes(random.below(100));
    message.plain = random.bytes(random.below(bytes_max + 1));
    return message;
}

// draft-irtf-cfrg-xchacha-03 appendix A.3.1.
TEST(Aead, gives_the_published_test_vector) {
    SecretBytes key(32);
    for (unsigned i = 0; i < 32; ++i) key.writable()[i] = static_cast<std::byte>(0x80U + i);
    Nonce nonce{};
    for (unsigned i = 0; i < 24; ++i) nonce[i] = static_cast<std::byte>(0x40U + i);
    const Bytes associated = from_hex("50515253c0c1c2c3c4c5c6c7");
    const ByteView plain = as_bytes(
        "Ladies and Gentlemen of the class of '99: If I could offer you only "
        "one tip for the future, sunscreen would be it.");
    Aead aead(key);
    const Bytes sealed = seal(aead, nonce, associated, plain);
    EXPECT_EQ(aead_seal(key, nonce, associated, plain), sealed);
    EXPECT_EQ(to_hex(sealed),
              "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb"
              "731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452"
              "2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
              "21f9664c97637da9768812f615c68b13b52e"
              "c0875924c1c7987947deafd8780acf49");
}

TEST(Aead, writes_what_libsodium_writes_at_every_length_near_a_block_border) {
    test::SeededRandom random(1);
    const SecretBytes key = key_number(1);
    Aead aead(key);
    const Bytes text = random.bytes(600);
    for (std::size_t size = 0; size <= text.size(); ++size) {
        const Nonce nonce = random_nonce(random);
        const ByteView plain = ByteView(text).first(size);
        const ByteView associated = ByteView(text).first(size % 70);
        const Bytes reference = sealed_by_libsodium(key, nonce, associated, plain);
        ASSERT_EQ(seal(aead, nonce, associated, plain), reference) << size;
        Bytes opened(size);
        ASSERT_TRUE(aead.open(nonce, associated, reference, opened)) << size;
        ASSERT_TRUE(equal(opened, plain)) << size;
    }
}

TEST(Aead, writes_what_libsodium_writes_at_random_lengths) {
    test::SeededRandom random(2);
    for (std::uint64_t round = 0; round < 100; ++round) {
        const SecretBytes key = key_number(round);
        const Message message = random_message(random, 70'000);
        const Bytes reference =
            sealed_by_libsodium(key, message.nonce, message.associated, message.plain);
        Aead aead(key);
        ASSERT_EQ(seal(aead, message.nonce, message.associated, message.plain), reference);
        ASSERT_EQ(aead_seal(key, message.nonce, message.associated, message.plain), reference);
        Bytes opened(message.plain.size());
        ASSERT_TRUE(aead.open(message.nonce, message.associated, reference, opened));
        ASSERT_EQ(opened, message.plain);
        ASSERT_EQ(aead_open(key, message.nonce, message.associated, reference), message.plain);
    }
}

// The subkey of the last nonce prefix is kept: nonces that change prefix and come back must not
// meet a stale one, in either direction.
TEST(Aead, keeps_no_stale_subkey) {
    const SecretBytes key = key_number(3);
    Aead aead(key);
    for (const char* purpose : {"purpose number 1", "purpose number 2", "purpose number 1"}) {
        for (std::uint64_t counter = 0; counter < 3; ++counter) {
            const Nonce nonce = counter_nonce(purpose, counter);
            const Bytes reference = sealed_by_libsodium(key, nonce, {}, as_bytes("text"));
            EXPECT_EQ(seal(aead, nonce, {}, as_bytes("text")), reference);
            const Nonce other = counter_nonce("another purpose.", counter);
            const Bytes other_reference = sealed_by_libsodium(key, other, {}, as_bytes("text"));
            Bytes opened(4);
            EXPECT_TRUE(aead.open(other, {}, other_reference, opened));
        }
    }
}

// A first nonce of zeros looks like the kept prefix before there is one.
TEST(Aead, derives_the_subkey_for_a_first_nonce_of_zeros) {
    const SecretBytes key = key_number(4);
    Aead aead(key);
    EXPECT_EQ(seal(aead, Nonce{}, {}, as_bytes("text")),
              sealed_by_libsodium(key, Nonce{}, {}, as_bytes("text")));
}

TEST(Aead, appends_to_what_is_there) {
    Aead aead(key_number(1));
    Bytes out = to_bytes("before");
    aead.seal(Nonce{}, {}, as_bytes("text"), out);
    ASSERT_EQ(out.size(), 6 + 4 + aead_tag_bytes);
    EXPECT_EQ(as_text(ByteView(out).first(6)), "before");
    EXPECT_EQ(aead_open(key_number(1), Nonce{}, {}, ByteView(out).subspan(6)), to_bytes("text"));
}

TEST(Aead, refuses_a_change_of_any_byte_and_leaves_zeros) {
    const SecretBytes key = key_number(5);
    Aead aead(key);
    const Bytes sealed = seal(aead, Nonce{}, as_bytes("about"), test::seeded_bytes(5, 100));
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        Bytes changed = sealed;
        changed[i] ^= std::byte{0x01};
        Bytes out(100, std::byte{0xee});
        EXPECT_FALSE(aead.open(Nonce{}, as_bytes("about"), changed, out)) << "byte " << i;
        EXPECT_TRUE(all_zero(out)) << "byte " << i;
    }
    Bytes out(100);
    EXPECT_TRUE(aead.open(Nonce{}, as_bytes("about"), sealed, out)) << "after the refusals";
}

TEST(Aead, refuses_a_change_of_any_byte_of_the_nonce_the_key_or_the_associated_data) {
    const Bytes key = test::seeded_bytes(6, 32);
    const Bytes associated = test::seeded_bytes(7, 40);
    const Nonce nonce = counter_nonce("exhibit-block v1", 7);
    const Bytes sealed =
        aead_seal(SecretBytes::copy_of(key), nonce, associated, as_bytes("plain text"));
    for (std::size_t i = 0; i < nonce.size(); ++i) {
        Nonce changed = nonce;
        changed[i] ^= std::byte{0x10};
        EXPECT_FALSE(aead_open(SecretBytes::copy_of(key), changed, associated, sealed)) << i;
    }
    for (std::size_t i = 0; i < key.size(); ++i) {
        Bytes changed = key;
        changed[i] ^= std::byte{0x10};
        EXPECT_FALSE(aead_open(SecretBytes::copy_of(changed), nonce, associated, sealed)) << i;
    }
    for (std::size_t i = 0; i < associated.size(); ++i) {
        Bytes changed = associated;
        changed[i] ^= std::byte{0x10};
        EXPECT_FALSE(aead_open(SecretBytes::copy_of(key), nonce, changed, sealed)) << i;
    }
    EXPECT_FALSE(aead_open(SecretBytes::copy_of(key), nonce, {}, sealed));
}

TEST(Aead, refuses_what_is_shorter_than_a_tag) {
    const SecretBytes key = key_number(8);
    Aead aead(key);
    for (std::size_t size = 0; size < aead_tag_bytes; ++size) {
        const Bytes sealed(size);
        Bytes out(5, std::byte{0xee});
        EXPECT_FALSE(aead.open(Nonce{}, {}, sealed, out)) << size;
        EXPECT_TRUE(all_zero(out)) << size;
        EXPECT_FALSE(aead_open(key, Nonce{}, {}, sealed)) << size;
        EXPECT_FALSE(aead_open_secret(key, Nonce{}, {}, sealed)) << size;
    }
}

TEST(Aead, opens_keys_into_secret_memory) {
    const SecretBytes key = key_number(9);
    const Bytes sealed = aead_seal(key, Nonce{}, as_bytes("about"), as_bytes("a key"));
    const std::optional<SecretBytes> opened =
        aead_open_secret(key, Nonce{}, as_bytes("about"), sealed);
    ASSERT_TRUE(opened.has_value());
    EXPECT_EQ(as_text(opened->view()), "a key");
    EXPECT_FALSE(aead_open_secret(key, Nonce{}, as_bytes("other"), sealed));
}

TEST(Aead, works_after_a_move_and_without_the_key_it_was_made_from) {
    std::optional<SecretBytes> key = key_number(10);
    Aead first(*key);
    key.reset();
    const Bytes sealed = seal(first, Nonce{}, {}, as_bytes("text"));
    Aead second(std::move(first));
    EXPECT_EQ(seal(second, Nonce{}, {}, as_bytes("text")), sealed);
}

TEST(CounterNonce, is_the_purpose_and_the_big_endian_counter) {
    const Nonce nonce = counter_nonce("exhibit-block v1", 0x0102030405060708U);
    EXPECT_EQ(as_text(ByteView(nonce).first(16)), "exhibit-block v1");
    EXPECT_EQ(to_hex(ByteView(nonce).last(8)), "0102030405060708");
}

TEST(RandomNonce, takes_all_bytes_from_the_source) {
    test::SeededRandom random(11);
    const Nonce nonce = random_nonce(random);
    EXPECT_EQ(to_bytes(ByteView(nonce)), test::seeded_bytes(11, 24));
}

}  // namespace
}  // namespace exhibit::crypto

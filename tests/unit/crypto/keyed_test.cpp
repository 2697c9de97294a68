#include "crypto/keyed.hpp"

#include <array>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "exhibit/error.hpp"
#include "support/seeded_random.hpp"

namespace exhibit::crypto {
namespace {

constexpr std::uint64_t mebibyte = std::uint64_t{1} << 20;

SecretBytes counting_bytes(std::size_t size) {
    SecretBytes out(size);
    for (std::size_t i = 0; i < size; ++i) out.writable()[i] = static_cast<std::byte>(i);
    return out;
}

std::array<std::byte, 16> counting_salt() {
    std::array<std::byte, 16> salt{};
    for (std::size_t i = 0; i < salt.size(); ++i) salt[i] = static_cast<std::byte>(i);
    return salt;
}

SecretBytes phrase(std::string_view text) {
    return SecretBytes::copy_of(as_bytes(text));
}

std::string hmac(const Bytes& key, ByteView message) {
    return KeyedHash(SecretBytes::copy_of(key)).of({}, message).hex();
}

// RFC 4231 section 4, test cases 1, 2, 3, 6 and 7.
TEST(KeyedHash, gives_the_hmac_sha_256_of_rfc_4231) {
    EXPECT_EQ(hmac(Bytes(20, std::byte{0x0b}), as_bytes("Hi There")),
              "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    EXPECT_EQ(hmac(to_bytes("Jefe"), as_bytes("what do ya want for nothing?")),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    EXPECT_EQ(hmac(Bytes(20, std::byte{0xaa}), Bytes(50, std::byte{0xdd})),
              "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
    EXPECT_EQ(hmac(Bytes(131, std::byte{0xaa}),
                   as_bytes("Test Using Larger Than Block-Size Key - Hash Key First")),
              "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    EXPECT_EQ(hmac(Bytes(131, std::byte{0xaa}),
                   as_bytes("This is a test using a larger than block-size key and a larger than "
                            "block-size data. The key needs to be hashed before being used by the "
                            "HMAC algorithm.")),
              "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2");
}

TEST(KeyedHash, takes_prefix_and_bytes_as_one_message) {
    KeyedHash keyed(phrase("Jefe"));
    const Hash whole = keyed.of({}, as_bytes("what do ya want for nothing?"));
    EXPECT_EQ(keyed.of(as_bytes("what do ya "), as_bytes("want for nothing?")), whole);
    EXPECT_EQ(keyed.of(as_bytes("what do ya want for nothing?"), {}), whole);
}

TEST(KeyedHash, answers_the_same_however_often_it_was_used) {
    KeyedHash keyed(counting_bytes(32));
    const Hash first = keyed.of(as_bytes("p"), as_bytes("message"));
    for (int i = 0; i < 100; ++i) keyed.of(as_bytes("q"), test::seeded_bytes(1, 500));
    EXPECT_EQ(keyed.of(as_bytes("p"), as_bytes("message")), first);
    EXPECT_NE(keyed.of(as_bytes("q"), as_bytes("message")), first);
}

TEST(KeyedHash, clones_answer_alike_in_threads_of_their_own) {
    KeyedHash keyed(counting_bytes(32));
    const Hash expected = keyed.of({}, as_bytes("message"));
    std::vector<KeyedHash> clones;
    for (int i = 0; i < 3; ++i) clones.push_back(keyed.clone());
    std::vector<Hash> answers(clones.size());
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < clones.size(); ++i) {
        threads.emplace_back([i, &clones, &answers] {
            for (int round = 0; round < 100; ++round) {
                answers[i] = clones[i].of({}, as_bytes("message"));
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(answers, std::vector<Hash>(clones.size(), expected));
}

TEST(KeyedHash, depends_on_the_key) {
    EXPECT_NE(hmac(to_bytes("one"), as_bytes("m")), hmac(to_bytes("two"), as_bytes("m")));
}

// Computed with Python's hashlib.blake2b(digest_size=32, key, salt = index, person = context).
TEST(Subkey, is_the_keyed_blake2b_of_context_and_index) {
    const SecretBytes master = counting_bytes(32);
    EXPECT_EQ(to_hex(subkey(master, "exhbsign", 1).view()),
              "3f6a7f030c69e46c68b3780fb9fb146285c9f740535d6ea38371198fa231ca73");
    EXPECT_EQ(to_hex(subkey(master, "exhbsign", 2).view()),
              "3b196388332395e02fa20b9d132b923c053c09b0192ab44d25ff014e589fa54f");
    EXPECT_EQ(to_hex(subkey(master, "exhbrecv", 1).view()),
              "0e7ff0a26d84664b90641a7b95738b2b1471890a679919582884d1156beb6f3c");
}

// Computed with OpenSSL's Argon2id (one lane, version 1.3).
TEST(KeyFromPassphrase, is_argon2id) {
    EXPECT_EQ(to_hex(key_from_passphrase(phrase("correct horse battery staple"), counting_salt(),
                                         {2, 8 * mebibyte})
                         .view()),
              "a891dd91a3d123add6ea78ceedcc94a7f1dc1e4ca480e57e6f240a113662ea2f");
    EXPECT_EQ(to_hex(key_from_passphrase(phrase("correct horse battery staple"), counting_salt(),
                                         {1, 64 * mebibyte})
                         .view()),
              "ddb47644b1c7fcedcde4bf9220a884f033e8635be9329cf1c4ee3ad7941e3a62");
}

TEST(KeyFromPassphrase, takes_an_empty_passphrase) {
    EXPECT_EQ(
        to_hex(key_from_passphrase(SecretBytes(), counting_salt(), {3, 16 * mebibyte}).view()),
        "f3f1ab0f545795121025ed24a89948fe53b0a38ad86c2d80c49ada0a77f33e0d");
}

TEST(KeyFromPassphrase, refuses_a_cost_outside_the_range) {
    const std::array<PassphraseCost, 6> refused{{{0, 8 * mebibyte},
                                                 {65, 8 * mebibyte},
                                                 {~std::uint64_t{0}, 8 * mebibyte},
                                                 {1, 8 * mebibyte - 1},
                                                 {1, 1024 * mebibyte + 1},
                                                 {1, ~std::uint64_t{0}}}};
    for (const PassphraseCost cost : refused) {
        try {
            key_from_passphrase(phrase("passphrase"), counting_salt(), cost);
            ADD_FAILURE() << "accepted " << cost.passes << " passes, " << cost.memory_bytes;
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::malformed);
        }
    }
}

TEST(KeyFromPassphrase, accepts_the_default_cost_and_the_most_passes) {
    EXPECT_EQ(key_from_passphrase(phrase("p"), counting_salt(), default_passphrase_cost).size(),
              32U);
    EXPECT_EQ(key_from_passphrase(phrase("p"), counting_salt(),
                                  {passphrase_cost_max.passes, passphrase_cost_min.memory_bytes})
                  .size(),
              32U);
}

}  // namespace
}  // namespace exhibit::crypto

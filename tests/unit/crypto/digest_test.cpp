#include "crypto/digest.hpp"

#include <array>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "exhibit/error.hpp"
#include "support/seeded_random.hpp"

namespace exhibit::crypto {
namespace {

constexpr std::array all_algorithms{Algorithm::md5, Algorithm::sha1, Algorithm::sha256,
                                    Algorithm::sha512};

std::string hex_digest(Algorithm algorithm, std::string_view text) {
    return to_hex(digest(algorithm, as_bytes(text)));
}

// RFC 1321 appendix A.5.
TEST(Digest, gives_the_md5_of_rfc_1321) {
    EXPECT_EQ(hex_digest(Algorithm::md5, ""), "d41d8cd98f00b204e9800998ecf8427e");
    EXPECT_EQ(hex_digest(Algorithm::md5, "abc"), "900150983cd24fb0d6963f7d28e17f72");
    EXPECT_EQ(hex_digest(Algorithm::md5,
                         "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                         "0123456789"),
              "d174ab98d277d9f5a5611c2c9f419d9f");
}

// RFC 6234 section 8.5.
TEST(Digest, gives_the_sha_1_of_rfc_6234) {
    EXPECT_EQ(hex_digest(Algorithm::sha1, "abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
    EXPECT_EQ(hex_digest(Algorithm::sha1, std::string(1'000'000, 'a')),
              "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
}

TEST(Digest, gives_the_sha_256_of_rfc_6234) {
    EXPECT_EQ(hex_digest(Algorithm::sha256, "abc"),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(
        hex_digest(Algorithm::sha256, "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    EXPECT_EQ(hex_digest(Algorithm::sha256, std::string(1'000'000, 'a')),
              "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Digest, gives_the_sha_512_of_rfc_6234) {
    EXPECT_EQ(hex_digest(Algorithm::sha512, "abc"),
              "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
              "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
    EXPECT_EQ(hex_digest(Algorithm::sha512, std::string(1'000'000, 'a')),
              "e718483d0ce769644e2e42c7bc15b4638e1f98b13b2044285632a803afa973eb"
              "de0ff244877ea60a4cb0432ce577c31beb009c5c2c49aa2e4eadb217ad8cc09b");
}

TEST(Digest, does_not_depend_on_how_the_stream_is_cut) {
    const Bytes stream = test::seeded_bytes(3, 1000);
    for (const Algorithm algorithm : all_algorithms) {
        for (const std::size_t piece : {1U, 63U, 64U, 65U, 999U}) {
            Digest running(algorithm);
            ByteView left = stream;
            while (!left.empty()) {
                const std::size_t count = std::min<std::size_t>(piece, left.size());
                running.update(left.first(count));
                running.update({});
                left = left.subspan(count);
            }
            EXPECT_EQ(running.finish(), digest(algorithm, stream))
                << to_string(algorithm) << " in pieces of " << piece;
        }
    }
}

TEST(Digest, starts_over_after_reset) {
    Digest running(Algorithm::sha256);
    running.update(as_bytes("left behind"));
    running.reset();
    running.update(as_bytes("abc"));
    EXPECT_EQ(running.finish(), digest(Algorithm::sha256, as_bytes("abc")));
    running.reset();
    EXPECT_EQ(running.finish(), digest(Algorithm::sha256, {}));
}

TEST(Digest, has_the_length_it_announces) {
    for (const Algorithm algorithm : all_algorithms) {
        EXPECT_EQ(digest(algorithm, {}).size(), digest_bytes(algorithm)) << to_string(algorithm);
    }
}

// A chain of digests, so that one wrong answer spoils the last one.
Hash chain(std::size_t number) {
    constexpr int rounds = 5000;
    const Bytes own = test::seeded_bytes(number, 100);
    Hash last;
    for (int round = 0; round < rounds; ++round) last = sha256({last.view(), own});
    return last;
}

TEST(Sha256, gives_each_thread_its_own_answer) {
    std::array<Hash, 4> answers;
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        threads.emplace_back([i, &answers] { answers[i] = chain(i); });
    }
    for (std::thread& thread : threads) thread.join();
    for (std::size_t i = 0; i < answers.size(); ++i) EXPECT_EQ(answers[i], chain(i)) << i;
}

TEST(Algorithm, is_known_by_its_names) {
    for (const Algorithm algorithm : all_algorithms) {
        EXPECT_EQ(parse_algorithm(to_string(algorithm)), algorithm);
    }
}

TEST(Algorithm, is_known_by_the_spellings_people_use) {
    EXPECT_EQ(parse_algorithm("MD5"), Algorithm::md5);
    EXPECT_EQ(parse_algorithm("MD-5"), Algorithm::md5);
    EXPECT_EQ(parse_algorithm("SHA1"), Algorithm::sha1);
    EXPECT_EQ(parse_algorithm("SHA-1"), Algorithm::sha1);
    EXPECT_EQ(parse_algorithm("SHA-256"), Algorithm::sha256);
    EXPECT_EQ(parse_algorithm("Sha512"), Algorithm::sha512);
}

TEST(Algorithm, refuses_other_names) {
    for (const std::string_view name :
         {"", "sha", "sha-", "sha2", "sha3-256", "sha384", "sha256 ", "s-ha1", "sha--1", "crc32"}) {
        EXPECT_EQ(parse_algorithm(name), std::nullopt) << name;
    }
    EXPECT_EQ(parse_algorithm(std::string_view("md5\0", 4)), std::nullopt);
}

TEST(Sha256, of_parts_is_the_digest_of_their_concatenation) {
    EXPECT_EQ(sha256({as_bytes("a"), {}, as_bytes("bc")}), sha256(as_bytes("abc")));
    EXPECT_EQ(sha256(as_bytes("abc")).hex(),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Hash, round_trips_through_hexadecimal) {
    const Hash hash = sha256(as_bytes("abc"));
    EXPECT_EQ(Hash::from_hex(hash.hex()), hash);
}

TEST(Hash, refuses_hexadecimal_of_another_length) {
    EXPECT_THROW(Hash::from_hex(std::string(62, '0')), FormatError);
    EXPECT_THROW(Hash::from_hex(std::string(66, '0')), FormatError);
}

TEST(Hash, spreads_in_hash_tables_by_its_first_eight_bytes) {
    Hash low;
    low.bytes[7] = std::byte{1};
    Hash high;
    high.bytes[8] = std::byte{1};
    EXPECT_NE(std::hash<Hash>{}(low), std::hash<Hash>{}(Hash{}));
    EXPECT_EQ(std::hash<Hash>{}(high), std::hash<Hash>{}(Hash{}));
}

}  // namespace
}  // namespace exhibit::crypto

// Time-stamps against a response that `openssl ts` made (tests/golden/timestamp). Its certificates
// are judged at its own time, so it holds for ever.
#include "crypto/timestamp.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/codec.hpp"
#include "base/file.hpp"
#include "crypto/digest.hpp"
#include "exhibit/error.hpp"
#include "support/seeded_random.hpp"

namespace exhibit::crypto {
namespace {

Bytes golden(const std::string& name) {
    return read_file(std::string(EXHIBIT_SOURCE_DIR "/tests/golden/timestamp/") + name, 65536)
        .value();
}

struct Golden {
    Bytes message = golden("message");
    Bytes query = golden("query.tsq");
    Bytes response = golden("response.tsr");
    std::vector<Bytes> roots =
        certificates_from_pem(exhibit::to_string(golden("ca.pem")), "ca.pem");

    TimestampFacts verify() const {
        return verify_timestamp({message, query, response}, {roots, {}}, "golden");
    }
    std::string refusal() const {
        try {
            static_cast<void>(verify());
        } catch (const Error& error) {
            return error.what();
        }
        return "";
    }
};

bool says(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

TEST(Timestamp, reads_what_the_authority_states) {
    const TimestampFacts facts = Golden{}.verify();
    EXPECT_EQ(facts.time.seconds, 1795646272);
    EXPECT_EQ(facts.authority, "CN=Stamp,O=Exhibit tests");
    EXPECT_EQ(facts.policy, "1.2.3.4.1");
    EXPECT_EQ(facts.serial, "02");
    EXPECT_EQ(facts.certificates_end.seconds, 2111006271);
}

TEST(Timestamp, refuses_other_bytes_than_those_stamped) {
    Golden other;
    other.message.push_back(std::byte{'x'});
    EXPECT_TRUE(says(other.refusal(), "exactly this checkpoint")) << other.refusal();
}

TEST(Timestamp, refuses_anything_behind_the_response_and_behind_the_query) {
    Golden response;
    response.response.push_back(std::byte{0});
    EXPECT_TRUE(says(response.refusal(), "nothing behind")) << response.refusal();
    Golden query;
    query.query.push_back(std::byte{0});
    EXPECT_TRUE(says(query.refusal(), "nothing behind")) << query.refusal();
}

TEST(Timestamp, refuses_another_nonce) {
    Golden other;
    other.query.at(other.query.size() - 4) ^= std::byte{1};
    EXPECT_TRUE(says(other.refusal(), "nonce mismatch")) << other.refusal();
}

TEST(Timestamp, refuses_without_its_root) {
    Golden other;
    other.roots.clear();
    EXPECT_TRUE(says(other.refusal(), "certificate")) << other.refusal();
}

/// CMS does not sign its own frame (status, version, names of algorithms): some of that may change,
/// and what is told stays the same.
TEST(Timestamp, says_the_same_or_refuses_whatever_byte_changes) {
    const TimestampFacts facts = Golden{}.verify();
    std::size_t unnoticed = 0;
    for (std::size_t i = 0; i < golden("response.tsr").size(); ++i) {
        Golden changed;
        changed.response.at(i) ^= std::byte{1};
        try {
            const TimestampFacts now = changed.verify();
            ++unnoticed;
            EXPECT_EQ(now.time, facts.time) << i;
            EXPECT_EQ(now.authority, facts.authority) << i;
            EXPECT_EQ(now.policy, facts.policy) << i;
            EXPECT_EQ(now.serial, facts.serial) << i;
        } catch (const Error&) {
        }
    }
    EXPECT_LE(unnoticed, 16U);
}

TEST(Timestamp, every_beginning_of_the_response_is_refused) {
    Golden cut;
    while (!cut.response.empty()) {
        cut.response.pop_back();
        EXPECT_NE(cut.refusal(), "") << cut.response.size();
    }
}

TEST(Timestamp, query_asks_for_sha_256_a_nonce_and_certificates) {
    test::SeededRandom random(7);
    const Bytes message = to_bytes("a checkpoint");
    const Bytes one = timestamp_query(message, random);
    const Bytes other = timestamp_query(message, random);
    EXPECT_NE(one, other);
    const std::string hex = to_hex(one);
    EXPECT_TRUE(says(hex, "0609608648016503040201"));  // SHA-256
    EXPECT_TRUE(says(hex, sha256(message).hex()));
    EXPECT_TRUE(hex.ends_with("0101ff"));  // certReq
}

TEST(Certificates, are_read_from_pem_and_nothing_else) {
    const std::string pem = exhibit::to_string(golden("ca.pem"));
    EXPECT_EQ(certificates_from_pem(pem, "x").size(), 1U);
    EXPECT_EQ(certificates_from_pem("a comment\n" + pem + pem, "x").size(), 2U);
    EXPECT_THROW(certificates_from_pem("", "x"), FormatError);
    EXPECT_THROW(certificates_from_pem("no certificate", "x"), FormatError);
    std::string broken = pem;
    broken.at(broken.size() / 2) = '!';
    EXPECT_THROW(certificates_from_pem(broken, "x"), FormatError);
    std::string many;
    for (int i = 0; i < 17; ++i) many += pem;
    EXPECT_THROW(certificates_from_pem(many, "x"), FormatError);
}

}  // namespace
}  // namespace exhibit::crypto

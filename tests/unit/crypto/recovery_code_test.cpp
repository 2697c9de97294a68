#include <algorithm>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "crypto/identity.hpp"
#include "exhibit/error.hpp"
#include "support/seeded_random.hpp"

namespace exhibit::crypto {
namespace {

// Computed with Python's base64.b32encode and hashlib from the master secret 00 01 .. 1f.
constexpr std::string_view counting_code =
    "AEAA-CAQD-AQCQ-MBYI-BEFA-WDAN-BYHR-AEIS-CMKB-KFQX-DAMR-UGY4-DUPB-7RFN";
constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

Identity counting_identity() {
    SecretBytes master(32);
    for (std::size_t i = 0; i < 32; ++i) master.writable()[i] = static_cast<std::byte>(i);
    return Identity(std::move(master));
}

Hash id_of(std::string_view code) {
    return identity_from_recovery_code(as_bytes(code)).id();
}

/// What the refusal of a code says; fails the test when it is accepted.
std::string refusal(std::string_view code, ErrorKind kind = ErrorKind::malformed) {
    try {
        id_of(code);
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), kind);
        return error.what();
    }
    ADD_FAILURE() << "accepted " << code;
    return "";
}

TEST(RecoveryCode, spells_the_master_secret) {
    EXPECT_EQ(as_text(recovery_code(counting_identity()).view()), counting_code);
}

TEST(RecoveryCode, gives_the_identity_back) {
    EXPECT_EQ(id_of(counting_code), counting_identity().id());
    for (std::uint64_t i = 0; i < 50; ++i) {
        const Identity identity(SecretBytes::copy_of(test::seeded_bytes(i, 32)));
        EXPECT_EQ(identity_from_recovery_code(recovery_code(identity).view()).id(), identity.id());
    }
}

TEST(RecoveryCode, is_read_as_people_type_it) {
    std::string lower(counting_code);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    });
    EXPECT_EQ(id_of(lower), counting_identity().id());

    std::string joined(counting_code);
    joined.erase(std::remove(joined.begin(), joined.end(), '-'), joined.end());
    EXPECT_EQ(id_of(joined), counting_identity().id());

    std::string blanks(counting_code);
    std::replace(blanks.begin(), blanks.end(), '-', ' ');
    EXPECT_EQ(id_of(" " + blanks + "\r\n"), counting_identity().id());
}

TEST(RecoveryCode, refuses_every_change_of_one_letter) {
    for (std::size_t i = 0; i < counting_code.size(); ++i) {
        if (counting_code[i] == '-') continue;
        for (const char letter : letters) {
            std::string changed(counting_code);
            changed[i] = letter;
            if (changed == counting_code) continue;
            EXPECT_THROW(id_of(changed), Error) << "letter " << i << " as " << letter;
        }
    }
}

TEST(RecoveryCode, refuses_two_letters_swapped) {
    for (std::size_t i = 0; i + 1 < counting_code.size(); ++i) {
        std::string changed(counting_code);
        std::swap(changed[i], changed[i + 1]);
        if (changed[i] == changed[i + 1] || changed[i] == '-' || changed[i + 1] == '-') continue;
        EXPECT_THROW(id_of(changed), Error) << "letters " << i;
    }
}

TEST(RecoveryCode, says_when_the_checksum_is_wrong) {
    std::string changed(counting_code);
    changed[10] = 'Z';
    EXPECT_NE(refusal(changed).find("checksum"), std::string::npos);
}

TEST(RecoveryCode, says_where_a_character_is_none_of_its_letters) {
    std::string changed(counting_code);
    changed[6] = '1';
    EXPECT_NE(refusal(changed).find("position 7"), std::string::npos);
    EXPECT_NE(refusal(std::string(counting_code) + "=").find("position 70"), std::string::npos);
    EXPECT_NE(refusal(std::string_view("\0", 1)).find("position 1"), std::string::npos);
}

TEST(RecoveryCode, says_how_many_letters_are_missing_or_too_many) {
    EXPECT_NE(refusal("").find("found 0 letters"), std::string::npos);
    EXPECT_NE(refusal(counting_code.substr(0, 68)).find("found 55 letters"), std::string::npos);
    EXPECT_NE(refusal(std::string(counting_code) + "A").find("more than 56"), std::string::npos);
}

TEST(RecoveryCode, never_repeats_the_code_in_a_message) {
    std::string changed(counting_code);
    changed[10] = 'Z';
    const std::string message = refusal(changed);
    EXPECT_EQ(message.find("AEAA"), std::string::npos) << message;
    EXPECT_EQ(message.find("7RFN"), std::string::npos) << message;
}

// The counting code with 0x02 in front and its own, right checksum.
TEST(RecoveryCode, of_a_later_version_is_told_from_a_wrong_one) {
    refusal("AIAA-CAQD-AQCQ-MBYI-BEFA-WDAN-BYHR-AEIS-CMKB-KFQX-DAMR-UGY4-DUPB-7BBQ",
            ErrorKind::unsupported);
}

}  // namespace
}  // namespace exhibit::crypto

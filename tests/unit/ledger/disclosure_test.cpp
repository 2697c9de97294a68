#include "ledger/disclosure.hpp"

#include <gtest/gtest.h>

#include "base/codec.hpp"
#include "exhibit/error.hpp"
#include "fixture.hpp"

namespace exhibit::ledger {
namespace {

const PrivateScope scope{"exhibit/ab", "item:INC-1/3"};
const Hash key_object = leaf_hash(as_bytes("key object"));

crypto::SecretBytes subject_key() {
    return crypto::SecretBytes::copy_of(Bytes(32, std::byte{9}));
}

std::vector<Disclosure> two_values() {
    exhibit::test::SeededRandom random(3);
    std::vector<Disclosure> values{make_disclosure("size", 4096, random),
                                   make_disclosure("label", "red \"box\"", random)};
    std::sort(values.begin(), values.end(),
              [](const Disclosure& a, const Disclosure& b) { return a.text < b.text; });
    return values;
}

Bytes sealed_object() {
    exhibit::test::SeededRandom random(4);
    return seal_private(scope, {subject_key(), key_object}, two_values(), random);
}

ErrorKind kind_of_opening(ByteView object, const PrivateScope& as, const crypto::SecretBytes& key) {
    try {
        open_private(object, as, key, "sample");
    } catch (const Error& error) {
        return error.kind();
    }
    return ErrorKind::internal;
}

TEST(Disclosure, is_base64url_of_salt_name_and_value) {
    exhibit::test::SeededRandom random(1);
    const Disclosure disclosure = make_disclosure("label", "red", random);
    const std::string salt = to_base64url(exhibit::test::seeded_bytes(1, 32));
    EXPECT_EQ(to_string(from_base64url(disclosure.text)), "[\"" + salt + "\",\"label\",\"red\"]");
}

TEST(Disclosure, is_read_back) {
    for (const Disclosure& disclosure : two_values()) {
        EXPECT_EQ(parse_disclosure(disclosure.text, "sample"), disclosure);
    }
}

TEST(Disclosure, digest_is_of_the_text) {
    // The construction of RFC 9901 4.2.3: the hash is over the ASCII text, not over what it decodes
    // to.
    EXPECT_EQ(disclosure_digest("WyJ4Il0"),
              to_base64url(crypto::sha256(as_bytes("WyJ4Il0")).view()));
}

TEST(Disclosure, has_a_new_salt_each_time) {
    exhibit::test::SeededRandom random(1);
    EXPECT_NE(make_disclosure("label", "red", random).text,
              make_disclosure("label", "red", random).text);
}

TEST(Disclosure, refuses_other_shapes) {
    const std::string salt = to_base64url(Bytes(32));
    const std::string short_salt = to_base64url(Bytes(31));
    for (const std::string& json :
         {std::string("{}"), std::string("[]"), "[\"" + salt + "\",\"name\"]",
          "[\"" + salt + "\",\"name\",1,2]", "[\"" + short_salt + "\",\"name\",1]",
          "[\"" + salt + "\",7,1]", "[\"" + salt + "\", \"name\",1]"}) {
        EXPECT_THROW(parse_disclosure(to_base64url(as_bytes(json)), "sample"), Error) << json;
    }
    EXPECT_THROW(parse_disclosure("WyJ4Il0=", "sample"), FormatError);
}

TEST(PrivateObject, is_opened_again) {
    const Bytes object = sealed_object();
    EXPECT_EQ(private_key_object(object, "sample"), key_object);
    EXPECT_EQ(open_private(object, scope, subject_key(), "sample"), two_values());
}

TEST(PrivateObject, sorts_its_disclosures) {
    std::vector<Disclosure> reversed = two_values();
    std::swap(reversed[0], reversed[1]);
    exhibit::test::SeededRandom random(4);
    EXPECT_EQ(seal_private(scope, {subject_key(), key_object}, reversed, random), sealed_object());
}

TEST(PrivateObject, of_another_subject_or_vault_does_not_open) {
    const Bytes object = sealed_object();
    EXPECT_EQ(kind_of_opening(object, {scope.origin, "item:INC-1/4"}, subject_key()),
              ErrorKind::corrupt);
    EXPECT_EQ(kind_of_opening(object, {"exhibit/ac", scope.subject}, subject_key()),
              ErrorKind::corrupt);
}

TEST(PrivateObject, does_not_open_with_another_key) {
    const auto other = crypto::SecretBytes::copy_of(Bytes(32, std::byte{8}));
    EXPECT_EQ(kind_of_opening(sealed_object(), scope, other), ErrorKind::corrupt);
}

// The digest of the key object is not sealed in: a flip there only names another key.
TEST(PrivateObject, with_any_sealed_byte_changed_is_refused) {
    const Bytes object = sealed_object();
    for (std::size_t i = 0; i < object.size(); ++i) {
        if (i >= 8 && i < 40) continue;
        Bytes changed = object;
        changed[i] ^= std::byte{1};
        EXPECT_NE(kind_of_opening(changed, scope, subject_key()), ErrorKind::internal) << i;
    }
}

TEST(PrivateObject, cut_short_is_refused) {
    const Bytes object = sealed_object();
    for (std::size_t size = 0; size < object.size(); ++size) {
        const ByteView start = ByteView(object).first(size);
        EXPECT_NE(kind_of_opening(start, scope, subject_key()), ErrorKind::internal) << size;
    }
}

TEST(PrivateObject, above_1_mib_is_neither_written_nor_read) {
    exhibit::test::SeededRandom random(4);
    const std::vector<Disclosure> huge{
        make_disclosure("notes", std::string(private_object_bytes_max, 'a'), random)};
    EXPECT_THROW(seal_private(scope, {subject_key(), key_object}, huge, random), Error);
    EXPECT_THROW(private_key_object(Bytes(private_object_bytes_max + 1), "sample"), FormatError);
}

}  // namespace
}  // namespace exhibit::ledger

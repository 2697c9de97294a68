#include "custody/keys.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "exhibit/error.hpp"
#include "support/identities.hpp"
#include "support/seeded_random.hpp"

namespace exhibit::custody {
namespace {

using crypto::secret_equal;

/// Kind of the error, and that its message names the object.
ErrorKind refusal(const std::function<void()>& open) {
    try {
        open();
    } catch (const Error& error) {
        EXPECT_NE(std::string(error.what()).find("keys/test"), std::string::npos) << error.what();
        return error.kind();
    }
    ADD_FAILURE() << "was opened";
    return ErrorKind::internal;
}

/// Flips each byte of an object in turn; every one must be refused.
void expect_every_byte_matters(const Bytes& object, const std::function<void(ByteView)>& open) {
    ASSERT_NO_THROW(open(object));
    for (std::size_t i = 0; i < object.size(); ++i) {
        Bytes changed = object;
        changed[i] ^= std::byte{0x01};
        const ErrorKind kind = refusal([&] { open(changed); });
        EXPECT_TRUE(kind == ErrorKind::corrupt || kind == ErrorKind::malformed) << "byte " << i;
    }
    Bytes longer = object;
    longer.push_back(std::byte{0});
    refusal([&] { open(longer); });
    refusal([&] { open(ByteView(object).first(object.size() - 1)); });
    refusal([&] { open({}); });
}

crypto::VerifyKey log_key(const VaultKeys& keys) {
    return crypto::SeedSigner(keys.log_seed).key();
}

TEST(VaultKeys, are_opened_by_their_handler) {
    const crypto::Identity anna = test::anna();
    const VaultKeys keys = new_vault_keys();
    const Bytes object = seal_vault_keys(keys, anna.receive().public_key());
    EXPECT_EQ(object.size(), 48U + 65U);
    const VaultKeys opened = open_vault_keys(object, "keys/test", anna.receive(),
                                             record_check(keys.record_key), log_key(keys));
    EXPECT_TRUE(secret_equal(opened.record_key.view(), keys.record_key.view()));
    EXPECT_TRUE(secret_equal(opened.log_seed.view(), keys.log_seed.view()));
}

TEST(VaultKeys, every_byte_matters) {
    const crypto::Identity anna = test::anna();
    const VaultKeys keys = new_vault_keys();
    expect_every_byte_matters(seal_vault_keys(keys, anna.receive().public_key()),
                              [&](ByteView object) {
                                  open_vault_keys(object, "keys/test", anna.receive(),
                                                  record_check(keys.record_key), log_key(keys));
                              });
}

TEST(VaultKeys, of_another_handler_or_vault_are_refused) {
    const crypto::Identity anna = test::anna();
    const crypto::Identity boris = test::boris();
    const VaultKeys keys = new_vault_keys();
    const VaultKeys others = new_vault_keys();
    const Bytes object = seal_vault_keys(keys, anna.receive().public_key());
    const auto open = [&](const crypto::Identity& who, const VaultKeys& record,
                          const VaultKeys& log) {
        return refusal([&] {
            open_vault_keys(object, "keys/test", who.receive(), record_check(record.record_key),
                            log_key(log));
        });
    };
    EXPECT_EQ(open(boris, keys, keys), ErrorKind::corrupt);
    EXPECT_EQ(open(anna, others, keys), ErrorKind::corrupt);
    EXPECT_EQ(open(anna, keys, others), ErrorKind::corrupt);
}

TEST(VaultKeys, of_a_later_version_are_unsupported) {
    const crypto::Identity anna = test::anna();
    const VaultKeys keys = new_vault_keys();
    Bytes plain(65);
    plain[0] = std::byte{0x02};
    EXPECT_EQ(refusal([&] {
                  open_vault_keys(crypto::seal_to(anna.receive().public_key(), plain), "keys/test",
                                  anna.receive(), record_check(keys.record_key), log_key(keys));
              }),
              ErrorKind::unsupported);
}

TEST(IncidentKeys, hold_what_the_level_gives) {
    const crypto::Identity anna = test::anna();
    const IncidentKeys keys = new_incident_keys();
    for (const Read level : {Read::deposit, Read::record, Read::content}) {
        const Bytes object = seal_incident_keys(keys, level, anna.receive().public_key());
        const IncidentKeys opened =
            open_incident_keys(object, "keys/test", anna.receive(), level, public_side(keys));
        EXPECT_EQ(opened.level, level);
        EXPECT_EQ(opened.id_key.empty(), level == Read::record);
        EXPECT_EQ(opened.record.has_value(), level != Read::deposit);
        EXPECT_EQ(opened.content.has_value(), level == Read::content);
        if (opened.content) {
            EXPECT_EQ(public_side(opened), public_side(keys));
            EXPECT_TRUE(secret_equal(opened.id_key.view(), keys.id_key.view()));
        }
    }
}

TEST(IncidentKeys, what_the_level_does_not_give_is_zeros) {
    const crypto::Identity anna = test::anna();
    const IncidentKeys keys = new_incident_keys();
    const auto plain = [&](Read level) {
        return crypto::open_sealed(anna.receive(),
                                   seal_incident_keys(keys, level, anna.receive().public_key()))
            .value();
    };
    EXPECT_TRUE(all_zero(plain(Read::deposit).view().subspan(34)));
    EXPECT_TRUE(all_zero(plain(Read::record).view().subspan(2, 32)));
    EXPECT_TRUE(all_zero(plain(Read::record).view().subspan(66)));
    EXPECT_FALSE(all_zero(plain(Read::content).view().subspan(66)));
}

TEST(IncidentKeys, each_key_beyond_the_level_is_refused) {
    const crypto::Identity anna = test::anna();
    const IncidentKeys keys = new_incident_keys();
    struct Smuggled {
        Read level;
        std::size_t offset;  // of the key that the level does not give
    };
    for (const Smuggled one : {Smuggled{Read::deposit, 34}, Smuggled{Read::deposit, 66},
                               Smuggled{Read::record, 2}, Smuggled{Read::record, 66}}) {
        const Bytes right = seal_incident_keys(keys, one.level, anna.receive().public_key());
        crypto::SecretBytes plain = crypto::open_sealed(anna.receive(), right).value();
        plain.writable()[one.offset] = std::byte{1};
        const Bytes object = crypto::seal_to(anna.receive().public_key(), plain.view());
        EXPECT_EQ(refusal([&] {
                      open_incident_keys(object, "keys/test", anna.receive(), one.level,
                                         public_side(keys));
                  }),
                  ErrorKind::corrupt)
            << one.offset;
    }
}

TEST(IncidentKeys, of_another_level_or_incident_are_refused) {
    const crypto::Identity anna = test::anna();
    const IncidentKeys keys = new_incident_keys();
    const IncidentPublic others = public_side(new_incident_keys());
    const Bytes object = seal_incident_keys(keys, Read::content, anna.receive().public_key());
    const auto open = [&](Read level, const IncidentPublic& expected) {
        return refusal(
            [&] { open_incident_keys(object, "keys/test", anna.receive(), level, expected); });
    };
    const IncidentPublic right = public_side(keys);
    EXPECT_EQ(open(Read::record, right), ErrorKind::corrupt);
    EXPECT_EQ(open(Read::content, {others.record_public, right.content_public, right.id_check}),
              ErrorKind::corrupt);
    EXPECT_EQ(open(Read::content, {right.record_public, others.content_public, right.id_check}),
              ErrorKind::corrupt);
    EXPECT_EQ(open(Read::content, {right.record_public, right.content_public, others.id_check}),
              ErrorKind::corrupt);
}

TEST(IncidentKeys, every_byte_matters) {
    const crypto::Identity anna = test::anna();
    const IncidentKeys keys = new_incident_keys();
    expect_every_byte_matters(seal_incident_keys(keys, Read::content, anna.receive().public_key()),
                              [&](ByteView object) {
                                  open_incident_keys(object, "keys/test", anna.receive(),
                                                     Read::content, public_side(keys));
                              });
}

TEST(IncidentKeys, are_given_by_holders_of_content_only) {
    const crypto::Identity anna = test::anna();
    const IncidentKeys keys = new_incident_keys();
    const IncidentKeys record =
        open_incident_keys(seal_incident_keys(keys, Read::record, anna.receive().public_key()),
                           "keys/test", anna.receive(), Read::record, public_side(keys));
    try {
        seal_incident_keys(record, Read::record, anna.receive().public_key());
        FAIL() << "was sealed";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::denied);
    }
}

TEST(IncidentKeys, go_along_to_a_new_key_at_their_own_level) {
    const crypto::Identity anna = test::anna();
    const crypto::Identity boris = test::boris();
    const IncidentKeys keys = new_incident_keys();
    for (const Read level : {Read::deposit, Read::record, Read::content}) {
        const IncidentKeys own =
            open_incident_keys(seal_incident_keys(keys, level, anna.receive().public_key()),
                               "keys/test", anna.receive(), level, public_side(keys));
        const IncidentKeys carried =
            open_incident_keys(reseal_incident_keys(own, boris.receive().public_key()), "keys/test",
                               boris.receive(), level, public_side(keys));
        EXPECT_EQ(carried.level, level);
        EXPECT_EQ(carried.content.has_value(), level == Read::content);
        EXPECT_EQ(carried.record.has_value(), level != Read::deposit);
    }
}

TEST(SubjectKey, is_opened_with_the_record_key_pair) {
    const crypto::BoxKeyPair record = crypto::BoxKeyPair::random();
    const crypto::SecretBytes key = crypto::SecretBytes::random(32);
    const Bytes object = seal_subject_key(key, record.public_key());
    EXPECT_EQ(as_text(object).substr(0, 8), "EXHSUB01");
    EXPECT_TRUE(secret_equal(open_subject_key(object, "keys/test", record).view(), key.view()));
    expect_every_byte_matters(
        object, [&](ByteView bytes) { open_subject_key(bytes, "keys/test", record); });
    EXPECT_EQ(refusal([&] { open_subject_key(object, "keys/test", crypto::BoxKeyPair::random()); }),
              ErrorKind::corrupt);
}

TEST(HandlerSubjectKey, is_bound_to_vault_and_handler) {
    test::SeededRandom random;
    const crypto::SecretBytes record_key = crypto::SecretBytes::random(32);
    const crypto::SecretBytes key = crypto::SecretBytes::random(32);
    const Bytes object =
        seal_handler_subject_key(key, record_key, "exhibit/01", "handler:anna", random);
    EXPECT_EQ(as_text(object).substr(0, 8), "EXHSUB02");
    EXPECT_EQ(object.size(), 8U + 24U + 32U + 16U);
    const auto open = [&](ByteView bytes, std::string_view origin, std::string_view subject) {
        return open_handler_subject_key(bytes, "keys/test", record_key, origin, subject);
    };
    EXPECT_TRUE(secret_equal(open(object, "exhibit/01", "handler:anna").view(), key.view()));
    expect_every_byte_matters(object,
                              [&](ByteView bytes) { open(bytes, "exhibit/01", "handler:anna"); });
    EXPECT_EQ(refusal([&] { open(object, "exhibit/02", "handler:anna"); }), ErrorKind::corrupt);
    EXPECT_EQ(refusal([&] { open(object, "exhibit/01", "handler:boris"); }), ErrorKind::corrupt);
}

}  // namespace
}  // namespace exhibit::custody

// What the keys of each grant open, whatever a program would allow: everything in the store is
// tried with every secret that somebody holds. The table of results is in policy/README.md.
#include <gtest/gtest.h>

#include <algorithm>

#include "blob/block.hpp"
#include "blob/pack_format.hpp"
#include "crypto/aead.hpp"
#include "crypto/keyed.hpp"
#include "custody/keys.hpp"
#include "ledger/descriptor.hpp"
#include "ledger/object_names.hpp"
#include "store/object_store.hpp"
#include "support/identities.hpp"
#include "support/seeded_random.hpp"
#include "support/temp_vault.hpp"

namespace exhibit {
namespace {

using test::TempVault;

struct Opened {
    std::size_t subject_keys = 0;    ///< of the incident and its items
    std::size_t private_values = 0;  ///< of them
    std::size_t packs = 0;
    bool operator==(const Opened&) const = default;
};

/// Somebody's keys, and a store to try them on.
class Attempt {
public:
    Attempt(const TempVault& vault, std::string_view name)
        : store_(store::open_posix_store(vault.location())), me_(test::fixed_identity(name)) {
        const auto text = store_->get(std::string(ledger::descriptor_name));
        origin_ = ledger::parse_descriptor(as_text(*text), "exhibit.json").origin;
        hold(crypto::SecretBytes::copy_of(me_.receive().secret().view()));
        // The keys of the vault and of the incident, as boxes for this person hold them.
        for (const std::string& object : store_->list("keys/vault/" + me_.id().hex() + "/")) {
            take_box(object, 1);
        }
        for (const std::string& object : store_->list("keys/incident/")) {
            if (object.find("/" + me_.id().hex() + "/") != std::string::npos) take_box(object, 2);
        }
        while (take_past()) {
        }
    }

    Opened everything() {
        Opened opened;
        for (const char* subject : {"incident:INC-1", "item:INC-1/1", "item:INC-1/2",
                                    "item:INC-1/3", "item:INC-1/4", "item:INC-1/5"})
            try_subject(subject, opened);
        for (const std::string& object : store_->list("packs/")) {
            const Bytes pack = *store_->get(object);
            const auto header =
                blob::parse_pack_header(ByteView(pack).first(blob::pack_header_bytes), object);
            if (opens(header.key_box)) ++opened.packs;
        }
        return opened;
    }

    /// Whether a block of this content lies in a pack, told by its id in the plain frame headers.
    bool recognises(ByteView content) {
        constexpr std::size_t id_offset = 20;
        for (const crypto::SecretBytes& secret : secrets_) {
            crypto::KeyedHash key(secret);
            const blob::BlockId id = blob::block_id(key, blob::BlockType::data, content);
            for (const std::string& object : store_->list("packs/")) {
                const Bytes pack = *store_->get(object);
                const auto frame = ByteView(pack).subspan(blob::pack_header_bytes + id_offset, 32);
                if (equal(frame, id.view())) return true;
            }
        }
        return false;
    }

private:
    void hold(crypto::SecretBytes secret) {
        if (!all_zero(secret.view())) secrets_.push_back(std::move(secret));
    }

    /// All secrets of 32 bytes that follow the first `skip` bytes of a box.
    void take_box(const std::string& object, std::size_t skip) {
        const auto plain = crypto::open_sealed(me_.receive(), *store_->get(object));
        ASSERT_TRUE(plain.has_value()) << object;
        for (std::size_t at = skip; at + 32 <= plain->size(); at += 32)
            hold(crypto::SecretBytes::copy_of(plain->view().subspan(at, 32)));
    }

    /// Keys from before new ones that a secret held opens; false when that brings nothing more.
    bool take_past() {
        constexpr std::size_t magic = 8;
        constexpr std::size_t box = 80;
        bool more = false;
        for (const std::string& object : store_->list("keys/past/")) {
            const Bytes bytes = *store_->get(object);
            for (std::size_t at = magic; at + box <= bytes.size(); at += box) {
                for (std::size_t i = 0; i < secrets_.size(); ++i) {
                    auto past = crypto::open_sealed(crypto::BoxKeyPair(secrets_[i].clone()),
                                                    ByteView(bytes).subspan(at, box));
                    if (!past || holds(*past)) continue;
                    hold(std::move(*past));
                    more = true;
                }
            }
        }
        return more;
    }
    bool holds(const crypto::SecretBytes& secret) const {
        return std::ranges::any_of(secrets_, [&](const crypto::SecretBytes& one) {
            return crypto::secret_equal(one.view(), secret.view());
        });
    }

    bool opens(ByteView box) {
        return std::any_of(secrets_.begin(), secrets_.end(), [&](const auto& secret) {
            return crypto::open_sealed(crypto::BoxKeyPair(secret.clone()), box).has_value();
        });
    }

    void try_subject(const std::string& subject, Opened& opened) {
        const auto tag = ledger::subject_tag(origin_, subject);
        std::vector<crypto::SecretBytes> keys;
        for (const std::string& object : store_->list("keys/subject/" + tag.hex() + "/")) {
            const Bytes bytes = *store_->get(object);
            for (const crypto::SecretBytes& secret : secrets_) {
                auto key = crypto::open_sealed(crypto::BoxKeyPair(secret.clone()),
                                               ByteView(bytes).subspan(8));
                if (!key) continue;
                ++opened.subject_keys;
                keys.push_back(std::move(*key));
            }
        }
        // Every secret is tried on the values as it is, too.
        for (const crypto::SecretBytes& secret : secrets_) keys.push_back(secret.clone());
        for (const std::string& object : store_->list("private/")) {
            const Bytes bytes = *store_->get(object);
            const bool open = std::any_of(keys.begin(), keys.end(), [&](const auto& key) {
                return opens_values(bytes, subject, key);
            });
            if (open) ++opened.private_values;
        }
    }

    bool opens_values(ByteView object, const std::string& subject,
                      const crypto::SecretBytes& key) const {
        constexpr std::size_t nonce_offset = 8 + 32;
        crypto::Nonce nonce;
        const ByteView bytes = object.subspan(nonce_offset, nonce.size());
        std::copy(bytes.begin(), bytes.end(), nonce.begin());
        const std::string bound = "EXHPRV01" + origin_ + "\n" + subject;
        return crypto::aead_open(key, nonce, as_bytes(bound),
                                 object.subspan(nonce_offset + nonce.size()))
            .has_value();
    }

    std::unique_ptr<store::ObjectStore> store_;
    crypto::Identity me_;
    std::string origin_;
    std::vector<crypto::SecretBytes> secrets_;
};

class GrantKeys : public ::testing::Test {
protected:
    void make(Access access) {
        vault.open_incident("INC-1", access);
        vault.register_item("laptop");
        vault.ingest("image", content);
    }
    Opened boris() { return Attempt(vault, "boris").everything(); }

    /// One block: no boundary of the chunker is in it.
    Bytes content = test::seeded_bytes(5, 9'000);
    TempVault vault;
    /// Keys of the incident and two items; values of these, and the reason of Boris's grant.
    const Opened all{3, 4, 1};
};

TEST_F(GrantKeys, without_a_grant_open_nothing) {
    make(Access::none);
    EXPECT_EQ(boris(), Opened{});
    EXPECT_FALSE(Attempt(vault, "boris").recognises(content));
    EXPECT_EQ(Attempt(vault, "anna").everything().packs, 1U);
}

TEST_F(GrantKeys, of_a_depositor_open_nothing_and_recognise_what_they_have) {
    make(Access::deposit);
    EXPECT_EQ(boris(), Opened{});
    // Deduplication needs it: who holds the very same block can tell that it is there.
    EXPECT_TRUE(Attempt(vault, "boris").recognises(content));
    EXPECT_FALSE(Attempt(vault, "boris").recognises(test::seeded_bytes(6, 9'000)));
}

TEST_F(GrantKeys, of_the_record_open_all_values_and_no_content) {
    make(Access::record);
    EXPECT_EQ(boris(), (Opened{all.subject_keys, all.private_values, 0}));
    EXPECT_FALSE(Attempt(vault, "boris").recognises(content));
}

TEST_F(GrantKeys, of_content_open_everything) {
    make(Access::content);
    EXPECT_EQ(boris(), all);
}

TEST_F(GrantKeys, of_somebody_not_enrolled_open_nothing) {
    make(Access::content);
    EXPECT_EQ(Attempt(vault, "dora").everything(), Opened{});
}

TEST_F(GrantKeys, that_are_revoked_still_open_what_they_opened) {
    make(Access::content);
    vault.anna().revoke_key({test::unlocked("boris").info().id, "left", {}, {}, {}});
    EXPECT_EQ(test::failure_of([&] { vault.again("boris"); }).kind, ErrorKind::denied);
    // A revocation is a rule for what is written. Nobody can take back what somebody knows.
    EXPECT_EQ(boris(), all);
}

/// What somebody with a copy of the store and old keys opens, before and after new ones.
class NewKeys : public GrantKeys {
protected:
    void rekey(bool content_too = false) {
        RekeyRequest request;
        request.incident = "INC-1";
        request.reason = "somebody left";
        request.content = content_too;
        vault.anna().rekey(request, nullptr, nullptr);
    }
    Bytes later = test::seeded_bytes(8, 9'000);
};

TEST_F(NewKeys, give_a_revoked_key_nothing_of_what_is_written_later) {
    make(Access::content);
    const std::string boris_id = test::unlocked("boris").info().id;
    vault.anna().revoke_key({boris_id, "left", {}, {}, {}});
    ASSERT_EQ(boris(), all);
    rekey();
    EXPECT_EQ(boris(), all);  // not even the reason
    vault.ingest("later", later);
    vault.ingest("again", content);  // known content, stored again
    vault.register_item("phone");
    EXPECT_EQ(boris(), all);
    // The id key stays: they can tell that content they have is there. Nothing else.
    EXPECT_TRUE(Attempt(vault, "boris").recognises(content));
    EXPECT_EQ(Attempt(vault, "anna").everything().packs, 3U);
}

TEST_F(NewKeys, leave_depositors_and_readers_of_the_record_what_they_were) {
    make(Access::record);
    vault.anna().grant("INC-1", "Carla", Access::deposit, "");
    rekey();
    vault.ingest("later", later);
    EXPECT_EQ(Attempt(vault, "carla").everything(), Opened{});
    EXPECT_EQ(boris().packs, 0U);
    EXPECT_GT(boris().private_values, all.private_values);
    // A depositor writes under the new keys without holding them.
    vault.ingest("deposited", test::seeded_bytes(9, 9'000), "carla");
    EXPECT_EQ(Attempt(vault, "carla").everything(), Opened{});
    EXPECT_EQ(Attempt(vault, "anna").everything().packs, 3U);
}

TEST_F(NewKeys, open_what_was_there_before_for_who_is_granted_later) {
    make(Access::none);
    rekey();
    rekey();
    vault.anna().grant("INC-1", "Boris", Access::content, "");
    EXPECT_EQ(vault.boris().item("image").label, "image");
    VerifyRequest verify;
    verify.items = {"image"};
    verify.purpose = "test";
    EXPECT_TRUE(vault.boris().verify(verify, nullptr, nullptr).ok());
}

TEST_F(NewKeys, with_the_content_written_again_leave_old_keys_no_pack_and_no_value) {
    make(Access::content);
    vault.anna().revoke_key({test::unlocked("boris").info().id, "compromised", {}, {}, {}});
    rekey(true);
    EXPECT_EQ(boris(), Opened{});
    EXPECT_EQ(Attempt(vault, "anna").everything().packs, 1U);
    EXPECT_EQ(Attempt(vault, "anna").everything().private_values, all.private_values + 1);
}

}  // namespace
}  // namespace exhibit

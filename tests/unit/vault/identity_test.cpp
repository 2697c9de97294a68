// Identities: passphrases, recovery codes, damaged files.
#include "exhibit/identity.hpp"

#include <gtest/gtest.h>

#include "base/codec.hpp"
#include "base/file.hpp"
#include "crypto/digest.hpp"
#include "crypto/identity.hpp"
#include "encode/json.hpp"
#include "exhibit/error.hpp"
#include "support/identities.hpp"
#include "support/temp_folder.hpp"
#include "support/temp_vault.hpp"
#include "vault/identity_file.hpp"
#include "vault/identity_state.hpp"

namespace exhibit {
namespace {

using test::failure_of;
using test::TempFolder;

constexpr std::string_view passphrase = "correct horse battery staple";

Profile erika() {
    Profile profile;
    profile.name = "Erika Muster";
    profile.title = "First responder";
    profile.email = "erika@csirt.example.com";
    return profile;
}

SecretText secret(std::string_view text) { return SecretText(text); }

/// One file for all tests that only read it: making one costs an Argon2id run.
const std::string& identity_text() {
    static const std::string text = [] {
        const auto words = crypto::SecretBytes::copy_of(as_bytes(passphrase));
        return dump_identity_file(seal_identity("erika", erika(), test::anna(), words));
    }();
    return text;
}

/// The same text with one member replaced and the check digest made to fit again: what somebody
/// does who edits a file on purpose.
template <typename Change>
std::string edited(Change&& change) {
    const std::string& text = identity_text();
    encode::Json::Object object =
        encode::parse(text.substr(0, text.size() - 1), "test").object("test");
    object.erase("check");
    change(object);
    const std::string covered = encode::dump(encode::Json(object));
    object.emplace("check", crypto::sha256(as_bytes(covered)).hex());
    return encode::dump(encode::Json(std::move(object))) + "\n";
}

void put_identity(const TempFolder& home, std::string_view text) {
    make_private_folders(home / "identities");
    replace_file(home / "identities/erika.identity", as_bytes(text));
}

TEST(Identities, opens_with_its_passphrase_and_no_other) {
    const TempFolder home;
    Identities identities(home.path());
    const IdentityInfo made = identities.create("erika", erika(), secret(passphrase));
    EXPECT_EQ(identities.unlock("erika", secret(passphrase)).info().id, made.id);
    const auto failure =
        failure_of([&] { identities.unlock("erika", secret("correct horse battery stapler")); });
    EXPECT_EQ(failure.kind, ErrorKind::denied);
    EXPECT_NE(failure.message.find("the passphrase does not open it"), std::string::npos)
        << failure.message;
}

TEST(Identities, refuses_names_taken_names_of_paths_and_short_passphrases) {
    const TempFolder home;
    put_identity(home, identity_text());
    Identities identities(home.path());
    const auto create = [&](const std::string& name, std::string_view words) {
        return failure_of([&] { identities.create(name, erika(), secret(words)); }).kind;
    };
    EXPECT_EQ(create("erika", passphrase), ErrorKind::conflict);
    EXPECT_EQ(create("../erika", passphrase), ErrorKind::usage);
    EXPECT_EQ(create("Erika", passphrase), ErrorKind::usage);
    EXPECT_EQ(create("", passphrase), ErrorKind::usage);
    EXPECT_EQ(create("max", "1234567"), ErrorKind::usage);
    EXPECT_EQ(failure_of([&] { identities.show("max"); }).kind, ErrorKind::not_found);
    EXPECT_EQ(identities.list().size(), 1U);
}

TEST(Identities, changes_the_passphrase_and_keeps_the_keys) {
    const TempFolder home;
    put_identity(home, identity_text());
    Identities identities(home.path());
    EXPECT_EQ(failure_of([&] {
                  identities.change_passphrase("erika", secret("wrong passphrase"),
                                               secret("another passphrase"));
              }).kind,
              ErrorKind::denied);
    identities.change_passphrase("erika", secret(passphrase), secret("another passphrase"));
    EXPECT_EQ(failure_of([&] { identities.unlock("erika", secret(passphrase)); }).kind,
              ErrorKind::denied);
    EXPECT_EQ(identities.unlock("erika", secret("another passphrase")).info().id,
              test::anna().id().hex());
}

TEST(Identities, come_back_from_their_recovery_code) {
    const TempFolder home;
    Identities identities(home.path());
    const SecretText code(as_text(crypto::recovery_code(test::anna()).view()));
    const IdentityInfo again =
        identities.recover("erika2", erika(), code, secret("another passphrase"));
    EXPECT_EQ(again.id, test::anna().id().hex());
    EXPECT_EQ(identities.unlock("erika2", secret("another passphrase")).card(),
              dump_card(make_card(erika(), test::anna()), test::anna()));
}

TEST(Identities, wrong_recovery_code_makes_nothing) {
    const TempFolder home;
    Identities identities(home.path());
    std::string code(as_text(crypto::recovery_code(test::anna()).view()));
    code[5] = code[5] == 'A' ? 'B' : 'A';
    EXPECT_EQ(
        failure_of([&] { identities.recover("erika", erika(), secret(code), secret(passphrase)); })
            .kind,
        ErrorKind::malformed);
    EXPECT_TRUE(identities.list().empty());
}

TEST(IdentityFile, refuses_every_flipped_bit) {
    std::string text = identity_text();
    for (std::size_t at = 0; at < text.size(); ++at) {
        for (unsigned bit = 0; bit < 8; ++bit) {
            const char was = text[at];
            text[at] = static_cast<char>(static_cast<unsigned char>(was) ^ (1U << bit));
            const auto failure = failure_of([&] { parse_identity_file(text, "erika.identity"); });
            // Another word in `format` is another version, as far as anybody can tell.
            ASSERT_TRUE(failure.kind == ErrorKind::malformed ||
                        failure.kind == ErrorKind::unsupported)
                << "bit " << bit << " of byte " << at << ": " << failure.message;
            text[at] = was;
        }
    }
}

TEST(IdentityFile, refuses_every_shorter_and_any_longer_file) {
    const std::string& text = identity_text();
    for (std::size_t size = 0; size < text.size(); ++size)
        ASSERT_EQ(failure_of([&] { parse_identity_file(text.substr(0, size), "cut"); }).kind,
                  ErrorKind::malformed)
            << size;
    EXPECT_EQ(failure_of([&] { parse_identity_file(text + "\n", "long"); }).kind,
              ErrorKind::malformed);
}

TEST(IdentityFile, a_damaged_file_is_named_and_told_apart_from_a_wrong_passphrase) {
    const TempFolder home;
    std::string text = identity_text();
    text[text.size() / 2] = text[text.size() / 2] == '0' ? '1' : '0';
    put_identity(home, text);
    const auto failure =
        failure_of([&] { Identities(home.path()).unlock("erika", secret(passphrase)); });
    EXPECT_EQ(failure.kind, ErrorKind::malformed);
    EXPECT_NE(failure.message.find("erika.identity"), std::string::npos) << failure.message;
}

TEST(IdentityFile, the_box_is_bound_to_the_plain_part) {
    const TempFolder home;
    put_identity(home, edited([](encode::Json::Object& object) {
                     object.erase("profile");
                     object.emplace("profile", encode::Json::Object{{"name", "Somebody Else"}});
                 }));
    Identities identities(home.path());
    EXPECT_EQ(identities.show("erika").profile.name, "Somebody Else");
    EXPECT_EQ(failure_of([&] { identities.unlock("erika", secret(passphrase)); }).kind,
              ErrorKind::denied);
}

TEST(IdentityFile, a_cost_no_machine_can_pay_is_refused_before_it_is_paid) {
    const TempFolder home;
    put_identity(home, edited([](encode::Json::Object& object) {
                     object.erase("cost");
                     object.emplace("cost",
                                    encode::Json::Object{{"memory", std::uint64_t{1} << 50},
                                                         {"passes", std::uint64_t{1} << 40}});
                 }));
    const auto failure =
        failure_of([&] { Identities(home.path()).unlock("erika", secret(passphrase)); });
    EXPECT_TRUE(failure.kind == ErrorKind::malformed || failure.kind == ErrorKind::unsupported)
        << failure.message;
}

TEST(IdentityFile, under_another_name_is_refused) {
    const TempFolder home;
    make_private_folders(home / "identities");
    replace_file(home / "identities/max.identity", as_bytes(identity_text()));
    EXPECT_EQ(failure_of([&] { Identities(home.path()).show("max"); }).kind, ErrorKind::malformed);
}

TEST(Card, is_read_back_as_it_was_made) {
    const Card card = parse_card(test::unlocked("boris").card(), "boris.card");
    EXPECT_EQ(card.profile.name, "Boris");
    EXPECT_EQ(card.sign, test::boris().sign_key());
    EXPECT_EQ(card.receive, test::boris().receive().public_key());
}

TEST(Card, refuses_every_flipped_bit) {
    std::string text = test::unlocked("boris").card();
    for (std::size_t at = 0; at < text.size(); ++at) {
        for (unsigned bit = 0; bit < 8; ++bit) {
            const char was = text[at];
            text[at] = static_cast<char>(static_cast<unsigned char>(was) ^ (1U << bit));
            const auto failure = failure_of([&] { parse_card(text, "boris.card"); });
            ASSERT_TRUE(failure.kind == ErrorKind::malformed ||
                        failure.kind == ErrorKind::verification ||
                        failure.kind == ErrorKind::unsupported)
                << "bit " << bit << " of byte " << at << ": " << failure.message;
            text[at] = was;
        }
    }
}

TEST(Card, a_possession_proof_of_another_key_is_refused) {
    // Signed correctly by Boris, but over the receiving key of Carla, whose messages he would get.
    Card card = make_card(test::unlocked("boris").info().profile, test::boris());
    card.receive = test::carla().receive().public_key();
    EXPECT_EQ(failure_of([&] { parse_card(dump_card(card, test::boris()), "boris.card"); }).kind,
              ErrorKind::verification);
}

}  // namespace
}  // namespace exhibit

// Opening vaults: who may, and what is refused as not being the vault one knows.
#include <gtest/gtest.h>

#include <filesystem>

#include "base/file.hpp"
#include "crypto/box.hpp"
#include "crypto/digest.hpp"
#include "exhibit/vault.hpp"
#include "support/identities.hpp"
#include "support/temp_vault.hpp"

namespace exhibit {
namespace {

namespace fs = std::filesystem;
using test::failure_of;
using test::TempVault;

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

test::Failure opening(const TempVault& vault, const std::string& who) {
    return failure_of(
        [&] { Vault::open(vault.location(), vault.home(who), test::unlocked(who)); });
}

TEST(VaultOpen, shows_who_is_enrolled_in_the_order_they_were) {
    TempVault vault;
    const auto handlers = vault.boris().handlers();
    ASSERT_EQ(handlers.size(), 3U);
    EXPECT_EQ(handlers[0].profile.name, "Anna");
    EXPECT_EQ(handlers[0].roles, (std::vector<std::string>{"admin", "handler"}));
    EXPECT_EQ(handlers[1].profile.name, "Boris");
    EXPECT_TRUE(handlers[1].is_me);
    EXPECT_EQ(handlers[2].profile.phone, "+49 30 5550101");
    EXPECT_EQ(vault.boris().handler("Carla").id, handlers[2].id);
    EXPECT_EQ(vault.boris().handler(handlers[2].id.substr(0, 8)).id, handlers[2].id);
    EXPECT_EQ(failure_of([&] { vault.boris().handler(handlers[2].id.substr(0, 7)); }).kind,
              ErrorKind::not_found);
}

TEST(VaultOpen, says_what_is_known_of_the_vault) {
    TempVault vault;
    const VaultInfo first = vault.boris().info();
    EXPECT_TRUE(first.first_contact);
    EXPECT_EQ(first.size, 3U);
    const VaultInfo second = vault.again("boris").info();
    EXPECT_FALSE(second.first_contact);
    EXPECT_EQ(second.root, first.root);
    EXPECT_EQ(second.id, vault.anna().info().id);
}

TEST(VaultOpen, refuses_who_is_not_enrolled) {
    TempVault vault;
    const auto failure = opening(vault, "dora");
    EXPECT_EQ(failure.kind, ErrorKind::denied);
    EXPECT_TRUE(has(failure.message, "not enrolled")) << failure.message;
}

TEST(VaultOpen, refuses_who_was_slipped_the_vault_keys) {
    // Boris can seal his copy of the keys to Dora behind the ledger's back; that enrols nobody.
    TempVault vault;
    const std::string own = vault.only_object("keys/vault/" + vault.boris().handler("Boris").id);
    const auto keys =
        crypto::open_sealed(test::boris().receive(), test::bytes_of_file(own)).value();
    const crypto::Identity dora = test::fixed_identity("dora");
    const Bytes object = crypto::seal_to(dora.receive().public_key(), keys.view());
    const fs::path folder = fs::path(vault.location()) / "keys/vault" / dora.id().hex();
    fs::create_directories(folder);
    replace_file(folder / crypto::sha256(object).hex(), object, 0444);
    const auto failure = opening(vault, "dora");
    EXPECT_EQ(failure.kind, ErrorKind::denied);
    EXPECT_TRUE(has(failure.message, "not enrolled")) << failure.message;
}

TEST(VaultOpen, refuses_to_enrol_twice_or_by_who_is_no_admin) {
    TempVault vault;
    const std::string card = test::unlocked("dora").card();
    EXPECT_EQ(failure_of([&] { vault.boris().enrol(card, {"handler"}); }).kind, ErrorKind::denied);
    EXPECT_EQ(failure_of([&] { vault.anna().enrol(card, {"judge"}); }).kind, ErrorKind::usage);
    vault.anna().enrol(card, {"handler"});
    EXPECT_EQ(failure_of([&] { vault.anna().enrol(card, {"handler"}); }).kind,
              ErrorKind::conflict);
    EXPECT_FALSE(opening(vault, "dora").kind);
}

TEST(VaultOpen, refuses_an_older_copy_and_names_both_sizes) {
    TempVault vault;
    fs::copy(vault.location(), vault.path("older"), fs::copy_options::recursive);
    vault.open_incident();
    const std::uint64_t now = vault.anna().info().size;
    vault.close();
    fs::rename(vault.location(), vault.path("newer"));
    fs::rename(vault.path("older"), vault.location());
    const auto failure = opening(vault, "anna");
    EXPECT_EQ(failure.kind, ErrorKind::verification);
    EXPECT_TRUE(has(failure.message, " 3 ") && has(failure.message, std::to_string(now)))
        << failure.message;
    fs::rename(vault.location(), vault.path("older"));
    fs::rename(vault.path("newer"), vault.location());
    EXPECT_FALSE(opening(vault, "anna").kind);
}

TEST(VaultOpen, what_one_remembers_binds_nobody_else) {
    TempVault vault;
    vault.boris().incidents();
    fs::copy(vault.location(), vault.path("older"), fs::copy_options::recursive);
    vault.open_incident();
    vault.close();
    fs::remove_all(vault.location());
    fs::copy(vault.path("older"), vault.location(), fs::copy_options::recursive);
    EXPECT_EQ(opening(vault, "anna").kind, ErrorKind::verification);
    EXPECT_FALSE(opening(vault, "boris").kind) << "Boris never saw more than this copy has";
}

TEST(VaultOpen, refuses_another_vault_in_the_same_place) {
    TempVault vault;
    TempVault other;
    vault.close();
    fs::remove_all(vault.location());
    fs::copy(other.location(), vault.location(), fs::copy_options::recursive);
    const auto failure = opening(vault, "anna");
    EXPECT_EQ(failure.kind, ErrorKind::verification);
    EXPECT_TRUE(has(failure.message, other.anna().info().origin)) << failure.message;
}

TEST(VaultOpen, refuses_a_changed_descriptor_byte_by_byte) {
    TempVault vault;
    vault.close();
    const std::string path = vault.location() + "/exhibit.json";
    const Bytes whole = test::bytes_of_file(path);
    for (std::size_t at = 0; at < whole.size(); ++at) {
        Bytes changed = whole;
        changed[at] ^= std::byte{0x01};
        replace_file(path, changed, 0444);
        // Dora remembers nothing: only the ledger tells her.
        const auto failure = failure_of(
            [&] { Vault::open(vault.location(), vault.path("new-home"), test::unlocked("anna")); });
        ASSERT_TRUE(failure.kind.has_value()) << "byte " << at << " of exhibit.json";
        ASSERT_NE(failure.kind, ErrorKind::internal) << at << ": " << failure.message;
    }
    fs::remove(path);
    EXPECT_EQ(opening(vault, "anna").kind, ErrorKind::not_found);
}

TEST(VaultOpen, refuses_a_folder_that_is_no_vault_and_one_that_is_absent) {
    TempVault vault;
    fs::create_directory(vault.path("empty"));
    const auto open = [&](const std::string& name) {
        return failure_of(
            [&] { Vault::open(vault.path(name), vault.home("anna"), test::unlocked("anna")); });
    };
    EXPECT_EQ(open("empty").kind, ErrorKind::not_found);
    EXPECT_EQ(open("absent").kind, ErrorKind::not_found);
}

TEST(VaultCreate, refuses_a_folder_in_use_and_leaves_it_as_it_was) {
    TempVault vault;
    vault.file("letter.txt", as_bytes("mine"));
    CreateVault request;
    request.location = vault.path("");
    request.home = vault.home("anna");
    EXPECT_EQ(failure_of([&] { Vault::create(request, test::unlocked("anna")); }).kind,
              ErrorKind::conflict);
    EXPECT_FALSE(fs::exists(vault.path("exhibit.json")));
}

TEST(VaultCreate, enrols_a_recovery_handler_whose_code_opens_everything) {
    TempVault vault(true);
    vault.open_incident();
    vault.ingest("image", as_bytes("evidence"));
    ASSERT_TRUE(vault.recovery_code());
    Identities identities(vault.home("recovery"));
    Profile profile;
    profile.name = "Recovery";
    const SecretText passphrase("correct horse battery staple");
    identities.recover("recovery", profile, *vault.recovery_code(), passphrase);
    Vault opened = Vault::open(vault.location(), vault.home("recovery"),
                               identities.unlock("recovery", passphrase));
    EXPECT_EQ(opened.incident("INC-1").my_access, Access::content);
    ExportRequest request;
    request.item = "image";
    request.output = vault.path("copy");
    request.purpose = "the only other key is lost";
    EXPECT_TRUE(opened.export_item(request, nullptr, nullptr).matches_record);
}

}  // namespace
}  // namespace exhibit

// Rotation, revocation and policy through the public interface.
#include <gtest/gtest.h>

#include "support/temp_vault.hpp"

namespace exhibit {
namespace {

using test::failure_of;
using test::TempVault;
using test::unlocked;

constexpr std::string_view head = "format = \"exhibit-policy-v1\"\nname = \"test\"\n";

std::string policy(std::string_view lines) {
    return std::string(head) + std::string(lines);
}

TEST(Rotation, carries_every_level_of_grant) {
    for (const Access access : {Access::deposit, Access::record, Access::content}) {
        TempVault vault;
        vault.open_incident("INC-1", access);
        vault.ingest("image", as_bytes("evidence"));
        const HandlerInfo made = vault.boris().rotate_key(unlocked("bella").card());
        EXPECT_EQ(made.predecessor, unlocked("boris").info().id);
        EXPECT_EQ(failure_of([&] { vault.again("boris"); }).kind, ErrorKind::denied);
        EXPECT_EQ(vault.as("bella").incident("INC-1").my_access, access);
        EXPECT_EQ(vault.as("bella").item("INC-1/1").readable, access != Access::deposit);
    }
}

TEST(Rotation, needs_the_card_of_a_new_key) {
    TempVault vault;
    EXPECT_EQ(failure_of([&] { vault.anna().rotate_key(unlocked("boris").card()); }).kind,
              ErrorKind::conflict);
    EXPECT_EQ(failure_of([&] { vault.anna().rotate_key("no card"); }).kind, ErrorKind::malformed);
}

TEST(Revocation, vouches_up_to_a_size) {
    TempVault vault;
    RevokeKey request{unlocked("boris").info().id, "lost", 2, "left in a train", {}};
    const HandlerInfo ended = vault.anna().revoke_key(request);
    EXPECT_EQ(ended.ended, "lost");
    EXPECT_EQ(ended.last_good, 2U);
    EXPECT_EQ(ended.ended_at, vault.anna().info().size - 1);
    request.handler = unlocked("carla").info().id;
    request.last_good = 99;
    EXPECT_EQ(failure_of([&] { vault.anna().revoke_key(request); }).kind, ErrorKind::usage);
    request.reason = "stolen";
    EXPECT_EQ(failure_of([&] { vault.anna().revoke_key(request); }).kind, ErrorKind::usage);
}

TEST(Revocation, name_means_the_key_in_force) {
    TempVault vault;
    const std::string old_one = unlocked("boris").info().id;
    UnlockedIdentity fresh = unlocked("bella");
    vault.boris().rotate_key(fresh.card());
    EXPECT_EQ(vault.anna().handler("Bella").id, fresh.info().id);
    EXPECT_EQ(vault.anna().handler("Boris").id, old_one);
}

TEST(Policy, is_kept_and_shown_as_adopted) {
    TempVault vault;
    EXPECT_EQ(vault.anna().policy().name, "built-in");
    const std::string text = policy("[times]\noffer_open = \"2d\"\n");
    const PolicyInfo adopted = vault.anna().adopt_policy(text, "test.toml");
    EXPECT_EQ(adopted.text, text);
    EXPECT_EQ(vault.boris().policy().object, adopted.object);
    EXPECT_EQ(vault.only_object("policy/"), vault.location() + "/policy/" + adopted.object);
    EXPECT_EQ(failure_of([&] { vault.boris().adopt_policy(text, "test.toml"); }).kind,
              ErrorKind::denied);
    EXPECT_EQ(failure_of([&] { vault.anna().adopt_policy("x", "test.toml"); }).kind,
              ErrorKind::malformed);
}

TEST(Policy, binds_the_writer) {
    TempVault vault;
    vault.open_incident("INC-1");
    vault.anna().adopt_policy(
        policy("[items.digital]\nsource_digest = true\n[fields]\n\"incident.grant\" = "
               "[\"reason\"]\n[parity]\npermille = 0\n"),
        "test.toml");
    EXPECT_EQ(failure_of([&] { vault.ingest("image", as_bytes("evidence")); }).kind,
              ErrorKind::usage);
    EXPECT_EQ(failure_of([&] { vault.anna().grant("INC-1", "Carla", Access::record, ""); }).kind,
              ErrorKind::usage);
    vault.anna().grant("INC-1", "Carla", Access::record, "lawyer of the case");
}

TEST(Policy, keeps_evidence_for_its_time) {
    TempVault vault;
    vault.anna().adopt_policy(
        policy("[retention.crime]\nkeep = \"10y\"\nreason = \"law\"\n[retention.default]\nkeep = "
               "\"1y\"\nreason = \"usual\"\n"),
        "test.toml");
    NewIncident incident;
    incident.id = "INC-1";
    incident.title = "Break-in";
    incident.incident_class = "crime";
    EXPECT_EQ(vault.anna().open_incident(incident).incident_class, "crime");
    EXPECT_TRUE(vault.anna().audit("", nullptr, nullptr).ok());
}

TEST(Policy, that_cannot_be_had_stops_writing_until_it_is_back_or_replaced) {
    TempVault vault;
    vault.open_incident("INC-1");
    vault.anna().adopt_policy(policy(""), "test.toml");
    const std::string object = vault.only_object("policy/");
    vault.damage(object, 3);
    vault.close();
    EXPECT_EQ(failure_of([&] { vault.register_item("laptop"); }).kind, ErrorKind::corrupt);
    EXPECT_FALSE(vault.anna().audit("", nullptr, nullptr).ok());
    vault.anna().adopt_policy(policy("description = \"again\"\n"), "test.toml");
    vault.register_item("laptop");
}

}  // namespace
}  // namespace exhibit

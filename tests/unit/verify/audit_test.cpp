#include "verify/audit.hpp"

#include <gtest/gtest.h>

#include "custody/codes.hpp"
#include "exhibit/error.hpp"
#include "ledger/object_names.hpp"
#include "ledger/staged.hpp"
#include "ledger/tile.hpp"
#include "scene.hpp"
#include "support/seeded_random.hpp"

namespace exhibit::verify::test {
namespace {

std::string commit(std::uint64_t size) {
    return ledger::commit_name(ledger::TreeSize{size});
}

TEST(Audit, finds_no_violation_in_a_sound_vault) {
    Scene scene = worked_scene();
    const AuditResult result = scene.audit();
    EXPECT_EQ(text_of(violations(result.findings)), "");
    EXPECT_EQ(result.events, scene.builder().entries().size());
    EXPECT_EQ(result.size, result.events);
    EXPECT_EQ(result.root, scene.builder().state().root().hex());
}

TEST(Audit, claims_each_thing_by_itself) {
    Scene scene = worked_scene();
    const AuditResult result = scene.audit();
    for (const char* name :
         {"descriptor", "append-only", "append-only since what you remember", "signatures",
          "rules of custody", "memory of others", "stored objects", "private values"}) {
        EXPECT_TRUE(claim(result, name).holds) << name << ": " << claim(result, name).scope;
    }
    for (const char* name : {"times", "witnesses", "content"}) {
        EXPECT_FALSE(claim(result, name).holds) << name;
    }
}

TEST(Audit, says_up_to_which_size_others_vouch) {
    Scene scene = worked_scene();
    const AuditResult result = scene.audit();
    // Boris accepted in the last event: he had seen all before it.
    const std::string seen = std::to_string(scene.builder().entries().size() - 1) + " events";
    EXPECT_NE(claim(result, "memory of others").scope.find(seen), std::string::npos)
        << claim(result, "memory of others").scope;
}

TEST(Audit, does_not_take_own_events_for_the_memory_of_others) {
    Scene scene;
    scene.builder().register_item("anna", incident);
    scene.publish();
    EXPECT_FALSE(claim(scene.audit(), "memory of others").holds);
    EXPECT_TRUE(claim(scene.audit("boris"), "memory of others").holds);
}

TEST(Audit, claims_nothing_of_the_past_without_a_memory) {
    Scene scene = worked_scene();
    EXPECT_FALSE(claim(scene.audit("anna", false), "append-only since what you remember").holds);
}

TEST(Audit, tells_a_vault_that_was_put_back) {
    Scene scene = worked_scene();
    const std::uint64_t size = scene.builder().entries().size();
    const std::uint64_t before = size - (size % 2 == 0 ? 2 : 1);
    const std::string older = to_string(scene.bytes_of(commit(before - 2)));
    scene.overwrite("ledger/checkpoint", as_bytes(older.substr(older.find("\n\n") + 2)));
    scene.store().remove(commit(before));
    const AuditResult result = scene.audit();
    EXPECT_TRUE(has(result.findings, "LG-ROLLBACK", commit(before)));
    EXPECT_FALSE(claim(result, "append-only since what you remember").holds);
    EXPECT_EQ(text_of(violations(scene.audit("anna", false).findings)), "");
}

TEST(Audit, tells_a_vault_whose_past_was_replaced) {
    Scene scene = worked_scene();
    Scene other;
    other.builder().register_item("anna", incident);
    while (other.builder().entries().size() < scene.builder().entries().size()) {
        other.builder().register_item("anna", incident);
    }
    other.publish();
    AuditInput input{other.store(), exhibit::test::LedgerBuilder::person("anna"),
                     scene.remembered(), std::nullopt, other.builder().clock().now()};
    EXPECT_TRUE(has(audit(input).findings, "LG-FORK"));
}

TEST(Audit, tells_another_vault_by_its_first_event) {
    Scene scene = worked_scene();
    ledger::RememberedHead remembered = scene.remembered();
    remembered.genesis = crypto::sha256(as_bytes("another first event"));
    AuditInput input{scene.store(), exhibit::test::LedgerBuilder::person("anna"), remembered,
                     std::nullopt, scene.builder().clock().now()};
    EXPECT_TRUE(has(audit(input).findings, "LG-OTHER-VAULT"));
}

TEST(Audit, tells_entries_that_were_sealed_again_with_other_words) {
    Scene scene = worked_scene();
    const std::string name = scene.store().list("ledger/staged/").at(1);
    const ledger::StagedHeader header = ledger::decode_staged_header(scene.bytes_of(name), name);
    const std::vector<std::string> others(header.leaves.size(), "something else");
    exhibit::test::SeededRandom random(3);
    const crypto::SecretBytes& key = scene.builder().vault_keys().record_key;
    scene.overwrite(name, ledger::encode_staged(name, header, others, {key, random}));
    EXPECT_EQ(text_of(scene.check().findings), "");
    EXPECT_TRUE(has(scene.audit().findings, "LG-ENTRY", name));
}

TEST(Audit, takes_no_leaf_hashes_from_a_tile_that_does_not_give_the_root) {
    Scene scene;
    const custody::ItemId item = scene.builder().register_item("anna", incident);
    while (scene.builder().entries().size() < 260) scene.builder().access("anna", item);
    scene.publish(100);
    scene.store().remove(scene.store().list("ledger/staged/").front());
    scene.flip(ledger::tile_name({0, 0}), 0);
    const AuditResult result = scene.audit();
    EXPECT_EQ(result.events, 0u);
    EXPECT_TRUE(has(result.findings, "LG-NOT-EXAMINED"));
    EXPECT_FALSE(has(result.findings, "LG-STAGED")) << text_of(result.findings);
}

TEST(Audit, is_denied_to_who_has_no_key_object) {
    Scene scene = worked_scene();
    try {
        static_cast<void>(scene.audit("carla"));
        FAIL() << "Carla is not enrolled";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::denied);
    }
}

TEST(Audit, goes_on_when_the_own_key_object_is_damaged) {
    Scene scene = worked_scene();
    const std::string key =
        scene.only("keys/vault/" + exhibit::test::LedgerBuilder::id("anna").hex() + "/");
    scene.flip(key, 50);
    const AuditResult result = scene.audit();
    EXPECT_TRUE(has(result.findings, "ST-DIGEST", key));
    EXPECT_EQ(result.events, 0u);
    EXPECT_FALSE(claim(result, "signatures").holds);
    EXPECT_EQ(result.size, scene.builder().entries().size());
}

TEST(Audit, reports_an_event_that_breaks_a_rule_with_its_object) {
    Scene scene;
    const custody::ItemId item = scene.builder().register_item("anna", incident);
    // Boris offers what is not in his custody.
    ledger::Event event =
        scene.builder().draft("boris",
                              custody::CustodyOffer{{scene.builder().clock().now().seconds + 3600},
                                                    exhibit::test::LedgerBuilder::id("anna")},
                              {item});
    ASSERT_FALSE(scene.builder().append(event, "boris").empty());
    scene.publish(1);
    const AuditResult result = scene.audit();
    const auto found = violations(result.findings);
    ASSERT_FALSE(found.empty());
    EXPECT_EQ(found.front().code, custody::code::custody) << text_of(found);
    EXPECT_EQ(found.front().event, scene.builder().entries().size() - 1);
    EXPECT_TRUE(found.front().object.starts_with("ledger/staged/")) << found.front().object;
    EXPECT_FALSE(claim(result, "rules of custody").holds);
    EXPECT_TRUE(claim(result, "signatures").holds);
}

TEST(Audit, reports_a_signature_by_somebody_else) {
    Scene scene;
    const custody::ItemId item = scene.builder().register_item("anna", incident);
    const ledger::Event event = scene.builder().draft("anna", custody::ItemAccess{}, {item});
    ASSERT_FALSE(scene.builder().append(event, "boris").empty());
    scene.publish();
    const AuditResult result = scene.audit();
    EXPECT_TRUE(has(result.findings, custody::code::signature)) << text_of(result.findings);
    EXPECT_FALSE(claim(result, "signatures").holds);
}

TEST(Audit, says_that_private_values_are_withheld_and_not_that_they_are_right) {
    Scene scene;
    scene.builder().register_item("anna", incident);
    scene.publish();
    const AuditResult boris = scene.audit("boris");
    EXPECT_EQ(text_of(violations(boris.findings)), "");
    const std::string scope = claim(boris, "private values").scope;
    EXPECT_NE(scope.find("4 groups of private values 2 could be opened"), std::string::npos)
        << scope;
}

TEST(Audit, compares_private_values_with_the_signed_digests) {
    Scene scene;
    ledger::Event event = scene.builder().draft(
        "anna", custody::ItemRegister{custody::IncidentId::parse(incident)},
        {scene.builder().state().next_item(custody::IncidentId::parse(incident))});
    scene.builder().add_private(event, "item:INC-1/1", exhibit::test::item_values());
    event.private_digests.pop_back();
    scene.builder().append(event, "anna");
    scene.publish();
    const AuditResult result = scene.audit();
    EXPECT_TRUE(
        has(result.findings, "PV-DIGESTS", ledger::private_name(event.sealed.front().object)))
        << text_of(result.findings);
    EXPECT_FALSE(claim(result, "private values").holds);
}

TEST(Audit, says_which_events_it_could_not_examine) {
    Scene scene = worked_scene();
    const std::vector<std::string> staged = scene.store().list("ledger/staged/");
    scene.flip(staged.at(1), scene.bytes_of(staged.at(1)).size() - 1);
    const AuditResult result = scene.audit();
    EXPECT_TRUE(has(result.findings, "LG-ENTRY", staged.at(1)));
    EXPECT_TRUE(has(result.findings, "LG-NOT-EXAMINED"));
    EXPECT_EQ(result.events, 2u);
    EXPECT_FALSE(claim(result, "signatures").holds);
    EXPECT_EQ(violations(result.findings).size(), 2u) << text_of(result.findings);
}

TEST(Audit, reads_entries_from_tiles_when_staged_ones_are_damaged) {
    Scene scene;
    const custody::ItemId item = scene.builder().register_item("anna", incident);
    while (scene.builder().entries().size() < 300) scene.builder().access("anna", item);
    scene.publish(100);
    const std::string staged = scene.store().list("ledger/staged/").front();
    scene.flip(staged, scene.bytes_of(staged).size() - 1);
    const AuditResult result = scene.audit();
    EXPECT_TRUE(has(result.findings, "LG-ENTRY", staged));
    EXPECT_EQ(result.events, 300u);
    EXPECT_EQ(violations(result.findings).size(), 1u) << text_of(result.findings);
}

TEST(Audit, opens_entries_tiles_and_compares_them) {
    Scene scene;
    const custody::ItemId item = scene.builder().register_item("anna", incident);
    while (scene.builder().entries().size() < 260) scene.builder().access("anna", item);
    scene.publish(100);
    ASSERT_EQ(text_of(violations(scene.audit().findings)), "");
    const std::string tile = ledger::entries_tile_name(0);
    scene.flip(tile, 40000);
    EXPECT_TRUE(has(scene.audit().findings, "LG-TILE", tile));
}

TEST(Audit, notes_objects_no_event_names) {
    Scene scene = worked_scene();
    const Bytes bytes = to_bytes("left by a writer that was cut off");
    const std::string name = ledger::private_name(crypto::sha256(bytes));
    scene.store().put_new(name, bytes);
    const AuditResult result = scene.audit();
    EXPECT_TRUE(has(result.findings, "ST-LEFT-OVER", name));
    EXPECT_EQ(text_of(violations(result.findings)), "");
}

TEST(Audit, limits_findings_about_the_record_to_one_incident) {
    Scene scene;
    scene.builder().open_incident("anna", "INC-2");
    custody::PrivateValues bare{{"description", "a stick"}};
    scene.builder().register_item("anna", incident, bare);
    scene.builder().register_item("anna", "INC-2", bare);
    scene.publish();
    AuditInput input{scene.store(), exhibit::test::LedgerBuilder::person("anna"), std::nullopt,
                     custody::IncidentId::parse("INC-2"), scene.builder().clock().now()};
    bool any = false;
    for (const Finding& finding : audit(input).findings) {
        EXPECT_NE(finding.item, "INC-1/1") << finding.text;
        any = any || finding.item == "INC-2/1";
    }
    EXPECT_TRUE(any);
}

TEST(Audit, stops_when_asked_to) {
    Scene scene = worked_scene();
    CancelFlag cancel;
    cancel.request();
    AuditInput input{scene.store(), exhibit::test::LedgerBuilder::person("anna"), std::nullopt,
                     std::nullopt, Instant{}};
    input.cancel = &cancel;
    try {
        static_cast<void>(audit(input));
        FAIL() << "it went on";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::interrupted);
    }
}

}  // namespace
}  // namespace exhibit::verify::test

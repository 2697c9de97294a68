// What may follow what in the life of an item: each rule of State broken once.
#include "custody/chain.hpp"
#include "exhibit/error.hpp"
#include "life_scene.hpp"

namespace exhibit::custody {
namespace {

using LifeRules = LifeScene;

TEST_F(LifeRules, bodies_come_back_from_their_json) {
    const ItemId item(inc, 1);
    const crypto::Hash hash = id("emil");
    const std::vector<Body> bodies{
        ItemAttach{hash, hash, AttachmentRole::form},
        ItemSeal{SealAction::broken},
        ItemMove{},
        ItemCheckOut{{1795368600}, hash},
        ItemCheckIn{hash},
        ItemExamine{true},
        ItemInventory{hash, {{item, Counted::damaged}}},
        ItemInventory{std::nullopt, {{item, Counted::not_looked}}},
        HoldPlace{inc},
        HoldRelease{hash},
        DisposalPropose{DisposalAction::give_back},
        DisposalApprove{hash},
        DisposalDecline{hash},
        DisposalCarryOut{hash, hash},
        RecordCorrect{hash},
    };
    for (const Body& body : bodies) {
        EXPECT_EQ(body_from_json(type_of(body), to_json(body)), body) << to_string(type_of(body));
        encode::Json::Object more = to_json(body).object("body");
        more.emplace("more", 1);
        EXPECT_THROW(body_from_json(type_of(body), encode::Json(more)), Error)
            << to_string(type_of(body));
    }
}

TEST_F(LifeRules, only_who_has_it_seals_moves_and_lends) {
    const ItemId item = thing();
    refused(code::custody, attempt("boris", ItemSeal{SealAction::sealed}, {item}));
    refused(code::custody, attempt("boris", ItemMove{}, {item}));
    const Instant due{ledger.clock().now().seconds + 3600};
    refused(code::custody, attempt("boris", ItemCheckOut{due, id("boris")}, {item}));
    refused(code::custody, attempt("boris", DisposalPropose{}, {item}));
}

TEST_F(LifeRules, seal_that_is_on_is_not_put_on_again) {
    const ItemId item = thing();
    add("anna", ItemSeal{SealAction::sealed}, {item});
    refused(code::seal, attempt("anna", ItemSeal{SealAction::sealed}, {item}));
    add("anna", ItemSeal{SealAction::resealed}, {item});
    add("anna", ItemSeal{SealAction::unsealed}, {item});
    EXPECT_EQ(ledger.state().item(item)->seal, SealState::off);
    refused(code::seal, attempt("anna", ItemSeal{SealAction::broken}, {item}));
    refused(code::seal, attempt("anna", ItemSeal{SealAction::unsealed}, {item}));
    add("anna", ItemSeal{SealAction::resealed}, {item});
    EXPECT_EQ(ledger.state().item(item)->seal, SealState::on);
}

TEST_F(LifeRules, attachment_takes_a_grant_that_writes) {
    const ItemId item = thing();
    ledger.grant("anna", "INC-1", "boris", Read::record);
    refused(code::grant, attempt("boris", ItemAttach{}, {item}));
    ledger.grant("anna", "INC-1", "boris", Read::deposit);
    add("boris", ItemAttach{}, {item});
}

TEST_F(LifeRules, what_is_lent_is_not_lent_or_offered_again) {
    const ItemId item = thing();
    const crypto::Hash out = check_out(item, 3600);
    const Instant later{ledger.clock().now().seconds + 7200};
    EXPECT_EQ(ledger.state().item(item)->checked_out, out);
    refused(code::checked_out, attempt("anna", ItemCheckOut{later, id("boris")}, {item}));
    refused(code::checked_out, attempt("anna", CustodyOffer{later, id("boris")}, {item}));
    add("anna", ItemCheckIn{out}, {item});
    EXPECT_FALSE(ledger.state().item(item)->checked_out);
    refused(code::checked_out, attempt("anna", ItemCheckIn{out}, {item}));
    refused(code::event_unknown, attempt("anna", ItemCheckIn{id("emil")}, {item}));
    refused(code::checked_out,
            attempt("anna", ItemCheckOut{ledger.clock().now(), id("boris")}, {item}));
    add("anna", CustodyOffer{{later.seconds + 86400}, id("boris")}, {item});
    refused(code::custody,
            attempt("anna", ItemCheckOut{{later.seconds + 86400}, id("boris")}, {item}));
}

TEST_F(LifeRules, check_in_names_all_that_was_lent) {
    const ItemId one = thing();
    const ItemId two = thing();
    const Instant due{ledger.clock().now().seconds + 3600};
    const crypto::Hash out = add("anna", ItemCheckOut{due, id("boris")}, {one, two});
    refused(code::items, attempt("anna", ItemCheckIn{out}, {one}));
}

TEST_F(LifeRules, examination_takes_custody_or_content) {
    const ItemId item = thing();
    ledger.grant("anna", "INC-1", "boris", Read::record);
    refused(code::grant, attempt("boris", ItemExamine{}, {item}));
    add("anna", ItemExamine{}, {item});
}

TEST_F(LifeRules, inventory_says_something_of_each_item) {
    const ItemId one = thing();
    const ItemId two = thing();
    refused(code::inventory,
            attempt("boris", ItemInventory{std::nullopt, {{one, Counted::present}}}, {one, two}));
}

TEST_F(LifeRules, joint_inventory_has_two_signatures) {
    const ItemId item = thing();
    const ItemInventory body{id("emil"), {{item, Counted::present}}};
    refused(code::joint, attempt("boris", body, {item}));
    add("boris", body, {item}, {}, {"emil"});
    refused(code::joint,
            attempt("boris", ItemInventory{id("boris"), {{item, Counted::present}}}, {item}));
}

TEST_F(LifeRules, hold_takes_a_role) {
    const ItemId item = thing();
    refused(code::role, attempt("boris", HoldPlace{inc}, {item}));
    const crypto::Hash hold = add("dora", HoldPlace{inc}, {item});
    EXPECT_NE(ledger.state().life().hold_on(item), nullptr);
    refused(code::role, attempt("boris", HoldRelease{hold}, {item}));
    refused(code::items, attempt("dora", HoldRelease{hold}, {}));
    add("dora", HoldRelease{hold}, {item});
    EXPECT_EQ(ledger.state().life().hold_on(item), nullptr);
    refused(code::hold, attempt("dora", HoldRelease{hold}, {item}));
}

TEST_F(LifeRules, hold_on_an_incident_covers_later_items) {
    open();
    add("dora", HoldPlace{inc}, {});
    EXPECT_NE(ledger.state().life().hold_on(thing()), nullptr);
}

TEST_F(LifeRules, nobody_disposes_of_evidence_alone) {
    const ItemId item = thing();
    const crypto::Hash proposal = propose(item);
    refused(code::disposal, attempt("anna", DisposalPropose{}, {item}));
    refused(code::role, attempt("boris", DisposalApprove{proposal}, {item}));
    const DisposalCarryOut done{proposal, id("emil")};
    refused(code::disposal, attempt("anna", done, {item}, {}, {"emil"}));
    approve(item, proposal);
    refused(code::disposal, attempt("carla", DisposalApprove{proposal}, {item}));
    refused(code::joint, attempt("anna", done, {item}));
    refused(code::custody, attempt("boris", done, {item}, {}, {"emil"}));
    add("anna", done, {item}, {}, {"emil"});
    EXPECT_TRUE(ledger.state().item(item)->disposed_at);
}

TEST_F(LifeRules, custodian_does_not_approve) {
    open();
    ledger.grant("anna", "INC-1", "carla", Read::content);
    const ItemId item = bare_thing(thing_values(), "carla");
    const crypto::Hash proposal = add("carla", DisposalPropose{}, {item});
    const auto findings = attempt("carla", DisposalApprove{proposal}, {item});
    ASSERT_EQ(findings.size(), 2U);  // proposer, and custodian
    EXPECT_EQ(findings[0].code, "CR-22");
    EXPECT_EQ(findings[1].code, "CR-22");
}

TEST_F(LifeRules, disposal_that_was_declined_can_be_proposed_again) {
    const ItemId item = thing();
    const crypto::Hash first = propose(item);
    refused(code::role, attempt("boris", DisposalDecline{first}, {item}));
    add("carla", DisposalDecline{first}, {item});
    refused(code::disposal, attempt("carla", DisposalApprove{first}, {item}));
    const crypto::Hash second = propose(item);
    add("anna", DisposalDecline{second}, {item});  // withdrawn
    EXPECT_FALSE(ledger.state().item(item)->disposal);
}

TEST_F(LifeRules, held_item_is_not_disposed_of) {
    const ItemId item = thing();
    const crypto::Hash proposal = propose(item);
    approve(item, proposal);
    add("dora", HoldPlace{inc}, {item});
    refused(code::hold,
            attempt("anna", DisposalCarryOut{proposal, id("emil")}, {item}, {}, {"emil"}));
}

TEST_F(LifeRules, nothing_but_words_follows_a_disposal) {
    const ItemId item = image();
    const crypto::Hash proposal = propose(item);
    approve(item, proposal);
    add("anna", DisposalCarryOut{proposal, id("emil")}, {item}, {}, {"emil"});
    refused(code::disposed, attempt("anna", ItemMove{}, {item}));
    refused(code::disposed, attempt("anna", ItemAccess{}, {item}));
    const Instant week{ledger.clock().now().seconds + 7 * 86400};
    refused(code::disposed, attempt("anna", CustodyOffer{week, id("boris")}, {item}));
    refused(code::disposed, attempt("anna", DisposalPropose{}, {item}));
    add("anna", ItemAttach{}, {item});
    add("anna", RecordCorrect{ledger.state().item(item)->head}, {item});
}

TEST_F(LifeRules, correction_names_what_it_corrects) {
    const ItemId item = thing();
    const ItemId other = thing();
    const crypto::Hash event = ledger.state().item(item)->head;
    refused(code::event_unknown, attempt("anna", RecordCorrect{id("emil")}, {item}));
    refused(code::correction, attempt("anna", RecordCorrect{event}, {other}));
    refused(code::correction, attempt("anna", RecordCorrect{event}, {}));
    refused(code::grant, attempt("dora", RecordCorrect{event}, {item}));
    add("boris", RecordCorrect{event}, {item});
    const crypto::Hash enrolment = ledger.entries()[1].leaf;
    refused(code::role, attempt("boris", RecordCorrect{enrolment}, {}));
    add("anna", RecordCorrect{enrolment}, {},
        {{subject_of_handler(id("boris")),
          {{"field", "title"}, {"value", "Detective"}, {"reason", "promoted"}}}});
}

TEST_F(LifeRules, chain_shows_corrections_beside_the_original) {
    const ItemId item = bare_thing();
    add("boris", RecordCorrect{ledger.state().item(item)->head}, {item},
        {{subject_of(item), {{"field", "seal"}, {"value", "A-1002"}, {"reason", "misread"}}}});
    const auto rows = chain_of_custody(ledger.state(), item, ledger.values());
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].seal, "A-1001");
    ASSERT_EQ(rows[0].corrections.size(), 1U);
    EXPECT_EQ(rows[0].corrections[0].original, "A-1001");
    EXPECT_EQ(rows[0].corrections[0].value, "A-1002");
    EXPECT_EQ(rows[0].corrections[0].reason, "misread");
    EXPECT_EQ(rows[0].corrections[0].actor, id("boris").hex());
    EXPECT_EQ(rows[1].note, "seal: A-1002; reason: misread");
}

TEST_F(LifeRules, chain_tells_of_a_hold_on_the_incident_and_of_the_witness) {
    const ItemId item = thing();
    const crypto::Hash hold =
        add("dora", HoldPlace{inc}, {}, {{of_incident(), {{"reason", "appeal"}}}});
    add("dora", HoldRelease{hold}, {}, {{of_incident(), {{"reason", "decided"}}}});
    const crypto::Hash proposal = propose(item);
    approve(item, proposal);
    add("anna", DisposalCarryOut{proposal, id("emil")}, {item},
        {{of_incident(), {{"method", "shredded"}}}}, {"emil"});
    const auto rows = chain_of_custody(ledger.state(), item, ledger.values());
    std::vector<std::string> words;
    for (const CustodyRow& row : rows) words.push_back(row.what);
    EXPECT_EQ(words, (std::vector<std::string>{
                         "collected", "photograph attached", "whole incident held", "hold lifted",
                         "disposal proposed: destroy", "disposal approved", "destroyed"}));
    EXPECT_EQ(rows.back().beside, std::vector<std::string>{id("emil").hex()});
    EXPECT_EQ(rows.back().note, "method: shredded");
}

}  // namespace
}  // namespace exhibit::custody

// The table of custody rules: for each, a record that breaks only it, and one that keeps it.
#include "life_scene.hpp"

namespace exhibit::custody {
namespace {

using CustodyRules = LifeScene;

TEST_F(CustodyRules, full_record_has_no_finding) {
    const ItemId item = thing();
    image(image_values(), {inc, "image", {}, {}, 0, 0, item});
    hand_over(item);
    nothing();
}

TEST_F(CustodyRules, CR01_violated) {
    thing(without(thing_values(), {"serial"}));
    only("CR-01", "nothing that tells it from others of its kind");
}
TEST_F(CustodyRules, CR01_satisfied) {
    thing(with(without(thing_values(), {"serial"}), "asset_tag", "T-7"));
    nothing();
}

TEST_F(CustodyRules, CR02_violated) {
    thing(without(thing_values(), {"condition"}));
    only("CR-02", "does not state its condition");
}
TEST_F(CustodyRules, CR02_satisfied) {
    thing();
    nothing();
}

TEST_F(CustodyRules, CR03_violated) {
    open(with(incident_values(), "title", " "));
    thing();
    only("CR-03", "does not say which incident that is");
}
TEST_F(CustodyRules, CR03_satisfied) {
    open();
    thing();
    nothing();
}

TEST_F(CustodyRules, CR04_violated) {
    thing(without(thing_values(), {"collected_from"}));
    only("CR-04", "from whom item INC-1/1 was collected");
}
TEST_F(CustodyRules, CR04_satisfied) {
    thing(with(thing_values(), "collected_from", "ACME Ltd"));
    nothing();
}

TEST_F(CustodyRules, CR05_violated) {
    open();
    ledger::Event event =
        ledger.draft("anna", HandlerEnrol{ledger.enrol_of("fred", {Role::handler})});
    ledger.add_private(event, subject_of_handler(id("fred")),
                       {{"name", "Fred Example"}, {"organisation", "X"}, {"email", "f@x.example"}});
    ASSERT_TRUE(ledger.append(event, "anna").empty());
    ledger.grant("anna", "INC-1", "fred", Read::record);
    thing(thing_values(), "fred");
    only("CR-05", "title or role of Fred Example");
}
TEST_F(CustodyRules, CR05_satisfied) {
    open();
    thing(thing_values(), "boris");
    nothing();
}

TEST_F(CustodyRules, CR06_violated) {
    const ItemId item = thing();
    ledger.clock().advance(3 * 3600);
    thing();
    ledger.clock().advance(-3600);
    add("anna", ItemMove{}, {item},
        {{subject_of(item), {{"place", "Locker 8"}, {"seal", "A-1001"}}}});
    only("CR-06", "Anna Example ran backwards");
}
TEST_F(CustodyRules, CR06_satisfied) {
    const ItemId item = thing();
    ledger.clock().advance(3 * 3600);
    add("anna", ItemMove{}, {item},
        {{subject_of(item), {{"place", "Locker 8"}, {"seal", "A-1001"}}}});
    nothing();
}

TEST_F(CustodyRules, CR07_violated) {
    hand_over(thing(), {{"purpose", "imaging"}, {"travel", "by hand"}}, " ");
    only("CR-07", "where item INC-1/1 was kept while Boris Example held it");
}
TEST_F(CustodyRules, CR07_satisfied) {
    const ItemId item = thing(without(thing_values(), {"place"}));
    hand_over(item, {{"purpose", "imaging"}, {"travel", "by hand"}}, " ");
    add("boris", ItemMove{}, {item},
        {{subject_of(item), {{"place", "Locker 8"}, {"seal", "A-1001"}}}});
    nothing();  // first where it was collected, then in the locker
}

TEST_F(CustodyRules, CR08_violated) {
    hand_over(thing(), {{"purpose", " "}, {"travel", "by hand"}});
    only("CR-08", "states no purpose");
}
TEST_F(CustodyRules, CR08_satisfied) {
    hand_over(thing());
    nothing();
}
TEST_F(CustodyRules, CR08_way_of_travel_is_asked_for) {
    hand_over(thing(), {{"purpose", "imaging"}});
    only("CR-08", "does not state how it travelled");
}

TEST_F(CustodyRules, CR09_violated) {
    const ItemId item = thing();
    const Instant week{ledger.clock().now().seconds + 7 * 86400};
    refused("CR-09", attempt("boris", CustodyOffer{week, id("carla")}, {item}));
    nothing();
}
TEST_F(CustodyRules, CR09_satisfied) {
    const ItemId item = thing();
    hand_over(item);
    EXPECT_EQ(ledger.state().item(item)->custodian, id("boris"));
    nothing();
}

TEST_F(CustodyRules, CR10_violated) {
    check_out(thing(), 3600);
    ledger.clock().advance(3 * 3600);
    only("CR-10", "nothing says that it came back");
}
TEST_F(CustodyRules, CR10_satisfied) {
    const ItemId item = thing();
    const crypto::Hash out = check_out(item, 3600);
    add("anna", ItemCheckIn{out}, {item}, {{subject_of(item), {{"seal", "A-1001"}}}});
    ledger.clock().advance(3 * 3600);
    nothing();
}
TEST_F(CustodyRules, CR10_reading_without_a_purpose) {
    const ItemId item = image();
    add("boris", ItemAccess{AccessAction::export_copy, AccessResult::ok, {}}, {item});
    only("CR-10", "Boris Example read item INC-1/2, and the record does not say why");
}
TEST_F(CustodyRules, CR10_examined_by_somebody_who_did_not_have_it) {
    const ItemId item = thing();
    const PrivateValues said{{"purpose", "p"}, {"method", "m"}, {"tool", "t"}, {"version", "1"}};
    add("boris", ItemExamine{}, {item}, {{subject_of(item), said}});
    only("CR-10", "while Anna Example had it by the record");
}
TEST_F(CustodyRules, CR10_examined_by_who_borrowed_it) {
    const ItemId item = thing();
    const crypto::Hash out = check_out(item, 86400);
    const PrivateValues said{{"purpose", "p"}, {"method", "m"}, {"tool", "t"}, {"version", "1"}};
    add("boris", ItemExamine{}, {item}, {{subject_of(item), said}});
    add("anna", ItemCheckIn{out}, {item}, {{subject_of(item), {{"seal", "A-1001"}}}});
    nothing();
}

TEST_F(CustodyRules, CR11_violated) {
    const ItemId item = thing();
    add("anna", ItemExamine{true}, {item},
        {{subject_of(item), {{"purpose", "p"}, {"method", "m"}, {"tool", "t"}, {"version", "1"}}}});
    only("CR-11", "does not say what was changed and why");
}
TEST_F(CustodyRules, CR11_satisfied) {
    const ItemId item = thing();
    add("anna", ItemExamine{true}, {item},
        {{subject_of(item),
          {{"purpose", "p"},
           {"method", "m"},
           {"tool", "t"},
           {"version", "1"},
           {"change", "screws turned; the disk could not be reached otherwise"}}}});
    nothing();
}

TEST_F(CustodyRules, CR12_violated) {
    image(without(image_values(), {"write_blocker"}));
    only("CR-12", "does not state: write blocker");
}
TEST_F(CustodyRules, CR12_satisfied) {
    image();
    nothing();
}

TEST_F(CustodyRules, CR13_violated) {
    verify(image(), AccessResult::failed);
    only("CR-13", "not as it was stored");
}
TEST_F(CustodyRules, CR13_satisfied) {
    verify(image());
    nothing();
}

TEST_F(CustodyRules, CR14_violated) {
    image(image_values(), {inc, "image", {}, {}, 1024, 2, std::nullopt});
    only("CR-14", "1,024 bytes in 2 ranges");
}
TEST_F(CustodyRules, CR14_satisfied) {
    image(image_values(), {inc, "image", {}, {}, 0, 0, std::nullopt});
    nothing();
}

TEST_F(CustodyRules, CR15_violated) {
    bare_thing();
    only("CR-15", "No photograph is attached to item INC-1/1");
}
TEST_F(CustodyRules, CR15_satisfied) {
    const ItemId item = bare_thing();
    add("anna", ItemAttach{{}, {}, AttachmentRole::photograph}, {item},
        {{subject_of(item), {{"name", "a.jpg"}, {"sha256", "00"}, {"size", 1}}}});
    nothing();
}
TEST_F(CustodyRules, CR15_attachment_without_a_digest) {
    const ItemId item = thing();
    add("anna", ItemAttach{}, {item}, {{subject_of(item), {{"name", "a.pdf"}}}});
    only("CR-15", "not bound to it");
}

/// Of an image, with all that is said of a copy.
PrivateValues copy_values(PrivateValues values) {
    values["derivation_tool"] = "qemu-img";
    values["derivation_version"] = "7.2";
    values["derivation_parameters"] = "convert -O raw";
    values["input_sha256"] = values["sha256"];
    return values;
}
ItemIngest copy_body(const IncidentId& incident, const ItemId& of) {
    ItemIngest body{incident, "image", {}, {}, 0, 0, of};
    body.derivation = Derivation::working_copy;
    return body;
}

TEST_F(CustodyRules, CR16_violated) {
    const ItemId original = image();
    image(without(copy_values(image_values()), {"derivation_tool"}), copy_body(inc, original));
    only("CR-16", "does not state the tool of item INC-1/3");
}
TEST_F(CustodyRules, CR16_satisfied) {
    const ItemId original = image();
    image(copy_values(image_values()), copy_body(inc, original));
    nothing();
}
TEST_F(CustodyRules, CR16_copy_of_something_else) {
    const ItemId original = image();
    image(with(copy_values(image_values()), "input_sha256", std::string(64, '0')),
          copy_body(inc, original));
    only("CR-16", "not the one recorded for that item");
}

TEST_F(CustodyRules, CR17_violated) {
    const ItemId original = image();
    image(without(copy_values(image_values()), {"derivation_parameters"}),
          copy_body(inc, original));
    only("CR-17", "it lacks the parameters");
}
TEST_F(CustodyRules, CR17_satisfied) {
    const ItemId item = image();
    add("anna", ItemExamine{}, {item},
        {{subject_of(item),
          {{"purpose", "p"}, {"method", "keyword search"}, {"tool", "grep"}, {"version", "3.8"}}}});
    nothing();
}
TEST_F(CustodyRules, CR17_examination_nobody_can_repeat) {
    const ItemId item = image();
    add("anna", ItemExamine{}, {item},
        {{subject_of(item), {{"purpose", "p"}, {"method", "m"}, {"tool", "grep"}}}});
    only("CR-17", "it lacks the version of the tool");
}

TEST_F(CustodyRules, CR18_violated) {
    open(without(incident_values(), {"in_charge"}));
    thing();
    only("CR-18", "who is in charge of incident INC-1");
}
TEST_F(CustodyRules, CR18_satisfied) {
    open();
    thing();
    nothing();
}

TEST_F(CustodyRules, CR19_violated) {
    open(without(incident_values(), {"authority"}));
    thing();
    only("CR-19", "no warrant, consent or policy");
}
TEST_F(CustodyRules, CR19_satisfied) {
    open(without(incident_values(), {"authority"}));
    thing(with(thing_values(), "authority", "Warrant 7/26"));
    nothing();
}

TEST_F(CustodyRules, CR20_violated) {
    const ItemId item = thing();
    add("anna", ItemMove{}, {item}, {{subject_of(item), {{"place", "Locker 8"}, {"seal", "B-7"}}}});
    only("CR-20", "was \"A-1001\" before and \"B-7\" when it was moved");
}
TEST_F(CustodyRules, CR20_satisfied) {
    const ItemId item = thing();
    add("anna", ItemSeal{SealAction::resealed}, {item},
        {{subject_of(item), {{"old_seal", "A-1001"}, {"seal", "B-7"}, {"reason", "imaging"}}}});
    add("anna", ItemMove{}, {item}, {{subject_of(item), {{"place", "Locker 8"}, {"seal", "B-7"}}}});
    nothing();
}
TEST_F(CustodyRules, CR20_both_numbers_of_a_new_seal) {
    const ItemId item = thing();
    add("anna", ItemSeal{SealAction::resealed}, {item}, {{subject_of(item), {{"seal", "B-7"}}}});
    only("CR-20", "Not both numbers are stated");
}
TEST_F(CustodyRules, CR20_broken_seal) {
    const ItemId item = thing();
    add("anna", ItemSeal{SealAction::broken}, {item});
    only("CR-20", "was found broken");
}

TEST_F(CustodyRules, CR21_violated) {
    const ItemId item = thing();
    add("dora", HoldPlace{inc}, {item}, {{of_incident(), {{"reason", " "}}}});
    only("CR-21", "does not say why incident INC-1 is held");
}
TEST_F(CustodyRules, CR21_satisfied) {
    const ItemId item = thing();
    const crypto::Hash hold =
        add("dora", HoldPlace{inc}, {item}, {{of_incident(), {{"reason", "appeal"}}}});
    add("dora", HoldRelease{hold}, {item}, {{of_incident(), {{"reason", "decided"}}}});
    nothing();
}
TEST_F(CustodyRules, CR21_disposal_under_a_hold) {
    const ItemId item = thing();
    const crypto::Hash proposal = propose(item);
    add("dora", HoldPlace{inc}, {}, {{of_incident(), {{"reason", "appeal"}}}});
    refused("CR-21", attempt("carla", DisposalApprove{proposal}, {item}));
    nothing();
}

TEST_F(CustodyRules, CR22_violated) {
    const ItemId item = thing();
    const crypto::Hash proposal = propose(item);
    approve(item, proposal);
    add("anna", DisposalCarryOut{proposal, id("emil")}, {item},
        {{of_incident(), {{"method", " "}}}}, {"emil"});
    only("CR-22", "does not say how item INC-1/1 was disposed of");
}
TEST_F(CustodyRules, CR22_satisfied) {
    const ItemId item = thing();
    const crypto::Hash proposal = propose(item);
    approve(item, proposal);
    add("anna", DisposalCarryOut{proposal, id("emil")}, {item},
        {{of_incident(), {{"method", "shredded"}}}}, {"emil"});
    nothing();
}
TEST_F(CustodyRules, CR22_return_to_nobody) {
    const ItemId item = thing();
    const crypto::Hash proposal = propose(item, DisposalAction::give_back);
    approve(item, proposal);
    add("anna", DisposalCarryOut{proposal, id("emil")}, {item},
        {{of_incident(), {{"method", "by hand"}}}}, {"emil"});
    only("CR-22", "to whom item INC-1/1 was given");
}

TEST_F(CustodyRules, CR23_violated) {
    thing();
    ledger.clock().advance(std::int64_t{400} * 86400);
    only("CR-23", "looked for item INC-1/1 in 400 days");
}
TEST_F(CustodyRules, CR23_satisfied) {
    const ItemId item = thing();
    ledger.clock().advance(std::int64_t{300} * 86400);
    add("boris", ItemInventory{std::nullopt, {{item, Counted::present}}}, {item});
    ledger.clock().advance(std::int64_t{100} * 86400);
    nothing();
}
TEST_F(CustodyRules, CR23_absent) {
    const ItemId item = thing();
    add("boris", ItemInventory{std::nullopt, {{item, Counted::absent}}}, {item});
    only("CR-23", "found item INC-1/1 absent");
}

TEST_F(CustodyRules, CR24_violated) {
    image();
    const PrivateLookup values = ledger.values();
    const std::string anna = subject_of_handler(id("anna"));
    const PrivateLookup shredded = [&](std::uint64_t index, std::string_view subject) {
        return subject == anna ? nullptr : values(index, subject);
    };
    const auto findings = examine_record(ledger.state(), shredded, rules());
    ASSERT_EQ(findings.size(), 1U) << Verdict{findings}.text();
    EXPECT_EQ(findings[0].code, "CR-24");
    EXPECT_NE(findings[0].text.find("the qualification of the person"), std::string::npos);
}
TEST_F(CustodyRules, CR24_satisfied) {
    image();
    nothing();
}

TEST_F(CustodyRules, CR25_violated) {
    thing();
    RecordRules asked = rules();
    asked.attested_size = 3;
    const auto findings = examine_record(ledger.state(), ledger.values(), asked);
    ASSERT_EQ(findings.size(), 1U) << Verdict{findings}.text();
    EXPECT_EQ(findings[0].code, "CR-25");
    EXPECT_NE(findings[0].text.find("from number 3 on"), std::string::npos);
}
TEST_F(CustodyRules, CR25_satisfied) {
    thing();
    nothing();
}

TEST_F(CustodyRules, CR26_violated) {
    open(without(incident_values(), {"retention_reason"}));
    thing();
    only("CR-26", "why so long the evidence of incident INC-1 is kept");
}
TEST_F(CustodyRules, CR26_satisfied) {
    open();
    thing();
    nothing();
}
TEST_F(CustodyRules, CR26_kept_beyond_its_retention) {
    open(with(incident_values(), "retention", "2026-12-31"));
    thing();
    nothing();
    ledger.clock().advance(std::int64_t{60} * 86400);
    only("CR-26", "1 item of incident INC-1 is kept beyond 2026-12-31");
}

TEST_F(CustodyRules, CR27_violated) {
    const ItemId item = thing();
    const crypto::Hash event = ledger.state().event(ledger.state().item(item)->chain.front())->leaf;
    add("anna", RecordCorrect{event}, {item},
        {{subject_of(item), {{"field", "serial"}, {"value", "SN-43"}, {"reason", " "}}}});
    only("CR-27", "The serial of event");
}
TEST_F(CustodyRules, CR27_satisfied) {
    const ItemId item = thing(without(thing_values(), {"serial"}));
    const crypto::Hash event = ledger.state().event(ledger.state().item(item)->chain.front())->leaf;
    EXPECT_EQ(codes(), std::set<std::string>{"CR-01"});
    add("anna", RecordCorrect{event}, {item},
        {{subject_of(item), {{"field", "serial"}, {"value", "SN-43"}, {"reason", "forgotten"}}}});
    nothing();  // what was missing is there now, and the first words still are
    EXPECT_FALSE(ledger.values()(ledger.state().item(item)->chain.front(), subject_of(item))
                     ->contains("serial"));
}

TEST_F(CustodyRules, CR28_violated) {
    const ItemId item = bare_thing(thing_values(), "anna", 49 * 3600);
    add("anna", ItemAttach{{}, {}, AttachmentRole::photograph}, {item},
        {{subject_of(item), {{"name", "a.jpg"}, {"sha256", "00"}, {"size", 1}}}});
    only("CR-28", "49 hours after it happened");
}
TEST_F(CustodyRules, CR28_satisfied) {
    const ItemId item = bare_thing(thing_values(), "anna", 24 * 3600);
    add("anna", ItemAttach{{}, {}, AttachmentRole::photograph}, {item},
        {{subject_of(item), {{"name", "a.jpg"}, {"sha256", "00"}, {"size", 1}}}});
    nothing();
}

TEST_F(CustodyRules, CR29_violated) {
    const ItemId item = image();
    add("boris",
        ItemAccess{AccessAction::export_copy, AccessResult::ok, {Scope::What::range, 512, 1024}},
        {item}, {{subject_of(item), {{"purpose", "the boot sector"}}}});
    only("CR-29", "Only 1,024 bytes from byte 512");
}
TEST_F(CustodyRules, CR29_satisfied) {
    const ItemId item = image();
    add("boris", ItemAccess{AccessAction::export_copy, AccessResult::ok, {}}, {item},
        {{subject_of(item), {{"purpose", "analysis"}}}});
    nothing();
}

TEST_F(CustodyRules, CR30_violated) {
    image(with(image_values(), "tool", "exhibit"));
    only("CR-30", "without its version");
}
TEST_F(CustodyRules, CR30_satisfied) {
    image(with(image_values(), "tool", "exhibit 0.1.0"));
    nothing();
}

}  // namespace
}  // namespace exhibit::custody

#include "custody/bodies.hpp"

#include <gtest/gtest.h>

#include "exhibit/error.hpp"
#include "support/identities.hpp"

namespace exhibit::custody {
namespace {

using encode::Json;

const IncidentId inc = IncidentId::parse("INC-1");

crypto::Hash hash(int digit) {
    crypto::Hash out;
    out.bytes.fill(static_cast<std::byte>(digit));
    return out;
}

Enrol anna() {
    const crypto::Identity anna = test::anna();
    return {anna.id(),
            hash(1),
            prove_possession(anna.receive().public_key(), anna.signer()),
            anna.receive().public_key(),
            {Role::admin, Role::handler},
            anna.sign_key()};
}

/// One body of each type.
std::vector<Body> all_bodies() {
    return {
        VaultGenesis{hash(2), anna(), hash(3)},
        HandlerEnrol{anna()},
        HandlerRoles{hash(7), {Role::handler, Role::legal}},
        KeyRotate{anna(), {{inc, hash(8), Read::content}}},
        KeyRevoke{hash(7), {ledger::TreeSize{9}, hash(8)}, RevokeReason::lost},
        PolicyAdopt{hash(8)},
        IncidentOpen{inc,
                     {{hash(4).bytes}, {hash(5).bytes}, hash(6)},
                     {{hash(1), hash(8), Read::content}, {hash(2), hash(8), Read::deposit}},
                     Restriction::closed},
        IncidentGrant{inc, {hash(7), hash(8), Read::record}},
        IncidentRekey{inc,
                      true,
                      {hash(4).bytes},
                      {hash(5).bytes},
                      {{hash(1), hash(8), Read::content}, {hash(2), hash(8), Read::deposit}},
                      hash(6)},
        ItemRegister{inc},
        ItemIngest{inc, "image", hash(9), hash(10), 1024, 2, ItemId(inc, 1)},
        ItemAccess{AccessAction::export_copy, AccessResult::ok, {Scope::What::range, 512, 1024}},
        CustodyOffer{{1795368600}, hash(11)},
        CustodyAccept{{{ItemId(inc, 1), CheckResult::match}}, hash(12)},
        CustodyRefuse{hash(12)},
        CustodyCancel{hash(12)},
        ExchangeEmit{hash(13), DocumentFormat::iodef_v1, inc, DocumentSection::record},
        PrivacyShred{ShredBasis::court_order, {hash(14), hash(15)}, "item:INC-1/1"},
        ContentDestroy{{{hash(1), hash(2)}, {hash(3), std::nullopt}}},
        ContentRewrite{inc, true, {{hash(1), hash(2)}, {hash(3), hash(2)}}},
    };
}

Body the(EventType type) {
    return all_bodies().at(static_cast<std::size_t>(type));
}

/// The body with one member changed, added, or (nullptr) taken away.
Json with(const Body& body, const std::string& member, const Json* value) {
    Json::Object object = to_json(body).object("body");
    object.erase(member);
    if (value) object.emplace(member, *value);
    return object;
}

testing::AssertionResult refused(EventType type, const Json& json) {
    try {
        body_from_json(type, json);
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::malformed) return testing::AssertionSuccess();
        return testing::AssertionFailure() << error.what();
    }
    return testing::AssertionFailure() << "was accepted: " << encode::dump(json);
}

testing::AssertionResult refused(const Body& body, const std::string& member, const Json& value) {
    return refused(type_of(body), with(body, member, &value));
}

TEST(Body, has_one_to_sixteen_logs_or_none) {
    const Body ingest = ItemIngest{inc, "image", hash(9), hash(10), 0, 0, std::nullopt};
    EXPECT_EQ(to_json(ingest).find("logs"), nullptr);
    const Body logged =
        ItemIngest{inc, "image", hash(9), hash(10), 0, 0, std::nullopt, {hash(11), hash(11)}};
    EXPECT_EQ(body_from_json(EventType::item_ingest, to_json(logged)), logged);
    EXPECT_TRUE(refused(ingest, "logs", Json::Array{}));
    EXPECT_TRUE(refused(ingest, "logs", Json::Array(17, Json(hash(1).hex()))));
    EXPECT_TRUE(refused(ingest, "logs", Json::Array{"abc"}));
    EXPECT_TRUE(refused(ingest, "logs", Json(hash(1).hex())));
}

TEST(Body, names_the_listing_of_an_archive_or_none) {
    const Body ingest = ItemIngest{inc, "archive", hash(9), hash(10), 0, 0, std::nullopt};
    EXPECT_EQ(to_json(ingest).find("members"), nullptr);
    const Body listed =
        ItemIngest{inc, "archive", hash(9), hash(10), 0, 0, std::nullopt, {}, hash(11)};
    EXPECT_EQ(to_json(listed).at("members", "body").string("members"), hash(11).hex());
    EXPECT_EQ(body_from_json(EventType::item_ingest, to_json(listed)), listed);
    EXPECT_TRUE(refused(ingest, "members", Json("abc")));
    EXPECT_TRUE(refused(ingest, "members", Json::Array{Json(hash(1).hex())}));
}

TEST(Body, is_read_as_it_was_written) {
    int index = 0;
    for (const Body& body : all_bodies()) {
        EXPECT_EQ(static_cast<int>(type_of(body)), index++);
        const std::string text = encode::dump(to_json(body));
        EXPECT_EQ(body_from_json(type_of(body), encode::parse(text, "body")), body) << text;
    }
    EXPECT_EQ(index, 20);
}

TEST(Body, of_an_anchor_has_an_object_a_root_and_a_size) {
    const Body body = AnchorToken{hash(14), hash(15), 12};
    EXPECT_EQ(encode::dump(to_json(body)), R"({"object":")" + hash(14).hex() + R"(","root":")" +
                                               hash(15).hex() + R"(","size":12})");
    EXPECT_EQ(body_from_json(EventType::anchor_token, to_json(body)), body);
    EXPECT_TRUE(refused(body, "size", Json(0)));
    EXPECT_TRUE(refused(body, "root", Json("abc")));
    EXPECT_TRUE(refused(body, "more", Json(1)));
}

TEST(Body, has_the_members_of_the_format) {
    EXPECT_EQ(
        encode::dump(to_json(the(EventType::item_ingest))),
        R"({"derivation":"acquired","from":"INC-1/1","incident":"INC-1","kind":"image","list":")" +
            hash(9).hex() + R"(","manifest":")" + hash(10).hex() +
            R"(","unreadable":{"bytes":1024,"ranges":2}})");
    EXPECT_EQ(encode::dump(to_json(the(EventType::custody_offer))),
              R"({"expires":"2026-11-22T17:30:00Z","to":")" + hash(11).hex() + R"("})");
    EXPECT_EQ(
        encode::dump(to_json(the(EventType::custody_accept))),
        R"({"checks":[{"item":"INC-1/1","result":"match"}],"offer":")" + hash(12).hex() + R"("})");
    EXPECT_EQ(encode::dump(to_json(the(EventType::incident_grant))),
              R"({"handler":")" + hash(7).hex() + R"(","incident":"INC-1","object":")" +
                  hash(8).hex() + R"(","read":"record"})");
}

TEST(Body, of_new_keys_and_of_content_written_again_are_bounded) {
    EXPECT_TRUE(refused(the(EventType::incident_rekey), "grants", Json(Json::Array{})));
    EXPECT_TRUE(refused(the(EventType::incident_rekey), "content", Json("yes")));
    EXPECT_TRUE(refused(the(EventType::incident_rekey), "past", Json()));
    EXPECT_TRUE(refused(the(EventType::incident_rekey), "id_check", Json(hash(1).hex())));
    const Body rewrite = the(EventType::content_rewrite);
    const Json json = to_json(rewrite);
    const Json& packs = *json.find("packs");
    EXPECT_TRUE(refused(rewrite, "packs",
                        Json(Json::Array{packs.array("packs")[1], packs.array("packs")[0]})));
    EXPECT_TRUE(refused(ContentRewrite{inc, false, {}}, "complete", Json(false)));
    EXPECT_EQ(json.find("values"), nullptr);
    const Body resealed = ContentRewrite{
        inc, false, {}, {{hash(1), "incident:INC-1", hash(7)}, {hash(1), "item:INC-1/1", hash(7)}}};
    EXPECT_EQ(body_from_json(EventType::content_rewrite, to_json(resealed)), resealed);
    const Json resealed_json = to_json(resealed);
    const auto& two = resealed_json.find("values")->array("values");
    EXPECT_TRUE(refused(rewrite, "values", Json(Json::Array{two[1], two[0]})));
    EXPECT_TRUE(refused(rewrite, "values", Json(Json::Array{two[0], two[0]})));
    EXPECT_TRUE(refused(rewrite, "values", Json(Json::Array{})));
    EXPECT_TRUE(
        refused(rewrite, "values",
                Json(Json::Array{Json(Json::Object{
                    {"by", hash(1).hex()}, {"event", hash(2).hex()}, {"subject", "person:x"}})})));
    Json::Array many;
    for (std::uint64_t i = 0; i <= resealed_values_max; ++i)
        many.emplace_back(Json::Object{{"by", hash(1).hex()},
                                       {"event", hash(1).hex()},
                                       {"subject", "item:INC-1/" + std::to_string(1000 + i)}});
    EXPECT_TRUE(refused(rewrite, "values", Json(many)));
    many.pop_back();
    EXPECT_FALSE(refused(rewrite, "values", Json(many)));
    const Body alone = ContentRewrite{inc, false, {}, {{hash(1), "incident:INC-1", hash(7)}}};
    EXPECT_EQ(body_from_json(EventType::content_rewrite, to_json(alone)), alone);
    const Body end = ContentRewrite{inc, true, {}};
    EXPECT_EQ(body_from_json(EventType::content_rewrite, to_json(end)), end);
}

TEST(Body, ranges_are_the_scope_of_mounts_and_of_nothing_else) {
    const Scope ranges{Scope::What::ranges, 0, 0};
    for (const AccessAction action : {AccessAction::mount, AccessAction::unmount}) {
        const Body body = ItemAccess{action, AccessResult::ok, ranges};
        EXPECT_EQ(body_from_json(EventType::item_access, to_json(body)), body);
        EXPECT_TRUE(refused(body, "scope", Json("stream")));
    }
    EXPECT_TRUE(refused(ItemAccess{}, "scope", Json("ranges")));
}

TEST(Body, shapes_are_closed) {
    for (const Body& body : all_bodies()) {
        EXPECT_TRUE(refused(body, "zzz", Json(1)));
        const Json json = to_json(body);
        for (const auto& [member, value] : json.object("body")) {
            if (member == "from") continue;  // the one member that may be absent
            EXPECT_TRUE(refused(type_of(body), with(body, member, nullptr))) << member;
            EXPECT_TRUE(refused(body, member, Json(Json::Object{}))) << member;
        }
        EXPECT_TRUE(refused(type_of(body), Json("text")));
        EXPECT_TRUE(refused(type_of(body), Json()));
    }
}

TEST(Body, digests_have_one_spelling) {
    const Body refuse = CustodyRefuse{hash(12)};
    EXPECT_TRUE(refused(refuse, "offer", hash(12).hex().substr(2)));
    EXPECT_TRUE(refused(refuse, "offer", "0C" + hash(12).hex().substr(2)));
}

TEST(Body, genesis_threshold_is_one) {
    EXPECT_TRUE(refused(the(EventType::vault_genesis), "threshold", 2));
    EXPECT_TRUE(refused(the(EventType::vault_genesis), "threshold", 0));
}

TEST(Body, roles_are_sorted_and_known) {
    const Body enrol = HandlerEnrol{anna()};
    EXPECT_TRUE(refused(enrol, "roles", Json::Array{}));
    EXPECT_TRUE(refused(enrol, "roles", Json::Array{"handler", "admin"}));
    EXPECT_TRUE(refused(enrol, "roles", Json::Array{"admin", "admin"}));
    EXPECT_TRUE(refused(enrol, "roles", Json::Array{"root"}));
}

TEST(Body, grants_are_sorted_by_handler) {
    IncidentOpen open = body_as<IncidentOpen>(the(EventType::incident_open));
    std::swap(open.grants[0], open.grants[1]);
    EXPECT_TRUE(refused(EventType::incident_open, to_json(open)));
    open.grants[0] = open.grants[1];
    EXPECT_TRUE(refused(EventType::incident_open, to_json(open)));
    open.grants.clear();
    EXPECT_TRUE(refused(EventType::incident_open, to_json(open)));
}

TEST(Body, checks_are_sorted_by_item) {
    CustodyAccept accept{
        {{ItemId(inc, 2), CheckResult::match}, {ItemId(inc, 1), CheckResult::match}}, hash(12)};
    EXPECT_TRUE(refused(EventType::custody_accept, to_json(accept)));
    accept.checks[1] = accept.checks[0];
    EXPECT_TRUE(refused(EventType::custody_accept, to_json(accept)));
}

TEST(Body, unreadable_counts_fit_each_other) {
    const Body ingest = the(EventType::item_ingest);
    const auto counts = [](int bytes, int ranges) {
        return Json::Object{{"bytes", bytes}, {"ranges", ranges}};
    };
    EXPECT_TRUE(refused(ingest, "unreadable", counts(5, 0)));
    EXPECT_TRUE(refused(ingest, "unreadable", counts(0, 1)));
    EXPECT_TRUE(refused(ingest, "unreadable", counts(2, 3)));
    EXPECT_TRUE(refused(ingest, "unreadable", counts(-1, 0)));
    EXPECT_TRUE(refused(ingest, "unreadable", Json::Object{{"bytes", 0}}));
}

TEST(Body, words_of_another_version_are_refused) {
    EXPECT_TRUE(refused(the(EventType::incident_open), "restriction", "secret"));
    EXPECT_TRUE(refused(the(EventType::incident_grant), "read", "all"));
    EXPECT_TRUE(refused(the(EventType::item_ingest), "kind", "Disk Image"));
    EXPECT_TRUE(refused(the(EventType::item_access), "action", "mount"));
    EXPECT_TRUE(refused(the(EventType::item_access), "scope", "all"));
    EXPECT_TRUE(refused(the(EventType::custody_offer), "expires", "2026-11-22T17:30:00+00:00"));
    EXPECT_TRUE(refused(the(EventType::exchange_emit), "format", "iodef-v3"));
    EXPECT_TRUE(refused(the(EventType::exchange_emit), "section", "history"));
}

TEST(Body, of_keys_has_the_members_of_the_format) {
    EXPECT_EQ(encode::dump(to_json(the(EventType::key_revoke))),
              R"({"handler":")" + hash(7).hex() + R"(","last_good":{"root":")" + hash(8).hex() +
                  R"(","size":9},"reason":"lost"})");
    EXPECT_EQ(encode::dump(to_json(the(EventType::handler_roles))),
              R"({"handler":")" + hash(7).hex() + R"(","roles":["handler","legal"]})");
    EXPECT_TRUE(refused(the(EventType::key_revoke), "reason", "stolen"));
    EXPECT_TRUE(refused(the(EventType::handler_roles), "roles", Json::Array{"legal", "handler"}));
    EXPECT_TRUE(refused(the(EventType::handler_roles), "roles", Json::Array{}));
}

TEST(Body, rotation_carries_sorted_grants) {
    const auto grant = [](std::string_view incident) {
        return Json::Object{{"incident", incident}, {"object", hash(8).hex()}, {"read", "content"}};
    };
    const Body rotate = the(EventType::key_rotate);
    EXPECT_TRUE(refused(rotate, "grants", Json::Array{grant("INC-2"), grant("INC-1")}));
    EXPECT_TRUE(refused(rotate, "grants", Json::Array{grant("INC-1"), grant("INC-1")}));
    Json::Array many;
    for (int i = 1000; i < 1257; ++i) many.emplace_back(grant("I" + std::to_string(i)));
    EXPECT_TRUE(refused(rotate, "grants", many));
    many.pop_back();
    const Json json = with(rotate, "grants", nullptr);
    Json::Object object = json.object("body");
    object.emplace("grants", many);
    EXPECT_EQ(body_as<KeyRotate>(body_from_json(EventType::key_rotate, object)).grants.size(),
              256U);
}

TEST(Possession, is_proven_by_the_new_key_only) {
    EXPECT_TRUE(enrol_proves_possession(anna()));
    Enrol changed = anna();
    changed.receive.bytes[0] ^= std::byte{1};
    EXPECT_FALSE(enrol_proves_possession(changed));
    changed = anna();
    changed.handler = hash(1);
    EXPECT_FALSE(enrol_proves_possession(changed));
    changed = anna();
    changed.possession = prove_possession(changed.receive, test::boris().signer());
    EXPECT_FALSE(enrol_proves_possession(changed));
}

TEST(Possession, key_outside_the_prime_order_group_is_refused) {
    Enrol enrol = anna();
    enrol.sign = {};
    enrol.sign.bytes[0] = std::byte{1};  // the neutral element
    enrol.handler = enrol.sign.id();
    EXPECT_FALSE(enrol_proves_possession(enrol));
}

TEST(Possession, message_names_both_keys) {
    const Enrol enrol = anna();
    const std::string text(as_text(possession_message(enrol.receive, enrol.sign)));
    EXPECT_EQ(text, "DSSEv1 42 application/vnd.exhibit.possession.v1+json 152 {\"receive\":\"" +
                        to_hex(enrol.receive.view()) + "\",\"sign\":\"" +
                        to_hex(enrol.sign.view()) + "\"}");
}

}  // namespace
}  // namespace exhibit::custody

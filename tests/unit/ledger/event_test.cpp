#include "ledger/event.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "exhibit/error.hpp"
#include "fixture.hpp"
#include "ledger/disclosure.hpp"

namespace exhibit::ledger {
namespace {

const Hash some_hash = leaf_hash(as_bytes("some"));

std::string digest_number(int number) {
    return disclosure_digest(std::to_string(number));
}

/// An event with every member filled.
Event full_event() {
    Event event = test::event_of("full");
    event.happened.seconds -= 3600;
    event.actor = {some_hash, leaf_hash(as_bytes("before")), 7};
    event.seen = {TreeSize{12}, some_hash};
    event.items = {{"INC-1/10", std::nullopt}, {"INC-1/2", some_hash}};
    event.private_digests = {digest_number(1), digest_number(2)};
    std::sort(event.private_digests.begin(), event.private_digests.end());
    event.sealed = {{some_hash, "incident:INC-1"}, {some_hash, "item:INC-1/2"}};
    return event;
}

std::string payload_with(std::string_view from, std::string_view to) {
    std::string text = dump_payload(full_event());
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from << " is not in " << text;
    return text.replace(at, from.size(), to);
}

ErrorKind kind_of(std::string_view payload) {
    try {
        parse_payload(payload, "sample");
    } catch (const Error& error) {
        return error.kind();
    }
    return ErrorKind::internal;
}

TEST(Event, is_read_back) {
    EXPECT_EQ(parse_payload(dump_payload(full_event()), "sample"), full_event());
}

TEST(Event, of_genesis_has_seen_the_empty_tree) {
    const std::string payload = dump_payload(test::event_of("first"));
    EXPECT_NE(payload.find("\"seen\":{\"root\":\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca4"
                           "95991b7852b855\",\"size\":0}"),
              std::string::npos);
    EXPECT_EQ(parse_payload(payload, "sample").seen.root, empty_root());
}

TEST(Event, refuses_members_it_does_not_know) {
    EXPECT_EQ(kind_of(payload_with("{\"actor\"", "{\"aaa\":1,\"actor\"")), ErrorKind::malformed);
    EXPECT_EQ(kind_of(payload_with("\"prev\":\"", "\"extra\":1,\"prev\":\"")),
              ErrorKind::malformed);
}

TEST(Event, refuses_missing_members) {
    for (const std::string_view member :
         {"\"type\":\"test.event\",", "\"private\":", "\"zone\":\"+01:00\"", "\"v\":1,"}) {
        std::string text = dump_payload(full_event());
        const std::size_t at = text.find(member);
        ASSERT_NE(at, std::string::npos) << member;
        // The name is spoiled, so that the member itself is missing.
        text[at + 1] = '_';
        EXPECT_EQ(kind_of(text), ErrorKind::malformed) << member;
    }
}

TEST(Event, of_another_version_is_unsupported) {
    EXPECT_EQ(kind_of(payload_with("\"v\":1", "\"v\":2")), ErrorKind::unsupported);
}

TEST(Event, refuses_values_of_the_wrong_type) {
    EXPECT_EQ(kind_of(payload_with("\"seq\":7", "\"seq\":\"7\"")), ErrorKind::malformed);
    EXPECT_EQ(kind_of(payload_with("\"seq\":7", "\"seq\":-7")), ErrorKind::malformed);
    EXPECT_EQ(kind_of(payload_with("\"body\":{\"tag\":\"full\"}", "\"body\":[]")),
              ErrorKind::malformed);
    EXPECT_EQ(kind_of(payload_with("\"zone\":\"+01:00\"", "\"zone\":\"+1:00\"")),
              ErrorKind::malformed);
}

struct Spoiled {
    std::string claim;
    std::function<void(Event&)> spoil;
};

class SpoiledEvent : public testing::TestWithParam<Spoiled> {};

// What the parser refuses is never written either: one set of rules for both.
TEST_P(SpoiledEvent, is_not_written) {
    Event event = full_event();
    GetParam().spoil(event);
    EXPECT_THROW(dump_payload(event), Error);
}

INSTANTIATE_TEST_SUITE_P(
    Event, SpoiledEvent,
    testing::Values(
        Spoiled{"type_in_capitals", [](Event& e) { e.type = "Test"; }},
        Spoiled{"type_empty", [](Event& e) { e.type = ""; }},
        Spoiled{"type_of_65", [](Event& e) { e.type = std::string(65, 'a'); }},
        Spoiled{"happened_later", [](Event& e) { e.happened.seconds = e.time.seconds + 1; }},
        Spoiled{"items_unsorted", [](Event& e) { std::swap(e.items[0], e.items[1]); }},
        Spoiled{"item_twice", [](Event& e) { e.items[1] = e.items[0]; }},
        Spoiled{"item_without_number", [](Event& e) { e.items[1].id = "INC-1"; }},
        Spoiled{"too_many_items",
                [](Event& e) {
                    e.items.clear();
                    for (int i = 1000; i < 1513; ++i) {
                        e.items.push_back({"X/" + std::to_string(i), std::nullopt});
                    }
                }},
        Spoiled{"body_no_object", [](Event& e) { e.body = encode::Json("text"); }},
        Spoiled{"digests_unsorted",
                [](Event& e) { std::swap(e.private_digests[0], e.private_digests[1]); }},
        Spoiled{"digest_twice", [](Event& e) { e.private_digests[1] = e.private_digests[0]; }},
        Spoiled{"digest_short", [](Event& e) { e.private_digests = {"AAAA"}; }},
        Spoiled{"sealed_unsorted", [](Event& e) { std::swap(e.sealed[0], e.sealed[1]); }},
        Spoiled{"sealed_twice", [](Event& e) { e.sealed[1] = e.sealed[0]; }},
        Spoiled{"sealed_nobody", [](Event& e) { e.sealed[1].subject = "person:x"; }},
        Spoiled{"seq_too_large", [](Event& e) { e.actor.seq = tree_size_max + 1; }},
        Spoiled{"empty_tree_with_root",
                [](Event& e) {
                    e.seen = {TreeSize{0}, leaf_hash(as_bytes("some"))};
                }}),
    [](const testing::TestParamInfo<Spoiled>& spoiled) { return spoiled.param.claim; });

TEST(Event, with_items_out_of_order_is_not_read) {
    EXPECT_EQ(kind_of(payload_with("INC-1/10", "INC-1/30")), ErrorKind::malformed);
}

TEST(Event, with_512_items_is_read) {
    Event event = full_event();
    event.items.clear();
    for (int i = 1000; i < 1512; ++i) event.items.push_back({"X/" + std::to_string(i), some_hash});
    EXPECT_EQ(parse_payload(dump_payload(event), "sample").items.size(), event_items_max);
}

TEST(Entry, is_the_envelope_and_its_leaf_hash) {
    const std::string text = test::entry_of("x");
    const Entry entry = parse_entry(text, LeafIndex{5}, "sample");
    EXPECT_EQ(entry.index, LeafIndex{5});
    EXPECT_EQ(entry.text, text);
    EXPECT_EQ(entry.leaf, leaf_hash(as_bytes(text)));
    EXPECT_EQ(entry.envelope.payload_type, event_payload_type);
    EXPECT_EQ(entry.event, test::event_of("x"));
}

TEST(Entry, of_another_payload_type_is_unsupported) {
    const std::string text = encode::dump_envelope(
        encode::sign_envelope("text/plain", dump_payload(full_event()), test::actor_signer()));
    try {
        parse_entry(text, LeafIndex{0}, "sample");
        FAIL() << "accepted";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::unsupported);
    }
}

TEST(Entry, too_long_is_neither_written_nor_read) {
    Event event = test::event_of("long");
    event.body = encode::Json::Object{{"text", std::string(60'000, 'a')}};
    EXPECT_THROW(sign_entry(event, test::actor_signer()), Error);
    EXPECT_THROW(parse_entry(std::string(entry_bytes_max + 1, ' '), LeafIndex{0}, "sample"),
                 FormatError);
}

KeySource keys_of(std::vector<crypto::VerifyKey> keys) {
    return [keys = std::move(keys)](const Hash& id) -> std::optional<crypto::VerifyKey> {
        for (const crypto::VerifyKey& key : keys) {
            if (key.id() == id) return key;
        }
        return std::nullopt;
    };
}

TEST(Entry, signed_by_its_actor_holds) {
    const Entry entry = parse_entry(test::entry_of("x"), LeafIndex{0}, "sample");
    EXPECT_TRUE(signatures_hold(entry, keys_of({test::actor_signer().key()})));
}

TEST(Entry, of_an_unknown_signer_does_not_hold) {
    const Entry entry = parse_entry(test::entry_of("x"), LeafIndex{0}, "sample");
    EXPECT_FALSE(signatures_hold(entry, keys_of({test::log_signer().key()})));
}

TEST(Entry, signed_by_somebody_else_than_its_actor_does_not_hold) {
    const std::string text = sign_entry(test::event_of("x"), test::log_signer());
    const Entry entry = parse_entry(text, LeafIndex{0}, "sample");
    EXPECT_FALSE(
        signatures_hold(entry, keys_of({test::log_signer().key(), test::actor_signer().key()})));
}

TEST(Entry, signed_by_two_holds_when_both_are_known) {
    const crypto::Signer* const beside[] = {&test::log_signer()};
    const Entry entry = parse_entry(sign_entry(test::event_of("x"), test::actor_signer(), beside),
                                    LeafIndex{0}, "s");
    ASSERT_EQ(signers_of(entry).size(), 2U);
    EXPECT_LT(signers_of(entry)[0], signers_of(entry)[1]);
    EXPECT_TRUE(
        signatures_hold(entry, keys_of({test::log_signer().key(), test::actor_signer().key()})));
    EXPECT_FALSE(signatures_hold(entry, keys_of({test::actor_signer().key()})));
}

TEST(Entry, cannot_be_signed_twice_by_one_person) {
    const crypto::Signer* const beside[] = {&test::actor_signer()};
    EXPECT_THROW(sign_entry(test::event_of("x"), test::actor_signer(), beside), Error);
}

TEST(Entry, with_one_wrong_signature_of_two_does_not_hold) {
    encode::Envelope envelope = parse_entry(test::entry_of("x"), LeafIndex{0}, "s").envelope;
    encode::EnvelopeSignature second = envelope.signatures[0];
    second.keyid = test::log_signer().key().id();
    envelope.signatures.push_back(second);
    std::sort(envelope.signatures.begin(), envelope.signatures.end(),
              [](const auto& a, const auto& b) { return a.keyid < b.keyid; });
    const Entry entry = parse_entry(encode::dump_envelope(envelope), LeafIndex{0}, "sample");
    EXPECT_FALSE(
        signatures_hold(entry, keys_of({test::log_signer().key(), test::actor_signer().key()})));
}

TEST(Entry, whose_key_source_answers_with_another_key_does_not_hold) {
    const Entry entry = parse_entry(test::entry_of("x"), LeafIndex{0}, "sample");
    EXPECT_FALSE(signatures_hold(entry, [](const Hash&) -> std::optional<crypto::VerifyKey> {
        return test::log_signer().key();
    }));
}

}  // namespace
}  // namespace exhibit::ledger

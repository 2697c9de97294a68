// The vectors named after secure-systems-lab/dsse are those of its testvectors/vectors.json: keys A
// and B of RFC 8032 section 7.1, Ed25519 over the PAE.
#include "encode/dsse.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/codec.hpp"
#include "encode/json.hpp"
#include "exhibit/error.hpp"

namespace exhibit::encode {
namespace {

constexpr std::string_view in_toto = "application/vnd.in-toto+json";
constexpr std::string_view statement = R"({"_type":"https://in-toto.io/Statement/v1"})";
constexpr std::string_view signature_a =
    "2WAfaHm5jluo0w+0rk8uVkluELJYWjSmU9x7EUzx+AyteDGJ4/nqyJXfmAUVFIAoQafWm7AxBZNw5M9ixNHiCA==";
constexpr std::string_view signature_b =
    "c1+67/aT0yqEpwx8PsVY3MLHsj9D0CZ014/Fv/QlG59P+9CobUZ7xECJ/V3USG0Ob9CiE5LjReEZUzNF2l7eBw==";

crypto::SeedSigner signer_of(std::string_view seed) {
    return crypto::SeedSigner(crypto::SecretBytes::copy_of(from_hex(seed)));
}
crypto::SeedSigner key_a() {
    return signer_of("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
}
crypto::SeedSigner key_b() {
    return signer_of("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
}

EnvelopeSignature signature_of(const crypto::VerifyKey& key, std::string_view base64) {
    EnvelopeSignature out{key.id(), {}};
    std::ranges::copy(from_base64(base64), out.signature.begin());
    return out;
}

Envelope envelope_by_a(std::string_view type, std::string_view payload, std::string_view base64) {
    return {std::string(type), std::string(payload), {signature_of(key_a().key(), base64)}};
}

Envelope envelope_by_both() {
    Envelope out = envelope_by_a(in_toto, statement, signature_a);
    out.signatures.push_back(signature_of(key_b().key(), signature_b));
    std::ranges::sort(out.signatures, {}, &EnvelopeSignature::keyid);
    return out;
}

std::string text_with(std::string_view member, const Json& value) {
    Json::Object members = parse(dump_envelope(envelope_by_both()), "x").object("x");
    members.insert_or_assign(std::string(member), value);
    return dump(members);
}

TEST(Pae, matches_the_example_of_the_specification) {
    EXPECT_EQ(as_text(pre_authentication_encoding("http://example.com/HelloWorld", "hello world")),
              "DSSEv1 29 http://example.com/HelloWorld 11 hello world");
}

TEST(Pae, counts_bytes_and_keeps_the_blank_before_an_empty_payload) {
    EXPECT_EQ(as_text(pre_authentication_encoding("application/vnd.exämple+json", "")),
              "DSSEv1 29 application/vnd.exämple+json 0 ");
    EXPECT_EQ(as_text(pre_authentication_encoding("", "a b")), "DSSEv1 0  3 a b");
}

TEST(Dsse, accepts_the_published_signatures) {
    const crypto::VerifyKey a = key_a().key();
    EXPECT_TRUE(signed_by(envelope_by_a(in_toto, statement, signature_a), a));
    EXPECT_TRUE(signed_by(
        envelope_by_a(in_toto, to_string(from_base64("+/+/Pj8=")),
                      "P+/KHICeR7tI6S/YyejJTRtrXhcQyQ2LYPaL8h90KjC9qN8HU/svOQ6TuDOT1HIrsGW886Db"
                      "WNWcCmX5twLrAw=="),
        a));
    EXPECT_TRUE(signed_by(
        envelope_by_a("application/vnd.exämple+json", statement,
                      "xmSk/ug66ysT7ayhkCIjhAq42zgZXSsEWuzUaNL7w2eGAdF/NU6/fRXPtmfN+5DNSAs5/i2l"
                      "UnHjbbjPsu0tAw=="),
        a));
    EXPECT_TRUE(signed_by(
        envelope_by_a(in_toto, "",
                      "gSggCAaTLTYyRH6FIDBem6meyIynsYy8RTHVzwx9tnTb7Bg/1jMWnuVgI/gffqmbsC2VX5/j"
                      "HfkkDqsj7CDbDg=="),
        a));
}

TEST(Dsse, refuses_a_published_signature_under_another_type) {
    EXPECT_FALSE(
        signed_by(envelope_by_a("application/vnd.example.other+json", statement, signature_a),
                  key_a().key()));
}

TEST(Dsse, makes_the_published_signature) {
    const Envelope made = sign_envelope(std::string(in_toto), std::string(statement), key_a());
    EXPECT_EQ(made, envelope_by_a(in_toto, statement, signature_a));
}

TEST(Dsse, each_signer_counts_for_itself) {
    const Envelope both = envelope_by_both();
    EXPECT_TRUE(signed_by(both, key_a().key()));
    EXPECT_TRUE(signed_by(both, key_b().key()));
    const Envelope only_a = envelope_by_a(in_toto, statement, signature_a);
    EXPECT_FALSE(signed_by(only_a, key_b().key()));
}

TEST(Dsse, a_signature_under_anothers_keyid_is_refused) {
    Envelope envelope = envelope_by_a(in_toto, statement, signature_a);
    envelope.signatures[0].keyid = key_b().key().id();
    EXPECT_FALSE(signed_by(envelope, key_b().key()));
    EXPECT_FALSE(signed_by(envelope, key_a().key()));
}

TEST(Dsse, is_written_as_canonical_json) {
    const Envelope envelope = envelope_by_a("t", "hello", signature_a);
    EXPECT_EQ(dump_envelope(envelope),
              R"({"payload":"aGVsbG8=","payloadType":"t","signatures":[{"keyid":")" +
                  key_a().key().id().hex() + R"(","sig":")" + std::string(signature_a) + "\"}]}");
}

TEST(Dsse, reads_what_it_writes) {
    EXPECT_EQ(parse_envelope(dump_envelope(envelope_by_both()), "x"), envelope_by_both());
    const Envelope binary = sign_envelope("t", std::string("\0\xff\n", 3), key_a());
    EXPECT_EQ(parse_envelope(dump_envelope(binary), "x"), binary);
}

TEST(Dsse, holds_1_to_16_signatures_sorted_by_keyid_none_twice) {
    const auto with = [](std::vector<EnvelopeSignature> signatures) {
        return Envelope{"t", "p", std::move(signatures)};
    };
    std::vector<EnvelopeSignature> many(envelope_signatures_max);
    for (std::size_t i = 0; i < many.size(); ++i) many[i].keyid.bytes[0] = std::byte(i);
    EXPECT_EQ(parse_envelope(dump_envelope(with(many)), "x"), with(many));
    many.push_back({});
    many.back().keyid.bytes[0] = std::byte(many.size());
    EXPECT_THROW(dump_envelope(with(many)), Error) << "17 signatures";
    EXPECT_THROW(dump_envelope(with({})), Error) << "no signature";
    EXPECT_THROW(dump_envelope(with({many[1], many[0]})), Error) << "not sorted";
    EXPECT_THROW(dump_envelope(with({many[1], many[1]})), Error) << "one keyid twice";
}

TEST(Dsse, parser_refuses_broken_lists_of_signatures) {
    const Json::Array good =
        parse(dump_envelope(envelope_by_both()), "x").at("signatures", "x").array("x");
    for (const Json::Array& list : {Json::Array{}, Json::Array{good[1], good[0]},
                                    Json::Array{good[0], good[0]}, Json::Array(17, good[0])}) {
        EXPECT_THROW(parse_envelope(text_with("signatures", list), "x"), FormatError);
    }
    EXPECT_NO_THROW(parse_envelope(text_with("signatures", good), "x"));
}

TEST(Dsse, parser_refuses_other_shapes) {
    const std::string keyid(64, 'a');
    const std::string sig(signature_a);
    const auto one = [](Json::Object object) { return Json::Array{Json(std::move(object))}; };
    for (const std::string& text :
         {std::string("1"), std::string("{}"), text_with("extra", 1), text_with("payload", 1),
          text_with("payload", "aGVsbG8"), text_with("payload", "aGVsbG9="),
          text_with("payloadType", nullptr), text_with("signatures", "x"),
          text_with("signatures", Json::Array{1}), text_with("signatures", one({{"sig", sig}})),
          text_with("signatures", one({{"keyid", keyid}, {"sig", sig}, {"x", 1}})),
          text_with("signatures", one({{"keyid", keyid}, {"sig", 1}})),
          text_with("signatures", one({{"keyid", keyid}, {"sig", "aGVsbG8="}})),
          text_with("signatures", one({{"keyid", "A"}, {"sig", sig}})),
          text_with("signatures", one({{"keyid", keyid + "aa"}, {"sig", sig}})),
          text_with("signatures", one({{"keyid", std::string(64, 'A')}, {"sig", sig}})),
          dump_envelope(envelope_by_both()) + "\n"}) {
        EXPECT_THROW(parse_envelope(text, "x"), FormatError) << text;
    }
}

TEST(Dsse, refusal_names_the_source_and_member) {
    try {
        parse_envelope(text_with("payload", "aGV*"), "entry 12");
        FAIL() << "accepted";
    } catch (const FormatError& error) {
        EXPECT_STREQ(error.what(), "entry 12 payload, at byte 3: expected a base64 character");
    }
}

}  // namespace
}  // namespace exhibit::encode

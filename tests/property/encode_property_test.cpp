#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "encode/dsse.hpp"
#include "encode/json.hpp"
#include "encode/note.hpp"
#include "exhibit/error.hpp"
#include "mutation.hpp"

namespace exhibit::encode {
namespace {

/// Strings with much of what needs an escape.
std::string any_string() {
    const auto pieces = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
        "a", "Z", "7", "\"", "\\", "/", "\n", "\b", "\x01", "\x1f", "\x7f", std::string(1, '\0'),
        "é", "\u2028", "証", "📷", "\xf4\x8f\xbf\xbf", "\\u0041"));
    std::string out;
    for (const std::string& piece : pieces) out += piece;
    return out;
}

std::string any_key() {
    return *rc::gen::container<std::string>(rc::gen::inRange<char>(0x20, 0x7f));
}

Json any_json(std::size_t depth) {
    // Near the top mostly arrays and objects, or most values would be a single word.
    const int kinds = depth < json_depth_max ? 7 : 5;
    switch (*rc::gen::inRange(depth < 2 ? 4 : 0, kinds)) {
        case 0: return {};
        case 1: return *rc::gen::arbitrary<bool>();
        case 2: return *rc::gen::inRange(-json_integer_max, json_integer_max + 1);
        case 3: return *rc::gen::inRange(-20, 20);
        case 4: return any_string();
        case 5: {
            Json::Array items(*rc::gen::inRange<std::size_t>(0, 5));
            for (Json& item : items) item = any_json(depth + 1);
            return items;
        }
        default: {
            Json::Object members;
            const int count = *rc::gen::inRange(0, 5);
            for (int i = 0; i < count; ++i) members.emplace(any_key(), any_json(depth + 1));
            return members;
        }
    }
}

crypto::SeedSigner any_signer() {
    Bytes seed(32, std::byte(*rc::gen::inRange(0, 256)));
    return crypto::SeedSigner(crypto::SecretBytes::copy_of(seed));
}

Envelope any_envelope() {
    Envelope out = sign_envelope(any_string(), *rc::gen::arbitrary<std::string>(), any_signer());
    const Envelope more = sign_envelope(out.payload_type, out.payload, any_signer());
    if (more.signatures != out.signatures) out.signatures.push_back(more.signatures.front());
    std::ranges::sort(out.signatures, {}, &EnvelopeSignature::keyid);
    return out;
}

RC_GTEST_PROP(JsonProperty, parse_undoes_dump, ()) {
    const Json value = any_json(0);
    RC_ASSERT(parse(dump(value), "x") == value);
}

RC_GTEST_PROP(JsonProperty, a_changed_text_is_refused_or_is_canonical_itself, ()) {
    const std::string text = test::mutated(dump(any_json(0)));
    try {
        RC_ASSERT(dump(parse(text, "x")) == text);
    } catch (const FormatError& error) {
        RC_ASSERT(error.offset() <= text.size());
    }
}

RC_GTEST_PROP(DsseProperty, parse_undoes_dump_and_keeps_the_signatures_good, ()) {
    const crypto::SeedSigner signer = any_signer();
    const Envelope made = sign_envelope(any_string(), *rc::gen::arbitrary<std::string>(), signer);
    const Envelope read = parse_envelope(dump_envelope(made), "x");
    RC_ASSERT(read == made);
    RC_ASSERT(signed_by(read, signer.key()));
}

// No byte of an envelope can change without it being refused, or no longer being signed by all.
RC_GTEST_PROP(DsseProperty, a_changed_envelope_is_refused_or_loses_a_signature, ()) {
    const crypto::SeedSigner signer = any_signer();
    const std::string text = dump_envelope(sign_envelope("type", any_string(), signer));
    const std::string changed = test::mutated(text);
    RC_PRE(changed != text);
    try {
        const Envelope read = parse_envelope(changed, "x");
        RC_ASSERT(dump_envelope(read) == changed);
        RC_ASSERT(!signed_by(read, signer.key()));
    } catch (const FormatError&) {
        RC_SUCCEED("refused");
    }
}

RC_GTEST_PROP(DsseProperty, several_signatures_are_read_back, ()) {
    const Envelope made = any_envelope();
    RC_ASSERT(parse_envelope(dump_envelope(made), "x") == made);
}

// The pre-authentication encoding is injective: no two (type, payload) pairs are signed alike.
RC_GTEST_PROP(DsseProperty, pae_tells_every_split_of_the_same_bytes_apart, ()) {
    const std::string all = *rc::gen::arbitrary<std::string>();
    const auto first = *rc::gen::inRange<std::size_t>(0, all.size() + 1);
    const auto second = *rc::gen::inRange<std::size_t>(0, all.size() + 1);
    RC_PRE(first != second);
    RC_ASSERT(pre_authentication_encoding(all.substr(0, first), all.substr(first)) !=
              pre_authentication_encoding(all.substr(0, second), all.substr(second)));
}

RC_GTEST_PROP(NoteProperty, a_changed_note_is_refused_or_not_verified, ()) {
    const crypto::SeedSigner signer = any_signer();
    std::string text;
    for (const std::string& line : *rc::gen::container<std::vector<std::string>>(
             rc::gen::element<std::string>("", "exhibit/1", "70000", "— x AAAAAAA=", "é"))) {
        text += line + '\n';
    }
    if (text.empty()) text = "\n";
    const std::string note = dump_note(sign_note(text, "log", signer));
    RC_ASSERT(verify_note(parse_note(note, "x"), {"log", signer.key()}));
    const std::string changed = test::mutated(note);
    RC_PRE(changed != note);
    try {
        const Note read = parse_note(changed, "x");
        RC_ASSERT(dump_note(read) == changed);
        // A copied line is the one change that leaves the text signed.
        RC_ASSERT(read.text == text || !verify_note(read, {"log", signer.key()}));
    } catch (const FormatError& error) {
        RC_ASSERT(error.offset() <= changed.size());
    }
}

}  // namespace
}  // namespace exhibit::encode

#include "encode/cosignature.hpp"

#include <gtest/gtest.h>

#include "base/codec.hpp"
#include "exhibit/error.hpp"

namespace exhibit::encode {
namespace {

constexpr std::string_view text = "example.org/log\n3\nAAAA\n";

crypto::SeedSigner witness() {
    return crypto::SeedSigner(crypto::SecretBytes::copy_of(Bytes(32, std::byte{7})));
}
WitnessKey key() {
    return {"example.org/witness", witness().key()};
}
Note cosigned(Instant time) {
    return {std::string(text), {sign_cosignature(text, time, key().name, witness())}};
}

TEST(WitnessVkey, is_read_as_it_is_written) {
    const std::string vkey = format_witness_vkey(key());
    EXPECT_TRUE(vkey.starts_with("example.org/witness+"));
    EXPECT_EQ(parse_witness_vkey(vkey), key());
}

TEST(WitnessVkey, is_none_of_a_log) {
    const std::string log = format_vkey({key().name, key().key});
    EXPECT_THROW(parse_witness_vkey(log), FormatError);
    EXPECT_THROW(parse_vkey(format_witness_vkey(key())), FormatError);
    EXPECT_NE(key().id(), (NoteKey{key().name, key().key}.id()));
}

TEST(WitnessVkey, of_an_unsound_key_is_refused) {
    WitnessKey neutral{"w", {}};
    neutral.key.bytes[0] = std::byte{1};
    EXPECT_THROW(parse_witness_vkey(format_witness_vkey(neutral)), FormatError);
}

TEST(Cosignature, is_over_the_time_and_the_text) {
    const Note note = cosigned({1795368600});
    ASSERT_EQ(note.signatures[0].signature.size(), 72U);
    EXPECT_EQ(to_hex(ByteView(note.signatures[0].signature).first(8)), "000000006b032698");
    EXPECT_EQ(cosigned_at(note, key(), "note"), Instant{1795368600});
    // The signed bytes, put together by hand.
    crypto::Signature signature{};
    std::copy(note.signatures[0].signature.begin() + 8, note.signatures[0].signature.end(),
              signature.begin());
    const std::string message = "cosignature/v1\ntime 1795368600\n" + std::string(text);
    EXPECT_TRUE(crypto::verify(key().key, as_bytes(message), signature));
}

TEST(Cosignature, survives_the_note_it_stands_in) {
    const Note note = cosigned({1795368600});
    const Note again = parse_note(dump_note(note), "note");
    EXPECT_EQ(cosigned_at(again, key(), "note"), Instant{1795368600});
}

TEST(Cosignature, that_was_changed_anywhere_is_refused) {
    for (std::size_t i = 0; i < 72; ++i) {
        Note note = cosigned({1795368600});
        note.signatures[0].signature[i] ^= std::byte{1};
        EXPECT_THROW(cosigned_at(note, key(), "note"), Error) << i;
    }
    Note other = cosigned({1795368600});
    other.text[0] = 'X';
    EXPECT_THROW(cosigned_at(other, key(), "note"), Error);
    Note shorter = cosigned({1795368600});
    shorter.signatures[0].signature.pop_back();
    EXPECT_THROW(cosigned_at(shorter, key(), "note"), Error);
}

TEST(Cosignature, of_a_stranger_is_none) {
    const Note note = cosigned({1795368600});
    EXPECT_EQ(cosigned_at(note, {"somebody", witness().key()}, "note"), std::nullopt);
    WitnessKey other = key();
    other.key.bytes[5] ^= std::byte{1};
    EXPECT_EQ(cosigned_at(note, other, "note"), std::nullopt);
}

TEST(Cosignature, of_several_the_earliest_counts_and_none_may_be_wrong) {
    Note note = cosigned({1795368600});
    note.signatures.push_back(cosigned({1795368000}).signatures[0]);
    EXPECT_EQ(cosigned_at(note, key(), "note"), Instant{1795368000});
    note.signatures.back().signature.back() ^= std::byte{1};
    EXPECT_THROW(cosigned_at(note, key(), "note"), Error);
}

}  // namespace
}  // namespace exhibit::encode

// The PeterNeumann key and note are the published example of golang.org/x/mod/sumdb/note.
#include "encode/note.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/codec.hpp"
#include "exhibit/error.hpp"

namespace exhibit::encode {
namespace {

constexpr std::string_view peter_vkey =
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr std::string_view peter_secret = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
constexpr std::string_view peter_text =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n";
constexpr std::string_view peter_line =
    "— PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
    "\n";

std::string peter_note() {
    return std::string(peter_text) + '\n' + std::string(peter_line);
}

crypto::SeedSigner peter() {
    const Bytes secret = from_base64(peter_secret);
    return crypto::SeedSigner(crypto::SecretBytes::copy_of(ByteView(secret).subspan(1)));
}

crypto::SeedSigner somebody() {
    return crypto::SeedSigner(crypto::SecretBytes::copy_of(Bytes(32, std::byte{7})));
}

std::uint64_t refused_at(std::string_view note) {
    try {
        parse_note(note, "sample");
    } catch (const FormatError& error) {
        return error.offset();
    }
    ADD_FAILURE() << "accepted " << note;
    return ~std::uint64_t{0};
}

TEST(Vkey, reads_and_writes_the_published_key) {
    const NoteKey key = parse_vkey(peter_vkey);
    EXPECT_EQ(key.name, "PeterNeumann");
    EXPECT_EQ(to_hex(key.id()), "c74f20a3");
    EXPECT_EQ(key.key, peter().key());
    EXPECT_EQ(format_vkey(key), peter_vkey);
}

TEST(Vkey, reads_a_key_whose_base64_holds_plus_signs) {
    NoteKey key{"log", {}};
    key.key.bytes.fill(std::byte{0xfb});
    const std::string text = format_vkey(key);
    EXPECT_GT(std::ranges::count(text, '+'), 2);
    EXPECT_EQ(parse_vkey(text), key);
}

TEST(Vkey, refuses_every_cut_and_every_changed_character) {
    for (std::size_t from = 0; from <= peter_vkey.size(); ++from) {
        for (std::size_t count = 0; count < peter_vkey.size(); ++count) {
            if (from == 0 || count <= peter_vkey.size() - from) {
                EXPECT_THROW(parse_vkey(peter_vkey.substr(from, count)), FormatError);
            }
        }
    }
    for (std::size_t at = 0; at < peter_vkey.size(); ++at) {
        std::string changed(peter_vkey);
        ++changed[at];
        EXPECT_THROW(parse_vkey(changed), FormatError) << changed;
    }
}

TEST(Vkey, refuses_another_key_type_and_bad_names) {
    EXPECT_THROW(
        parse_vkey("PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY=="),
        FormatError);
    EXPECT_THROW(parse_vkey("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"),
                 FormatError);
    for (const std::string_view name : {"", "a b", "a+b", "a\tb", "a\nb", "a\u00a0b", "a\u2003b",
                                        "a\u3000b", "a\u2028b", "a\xff"}) {
        EXPECT_THROW(format_vkey({std::string(name), peter().key()}), Error) << name;
    }
    EXPECT_NO_THROW(format_vkey({"exhibit/0123.é-x", peter().key()}));
}

TEST(Note, accepts_the_published_note) {
    const Note note = parse_note(peter_note(), "sample");
    EXPECT_EQ(note.text, peter_text);
    ASSERT_EQ(note.signatures.size(), 1U);
    EXPECT_EQ(note.signatures[0].name, "PeterNeumann");
    EXPECT_EQ(to_hex(note.signatures[0].id), "c74f20a3");
    EXPECT_TRUE(verify_note(note, parse_vkey(peter_vkey)));
    EXPECT_EQ(dump_note(note), peter_note());
}

TEST(Note, makes_the_published_note) {
    EXPECT_EQ(dump_note(sign_note(std::string(peter_text), "PeterNeumann", peter())), peter_note());
}

TEST(Note, refuses_a_known_key_whose_signature_is_wrong) {
    const NoteKey key = parse_vkey(peter_vkey);
    Note note = parse_note(peter_note(), "sample");
    note.text[0] = 'i';
    EXPECT_FALSE(verify_note(note, key));

    note = parse_note(peter_note(), "sample");
    NoteSignature wrong = note.signatures[0];
    wrong.signature[5] ^= std::byte{1};
    note.signatures.push_back(wrong);
    EXPECT_FALSE(verify_note(note, key)) << "a right line does not excuse a wrong one";
    std::ranges::reverse(note.signatures);
    EXPECT_FALSE(verify_note(note, key));

    note.signatures = {wrong};
    note.signatures[0].signature.pop_back();
    EXPECT_FALSE(verify_note(note, key)) << "63 bytes";

    note = parse_note(peter_note(), "sample");
    note.signatures[0].signature.push_back(std::byte{0});
    EXPECT_FALSE(verify_note(note, key)) << "a right signature and one more byte";
}

TEST(Note, ignores_signatures_of_keys_it_does_not_know) {
    const NoteKey key = parse_vkey(peter_vkey);
    Note note = parse_note(peter_note(), "sample");
    note.signatures.insert(note.signatures.begin(),
                           {"witness", {std::byte{1}}, to_bytes("any length at all")});
    note.signatures.push_back({"PeterNeumann", {std::byte{9}}, to_bytes("same name, another id")});
    EXPECT_TRUE(verify_note(note, key));
    EXPECT_EQ(dump_note(parse_note(dump_note(note), "x")), dump_note(note));
}

TEST(Note, is_not_verified_by_a_key_that_did_not_sign) {
    const Note note = parse_note(peter_note(), "sample");
    EXPECT_FALSE(verify_note(note, {"somebody", somebody().key()}));
    EXPECT_FALSE(verify_note(note, {"PeterNeumann", somebody().key()}));
    EXPECT_FALSE(verify_note({note.text, {}}, parse_vkey(peter_vkey)));
}

TEST(Note, parts_text_and_signatures_at_the_last_empty_line) {
    const Note note = sign_note("a\n\nb\n\n", "x", peter());
    const Note read = parse_note(dump_note(note), "sample");
    EXPECT_EQ(read.text, "a\n\nb\n\n");
    EXPECT_TRUE(verify_note(read, {"x", peter().key()}));
}

TEST(Note, refuses_broken_notes_where_they_break) {
    const std::string text(peter_text);
    const std::string line(peter_line);
    EXPECT_EQ(refused_at(""), 0U);
    EXPECT_EQ(refused_at("a\n"), 2U) << "no signatures";
    EXPECT_EQ(refused_at("a\n\n"), 3U) << "no signature line";
    EXPECT_EQ(refused_at("a\n" + line), 2 + line.size()) << "no empty line";
    EXPECT_EQ(refused_at("a\n\n" + line.substr(0, line.size() - 1)), 2 + line.size());
    EXPECT_EQ(refused_at("a\n\n" + line + "x\n"), 3 + line.size());
    EXPECT_EQ(refused_at("a\n\n- x AAAAAAA=\n"), 3U) << "a minus for a dash";
    EXPECT_EQ(refused_at("a\n\n—  AAAAAAA=\n"), 3U) << "no name";
    EXPECT_EQ(refused_at("a\n\n— x\n"), 3U) << "no signature";
    EXPECT_EQ(refused_at("a\n\n— x+y AAAAAAA=\n"), 3U) << "plus in the name";
    EXPECT_EQ(refused_at("a\n\n— x AAAAAA==\n"), 3U) << "key id only";
    EXPECT_EQ(refused_at("a\tb\n\n" + line), 1U) << "control character in the text";
    EXPECT_EQ(refused_at("a\n\n— x AAAAAAA=\r\n"), 17U) << "carriage return";
    EXPECT_EQ(refused_at("a\xff\n\n" + line), 1U) << "not UTF-8";
    EXPECT_THROW(parse_note("a\n\n— x  AAAAAAA=\n", "x"), FormatError) << "two blanks";
    EXPECT_THROW(parse_note("a\n\n— x AAAAAAA= \n", "x"), FormatError) << "blank at the end";
    EXPECT_THROW(parse_note("a\n\n— x AAAAAAB=\n", "x"), FormatError) << "spare bits set";
    EXPECT_NO_THROW(parse_note("a\n\n— x AAAAAAA=\n", "x"));
}

TEST(Note, is_bounded_in_size_and_signatures) {
    std::string note = "a\n\n";
    for (std::size_t i = 0; i < note_signatures_max; ++i) note += "— x AAAAAAA=\n";
    EXPECT_EQ(parse_note(note, "x").signatures.size(), note_signatures_max);
    EXPECT_EQ(refused_at(note + "— x AAAAAAA=\n"), note.size());
    const std::string line(peter_line);
    const std::string longest(note_bytes_max - line.size() - 2, 'a');
    EXPECT_NO_THROW(parse_note(longest + "\n\n" + line, "x"));
    EXPECT_EQ(refused_at(longest + "a\n\n" + line), note_bytes_max);
}

TEST(Note, refuses_to_write_what_it_could_not_read) {
    for (const std::string_view text : {"", "a", "a\tb\n", "a\r\n", "\xff\n"}) {
        EXPECT_THROW(sign_note(std::string(text), "x", peter()), Error) << text;
    }
    EXPECT_THROW(sign_note("a\n", "x y", peter()), Error);
    const Note good = sign_note("a\n", "x", peter());
    EXPECT_THROW(dump_note({"a\n", {}}), Error);
    EXPECT_THROW(dump_note({"a", good.signatures}), Error);
    EXPECT_THROW(dump_note({"a\n", {{"x", {}, {}}}}), Error);
    EXPECT_THROW(dump_note({std::string(note_bytes_max, 'a') + '\n', good.signatures}), Error);
}

}  // namespace
}  // namespace exhibit::encode

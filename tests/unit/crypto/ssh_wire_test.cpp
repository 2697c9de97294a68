#include "crypto/ssh_wire.hpp"

#include <gtest/gtest.h>

#include "base/codec.hpp"
#include "exhibit/error.hpp"

namespace exhibit::crypto {
namespace {

VerifyKey some_key() {
    VerifyKey key;
    for (std::size_t i = 0; i < key.bytes.size(); ++i) key.bytes[i] = static_cast<std::byte>(i);
    return key;
}

void put_string(Bytes& out, ByteView bytes) {
    put_u32(out, static_cast<std::uint32_t>(bytes.size()));
    append(out, bytes);
}

Bytes blob(std::string_view algorithm, ByteView rest) {
    Bytes out;
    put_string(out, as_bytes(algorithm));
    put_string(out, rest);
    return out;
}

/// An answer: type, then the parts as strings.
Bytes answer(std::uint8_t type, std::initializer_list<Bytes> parts,
             std::optional<std::uint32_t> count = std::nullopt) {
    Bytes out{static_cast<std::byte>(type)};
    if (count) put_u32(out, *count);
    for (const Bytes& part : parts) put_string(out, part);
    return out;
}

TEST(SshWire, requests_have_the_bytes_of_the_protocol) {
    EXPECT_EQ(to_hex(ssh_list_request()), "000000010b");
    EXPECT_EQ(to_hex(ssh_sign_request(some_key(), as_bytes("abc"))),
              "000000430d00000033"
              "0000000b7373682d6564323535313900000020"
              "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
              "0000000361626300000000");
}

TEST(SshWire, takes_the_ed25519_keys_of_a_list) {
    const Bytes keys = answer(12,
                              {blob("ssh-rsa", as_bytes("whatever")), to_bytes("old"),
                               blob("ssh-ed25519", some_key().view()), to_bytes("me@here")},
                              2);
    const auto found = parse_ssh_keys(keys);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].key, some_key());
    EXPECT_EQ(found[0].comment, "me@here");
    // As `ssh-keygen -lf` shows this key.
    EXPECT_EQ(found[0].fingerprint, "SHA256:ZkAslGjFiUHdGf/WUL8rQvkib4PTvQatUV0OUQSncCA");
}

TEST(SshWire, lists_of_another_form_are_refused) {
    const Bytes good = answer(12, {blob("ssh-ed25519", some_key().view()), to_bytes("c")}, 1);
    EXPECT_EQ(parse_ssh_keys(good).size(), 1U);
    for (std::size_t cut = 0; cut < good.size(); ++cut)
        EXPECT_THROW(parse_ssh_keys(ByteView(good).first(cut)), FormatError) << cut;
    Bytes more = good;
    more.push_back(std::byte{0});
    EXPECT_THROW(parse_ssh_keys(more), FormatError);
    EXPECT_THROW(parse_ssh_keys(answer(5, {})), FormatError);
    EXPECT_THROW(parse_ssh_keys(answer(12, {}, 5000)), FormatError);
    EXPECT_THROW(parse_ssh_keys(answer(12, {blob("ssh-ed25519", as_bytes("short")), {}}, 1)),
                 FormatError);
}

TEST(SshWire, takes_a_signature) {
    Bytes signature(64, std::byte{7});
    const Bytes good = answer(14, {blob("ssh-ed25519", signature)});
    const auto found = parse_ssh_signature(good);
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ((*found)[63], std::byte{7});
    EXPECT_EQ(parse_ssh_signature(answer(5, {})), std::nullopt);
    for (std::size_t cut = 1; cut < good.size(); ++cut)
        EXPECT_THROW(parse_ssh_signature(ByteView(good).first(cut)), FormatError) << cut;
    EXPECT_THROW(parse_ssh_signature({}), FormatError);
    signature.pop_back();
    EXPECT_THROW(parse_ssh_signature(answer(14, {blob("ssh-ed25519", signature)})), FormatError);
    EXPECT_THROW(parse_ssh_signature(answer(14, {blob("ssh-rsa", signature)})), FormatError);
    EXPECT_THROW(parse_ssh_signature(answer(12, {})), FormatError);
}

}  // namespace
}  // namespace exhibit::crypto

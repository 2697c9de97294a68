#include "blob/block.hpp"

#include <gtest/gtest.h>

#include "fixture.hpp"

namespace exhibit::blob {
namespace {

TEST(BlockId, is_the_hmac_of_type_and_content) {
    // printf '\001evidence' | openssl dgst -sha256 -mac HMAC -macopt hexkey:<32 times 0b>
    crypto::KeyedHash key(crypto::SecretBytes::copy_of(Bytes(32, std::byte{0x0b})));
    EXPECT_EQ(block_id(key, BlockType::data, as_bytes("evidence")).hex(),
              "0021ff11f431ddc2a4be44e5e55967aaf29492c0b3f9c6f589b1f7ce9e7d5c4e");
    EXPECT_EQ(block_id(key, BlockType::node, as_bytes("evidence")).hex(),
              "a985aab34ded86d7c1a5c9b858dc581716d3a9d9ee0616149a4d9b3dcc721154");
}

}  // namespace
}  // namespace exhibit::blob

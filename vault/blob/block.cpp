#include "blob/block.hpp"

#include "base/check.hpp"

namespace exhibit::blob {

BlockId block_id(crypto::KeyedHash& id_key, BlockType type, ByteView content) {
    CHECK(!content.empty() && content.size() <= block_bytes_max);
    const std::array<std::byte, 1> prefix{static_cast<std::byte>(type)};
    return BlockId{id_key.of(prefix, content)};
}

}  // namespace exhibit::blob

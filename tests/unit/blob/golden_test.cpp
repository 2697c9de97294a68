// A pack of the first release, byte for byte: later versions must read it, and the writer's frames,
// nonces, associated data, table and trailer must not change by accident.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "fixture.hpp"

namespace exhibit::blob {
namespace {

using test::Incident;

Bytes golden_pack() {
    std::ifstream file(std::string(EXHIBIT_SOURCE_DIR) + "/tests/unit/blob/golden_pack.hex");
    std::string text;
    for (std::string line; std::getline(file, line);) text += line;
    return from_hex(text, "golden_pack.hex");
}

constexpr std::string_view zstd_frame_of_prose =
    "28b52ffd602c006501003402746865206578686962697420776173207365616c656420616e64207369676e65643b20"
    "01003330aa7a02";

TEST(GoldenPack, is_named_by_the_digest_of_its_bytes) {
    EXPECT_EQ(crypto::sha256(golden_pack()).hex(),
              "973fc0154b24ea800091f76e4106a08d99162845f385a9773c08e8a75f34191e");
}

TEST(GoldenPack, is_read) {
    const Incident incident("golden");
    const Bytes bytes = golden_pack();
    const auto store = store::memory_store();
    const crypto::Hash name = crypto::sha256(bytes);
    store->put_new(pack_object_name(name), bytes);
    PackReader pack(*store, name, incident.read_keys());
    ASSERT_EQ(pack.table().size(), 3U);
    Bytes content;
    pack.read(0, content);
    EXPECT_EQ(as_text(content), "one block as it is");
    pack.read(1, content);
    EXPECT_EQ(content, test::prose(300));
    pack.read(2, content);
    EXPECT_EQ(as_text(content), "a node, in name");
    EXPECT_EQ(pack.table()[2].type, BlockType::node);
}

TEST(GoldenPack, is_written) {
    const Incident incident("golden");
    const Bytes golden = golden_pack();
    // The box holds the key of the golden pack; a box is random, so it is taken as it is.
    const PackHeader header = parse_pack_header(ByteView(golden).first(104), "golden pack");
    PackBuilder builder(header, test::fixed_secret("golden pack key"));
    const Bytes plain = to_bytes("one block as it is");
    const Bytes text = test::prose(300);
    const Bytes frame = from_hex(zstd_frame_of_prose);
    const Bytes node = to_bytes("a node, in name");
    builder.add({BlockType::data, incident.id(BlockType::data, plain), plain.size(),
                 Encoding::plain, plain});
    builder.add(
        {BlockType::data, incident.id(BlockType::data, text), text.size(), Encoding::zstd, frame});
    builder.add(
        {BlockType::node, incident.id(BlockType::node, node), node.size(), Encoding::plain, node});
    EXPECT_EQ(to_hex(builder.finish().bytes), to_hex(golden));
}

}  // namespace
}  // namespace exhibit::blob

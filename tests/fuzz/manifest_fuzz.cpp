// Manifest nodes: what parse_node accepts is what write_node writes, and a stream with such a root
// can be read at its ends whatever its length claims to be.
#include <algorithm>
#include <cstdint>

#include "base/check.hpp"
#include "blob/manifest.hpp"
#include "blob/stream.hpp"
#include "exhibit/error.hpp"

namespace exhibit::blob {
namespace {

/// Has the root node and no other block.
class RootOnly final : public BlockSource {
public:
    explicit RootOnly(ByteView root) : root_(root) {}
    void read(const BlockId& id, BlockType type, Bytes& content) override {
        if (type != BlockType::node || !all_zero(id.view())) {
            throw Error(ErrorKind::not_found, "no such block");
        }
        content = to_bytes(root_);
    }

private:
    ByteView root_;
};

void read_some(StreamReader& reader, std::uint64_t offset) {
    Bytes out(std::min<std::uint64_t>(reader.size() - offset, 100));
    try {
        static_cast<void>(reader.read(offset, out));
    } catch (const DamagedRange& damage) {
        CHECK(damage.range().length > 0);
        CHECK(damage.range().offset < offset + out.size());
    }
}

void try_all(ByteView input) {
    try {
        CHECK(equal(write_node(parse_node(input, "node")), input));
    } catch (const FormatError& error) {
        CHECK(error.offset() <= input.size());
        return;
    }
    RootOnly source(input);
    StreamReader reader(source, {});
    read_some(reader, 0);
    read_some(reader, reader.size() / 2);
    read_some(reader, reader.size() - std::min<std::uint64_t>(reader.size(), 100));
    std::uint64_t end = 0;
    reader.for_each_block([&](const StreamBlock& block) {
        if (block.kind == RefKind::node && block.problem.empty()) return;
        CHECK(block.range.offset == end);
        end += block.range.length;
    });
    CHECK(end == reader.size());
}

}  // namespace
}  // namespace exhibit::blob

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    exhibit::blob::try_all({reinterpret_cast<const std::byte*>(bytes), size});
    return 0;
}

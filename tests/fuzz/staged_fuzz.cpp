// Staged objects, entries tiles, framed entries, hash tiles and private objects: bounded, and never
// opened without their key.
#include <cstdint>

#include "base/check.hpp"
#include "ledger/disclosure.hpp"
#include "ledger/staged.hpp"
#include "ledger/tile.hpp"
#include "try_out.hpp"

namespace {

const exhibit::crypto::SecretBytes& key() {
    static const auto fixed =
        exhibit::crypto::SecretBytes::copy_of(exhibit::Bytes(32, std::byte{0x5a}));
    return fixed;
}

}  // namespace

using exhibit::fuzz::try_out;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    namespace ledger = exhibit::ledger;
    const exhibit::ByteView object = std::as_bytes(std::span(bytes, size));
    try_out([&] {
        const ledger::StagedHeader header = ledger::decode_staged_header(object, "input");
        CHECK(header.leaves.size() == ledger::staged_count(object, "input"));
        CHECK(header.new_size().value > header.before.size.value);
    });
    try_out([&] {
        static_cast<void>(ledger::open_staged("input", object, key()));
        CHECK(false);
    });
    try_out([&] {
        static_cast<void>(ledger::open_entries_tile(0, object, key()));
        CHECK(false);
    });
    try_out([&] {
        static_cast<void>(ledger::open_private(object, {"exhibit/a", "item:a/1"}, key(), "input"));
        CHECK(false);
    });
    for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{3}}) {
        try_out([&] {
            const auto entries = ledger::unframe_entries(object, count, "input");
            CHECK(exhibit::equal(ledger::frame_entries(entries), object));
        });
    }
    try_out([&] {
        CHECK(exhibit::equal(ledger::encode_tile(ledger::decode_tile(object, "input")), object));
    });
    return 0;
}

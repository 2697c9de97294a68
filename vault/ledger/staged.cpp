#include "ledger/staged.hpp"

#include <algorithm>
#include <limits>

#include "base/check.hpp"
#include "crypto/aead.hpp"
#include "exhibit/error.hpp"
#include "ledger/commit.hpp"
#include "ledger/event.hpp"
#include "ledger/tile.hpp"

namespace exhibit::ledger {

namespace {

constexpr std::string_view staged_magic = "EXHSTG01";
constexpr std::string_view entries_magic = "EXHENT01";

/// The object's name is sealed in as well, so that no object can stand in for another.
Bytes associated_data(const std::string& name, ByteView header) {
    Bytes associated = to_bytes(name);
    append(associated, "\n");
    append(associated, header);
    return associated;
}

Bytes seal_behind(const std::string& name, Bytes header, std::span<const std::string> entries,
                  const RecordSeal& seal) {
    const crypto::Nonce nonce = crypto::random_nonce(seal.random);
    const Bytes associated = associated_data(name, header);
    const Bytes sealed =
        crypto::aead_seal(seal.record_key, nonce, associated, frame_entries(entries));
    append(header, nonce);
    append(header, sealed);
    return header;
}

Bytes open_behind(const std::string& name, ByteView object, std::size_t header_size,
                  const crypto::SecretBytes& key) {
    ByteReader reader(object, name);
    const ByteView header = reader.take(header_size, "the header");
    const crypto::Nonce nonce = reader.array<sizeof(crypto::Nonce)>("a nonce of 24 bytes");
    std::optional<Bytes> plain =
        crypto::aead_open(key, nonce, associated_data(name, header), reader.rest());
    if (plain) return std::move(*plain);
    throw Error(ErrorKind::corrupt, "The entries in " + name +
                                        " do not open with the vault's record key: the object was "
                                        "changed, or belongs to another vault.");
}

}  // namespace

std::size_t staged_count(ByteView object, const std::string& name) {
    ByteReader reader(object, name);
    reader.expect(staged_magic);
    reader.u64("the old size");
    reader.take(sizeof(Hash::bytes), "the old root");
    const std::uint32_t count = reader.u32("the number of entries");
    if (count == 0 || count > transition_entries_max) {
        throw FormatError(name, staged_fixed_bytes - 4, "a number of entries from 1 to 256");
    }
    return count;
}

StagedHeader decode_staged_header(ByteView object, const std::string& name) {
    const std::size_t count = staged_count(object, name);
    ByteReader reader(object, name);
    reader.expect(staged_magic);
    StagedHeader header;
    header.before.size = TreeSize{reader.u64("the old size")};
    if (header.before.size.value > tree_size_max - count) {
        throw FormatError(name, staged_magic.size(), "an old size below 2^53");
    }
    header.before.root = Hash{reader.array<32>("the old root")};
    reader.u32("the number of entries");
    for (std::size_t i = 0; i < count; ++i) {
        header.leaves.push_back(Hash{reader.array<32>("a leaf hash")});
    }
    return header;
}

Bytes encode_staged(const std::string& name, const StagedHeader& header,
                    std::span<const std::string> entries, const RecordSeal& seal) {
    CHECK(!entries.empty() && entries.size() <= transition_entries_max);
    CHECK(entries.size() == header.leaves.size());
    Bytes object = to_bytes(staged_magic);
    put_u64(object, header.before.size.value);
    append(object, header.before.root.view());
    put_u32(object, static_cast<std::uint32_t>(header.leaves.size()));
    for (const Hash& leaf : header.leaves) append(object, leaf.view());
    return seal_behind(name, std::move(object), entries, seal);
}

std::vector<std::string> open_staged(const std::string& name, ByteView object,
                                     const crypto::SecretBytes& record_key) {
    const std::size_t count = staged_count(object, name);
    const Bytes plain = open_behind(name, object, staged_header_bytes(count), record_key);
    return unframe_entries(plain, count, name);
}

Bytes encode_entries_tile(std::uint64_t number, std::span<const std::string> entries,
                          const RecordSeal& seal) {
    CHECK(entries.size() == tile_hashes);
    return seal_behind(entries_tile_name(number), to_bytes(entries_magic), entries, seal);
}

std::vector<std::string> open_entries_tile(std::uint64_t number, ByteView object,
                                           const crypto::SecretBytes& record_key) {
    const std::string name = entries_tile_name(number);
    ByteReader(object, name).expect(entries_magic);
    const Bytes plain = open_behind(name, object, entries_magic.size(), record_key);
    return unframe_entries(plain, tile_hashes, name);
}

Bytes frame_entries(std::span<const std::string> entries) {
    Bytes bytes;
    for (const std::string& entry : entries) {
        CHECK(entry.size() <= entry_bytes_max);
        put_u16(bytes, static_cast<std::uint16_t>(entry.size()));
        append(bytes, entry);
    }
    return bytes;
}

std::vector<std::string> unframe_entries(ByteView bytes, std::size_t count,
                                         const std::string& source) {
    ByteReader reader(bytes, source);
    std::vector<std::string> entries;
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint16_t length = reader.u16("the length of an entry");
        entries.push_back(to_string(reader.take(length, "an entry of the length before it")));
    }
    reader.finish();
    return entries;
}

}  // namespace exhibit::ledger

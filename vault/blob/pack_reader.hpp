// Reads packs: the table, single blocks, all blocks in order, and what a damaged pack still holds.
//
// Nothing is handed out unchecked: the seal, the decompressed length and the id (by HMAC) of every
// block. What does not hold is Error(corrupt) or FormatError naming the pack and the offset.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "blob/index.hpp"
#include "blob/pack_format.hpp"
#include "crypto/aead.hpp"
#include "crypto/box.hpp"
#include "crypto/keyed.hpp"
#include "exhibit/error.hpp"
#include "store/object_store.hpp"

namespace exhibit::blob {

/// What reading one incident's packs takes. The references must outlive what is made with them.
struct ReadKeys {
    IncidentTag incident;
    const crypto::BoxKeyPair& content;
    const crypto::KeyedHash& id_key;
    /// Content keys of the generations before, newest first (FORMAT.md 7.4).
    std::span<const crypto::BoxKeyPair> older{};
};

/// Whether an error says that stored bytes are missing or unusable, so that a reader of many of
/// them tells it and goes on; false for our own failures and for cancellation.
bool tells_damage(const Error& error) noexcept;

/// Header only, no key needed. Error(not_found) when the pack is absent.
PackHeader read_pack_header(store::ObjectStore& store, const crypto::Hash& pack);
/// The digest the pack really has, read in pieces; no key needed. Error(not_found) when absent.
crypto::Hash digest_of_pack(store::ObjectStore& store, const crypto::Hash& pack);

/// Whether the id of a block is computed again from its content. `sealed` leaves it at the seal,
/// which shows that the content is what the writer of the pack put there; it is enough only where a
/// digest of the whole stream is compared too.
enum class IdCheck { computed, sealed };

/// Opens frames of one pack. Not shared between threads.
class FrameOpener {
public:
    /// Error(denied) when the key box was not made for these keys, Error(malformed) for a pack of
    /// another incident.
    FrameOpener(const PackHeader& header, const ReadKeys& keys, std::string source);

    /// Checks and decodes one whole frame (header and sealed bytes) that lies at `offset`;
    /// `content` gets its size and is reused.
    FrameHeader open(ByteView frame, std::uint64_t offset, Bytes& content,
                     IdCheck check = IdCheck::computed);
    /// The table's plain bytes.
    Bytes open_table(ByteView sealed, std::uint64_t offset);
    const std::string& source() const noexcept { return source_; }

private:
    [[noreturn]] void refuse(std::uint64_t offset, const std::string& found) const;

    std::string source_;
    Bytes header_;  ///< as bytes: associated data of the table
    IncidentTag incident_;
    crypto::Aead aead_;
    crypto::KeyedHash id_key_;
    Decompressor decompressor_;
    Bytes encoded_;
};

/// One pack in a store, by range reads. Not shared between threads.
class PackReader {
public:
    /// Reads header, trailer and table.
    PackReader(store::ObjectStore& store, const crypto::Hash& pack, const ReadKeys& keys);

    const crypto::Hash& name() const noexcept { return name_; }
    const std::vector<TableEntry>& table() const noexcept { return table_; }

    /// Block `number` of the table: checked against its frame and its table entry.
    void read(std::size_t number, Bytes& content);

    /// Called for each frame in order: its content, or what is wrong with it (then no content).
    struct Checked {
        const TableEntry& entry;
        ByteView content;
        std::string problem;  ///< empty when all is well
    };
    using Visit = std::function<void(const Checked&)>;
    /// Reads all frames in order, in windows of a few MiB; does not stop at a damaged one.
    void for_each(const Visit& visit);

private:
    void open_listed(std::size_t number, ByteView frame, Bytes& content);

    store::ObjectStore& store_;
    crypto::Hash name_;
    std::string object_;
    std::vector<TableEntry> table_;
    std::unique_ptr<FrameOpener> opener_;
};

/// A frame found by its magic, where table or trailer are lost.
struct FoundFrame {
    std::uint64_t offset = 0;
    FrameHeader header;
    bool readable = false;  ///< seal, length and id hold
};
/// Looks through the bytes of a pack for frames. Without `opener` none is `readable`.
std::vector<FoundFrame> scan_frames(ByteView pack, FrameOpener* opener);

/// Reads the table of one pack into an index. When table or trailer are damaged, what scanning
/// finds readable is taken instead. Returns what is wrong with the pack, empty when all is well; a
/// pack of another incident is left out without a word, since nothing is wrong with it.
std::string index_pack(store::ObjectStore& store, const crypto::Hash& pack, const ReadKeys& keys,
                       BlockIndex& index);

struct PackProblem {
    crypto::Hash pack;
    std::string text;
};
/// Every pack of this incident in the store. Damaged ones are told, not thrown.
std::vector<PackProblem> index_all_packs(store::ObjectStore& store, const ReadKeys& keys,
                                         BlockIndex& index);

}  // namespace exhibit::blob

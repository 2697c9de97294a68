// Blocks out of packs, as a checker reads them: from the packs a list names, by their own tables,
// trying every copy of a block there is, and saying which pack is to blame.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <set>
#include <shared_mutex>
#include <span>
#include <string>
#include <vector>

#include "blob/pack_format.hpp"
#include "blob/pack_reader.hpp"
#include "store/object_store.hpp"
#include "verify/report.hpp"

namespace exhibit::verify {

/// Why a block cannot be read, and the object at fault.
struct BlockProblem {
    std::string object;
    std::string text;
    bool operator==(const BlockProblem&) const = default;
};

class OpenPacks;

/// What is known of a block that was read.
struct BlockReading {
    std::optional<BlockProblem> problem;   ///< why it cannot be read; nullopt when all is well
    std::vector<BlockProblem> bad_copies;  ///< damaged copies of it, though a sound one was found
};

/// read() may be called by several threads, each with OpenPacks of its own.
class BlockReader {
public:
    /// `store` and what `keys` refers to must outlive this. Findings about packs go to `report`,
    /// for the item `item`.
    BlockReader(store::ObjectStore& store, const blob::ReadKeys& keys, Report& report,
                std::string item);
    ~BlockReader();

    /// Takes the packs of a list. Missing and damaged ones are reported; what a damaged one still
    /// holds is found by looking for its frames.
    void add_list(const std::string& list_object, const std::set<crypto::Hash>& packs);
    /// Every pack of the incident in the store: where no list can be had.
    void add_all();

    /// Of a block to be read.
    struct Wanted {
        blob::BlockId id;
        blob::BlockType type = blob::BlockType::data;
        blob::IdCheck check = blob::IdCheck::computed;
        /// Bytes of its pack, from this block on, that the same thread wants next.
        std::uint64_t row_bytes = 0;
    };
    /// Exactly this block, checked; `content` gets its size and is reused.
    BlockReading read(OpenPacks& open, const Wanted& wanted, Bytes& content);
    /// Row bytes of each of these blocks, were they read in this order.
    std::vector<std::uint64_t> rows_of(std::span<const blob::BlockId> ids) const;

private:
    friend class OpenPacks;
    struct Pack {
        crypto::Hash name;
        std::uint64_t bytes = 0;
    };
    struct Place {
        blob::BlockId id;
        std::uint32_t pack = 0;
        std::uint32_t number = 0;  ///< of the frame in its pack
        std::uint32_t offset = 0;  ///< packs have at most 1 GiB
        std::uint32_t sealed_bytes = 0;
        std::uint32_t content_bytes = 0;
        blob::BlockType type = blob::BlockType::data;
        blob::Encoding encoding = blob::Encoding::plain;
    };
    struct OpenPack;

    void add_pack(const crypto::Hash& name, bool listed);
    void read_table(const Pack& pack, std::uint32_t number);
    void salvage(const Pack& pack, std::uint32_t number);
    void add_place(const blob::TableEntry& entry, std::uint32_t pack, std::size_t number);
    void index();
    std::vector<Place>::const_iterator find(const blob::BlockId& id) const;
    BlockReading try_places(OpenPacks& open, const Wanted& wanted, Bytes& content) const;
    std::optional<BlockProblem> read_place(OpenPacks& open, const Place& place,
                                           const Wanted& wanted, Bytes& content) const;
    OpenPack& open_pack(OpenPacks& open, std::uint32_t pack) const;
    ByteView frame(OpenPack& open, const Place& place, std::uint64_t row_bytes) const;
    void report_pack(std::string_view code, Severity severity, const std::string& object,
                     std::string text);
    Bytes range(const std::string& object, store::Range range) const;

    store::ObjectStore& store_;
    blob::ReadKeys keys_;
    Report& report_;
    std::string item_;
    std::string blame_;  ///< for blocks that are nowhere: the list, or the first pack that is lost
    std::vector<Pack> packs_;
    std::set<crypto::Hash> known_;
    std::vector<Place> places_;
    bool all_added_ = false;
    mutable std::shared_mutex mutex_;  ///< add_all() while others read
};

/// The packs one thread has open, with what it read ahead of them.
class OpenPacks {
public:
    OpenPacks();
    ~OpenPacks();
    OpenPacks(OpenPacks&&) noexcept;
    OpenPacks& operator=(OpenPacks&&) = delete;

private:
    friend class BlockReader;
    std::list<std::unique_ptr<BlockReader::OpenPack>> packs_;  ///< most recently used first
};

}  // namespace exhibit::verify

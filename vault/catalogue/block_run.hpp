// One sorted, immutable file of block places: a run of the index of an incident's blocks.
//
// Ids are outputs of a keyed hash, so they are spread evenly: the leading bits of an id name a
// bucket of about 16 records, and a lookup reads that bucket and nothing else. Each bucket carries
// a keyed checksum, so that rot and forged files are found out where they matter.
//
// Layout, numbers in the machine's own byte order (it is a cache of this machine):
//   buckets   records of 48 bytes in order of their ids, then 8 bytes of checksum; one after
//   another packs     32 bytes each: names, which records refer to by number ends      u64 each
//   bucket: how many records lie in it and all before it foot      64 bytes: magic, counts, and a
//   checksum of packs, ends and foot
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/file.hpp"
#include "blob/index.hpp"
#include "crypto/keyed.hpp"

namespace exhibit::catalogue {

/// The file is not what was written. Whoever holds the run throws it away: it can be made again.
class DamagedRun : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct RunRecord {
    blob::BlockId id;
    std::uint32_t pack = 0;    ///< number in packs()
    std::uint32_t offset = 0;  ///< packs are smaller than 4 GiB
    std::uint32_t sealed_bytes = 0;
    std::uint32_t content_bytes = 0;
};
static_assert(sizeof(RunRecord) == 48);

/// Used by one thread.
class BlockRun {
public:
    /// DamagedRun when the file is not whole or was made with another key; Error(not_found, io).
    BlockRun(const std::string& path, const crypto::ShortHash& hash);

    const std::string& path() const noexcept { return path_; }
    std::uint64_t size() const noexcept { return ends_.back(); }
    const std::vector<crypto::Hash>& packs() const noexcept { return packs_; }
    /// DamagedRun when the bucket is.
    std::optional<blob::BlockLocation> find(const blob::BlockId& id);

private:
    friend class RunCursor;
    std::span<const RunRecord> read_bucket(std::size_t bucket);

    std::string path_;
    crypto::ShortHash hash_;
    FileDescriptor fd_;
    std::vector<crypto::Hash> packs_;
    std::vector<std::uint64_t> ends_;
    std::vector<RunRecord> bucket_;
    Bytes memory_;
};

/// The records of a run in the order of their ids. DamagedRun when a bucket is. The run outlives it
/// and is not asked anything else meanwhile.
class RunCursor {
public:
    explicit RunCursor(BlockRun& run);
    /// nullptr after the last.
    const RunRecord* record() const noexcept;
    void next();

private:
    void fill();

    BlockRun& run_;
    std::size_t bucket_ = 0;  ///< the next one
    std::span<const RunRecord> records_;
};

/// Writes a run. What is not finished leaves a file that no BlockRun accepts.
class RunWriter {
public:
    /// `records_max`: not fewer than will be added.
    RunWriter(const std::string& path, const crypto::ShortHash& hash, std::uint64_t records_max);
    /// REQUIRES: in ascending order of the ids, each once.
    void add(const RunRecord& record);
    void finish(const std::vector<crypto::Hash>& packs);

private:
    void end_buckets(std::size_t until);
    void put(ByteView bytes);

    std::string path_;
    crypto::ShortHash hash_;
    FileDescriptor fd_;
    Bytes buffer_;
    std::uint64_t count_ = 0;
    std::vector<RunRecord> bucket_;
    std::vector<std::uint64_t> ends_;
    std::size_t buckets_ = 1;
};

}  // namespace exhibit::catalogue

// Where the blocks of one incident lie: the newest in memory, the others in sorted files. A vault
// of a terabyte has 16 million blocks; a B-tree of them is rewritten in random places by every
// pack.
//
// Files are named by the numbers of the batches they hold, first and last: a file whose batches
// another one holds too is what a merge left behind. As many batches are merged as keeps the number
// of files at the logarithm of their sizes.
#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "blob/index.hpp"
#include "catalogue/block_run.hpp"
#include "crypto/keyed.hpp"
#include "crypto/secret.hpp"

namespace exhibit::catalogue {

class BlockRuns final : public blob::BlockIndex {
public:
    /// `folder` is made when something is written into it; empty: memory only. `key` is 32 bytes.
    /// Files that are damaged, or of another key, are removed: their packs are not known().
    /// `batch_records`: so many are kept in memory.
    BlockRuns(std::string folder, const crypto::SecretBytes& key,
              std::size_t batch_records = std::size_t{128} << 10);
    /// Writes what is in memory; what cannot be written is found in the packs again.
    ~BlockRuns() override;
    BlockRuns(const BlockRuns&) = delete;
    BlockRuns& operator=(const BlockRuns&) = delete;

    /// A file that turns out damaged is dropped with all it says.
    std::optional<blob::BlockLocation> find(const blob::BlockId& id) override;
    void add_pack(const crypto::Hash& pack, std::span<const blob::TableEntry> entries) override;

    /// The packs that were added, here or before.
    std::vector<crypto::Hash> known() const;
    /// Writes what is in memory. Error(io).
    void flush();
    /// Throws everything away, the files too.
    void clear();

    std::size_t files() const noexcept { return runs_.size(); }
    std::uint64_t size() const noexcept;

private:
    struct Range {
        std::uint64_t first = 0;
        std::uint64_t last = 0;
        auto operator<=>(const Range&) const = default;
    };
    struct OpenRun {
        Range range;
        BlockRun run;
    };
    std::string path_of(Range range) const;
    std::vector<Range> list() const;
    void load();
    void drop(std::size_t number);
    void write_batch(Range range);
    void merge();
    /// The file `older` and the next one become one.
    void merge_pair(std::size_t older);

    std::string folder_;
    crypto::ShortHash hash_;
    std::size_t batch_records_;
    std::vector<std::unique_ptr<OpenRun>> runs_;  ///< oldest first
    std::unique_ptr<blob::MemoryBlockIndex> batch_;
    std::vector<crypto::Hash> batch_packs_;
};

}  // namespace exhibit::catalogue

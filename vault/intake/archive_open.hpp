// One listed member of an archive, expanded again from the archive's stored stream.
//
// Front to back, in memory that does not depend on its size; nothing of it is written anywhere.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "blob/source.hpp"
#include "blob/stream.hpp"
#include "intake/archive_listing.hpp"
#include "intake/archive_member.hpp"
#include "intake/digests.hpp"

namespace exhibit::intake {

/// Not shared between threads.
class OpenMember {
public:
    /// `archive` is the manifest of the archive's stream, `member` a line of its listing with
    /// content. Error(verification) when the archive does not lead to the member; what reading the
    /// stream throws.
    OpenMember(blob::BlockSource& blocks, const blob::BlockId& archive,
               const ArchiveMember& member);
    OpenMember(const OpenMember&) = delete;
    OpenMember& operator=(const OpenMember&) = delete;

    /// The next bytes, valid until the next call; empty at the end. Before the last of them are
    /// given the whole was compared with size and SHA-256 of the listing. Error(verification) where
    /// that fails or nothing more can be read.
    ByteView next();
    std::uint64_t offset() const noexcept { return offset_; }  ///< of what next() gives

private:
    /// An archive around the member.
    struct Level {
        Level(ArchiveInput& input, ArchiveForms forms) : reader(input, forms), bytes(reader) {}
        ArchiveReader reader;
        MemberBytes bytes;  ///< of the member that leads on
        std::unique_ptr<NestedArchive> nested;
    };
    void find(const ArchiveMember& member);
    void go_to(Level& level, std::size_t depth, const ArchiveMember& member);
    [[noreturn]] void fail(const std::string& why) const;

    blob::StreamReader stream_;
    StreamInput input_;
    std::string shown_;
    DigestedContent expected_;
    std::vector<std::unique_ptr<Level>> levels_;
    std::uint64_t offset_ = 0;
    bool compared_ = false;
    RunDigest sha256_{crypto::Algorithm::sha256};
};

}  // namespace exhibit::intake

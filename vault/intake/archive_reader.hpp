// One archive, front to back, through libarchive. What its bytes say never throws: it is told.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/bytes.hpp"
#include "intake/archive_input.hpp"
#include "intake/archive_listing.hpp"

namespace exhibit::intake {

/// `compressed` takes an archive within a compressed stream only, and no compression besides.
enum class ArchiveForms { all, compressed };

enum class ReadStep {
    ok,
    failed,  ///< this member is lost; the next can be tried
    end,
    broken,  ///< nothing more can be read
};

/// What an archive says of its next member.
struct MemberHeader {
    ReadStep step = ReadStep::end;
    ArchiveMember member;  ///< path with one name; no places, no content
    bool encrypted = false;
    std::string problem;  ///< a sentence, for failed and broken too
};

struct MemberRun {
    ReadStep step = ReadStep::end;
    std::uint64_t hole = 0;  ///< zeros before the bytes
    ByteView bytes;          ///< valid until the next call
    std::string problem;
};

class ArchiveReader {
public:
    /// `input` must outlive it. Error(internal) when libarchive has no memory.
    ArchiveReader(ArchiveInput& input, ArchiveForms forms);
    ~ArchiveReader();
    ArchiveReader(const ArchiveReader&) = delete;
    ArchiveReader& operator=(const ArchiveReader&) = delete;

    /// Skips what is left of the member before. Errors of the input other than Error(corrupt) are
    /// thrown.
    MemberHeader next();
    /// More of the member's content.
    MemberRun read();

    /// How much of the archive was taken in so far.
    std::uint64_t taken() const;
    /// "zip"; "tar, gzip". Empty before the first member.
    std::string format() const;
    /// Whether the rest of a member can be left out without expanding it.
    bool skips_cheaply() const;

private:
    struct Handle;
    std::unique_ptr<Handle> handle_;
    std::uint64_t offset_ = 0;  ///< in the member's content
};

}  // namespace exhibit::intake

// libewf behind one class: every call is checked, and nothing of its types shows.
//
// libewf is old and is given files that may be hostile: sizes it tells are bounded here, and what
// it cannot read is a value, not a reason to stop.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "exhibit/types.hpp"
#include "intake/ewf_segments.hpp"

namespace exhibit::intake {

inline constexpr std::uint64_t ewf_media_bytes_max = std::uint64_t{1} << 52;

class EwfHandle {
public:
    /// Opens all segment files, in order, for reading. Error(unsupported) with libewf's reason.
    explicit EwfHandle(const std::vector<std::string>& files);
    /// The same of segments that are read through calls of ours.
    explicit EwfHandle(std::vector<EwfSegment> segments);

    std::uint64_t media_size() const noexcept { return media_size_; }
    std::uint64_t chunk_bytes() const noexcept { return chunk_bytes_; }
    std::uint64_t bytes_per_sector() const noexcept { return bytes_per_sector_; }
    std::string format() const;  ///< "EnCase 6"
    /// Texts of the acquisition by FORMAT.md's names, valid UTF-8, at most 1,000 bytes each.
    std::map<std::string, std::string> header() const;
    /// MD5 and SHA-1; `value` is empty and `result` "not-stored" when the container has none.
    std::vector<StoredDigest> stored() const;
    /// What the acquiring program could not read; the first 256, half open, in bytes.
    std::vector<ByteRange> acquisition_errors() const;
    /// Chunks whose checksum was wrong when they were read: zeros were given instead.
    std::vector<ByteRange> checksum_errors() const;
    /// Whether all of `into` was read from that offset of the media. True also where a checksum
    /// was wrong: there are zeros, see checksum_errors().
    bool read_at(std::uint64_t offset, std::span<std::byte> into);
    /// The same, but false too where any byte lies in a chunk whose checksum was wrong.
    bool read_sound(std::uint64_t offset, std::span<std::byte> into);
    /// Why a segment of ours could not be read since this was asked last; empty: none failed.
    std::string take_failure();

private:
    struct Library;
    struct Close {
        void operator()(Library* library) const noexcept;
    };
    void learn_geometry();
    bool has_checksum_error(std::uint64_t offset, std::uint64_t length) const;

    std::unique_ptr<EwfPool> pool_;  ///< outlives library_, which reads from it
    std::unique_ptr<Library, Close> library_;
    std::uint64_t media_size_ = 0;
    std::uint64_t chunk_bytes_ = 0;
    std::uint64_t bytes_per_sector_ = 0;
};

}  // namespace exhibit::intake

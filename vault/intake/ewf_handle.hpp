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

namespace exhibit::intake {

inline constexpr std::uint64_t ewf_media_bytes_max = std::uint64_t{1} << 52;

class EwfHandle {
public:
    /// Opens all segment files, in order, for reading. Error(unsupported) with libewf's reason.
    explicit EwfHandle(const std::vector<std::string>& files);

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
    /// Whether all of `into` was read from that offset of the media.
    bool read_at(std::uint64_t offset, std::span<std::byte> into);

private:
    struct Library;
    struct Close {
        void operator()(Library* library) const noexcept;
    };
    std::unique_ptr<Library, Close> library_;
    std::uint64_t media_size_ = 0;
    std::uint64_t chunk_bytes_ = 0;
    std::uint64_t bytes_per_sector_ = 0;
};

}  // namespace exhibit::intake

// The media of an Expert Witness container in the vault, as a stream: through libewf, from blocks
// that were opened and checked. Nothing of it lies on a disk in between.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "blob/block.hpp"
#include "intake/ewf_handle.hpp"
#include "mount/content_pool.hpp"

namespace exhibit::mount {

struct StoredSegment {
    blob::BlockId manifest;
    std::uint64_t size = 0;
};

/// Any thread; reads wait for each other, because libewf does one thing at a time.
class ContainerMedia {
public:
    /// `size` is what the record says of the media; `content` must outlive this. The container is
    /// opened by the first read: that takes reading the tables of all segments.
    ContainerMedia(ContentPool& content, std::vector<StoredSegment> segments, std::uint64_t size);

    /// Fills `out` from `offset` of the media, inside of them with all of it. Without `fill`
    /// anything that cannot be read, or whose checksum is wrong, is an Error: no byte is made up.
    /// With it the filler stands there, and true is returned.
    bool read(std::uint64_t offset, std::span<std::byte> out, std::optional<std::byte> fill);

private:
    void open();
    bool read_chunks(std::uint64_t offset, std::span<std::byte> out, std::byte fill);

    ContentPool& content_;
    const std::vector<StoredSegment> segments_;
    const std::uint64_t size_;
    std::mutex mutex_;  ///< guards what is below
    std::optional<intake::EwfHandle> handle_;
    std::string failure_;  ///< of opening: it would fail again
};

}  // namespace exhibit::mount

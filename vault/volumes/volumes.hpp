// Which partitions and file systems lie in a raw image, and which of their blocks a range touches.
//
// libblkid finds them. It gets a file in memory that has the beginning and the end of the image and
// of each partition, as far as these can be read, and holes elsewhere: so it sees no device, and
// what an image says costs no more than these bytes.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "exhibit/acts.hpp"

namespace exhibit::volumes {

struct Volume {
    std::string type;  ///< libblkid's word: "ext4", "ntfs", "LVM2_member"
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;        ///< of the file system where it says so, else of its partition
    std::uint32_t partition = 0;    ///< its number; 0: the image has no partition table
    std::uint32_t block_bytes = 0;  ///< 0: not known, or not counted from the beginning
};

/// Fills `out` from `offset` of the image; false when any of it cannot be read.
using ReadAt = std::function<bool(std::uint64_t offset, std::span<std::byte> out)>;

/// In order of their offsets. A volume whose beginning cannot be read, or says two things at once,
/// is not among them. Error(io) when the system gives no memory.
std::vector<Volume> find_volumes(std::uint64_t image_bytes, const ReadAt& read);

/// What of a lost range lies in which volume; itself, without a volume, when it lies in none.
std::vector<LostRange> locate(const std::vector<Volume>& volumes, const LostRange& lost);

/// "Bytes 1,310,720 to 1,318,911 of item INC-1/1: partition 1, ext4 at byte 1,048,576, its blocks
/// 64 to 65 of 4,096 bytes." Empty when it lies in no volume.
std::string located_text(const LostRange& lost, const std::string& item);

}  // namespace exhibit::volumes

#include "volumes/volumes.hpp"

#include <blkid.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <optional>
#include <set>

#include "base/file.hpp"
#include "base/text.hpp"
#include "exhibit/error.hpp"
#include "volumes/geometry.hpp"

namespace exhibit::volumes {
namespace {

/// Superblocks lie in here, ZFS's second label apart.
constexpr std::uint64_t head_bytes = std::uint64_t{320} << 10;
/// The copy of a GPT, and what RAID members have at their end.
constexpr std::uint64_t tail_bytes = std::uint64_t{128} << 10;
/// What cannot be read costs no more than this around it.
constexpr std::uint64_t piece_bytes = std::uint64_t{32} << 10;
constexpr std::size_t partitions_max = 128;
/// libblkid tells partitions in these, whatever the sectors of the disk are.
constexpr std::uint64_t unit = 512;

struct EndProbe {
    void operator()(blkid_probe probe) const noexcept { blkid_free_probe(probe); }
};
using Probe = std::unique_ptr<std::remove_pointer_t<blkid_probe>, EndProbe>;

struct Partition {
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;
    std::uint32_t number = 0;
    bool extended = false;
    auto operator<=>(const Partition&) const = default;
};

/// The image as libblkid sees it.
class Excerpt {
public:
    Excerpt(std::uint64_t image_bytes, const ReadAt& read)
        : bytes_(image_bytes), read_(read), fd_(::memfd_create("image", MFD_CLOEXEC)) {
        if (!fd_ || ::ftruncate(fd_.get(), static_cast<off_t>(image_bytes)) != 0)
            throw_errno("making room in memory for the beginning of an image", errno);
        add_ends(0, image_bytes);
    }

    void add_ends(std::uint64_t offset, std::uint64_t bytes) {
        if (offset >= bytes_) return;
        bytes = std::min(bytes, bytes_ - offset);
        add(offset, std::min(bytes, head_bytes));
        if (bytes > head_bytes) {
            const std::uint64_t tail = std::min(tail_bytes, bytes - head_bytes);
            add(offset + bytes - tail, tail);
        }
    }

    /// The sector that continues the chain of an extended partition.
    void add_sector(std::uint64_t offset) {
        if (offset < bytes_) add(offset, std::min(unit, bytes_ - offset));
    }

    std::optional<Bytes> head(std::uint64_t offset, std::uint64_t bytes) const {
        Bytes out(std::min(bytes, bytes_ - std::min(bytes_, offset)));
        const ssize_t got = ::pread(fd_.get(), out.data(), out.size(), static_cast<off_t>(offset));
        if (got < 0 || static_cast<std::size_t>(got) != out.size()) return std::nullopt;
        return out;
    }

    Probe probe(std::uint64_t offset, std::uint64_t bytes) const {
        Probe probe(blkid_new_probe());
        if (!probe || blkid_probe_set_device(probe.get(), fd_.get(), static_cast<off_t>(offset),
                                             static_cast<off_t>(bytes)) != 0)
            throw Error(ErrorKind::io, "looking for file systems in an image: libblkid refused");
        return probe;
    }
    std::uint64_t bytes() const noexcept { return bytes_; }

private:
    void add(std::uint64_t offset, std::uint64_t length) {
        Bytes piece;
        for (std::uint64_t at = offset; at < offset + length;) {
            const std::uint64_t end =
                std::min((at / piece_bytes + 1) * piece_bytes, offset + length);
            piece.resize(end - at);
            if (read_(at, piece)) {
                const ssize_t put =
                    ::pwrite(fd_.get(), piece.data(), piece.size(), static_cast<off_t>(at));
                if (put < 0 || static_cast<std::size_t>(put) != piece.size())
                    throw_errno("copying the beginning of an image into memory", errno);
            }
            at = end;
        }
    }

    std::uint64_t bytes_;
    const ReadAt& read_;
    FileDescriptor fd_;
};

std::vector<Partition> partitions_now(const Excerpt& excerpt, unsigned sector) {
    const Probe probe = excerpt.probe(0, excerpt.bytes());
    std::vector<Partition> out;
    if (blkid_probe_set_sectorsize(probe.get(), sector) != 0) return out;
    blkid_probe_enable_superblocks(probe.get(), 0);
    blkid_probe_enable_partitions(probe.get(), 1);
    const blkid_partlist list = blkid_probe_get_partitions(probe.get());
    const int count = list == nullptr ? 0 : blkid_partlist_numof_partitions(list);
    for (int i = 0; i < count && out.size() < partitions_max; ++i) {
        const blkid_partition one = blkid_partlist_get_partition(list, i);
        const blkid_loff_t start = blkid_partition_get_start(one);
        const blkid_loff_t size = blkid_partition_get_size(one);
        const auto units = static_cast<blkid_loff_t>(excerpt.bytes() / unit);
        if (start < 0 || size <= 0 || start >= units) continue;
        out.push_back({static_cast<std::uint64_t>(start) * unit,
                       static_cast<std::uint64_t>(std::min(size, units - start)) * unit,
                       static_cast<std::uint32_t>(std::max(0, blkid_partition_get_partno(one))),
                       blkid_partition_is_extended(one) != 0});
    }
    std::ranges::sort(out);
    return out;
}

std::uint32_t little32(ByteView bytes, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = 4; i-- > 0;)
        value = value << 8 | std::to_integer<std::uint32_t>(bytes[at + i]);
    return value;
}

/// Logical partitions are a chain of sectors, each of which says where the next one lies.
void add_chain(Excerpt& excerpt, std::uint64_t start) {
    constexpr std::size_t next_link = 0x1be + 16 + 8;
    std::uint64_t at = start;
    for (std::size_t i = 0; i < partitions_max; ++i) {
        excerpt.add_sector(at);
        const std::optional<Bytes> sector = excerpt.head(at, unit);
        if (!sector || sector->size() < unit) return;
        const std::uint64_t next = little32(*sector, next_link);
        if (next == 0) return;
        at = start + next * unit;
    }
}

std::vector<Partition> find_partitions(Excerpt& excerpt) {
    for (const unsigned sector : {512U, 4096U}) {
        std::vector<Partition> found = partitions_now(excerpt, sector);
        for (const Partition& one : found)
            if (one.extended) add_chain(excerpt, one.offset);
        if (!found.empty()) return partitions_now(excerpt, sector);
    }
    return {};
}

std::optional<Volume> volume_at(Excerpt& excerpt, const Partition& place) {
    excerpt.add_ends(place.offset, place.bytes);
    const Probe probe = excerpt.probe(place.offset, place.bytes);
    blkid_probe_enable_superblocks(probe.get(), 1);
    blkid_probe_set_superblocks_flags(probe.get(), BLKID_SUBLKS_TYPE);
    if (blkid_do_safeprobe(probe.get()) != 0) return std::nullopt;
    const char* type = nullptr;
    if (blkid_probe_lookup_value(probe.get(), "TYPE", &type, nullptr) != 0) return std::nullopt;
    Volume volume{type, place.offset, place.bytes, place.number, 0};
    const std::optional<Bytes> head = excerpt.head(place.offset, std::min(place.bytes, head_bytes));
    if (!head) return volume;
    if (const auto geometry = geometry_of(volume.type, *head)) {
        volume.block_bytes = geometry->block_bytes;
        volume.bytes = std::min(volume.bytes, geometry->blocks * geometry->block_bytes);
    }
    return volume;
}

}  // namespace

std::vector<Volume> find_volumes(std::uint64_t image_bytes, const ReadAt& read) {
    if (image_bytes == 0) return {};
    Excerpt excerpt(image_bytes, read);
    std::vector<Volume> out;
    const std::vector<Partition> partitions = find_partitions(excerpt);
    if (const auto whole = volume_at(excerpt, {0, image_bytes, 0, false})) out.push_back(*whole);
    // One of the two is what is left of an earlier use of the disk; which, nobody can tell.
    if (!out.empty() && !partitions.empty()) return {};
    for (const Partition& one : partitions) {
        if (one.extended) continue;
        if (const auto volume = volume_at(excerpt, one)) out.push_back(*volume);
    }
    return out;
}

std::vector<LostRange> locate(const std::vector<Volume>& volumes, const LostRange& lost) {
    std::vector<LostRange> out;
    const std::uint64_t end = lost.range.offset + lost.range.length;
    for (const Volume& volume : volumes) {
        const std::uint64_t from = std::max(lost.range.offset, volume.offset);
        const std::uint64_t to = std::min(end, volume.offset + volume.bytes);
        if (from >= to) continue;
        LostRange part = lost;
        part.range = {from, to - from};
        part.volume = volume.type;
        part.volume_offset = volume.offset;
        part.partition = volume.partition;
        part.block_bytes = volume.block_bytes;
        if (volume.block_bytes > 0) {
            part.first_block = (from - volume.offset) / volume.block_bytes;
            part.last_block = (to - 1 - volume.offset) / volume.block_bytes;
        }
        out.push_back(std::move(part));
    }
    if (out.empty()) out.push_back(lost);
    return out;
}

std::string located_text(const LostRange& lost, const std::string& item) {
    if (lost.volume.empty()) return {};
    std::string text = "Bytes " + grouped(lost.range.offset) + " to " +
                       grouped(lost.range.offset + lost.range.length - 1) + " of item " + item +
                       ": ";
    if (lost.partition > 0) text += "partition " + std::to_string(lost.partition) + ", ";
    text += printable(lost.volume) + " at byte " + grouped(lost.volume_offset);
    if (lost.block_bytes == 0) return text + ".";
    text += lost.first_block == lost.last_block
                ? ", its block " + grouped(lost.first_block)
                : ", its blocks " + grouped(lost.first_block) + " to " + grouped(lost.last_block);
    return text + " of " + grouped(lost.block_bytes) + " bytes.";
}

}  // namespace exhibit::volumes

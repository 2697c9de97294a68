#include "catalogue/block_run.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>

#include "base/check.hpp"
#include "exhibit/error.hpp"

namespace exhibit::catalogue {
namespace {

constexpr std::array<char, 8> magic{'E', 'X', 'H', 'R', 'U', 'N', '0', '1'};
constexpr std::uint64_t bucket_records = 16;
constexpr std::uint64_t buckets_max = std::uint64_t{1} << 28;
constexpr std::uint64_t check_bytes = sizeof(std::uint64_t);
constexpr std::size_t buffer_bytes = std::size_t{1} << 20;

struct Foot {
    std::array<char, 8> magic{};
    std::uint64_t records = 0;
    std::uint64_t packs = 0;
    std::uint64_t buckets = 0;  ///< a power of two
    std::array<std::uint64_t, 3> spare{};
    std::uint64_t check = 0;
};
static_assert(sizeof(Foot) == 64);

template <typename T>
ByteView bytes_of(const T& value) {
    return std::as_bytes(std::span(&value, 1));
}
template <typename T>
ByteView bytes_of(const std::vector<T>& values) {
    return std::as_bytes(std::span(values));
}

std::size_t bucket_of(const blob::BlockId& id, std::size_t buckets) {
    std::uint64_t head = 0;
    for (std::size_t i = 0; i < 8; ++i) {
        head = head << 8 | std::to_integer<std::uint64_t>(id.hash.bytes[i]);
    }
    const auto bits = std::bit_width(buckets) - 1;
    return bits == 0 ? 0 : static_cast<std::size_t>(head >> (64 - bits));
}

std::uint64_t check_bucket(const crypto::ShortHash& hash, std::uint64_t bucket, ByteView records) {
    return hash.of(bucket, records);
}

std::uint64_t check_foot(const crypto::ShortHash& hash, const std::vector<crypto::Hash>& packs,
                         const std::vector<std::uint64_t>& ends, Foot foot) {
    foot.check = 0;
    const std::uint64_t tables = hash.of(hash.of(0, bytes_of(packs)), bytes_of(ends));
    return hash.of(tables, bytes_of(foot));
}

void read_at(int fd, std::span<std::byte> into, std::uint64_t offset, const std::string& path) {
    std::size_t done = 0;
    while (done < into.size()) {
        const ssize_t got =
            ::pread(fd, into.data() + done, into.size() - done, static_cast<off_t>(offset + done));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) throw_errno("reading " + path, errno);
        if (got == 0) throw DamagedRun(path + " is shorter than it was");
        done += static_cast<std::size_t>(got);
    }
}

template <typename T>
void read_table(int fd, std::vector<T>& into, std::uint64_t offset, const std::string& path) {
    read_at(fd, std::as_writable_bytes(std::span(into)), offset, path);
}

/// Only numbers that fit the file: nothing of its size is allocated for less.
Foot read_foot(int fd, std::uint64_t size, const std::string& path) {
    Foot foot;
    if (size < sizeof foot) throw DamagedRun(path + " has no foot");
    read_at(fd, std::as_writable_bytes(std::span(&foot, 1)), size - sizeof foot, path);
    const bool sound = foot.magic == magic && std::has_single_bit(foot.buckets) &&
                       foot.buckets <= buckets_max && foot.records <= size / sizeof(RunRecord) &&
                       foot.packs <= size / sizeof(crypto::Hash) &&
                       size == foot.records * sizeof(RunRecord) + foot.buckets * 2 * check_bytes +
                                   foot.packs * sizeof(crypto::Hash) + sizeof foot;
    if (!sound) throw DamagedRun(path + " has a foot that does not fit it");
    return foot;
}

}  // namespace

BlockRun::BlockRun(const std::string& path, const crypto::ShortHash& hash)
    : path_(path), hash_(hash), fd_(open_file(path, O_RDONLY)) {
    struct stat status {};
    if (::fstat(fd_.get(), &status) != 0) throw_errno("looking at " + path, errno);
    const auto size = static_cast<std::uint64_t>(status.st_size);
    const Foot foot = read_foot(fd_.get(), size, path);
    const std::uint64_t packs_at = foot.records * sizeof(RunRecord) + foot.buckets * check_bytes;
    packs_.resize(foot.packs);
    ends_.resize(foot.buckets);
    read_table(fd_.get(), packs_, packs_at, path);
    read_table(fd_.get(), ends_, packs_at + foot.packs * sizeof(crypto::Hash), path);
    if (check_foot(hash_, packs_, ends_, foot) != foot.check || ends_.back() != foot.records ||
        !std::is_sorted(ends_.begin(), ends_.end())) {
        throw DamagedRun(path + " has other tables than were written");
    }
}

std::span<const RunRecord> BlockRun::read_bucket(std::size_t bucket) {
    const std::uint64_t first = bucket == 0 ? 0 : ends_[bucket - 1];
    const std::uint64_t count = ends_[bucket] - first;
    memory_.resize(count * sizeof(RunRecord) + check_bytes);
    read_at(fd_.get(), memory_, first * sizeof(RunRecord) + bucket * check_bytes, path_);
    const ByteView records = ByteView(memory_).first(count * sizeof(RunRecord));
    std::uint64_t check = 0;
    std::memcpy(&check, memory_.data() + records.size(), sizeof check);
    if (check_bucket(hash_, bucket, records) != check) {
        throw DamagedRun(path_ + " has other records than were written");
    }
    bucket_.resize(count);
    std::memcpy(static_cast<void*>(bucket_.data()), records.data(), records.size());
    return bucket_;
}

std::optional<blob::BlockLocation> BlockRun::find(const blob::BlockId& id) {
    const std::span<const RunRecord> records = read_bucket(bucket_of(id, ends_.size()));
    const auto found = std::find_if(records.begin(), records.end(),
                                    [&](const RunRecord& record) { return record.id == id; });
    if (found == records.end()) return std::nullopt;
    if (found->pack >= packs_.size()) throw DamagedRun(path_ + " names a pack it does not have");
    return blob::BlockLocation{packs_[found->pack], found->offset, found->sealed_bytes,
                               found->content_bytes};
}

RunCursor::RunCursor(BlockRun& run) : run_(run) {
    fill();
}

void RunCursor::fill() {
    while (records_.empty() && bucket_ < run_.ends_.size()) records_ = run_.read_bucket(bucket_++);
}

const RunRecord* RunCursor::record() const noexcept {
    return records_.empty() ? nullptr : records_.data();
}

void RunCursor::next() {
    records_ = records_.subspan(1);
    fill();
}

RunWriter::RunWriter(const std::string& path, const crypto::ShortHash& hash,
                     std::uint64_t records_max)
    : path_(path),
      hash_(hash),
      fd_(open_file(path, O_WRONLY | O_CREAT | O_TRUNC)),
      buckets_(std::bit_ceil(std::max<std::uint64_t>(records_max / bucket_records, 1))) {
    CHECK(buckets_ <= buckets_max);
    ends_.reserve(buckets_);
}

void RunWriter::put(ByteView bytes) {
    append(buffer_, bytes);
    if (buffer_.size() < buffer_bytes) return;
    write_all(fd_.get(), buffer_, path_);
    buffer_.clear();
}

void RunWriter::end_buckets(std::size_t until) {
    while (ends_.size() < until) {
        const ByteView records = bytes_of(bucket_);
        put(records);
        put(bytes_of(check_bucket(hash_, ends_.size(), records)));
        count_ += bucket_.size();
        ends_.push_back(count_);
        bucket_.clear();
    }
}

void RunWriter::add(const RunRecord& record) {
    end_buckets(bucket_of(record.id, buckets_));
    bucket_.push_back(record);
}

void RunWriter::finish(const std::vector<crypto::Hash>& packs) {
    end_buckets(buckets_);
    Foot foot{magic, count_, packs.size(), buckets_, {}, 0};
    foot.check = check_foot(hash_, packs, ends_, foot);
    put(bytes_of(packs));
    put(bytes_of(ends_));
    put(bytes_of(foot));
    write_all(fd_.get(), buffer_, path_);
    fd_.close(path_);
}

}  // namespace exhibit::catalogue

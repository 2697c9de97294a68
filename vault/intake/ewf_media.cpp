#include "intake/ewf_media.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/text.hpp"
#include "exhibit/error.hpp"
#include "intake/digests.hpp"
#include "intake/ewf_handle.hpp"
#include "intake/ewf_stored.hpp"
#include "intake/sink.hpp"

namespace exhibit::intake {
namespace {

constexpr std::size_t step_bytes = std::size_t{1} << 20;
constexpr std::size_t ranges_kept = 256;
// A container that lies about its size must not make us read nothing for years.
constexpr std::uint64_t failed_chunks_max = 4096;

void add_range(std::vector<ByteRange>& ranges, ByteRange range) {
    if (!ranges.empty() && ranges.back().offset + ranges.back().length == range.offset) {
        ranges.back().length += range.length;
    } else if (ranges.size() < ranges_kept) {
        ranges.push_back(range);
    }
}

class MediaReader {
public:
    MediaReader(EwfHandle handle, ContainerInfo& info, Monitor& monitor)
        : handle_(std::move(handle)), info_(info), monitor_(monitor) {
        // Of the program that wrote a logical one libewf has no word, and takes the first.
        if (info.format != "EWF logical") info.format = handle_.format();
        info.media_size = handle_.media_size();
        info.bytes_per_sector = handle_.bytes_per_sector();
        info.header = handle_.header();
        info.stored = handle_.stored();
        info.acquisition_errors = handle_.acquisition_errors();
        monitor.state().bytes_total = handle_.media_size();
        monitor.state().bytes_done = 0;
    }

    void run(const MediaSink& sink) {
        Bytes room(step_bytes);
        for (std::uint64_t offset = 0; offset < handle_.media_size();) {
            const std::uint64_t left = handle_.media_size() - offset;
            const std::span<std::byte> part = std::span(room).first(
                static_cast<std::size_t>(std::min<std::uint64_t>(left, room.size())));
            if (!handle_.read_at(offset, part)) by_chunks(offset, part);
            if (failed_ > failed_chunks_max) {
                info_.problems.push_back(
                    "The media cannot be read from byte " + std::to_string(offset) + " on, of " +
                    std::to_string(handle_.media_size()) + "; they were not read to the end.");
                return;
            }
            // libewf may give zeros and count it among the wrong checksums.
            if (failure_.empty()) failure_ = handle_.take_failure();
            take(part, sink);
            offset += part.size();
            monitor_.state().bytes_done = offset;
            monitor_.step();
        }
        finish();
    }

    const std::string& failure() const noexcept { return failure_; }

private:
    void by_chunks(std::uint64_t offset, std::span<std::byte> part) {
        for (std::size_t done = 0; done < part.size();) {
            const std::uint64_t chunk = handle_.chunk_bytes();
            const std::size_t length = static_cast<std::size_t>(
                std::min<std::uint64_t>(part.size() - done, chunk - (offset + done) % chunk));
            const std::span<std::byte> piece = part.subspan(done, length);
            if (!handle_.read_at(offset + done, piece)) {
                std::fill(piece.begin(), piece.end(), std::byte{0});
                add_range(info_.unreadable, {offset + done, length});
                ++failed_;
                ++monitor_.state().errors;
            }
            done += length;
        }
    }

    void take(ByteView bytes, const MediaSink& sink) {
        md5_.update(bytes);
        sha1_.update(bytes);
        sha256_.update(bytes);
        if (sink) sink(bytes);
    }

    void finish() {
        info_.media = {md5_.finish(), sha1_.finish(), sha256_.finish()};
        for (StoredDigest& one : info_.stored) {
            if (one.value.empty()) continue;
            const std::string& own = one.algorithm == "md5" ? info_.media.md5 : info_.media.sha1;
            one.result = one.value == own ? "match" : "mismatch";
        }
        std::vector<ByteRange> all = handle_.checksum_errors();
        all.insert(all.end(), info_.unreadable.begin(), info_.unreadable.end());
        std::sort(all.begin(), all.end(),
                  [](const auto& a, const auto& b) { return a.offset < b.offset; });
        info_.unreadable.clear();
        for (const ByteRange& range : all) merge(range);
    }

    // A chunk may be told more than once.
    void merge(ByteRange range) {
        if (!info_.unreadable.empty()) {
            const ByteRange& last = info_.unreadable.back();
            const std::uint64_t end = last.offset + last.length;
            if (range.offset + range.length <= end) return;
            if (range.offset < end) range = {end, range.offset + range.length - end};
        }
        add_range(info_.unreadable, range);
    }

    EwfHandle handle_;
    ContainerInfo& info_;
    Monitor& monitor_;
    std::uint64_t failed_ = 0;
    std::string failure_;  ///< of the first segment that could not be read
    RunDigest md5_{crypto::Algorithm::md5};
    RunDigest sha1_{crypto::Algorithm::sha1};
    RunDigest sha256_{crypto::Algorithm::sha256};
};

/// One export of media.
class MediaExport {
public:
    MediaExport(blob::BlockSource& blocks, const blob::BlockId& listing,
                const ExportOptions& options)
        : blocks_(blocks),
          listing_(listing),
          options_(options),
          monitor_("exporting", "media to " + printable(options.output), options.progress,
                   options.cancel) {}

    ExportOutcome run() {
        write_output(options_.output, [this](Sink& sink) { write(sink); });
        monitor_.finish();
        return std::move(outcome_);
    }

private:
    void write(Sink& sink) {
        ContainerInfo info;
        const auto open = [this] { return EwfHandle(stored_segments(blocks_, listing_)); };
        const std::string failure = read_media(open, info, monitor_, [&](ByteView bytes) {
            outcome_.bytes += bytes.size();
            if (all_zero(bytes)) {
                sink.zeros(bytes.size());
            } else {
                sink.write(bytes);
            }
        });
        if (!info.problems.empty()) throw Error(ErrorKind::verification, info.problems.front());
        if (!info.unreadable.empty() && !options_.fill) {
            throw Error(
                ErrorKind::verification,
                "exporting the media: " + counted(info.unreadable.size(), "range", "ranges") +
                    " of them cannot be read, the first at byte " +
                    std::to_string(info.unreadable.front().offset) +
                    (failure.empty() ? "" : " (" + failure + ")") +
                    "; --fill 00 writes zeros there");
        }
        if (!failure.empty()) {
            outcome_.findings.push_back({"BL-DAMAGED",
                                         Severity::violation,
                                         {},
                                         {},
                                         {},
                                         "A segment could not be read: " + failure + "."});
        }
        outcome_.filled = info.unreadable;
        outcome_.sha256 = info.media.sha256;
        outcome_.whole = true;
    }

    blob::BlockSource& blocks_;
    const blob::BlockId& listing_;
    const ExportOptions& options_;
    Monitor monitor_;
    ExportOutcome outcome_;
};

}  // namespace

std::string read_media(const OpenMedia& open, ContainerInfo& info, Monitor& monitor,
                       const MediaSink& sink) {
    std::optional<MediaReader> reader;
    try {
        reader.emplace(open(), info, monitor);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::unsupported) throw;
        std::string why = error.what();
        if (!why.ends_with('.')) why += '.';
        info.problems.push_back("The media were not read: " + why);
        return {};
    }
    reader->run(sink);
    return reader->failure();
}

ExportOutcome export_media(blob::BlockSource& blocks, const blob::BlockId& listing,
                           const ExportOptions& options) {
    if (options.range || !options.member.empty()) {
        throw Error(ErrorKind::usage,
                    "exporting media: the media are written whole; leave out --range and --member");
    }
    if (options.fill.value_or(0) != 0) {
        throw Error(ErrorKind::usage,
                    "exporting media: what cannot be read of them is zeros; say --fill 00");
    }
    return MediaExport(blocks, listing, options).run();
}

}  // namespace exhibit::intake

#include "intake/split_source.hpp"

#include <fcntl.h>

#include <cerrno>
#include <utility>

#include "base/text.hpp"
#include "exhibit/error.hpp"

namespace exhibit::intake {
namespace {

constexpr std::size_t notes_max = 40;

FileSource open_segment(const std::string& path) {
    FileDescriptor fd(open_evidence(AT_FDCWD, path.c_str(), O_NONBLOCK));
    if (!fd) throw_errno("opening the segment " + printable(path), errno);
    return FileSource(std::move(fd), printable(path));
}

/// Segments are all as long as the first; the last may be shorter.
void note_sizes(const std::vector<SegmentInfo>& segments, std::vector<std::string>& notes) {
    const std::uint64_t usual = segments.front().size;
    for (std::size_t i = 1; i < segments.size() && notes.size() < notes_max; ++i) {
        const std::uint64_t size = segments[i].size;
        const bool last = i + 1 == segments.size();
        if (size == usual || (last && size < usual)) continue;
        notes.push_back("The segment " + printable(segments[i].name) + " has " +
                        counted(size, "byte", "bytes") + ", the first one " +
                        counted(usual, "byte", "bytes") + ": a piece may be missing or foreign.");
    }
}

}  // namespace

SplitSource::SplitSource(const SegmentSet& set)
    : name_(printable(set.folder + set.files.front().name)), paths_(set.paths()) {
    for (std::size_t i = 0; i < paths_.size(); ++i) {
        const std::uint64_t size = open_segment(paths_[i]).size().value_or(0);
        segments_.push_back({set.files[i].name, size});
        size_ += size;
    }
    note_sizes(segments_, notes_);
    open(0);
}

void SplitSource::open(std::size_t index) {
    index_ = index;
    current_.emplace(open_segment(paths_[index]));
    const std::uint64_t size = current_->size().value_or(0);
    if (size != segments_[index].size) {
        throw Error(ErrorKind::io, "reading the segment " + printable(paths_[index]) + ": it has " +
                                       counted(size, "byte", "bytes") + " now and had " +
                                       counted(segments_[index].size, "byte", "bytes") +
                                       " when the ingest began");
    }
}

void SplitSource::end_segment() {
    cut_short_ = cut_short_ || current_->cut_short();
    for (const std::string& note : current_->notes()) {
        if (notes_.size() < notes_max) {
            notes_.push_back("Segment " + printable(segments_[index_].name) + ": " + note);
        }
    }
}

SourceRun SplitSource::next(std::span<std::byte> into) {
    while (true) {
        const SourceRun run = current_->next(into);
        if (run.kind != RunKind::end) return run;
        end_segment();
        if (cut_short_ || index_ + 1 == paths_.size()) return {};
        open(index_ + 1);
    }
}

std::vector<std::string> SplitSource::notes() {
    return notes_;
}

}  // namespace exhibit::intake

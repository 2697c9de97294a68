#include "intake/ewf_ingest.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "base/text.hpp"
#include "exhibit/error.hpp"
#include "intake/ewf_head.hpp"
#include "intake/ewf_media.hpp"
#include "intake/kind.hpp"
#include "intake/listing.hpp"
#include "intake/listing_writer.hpp"

namespace exhibit::intake {
namespace {

constexpr std::size_t problems_max = 40;
constexpr std::int64_t seconds_max = 253402300799;  // of the year 9999

class EwfIngest {
public:
    EwfIngest(const SegmentSet& set, const TreeTools& tools)
        : set_(set), tools_(tools), listing_(tools.writer) {}

    EwfFacts run() {
        facts_.container.segment_files = set_.files.size();
        std::vector<ListingEntry> entries;
        for (const SegmentFile& file : set_.files) entries.push_back(store(file));
        std::sort(entries.begin(), entries.end(),
                  [](const auto& a, const auto& b) { return a.path < b.path; });
        for (const ListingEntry& entry : entries) listing_.add(entry);
        const MemberContent listing = listing_.finish();
        facts_.listing.manifest = listing.manifest;
        facts_.listing.size = listing.size;
        facts_.listing.digests = listing.digests;
        read_media([this] { return EwfHandle(set_.paths()); }, facts_.container, tools_.monitor,
                   {});
        return std::move(facts_);
    }

private:
    ListingEntry store(const SegmentFile& file);
    void judge(const SegmentFile& file, ByteView head, ByteView tail);
    void problem(const std::string& sentence) {
        if (facts_.container.problems.size() < problems_max) {
            facts_.container.problems.push_back(sentence);
        }
    }

    const SegmentSet& set_;
    const TreeTools& tools_;
    ListingWriter listing_;
    std::string set_id_;
    std::uint64_t expected_ = 1;  ///< number of the next segment
    EwfFacts facts_;
};

ListingEntry EwfIngest::store(const SegmentFile& file) {
    const std::string path = set_.folder + file.name;
    FileDescriptor fd(open_evidence(AT_FDCWD, path.c_str(), O_NONBLOCK));
    struct stat status {};
    if (!fd || ::fstat(fd.get(), &status) != 0) {
        throw_errno("opening the segment " + printable(path), errno);
    }
    std::array<std::byte, ewf_section_bytes> tail{};
    const off_t end = std::max<off_t>(0, status.st_size - static_cast<off_t>(tail.size()));
    const ssize_t got = ::pread(fd.get(), tail.data(), tail.size(), end);
    FileSource source(std::move(fd), printable(path));
    judge(file, source.head(),
          ByteView(tail).first(static_cast<std::size_t>(std::max<ssize_t>(got, 0))));
    StreamFacts stored = tools_.pipeline.run(source, chunker_of(kind_file));
    ListingEntry entry;
    entry.path = file.name;
    entry.mode = status.st_mode & 07777U;
    entry.uid = status.st_uid;
    entry.gid = status.st_gid;
    entry.modified.seconds = std::clamp<std::int64_t>(status.st_mtim.tv_sec, 0, seconds_max);
    entry.modified_ns = static_cast<std::uint32_t>(status.st_mtim.tv_nsec);
    entry.content = MemberContent{stored.size, stored.digests, stored.manifest};
    for (const std::string& note : source.notes()) {
        entry.problem += (entry.problem.empty() ? "" : " ") + note;
    }
    if (stored.unreadable_ranges > 0) {
        entry.problem += (entry.problem.empty() ? "" : " ") +
                         counted(stored.unreadable_bytes, "byte", "bytes") +
                         " could not be read; the digests have zeros there.";
    }
    TreeFacts& facts = facts_.listing;
    if (!entry.problem.empty()) ++facts.problems;
    ++facts.files;
    facts.bytes_read += stored.size;
    facts.zero_bytes += stored.zero_bytes;
    facts.unreadable_bytes += stored.unreadable_bytes;
    facts.unreadable_ranges += stored.unreadable_ranges;
    if (tools_.on_member) tools_.on_member({entry.path, stored.size, stored.digests});
    return entry;
}

void EwfIngest::judge(const SegmentFile& file, ByteView head, ByteView tail) {
    const std::string name = printable(file.name);
    for (; expected_ < file.number && facts_.container.problems.size() < problems_max;
         ++expected_) {
        problem("Segment " + std::to_string(expected_) +
                " is missing: there is no file of that "
                "number before " +
                name + ".");
    }
    expected_ = file.number + 1;
    const std::optional<EwfHead> own = parse_ewf_head(head);
    if (!own) {
        return problem(name + " is not a segment: it does not begin with the signature of one.");
    }
    if (facts_.container.format.empty()) facts_.container.format = own->format;
    if (own->segment != file.number) {
        problem(name + " says it is segment " + std::to_string(own->segment) +
                "; by its name it is segment " + std::to_string(file.number) + ".");
    }
    if (set_id_.empty()) {
        set_id_ = own->set_id;
    } else if (!own->set_id.empty() && own->set_id != set_id_) {
        problem(name + " belongs to another acquisition: its set identifier is " + own->set_id +
                ", that of the first segment is " + set_id_ + ".");
    }
    if (own->format != "EWF" && own->format != "EWF logical") return;
    const bool last = &file == &set_.files.back();
    const EwfEnd ends = parse_ewf_end(tail);
    if (ends == EwfEnd::other) {
        problem(name + " is cut off: it does not end with the section that ends a segment.");
    } else if (last && ends == EwfEnd::next) {
        problem("Segment " + std::to_string(expected_) + " is missing: " + name +
                " says that another follows.");
    } else if (!last && ends == EwfEnd::done) {
        problem(name + " says it is the last segment, but others follow.");
    }
}

}  // namespace

EwfFacts ingest_ewf(const SegmentSet& set, const TreeTools& tools) {
    return EwfIngest(set, tools).run();
}

}  // namespace exhibit::intake

#include "intake/ingest.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <set>
#include <utility>

#include "base/file.hpp"
#include "base/text.hpp"
#include "custody/types.hpp"
#include "documents/summary.hpp"
#include "exhibit/error.hpp"
#include "intake/archive_ingest.hpp"
#include "intake/archive_sign.hpp"
#include "intake/ewf_head.hpp"
#include "intake/ewf_ingest.hpp"
#include "intake/ingest_source.hpp"
#include "intake/kind.hpp"
#include "intake/physical_ranges.hpp"
#include "intake/pipeline.hpp"
#include "intake/recognise.hpp"
#include "intake/segment_names.hpp"
#include "intake/source.hpp"
#include "intake/source_identity.hpp"
#include "intake/split_source.hpp"
#include "intake/tree.hpp"

namespace exhibit::intake {
namespace {

/// What the headers of a file say of what is inside.
struct Facts {
    std::string_view kind;  ///< empty: nothing
    std::string recognised;
    MemoryRanges memory;
    std::vector<std::string> notes;
    DeviceFacts device;
};

Facts facts_of(int fd, FileSource& source) {
    const ReadAt read = system_read_at();
    const ReadHeader header = [&](std::uint64_t offset, std::span<std::byte> into) {
        const ssize_t got = read(fd, into, offset);
        return got < 0 ? std::size_t{0} : static_cast<std::size_t>(got);
    };
    const std::uint64_t size = source.size().value_or(0);
    std::array<std::byte, 512> tail{};
    const std::size_t tail_bytes = std::min<std::uint64_t>(size, tail.size());
    const std::size_t got = header(size - tail_bytes, std::span(tail).first(tail_bytes));
    Facts facts;
    if (auto known = recognise(source.head(), ByteView(tail).first(got))) {
        facts.kind = known->kind;
        facts.recognised = std::move(known->text);
    }
    facts.memory = read_memory_ranges(header, size);
    if (facts.memory.format.empty()) return facts;
    facts.recognised =
        facts.memory.format + " memory image, " + counted(facts.memory.count, "range", "ranges");
    if (!facts.memory.problem.empty()) facts.notes.push_back(facts.memory.problem);
    if (facts.memory.count > facts.memory.ranges.size()) {
        facts.notes.push_back(
            "The record has the first " + std::to_string(facts.memory.ranges.size()) + " of the " +
            counted(facts.memory.count, "range", "ranges") + " of the memory image.");
    }
    return facts;
}

// What one ingest works with.
class Work {
public:
    Work(const std::string& shown, blob::BlobWriter& writer, const IngestOptions& options)
        : writer_(writer),
          options_(options),
          monitor_("reading", shown, options.progress, options.cancel),
          pipeline_(writer, monitor_, options.digests) {}

    IngestOutcome tree(FileDescriptor root, const std::string& shown) {
        const TreeTools tools{writer_, pipeline_, monitor_, options_.on_member};
        outcome_.kind = kind_tree;
        return listing(ingest_tree(std::move(root), shown, tools));
    }

    IngestOutcome container(const SegmentSet& set) {
        EwfFacts facts = ingest_ewf(set, {writer_, pipeline_, monitor_, options_.on_member});
        outcome_.kind = custody::kind_ewf;
        outcome_.container = std::move(facts.container);
        return listing(std::move(facts.listing));
    }

    IngestOutcome split(const SegmentSet& set) {
        SplitSource source(set);
        outcome_.segments = source.segments();
        return stream(source, kind_image);
    }

    IngestOutcome stream(Source& source, std::string_view otherwise) {
        const ArchiveSign sign = choose_kind(source, otherwise);
        outcome_.wraps = container_of(source.head());
        monitor_.state().bytes_total = source.size().value_or(0);
        StreamFacts facts = pipeline_.run(source, chunker_of(outcome_.kind), milestones_);
        outcome_.notes = source.notes();
        outcome_.notes.insert(outcome_.notes.end(), notes_.begin(), notes_.end());
        if (source.cut_short()) {
            throw Error(ErrorKind::io, "ingesting " + source.name() + ": " +
                                           join(outcome_.notes, " ") + " Nothing was recorded.");
        }
        outcome_.manifest = facts.manifest;
        outcome_.size = facts.size;
        outcome_.digests = std::move(facts.digests);
        outcome_.bytes_read = facts.size - facts.unreadable_bytes;
        outcome_.zero_bytes = facts.zero_bytes;
        outcome_.unreadable = std::move(facts.unreadable);
        outcome_.unreadable_bytes = facts.unreadable_bytes;
        outcome_.unreadable_ranges = facts.unreadable_ranges;
        if (outcome_.unreadable_ranges > 0) {
            outcome_.notes.push_back(
                counted(outcome_.unreadable_bytes, "byte", "bytes") + " in " +
                counted(outcome_.unreadable_ranges, "range", "ranges") +
                " could not be read; the digests are of the stream with zeros there.");
        }
        list_members(sign);
        read_document(source);
        return finish();
    }

    /// How far the stream is will be told.
    void mark() {
        if (!options_.on_bookmark) return;
        milestones_.every = options_.bookmark_every;
        milestones_.tell = [this](const blob::BlockId& manifest, std::uint64_t length) {
            packs_.merge(writer_.finish().packs);
            options_.on_bookmark({manifest, length});
        };
    }

    /// A stream whose beginning is in the vault already.
    IngestOutcome resumed(FileSource& source, std::string_view otherwise) {
        ResumedSource both(source, *options_.read_back, *options_.resume);
        outcome_.resumed_at = options_.resume->bookmark.length;
        outcome_.places_compared = both.places_compared();
        return stream(both, otherwise);
    }

    /// A second way to the bytes of the source, for whoever may not read the vault.
    void may_read_again(FileDescriptor fd) {
        again_ = std::move(fd);
        before_ = status_of(again_.get(), monitor_.what());
    }
    /// What it holds is no archive, whatever its first bytes look like.
    void is_medium() { medium_ = true; }

    /// What else is known of a file, before it is read.
    void describe(Facts facts) {
        outcome_.recognised = std::move(facts.recognised);
        outcome_.memory_ranges = std::move(facts.memory.ranges);
        notes_ = std::move(facts.notes);
        notes_.insert(notes_.end(), facts.device.warnings.begin(), facts.device.warnings.end());
        outcome_.device = std::move(facts.device);
    }

private:
    ArchiveSign choose_kind(Source& source, std::string_view otherwise) {
        const bool told = !options_.kind.empty();
        outcome_.kind = options_.kind;
        if (!told) outcome_.kind = detect_kind(source.head()).value_or(otherwise);
        if (told ? outcome_.kind != custody::kind_archive
                 : medium_ || detect_kind(source.head()).has_value()) {
            return ArchiveSign::none;
        }
        const ArchiveSign sign = archive_sign(source.head());
        const bool sure = sign != ArchiveSign::none && sign != ArchiveSign::compressed;
        if (sure) outcome_.kind = custody::kind_archive;
        return sign;
    }

    // Read from the vault, after the stream is there: so what is listed is what is kept, a pipe is
    // as good as a file, and no byte of a member is written anywhere.
    void list_members(ArchiveSign sign) {
        if (sign == ArchiveSign::none && outcome_.kind != custody::kind_archive) return;
        std::optional<ListedArchive> listed;
        const ArchiveForms forms =
            sign == ArchiveSign::compressed ? ArchiveForms::compressed : ArchiveForms::all;
        const bool read = read_kept([&](ArchiveInput& input) { listed = list(input, forms); });
        if (!read && outcome_.kind == custody::kind_archive) {
            outcome_.notes.push_back(
                "The members of the archive were not listed: that takes reading it again, from a "
                "file or with a content grant.");
        }
        if (!listed) return;
        outcome_.kind = custody::kind_archive;
        outcome_.members = listed->listing;
        for (const std::string& sentence : listed->info.partial) outcome_.notes.push_back(sentence);
        if (listed->info.problems > 0) {
            outcome_.notes.push_back("Of the members of the archive " +
                                     grouped(listed->info.problems) +
                                     (listed->info.problems == 1 ? " has" : " have") +
                                     " a problem, which the listing tells.");
        }
        outcome_.archive = std::move(listed->info);
    }

    // What is kept, once more; false where that cannot be had.
    bool read_kept(const std::function<void(ArchiveInput&)>& use) {
        if (options_.read_back != nullptr) {
            packs_.merge(writer_.finish().packs);
            blob::StreamReader stored(*options_.read_back, outcome_.manifest);
            StreamInput input(stored);
            use(input);
            return true;
        }
        if (!again_) return false;
        FileInput input(again_, monitor_.what(), outcome_.size);
        use(input);
        const struct stat after = status_of(again_.get(), monitor_.what());
        if (after.st_size != before_.st_size || after.st_mtim.tv_sec != before_.st_mtim.tv_sec ||
            after.st_mtim.tv_nsec != before_.st_mtim.tv_nsec) {
            outcome_.notes.push_back(
                "The file changed before its content was looked at again: what the record says is "
                "in it may not be in what is kept.");
        }
        return true;
    }

    // Of a document of a known form, what it says: from the vault, as the members of archives.
    void read_document(Source& source) {
        const bool plain = outcome_.kind == kind_file || outcome_.kind == kind_stream;
        if (!plain || outcome_.unreadable_ranges > 0) return;
        const std::optional<std::string_view> form = documents::form_of(source.head());
        if (!form) return;
        const std::string looks = "It looks like a document of the form " + std::string(*form);
        if (outcome_.size > documents::document_bytes_max) {
            outcome_.notes.push_back(looks + ", and is too large to be summarised.");
            return;
        }
        const bool read = read_kept([&](ArchiveInput& input) {
            std::string document;
            for (ByteView part = input.next(); !part.empty(); part = input.next())
                document += as_text(part);
            outcome_.summary = documents::summarise(*form, document);
        });
        if (!read)
            outcome_.notes.push_back(looks +
                                     ", and was not summarised: that takes reading it "
                                     "again, from a file or with a content grant.");
    }

    std::optional<ListedArchive> list(ArchiveInput& input, ArchiveForms forms) {
        const ProgressState before = monitor_.state();
        monitor_.begin("listing members", outcome_.size);
        std::optional<ListedArchive> listed = list_archive(input, forms, writer_, monitor_);
        if (!listed) monitor_.state() = before;
        return listed;
    }

    IngestOutcome listing(TreeFacts facts) {
        outcome_.manifest = facts.manifest;
        outcome_.size = facts.size;
        outcome_.digests = std::move(facts.digests);
        outcome_.bytes_read = facts.bytes_read;
        outcome_.zero_bytes = facts.zero_bytes;
        outcome_.unreadable_bytes = facts.unreadable_bytes;
        outcome_.unreadable_ranges = facts.unreadable_ranges;
        outcome_.files = facts.files;
        outcome_.files_problem = facts.problems;
        outcome_.notes = std::move(facts.notes);
        return finish();
    }

    IngestOutcome finish() {
        monitor_.step();
        outcome_.written = writer_.finish();
        outcome_.written.packs.merge(packs_);
        count_stored(monitor_, writer_);
        monitor_.finish();
        return std::move(outcome_);
    }

    blob::BlobWriter& writer_;
    const IngestOptions& options_;
    IngestOutcome outcome_;
    std::vector<std::string> notes_;
    FileDescriptor again_;
    struct stat before_ {};  ///< of again_, before the first read
    bool medium_ = false;
    std::set<crypto::Hash> packs_;  ///< of the stream, when its blocks were finished by themselves
    Milestones milestones_;
    Monitor monitor_;
    Pipeline pipeline_;
};

/// The set of an Expert Witness container, of which `path` must be the first segment.
SegmentSet container_set(const EwfHead& head, const std::string& path) {
    SegmentSet set = find_ewf_set(path);
    const std::string name = path.substr(set.folder.size());
    if (set.files.front().name == name && head.segment <= 1) return set;
    const std::string first = set.files.front().name;
    throw Error(ErrorKind::usage,
                "ingesting " + printable(path) + ": it says it is segment " +
                    std::to_string(head.segment) + " of an EWF container; " +
                    (first == name ? "its first segment is missing"
                                   : "name the first segment, " + printable(first)) +
                    ", or give --single to take the one file as it is");
}

[[noreturn]] void refuse_kind(const std::string& shown, const std::string& kind,
                              const std::string& because) {
    throw Error(ErrorKind::usage, "ingesting " + shown + " as " + printable(kind) + ": " + because);
}

void refuse_resume(const std::string& shown, const IngestOptions& options,
                   const std::string& because) {
    if (!options.resume) return;
    throw Error(ErrorKind::usage, "going on with " + shown + ": " + because +
                                      ", and only a file or device that is read as one stream can "
                                      "be gone on with; leave out --resume");
}

IngestOutcome ingest_file(FileDescriptor fd, const std::string& path, blob::BlobWriter& writer,
                          const IngestOptions& options) {
    const std::string shown = printable(path);
    if (options.kind == kind_tree) refuse_kind(shown, options.kind, "it is not a folder");
    FileDescriptor headers(::fcntl(fd.get(), F_DUPFD_CLOEXEC, 0));
    if (!headers) throw_errno("opening " + shown, errno);
    FileSource source(std::move(fd), shown);
    const bool any_kind = options.kind.empty() || options.kind == custody::kind_ewf;
    if (!options.single && !source.is_device()) {
        const std::optional<EwfHead> head = parse_ewf_head(source.head());
        if (head && any_kind) {
            refuse_resume(shown, options, "it is an EWF container");
            return Work(shown, writer, options).container(container_set(*head, path));
        }
        if (const auto set = head ? std::nullopt : find_split_set(path)) {
            refuse_resume(shown, options, "it is one of several segments");
            return Work(shown, writer, options).split(*set);
        }
    }
    if (options.kind == custody::kind_ewf) {
        refuse_kind(shown, options.kind, "it has no signature of an EWF segment");
    }
    Facts facts = facts_of(headers.get(), source);
    if (source.is_device()) {
        facts.device = device_facts(status_of(headers.get(), shown).st_rdev);
        for (const std::string& warning : facts.device.warnings) {
            if (options.on_warning) options.on_warning(warning);
        }
    }
    const std::string_view by_headers = source.is_device() ? kind_image : facts.kind;
    Work work(shown, writer, options);
    if (!by_headers.empty()) work.is_medium();
    work.may_read_again(std::move(headers));
    work.describe(std::move(facts));
    work.mark();
    const std::string_view otherwise = by_headers.empty() ? kind_file : by_headers;
    return options.resume ? work.resumed(source, otherwise) : work.stream(source, otherwise);
}

IngestOutcome ingest_opened(FileDescriptor fd, const std::string& path, blob::BlobWriter& writer,
                            const IngestOptions& options) {
    const std::string shown = printable(path);
    const struct stat status = status_of(fd.get(), shown);
    if (S_ISREG(status.st_mode) || S_ISBLK(status.st_mode)) {
        return ingest_file(std::move(fd), path, writer, options);
    }
    refuse_resume(shown, options, "it is neither a file nor a device");
    if (S_ISDIR(status.st_mode)) {
        if (!options.kind.empty() && options.kind != kind_tree) {
            refuse_kind(shown, options.kind, "it is a folder, its kind can only be tree");
        }
        return Work(shown, writer, options).tree(std::move(fd), shown);
    }
    PipeSource source(std::move(fd), shown, options.cancel);
    return ingest_source(source, kind_stream, writer, options);
}

}  // namespace

IngestOutcome ingest_source(Source& source, std::string_view otherwise, blob::BlobWriter& writer,
                            const IngestOptions& options) {
    if (options.kind == kind_tree) {
        refuse_kind(source.name(), options.kind, "it is not a folder");
    }
    if (options.kind == custody::kind_ewf) {
        refuse_kind(source.name(), options.kind, "the segments of a container must be files");
    }
    Work work(source.name(), writer, options);
    work.mark();
    return work.stream(source, otherwise);
}

IngestOutcome ingest_path(const std::string& path, blob::BlobWriter& writer,
                          const IngestOptions& options) {
    IngestOutcome outcome;
    if (path == "-") {
        PipeSource source = PipeSource::standard_input(options.cancel);
        outcome = ingest_source(source, kind_stream, writer, options);
        outcome.source_name = path;
    } else {
        outcome = ingest_opened(open_source(path), path, writer, options);
        outcome.source_name = source_name(path);
    }
    return outcome;
}

}  // namespace exhibit::intake

#include "intake/ingest.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <memory>
#include <utility>

#include "base/file.hpp"
#include "base/text.hpp"
#include "exhibit/error.hpp"
#include "intake/ingest_source.hpp"
#include "intake/kind.hpp"
#include "intake/pipeline.hpp"
#include "intake/source.hpp"
#include "intake/tree.hpp"

namespace exhibit::intake {
namespace {

struct FreeText {
    void operator()(char* text) const noexcept { std::free(text); }
};

// Last part of the path; "." and the like are looked up first.
std::string source_name(std::string path) {
    while (path.size() > 1 && path.back() == '/') path.pop_back();
    const std::string last = path.substr(path.rfind('/') + 1);
    if (!last.empty() && last != "." && last != "..") return last;
    const std::unique_ptr<char, FreeText> real(::realpath(path.c_str(), nullptr));
    if (!real) return path;
    const std::string full = real.get();
    return full == "/" ? full : full.substr(full.rfind('/') + 1);
}

FileDescriptor open_source(const std::string& path) {
    FileDescriptor fd(open_evidence(AT_FDCWD, path.c_str(), 0));
    if (fd) return fd;
    const std::error_code cause(errno, std::generic_category());
    const bool absent =
        cause == std::errc::no_such_file_or_directory || cause == std::errc::not_a_directory;
    throw Error(absent ? ErrorKind::not_found : ErrorKind::io, "opening " + printable(path), cause);
}

// What one ingest works with.
class Work {
public:
    Work(const std::string& shown, blob::BlobWriter& writer, const IngestOptions& options)
        : writer_(writer),
          options_(options),
          monitor_("reading", shown, options.progress, options.cancel),
          pipeline_(writer, monitor_) {}

    IngestOutcome tree(FileDescriptor root, const std::string& shown) {
        const TreeTools tools{writer_, pipeline_, monitor_, options_.on_member};
        TreeFacts facts = ingest_tree(std::move(root), shown, tools);
        outcome_.kind = kind_tree;
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

    IngestOutcome stream(Source& source, std::string_view otherwise) {
        outcome_.kind = options_.kind;
        if (outcome_.kind.empty()) {
            outcome_.kind = detect_kind(source.head()).value_or(otherwise);
        }
        outcome_.container = container_of(source.head());
        monitor_.state().bytes_total = source.size().value_or(0);
        StreamFacts facts = pipeline_.run(source, chunker_of(outcome_.kind));
        outcome_.notes = source.notes();
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
        return finish();
    }

private:
    IngestOutcome finish() {
        monitor_.step();
        outcome_.written = writer_.finish();
        count_stored(monitor_, writer_);
        monitor_.finish();
        return std::move(outcome_);
    }

    blob::BlobWriter& writer_;
    const IngestOptions& options_;
    IngestOutcome outcome_;
    Monitor monitor_;
    Pipeline pipeline_;
};

IngestOutcome ingest_opened(FileDescriptor fd, const std::string& shown, blob::BlobWriter& writer,
                            const IngestOptions& options) {
    struct stat status {};
    if (::fstat(fd.get(), &status) != 0) throw_errno("looking at " + shown, errno);
    if (S_ISDIR(status.st_mode)) {
        if (!options.kind.empty() && options.kind != kind_tree) {
            throw Error(ErrorKind::usage, "ingesting " + shown + " as " + printable(options.kind) +
                                              ": it is a folder, its kind can only be tree");
        }
        return Work(shown, writer, options).tree(std::move(fd), shown);
    }
    if (S_ISREG(status.st_mode) || S_ISBLK(status.st_mode)) {
        FileSource source(std::move(fd), shown);
        return ingest_source(source, source.is_device() ? kind_image : kind_file, writer, options);
    }
    PipeSource source(std::move(fd), shown, options.cancel);
    return ingest_source(source, kind_stream, writer, options);
}

}  // namespace

IngestOutcome ingest_source(Source& source, std::string_view otherwise, blob::BlobWriter& writer,
                            const IngestOptions& options) {
    if (options.kind == kind_tree) {
        throw Error(ErrorKind::usage,
                    "ingesting " + source.name() + " as tree: it is not a folder");
    }
    return Work(source.name(), writer, options).stream(source, otherwise);
}

IngestOutcome ingest_path(const std::string& path, blob::BlobWriter& writer,
                          const IngestOptions& options) {
    IngestOutcome outcome;
    if (path == "-") {
        PipeSource source = PipeSource::standard_input(options.cancel);
        outcome = ingest_source(source, kind_stream, writer, options);
        outcome.source_name = path;
    } else {
        outcome = ingest_opened(open_source(path), printable(path), writer, options);
        outcome.source_name = source_name(path);
    }
    return outcome;
}

}  // namespace exhibit::intake

#include "intake/acquisition_keep.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

#include "base/file.hpp"
#include "exhibit/error.hpp"
#include "intake/acquisition_log.hpp"
#include "intake/kind.hpp"
#include "intake/pipeline.hpp"

namespace exhibit::intake {
namespace {

class MemorySource final : public Source {
public:
    MemorySource(ByteView bytes, const std::string& name) : bytes_(bytes), name_(name) {}

    const std::string& name() const override { return name_; }
    std::optional<std::uint64_t> size() const override { return bytes_.size(); }
    ByteView head() override { return bytes_.first(std::min(bytes_.size(), head_bytes)); }
    SourceRun next(std::span<std::byte> into) override {
        const ByteView now = bytes_.subspan(used_, std::min(into.size(), bytes_.size() - used_));
        if (now.empty()) return {};
        std::ranges::copy(now, into.begin());
        used_ += now.size();
        return {RunKind::data, now.size()};
    }
    std::vector<std::string> notes() override { return {}; }

private:
    ByteView bytes_;
    const std::string& name_;
    std::size_t used_ = 0;
};

constexpr std::size_t log_step = std::size_t{1} << 20;

std::string_view name_of(mode_t mode) noexcept {
    if (S_ISDIR(mode)) return "a folder";
    if (S_ISFIFO(mode)) return "a pipe";
    if (S_ISCHR(mode) || S_ISBLK(mode)) return "a device";
    return "no file";
}

}  // namespace

Bytes read_log(const std::string& path, const std::string& shown) {
    FileDescriptor fd;
    try {
        // A pipe without a writer would make the opening wait.
        fd = open_file(path, O_RDONLY | O_NONBLOCK);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::not_found) throw;
        throw Error(ErrorKind::not_found, "reading " + shown + ": it does not exist");
    }
    const struct stat status = status_of(fd.get(), shown);
    if (!S_ISREG(status.st_mode)) {
        throw Error(ErrorKind::usage, "reading " + shown + ": it is " +
                                          std::string(name_of(status.st_mode)) +
                                          ", expected a file. Save the log to one and name that.");
    }
    Bytes bytes;
    std::size_t got = log_step;
    while (got == log_step && bytes.size() <= acquisition_log_bytes_max) {
        const std::size_t start = bytes.size();
        bytes.resize(start + log_step);
        got = read_up_to(fd.get(), std::span(bytes).subspan(start), path);
        bytes.resize(start + got);
    }
    if (bytes.size() > acquisition_log_bytes_max) {
        throw Error(ErrorKind::malformed,
                    "reading " + shown +
                        ": it is longer than 64 MiB, the most a log may have. Ingest it as an item "
                        "of its own, or give the part that speaks of this item.");
    }
    return bytes;
}

KeptStream keep_stream(ByteView bytes, const std::string& shown, blob::BlobWriter& writer,
                       const IngestOptions& options) {
    Monitor monitor("reading", shown, options.progress, options.cancel);
    MemorySource source(bytes, shown);
    Pipeline pipeline(writer, monitor, DigestSet::all);
    StreamFacts facts = pipeline.run(source, chunker_of(kind_file));
    return {facts.manifest, facts.size, std::move(facts.digests)};
}

}  // namespace exhibit::intake

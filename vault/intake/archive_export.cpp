#include "intake/archive_export.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "exhibit/error.hpp"
#include "intake/archive_open.hpp"
#include "intake/monitor.hpp"
#include "intake/sink.hpp"

namespace exhibit::intake {
namespace {

/// One export.
class ArchiveExport {
public:
    ArchiveExport(blob::BlockSource& blocks, const ExportOptions& options)
        : blocks_(blocks),
          options_(options),
          monitor_("exporting", "to " + printable(options.output), options.progress,
                   options.cancel) {}

    ExportOutcome run(const blob::BlockId& archive, const ArchiveMember& member) {
        set_range(member);
        OpenMember open(blocks_, archive, member);
        write_output(options_.output, [&](Sink& sink) { copy(open, sink); });
        outcome_.bytes = range_.length;
        outcome_.sha256 = sha256_.finish();
        outcome_.matches_listing = range_.length == member.content->size;
        if (!member.problem.empty()) {
            outcome_.findings.push_back({"EX-MEMBER",
                                         Severity::warning,
                                         {},
                                         {},
                                         {},
                                         printable(shown_path(member)) + ": " + member.problem});
        }
        monitor_.finish();
        return std::move(outcome_);
    }

private:
    void set_range(const ArchiveMember& member) {
        const std::uint64_t size = member.content->size;
        range_ = options_.range.value_or(ByteRange{0, size});
        if (range_.offset > size || range_.length > size - range_.offset) {
            throw Error(ErrorKind::usage, "exporting " + std::to_string(range_.length) +
                                              " bytes at offset " + std::to_string(range_.offset) +
                                              ": the member has " + std::to_string(size) +
                                              " bytes");
        }
        monitor_.state().bytes_total = size;
    }

    // All of the member is read, also for a range: only the whole can be compared.
    void copy(OpenMember& open, Sink& sink) {
        std::uint64_t offset = 0;
        for (ByteView bytes = open.next(); !bytes.empty(); bytes = open.next()) {
            const std::uint64_t end = offset + bytes.size();
            const std::uint64_t from = std::clamp(range_.offset, offset, end);
            const std::uint64_t to = std::clamp(range_.offset + range_.length, from, end);
            const ByteView wanted = bytes.subspan(static_cast<std::size_t>(from - offset),
                                                  static_cast<std::size_t>(to - from));
            sha256_.update(wanted);
            if (!wanted.empty() && all_zero(wanted)) {
                sink.zeros(wanted.size());
            } else {
                sink.write(wanted);
            }
            offset = end;
            monitor_.state().bytes_done = offset;
            monitor_.step();
        }
    }

    blob::BlockSource& blocks_;
    const ExportOptions& options_;
    Monitor monitor_;
    ByteRange range_;
    RunDigest sha256_{crypto::Algorithm::sha256};
    ExportOutcome outcome_;
};

[[noreturn]] void refuse(const ExportOptions& options, const std::string& because) {
    throw Error(ErrorKind::usage,
                "exporting the member " + printable(options.member) + ": " + because);
}

}  // namespace

ExportOutcome export_archive_member(blob::BlockSource& blocks, const blob::BlockId& archive,
                                    const blob::BlockId& listing, const ExportOptions& options) {
    if (options.fill) {
        refuse(options, "nothing can stand in for a part of an archive; leave out --fill");
    }
    const ArchiveMember member = choose_member(blocks, listing, options.member);
    if (member.content) return ArchiveExport(blocks, options).run(archive, member);
    if (member.type == MemberType::hardlink) {
        refuse(options,
               "it is a hard link; export the member it names, " + printable(member.target));
    }
    if (member.type != MemberType::file) {
        refuse(options, "it is a " + std::string(to_string(member.type)) + ", expected a file");
    }
    refuse(options,
           "its content could not be read when the archive was ingested: " + member.problem);
}

}  // namespace exhibit::intake

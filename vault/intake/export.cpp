#include "intake/export.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "base/text.hpp"
#include "blob/stream.hpp"
#include "custody/types.hpp"
#include "exhibit/error.hpp"
#include "intake/copy.hpp"
#include "intake/listing.hpp"
#include "intake/monitor.hpp"
#include "intake/sink.hpp"
#include "intake/tree_export.hpp"
#include "intake/tree_output.hpp"

namespace exhibit::intake {
namespace {

constexpr std::string_view standard_output = "-";

blob::ByteRange range_in(const std::optional<ByteRange>& wanted, std::uint64_t size) {
    if (!wanted) return {0, size};
    if (wanted->offset > size || wanted->length > size - wanted->offset) {
        throw Error(ErrorKind::usage, "exporting " + std::to_string(wanted->length) +
                                          " bytes at offset " + std::to_string(wanted->offset) +
                                          ": the stream has " + std::to_string(size) + " bytes");
    }
    return {wanted->offset, wanted->length};
}

/// One export.
class Export {
public:
    Export(blob::BlockSource& blocks, const ExportOptions& options)
        : blocks_(blocks),
          options_(options),
          monitor_("exporting", "to " + printable(options.output), options.progress,
                   options.cancel) {}

    ExportOutcome stream(const blob::BlockId& manifest, const std::string& what,
                         const std::string& recorded_sha256) {
        if (recorded_sha256.empty() || !copied_by_seal(manifest, what, recorded_sha256)) {
            blob::StreamReader reader(blocks_, manifest);
            const blob::ByteRange range = range_in(options_.range, reader.size());
            write_output(options_.output, [&](Sink& sink) { copy(reader, range, what, sink); });
        }
        monitor_.finish();
        return std::move(outcome_);
    }

    ExportOutcome member(const blob::BlockId& listing) {
        const StoredTree tree{blocks_, listing, options_.fill};
        ListingEntry entry = find_member(tree, options_.member, outcome_);
        if (entry.type == MemberType::hardlink) entry = find_member(tree, entry.target, outcome_);
        if (entry.type != MemberType::file || !entry.content) {
            const std::string is = entry.type != MemberType::file
                                       ? "it is a " + std::string(to_string(entry.type))
                                       : "it could not be read when the tree was ingested";
            throw Error(ErrorKind::usage, "exporting the member " + printable(options_.member) +
                                              ": " + is + ", expected a file with content");
        }
        return stream(entry.content->manifest, printable(entry.path),
                      entry.content->digests.sha256);
    }

    ExportOutcome tree(const blob::BlockId& listing) {
        if (options_.range) {
            throw Error(ErrorKind::usage,
                        "exporting a range of a tree: name the member it is a range of");
        }
        const StoredTree tree{blocks_, listing, options_.fill};
        if (options_.output == standard_output || options_.output.ends_with(".tar")) {
            write_output(options_.output, [&](Sink& sink) {
                export_members(tree, *tar_output(sink), monitor_, outcome_);
            });
        } else {
            NewOutput output(options_.output, NewOutput::What::folder);
            export_members(tree, *folder_output(output.take_descriptor()), monitor_, outcome_);
            output.publish();
        }
        monitor_.finish();
        return std::move(outcome_);
    }

private:
    /// Damage of the content under a seal that holds.
    struct OtherBytes {};

    // A pipe has its bytes before the digest is known, and a filler changes the digest.
    bool copied_by_seal(const blob::BlockId& manifest, const std::string& what,
                        const std::string& recorded_sha256) {
        if (options_.range || options_.fill || options_.output == standard_output) return false;
        const std::unique_ptr<blob::BlockSource> blocks = blocks_.by_seal();
        if (!blocks) return false;
        try {
            blob::StreamReader reader(*blocks, manifest);
            write_output(options_.output, [&](Sink& sink) {
                copy(reader, {0, reader.size()}, what, sink);
                if (outcome_.sha256 != recorded_sha256) throw OtherBytes();
            });
            return true;
        } catch (const OtherBytes&) {
            outcome_ = {};
            monitor_.state().bytes_done = 0;
            return false;
        }
    }

    void copy(blob::StreamReader& reader, blob::ByteRange range, const std::string& what,
              Sink& sink) {
        monitor_.state().bytes_total = range.length;
        take(copy_stream(reader, range, sink, {what, options_.fill}, monitor_));
        outcome_.bytes = range.length;
        outcome_.whole = range.length == reader.size();
    }

    void take(CopyOutcome copied) {
        outcome_.sha256 = std::move(copied.sha256);
        outcome_.filled.insert(outcome_.filled.end(), copied.filled.begin(), copied.filled.end());
        for (Finding& finding : copied.findings) outcome_.findings.push_back(std::move(finding));
    }

    blob::BlockSource& blocks_;
    const ExportOptions& options_;
    Monitor monitor_;
    ExportOutcome outcome_;
};

}  // namespace

ExportOutcome export_item(blob::BlockSource& blocks, const std::string& kind,
                          const blob::BlockId& manifest, const ExportOptions& options) {
    Export work(blocks, options);
    if (!custody::is_listing_kind(kind)) {
        if (!options.member.empty()) {
            throw Error(ErrorKind::usage, "exporting the member " + printable(options.member) +
                                              ": the item is no tree, it has no members");
        }
        return work.stream(manifest, "the item", options.recorded_sha256);
    }
    return options.member.empty() ? work.tree(manifest) : work.member(manifest);
}

std::vector<TreeMember> list_members(blob::BlockSource& blocks, const blob::BlockId& manifest) {
    std::vector<TreeMember> members;
    std::vector<std::pair<std::size_t, std::string>> links;  // place in members, target
    read_listing(blocks, manifest, [&](const ListingEntry& entry) {
        if (entry.type == MemberType::file && entry.content) {
            members.push_back({entry.path, entry.content->size, entry.content->digests});
        } else if (entry.type == MemberType::hardlink) {
            links.emplace_back(members.size(), entry.target);
            members.push_back({entry.path, 0, {}});
        }
    });
    // The members are sorted by path, and a link's target is among them unless it was not read.
    for (const auto& [place, target] : links) {
        const auto found = std::ranges::lower_bound(members, target, {}, &TreeMember::path);
        if (found == members.end() || found->path != target) continue;
        members[place].size = found->size;
        members[place].digests = found->digests;
    }
    std::erase_if(members, [](const TreeMember& member) { return member.digests.sha256.empty(); });
    return members;
}

}  // namespace exhibit::intake

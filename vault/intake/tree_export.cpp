#include "intake/tree_export.hpp"

#include <memory>
#include <utility>

#include "base/text.hpp"
#include "blob/pack_reader.hpp"
#include "blob/stream.hpp"
#include "exhibit/error.hpp"
#include "intake/copy.hpp"
#include "intake/member_reader.hpp"

namespace exhibit::intake {
namespace {

void add_finding(ExportOutcome& outcome, std::string code, Severity severity, std::string text) {
    outcome.findings.push_back({std::move(code), severity, {}, {}, {}, std::move(text)});
}

// Whoever gives a filler wants what can still be had; who gives none wants all or nothing.
void lose(const StoredTree& tree, ExportOutcome& outcome, const std::string& what) {
    if (!tree.fill) {
        throw Error(ErrorKind::verification,
                    "exporting a tree: " + what +
                        "; to export the members that can be read, give a filler");
    }
    add_finding(outcome, "BL-DAMAGED", Severity::violation, what + ".");
    outcome.whole = false;
}

void lose_lines(const StoredTree& tree, ExportOutcome& outcome, const blob::DamagedRange& lost) {
    lose(tree, outcome,
         "part of the listing is damaged, the members it names there are missing: " +
             std::string(lost.what()));
}

class TreeExport {
public:
    TreeExport(const StoredTree& tree, TreeOutput& output, Monitor& monitor, ExportOutcome& outcome)
        : tree_(tree), output_(output), monitor_(monitor), outcome_(outcome) {}

    void take(const ReadMember& member) {
        if (member.lost) return lose_lines(tree_, outcome_, *member.lost);
        const ListingEntry& entry = member.entry;
        const bool file = entry.type == MemberType::file;
        const std::string problem = file ? write_file(member) : output_.make(entry);
        if (!problem.empty()) {
            ++monitor_.state().errors;
            add_finding(outcome_, "EX-MEMBER", Severity::warning,
                        printable(entry.path) + ": " + problem);
        }
        monitor_.step();
    }

private:
    std::string write_file(const ReadMember& member);
    std::unique_ptr<blob::StreamReader> open(const ListingEntry& entry);
    void finish_file(const ListingEntry& entry, CopyOutcome copied);

    const StoredTree& tree_;
    TreeOutput& output_;
    Monitor& monitor_;
    ExportOutcome& outcome_;
};

// Returns a sentence when the file is not made.
std::string TreeExport::write_file(const ReadMember& member) {
    const ListingEntry& entry = member.entry;
    if (!entry.content) return "it could not be read when the tree was ingested.";
    std::unique_ptr<blob::StreamReader> reader;
    if (!member.content) {
        reader = open(entry);
        if (!reader) return {};
    }
    std::string problem;
    Sink* sink = output_.begin_file(entry, problem);
    if (sink == nullptr) return problem;
    const CopyOptions options{printable(entry.path), tree_.fill};
    finish_file(entry, member.content
                           ? copy_bytes(*member.content, *sink, options, monitor_)
                           : copy_stream(*reader, {0, reader->size()}, *sink, options, monitor_));
    return {};
}

// Null when the file is lost, which is told then.
std::unique_ptr<blob::StreamReader> TreeExport::open(const ListingEntry& entry) {
    const std::string shown = printable(entry.path);
    try {
        auto reader = std::make_unique<blob::StreamReader>(tree_.blocks, entry.content->manifest);
        if (reader->size() == entry.content->size) return reader;
        lose(tree_, outcome_,
             shown + " is missing: its manifest has " + std::to_string(reader->size()) +
                 " bytes, the listing of the tree says " + std::to_string(entry.content->size));
    } catch (const Error& error) {
        if (!blob::tells_damage(error)) throw;
        lose(tree_, outcome_,
             shown + " is missing: its manifest is damaged: " + std::string(error.what()));
    }
    return nullptr;
}

void TreeExport::finish_file(const ListingEntry& entry, CopyOutcome copied) {
    output_.end_file(entry);
    outcome_.bytes += entry.content->size;
    outcome_.filled.insert(outcome_.filled.end(), copied.filled.begin(), copied.filled.end());
    for (Finding& finding : copied.findings) outcome_.findings.push_back(std::move(finding));
    if (copied.filled.empty() && copied.sha256 != entry.content->digests.sha256) {
        add_finding(outcome_, "BL-DIGEST", Severity::violation,
                    printable(entry.path) + ": its SHA-256 is " + copied.sha256 +
                        ", the listing of the tree says " + entry.content->digests.sha256 + ".");
    }
}

}  // namespace

void export_members(const StoredTree& tree, TreeOutput& output, Monitor& monitor,
                    ExportOutcome& outcome) {
    outcome.whole = true;
    TreeExport work(tree, output, monitor, outcome);
    read_members(tree.blocks, tree.listing, [&](const ReadMember& member) { work.take(member); });
    for (std::string& sentence : output.finish()) {
        add_finding(outcome, "EX-ATTRIBUTE", Severity::note, std::move(sentence));
    }
}

ListingEntry find_member(const StoredTree& tree, const std::string& path, ExportOutcome& outcome) {
    std::optional<ListingEntry> found;
    const ListingSink look = [&](const ListingEntry& entry) {
        if (entry.path == path) found = entry;
    };
    read_listing(tree.blocks, tree.listing, look,
                 [&](const blob::DamagedRange& lost) { lose_lines(tree, outcome, lost); });
    if (!found) {
        throw Error(ErrorKind::not_found,
                    "looking for the member " + printable(path) + ": the tree has none");
    }
    return std::move(*found);
}

}  // namespace exhibit::intake

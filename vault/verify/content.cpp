#include "verify/content.hpp"

#include <algorithm>
#include <thread>

#include "base/text.hpp"
#include "blob/lists.hpp"
#include "ledger/object_names.hpp"
#include "verify/codes.hpp"
#include "verify/objects.hpp"
#include "verify/part_queue.hpp"
#include "verify/stream_walk.hpp"

namespace exhibit::verify {

namespace {

constexpr std::uint64_t progress_bytes = std::uint64_t{64} << 20;

const Bytes& zero_block() {
    static const Bytes zeros(std::size_t{1} << 20);
    return zeros;
}

std::string range_text(std::uint64_t offset, std::uint64_t length) {
    return grouped(length) + " bytes at offset " + grouped(offset);
}

/// The thread that hashes: takes the parts of streams and says what is wrong with each.
class StreamJudge {
public:
    StreamJudge(const ContentInput& input, Report& report)
        : input_(input), report_(report), item_(input.item.id.text()) {
        progress_.phase = "verifying";
    }

    void take(const Part& part) {
        stop_if_asked(input_.cancel, "verifying " + item_);
        switch (part.kind) {
            case PartKind::begin: begin(part); return;
            case PartKind::end: end(); return;
            case PartKind::data: hash(part.bytes); break;
            case PartKind::zeros: hash_zeros(part.length); break;
            case PartKind::unreadable: unreadable(part); break;
            case PartKind::damaged: damaged(part); break;
        }
        count(part.length);
    }

    void finish() {
        const std::uint64_t recorded =
            input_.item.ingest ? input_.item.ingest->unreadable_bytes : 0;
        if (recorded != unreadable_ && !lost_) {
            add(code::unreadable, Severity::warning, {},
                "The manifest marks " + grouped(unreadable_) +
                    " bytes as unreadable at the source; the record states " + grouped(recorded) +
                    ".");
        }
        if (input_.progress != nullptr) input_.progress->update(progress_);
    }

    std::uint64_t bytes() const noexcept { return progress_.bytes_done; }

private:
    void add(std::string_view code, Severity severity, std::string object, std::string text) {
        report_.add({std::string(code), severity, std::move(object), item_, {}, std::move(text)});
    }

    std::string where() const {
        return name_.empty() ? "item " + item_
                             : "file \"" + printable(name_) + "\" of item " + item_;
    }

    void begin(const Part& part) {
        name_ = part.name;
        recorded_ = part.sha256;
        whole_ = true;
        digest_.reset();
    }

    void end() {
        flush_damage();
        if (input_.depth != VerifyDepth::stream || !whole_) return;
        const std::string found = to_hex(digest_.finish());
        if (found == recorded_) return;
        if (recorded_.empty()) {
            add(code::no_record, Severity::violation, {},
                "No SHA-256 is on record for " + where() + " that its bytes, with SHA-256 " +
                    found + ", could be compared with.");
            return;
        }
        add(code::stream_digest, Severity::violation, {},
            "The bytes of " + where() + " have the SHA-256 " + found + "; the record states " +
                printable(recorded_) + ".");
    }

    void hash(ByteView bytes) {
        if (input_.depth == VerifyDepth::stream && whole_) digest_.update(bytes);
    }

    void hash_zeros(std::uint64_t length) {
        while (length > 0 && input_.depth == VerifyDepth::stream && whole_) {
            stop_if_asked(input_.cancel, "verifying " + item_);
            const std::uint64_t now = std::min<std::uint64_t>(length, zero_block().size());
            digest_.update(ByteView(zero_block()).first(static_cast<std::size_t>(now)));
            length -= now;
        }
    }

    void unreadable(const Part& part) {
        flush_damage();
        unreadable_ += part.length;
        add(code::unreadable, Severity::note, {},
            range_text(part.offset, part.length) + " of " + where() +
                " could not be read at the source, as recorded; its digest was taken with zeros "
                "there.");
        hash_zeros(part.length);
    }

    void damaged(const Part& part) {
        whole_ = false;
        lost_ = true;
        const bool joins = damage_ && damage_->problem.object == part.problem.object &&
                           damage_->offset + damage_->length == part.offset;
        if (joins) {
            damage_->length += part.length;
            return;
        }
        flush_damage();
        damage_ = Damage{part.offset, part.length, part.problem};
    }

    void flush_damage() {
        if (!damage_) return;
        const std::string what =
            damage_->length == 0 ? "All of " + where()
                                 : range_text(damage_->offset, damage_->length) + " of " + where();
        const std::string& object = damage_->problem.object;
        add(code::block, Severity::violation,
            object.empty() ? ledger::list_name(input_.item.ingest->list) : object,
            what + " cannot be read back: " + damage_->problem.text);
        damage_.reset();
    }

    void count(std::uint64_t bytes) {
        progress_.bytes_done += bytes;
        if (input_.progress == nullptr || progress_.bytes_done - told_ < progress_bytes) return;
        told_ = progress_.bytes_done;
        input_.progress->update(progress_);
    }

    struct Damage {
        std::uint64_t offset = 0;
        std::uint64_t length = 0;
        BlockProblem problem;
    };

    const ContentInput& input_;
    Report& report_;
    std::string item_;
    crypto::Digest digest_{crypto::Algorithm::sha256};
    std::string name_;
    std::string recorded_;
    bool whole_ = true;  ///< no damage in this stream so far
    bool lost_ = false;  ///< damage anywhere
    std::optional<Damage> damage_;
    std::uint64_t unreadable_ = 0;
    ProgressState progress_;
    std::uint64_t told_ = 0;
};

/// The packs the item needs, as its list says; without a usable list all of the incident.
void find_packs(const ContentInput& input, Report& report, BlockReader& blocks) {
    const std::string name = ledger::list_name(input.item.ingest->list);
    Report of_list;
    Objects objects(input.store, of_list, {"verifying", nullptr, input.cancel});
    const auto list = objects.read_named(name, blob::pack_list_bytes_max);
    std::optional<std::set<crypto::Hash>> packs;
    if (list) {
        of_list.attempt(code::list, name,
                        [&] { packs = blob::parse_pack_list(as_text(*list), name); });
    }
    for (Finding& finding : of_list.take()) {
        finding.item = input.item.id.text();
        report.add(std::move(finding));
    }
    blocks.add_list(name, packs.value_or(std::set<crypto::Hash>{}));
    if (!packs) blocks.add_all();
}

/// The acquisition logs are streams of the item like its own.
bool walk_logs(StreamWalk& walk, const ContentInput& input) {
    const std::vector<crypto::Hash>& logs = input.item.ingest->logs;
    for (std::size_t i = 0; i < logs.size(); ++i) {
        const std::string recorded = i < input.log_sha256.size() ? input.log_sha256[i] : "";
        if (!walk.stream("acquisition log " + std::to_string(i + 1), blob::BlockId{logs[i]},
                         recorded))
            return false;
    }
    return true;
}

/// So is the listing of an archive's members; their content lies in the item's own stream.
void walk_members(StreamWalk& walk, const ContentInput& input) {
    const std::optional<crypto::Hash>& members = input.item.ingest->members;
    if (!members) return;
    static_cast<void>(
        walk.stream("listing of members", blob::BlockId{*members}, input.members_sha256));
}

/// Opens blocks on a thread of its own; hashes on this one.
void run(const ContentInput& input, BlockReader& blocks, Report& of_blocks, StreamJudge& judge) {
    PartQueue queue;
    std::thread opener([&] {
        try {
            StreamWalk walk(blocks, queue, of_blocks, input);
            const blob::BlockId root{input.item.ingest->manifest};
            const bool is_tree = custody::is_listing_kind(input.item.ingest->kind);
            const bool go_on =
                is_tree ? walk.tree(root, input.sha256) : walk.stream({}, root, input.sha256);
            if (go_on && walk_logs(walk, input)) walk_members(walk, input);
            queue.end(nullptr);
        } catch (...) {
            queue.end(std::current_exception());
        }
    });
    try {
        while (std::optional<Part> part = queue.take()) {
            judge.take(*part);
            if (part->kind == PartKind::data) queue.give_back(std::move(part->bytes));
        }
    } catch (...) {
        queue.stop();
        opener.join();
        throw;
    }
    opener.join();
}

std::string scope_of(const ContentInput& input) {
    if (input.depth == VerifyDepth::blocks) {
        return "every block; the SHA-256 of the stream was not computed";
    }
    const custody::ItemIngest& ingest = *input.item.ingest;
    std::string logs = ingest.logs.empty() ? "" : ", and of its acquisition logs";
    if (ingest.members) logs += ", and of the listing of its members";
    if (custody::is_listing_kind(ingest.kind)) {
        return "every block and the SHA-256 of the listing and of every file in it" + logs;
    }
    return "every block and the SHA-256 of the whole stream" + logs;
}

}  // namespace

VerifiedItem verify_content(const ContentInput& input) {
    VerifiedItem result;
    result.item = input.item.id.text();
    if (!input.item.ingest || !input.keys.content || input.keys.id_key.empty()) {
        throw Error(ErrorKind::usage,
                    "verifying the content of " + result.item +
                        ": this takes a digital item and keys of a content grant.");
    }
    result.scope = scope_of(input);
    Report report;
    Report of_blocks;  // filled by the other thread
    const crypto::KeyedHash id_key(input.keys.id_key);
    const auto tag =
        ledger::subject_tag(input.origin, custody::subject_of(input.item.id.incident()));
    const blob::ReadKeys keys{{tag.bytes}, *input.keys.content, id_key};
    BlockReader blocks(input.store, keys, of_blocks, result.item);
    find_packs(input, report, blocks);
    StreamJudge judge(input, report);
    run(input, blocks, of_blocks, judge);
    judge.finish();

    result.bytes = judge.bytes();
    result.findings = of_blocks.take();
    for (Finding& finding : report.take()) result.findings.push_back(std::move(finding));
    const bool none_bad = std::none_of(
        result.findings.begin(), result.findings.end(),
        [](const Finding& finding) { return finding.severity == Severity::violation; });
    result.ok = none_bad && !input.sha256.empty();
    return result;
}

}  // namespace exhibit::verify

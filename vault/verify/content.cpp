#include "verify/content.hpp"

#include <algorithm>
#include <thread>

#include "base/text.hpp"
#include "base/work_threads.hpp"
#include "blob/lists.hpp"
#include "ledger/object_names.hpp"
#include "verify/codes.hpp"
#include "verify/objects.hpp"
#include "verify/part_queue.hpp"
#include "verify/stream_judge.hpp"
#include "verify/stream_walk.hpp"

namespace exhibit::verify {

namespace {

/// Opening a block costs about as much as its digest; more threads only wait for the digest.
constexpr unsigned openers_max = 4;

/// The packs the item needs, as its list says; without a usable list all of the incident.
void find_packs(const ContentInput& input, const crypto::Hash& of, Report& report,
                BlockReader& blocks) {
    const std::string name = ledger::list_name(of);
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
        Digests recorded;
        if (i < input.log_sha256.size()) recorded.sha256 = input.log_sha256[i];
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
        walk.stream("listing of members", blob::BlockId{*members}, {{}, {}, input.members_sha256}));
}

/// And what is attached to it.
bool walk_attachments(StreamWalk& walk, const ContentInput& input) {
    for (std::size_t i = 0; i < input.attachments.size(); ++i) {
        const AttachmentInput& one = input.attachments[i];
        if (!walk.stream("attachment " + std::to_string(i + 1), blob::BlockId{one.manifest},
                         {{}, {}, one.sha256}))
            return false;
    }
    return true;
}

void walk_all(StreamWalk& walk, const ContentInput& input) {
    const blob::BlockId root{input.item.ingest->manifest};
    const bool is_tree = custody::is_listing_kind(input.item.ingest->kind);
    const bool go_on =
        is_tree ? walk.tree(root, input.recorded) : walk.stream({}, root, input.recorded);
    if (go_on && walk_logs(walk, input) && walk_attachments(walk, input)) walk_members(walk, input);
}

void open_parts(BlockReader& blocks, PartQueue& queue, blob::IdCheck check) {
    give_way();
    OpenPacks packs;
    std::vector<blob::BlockId> ids;
    for (auto run = queue.take_unopened(); !run.empty(); run = queue.take_unopened()) {
        ids.clear();
        for (const Part* part : run) ids.push_back(part->id);
        const std::vector<std::uint64_t> rows = blocks.rows_of(ids);
        for (std::size_t i = 0; i < run.size(); ++i) {
            run[i]->bytes = queue.spare();
            open_part(blocks, packs, *run[i], check, rows[i]);
        }
        queue.opened(run);
    }
}

/// One thread walks the manifests, some open blocks, and this one hashes.
void run(const ContentInput& input, BlockReader& blocks, Report& of_walk, StreamJudge& judge,
         blob::IdCheck check) {
    PartQueue queue;
    WorkThreads threads(queue);
    threads.start([&] {
        StreamWalk walk(blocks, queue, of_walk, input);
        walk_all(walk, input);
        queue.end();
    });
    const unsigned openers = std::clamp(std::thread::hardware_concurrency(), 1U, openers_max);
    for (unsigned i = 0; i < openers; ++i) {
        threads.start([&] { open_parts(blocks, queue, check); });
    }
    while (std::optional<Part> part = queue.take()) {
        judge.take(*part);
        if (part->kind == PartKind::data) queue.give_back(std::move(part->bytes));
    }
}

std::string scope_of(const ContentInput& input) {
    if (input.depth == VerifyDepth::blocks) {
        return "every block; the SHA-256 of the stream was not computed";
    }
    const custody::ItemIngest& ingest = *input.item.ingest;
    const std::string digests =
        input.depth == VerifyDepth::digests ? "MD5, SHA-1 and SHA-256" : "SHA-256";
    std::string logs = ingest.logs.empty() ? "" : ", and of its acquisition logs";
    if (!input.attachments.empty()) logs += ", and of what is attached to it";
    if (ingest.members) logs += ", and of the listing of its members";
    if (custody::is_listing_kind(ingest.kind)) {
        return "every block and the " + digests + " of the listing and of every file in it" + logs;
    }
    return "every block and the " + digests + " of the whole stream" + logs;
}

bool none_bad(const std::vector<Finding>& findings) {
    return std::none_of(findings.begin(), findings.end(), [](const Finding& finding) {
        return finding.severity == Severity::violation;
    });
}

VerifiedItem verify_once(const ContentInput& input, const blob::ReadKeys& keys,
                         blob::IdCheck check) {
    VerifiedItem result;
    result.item = input.item.id.text();
    result.scope = scope_of(input);
    Report of_packs;
    Report of_walk;  // filled by another thread
    Report report;
    BlockReader blocks(input.store, keys, of_packs, result.item);
    for (const AttachmentInput& one : input.attachments)
        find_packs(input, one.list, of_packs, blocks);
    find_packs(input, input.item.ingest->list, of_packs, blocks);  // last: blamed for what lacks
    StreamJudge judge(input, report);
    run(input, blocks, of_walk, judge, check);
    judge.finish();

    result.bytes = judge.bytes();
    result.lost = judge.take_lost();
    for (Report* part : {&of_packs, &of_walk, &report}) {
        for (Finding& finding : part->take()) result.findings.push_back(std::move(finding));
    }
    result.ok = none_bad(result.findings) && !input.recorded.sha256.empty();
    return result;
}

}  // namespace

VerifiedItem verify_content(const ContentInput& input) {
    if (!input.item.ingest || !input.keys.content || input.keys.id_key.empty()) {
        throw Error(ErrorKind::usage,
                    "verifying the content of " + input.item.id.text() +
                        ": this takes a digital item and keys of a content grant.");
    }
    const crypto::KeyedHash id_key(input.keys.id_key);
    const auto tag =
        ledger::subject_tag(input.origin, custody::subject_of(input.item.id.incident()));
    const blob::ReadKeys keys{{tag.bytes}, *input.keys.content, id_key, input.keys.older_content};
    // The SHA-256 of a stream says all that the ids of its blocks could say. Only when something is
    // wrong are they computed as well: they tell which block it is.
    if (input.depth != VerifyDepth::blocks) {
        VerifiedItem result = verify_once(input, keys, blob::IdCheck::sealed);
        if (result.ok) return result;
    }
    return verify_once(input, keys, blob::IdCheck::computed);
}

}  // namespace exhibit::verify

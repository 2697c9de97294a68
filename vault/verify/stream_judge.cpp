#include "verify/stream_judge.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "ledger/object_names.hpp"
#include "verify/codes.hpp"

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

const std::string& recorded_of(const Digests& digests, crypto::Algorithm algorithm) {
    if (algorithm == crypto::Algorithm::md5) return digests.md5;
    if (algorithm == crypto::Algorithm::sha1) return digests.sha1;
    return digests.sha256;
}

std::string_view shown_name(crypto::Algorithm algorithm) {
    if (algorithm == crypto::Algorithm::md5) return "MD5";
    if (algorithm == crypto::Algorithm::sha1) return "SHA-1";
    return "SHA-256";
}

}  // namespace

StreamJudge::StreamJudge(const ContentInput& input, Report& report)
    : input_(input), report_(report), item_(input.item.id.text()) {
    progress_.phase = "verifying";
    if (input.depth == VerifyDepth::blocks) return;
    digests_.push_back({crypto::Algorithm::sha256});
    if (input.depth == VerifyDepth::stream) return;
    digests_.push_back({crypto::Algorithm::sha1});
    digests_.push_back({crypto::Algorithm::md5});
}

void StreamJudge::take(const Part& part) {
    stop_if_asked(input_.cancel, "verifying " + item_);
    for (const BlockProblem& bad : part.bad_copies) {
        add(code::copy, Severity::warning, bad.object,
            bad.text + " Another pack holds a sound copy of the block.");
    }
    switch (part.kind) {
        case PartKind::seen: return;
        case PartKind::begin: begin(part); return;
        case PartKind::end: end(); return;
        case PartKind::data: hash(part.bytes); break;
        case PartKind::zeros: hash_zeros(part.length); break;
        case PartKind::unreadable: unreadable(part); break;
        case PartKind::damaged: damaged(part); break;
    }
    count(part.length);
}

void StreamJudge::finish() {
    const std::uint64_t recorded = input_.item.ingest ? input_.item.ingest->unreadable_bytes : 0;
    if (recorded != unreadable_ && !lost_) {
        add(code::unreadable, Severity::warning, {},
            "The manifest marks " + grouped(unreadable_) +
                " bytes as unreadable at the source; the record states " + grouped(recorded) + ".");
    }
    if (input_.progress != nullptr) input_.progress->update(progress_);
}

void StreamJudge::add(std::string_view code, Severity severity, std::string object,
                      std::string text) {
    report_.add({std::string(code), severity, std::move(object), item_, {}, std::move(text)});
}

std::string StreamJudge::where() const {
    return name_.empty() ? "item " + item_ : "file \"" + printable(name_) + "\" of item " + item_;
}

void StreamJudge::begin(const Part& part) {
    name_ = part.name;
    recorded_ = part.digests;
    whole_ = true;
    for (RunningDigest& running : digests_) running.digest.reset();
}

void StreamJudge::end() {
    flush_damage();
    if (!whole_) return;
    for (RunningDigest& running : digests_) compare(running);
}

void StreamJudge::compare(RunningDigest& running) {
    const std::string found = to_hex(running.digest.finish());
    const std::string& recorded = recorded_of(recorded_, running.algorithm);
    if (found == recorded) return;
    const std::string digest(shown_name(running.algorithm));
    if (!recorded.empty()) {
        add(code::stream_digest, Severity::violation, {},
            "The bytes of " + where() + " have the " + digest + " " + found +
                "; the record states " + printable(recorded) + ".");
    } else if (running.algorithm == crypto::Algorithm::sha256) {
        add(code::no_record, Severity::violation, {},
            "No SHA-256 is on record for " + where() + " that its bytes, with SHA-256 " + found +
                ", could be compared with.");
    } else {
        add(code::no_record, Severity::note, {},
            "No " + digest + " is on record for " + where() + "; its bytes have " + found + ".");
    }
}

void StreamJudge::hash(ByteView bytes) {
    if (!whole_) return;
    for (RunningDigest& running : digests_) running.digest.update(bytes);
}

void StreamJudge::hash_zeros(std::uint64_t length) {
    while (length > 0 && !digests_.empty() && whole_) {
        stop_if_asked(input_.cancel, "verifying " + item_);
        const std::uint64_t now = std::min<std::uint64_t>(length, zero_block().size());
        hash(ByteView(zero_block()).first(static_cast<std::size_t>(now)));
        length -= now;
    }
}

void StreamJudge::unreadable(const Part& part) {
    flush_damage();
    unreadable_ += part.length;
    keep_lost(part.offset, part.length, true);
    add(code::unreadable, Severity::note, {},
        range_text(part.offset, part.length) + " of " + where() +
            " could not be read at the source, as recorded; its digest was taken with zeros "
            "there.");
    hash_zeros(part.length);
}

void StreamJudge::damaged(const Part& part) {
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

void StreamJudge::flush_damage() {
    if (!damage_) return;
    keep_lost(damage_->offset, damage_->length, false);
    const std::string what = damage_->length == 0
                                 ? "All of " + where()
                                 : range_text(damage_->offset, damage_->length) + " of " + where();
    const std::string& object = damage_->problem.object;
    add(code::block, Severity::violation,
        object.empty() ? ledger::list_name(input_.item.ingest->list) : object,
        what + " cannot be read back: " + damage_->problem.text);
    damage_.reset();
}

void StreamJudge::keep_lost(std::uint64_t offset, std::uint64_t length, bool at_source) {
    if (!name_.empty() || length == 0) return;
    if (input_.item.ingest->kind != custody::kind_image) return;
    LostRange lost;
    lost.range = {offset, length};
    lost.at_source = at_source;
    lost_ranges_.push_back(std::move(lost));
}

void StreamJudge::count(std::uint64_t bytes) {
    progress_.bytes_done += bytes;
    if (input_.progress == nullptr || progress_.bytes_done - told_ < progress_bytes) return;
    told_ = progress_.bytes_done;
    input_.progress->update(progress_);
}

}  // namespace exhibit::verify

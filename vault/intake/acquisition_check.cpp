#include "intake/acquisition_check.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace exhibit::intake {
namespace {

std::string_view digest_of(const Digests& digests, std::string_view algorithm) {
    if (algorithm == "md5") return digests.md5;
    if (algorithm == "sha1") return digests.sha1;
    if (algorithm == "sha256") return digests.sha256;
    return {};
}

/// What a digest of the log was calculated over, in brackets.
std::string_view pass_of(DigestScope scope) noexcept {
    switch (scope) {
        case DigestScope::acquisition_stream: return " (as acquired)";
        case DigestScope::source_reread: return " (source read again)";
        case DigestScope::image_reread: return " (image read again)";
        case DigestScope::contained_file:
        case DigestScope::window: break;
    }
    return "";
}

/// The log of an imager speaks of the media, of which a container holds them in a form of its own.
std::string subject_of(const IngestedFacts& facts) {
    return facts.recorded ? "the media" : "the item";
}

LogCheck compared(const LogDigest& digest, std::string_view ours, const std::string& of) {
    const std::string pass(pass_of(digest.scope));
    LogCheck check{digest.algorithm, std::string(to_string(digest.scope)),
                   CheckResult::not_comparable, ""};
    const std::string name = "The " + digest.algorithm + " of " + of;
    if (ours.empty()) {
        check.text = name + " is not calculated here, so that the log's cannot be compared.";
    } else if (ours == digest.hex) {
        check.result = CheckResult::match;
        check.text = name + " is the one in the log" + pass + ".";
    } else {
        check.result = CheckResult::mismatch;
        check.text =
            name + " is " + std::string(ours) + ", the log says " + digest.hex + pass + ".";
    }
    return check;
}

/// A path of a log is that of `name`: of this system, or of another one that parts it with "\\".
bool ends_in(std::string_view path, std::string_view name) {
    if (!path.ends_with(name)) return false;
    const std::size_t before = path.size() - name.size();
    return before == 0 || path[before - 1] == '/' || path[before - 1] == '\\';
}

std::optional<Digests> container_file(const std::string& path, const IngestedFacts& facts) {
    if (!facts.member) return std::nullopt;
    for (const std::string_view separators : {"/", "/\\"}) {
        const std::size_t at = path.find_last_of(separators);
        auto found = facts.member(at == std::string::npos ? path : path.substr(at + 1));
        if (found) return found;
    }
    return std::nullopt;
}

LogCheck check_file(const LogDigest& digest, const IngestedFacts& facts, bool inside) {
    const std::string of = "the file \"" + printable(digest.file) + "\"";
    const std::string scope(to_string(digest.scope));
    std::optional<Digests> ours;
    if (facts.kind == "tree") {
        const bool dotted = digest.file.starts_with("./");
        if (facts.member) ours = facts.member(dotted ? digest.file.substr(2) : digest.file);
    } else if (inside) {
        return {digest.algorithm, scope, CheckResult::not_comparable,
                "The log has a digest of " + of + ", which is inside the image."};
    } else if (facts.recorded) {
        // The files a container is made of have digests of their own, beside those of the media.
        ours = container_file(digest.file, facts);
    } else if (facts.segmented) {
        return {digest.algorithm, scope, CheckResult::not_comparable,
                "The log has a digest of " + of +
                    "; the item is made of several files, which have no digests of their own."};
    } else if (ends_in(digest.file, facts.source_name)) {
        ours = facts.digests;
    }
    if (ours) return compared(digest, digest_of(*ours, digest.algorithm), of);
    return {digest.algorithm, scope, CheckResult::not_comparable,
            "The log has a digest of " + of + ", which is not part of the item."};
}

LogCheck check_digest(const AcquisitionLog& log, const LogDigest& digest,
                      const IngestedFacts& facts) {
    if (digest.scope == DigestScope::contained_file)
        return check_file(digest, facts, log.files_inside);
    if (digest.scope == DigestScope::window || facts.kind == "tree") {
        return {digest.algorithm, std::string(to_string(digest.scope)), CheckResult::not_comparable,
                "The log's " + digest.algorithm + " is not over the bytes of the whole item."};
    }
    return compared(digest, digest_of(facts.digests, digest.algorithm), subject_of(facts));
}

std::vector<ByteRange> joined(std::vector<ByteRange> ranges) {
    std::sort(ranges.begin(), ranges.end(),
              [](const ByteRange& a, const ByteRange& b) { return a.offset < b.offset; });
    std::vector<ByteRange> out;
    for (const ByteRange& range : ranges) {
        if (!out.empty() && range.offset <= out.back().offset + out.back().length) {
            const std::uint64_t end = range.offset + range.length;
            out.back().length = std::max(out.back().length, end - out.back().offset);
        } else {
            out.push_back(range);
        }
    }
    return out;
}

bool same(const std::vector<ByteRange>& a, const std::vector<ByteRange>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const ByteRange& x, const ByteRange& y) {
                          return x.offset == y.offset && x.length == y.length;
                      });
}

// The imager could not read these ranges of the source; the item was read whole.
LogCheck check_acquired(const std::vector<ByteRange>& theirs, const IngestedFacts& facts) {
    LogCheck check{"unreadable", "", CheckResult::not_comparable, ""};
    if (!facts.recorded || facts.recorded->empty()) {
        check.text = "The log tells " + counted(theirs.size(), "unreadable range", "ranges") +
                     " of the source; " + subject_of(facts) + (facts.recorded ? " were" : " was") +
                     " read whole, with what the tool wrote in their place.";
    } else if (same(theirs, joined(*facts.recorded))) {
        check.result = CheckResult::match;
        check.text = "The log and the container name the same ranges as unreadable.";
    } else {
        check.result = CheckResult::mismatch;
        check.text = "The log tells " + counted(theirs.size(), "unreadable range", "ranges") +
                     ", the container records " +
                     counted(facts.recorded->size(), "range", "ranges") +
                     ", and they are not the same.";
    }
    return check;
}

LogCheck check_ranges(const AcquisitionLog& log, const IngestedFacts& facts) {
    const std::vector<ByteRange> theirs = joined(log.bad_ranges);
    const std::vector<ByteRange> ours = joined(facts.unreadable);
    LogCheck check{"unreadable", "", CheckResult::mismatch, ""};
    if (!facts.unreadable_whole) {
        check.result = CheckResult::not_comparable;
        check.text = "Not all unreadable ranges are listed here, so that they are not compared.";
    } else if (same(theirs, ours)) {
        check.result = CheckResult::match;
        check.text = theirs.empty() ? "Neither the log nor this reading has unreadable ranges."
                                    : "The log and this reading have the same unreadable ranges.";
    } else if (ours.empty()) {
        return check_acquired(theirs, facts);
    } else {
        check.text = "The log tells " + counted(theirs.size(), "unreadable range", "ranges") +
                     ", this reading met " + counted(ours.size(), "range", "ranges") +
                     ", and they are not the same.";
    }
    return check;
}

}  // namespace

std::string_view to_string(CheckResult result) noexcept {
    switch (result) {
        case CheckResult::match: return "match";
        case CheckResult::mismatch: return "mismatch";
        case CheckResult::not_comparable: return "not-comparable";
    }
    return "unknown";
}

std::vector<LogCheck> check_against_log(const AcquisitionLog& log, const IngestedFacts& facts) {
    std::vector<LogCheck> checks;
    if (log.size && facts.kind != "tree") {
        const bool match = *log.size == facts.size;
        const std::string size = "The size of " + subject_of(facts) + " is ";
        checks.push_back({"size", "", match ? CheckResult::match : CheckResult::mismatch,
                          match ? size + "the one in the log."
                                : size + grouped(facts.size) + " bytes, the log says " +
                                      grouped(*log.size) + "."});
    }
    for (const LogDigest& digest : log.digests) {
        checks.push_back(check_digest(log, digest, facts));
    }
    if (log.tells_ranges && facts.kind != "tree") checks.push_back(check_ranges(log, facts));
    return checks;
}

}  // namespace exhibit::intake

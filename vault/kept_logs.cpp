#include "vault/kept_logs.hpp"

#include <algorithm>

#include "base/file.hpp"
#include "base/text.hpp"
#include "custody/bodies.hpp"
#include "exhibit/error.hpp"
#include "intake/acquisition_keep.hpp"
#include "vault/access_record.hpp"

namespace exhibit {
namespace {

using encode::Json;

// So that 16 logs fit into one private object of 1 MiB.
constexpr std::size_t text_bytes_max = 400;
constexpr std::size_t recorded_warnings_max = 32;

/// Text of a log can be any bytes, and of any length.
std::string shortened(const std::string& text) {
    std::string out = valid_utf8(text) ? text : printable(text);
    if (out.size() <= text_bytes_max) return out;
    std::size_t end = text_bytes_max;
    while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0) == 0x80) --end;
    return out.substr(0, end) + "...";
}

std::string time_of(const std::string& text, bool zone_known) {
    return text.empty() || zone_known ? text : text + " (no zone told)";
}

bool of_stream(const intake::LogCheck& check) {
    return check.scope == "acquisition-stream" || check.scope == "source-reread" ||
           check.scope == "image-reread" || check.what == "size" || check.what == "unreadable";
}

/// What a log says of the media is not true of a container's own bytes, nor false.
void spare_container(std::vector<intake::LogCheck>& checks, const std::string& container) {
    if (container.empty()) return;
    for (intake::LogCheck& check : checks) {
        if (!of_stream(check)) continue;
        check.result = intake::CheckResult::not_comparable;
        check.text =
            "The log's statement about the media was not compared: the item is a file of "
            "the form " +
            container + ", which holds the media in a form of its own.";
    }
}

/// Files that agree are counted, not listed; of the rest as many as are recorded, disagreements
/// first.
std::vector<intake::LogCheck> condensed(std::vector<intake::LogCheck> checks) {
    using intake::CheckResult;
    std::map<CheckResult, std::uint64_t> files;
    const std::string_view scope = to_string(intake::DigestScope::contained_file);
    std::erase_if(checks, [&](const intake::LogCheck& check) {
        const bool file = check.scope == scope && check.result != CheckResult::mismatch;
        if (file) ++files[check.result];
        return file;
    });
    std::ranges::stable_sort(checks, {}, [](const intake::LogCheck& check) {
        return check.result == CheckResult::mismatch ? 0 : 1;
    });
    const std::size_t mismatches = checks.size();
    if (checks.size() > custody::log_checks_max - 3) {
        checks.resize(custody::log_checks_max - 3);
        checks.push_back({"files", std::string(scope), CheckResult::mismatch,
                          "In all there were " + grouped(mismatches) +
                              " statements like those above; the first are recorded."});
    }
    if (files[CheckResult::match] > 0)
        checks.push_back(
            {"files", std::string(scope), CheckResult::match,
             counted(files[CheckResult::match], "digest of a file is", "digests of files are") +
                 " that of what was read."});
    if (files[CheckResult::not_comparable] > 0)
        checks.push_back(
            {"files", std::string(scope), CheckResult::not_comparable,
             counted(files[CheckResult::not_comparable], "digest was", "digests were") +
                 " not compared: of files that are not in the item, or of an "
                 "algorithm that the ingest does not take."});
    return checks;
}

Json checks_json(const std::vector<intake::LogCheck>& checks) {
    Json::Array out;
    for (const intake::LogCheck& check : checks)
        out.push_back(Json(Json::Object{{"result", to_string(check.result)},
                                        {"scope", check.scope},
                                        {"text", shortened(check.text)},
                                        {"what", check.what}}));
    return Json(std::move(out));
}

Json warnings_json(const std::vector<std::string>& warnings) {
    Json::Array out;
    for (const std::string& warning : warnings) {
        if (out.size() == recorded_warnings_max) break;
        out.push_back(Json(shortened(warning)));
    }
    return Json(std::move(out));
}

KeptLog log_from(const Json& value) {
    const std::string_view what = "an acquisition log";
    const auto text = [&](std::string_view name) { return value.at(name, what).string(name); };
    KeptLog out;
    out.name = text("name");
    out.size = value.at("size", what).natural("size");
    out.sha256 = text("sha256");
    out.format = text("format");
    out.tool = text("tool");
    out.verdict = text("verdict");
    out.started = text("started");
    out.finished = text("finished");
    out.source = text("source");
    for (const Json& one : value.at("checks", what).array("checks"))
        out.checks.push_back(
            {one.at("what", what).string("what"), one.at("scope", what).string("scope"),
             one.at("result", what).string("result"), one.at("text", what).string("text")});
    for (const Json& one : value.at("bad_ranges", what).array("bad_ranges")) {
        const auto& pair = one.array("a range");
        out.bad_ranges.push_back({pair.at(0).natural("offset"), pair.at(1).natural("length")});
    }
    for (const Json& one : value.at("warnings", what).array("warnings"))
        out.warnings.push_back(one.string("a warning"));
    return out;
}

}  // namespace

AcquisitionLogs::AcquisitionLogs(const std::vector<std::string>& paths, blob::BlobWriter& writer,
                                 intake::IngestOptions& options) {
    if (paths.size() > custody::logs_max)
        throw Error(ErrorKind::usage, "ingesting with " + std::to_string(paths.size()) +
                                          " acquisition logs: expected at most 16");
    bool names_files = false;
    for (const std::string& path : paths) {
        const std::string shown = "the acquisition log " + printable(path);
        const Bytes bytes = intake::read_log(path, shown);
        intake::KeptStream kept = intake::keep_stream(bytes, shown, writer, options);
        Log log{path.substr(path.rfind('/') + 1), kept.size, std::move(kept.digests.sha256),
                kept.manifest.hash, intake::parse_acquisition_log(as_text(bytes))};
        names_files = names_files ||
                      std::ranges::find(log.parsed.digests, intake::DigestScope::contained_file,
                                        &intake::LogDigest::scope) != log.parsed.digests.end();
        logs_.push_back(std::move(log));
    }
    if (!names_files) return;
    options.on_member = [this](const intake::TreeMember& member) {
        members_.emplace(member.path, member.digests);
    };
}

std::vector<crypto::Hash> AcquisitionLogs::manifests() const {
    std::vector<crypto::Hash> out;
    for (const Log& log : logs_) out.push_back(log.manifest);
    return out;
}

Json AcquisitionLogs::compare(const intake::IngestOutcome& outcome) const {
    intake::IngestedFacts facts;
    facts.kind = outcome.kind;
    facts.source_name = outcome.source_name;
    facts.size = outcome.size;
    facts.digests = outcome.digests;
    facts.unreadable = outcome.unreadable;
    facts.unreadable_whole = outcome.unreadable_ranges == outcome.unreadable.size();
    facts.segmented = outcome.segments.size() > 1;
    facts.member = [&](const std::string& path) { return member(path, outcome.source_name); };
    if (outcome.container) facts.recorded = outcome.container->acquisition_errors;
    // The log of an imager speaks of the media, which were read from the container in the ingest.
    const bool media = outcome.container && !outcome.container->media.sha256.empty();
    if (media) {
        facts.kind = custody::kind_image;
        facts.size = outcome.container->media_size.value_or(0);
        facts.digests = outcome.container->media;
        facts.unreadable = outcome.container->unreadable;
    }
    const std::string wraps = outcome.container && !media ? "EWF" : outcome.wraps;
    Json::Array out;
    for (const Log& log : logs_) {
        const intake::AcquisitionLog& parsed = log.parsed;
        std::vector<intake::LogCheck> checks = intake::check_against_log(parsed, facts);
        spare_container(checks, wraps);
        out.push_back(
            Json(Json::Object{{"bad_ranges", ranges_json(parsed.bad_ranges)},
                              {"checks", checks_json(condensed(std::move(checks)))},
                              {"finished", shortened(time_of(parsed.finished, parsed.zone_known))},
                              {"format", parsed.format},
                              {"name", shortened(log.name)},
                              {"sha256", log.sha256},
                              {"size", log.size},
                              {"source", shortened(parsed.source)},
                              {"started", shortened(time_of(parsed.started, parsed.zone_known))},
                              {"tool", shortened(parsed.tool)},
                              {"verdict", shortened(parsed.verdict)},
                              {"warnings", warnings_json(parsed.warnings)}}));
    }
    return Json(std::move(out));
}

/// The member a path of a log means; one that is parted with backslashes is of another system.
std::optional<Digests> AcquisitionLogs::member(std::string_view path,
                                               const std::string& root) const {
    if (auto found = member_at(path, root)) return found;
    if (path.find('\\') == std::string_view::npos) return std::nullopt;
    std::string parted(path);
    std::ranges::replace(parted, '\\', '/');
    return member_at(parted, root);
}

/// The path itself, or what follows the folder's own name in it.
std::optional<Digests> AcquisitionLogs::member_at(std::string_view path,
                                                  const std::string& root) const {
    if (path.starts_with("./")) path.remove_prefix(2);
    if (const auto exact = members_.find(path); exact != members_.end()) return exact->second;
    const std::string folder = root + "/";
    for (std::size_t at = path.find(folder); at != std::string_view::npos;
         at = path.find(folder, at + 1)) {
        if (at > 0 && path[at - 1] != '/') continue;
        const auto inside = members_.find(path.substr(at + folder.size()));
        if (inside != members_.end()) return inside->second;
    }
    return std::nullopt;
}

std::vector<KeptLog> kept_logs(const custody::PrivateValues& values) {
    std::vector<KeptLog> out;
    const auto found = values.find("logs");
    if (found == values.end()) return out;
    for (const Json& one : found->second.array("logs")) out.push_back(log_from(one));
    return out;
}

}  // namespace exhibit

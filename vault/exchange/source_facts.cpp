// What is known of the source of an item beside its bytes: ranges that could not be read, what a
// container says of its media, the logs of the tools that acquired it. As extension elements, and
// as sentences for readers that do not know the extension.
#include <algorithm>

#include "base/text.hpp"
#include "exchange/iodef_parts.hpp"

namespace exhibit::exchange {
namespace {

constexpr std::size_t ranges_said_max = 16;

void add_ranges(pugi::xml_node parent, const char* name, const std::vector<ByteRange>& ranges) {
    for (const ByteRange& range : ranges) {
        pugi::xml_node node = parent.append_child(name);
        set(node, "offset", std::to_string(range.offset));
        set(node, "length", std::to_string(range.length));
    }
}

/// "3 ranges (0+512, 4096+1024, 8192+512)".
std::string ranges_text(const std::vector<ByteRange>& ranges) {
    std::string out = counted(ranges.size(), "range", "ranges") + " (";
    for (std::size_t i = 0; i < ranges.size() && i < ranges_said_max; ++i) {
        if (i > 0) out += ", ";
        out += std::to_string(ranges[i].offset) + '+' + std::to_string(ranges[i].length);
    }
    if (ranges.size() > ranges_said_max) out += ", …";
    return out + ')';
}

class SourceFacts {
public:
    SourceFacts(const Build& build, const ItemInfo& item) : build_(build), item_(item) {}

    void add_container(pugi::xml_node evidence) const;
    void add_log(pugi::xml_node evidence, const KeptLog& log) const;
    void add_summary(pugi::xml_node evidence) const;
    std::string unreadable_text() const;
    std::string container_text() const;
    std::string log_text(const KeptLog& log) const;
    std::string summary_text() const;

private:
    std::string fit(const std::string& text, const char* what) const {
        return build_.text.fit(text, item_.id + " " + what);
    }

    const Build& build_;
    const ItemInfo& item_;
};

void SourceFacts::add_container(pugi::xml_node evidence) const {
    const ContainerInfo& info = *item_.container;
    pugi::xml_node node = evidence.append_child("ev:Container");
    set(node, "format", fit(info.format, "container"));
    set(node, "segment-files", std::to_string(info.segment_files));
    if (info.media_size) {
        set(node, "media-size", std::to_string(*info.media_size));
        set(node, "bytes-per-sector", std::to_string(info.bytes_per_sector));
    }
    for (const auto& [algorithm, hex] :
         {std::pair{"md5", info.media.md5}, std::pair{"sha1", info.media.sha1},
          std::pair{"sha256", info.media.sha256}}) {
        if (hex.empty()) continue;
        pugi::xml_node digest = node.append_child("ev:MediaDigest");
        set(digest, "algorithm", algorithm);
        digest.text().set(hex.c_str());
    }
    for (const StoredDigest& stored : info.stored) {
        pugi::xml_node digest = node.append_child("ev:Stored");
        set(digest, "algorithm", stored.algorithm);
        set(digest, "result", stored.result);
        digest.text().set(stored.value.c_str());
    }
    for (const auto& [name, value] : info.header) {
        pugi::xml_node header = node.append_child("ev:Header");
        set(header, "name", fit(name, "container"));
        header.text().set(fit(value, "container").c_str());
    }
    add_ranges(node, "ev:AcquisitionError", info.acquisition_errors);
    add_ranges(node, "ev:MediaUnreadable", info.unreadable);
    for (const std::string& problem : info.problems)
        add_text(node, "ev:Problem", fit(problem, "container"));
}

void SourceFacts::add_log(pugi::xml_node evidence, const KeptLog& log) const {
    pugi::xml_node node = evidence.append_child("ev:AcquisitionLog");
    set(node, "name", fit(log.name, "log"));
    set(node, "format", log.format);
    set(node, "size", std::to_string(log.size));
    set(node, "sha256", log.sha256);
    add_text(node, "ev:Tool", fit(log.tool, "log"));
    add_text(node, "ev:Source", fit(log.source, "log"));
    add_text(node, "ev:Started", fit(log.started, "log"));
    add_text(node, "ev:Finished", fit(log.finished, "log"));
    add_text(node, "ev:Verdict", fit(log.verdict, "log"));
    add_ranges(node, "ev:BadRange", log.bad_ranges);
    for (const LogCheck& check : log.checks) {
        pugi::xml_node one = node.append_child("ev:Check");
        set(one, "what", check.what);
        set(one, "scope", check.scope);
        set(one, "result", check.result);
        one.text().set(fit(check.text, "log").c_str());
    }
    for (const std::string& warning : log.warnings)
        add_text(node, "ev:Warning", fit(warning, "log"));
}

void SourceFacts::add_summary(pugi::xml_node evidence) const {
    const DocumentSummary& summary = *item_.summary;
    pugi::xml_node node = evidence.append_child("ev:Summary");
    set(node, "form", summary.form);
    if (summary.left_out > 0) set(node, "left-out", std::to_string(summary.left_out));
    for (const DocumentFact& one : summary.facts) {
        pugi::xml_node fact = node.append_child("ev:Fact");
        set(fact, "name", one.name);
        fact.text().set(fit(one.value, "summary").c_str());
    }
    add_text(node, "ev:Problem", fit(summary.problem, "summary"));
}

/// The first facts; the rest stands in the extension.
std::string SourceFacts::summary_text() const {
    constexpr std::size_t said_max = 12;
    const DocumentSummary& summary = *item_.summary;
    std::string out = "The item is a document of the form " + summary.form;
    if (!summary.problem.empty()) return fit(out + ": " + summary.problem, "summary");
    out += " and says:";
    for (std::size_t i = 0; i < summary.facts.size() && i < said_max; ++i)
        out += (i == 0 ? " " : "; ") + summary.facts[i].name + ' ' + summary.facts[i].value;
    if (summary.facts.size() > said_max) out += "; …";
    return fit(out, "summary");
}

std::string SourceFacts::unreadable_text() const {
    if (item_.unreadable.empty()) return {};
    return "Unreadable at the source, offset+length in bytes: " + ranges_text(item_.unreadable) +
           "; the digests are taken with zeros there";
}

std::string SourceFacts::container_text() const {
    const ContainerInfo& info = *item_.container;
    std::string out = "Container " + info.format + " in " +
                      counted(info.segment_files, "segment file", "segment files");
    if (info.media_size) out += "; media of " + grouped(*info.media_size) + " bytes";
    if (!info.media.sha256.empty()) out += ", SHA-256 " + info.media.sha256;
    for (const StoredDigest& stored : info.stored) {
        if (stored.value.empty()) continue;
        out += "; stored " + stored.algorithm + " " + stored.value + ": " + stored.result;
    }
    if (!info.acquisition_errors.empty())
        out += "; the acquiring program could not read " + ranges_text(info.acquisition_errors);
    if (!info.unreadable.empty())
        out += "; unreadable in the container: " + ranges_text(info.unreadable);
    for (const std::string& problem : info.problems) out += "; " + problem;
    return fit(out, "container");
}

std::string SourceFacts::log_text(const KeptLog& log) const {
    std::string out =
        "Acquisition log " + log.name + " (" + log.format + "), SHA-256 " + log.sha256;
    if (!log.tool.empty()) out += "; by " + log.tool;
    if (!log.verdict.empty()) out += "; it says \"" + log.verdict + '"';
    if (!log.bad_ranges.empty()) out += "; it names unreadable " + ranges_text(log.bad_ranges);
    for (const LogCheck& check : log.checks)
        if (check.result == "mismatch") out += "; DISAGREES: " + check.text;
    const auto matches =
        static_cast<std::uint64_t>(std::ranges::count(log.checks, "match", &LogCheck::result));
    out += "; " + counted(matches, "statement agrees", "statements agree") + " with what was read";
    return fit(out, "log");
}

}  // namespace

void add_unreadable(pugi::xml_node evidence, const ItemInfo& item) {
    add_ranges(evidence, "ev:Unreadable", item.unreadable);
}

void add_source_facts(pugi::xml_node evidence, const Build& build, const ItemInfo& item) {
    const SourceFacts facts(build, item);
    if (item.container) facts.add_container(evidence);
    for (const KeptLog& log : item.logs) facts.add_log(evidence, log);
    if (item.summary) facts.add_summary(evidence);
}

void add_source_descriptions(pugi::xml_node data, const Build& build, const ItemInfo& item) {
    const SourceFacts facts(build, item);
    if (build.input.request.version == IodefVersion::v1)
        add_text(data, "Description", tlp_text(build));  // v2 has it in `restriction`
    add_text(data, "Description", facts.unreadable_text());
    if (item.container) add_text(data, "Description", facts.container_text());
    for (const KeptLog& log : item.logs) add_text(data, "Description", facts.log_text(log));
    if (item.summary) add_text(data, "Description", facts.summary_text());
}

}  // namespace exhibit::exchange

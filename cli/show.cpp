#include "cli/show.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "exhibit/text.hpp"

namespace exhibit::cli {

namespace {

std::string tenths(double value) {
    const auto rounded = static_cast<std::uint64_t>(std::llround(std::max(0.0, value) * 10));
    return std::to_string(rounded / 10) + '.' + std::to_string(rounded % 10);
}

std::string with_spaces(std::string name) {
    std::replace(name.begin(), name.end(), '_', ' ');
    if (!name.empty() && name[0] >= 'a' && name[0] <= 'z') {
        name[0] = static_cast<char>(name[0] - 'a' + 'A');
    }
    return name;
}

/// The private values that have a line of their own above.
bool shown_already(const std::string& name) {
    constexpr std::array<std::string_view, 13> own{
        "clock_drift", "label", "description", "size",    "md5",      "sha1", "sha256",
        "expected",    "notes", "source_name", "started", "finished", "tool"};
    return std::find(own.begin(), own.end(), name) != own.end();
}

std::string expected_text(const ExpectedDigest& expected) {
    return expected.algorithm + ' ' + expected.value +
           (expected.matched ? ": matches" : ": DOES NOT MATCH what was read");
}

/// What the log is, what agreed, and what did not.
void add_log(Fields& fields, std::size_t number, const KeptLog& log) {
    std::string line = log.name + ": " + log.format;
    if (!log.tool.empty()) line += ", by " + log.tool;
    if (!log.verdict.empty()) line += ", which says \"" + log.verdict + '"';
    fields.emplace_back("Log " + std::to_string(number), line);
    if (!log.source.empty()) fields.emplace_back("  source", log.source);
    if (!log.started.empty()) fields.emplace_back("  started", log.started);
    if (!log.finished.empty()) fields.emplace_back("  finished", log.finished);
    if (!log.bad_ranges.empty()) {
        std::uint64_t bytes = 0;
        for (const ByteRange& range : log.bad_ranges) bytes += range.length;
        fields.emplace_back("  unreadable", counted(log.bad_ranges.size(), "range", "ranges") +
                                                ", " + counted(bytes, "byte", "bytes") +
                                                ", the first at byte " +
                                                grouped(log.bad_ranges.front().offset));
    }
    for (const LogCheck& check : log.checks) {
        const std::string name = check.result == "match"      ? "  agrees"
                                 : check.result == "mismatch" ? "  DISAGREES"
                                                              : "  not compared";
        fields.emplace_back(name, check.text);
    }
    for (const std::string& warning : log.warnings) fields.emplace_back("  warning", warning);
}

std::string field_of(const ItemInfo& item, const std::string& name) {
    const auto found = item.fields.find(name);
    return found == item.fields.end() ? "" : found->second;
}

std::string where_of(const Finding& finding) {
    std::string where = finding.item;
    if (finding.event) {
        where += (where.empty() ? "event " : ", event ") + std::to_string(*finding.event);
    }
    return where;
}

}  // namespace

std::string short_hash(const std::string& hex) {
    return hex.substr(0, short_digits);
}

People::People(const Vault& vault) {
    for (const HandlerInfo& handler : vault.handlers()) profiles_[handler.id] = handler.profile;
}

std::string People::name(const std::string& key) const {
    if (key.empty()) return "";
    const auto found = profiles_.find(key);
    if (found == profiles_.end() || found->second.name.empty()) return short_hash(key);
    return found->second.name + " (" + short_hash(key) + ')';
}

std::string People::in_full(const std::string& key) const {
    std::string text;
    if (const auto found = profiles_.find(key); found != profiles_.end()) {
        const Profile& who = found->second;
        text = who.name;
        for (const std::string* part : {&who.title, &who.organisation, &who.phone, &who.email}) {
            if (!part->empty()) text += ", " + *part;
        }
        if (!who.badge.empty()) text += ", badge " + who.badge;
    }
    return text + (text.empty() ? "key " : "; key ") + short_hash(key);
}

std::string size_text(std::uint64_t bytes) {
    if (bytes < 1024) return counted(bytes, "byte", "bytes");
    return human_bytes(bytes) + " (" + counted(bytes, "byte", "bytes") + ')';
}

std::string speed_text(std::uint64_t bytes, double seconds) {
    std::string text = human_bytes(bytes) + " in " + tenths(seconds) + " s";
    if (seconds > 0.05) {
        const auto rate = static_cast<std::uint64_t>(static_cast<double>(bytes) / seconds);
        text += " (" + human_bytes(rate) + "/s)";
    }
    return text;
}

std::string time_text(Moment moment) {
    if (moment.seconds == 0 && moment.zone_minutes == 0) return "";
    return local_text(moment) + " (" + utc_text(moment) + ')';
}

namespace {

void add_container(Fields& fields, const ContainerInfo& container) {
    fields.emplace_back(
        "Container", container.format + " in " + counted(container.segment_files, "file", "files"));
    if (container.media_size) fields.emplace_back("Media", size_text(*container.media_size));
    fields.emplace_back("Media MD5", container.media.md5);
    fields.emplace_back("Media SHA-1", container.media.sha1);
    fields.emplace_back("Media SHA-256", container.media.sha256);
    for (const StoredDigest& stored : container.stored) {
        fields.emplace_back("Stored " + stored.algorithm,
                            (stored.value.empty() ? "" : stored.value + ": ") + stored.result);
    }
    for (const auto& [name, value] : container.header) {
        fields.emplace_back("Acquired: " + name, value);
    }
    const auto ranges = [&](const char* name, const std::vector<ByteRange>& list) {
        if (list.empty()) return;
        fields.emplace_back(name, counted(list.size(), "range", "ranges") + " of the media");
    };
    ranges("Acquisition errors", container.acquisition_errors);
    ranges("Media unreadable", container.unreadable);
    for (const std::string& problem : container.problems) fields.emplace_back("Problem", problem);
}

void add_archive(Fields& fields, const ArchiveInfo& archive) {
    fields.emplace_back("Archive", archive.format.empty() ? "of no known form" : archive.format);
    std::string members = counted(archive.listed, "member", "members") + " listed, " +
                          counted(archive.files, "file", "files") + " with digests";
    if (!archive.partial.empty()) members += "; the listing is partial";
    fields.emplace_back("Members", members);
    if (archive.problems > 0) {
        fields.emplace_back("  with problems", counted(archive.problems, "member", "members"));
    }
    fields.emplace_back("Expanded", size_text(archive.bytes));
}

void add_summary(Fields& fields, const DocumentSummary& summary) {
    fields.emplace_back("Document", summary.form + ", by its own words");
    for (const DocumentFact& one : summary.facts) fields.emplace_back("  " + one.name, one.value);
    if (summary.left_out > 0)
        fields.emplace_back("  and", counted(summary.left_out, "fact", "facts") + " more");
    fields.emplace_back("  problem", summary.problem);
}

void add_source(Fields& fields, const ItemInfo& item) {
    if (item.summary) add_summary(fields, *item.summary);
    if (item.archive) add_archive(fields, *item.archive);
    if (item.container) add_container(fields, *item.container);
    if (!item.segments.empty()) {
        fields.emplace_back("Segments", counted(item.segments.size(), "file", "files") + ", " +
                                            item.segments.front().name + " to " +
                                            item.segments.back().name);
    }
    if (!item.memory_ranges.empty()) {
        fields.emplace_back("Memory ranges", counted(item.memory_ranges.size(), "range", "ranges"));
    }
}

}  // namespace

Fields item_fields(const ItemInfo& item, const People& people) {
    Fields fields{{"Label", item.label}, {"Description", item.description}};
    fields.emplace_back("Kind", item.digital ? item.kind + " (digital)" : "physical");
    if (item.size) fields.emplace_back("Size", size_text(*item.size));
    fields.emplace_back("MD5", item.digests.md5);
    fields.emplace_back("SHA-1", item.digests.sha1);
    fields.emplace_back("SHA-256", item.digests.sha256);
    for (const ExpectedDigest& expected : item.expected) {
        fields.emplace_back("Expected", expected_text(expected));
    }
    if (item.unreadable_bytes > 0) {
        fields.emplace_back("Unreadable", size_text(item.unreadable_bytes) + " in " +
                                              counted(item.unreadable.size(), "range", "ranges") +
                                              "; zeros stand in their place in the digests");
    }
    fields.emplace_back("Source", field_of(item, "source_name"));
    const std::string started = field_of(item, "started");
    if (!started.empty()) {
        fields.emplace_back("Read", started + " to " + field_of(item, "finished") + " by " +
                                        field_of(item, "tool"));
    }
    for (const auto& [name, value] : item.fields) {
        if (!shown_already(name)) fields.emplace_back(with_spaces(name), value);
    }
    fields.emplace_back("Acquiring clock", item.acquiring_clock);
    add_source(fields, item);
    for (std::size_t i = 0; i < item.logs.size(); ++i) add_log(fields, i + 1, item.logs[i]);
    for (const std::string& note : item.notes) fields.emplace_back("Note", note);
    fields.emplace_back("Registered", time_text(item.registered));
    fields.emplace_back("Custodian now", people.name(item.custodian));
    fields.emplace_back("On offer to", people.name(item.on_offer_to));
    if (!item.readable) {
        fields.emplace_back("Withheld", unreadable_text(item));
    }
    if (item.destroyed_by) {
        fields.emplace_back("Content", "destroyed by event " + std::to_string(*item.destroyed_by));
    }
    return fields;
}

std::string unreadable_text(const ItemInfo& item) {
    return item.withheld_by ? "destroyed by event " + std::to_string(*item.withheld_by)
                            : "you have no grant to read what this item is";
}

std::string correction_text(const CorrectionInfo& correction, const People& people) {
    std::string text = correction.field;
    if (!correction.original.empty()) text += " was \"" + correction.original + "\",";
    text += " corrected to \"" + correction.value + "\" in event " +
            std::to_string(correction.event) + " by " + people.name(correction.actor);
    return correction.reason.empty() ? text : text + ": " + correction.reason;
}

Fields life_fields(const LifeInfo& life, const People& people) {
    Fields fields;
    if (!life.derived_from.empty())
        fields.emplace_back("Derived", life.derivation + " from " + life.derived_from);
    if (life.seal != "unknown") fields.emplace_back("Seal now", life.seal);
    fields.emplace_back("Place now", life.place);
    if (life.due_back)
        fields.emplace_back("Checked out to", people.name(life.checked_out_to) + ", due back " +
                                                  time_text(*life.due_back));
    if (life.held) fields.emplace_back("Held", "yes; it must not be disposed of");
    fields.emplace_back("Disposal", life.disposal);
    for (std::size_t i = 0; i < life.attachments.size(); ++i) {
        const AttachmentInfo& one = life.attachments[i];
        const std::string name = "Attachment " + std::to_string(i + 1);
        if (one.name.empty()) {
            fields.emplace_back(name, one.role + ", what it is you may not read");
            continue;
        }
        fields.emplace_back(name, one.role + " " + one.name + ", " + size_text(one.size));
        fields.emplace_back("  SHA-256", one.sha256);
        fields.emplace_back("  description", one.description);
        fields.emplace_back("  taken", one.taken);
    }
    for (const CorrectionInfo& one : life.corrections)
        fields.emplace_back("Corrected", correction_text(one, people));
    return fields;
}

std::string item_line(const ItemInfo& item) {
    std::string line = item.id + "  " + item.kind;
    if (!item.label.empty()) line += "  " + printable(item.label);
    return line + '\n';
}

std::string findings_text(std::vector<Finding> findings) {
    if (findings.empty()) return "";
    std::stable_sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
        return static_cast<int>(a.severity) > static_cast<int>(b.severity);
    });
    // No table: names of objects must stay in one piece, to be copied, and leave no room beside
    // them.
    std::string text;
    for (const Finding& finding : findings) {
        text += to_string(finding.severity) + "  " + printable(finding.code);
        if (const std::string where = where_of(finding); !where.empty()) {
            text += "  " + printable(where);
        }
        text += '\n';
        if (!finding.object.empty()) text += "    " + printable(finding.object) + '\n';
        for (const std::string& line : wrap(printable(finding.text), output_columns - 4)) {
            text += "    " + line + '\n';
        }
    }
    return text;
}

std::string findings_counted(const std::vector<Finding>& findings) {
    std::array<std::uint64_t, 3> counts{};
    for (const Finding& finding : findings) {
        ++counts.at(static_cast<std::size_t>(finding.severity));
    }
    const auto words = [](std::uint64_t count, std::string_view one, std::string_view many) {
        return count == 0 ? "no " + std::string(many) : counted(count, one, many);
    };
    return words(counts[2], "violation", "violations") + ", " +
           words(counts[1], "warning", "warnings") + ", " + words(counts[0], "note", "notes");
}

}  // namespace exhibit::cli

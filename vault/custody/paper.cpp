#include "custody/paper.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/text.hpp"
#include "custody/item_rules.hpp"
#include "custody/steps.hpp"
#include "exhibit/error.hpp"

namespace exhibit::custody {

namespace {

constexpr std::array<std::string_view, 29> columns{"action",
                                                   "asset_tag",
                                                   "authorised_by",
                                                   "authority",
                                                   "by",
                                                   "collected_from",
                                                   "collected_place",
                                                   "condition",
                                                   "description",
                                                   "host_name",
                                                   "incident",
                                                   "ip",
                                                   "item",
                                                   "mac",
                                                   "old_seal",
                                                   "place",
                                                   "purpose",
                                                   "quantity",
                                                   "reason",
                                                   "received_by",
                                                   "released_at",
                                                   "released_by",
                                                   "seal",
                                                   "serial",
                                                   "signed_receipt",
                                                   "signed_release",
                                                   "travel",
                                                   "when",
                                                   "witness"};

constexpr std::array<std::pair<std::string_view, StepKind>, 12> actions{
    {{"broken", StepKind::broken},
     {"checked-in", StepKind::checked_in},
     {"checked-out", StepKind::checked_out},
     {"collected", StepKind::collected},
     {"disposed", StepKind::disposed},
     {"examined", StepKind::examined},
     {"moved", StepKind::moved},
     {"other", StepKind::other},
     {"resealed", StepKind::resealed},
     {"sealed", StepKind::sealed},
     {"transferred", StepKind::handed_over},
     {"unsealed", StepKind::unsealed}}};

/// "2026-11-22T18:30:00+01:00", or without a zone "2026-11-22 18:30" and with seconds.
struct PaperTime {
    Instant instant;
    bool zone_known = true;
};

std::optional<PaperTime> time_of(std::string text) {
    constexpr std::size_t to_minutes = 16;
    constexpr std::size_t to_seconds = 19;
    std::replace(text.begin(), text.end(), ' ', 'T');
    try {
        if (text.size() == to_minutes) return PaperTime{parse_utc(text + ":00Z"), false};
        if (text.size() == to_seconds) return PaperTime{parse_utc(text + "Z"), false};
        return PaperTime{parse_rfc3339(text).instant, true};
    } catch (const Error&) {
        return std::nullopt;
    }
}

class Paper {
public:
    Paper(const std::vector<encode::CsvRecord>& records, const std::string& name)
        : records_(records), name_(name) {}

    PaperAudit judge() {
        read_columns();
        for (std::size_t i = 1; i < records_.size(); ++i) read_line(records_[i]);
        for (const std::string& item : order_) judge_item(item);
        out_.lines = records_.size() - 1;
        out_.items = order_;
        for (Finding& finding : out_.findings) mark(finding);
        return std::move(out_);
    }

private:
    struct Line {
        std::size_t number = 0;
        const encode::CsvRecord* record = nullptr;
        Step step;
    };

    /// The line stands where the name of an object would: the event numbers are those of a ledger.
    void mark(Finding& finding) const {
        if (finding.event) {
            finding.object = "line " + std::to_string(*finding.event) + " of " + name_;
            finding.event.reset();
        }
        finding.text = "Imported: " + finding.text;
    }

    void read_columns() {
        if (records_.empty()) {
            throw Error(ErrorKind::malformed, "reading the form " + printable(name_) +
                                                  ": it has no line; expected the "
                                                  "names of the columns in the first one");
        }
        Teller teller(out_.findings, {});
        teller.at(records_.front().line);
        for (std::size_t i = 0; i < records_.front().fields.size(); ++i) {
            const std::string column = folded(records_.front().fields[i]);
            if (std::find(columns.begin(), columns.end(), column) == columns.end()) {
                teller.note("IM-COLUMN", "The column \"" + printable(column.substr(0, 80)) +
                                             "\" is not one of a form and was not examined.");
            } else if (!place_.emplace(column, i).second) {
                throw Error(ErrorKind::malformed, "reading the form " + printable(name_) +
                                                      ": the column " + column +
                                                      " stands there twice, expected each once");
            }
        }
        for (const char* needed : {"item", "action"}) {
            if (place_.contains(needed)) continue;
            throw Error(ErrorKind::malformed, "reading the form " + printable(name_) +
                                                  ": there is no column " + needed +
                                                  "; policy/README.md lists the columns");
        }
    }

    std::string field(const encode::CsvRecord& record, const std::string& column) const {
        const auto found = place_.find(column);
        return found == place_.end() ? std::string() : record.fields[found->second];
    }

    /// Two spellings of a name that differ in case and blanks are one person.
    std::string person(const encode::CsvRecord& record, const std::string& column) {
        const std::string written = field(record, column);
        const std::string key = folded(written);
        if (!key.empty()) people_.try_emplace(key, written);
        return key;
    }

    void read_line(const encode::CsvRecord& record) {
        Teller teller(out_.findings, {});
        teller.at(record.line);
        const std::string item = field(record, "item");
        if (blank(item)) {
            teller.warn("CR-01", "A line names no item.");
            return;
        }
        if (!lines_.contains(item)) order_.push_back(item);
        Line line{record.line, &record, {}};
        Step& step = line.step;
        step.event = record.line;
        const std::string action = folded(field(record, "action"));
        const auto known = std::find_if(actions.begin(), actions.end(),
                                        [&](const auto& one) { return one.first == action; });
        if (known == actions.end()) {
            teller.warn("IM-ACTION", "The action \"" + printable(action.substr(0, 80)) +
                                         "\" is none that a form knows: what it did with item " +
                                         printable(item) + " was not examined.");
        } else {
            step.kind = known->second;
        }
        read_times(record, step, teller);
        step.actor = person(record, "by");
        step.from = person(record, "released_by");
        step.to = person(record, "received_by");
        if (step.actor.empty() && step.kind != StepKind::handed_over) {
            step.actor = step.to.empty() ? step.from : step.to;
        }
        step.purpose = field(record, "purpose");
        step.place = field(record, "place");
        step.travel = field(record, "travel");
        step.seal = field(record, "seal");
        step.old_seal = field(record, "old_seal");
        step.reason = field(record, "reason");
        for (const char* column : {"place", "collected_place"}) {
            const std::string place = folded(field(record, column));
            if (!place.empty()) places_.insert(place);
        }
        lines_[item].push_back(std::move(line));
    }

    void read_times(const encode::CsvRecord& record, Step& step, Teller& teller) const {
        for (const char* column : {"when", "released_at"}) {
            const std::string text = field(record, column);
            if (blank(text)) continue;
            const auto time = time_of(text);
            if (!time) {
                teller.warn("CR-06", "The time \"" + printable(text.substr(0, 80)) +
                                         "\" cannot be understood: expected 2026-11-22 18:30, or "
                                         "with seconds and zone.");
                continue;
            }
            if (column == std::string_view("when")) {
                step.when = time->instant;
                step.zone_known = time->zone_known;
            } else {
                step.released = time->instant;
            }
        }
    }

    void judge_item(const std::string& item) {
        const std::vector<Line>& lines = lines_.at(item);
        Teller teller(out_.findings, printable(item));
        judge_first(lines.front(), teller);
        std::vector<Step> steps;
        bool authority = false;
        bool incident = false;
        for (const Line& line : lines) {
            steps.push_back(line.step);
            teller.at(line.number);
            judge_signatures(line, teller);
            if (line.step.kind == StepKind::disposed) judge_disposal(line, teller);
            authority = authority || !blank(field(*line.record, "authority"));
            incident = incident || !blank(field(*line.record, "incident"));
        }
        teller.at(lines.front().number);
        if (!incident) {
            teller.warn("CR-03",
                        "The form does not say to which incident " + teller.item() + " belongs.");
        }
        if (!authority) {
            teller.warn("CR-19", "The form does not say under what authority " + teller.item() +
                                     " was taken.");
        }
        SequenceContext context;
        context.on_paper = true;
        context.places = &places_;
        context.name = [this](const std::string& key) {
            const auto found = people_.find(key);
            return printable(found == people_.end() ? key : found->second);
        };
        judge_sequence(teller, steps, context);
    }

    void judge_first(const Line& line, Teller& teller) {
        teller.at(line.number);
        PrivateValues values;
        for (const std::string_view name :
             {"asset_tag", "collected_from", "collected_place", "condition", "description",
              "host_name", "ip", "mac", "place", "quantity", "seal", "serial"}) {
            const std::string text = field(*line.record, std::string(name));
            if (!blank(text)) values.emplace(name, text);
        }
        ask_identifier(teller, values);
        ask_description(teller, values, true);
        ask_collection(teller, values);
        if (line.step.actor.empty() && line.step.to.empty()) {
            teller.warn("CR-05", "The form does not name who took in " + teller.item() + ".");
        }
    }

    void judge_signatures(const Line& line, Teller& teller) const {
        if (line.step.kind != StepKind::handed_over) return;
        const bool released = !blank(field(*line.record, "signed_release"));
        const bool received = !blank(field(*line.record, "signed_receipt"));
        if (released && received) return;
        teller.warn("CR-08", "The form does not show " +
                                 std::string(released   ? "the receiver's signature"
                                             : received ? "the releaser's signature"
                                                        : "any signature") +
                                 " under a hand-over of " + teller.item() + ".");
    }

    void judge_disposal(const Line& line, Teller& teller) const {
        std::vector<std::string> missing;
        const std::string authority = folded(field(*line.record, "authorised_by"));
        if (authority.empty()) missing.emplace_back("who authorised it");
        if (blank(field(*line.record, "witness"))) missing.emplace_back("a witness");
        if (!missing.empty()) {
            teller.warn("CR-22", "The form does not name " + enumerate(missing) +
                                     " of the disposal of " + teller.item() + ".");
        }
        if (authority.empty() || authority != line.step.actor) return;
        teller.warn("CR-22", "Who disposed of " + teller.item() + " authorised it themself.");
    }

    const std::vector<encode::CsvRecord>& records_;
    const std::string& name_;
    std::map<std::string, std::size_t, std::less<>> place_;
    std::map<std::string, std::vector<Line>> lines_;
    std::vector<std::string> order_;  ///< items as they first appear
    std::map<std::string, std::string> people_;
    std::set<std::string> places_;
    PaperAudit out_;
};

}  // namespace

PaperAudit judge_paper(const std::vector<encode::CsvRecord>& records, const std::string& name) {
    return Paper(records, name).judge();
}

}  // namespace exhibit::custody

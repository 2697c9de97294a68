#include "report/item_sheet.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "base/text.hpp"
#include "custody/chain.hpp"
#include "custody/clock.hpp"
#include "report/html.hpp"

namespace exhibit::report {

namespace {

// What a form asks for first; all else that is told of the item follows.
constexpr std::array<std::string_view, 22> form_order{"label",
                                                      "description",
                                                      "make",
                                                      "model",
                                                      "serial",
                                                      "asset_tag",
                                                      "host_name",
                                                      "mac",
                                                      "ip",
                                                      "quantity",
                                                      "condition",
                                                      "seal",
                                                      "collected_by",
                                                      "collected_from",
                                                      "collected_place",
                                                      "discovered_at",
                                                      "place",
                                                      "method",
                                                      "authority",
                                                      "source_name",
                                                      "size",
                                                      "tool"};
constexpr std::array<std::string_view, 3> digest_names{"md5", "sha1", "sha256"};

std::string box(const std::string& label, const std::string& html, bool wide = false) {
    return classed("div", wide ? "box wide" : "box",
                   element("small", label) + element("div", html.empty() ? "–" : html));
}

/// A line to be filled in by hand.
std::string blank(const std::string& label) {
    return classed("div", "blank", element("span", "") + element("small", label));
}

class Sheet {
public:
    Sheet(const Story& story, const custody::ItemRecord& item)
        : story_(story),
          item_(item),
          first_(*story.state().event(item.chain.front())),
          subject_(custody::subject_of(item.id)) {}

    std::string make() {
        return element("section",
                       {{"class", "sheet"}, {"id", "item-" + std::to_string(item_.id.number())}},
                       heading() + facts() + digests() + findings() + chain() + paper());
    }

private:
    std::string value(std::string_view name) const {
        return story_.value_html(first_.index, subject_, name);
    }

    /// Beside what was said of it, what that comes to.
    std::string clock(const custody::PrivateValues& values) const {
        const std::string said = custody::text_value(values, "clock_drift");
        const auto offset = custody::clock_offset(said);
        if (!offset) return value("clock_drift");
        return value("clock_drift") + " " +
               classed("span", "small", "(that clock was " + custody::clock_in_words(said) + ")");
    }

    std::string heading() const {
        const bool digital = item_.ingest != nullptr;
        return classed("p", "form", "Evidence chain of custody") +
               element("h2", "Item " + escaped(item_.id.text()) + " " +
                                 classed("span", "kind",
                                         digital ? "digital, " + escaped(item_.ingest->kind)
                                                 : "physical"));
    }

    std::string facts() const {
        std::string out =
            box("Incident", escaped(story_.info().incident.text())) +
            box("First recorded by", story_.name_html(first_.actor)) +
            box("Date and time", story_.happened_html(first_)) +
            box("Custodian at the end of this record", story_.name_html(item_.custodian));
        const custody::PrivateValues* values = story_.facts(item_);
        if (values == nullptr) {
            return classed("div", "grid",
                           out + box("Description", "withheld in this report", true));
        }
        out += box("Description", value("description"), true);
        for (const std::string_view name : form_order) {
            if (values->contains(name) && name != "description") {
                out += box(label_of(name), value(name));
            }
        }
        for (const auto& [name, one] : *values) {
            const bool known = std::ranges::find(form_order, name) != form_order.end() ||
                               std::ranges::find(digest_names, name) != digest_names.end();
            if (known) continue;
            out += box(escaped(label_of(name)),
                       name == "clock_drift" ? clock(*values) : value(name), true);
        }
        if (item_.ingest && item_.ingest->from) {
            out += box("Derived from", "item " + escaped(item_.ingest->from->text()));
        }
        return classed("div", "grid", out);
    }

    std::string digests() const {
        if (!item_.ingest) return {};
        std::string rows;
        for (const std::string_view name : digest_names) {
            const std::string told = value(name);
            if (told.empty()) continue;
            rows += table_row("td", {label_of(name), classed("code", "hash", told)});
        }
        const std::string scope =
            "Digests were taken when the item was put into the vault. They speak of the time since "
            "then (“since ingest”); of the time before, only where the acquiring tool’s own digest "
            "is on record.";
        return element("h3", "Digests") +
               (rows.empty() ? element("p", "withheld in this report")
                             : table("digests", {"Algorithm", "Value"}, rows)) +
               classed("p", "small", scope);
    }

    /// The first of each code in full; of the others the events they are about.
    std::string findings() const {
        constexpr std::size_t in_full_max = 3;
        std::map<std::string, std::vector<const Finding*>> by_code;
        std::vector<std::string> order;
        for (const Finding* finding : story_.findings_about(item_)) {
            if (!by_code.contains(finding->code)) order.push_back(finding->code);
            by_code[finding->code].push_back(finding);
        }
        std::string out;
        for (const std::string& code : order) {
            const std::vector<const Finding*>& found = by_code[code];
            const std::size_t in_full = std::min(found.size(), in_full_max);
            for (std::size_t i = 0; i < in_full; ++i) out += finding_line(*found[i]);
            if (found.size() == in_full) continue;
            std::string events;
            for (std::size_t i = in_full; i < found.size(); ++i) {
                const bool known = found[i]->event.has_value();
                events += " " + (known ? std::to_string(*found[i]->event) : std::string("–"));
            }
            out += element("li", element("b", escaped(code)) + " the same of events" + events);
        }
        if (out.empty()) return {};
        return element("h3", "Findings about this item") + classed("ul", "findings", out);
    }

    static std::string finding_line(const Finding& finding) {
        const std::string where =
            finding.event ? " (event " + std::to_string(*finding.event) + ")" : "";
        return classed("li", severity_word(finding.severity),
                       element("b", escaped(finding.code)) + " " + shown(finding.text) + where);
    }

    std::string chain() const {
        std::string rows;
        for (const CustodyRow& row :
             custody::chain_of_custody(story_.state(), item_.id, story_.verified().lookup())) {
            rows += chain_row(row);
        }
        return element("h3", "Chain of custody") +
               element("table", {{"class", "chain"}, {"data-item", item_.id.text()}},
                       element("thead", table_row("th", {"No.", "Date and time", "What",
                                                         "Released by", "Received by, or done by",
                                                         "Purpose, place, remarks"}) +
                                            again()) +
                           element("tbody", rows));
    }

    /// On paper the head is printed again on each page of a long table. Not the first row of it:
    /// that one has the widths of the columns.
    std::string again() const {
        return element("tr", {{"class", "again"}},
                       element("th", {{"colspan", "6"}},
                               "Chain of custody of item " + escaped(item_.id.text())));
    }

    std::string chain_row(const CustodyRow& row) const {
        const custody::EventRecord& event = *story_.state().event(row.event);
        const bool hand_over = !row.from.empty() && !row.to.empty();
        const std::string type(custody::to_string(event.type()));
        return element(
            "tr", {{"data-e", std::to_string(row.event)}},
            element("td", std::to_string(row.event)) +
                element("td", story_.happened_html(event) + recorded_later(event)) +
                element("td", shown(row.what.empty() ? type : row.what)) +
                element("td", hand_over ? by_hex(row.from) : std::string()) +
                element("td", hand_over ? by_hex(row.to) : story_.name_html(event.actor)) +
                element("td", remarks(row, event)));
    }

    std::string recorded_later(const custody::EventRecord& event) const {
        if (event.time == event.happened) return {};
        return classed("div", "small", "recorded " + story_.recorded_html(event));
    }

    std::string by_hex(const std::string& key) const {
        return story_.name_html(crypto::Hash::from_hex(key));
    }

    std::string remarks(const CustodyRow& row, const custody::EventRecord& event) const {
        std::vector<std::string> parts;
        const auto add = [&](const char* label, const std::string& text) {
            if (!text.empty())
                parts.push_back(element("u", label) + " " + element("q", shown(text)));
        };
        add("purpose", row.purpose);
        add("place", row.place);
        add("seal", row.seal);
        add("condition", row.condition);
        // What a first event notes is the description, which stands above.
        if (!row.note.empty() && event.index != first_.index) parts.push_back(shown(row.note));
        if (event.index != first_.index) {
            const std::string more = other_values(story_, event.index, subject_,
                                                  {"purpose", "place", "seal", "condition", "note",
                                                   "reason", "destination", "steps"});
            if (!more.empty()) parts.push_back(more);
        }
        parts.push_back(classed("code", "leaf", event.leaf.hex().substr(0, 16)));
        return join(parts, "; ");
    }

    /// What is done on paper: the places a form has for it.
    std::string paper() const {
        const std::string lines =
            blank("Name and title") + blank("Signature") + blank("Date, time, zone");
        // A page of these alone still says what it is about.
        const std::string about = " – item " + escaped(item_.id.text());
        const auto part = [&](const std::string& title, const std::string& text) {
            return classed(
                "div", "paper",
                element("h3", title + about) + element("p", text) + classed("div", "lines", lines));
        };
        return classed(
            "div", "papers",
            part("Final disposal authority",
                 "This item is no longer needed as evidence and may be disposed of by: ☐ return to "
                 "its owner ☐ destruction ☐ other.") +
                part("Witness to destruction",
                     "The item named above was destroyed in my presence by the evidence "
                     "custodian.") +
                part("Release to lawful owner",
                     "I received the item named above, being its owner or the owner’s "
                     "representative."));
    }

    const Story& story_;
    const custody::ItemRecord& item_;
    const custody::EventRecord& first_;
    std::string subject_;
};

}  // namespace

std::string item_sheet(const Story& story, const custody::ItemRecord& item) {
    return Sheet(story, item).make();
}

std::string other_values(const Story& story, std::uint64_t index, std::string_view subject,
                         const std::vector<std::string_view>& skip) {
    const custody::PrivateValues* values = story.values(index, subject);
    if (values == nullptr) return {};
    std::vector<std::string> parts;
    for (const auto& [name, value] : *values) {
        if (std::ranges::find(skip, name) != skip.end()) continue;
        parts.push_back(escaped(label_of(name)) + " " + story.value_html(index, subject, name));
    }
    return join(parts, "; ");
}

}  // namespace exhibit::report

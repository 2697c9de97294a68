#include "report/timeline.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "base/text.hpp"
#include "report/html.hpp"

namespace exhibit::report {

namespace {

constexpr int width = 960;
constexpr int left = 150;  // room for the items' names
constexpr int right = 20;
constexpr int top = 30;
constexpr int row_height = 30;
constexpr int bar_height = 18;
constexpr std::size_t rows_max = 200;
constexpr std::size_t colours = 6;  // classes who0 to who5 of the style

std::string number(double value) {
    const auto tenths = static_cast<long long>(std::llround(value * 10));
    std::string text = std::to_string(tenths / 10);
    if (tenths % 10 != 0) text += "." + std::to_string(std::abs(tenths % 10));
    return text;
}

std::string rect(const std::string& css, double x, double y, double wide, double high,
                 const std::string& title) {
    return element("rect",
                   {{"class", css},
                    {"x", number(x)},
                    {"y", number(y)},
                    {"width", number(std::max(wide, 0.5))},
                    {"height", number(high)}},
                   element("title", title));
}

std::string label(const std::string& css, double x, double y, const std::string& html) {
    return element("text", {{"class", css}, {"x", number(x)}, {"y", number(y)}}, html);
}

/// At most so many characters, whole ones.
std::string cut(const std::string& text, std::size_t characters) {
    std::size_t bytes = 0;
    for (std::size_t seen = 0; bytes < text.size(); ++bytes) {
        const bool begins = (static_cast<unsigned char>(text[bytes]) & 0xC0) != 0x80;
        if (begins && seen++ == characters) return text.substr(0, bytes) + "…";
    }
    return text;
}

class Picture {
public:
    explicit Picture(const Story& story)
        : story_(story),
          begin_(story.begin().seconds),
          span_(std::max<std::int64_t>(story.end().seconds - begin_, 60)) {}

    std::string draw() {
        const std::size_t rows = std::min(story_.items().size(), rows_max);
        const double bottom = top + static_cast<double>(rows) * row_height;
        std::string inner = element("title", "Who held each item when") + axis(bottom);
        for (std::size_t row = 0; row < rows; ++row) inner += item_row(*story_.items()[row], row);
        const std::string box = "0 0 " + std::to_string(width) + " " + number(bottom + 8);
        std::string out =
            element("svg", {{"class", "timeline"}, {"viewBox", box}, {"role", "img"}}, inner) +
            legend();
        if (rows < story_.items().size()) {
            out += classed("p", "small",
                           "The picture shows the first " + std::to_string(rows) +
                               " items; the sheets below have all.");
        }
        return out;
    }

private:
    double x_of(Instant at) const {
        const auto share = static_cast<double>(at.seconds - begin_) / static_cast<double>(span_);
        return left + share * (width - left - right);
    }

    std::string axis(double bottom) const {
        constexpr int ticks = 5;
        const bool days = span_ > std::int64_t{3} * 24 * 3600;
        std::string out;
        for (int tick = 0; tick <= ticks; ++tick) {
            const Instant at{begin_ + span_ * tick / ticks};
            const double x = x_of(at);
            out += element("line",
                           {{"class", "tick"},
                            {"x1", number(x)},
                            {"x2", number(x)},
                            {"y1", std::to_string(top - 6)},
                            {"y2", number(bottom)}},
                           "");
            // "2026-11-22T17:30:00Z": the day, and the time where days do not tell enough.
            const std::string utc = format_utc(at);
            const std::string text =
                days ? utc.substr(0, 10) : utc.substr(0, 10) + " " + utc.substr(11, 5) + "Z";
            const std::string css = tick == 0 ? "at first" : tick == ticks ? "at last" : "at";
            out += label(css, x, top - 12, text);
        }
        return out;
    }

    std::string item_row(const custody::ItemRecord& item, std::size_t row) const {
        const double y = top + static_cast<double>(row) * row_height + 6;
        std::string out = element("a", {{"href", "#item-" + std::to_string(item.id.number())}},
                                  label("item", 0, y + 13, escaped(cut(item.id.text(), 20))));
        for (const Holding& holding : story_.holdings(item)) out += bar(holding, y);
        // One mark for what would lie on one point: the sheet has all findings.
        std::set<std::string> drawn;
        for (const Finding* finding : story_.findings_about(item)) {
            if (finding->severity == Severity::note) continue;
            const double x = x_of(when(item, *finding));
            if (drawn.insert(severity_word(finding->severity) + number(std::round(x / 4))).second) {
                out += mark(*finding, x, y);
            }
        }
        return out;
    }

    std::string bar(const Holding& holding, double y) const {
        const double x = x_of(holding.from);
        const double wide = x_of(holding.to) - x;
        const std::string name = shown(story_.name(holding.handler));
        const std::string times = format_utc(holding.from) + " to " + format_utc(holding.to);
        std::string out =
            rect(holding.on_offer ? "offer" : "who" + std::to_string(colour_of(holding.handler)), x,
                 y, wide, bar_height,
                 (holding.on_offer ? "offered by " : "held by ") + name + ", " + times);
        const auto fits = static_cast<std::size_t>(std::max(0.0, (wide - 8) / 6.2));
        if (!holding.on_offer && fits >= 4) {
            out += label("name", x + 5, y + 13, shown(cut(story_.name(holding.handler), fits)));
        }
        return out;
    }

    /// The time of the event a finding is about; of the item's first for one about the item.
    Instant when(const custody::ItemRecord& item, const Finding& finding) const {
        const custody::EventRecord* event =
            finding.event ? story_.state().event(*finding.event) : nullptr;
        return (event != nullptr ? event : story_.state().event(item.chain.front()))->happened;
    }

    static std::string mark(const Finding& finding, double x, double y) {
        const std::string path = "M" + number(x) + " " + number(y - 5) + "l5 -0l-5 9l-5 -9z";
        const std::string css =
            finding.severity == Severity::violation ? "mark violation" : "mark warning";
        return element("path", {{"class", css}, {"d", path}},
                       element("title", escaped(finding.code) + ": " + shown(finding.text)));
    }

    std::size_t colour_of(const crypto::Hash& handler) const {
        const auto& people = story_.people();
        const auto found = std::ranges::find(people, handler);
        return static_cast<std::size_t>(found - people.begin()) % colours;
    }

    std::string legend() const {
        std::string out;
        for (const crypto::Hash& handler : story_.people()) {
            out += classed("span", "key",
                           classed("i", "who" + std::to_string(colour_of(handler)), "") +
                               story_.name_html(handler));
        }
        out += classed("span", "key", classed("i", "offer", "") + "offered, not yet taken");
        out += classed("span", "key", classed("i", "markred", "") + "finding");
        return classed("p", "legend", out);
    }

    const Story& story_;
    std::int64_t begin_;
    std::int64_t span_;
};

}  // namespace

std::string timeline(const Story& story) {
    if (story.items().empty()) return {};
    return Picture(story).draw();
}

}  // namespace exhibit::report

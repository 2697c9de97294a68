// Rules about an incident as a whole: what it is about, who is in charge, how long evidence is
// kept, what is held, and what is disposed of.
#include "base/text.hpp"
#include "custody/codes.hpp"
#include "custody/examiners.hpp"
#include "custody/steps.hpp"
#include "exhibit/error.hpp"

namespace exhibit::custody {

namespace {

/// The end of a day written as 2036-12-31; nullopt for other words.
std::optional<Instant> end_of_day(const std::string& text) {
    constexpr std::size_t date_characters = 10;
    const std::string date = folded(text);
    if (date.size() != date_characters) return std::nullopt;
    try {
        return parse_utc(date + "T23:59:59Z");
    } catch (const Error&) {
        return std::nullopt;
    }
}

class IncidentExaminer {
public:
    IncidentExaminer(const RecordView& view, const IncidentRecord& incident, Teller& teller)
        : view_(view), incident_(incident), teller_(teller) {}

    void examine() {
        if (incident_.items > 0) examine_opening();
        examine_keys();
        for (const auto& [id, hold] : view_.state.life().holds) {
            if (hold.incident == incident_.id) examine_hold(hold);
        }
        for (const auto& [id, disposal] : view_.state.life().disposals) {
            if (disposal.items.front().incident() == incident_.id) examine_disposal(disposal);
        }
    }

private:
    std::string called() const { return "incident " + incident_.id.text(); }

    const PrivateValues* about(std::uint64_t index) const {
        return view_.about(*view_.state.event(index), incident_.id);
    }

    void examine_opening() {
        teller_.at(incident_.opened_at);
        const PrivateValues* values = about(incident_.opened_at);
        if (values == nullptr) return;  // withheld: said of its items
        if (!has_any(*values, {"title"})) {
            teller_.warn("CR-03", "The record names " + called() +
                                      " and does not say which incident that is.");
        }
        if (!has_any(*values, {"in_charge"})) {
            teller_.warn("CR-18", "The record does not say who is in charge of " + called() + ".");
        }
        examine_retention(*values);
    }

    /// A leaked key is answered when nothing lies under it any more.
    void examine_keys() {
        const auto& generations = incident_.generations;
        for (std::size_t i = 0; i < generations.size(); ++i) {
            if (!generations[i].content || content_keys(incident_, 0).generation > i) continue;
            teller_.at(generations[i].at);
            teller_.warn(code::rewrite, "The content of " + called() +
                                            " was to be written again under new keys, and no event "
                                            "says that this was finished; `exhibit incident rekey "
                                            "--content` goes on with it.");
            return;
        }
    }

    void examine_retention(const PrivateValues& values) {
        // What a policy asks for is judged with it.
        const bool by_policy = !view_.state.policy().retention.empty();
        std::vector<std::string> missing;
        if (!by_policy && !has_any(values, {"retention"})) missing.emplace_back("how long");
        if (!by_policy && !has_any(values, {"retention_reason"}))
            missing.emplace_back("why so long");
        if (!missing.empty()) {
            teller_.warn("CR-26", "The record does not say " + enumerate(missing) +
                                      " the evidence of " + called() + " is kept.");
        }
        const auto end = end_of_day(text_value(values, "retention"));
        if (!end || view_.rules.now <= *end) return;
        std::uint64_t kept = 0;
        for (std::uint32_t number = 1; number <= incident_.items; ++number) {
            const ItemRecord& item = *view_.state.item(ItemId(incident_.id, number));
            if (!item.disposed_at && view_.state.life().hold_on(item.id) == nullptr) ++kept;
        }
        if (kept == 0) return;
        teller_.warn("CR-26", counted(kept, "item", "items") + " of " + called() +
                                  (kept == 1 ? " is" : " are") + " kept beyond " +
                                  printable(text_value(values, "retention")) +
                                  ", the end of its retention, and not held.");
    }

    void examine_hold(const HoldRecord& hold) {
        teller_.at(hold.index);
        const PrivateValues* placed = about(hold.index);
        if (placed != nullptr && !has_any(*placed, {"reason"})) {
            teller_.warn("CR-21", "The record does not say why " + called() + " is held.");
        }
        if (!hold.released_at) return;
        teller_.at(*hold.released_at);
        const PrivateValues* released = about(*hold.released_at);
        if (released != nullptr && !has_any(*released, {"reason"})) {
            teller_.warn("CR-21",
                         "The record does not say why a hold on " + called() + " was lifted.");
        }
    }

    void examine_disposal(const DisposalRecord& disposal) {
        if (disposal.approved_at) {
            teller_.at(*disposal.approved_at);
            const PrivateValues* approved = about(*disposal.approved_at);
            if (approved != nullptr && !has_any(*approved, {"authority"})) {
                teller_.warn("CR-22", "The disposal of " + items_of(disposal) +
                                          " was approved without saying by what authority.");
            }
        }
        if (disposal.status != DisposalStatus::carried_out) return;
        teller_.at(*disposal.ended_at);
        const PrivateValues* done = about(*disposal.ended_at);
        const PrivateValues* proposed = about(disposal.index);
        if (done == nullptr || proposed == nullptr) return;
        if (!has_any(*done, {"method"})) {
            teller_.warn("CR-22",
                         "The record does not say how " + items_of(disposal) + " was disposed of.");
        }
        const bool given = disposal.action != DisposalAction::destroy;
        if (given && !has_any(*done, {"recipient"}) && !has_any(*proposed, {"recipient"})) {
            teller_.warn("CR-22",
                         "The record does not name to whom " + items_of(disposal) + " was given.");
        }
    }

    static std::string items_of(const DisposalRecord& disposal) {
        if (disposal.items.size() == 1) return "item " + disposal.items.front().text();
        return counted(disposal.items.size(), "item", "items") + " from " +
               disposal.items.front().text() + " on";
    }

    const RecordView& view_;
    const IncidentRecord& incident_;
    Teller& teller_;
};

}  // namespace

void examine_incident(const RecordView& view, const IncidentRecord& incident, Teller& teller) {
    IncidentExaminer(view, incident, teller).examine();
}

}  // namespace exhibit::custody

#include "custody/steps.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "base/text.hpp"

namespace exhibit::custody {

namespace {

bool has_digit(std::string_view text) {
    return text.find_first_of("0123456789") != std::string_view::npos;
}

/// What a sentence calls a step.
std::string_view word_of(StepKind kind) {
    switch (kind) {
        case StepKind::collected: return "collected";
        case StepKind::offered: return "released";
        case StepKind::handed_over: return "handed over";
        case StepKind::moved: return "moved";
        case StepKind::checked_out: return "checked out";
        case StepKind::checked_in: return "checked in";
        case StepKind::sealed: return "sealed";
        case StepKind::unsealed: return "unsealed";
        case StepKind::resealed: return "resealed";
        case StepKind::broken: return "found with a broken seal";
        case StepKind::examined: return "examined";
        case StepKind::accessed: return "accessed";
        case StepKind::disposed: return "disposed of";
        case StepKind::other: break;
    }
    return "mentioned";
}

class Sequence {
public:
    Sequence(Teller& teller, const std::vector<Step>& steps, const SequenceContext& context)
        : teller_(teller), steps_(steps), context_(context) {}

    void judge() {
        if (steps_.empty()) return;
        for (const Step& step : steps_) {
            step_ = &step;
            teller_.at(step.event);
            judge_time();
            judge_holder();
            judge_purpose();
            judge_seal();
            note_place();
        }
        end_period();
    }

private:
    std::string said() const { return std::string(word_of(step_->kind)); }
    std::string name(const std::string& person) const {
        return person.empty() ? std::string("nobody who is named") : context_.name(person);
    }

    // When

    void judge_time() {
        if (context_.on_paper && !step_->when) {
            teller_.warn("CR-06",
                         "The record does not say when " + teller_.item() + " was " + said() + ".");
        } else if (context_.on_paper && !step_->zone_known) {
            teller_.note("CR-06", "The time at which " + teller_.item() + " was " + said() +
                                      " is stated without its zone.");
        }
        if (!step_->when) return;
        const bool first = step_ == &steps_.front();
        if (first) collected_ = step_->when;
        if (!first && collected_ && *step_->when < *collected_) {
            teller_.warn("SQ-BEFORE-SEIZURE",
                         "Item and event do not fit: " + teller_.item() + " is said to have been " +
                             said() + " at " + format_utc(*step_->when) +
                             ", before it was taken in at " + format_utc(*collected_) + ".");
        }
        if (step_->released && *step_->when < *step_->released) {
            teller_.warn("CR-08", "Item " + teller_.item().substr(5) +
                                      " is said to be received at " + format_utc(*step_->when) +
                                      ", before it was released.");
        }
        if (!context_.on_paper) return;  // a ledger may record late; CR-06 and CR-28 speak of that
        const std::string& writer = step_->actor.empty() ? step_->from : step_->actor;
        const auto [before, is_first] = latest_.try_emplace(writer, *step_->when);
        if (!is_first && *step_->when < before->second) {
            teller_.warn("CR-06", "The times of " + name(writer) +
                                      " run backwards: " + format_utc(*step_->when) +
                                      " stands after " + format_utc(before->second) + ".");
        }
        before->second = std::max(before->second, *step_->when);
    }

    // With whom

    void judge_holder() {
        if (step_ == &steps_.front()) {
            if (step_->kind != StepKind::collected) {
                teller_.warn("SQ-NO-ORIGIN", "The record of " + teller_.item() +
                                                 " does not begin with how it was taken in: it "
                                                 "begins with that it was " +
                                                 said() + ".");
            }
            holder_ = step_->kind == StepKind::handed_over ? step_->to : step_->actor;
            return;
        }
        if (context_.on_paper && disposed_ && step_->kind != StepKind::other) {
            teller_.warn("SQ-AFTER-DISPOSAL", "The record says that " + teller_.item() + " was " +
                                                  said() + " after it had been disposed of.");
        }
        if (step_->kind == StepKind::disposed) disposed_ = true;
        if (step_->kind == StepKind::handed_over) return judge_hand_over();
        const bool by_holder = step_->kind == StepKind::moved ||
                               step_->kind == StepKind::checked_out ||
                               step_->kind == StepKind::disposed;
        if (!context_.on_paper || !by_holder || step_->actor == holder_) return;
        teller_.warn("SQ-NEVER-RELEASED", "By the record " + name(holder_) + " holds " +
                                              teller_.item() + " and never released it, but " +
                                              name(step_->actor) +
                                              " had it when it "
                                              "was " +
                                              said() + ".");
    }

    void judge_hand_over() {
        if (step_->from == step_->to) {
            teller_.warn("SQ-SELF-TRANSFER", name(step_->to) + " is said to have handed " +
                                                 teller_.item() +
                                                 " to themself: that is a change of place, not "
                                                 "of custody.");
        }
        if (step_->from != holder_) {
            teller_.warn("CR-09", name(step_->from) + " released " + teller_.item() +
                                      ", which by the record was with " + name(holder_) +
                                      ": between the two nobody is named.");
        }
        end_period();
        holder_ = step_->to;
        if (context_.on_paper && (step_->from.empty() || step_->to.empty())) {
            teller_.warn("CR-08", "A hand-over of " + teller_.item() +
                                      " does not name both who released and who received it.");
        }
    }

    // Why, how

    void judge_purpose() {
        const bool transfer = step_->kind == StepKind::offered ||
                              (context_.on_paper && step_->kind == StepKind::handed_over);
        if (!step_->readable) return;
        if (transfer && blank(step_->purpose)) {
            teller_.warn("CR-08", "The hand-over of " + teller_.item() + " states no purpose.");
        }
        if (transfer && blank(step_->travel)) {
            teller_.note("CR-08", "The hand-over of " + teller_.item() +
                                      " does not state how it travelled.");
        }
        if (blank(step_->purpose) || !reads_as_place(step_->purpose, *context_.places)) return;
        teller_.warn("SQ-PURPOSE", "Where the purpose should stand, the record says \"" +
                                       printable(step_->purpose) + "\", which is a place: why " +
                                       teller_.item() + " was " + said() + " is not known.");
    }

    // Seals

    void judge_seal() {
        if (!step_->readable) return;
        switch (step_->kind) {
            case StepKind::collected: seal_ = step_->seal; return;
            case StepKind::sealed: put_on(); return;
            case StepKind::resealed:
                opened("resealed");
                if (blank(step_->seal) || blank(step_->old_seal)) {
                    teller_.warn("CR-20",
                                 "Not both numbers are stated of the seals that were "
                                 "taken off and put on " +
                                     teller_.item() + ".");
                }
                seal_ = step_->seal;
                return;
            case StepKind::unsealed:
                opened("opened");
                if (blank(step_->reason)) {
                    teller_.warn("CR-20", "The record does not say why " + teller_.item() +
                                              " was unsealed.");
                }
                seal_.clear();
                return;
            case StepKind::broken:
                teller_.warn("CR-20", "The seal of " + teller_.item() + " was found broken.");
                seal_.clear();
                return;
            case StepKind::offered:
            case StepKind::handed_over:
            case StepKind::moved:
            case StepKind::checked_out:
            case StepKind::checked_in: compare_seal(); return;
            default: return;
        }
    }

    void put_on() {
        if (blank(step_->seal)) {
            teller_.warn("CR-20",
                         "The number of the seal put on " + teller_.item() + " is not stated.");
        }
        seal_ = step_->seal;
    }

    void opened(const char* done) {
        if (blank(seal_) || blank(step_->old_seal) || seal_ == step_->old_seal) return;
        teller_.warn("CR-20", "The seal of " + teller_.item() + " was \"" + printable(seal_) +
                                  "\" before, but \"" + printable(step_->old_seal) +
                                  "\" when it "
                                  "was " +
                                  done + ".");
    }

    void compare_seal() {
        const std::string before = blank(step_->old_seal) ? seal_ : step_->old_seal;
        const bool hand_over = step_->kind == StepKind::handed_over;
        if (blank(before)) {
            seal_ = step_->seal;
        } else if (blank(step_->seal)) {
            teller_.note("CR-20", "The number of the seal of " + teller_.item() +
                                      " is not stated where it was " + said() + ".");
        } else if (step_->seal != before) {
            teller_.warn("CR-20",
                         "The seal of " + teller_.item() + " was \"" + printable(before) +
                             (hand_over ? "\" when released and \"" : "\" before and \"") +
                             printable(step_->seal) +
                             (hand_over ? "\" when received." : "\" when it was " + said() + "."));
            seal_ = step_->seal;
        }
    }

    // Where

    void note_place() {
        if (step_ == &steps_.front() || step_->kind == StepKind::handed_over) {
            begin_ = step_->event;
            since_ = step_->when;
            has_place_ = false;
            withheld_ = false;
        }
        const bool says_where =
            step_->kind == StepKind::collected || step_->kind == StepKind::handed_over ||
            step_->kind == StepKind::moved || step_->kind == StepKind::checked_in;
        if (says_where && !blank(step_->place)) has_place_ = true;
        if (says_where && !step_->readable) withheld_ = true;
    }

    /// CR-07, for the time one person held the item.
    void end_period() {
        if (!context_.ask_places || has_place_ || withheld_) return;
        const std::string since = since_ ? " from " + format_utc(*since_) + " on" : "";
        const auto now = step_->event;
        teller_.at(begin_);
        teller_.warn("CR-07", "The record does not say where " + teller_.item() +
                                  " was kept while " + name(holder_) + " held it" + since + ".");
        teller_.at(now);
    }

    Teller& teller_;
    const std::vector<Step>& steps_;
    const SequenceContext& context_;
    const Step* step_ = nullptr;
    std::optional<Instant> collected_;
    std::map<std::string, Instant> latest_;
    std::string holder_;
    std::string seal_;
    bool disposed_ = false;
    std::optional<std::uint64_t> begin_;
    std::optional<Instant> since_;
    bool has_place_ = false;
    bool withheld_ = false;
};

}  // namespace

std::string folded(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    const std::size_t last = text.find_last_not_of(" \t\r\n");
    std::string out(text.substr(first, last - first + 1));
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

bool reads_as_place(const std::string& text, const std::set<std::string>& places) {
    constexpr std::array<std::string_view, 10> words{"room",   "shelf",   "locker", "cabinet",
                                                     "rack",   "safe",    "floor",  "vault",
                                                     "drawer", "building"};
    const std::string said = folded(text);
    if (places.contains(said)) return true;
    return has_digit(said) && std::any_of(words.begin(), words.end(), [&](std::string_view word) {
               return said.starts_with(std::string(word) + ' ');
           });
}

void judge_sequence(Teller& teller, const std::vector<Step>& steps,
                    const SequenceContext& context) {
    Sequence(teller, steps, context).judge();
}

}  // namespace exhibit::custody

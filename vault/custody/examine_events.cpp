// Rules about single events and the people who signed them.
#include <map>

#include "base/check.hpp"
#include "base/text.hpp"
#include "custody/examiners.hpp"
#include "custody/policy_findings.hpp"

namespace exhibit::custody {

namespace {

std::int64_t longest_gap(const RecordView& view, std::uint64_t index) {
    const AdoptedPolicy* adopted = view.state.adopted_before(index);
    return adopted != nullptr && adopted->policy ? adopted->policy->longest_gap_seconds
                                                 : view.rules.longest_gap_seconds;
}

}  // namespace

void EventExaminer::examine(const EventRecord& event) {
    if (!all_done_ && events_done_.insert(event.index).second) examine_new(event);
}

void EventExaminer::examine_all() {
    CHECK(events_done_.empty());
    for (std::uint64_t index = 0; index < view_.state.size(); ++index) {
        if (const EventRecord* event = view_.state.event(index)) examine_new(*event);
    }
    all_done_ = true;
}

void EventExaminer::examine_new(const EventRecord& event) {
    teller_.at(event.index);
    const std::int64_t gap = event.time.seconds - event.happened.seconds;
    if (gap > longest_gap(view_, event.index)) {
        teller_.warn("CR-28", "This was recorded " + in_words(gap) + " after it happened.");
    }
    examine_values(view_.state, event, view_.first_values(), teller_.findings());
    examine_correction(event);
    for (const crypto::Hash& signer : event.signers()) examine_handler(signer);
    examine_handler(event.actor);
    if (const auto* offer = body_if<CustodyOffer>(event.body)) examine_handler(offer->to);
    if (const auto* out = body_if<ItemCheckOut>(event.body)) examine_handler(out->to);
}

/// A recovery handler is a key in a safe, not a person.
void EventExaminer::examine_handler(const crypto::Hash& id) {
    if (!handlers_done_.insert(id).second) return;
    const HandlerRecord* handler = view_.state.handler(id);
    if (handler == nullptr || handler->enrol.roles == std::vector<Role>{Role::recovery}) return;
    const PrivateValues* values = view_.profile(id);
    if (values == nullptr) return;
    std::vector<std::string> missing;
    if (!has_any(*values, {"name"})) missing.emplace_back("name");
    if (!has_any(*values, {"title"})) missing.emplace_back("title or role");
    if (!has_any(*values, {"organisation"})) missing.emplace_back("organisation");
    if (!has_any(*values, {"phone", "email"})) missing.emplace_back("phone or e-mail address");
    if (missing.empty()) return;
    teller_.at(handler->enrolled_at);
    teller_.warn("CR-05", "The record does not state the " + enumerate(missing) + " of " +
                              view_.name_of(id) + ".");
}

void EventExaminer::examine_correction(const EventRecord& event) {
    const auto* correction = body_if<RecordCorrect>(event.body);
    if (correction == nullptr) return;
    const std::uint64_t corrected = view_.state.event(correction->event)->index;
    if (event.sealed.empty()) {
        teller_.warn("CR-27", "A correction of event " + std::to_string(corrected) +
                                  " does not say what is corrected.");
    }
    for (const ledger::SealedRef& ref : event.sealed) {
        const PrivateValues* values = view_.about(event, ref.subject);
        if (values == nullptr || has_any(*values, {"reason"})) continue;
        teller_.warn("CR-27", "The " + printable(text_value(*values, "field")) + " of event " +
                                  std::to_string(corrected) + " was corrected by " +
                                  view_.name_of(event.actor) + " without a reason.");
    }
}

void EventExaminer::examine_clocks() {
    std::map<crypto::Hash, Instant> latest;
    for (std::uint64_t index = 0; index < view_.state.size(); ++index) {
        const EventRecord* event = view_.state.event(index);
        if (event == nullptr) continue;
        const auto [before, is_first] = latest.try_emplace(event->actor, event->time);
        if (!is_first && event->time < before->second) {
            teller_.at(index);
            teller_.warn("CR-06", "The clock of " + view_.name_of(event->actor) +
                                      " ran backwards: this says " + format_utc(event->time) +
                                      ", an earlier event of theirs " + format_utc(before->second) +
                                      ".");
        }
        before->second = std::max(before->second, event->time);
    }
}

void EventExaminer::examine_attestation() {
    const auto& attested = view_.rules.attested_size;
    if (!attested || *attested >= view_.state.size()) return;
    teller_.at(std::nullopt);
    teller_.note("CR-25",
                 *attested == 0
                     ? std::string("No time in this record is attested by somebody other than "
                                   "those who hold it.")
                     : "The times of the events from number " + grouped(*attested) +
                           " on are attested by nobody but those who hold the record.");
}

}  // namespace exhibit::custody

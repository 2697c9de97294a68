#include "custody/findings.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "base/text.hpp"
#include "custody/archive.hpp"
#include "custody/codes.hpp"
#include "custody/container.hpp"
#include "custody/log_findings.hpp"
#include "custody/policy_findings.hpp"

namespace exhibit::custody {

namespace {

bool blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// "place, seal and condition".
std::string enumerate(const std::vector<std::string>& words) {
    if (words.size() < 2) return join(words, "");
    const std::vector<std::string> first(words.begin(), words.end() - 1);
    return join(first, ", ") + " and " + words.back();
}

std::string in_hours(std::int64_t seconds) {
    constexpr std::int64_t hour = 3600;
    return counted(static_cast<std::uint64_t>(seconds / hour), "hour", "hours");
}

class Examiner {
public:
    Examiner(const State& state, const PrivateLookup& values, const RecordRules& rules)
        : state_(state), values_(values), rules_(rules) {}

    void examine(const ItemRecord& item) {
        item_ = &item;
        examine_first_event();
        examine_scope();
        for (const std::uint64_t index : item.chain) examine_item_event(*state_.event(index));
        examine_open_offer();
    }

    void examine_event(const EventRecord& event) {
        if (!events_done_.insert(event.index).second) return;
        const std::int64_t gap = event.time.seconds - event.happened.seconds;
        if (gap > longest_gap(event.index)) {
            report_event(event.index, "CR-28",
                         "This was recorded " + in_hours(gap) + " after it happened.");
        }
        examine_values(state_, event, values_, out_);
        examine_handler(event.actor);
        if (const auto* offer = std::get_if<CustodyOffer>(&event.body)) examine_handler(offer->to);
    }

    /// The order of the ledger is certain; a claimed time that runs against it is not.
    void examine_clocks() {
        std::map<crypto::Hash, Instant> latest;
        for (std::uint64_t index = 0; index < state_.size(); ++index) {
            const EventRecord* event = state_.event(index);
            if (!event) continue;
            const auto [before, is_first] = latest.try_emplace(event->actor, event->time);
            if (!is_first && event->time < before->second) {
                report_event(index, "CR-06",
                             "The clock of " + name_of(event->actor) +
                                 " ran backwards: this says " + format_utc(event->time) +
                                 ", an earlier event of theirs " + format_utc(before->second) +
                                 ".");
            }
            before->second = std::max(before->second, event->time);
        }
    }

    void examine_whole_record() {
        examine_clocks();
        examine_keys(state_, rules_, out_);
        examine_policy(state_, values_, rules_, out_);
    }

    std::vector<Finding> finish() {
        soften_informal(state_, out_);
        const auto key = [](const Finding& finding) {
            return std::tuple(ItemId::try_parse(finding.item), finding.event, finding.code);
        };
        std::stable_sort(out_.begin(), out_.end(),
                         [&](const Finding& a, const Finding& b) { return key(a) < key(b); });
        return std::move(out_);
    }

private:
    std::int64_t longest_gap(std::uint64_t index) const {
        const AdoptedPolicy* adopted = state_.adopted_before(index);
        return adopted && adopted->policy ? adopted->policy->longest_gap_seconds
                                          : rules_.longest_gap_seconds;
    }

    void report(std::string_view code, Severity severity, std::string text) {
        out_.push_back(
            {std::string(code), severity, {}, item_->id.text(), event_, std::move(text)});
    }

    /// About an event or a person as such, not about one item.
    void report_event(std::uint64_t index, std::string_view code, std::string text) {
        out_.push_back({std::string(code), Severity::warning, {}, {}, index, std::move(text)});
    }

    std::string item_text() const { return "item " + item_->id.text(); }

    std::string name_of(const crypto::Hash& handler) const {
        const HandlerRecord* record = state_.handler(handler);
        const PrivateValues* values =
            record ? values_(record->enrolled_at, subject_of_handler(handler)) : nullptr;
        const std::string name = values ? text_value(*values, "name") : std::string();
        return name.empty() ? "handler " + short_id(handler) : name;
    }

    const PrivateValues* about_item(const EventRecord& event) const {
        return values_(event.index, subject_of(item_->id));
    }
    const PrivateValues* about_incident(const EventRecord& event) const {
        return values_(event.index, subject_of(item_->id.incident()));
    }

    // The first event of an item: what it is, where it came from, what was read.

    void examine_first_event() {
        const EventRecord& first = *state_.event(item_->chain.front());
        event_ = first.index;
        if (item_->ingest) examine_unreadable(*item_->ingest);
        const PrivateValues* values = about_item(first);
        if (!values) {
            report("LG-WITHHELD", Severity::note,
                   "What is said of " + item_text() +
                       " cannot be read here, so that it was not examined.");
            return;
        }
        if (item_->item_class == ItemClass::physical) examine_identifier(*values);
        examine_description(*values);
        examine_collection(*values);
        if (item_->ingest) examine_digests(*values);
        if (item_->ingest) examine_logs(*values);
        if (item_->ingest) examine_archive(*values);
        if (const auto found = values->find("container"); found != values->end()) {
            examine_container(found->second);
        }
    }

    void examine_archive(const PrivateValues& values) {
        const auto found = values.find("archive");
        const bool told = found != values.end() && is_archive(found->second);
        const bool digest = told && found->second.find("listing_sha256") != nullptr;
        if (digest != item_->ingest->members.has_value()) {
            report("CR-12", Severity::warning,
                   digest ? "The record has the digest of a listing of the members of " +
                                item_text() + ", but no such listing is kept."
                          : "A listing of the members of " + item_text() +
                                " is kept, but the record has no digest of it.");
        }
        if (told && found->second.find("partial") != nullptr) {
            report("CR-12", Severity::note,
                   "Not all members of the archive " + item_text() +
                       " are listed; the record says why.");
        }
    }

    static bool has_any(const PrivateValues& values,
                        std::initializer_list<std::string_view> names) {
        return std::any_of(names.begin(), names.end(),
                           [&](std::string_view name) { return !blank(text_value(values, name)); });
    }

    void examine_identifier(const PrivateValues& values) {
        if (has_any(values, {"serial", "asset_tag", "host_name", "mac", "ip"})) return;
        report("CR-01", Severity::warning,
               "The record of " + item_text() +
                   " has nothing that tells it from others of its kind: no serial number, asset "
                   "tag, host name or address.");
    }

    void examine_description(const PrivateValues& values) {
        if (!has_any(values, {"description"})) {
            report("CR-02", Severity::warning, "The record does not describe " + item_text() + ".");
        }
        if (item_->item_class == ItemClass::digital) return;
        std::vector<std::string> missing;
        for (const std::string_view name : {"condition", "quantity", "seal"}) {
            if (!has_any(values, {name})) missing.emplace_back(name);
        }
        if (missing.empty()) return;
        report("CR-02", Severity::note,
               "The record of " + item_text() + " does not state its " + enumerate(missing) + ".");
    }

    void examine_collection(const PrivateValues& values) {
        if (item_->ingest && item_->ingest->from) return;  // its origin is the other item
        std::vector<std::string> missing;
        if (!has_any(values, {"collected_place", "place"})) missing.emplace_back("where");
        if (!has_any(values, {"collected_from"})) missing.emplace_back("from whom");
        if (missing.empty()) return;
        report("CR-04", Severity::warning,
               "The record does not say " + enumerate(missing) + " " + item_text() +
                   " was collected.");
    }

    void examine_unreadable(const ItemIngest& ingest) {
        if (ingest.unreadable_bytes == 0) return;
        report("CR-14", Severity::warning,
               counted(ingest.unreadable_bytes, "byte", "bytes") + " in " +
                   counted(ingest.unreadable_ranges, "range", "ranges") +
                   " of the source could not be read; the digests of " + item_text() +
                   " are taken with zeros in their place.");
    }

    void examine_container(const encode::Json& container) {
        if (!is_container(container)) return;  // said of the private value itself
        const auto listed = [&](std::string_view name) {
            const encode::Json* value = container.find(name);
            return value != nullptr ? value->array(name) : encode::Json::Array{};
        };
        for (const encode::Json& problem : listed("problems")) {
            report("CR-14", Severity::warning,
                   "The media in the container " + item_text() +
                       " are not whole: " + printable(problem.string("problem")));
        }
        if (const std::size_t ranges = listed("unreadable").size(); ranges > 0) {
            report("CR-14", Severity::warning,
                   counted(ranges, "range", "ranges") + " of the media in the container " +
                       item_text() + " could not be read or had a wrong checksum.");
        }
        if (const std::size_t ranges = listed("acquisition_errors").size(); ranges > 0) {
            report("CR-14", Severity::note,
                   "The container " + item_text() + " says that " +
                       counted(ranges, "range", "ranges") +
                       " could not be read when it was acquired.");
        }
        for (const encode::Json& one : listed("stored")) {
            if (verdict_of(one) != "mismatch") continue;
            report("CR-13", Severity::warning,
                   "The " + one.at("algorithm", "stored").string("algorithm") +
                       " stored in the container " + item_text() + " is not that of its media.");
        }
    }

    void examine_digests(const PrivateValues& values) {
        if (!has_any(values, {"sha256"})) {
            report("CR-13", Severity::warning,
                   "The record has no SHA-256 digest of " + item_text() + ".");
        }
        const auto compared = values.find("expected");
        const bool none = compared == values.end() || !compared->second.is_array() ||
                          compared->second.array("expected").empty();
        if (none && log_verdict(values) != LogVerdict::none) return;  // told by the log
        if (none) {
            report("CR-13", Severity::note,
                   "No digest of the source was given for " + item_text() +
                       ", so that the copy was not compared with one.");
            return;
        }
        for (const encode::Json& one : compared->second.array("expected")) {
            if (verdict_of(one) == "match") continue;
            report("CR-13", Severity::warning,
                   "A digest that the source of " + item_text() +
                       " was said to have did not match the copy.");
        }
    }

    void examine_logs(const PrivateValues& values) {
        for (const LogFinding& one :
             custody::examine_logs(values, item_->ingest->logs.size(), item_text()))
            report(one.code, one.severity, one.text);
    }

    static std::string verdict_of(const encode::Json& expected) {
        const encode::Json* result = expected.is_object() ? expected.find("result") : nullptr;
        return result && result->is_string() ? result->string("result") : std::string();
    }

    // What may be claimed of the content.

    void examine_scope() {
        if (!item_->ingest) return;
        const EventRecord& first = *state_.event(item_->chain.front());
        event_ = first.index;
        const PrivateValues* values = about_item(first);
        if (!values) return;
        const auto compared = values->find("expected");
        bool matched = false;
        if (compared != values->end() && compared->second.is_array()) {
            const auto& all = compared->second.array("expected");
            matched = !all.empty() && std::all_of(all.begin(), all.end(), [](const auto& one) {
                return verdict_of(one) == "match";
            });
        }
        const bool nothing_expected = compared == values->end() || !compared->second.is_array() ||
                                      compared->second.array("expected").empty();
        switch (log_verdict(*values)) {
            case LogVerdict::none: break;
            case LogVerdict::match: matched = matched || nothing_expected; break;
            case LogVerdict::mismatch: matched = false; break;
        }
        report("CR-29", Severity::note,
               matched
                   ? "What is said of the content of " + item_text() +
                         " holds since acquisition: it matches the digest the source had."
                   : "What is said of the content of " + item_text() + " holds since ingest at " +
                         format_utc(first.time) + ", not since acquisition.");
        if (!read_again()) {
            report("CR-13", Severity::note,
                   "The content of " + item_text() + " was not read again since its ingest.");
        }
    }

    /// The whole of it: by a verification, an export, or whoever took it over.
    bool read_again() const {
        return std::any_of(item_->chain.begin(), item_->chain.end(), [&](std::uint64_t index) {
            const Body& body = state_.event(index)->body;
            if (const auto* accept = std::get_if<CustodyAccept>(&body)) {
                const ItemCheck match{item_->id, CheckResult::match};
                return std::count(accept->checks.begin(), accept->checks.end(), match) > 0;
            }
            const auto* access = std::get_if<ItemAccess>(&body);
            return access && access->result == AccessResult::ok &&
                   (access->scope.what == Scope::What::stream ||
                    access->scope.what == Scope::What::blocks);
        });
    }

    // Every event that names the item

    void examine_item_event(const EventRecord& event) {
        event_ = event.index;
        examine_event(event);
        if (const auto* access = std::get_if<ItemAccess>(&event.body)) {
            examine_access(*access);
            if (access->action == AccessAction::mount) examine_mount(event);
        }
        if (std::holds_alternative<CustodyOffer>(event.body)) examine_purpose(event);
        if (const auto* accept = std::get_if<CustodyAccept>(&event.body)) {
            examine_transfer(event, *accept);
        }
    }

    void examine_access(const ItemAccess& access) {
        if (access.result == AccessResult::failed) {
            report("CR-13", Severity::warning,
                   "Reading " + item_text() + " found that its content is not as it was stored.");
        }
        if (access.scope.what != Scope::What::range) return;
        report("CR-29", Severity::note,
               "Only " + counted(access.scope.length, "byte", "bytes") + " from byte " +
                   std::to_string(access.scope.offset) + " of " + item_text() +
                   " were read; nothing is said of the rest.");
    }

    /// Each mount of a handler ends with the next unmount of theirs that is still free.
    void examine_mount(const EventRecord& mount) {
        std::int64_t open = 0;
        for (const std::uint64_t index : item_->chain) {
            const EventRecord& event = *state_.event(index);
            const auto* access = std::get_if<ItemAccess>(&event.body);
            if (index < mount.index || !access || event.actor != mount.actor) continue;
            if (access->action == AccessAction::mount) ++open;
            if (access->action == AccessAction::unmount && --open <= 0) return;
        }
        report("CR-10", Severity::warning,
               name_of(mount.actor) + " opened " + item_text() +
                   " for reading, and the end of that is not recorded: what was read is not "
                   "known.");
    }

    void examine_purpose(const EventRecord& offer) {
        const PrivateValues* values = about_incident(offer);
        if (!values || has_any(*values, {"purpose"})) return;
        report("CR-08", Severity::warning,
               "The hand-over of " + item_text() + " states no purpose.");
    }

    void examine_transfer(const EventRecord& event, const CustodyAccept& accept) {
        const OfferRecord& offer = *state_.offer(accept.offer);
        if (event.happened < state_.event(offer.index)->happened) {
            report("CR-08", Severity::warning,
                   "Item " + item_->id.text() + " is said to be received at " +
                       format_utc(event.happened) + ", before it was released.");
        }
        for (const ItemCheck& check : accept.checks) {
            if (check.item != item_->id || check.result != CheckResult::mismatch) continue;
            report("CR-13", Severity::warning,
                   "The receiver read " + item_text() + " again, and its digest did not match.");
        }
        const PrivateValues* released = about_item(*state_.event(offer.index));
        const PrivateValues* received = about_item(event);
        if (!released || !received) return;
        const std::string seal_before = text_value(*released, "seal");
        const std::string seal_after = text_value(*received, "seal");
        if (blank(seal_before) || blank(seal_after) || seal_before == seal_after) return;
        report("CR-20", Severity::warning,
               "The seal of " + item_text() + " was \"" + printable(seal_before) +
                   "\" when released and \"" + printable(seal_after) + "\" when received.");
    }

    void examine_open_offer() {
        if (!item_->offer) return;
        const OfferRecord& offer = *state_.offer(*item_->offer);
        if (offer.status_at(rules_.now) != OfferStatus::expired) return;
        event_ = offer.index;
        report(code::offer_expired, Severity::warning,
               "The offer of " + item_text() + " to " + name_of(offer.to) + " ended at " +
                   format_utc(offer.expires) + " and nobody answered it; it is still with " +
                   name_of(offer.from) + ".");
    }

    // People

    void examine_handler(const crypto::Hash& id) {
        if (!handlers_done_.insert(id).second) return;
        const HandlerRecord* handler = state_.handler(id);
        if (!handler || recovery_only(*handler)) return;
        const PrivateValues* values = values_(handler->enrolled_at, subject_of_handler(id));
        if (!values) return;
        std::vector<std::string> missing;
        if (!has_any(*values, {"name"})) missing.emplace_back("name");
        if (!has_any(*values, {"title"})) missing.emplace_back("title or role");
        if (!has_any(*values, {"organisation"})) missing.emplace_back("organisation");
        if (!has_any(*values, {"phone", "email"})) missing.emplace_back("phone or e-mail address");
        if (missing.empty()) return;
        report_event(
            handler->enrolled_at, "CR-05",
            "The record does not state the " + enumerate(missing) + " of " + name_of(id) + ".");
    }

    /// A recovery handler is a key in a safe, not a person.
    static bool recovery_only(const HandlerRecord& handler) {
        return handler.enrol.roles == std::vector<Role>{Role::recovery};
    }

    const State& state_;
    const PrivateLookup& values_;
    const RecordRules& rules_;
    const ItemRecord* item_ = nullptr;
    std::uint64_t event_ = 0;
    std::set<std::uint64_t> events_done_;
    std::set<crypto::Hash> handlers_done_;
    std::vector<Finding> out_;
};

}  // namespace

std::vector<Finding> examine_record(const State& state, const PrivateLookup& values,
                                    const RecordRules& rules) {
    Examiner examiner(state, values, rules);
    for (std::uint64_t index = 0; index < state.size(); ++index) {
        if (const EventRecord* event = state.event(index)) examiner.examine_event(*event);
    }
    for (const auto& [id, item] : state.items()) examiner.examine(item);
    examiner.examine_whole_record();
    return examiner.finish();
}

std::vector<Finding> examine_item(const State& state, const ItemId& item,
                                  const PrivateLookup& values, const RecordRules& rules) {
    Examiner examiner(state, values, rules);
    if (const ItemRecord* record = state.item(item)) examiner.examine(*record);
    return examiner.finish();
}

}  // namespace exhibit::custody

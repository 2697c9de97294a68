#include "custody/chain.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "custody/corrections.hpp"
#include "custody/imported.hpp"
#include "exhibit/error.hpp"

namespace exhibit::custody {

namespace {

std::string first_of(const std::string& one, const std::string& other) {
    return one.empty() ? other : one;
}

void add_sentence(std::string& text, const std::string& more) {
    if (more.empty()) return;
    if (!text.empty()) text += "; ";
    text += more;
}

/// Fills the columns that depend on the type of the event.
class RowWriter {
public:
    RowWriter(const State& state, const ItemId& item, const PrivateLookup& values)
        : state_(state), item_(item), values_(values) {}

    CustodyRow row(const EventRecord& event) {
        event_ = &event;
        row_ = {};
        row_.event = event.index;
        row_.event_hash = event.leaf.hex();
        row_.recorded = {event.time.seconds, event.zone.minutes};
        row_.happened = {event.happened.seconds, event.zone.minutes};
        row_.actor = event.actor.hex();
        row_.seal = about_item("seal");
        row_.condition = about_item("condition");
        row_.note = about_incident("note");
        for (const crypto::Hash& signer : event.cosigners) row_.beside.push_back(signer.hex());
        visit_body([this](const auto& body) { fill(body); }, event.body);
        row_.corrections = corrections_of_event(state_, event.index, values_);
        return std::move(row_);
    }

private:
    std::string value(std::uint64_t index, const std::string& subject, std::string_view name) {
        const PrivateValues* found = values_(index, subject);
        return found ? text_value(*found, name) : std::string();
    }
    std::string about_item(std::string_view name) {
        return value(event_->index, subject_of(item_), name);
    }
    std::string about_incident(std::string_view name) {
        return value(event_->index, subject_of(item_.incident()), name);
    }

    void fill(const ItemRegister&) {
        row_.what = "collected";
        row_.place = first_of(about_item("collected_place"), about_item("place"));
        row_.note = about_item("description");
    }

    void fill(const ItemIngest& body) {
        row_.what = "ingested";
        row_.place = about_item("place");
        row_.note = about_item("description");
        if (body.from)
            add_sentence(row_.note, std::string(words_for(body.derivation)) + " item " +
                                        body.from->text() + with_tool());
        if (body.unreadable_bytes > 0) {
            add_sentence(row_.note, counted(body.unreadable_bytes, "byte", "bytes") + " in " +
                                        counted(body.unreadable_ranges, "range", "ranges") +
                                        " could not be read from the source");
        }
    }

    void fill(const ItemAccess& body) {
        const bool ok = body.result == AccessResult::ok;
        switch (body.action) {
            case AccessAction::verify: row_.what = ok ? "verified" : "verification failed"; break;
            case AccessAction::export_copy: row_.what = ok ? "exported" : "export failed"; break;
            case AccessAction::mount: row_.what = "opened for reading"; break;
            case AccessAction::unmount:
                row_.what = ok ? "reading ended" : "reading ended, with errors";
                break;
        }
        row_.purpose = about_item("purpose");
        if (body.action == AccessAction::unmount) {
            row_.note = what_was_read();
        } else if (body.action != AccessAction::mount) {
            row_.note = "scope: " + to_string(body.scope);
        }
        const std::string destination = about_item("destination");
        if (!destination.empty()) add_sentence(row_.note, "to " + destination);
    }

    /// "4,096 bytes in 2 ranges", "3 files"; of a container its media, and its segment files.
    std::string what_was_read() {
        const PrivateValues* values = values_(event_->index, subject_of(item_));
        if (!values) return "what was read is withheld";
        std::string files;
        if (const auto count = values->find("files"); count != values->end()) {
            files = counted(natural_of(count->second), "file", "files") + " read";
        }
        const auto ranges = values->find("ranges");
        if (ranges == values->end()) return files.empty() ? "nothing was read" : files;
        const std::string media = ranges_read(ranges->second);
        return files.empty() || files.starts_with("0 ") ? media : media + "; " + files;
    }

    static std::string ranges_read(const encode::Json& ranges) {
        if (!ranges.is_array()) return "what was read is not in the form it should have";
        const encode::Json::Array& list = ranges.array("ranges");
        std::uint64_t bytes = 0;
        for (const encode::Json& range : list) {
            const bool pair = range.is_array() && range.array("a range").size() == 2;
            if (pair) bytes += natural_of(range.array("a range")[1]);
        }
        return counted(bytes, "byte", "bytes") + " read, in " +
               counted(list.size(), "range", "ranges");
    }

    /// 0 for what is no number: the audit tells values that have not the form they should have.
    static std::uint64_t natural_of(const encode::Json& value) {
        const bool natural = value.is_integer() && value.integer("a number") >= 0;
        return natural ? static_cast<std::uint64_t>(value.integer("a number")) : 0;
    }

    void fill(const CustodyOffer& body) {
        row_.what = "offered";
        row_.from = event_->actor.hex();
        row_.to = body.to.hex();
        row_.purpose = about_incident("purpose");
        row_.place = about_incident("place");
        const std::string travel = about_incident("travel");
        if (!travel.empty()) add_sentence(row_.note, "travels: " + travel);
    }

    void fill(const CustodyAccept& body) {
        row_.what = "taken over";
        fill_parties(body.offer);
        row_.place = about_incident("place");
        for (const ItemCheck& check : body.checks) {
            if (check.item == item_) add_sentence(row_.note, words_for(check.result));
        }
    }

    void fill(const CustodyRefuse& body) {
        row_.what = "refused";
        fill_parties(body.offer);
        row_.note = about_incident("reason");
    }

    void fill(const CustodyCancel& body) {
        row_.what = "offer cancelled";
        fill_parties(body.offer);
        row_.note = about_incident("reason");
    }

    void fill(const ExchangeEmit& body) {
        row_.what = "reported";
        row_.purpose = about_incident("purpose");
        row_.note =
            std::string(to_string(body.format)) + ", " + std::string(to_string(body.section));
        const std::string recipients = about_incident("recipients");
        if (!recipients.empty()) add_sentence(row_.note, "to " + recipients);
    }

    void fill(const PrivacyShred& body) {
        row_.what = "statements destroyed";
        row_.purpose = about_incident("reason");
        row_.note = std::string(to_string(body.basis));
    }

    void fill(const ContentDestroy& body) {
        row_.what = "content destroyed";
        row_.note = counted(body.packs.size(), "pack", "packs") + " taken out of the store";
    }

    // The life of an item

    static std::string_view words_for(Derivation derivation) {
        switch (derivation) {
            case Derivation::acquired: return "acquired from";
            case Derivation::working_copy: return "working copy of";
            case Derivation::carved: return "carved from";
            case Derivation::redacted: return "redacted copy of";
            case Derivation::extracted: return "extracted from";
        }
        return "made from";
    }

    std::string with_tool() {
        const std::string tool = about_item("derivation_tool");
        if (tool.empty()) return {};
        const std::string version = about_item("derivation_version");
        return " with " + tool + (version.empty() ? "" : ", version " + version);
    }

    /// "reason: lost key"; nothing for an empty text.
    void say(std::string_view name, const std::string& text) {
        if (!text.empty()) add_sentence(row_.note, std::string(name) + ": " + text);
    }

    void fill(const ItemAttach& body) {
        row_.what = std::string(to_string(body.role)) + " attached";
        row_.note = about_item("name");
        add_sentence(row_.note, about_item("description"));
        say("taken", about_item("taken"));
        say_imported();
    }

    /// The word of another system, never signed custody: each sentence says so.
    void say_imported() {
        const PrivateValues* values = values_(event_->index, subject_of(item_));
        if (values == nullptr) return;
        const auto steps = values->find("steps");
        if (steps == values->end() || !is_imported(steps->second)) return;
        const Imported imported = imported_from(steps->second);
        row_.what = "history imported";
        for (const ImportedStep& step : imported.steps)
            add_sentence(row_.note, sentence_of(step, imported.source));
    }

    void fill(const ItemSeal& body) {
        const bool broken = body.action == SealAction::broken;
        row_.what = broken ? "seal found broken" : to_string(body.action);
        row_.place = about_item("place");
        say("old seal", about_item("old_seal"));
        say("reason", about_item("reason"));
        say("witness", about_item("witness"));
    }

    void fill(const ItemMove&) {
        row_.what = "moved";
        row_.place = about_item("place");
        say("from", about_item("from_place"));
        say("storage", about_item("storage"));
        say("reason", about_item("reason"));
    }

    void fill(const ItemCheckOut& body) {
        row_.what = "checked out";
        row_.to = body.to.hex();
        row_.purpose = about_incident("purpose");
        row_.place = about_incident("place");
        say("due back", format_for_people(body.due, event_->zone));
        say("authority", about_incident("authority"));
    }

    void fill(const ItemCheckIn&) {
        row_.what = "checked in";
        row_.place = about_incident("place");
    }

    void fill(const ItemExamine& body) {
        row_.what = body.changed ? "examined, and changed by it" : "examined";
        row_.purpose = about_item("purpose");
        row_.place = about_item("place");
        const std::string version = about_item("version");
        say("method", about_item("method"));
        say("tool", about_item("tool") + (version.empty() ? "" : " " + version));
        say("authority", about_item("authority"));
        say("result", about_item("result"));
        say("change", about_item("change"));
    }

    void fill(const ItemInventory& body) {
        row_.what = body.joint ? "counted by two" : "counted";
        row_.place = about_incident("place");
        for (const CountedItem& one : body.results) {
            if (one.item == item_) add_sentence(row_.note, std::string(to_string(one.result)));
        }
    }

    void fill(const HoldPlace&) {
        row_.what = event_->items.empty() ? "whole incident held" : "held";
        say("reason", about_incident("reason"));
        say("authority", about_incident("authority"));
    }

    void fill(const HoldRelease&) {
        row_.what = "hold lifted";
        say("reason", about_incident("reason"));
    }

    void fill(const DisposalPropose& body) {
        row_.what = "disposal proposed: " + std::string(to_string(body.action));
        say("reason", about_incident("reason"));
        say("method", about_incident("method"));
        say("recipient", about_incident("recipient"));
    }

    void fill(const DisposalApprove&) {
        row_.what = "disposal approved";
        say("authority", about_incident("authority"));
    }

    void fill(const DisposalDecline&) {
        row_.what = "disposal declined";
        say("reason", about_incident("reason"));
    }

    void fill(const DisposalCarryOut& body) {
        switch (state_.life().disposal(body.proposal)->action) {
            case DisposalAction::destroy: row_.what = "destroyed"; break;
            case DisposalAction::give_back: row_.what = "returned to its owner"; break;
            case DisposalAction::transfer: row_.what = "transferred out of the vault"; break;
        }
        row_.place = about_incident("place");
        say("method", about_incident("method"));
        say("recipient", about_incident("recipient"));
    }

    void fill(const RecordCorrect& body) {
        const EventRecord& corrected = *state_.event(body.event);
        row_.what = "event " + std::to_string(corrected.index) + " corrected";
        for (const CorrectionInfo& one : corrections_of_event(state_, corrected.index, values_)) {
            if (one.event != event_->index) continue;
            say(one.field, one.value);
            say("reason", one.reason);
        }
    }

    // Events that name no item.
    void fill(const VaultGenesis&) {}
    void fill(const HandlerEnrol&) {}
    void fill(const HandlerRoles&) {}
    void fill(const KeyRotate&) {}
    void fill(const KeyRevoke&) {}
    void fill(const PolicyAdopt&) {}
    void fill(const IncidentOpen&) {}
    void fill(const IncidentGrant&) {}
    void fill(const IncidentRekey&) {}
    void fill(const ContentRewrite&) {}
    void fill(const AnchorToken&) {}

    /// Whoever answers an offer, the hand-over is the one that was offered.
    void fill_parties(const crypto::Hash& id) {
        const OfferRecord* offer = state_.offer(id);
        if (!offer) return;
        row_.from = offer->from.hex();
        row_.to = offer->to.hex();
        row_.purpose = value(offer->index, subject_of(item_.incident()), "purpose");
    }

    static std::string words_for(CheckResult result) {
        switch (result) {
            case CheckResult::match: return "read again: digest matches";
            case CheckResult::mismatch: return "read again: digest does not match";
            case CheckResult::not_checked: break;
        }
        return "content not read again";
    }

    const State& state_;
    const ItemId& item_;
    const PrivateLookup& values_;
    const EventRecord* event_ = nullptr;
    CustodyRow row_;
};

/// The events that name the item, and holds on all of its incident.
std::vector<std::uint64_t> told_of(const State& state, const ItemRecord& item) {
    std::vector<std::uint64_t> out = item.chain;
    for (const auto& [id, hold] : state.life().holds) {
        if (!hold.items.empty() || !hold.covers(item.id)) continue;
        if (hold.released_at && *hold.released_at < item.chain.front()) continue;
        out.push_back(hold.index);
        if (hold.released_at) out.push_back(*hold.released_at);
    }
    std::sort(out.begin(), out.end());
    return out;
}

}  // namespace

std::vector<CorrectionInfo> corrections_of_event(const State& state, std::uint64_t index,
                                                 const PrivateLookup& values) {
    std::vector<CorrectionInfo> out;
    for (const Correction& one : corrections_of(state, index, values)) {
        const EventRecord& event = *state.event(one.event);
        const PrivateValues* first = values(index, one.subject);
        std::string about = one.subject;
        about.replace(about.find(':'), 1, " ");
        out.push_back({one.event,
                       event.actor.hex(),
                       {event.time.seconds, event.zone.minutes},
                       about,
                       one.field,
                       first != nullptr ? text_value(*first, one.field) : std::string(),
                       one.value,
                       one.reason});
    }
    return out;
}

std::vector<CustodyRow> chain_of_custody(const State& state, const ItemId& item,
                                         const PrivateLookup& values) {
    const ItemRecord* record = state.item(item);
    if (!record) {
        throw Error(ErrorKind::not_found, "making the chain of custody of item " + item.text() +
                                              ": the vault has no such item.");
    }
    RowWriter writer(state, item, values);
    std::vector<CustodyRow> rows;
    rows.reserve(record->chain.size());
    for (const std::uint64_t index : told_of(state, *record))
        rows.push_back(writer.row(*state.event(index)));
    return rows;
}

}  // namespace exhibit::custody

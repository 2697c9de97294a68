// What was done with an item: reading, lending, examining, counting, attaching.
#include <algorithm>

#include "base/text.hpp"
#include "custody/codes.hpp"
#include "custody/examiners.hpp"
#include "custody/imported.hpp"

namespace exhibit::custody {

namespace {

class Acts {
public:
    Acts(const RecordView& view, const ItemRecord& item, Teller& teller)
        : view_(view), item_(item), teller_(teller) {}

    void examine() {
        for (const std::uint64_t index : item_.chain) {
            event_ = view_.state.event(index);
            teller_.at(index);
            visit_body([this](const auto& body) { look(body); }, event_->body);
        }
        examine_pictures();
        examine_count();
        if (item_.checked_out) examine_overdue(*view_.state.life().check_out(*item_.checked_out));
    }

private:
    std::string name_of(const crypto::Hash& handler) const { return view_.name_of(handler); }
    const PrivateValues* about_item() const { return view_.about(*event_, item_.id); }
    bool is_sealed(const std::string& subject) const {
        return std::any_of(event_->sealed.begin(), event_->sealed.end(),
                           [&](const auto& ref) { return ref.subject == subject; });
    }
    /// nullptr when they are withheld; what was never said is empty.
    const PrivateValues* said() const {
        static const PrivateValues nothing;
        const PrivateValues* values = about_item();
        if (values != nullptr) return values;
        return is_sealed(subject_of(item_.id)) ? nullptr : &nothing;
    }

    // Reading

    void look(const ItemAccess& access) {
        if (access.result == AccessResult::failed) {
            teller_.warn("CR-13", "Reading " + teller_.item() +
                                      " found that its content is not as it was stored.");
        }
        if (access.action == AccessAction::mount) examine_mount();
        if (access.action != AccessAction::unmount) examine_purpose(access.action);
        if (access.scope.what != Scope::What::range) return;
        teller_.note("CR-29", "Only " + counted(access.scope.length, "byte", "bytes") +
                                  " from byte " + std::to_string(access.scope.offset) + " of " +
                                  teller_.item() + " were read; nothing is said of the rest.");
    }

    void examine_purpose(AccessAction action) {
        const PrivateValues* values = said();
        if (values == nullptr || has_any(*values, {"purpose"})) return;
        const bool verified = action == AccessAction::verify;
        teller_.report("CR-10", verified ? Severity::note : Severity::warning,
                       name_of(event_->actor) + (verified ? " verified " : " read ") +
                           teller_.item() + ", and the record does not say why.");
    }

    /// Each mount of a handler ends with the next unmount of theirs that is still free.
    void examine_mount() {
        std::int64_t open = 0;
        for (const std::uint64_t index : item_.chain) {
            const EventRecord& event = *view_.state.event(index);
            const auto* access = body_if<ItemAccess>(event.body);
            if (index < event_->index || access == nullptr || event.actor != event_->actor)
                continue;
            if (access->action == AccessAction::mount) ++open;
            if (access->action == AccessAction::unmount && --open <= 0) return;
        }
        teller_.warn("CR-10", name_of(event_->actor) + " opened " + teller_.item() +
                                  " for reading, and the end of that is not recorded: what was "
                                  "read is not known.");
    }

    void look(const CustodyAccept& accept) {
        for (const ItemCheck& check : accept.checks) {
            if (check.item != item_.id || check.result != CheckResult::mismatch) continue;
            teller_.warn("CR-13", "The receiver read " + teller_.item() +
                                      " again, and its digest did not match.");
        }
    }

    // Lending

    void look(const ItemCheckIn& body) {
        const CheckOutRecord& out = *view_.state.life().check_out(body.out);
        if (event_->happened <= out.due) return;
        teller_.warn("CR-10", "Item " + item_.id.text() + " came back " +
                                  in_words(event_->happened.seconds - out.due.seconds) +
                                  " after it was due.");
    }

    void examine_overdue(const CheckOutRecord& out) {
        if (view_.rules.now <= out.due) return;
        teller_.at(out.index);
        teller_.warn("CR-10", "Item " + item_.id.text() + " was checked out to " + name_of(out.to) +
                                  " and was due back at " + format_utc(out.due) + ", " +
                                  in_words(view_.rules.now.seconds - out.due.seconds) +
                                  " ago; nothing says that it came back.");
    }

    // Examining

    void look(const ItemExamine& body) {
        const PrivateValues* values = said();
        if (values == nullptr) return;
        if (body.changed && !has_any(*values, {"change"})) {
            teller_.warn("CR-11", name_of(event_->actor) + " changed " + teller_.item() +
                                      " in an examination, and the record does not say what was "
                                      "changed and why.");
        }
        std::vector<std::string> missing;
        if (!has_any(*values, {"method"})) missing.emplace_back("method");
        if (!has_any(*values, {"tool"})) missing.emplace_back("tool");
        if (has_any(*values, {"tool"}) && !has_any(*values, {"version"}))
            missing.emplace_back("version of the tool");
        if (!missing.empty()) {
            teller_.warn("CR-17", "Nobody can repeat the examination of " + teller_.item() +
                                      " from the record: it lacks the " + enumerate(missing) + ".");
        }
        if (item_.item_class == ItemClass::physical) examine_presence();
    }

    /// A thing is examined by who has it: its custodian then, or to whom it was lent.
    void examine_presence() {
        crypto::Hash holder;
        std::optional<crypto::Hash> borrower;
        for (const std::uint64_t index : item_.chain) {
            if (index >= event_->index) break;
            const EventRecord& event = *view_.state.event(index);
            if (index == item_.chain.front()) holder = event.actor;
            if (body_is<CustodyAccept>(event.body)) holder = event.actor;
            if (const auto* out = body_if<ItemCheckOut>(event.body)) borrower = out->to;
            if (body_is<ItemCheckIn>(event.body)) borrower.reset();
        }
        if (event_->actor == borrower.value_or(holder) || event_->actor == holder) return;
        teller_.warn("CR-10", name_of(event_->actor) + " examined " + teller_.item() + " while " +
                                  name_of(borrower.value_or(holder)) +
                                  " had it by the record; no hand-over or check-out to them is "
                                  "recorded.");
    }

    // Attaching and counting

    void look(const ItemAttach&) {
        const PrivateValues* values = said();
        if (values == nullptr) return;
        examine_imported(*values);
        if (has_any(*values, {"sha256"}) && has_any(*values, {"name"})) return;
        teller_.warn("CR-15", "What is attached to " + teller_.item() +
                                  " is not bound to it by a name and a SHA-256 digest.");
    }

    /// Other people's history is told apart from what is signed here.
    void examine_imported(const PrivateValues& values) {
        const auto steps = values.find("steps");
        if (steps == values.end() || !is_imported(steps->second)) return;
        const Imported imported = imported_from(steps->second);
        teller_.note(code::imported, counted(imported.steps.size(), "step", "steps") +
                                         " of the history of " + teller_.item() +
                                         " were imported by " + name_of(event_->actor) +
                                         ", by the word of \"" + printable(imported.source) +
                                         "\"; nobody signed them in this ledger.");
    }

    void examine_pictures() {
        if (item_.item_class == ItemClass::digital) return;
        const EventRecord& first = *view_.state.event(item_.chain.front());
        if (view_.about(first, item_.id) == nullptr) return;
        const bool pictured =
            std::any_of(item_.chain.begin(), item_.chain.end(), [&](std::uint64_t index) {
                const auto* attach = body_if<ItemAttach>(view_.state.event(index)->body);
                return attach != nullptr && attach->role == AttachmentRole::photograph;
            });
        if (pictured) return;
        teller_.at(first.index);
        teller_.note("CR-15", "No photograph is attached to " + teller_.item() + ".");
    }

    void look(const ItemInventory& body) {
        counted_at_ = event_->happened;
        for (const CountedItem& one : body.results) {
            if (one.item != item_.id) continue;
            if (one.result == Counted::not_looked) counted_at_.reset();
            if (one.result != Counted::absent && one.result != Counted::damaged) continue;
            teller_.warn("CR-23", "An inventory by " + name_of(event_->actor) + " found " +
                                      teller_.item() + " " + std::string(to_string(one.result)) +
                                      ".");
        }
        if (counted_at_) last_counted_ = counted_at_;
    }

    void examine_count() {
        if (item_.disposed_at || item_.item_class == ItemClass::digital) return;
        const EventRecord& since = *view_.state.event(item_.custodian_since);
        const Instant last = last_counted_ ? std::max(*last_counted_, since.time) : since.time;
        const std::int64_t age = view_.rules.now.seconds - last.seconds;
        const std::int64_t every =
            view_.state.policy().inventory_every_seconds.value_or(view_.rules.inventory_seconds);
        if (age <= every) return;
        teller_.at(since.index);
        teller_.warn("CR-23", "Nobody is recorded to have looked for " + teller_.item() + " in " +
                                  in_words(age) + ".");
    }

    template <typename Other>
    void look(const Other&) {}

    const RecordView& view_;
    const ItemRecord& item_;
    Teller& teller_;
    const EventRecord* event_ = nullptr;
    std::optional<Instant> counted_at_;
    std::optional<Instant> last_counted_;
};

}  // namespace

void examine_acts(const RecordView& view, const ItemRecord& item, Teller& teller) {
    Acts(view, item, teller).examine();
}

}  // namespace exhibit::custody

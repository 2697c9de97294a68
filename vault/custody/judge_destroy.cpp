// Rules about destroying what private values say, and content.
#include <algorithm>

#include "base/text.hpp"
#include "custody/codes.hpp"
#include "custody/judge.hpp"

namespace exhibit::custody {

void Judge::check(const PrivacyShred& body) {
    if (!actor_->has(Role::admin) && !actor_->has(Role::legal)) {
        report(code::role, actor() + " destroyed private values; only admins and legal may.");
    }
    require_cosigner({Role::admin, Role::legal, Role::authority});
    if (check_subject_known(body.subject)) check_not_held(body.subject);
    for (const crypto::Hash& key : body.keys) {
        const std::optional<std::uint64_t> before = state_.shredded_key(key);
        if (!before) continue;
        report(code::destroyed, "The event destroys the key " + short_id(key) + ", which event " +
                                    std::to_string(*before) + " destroyed already.");
    }
}

/// What is held stays, and what is said of it too.
void Judge::check_not_held(const std::string& subject) {
    for (const crypto::Hash& id : state_.life().open_holds) {
        const HoldRecord& hold = *state_.life().hold(id);
        const bool concerned = out_.items.empty() ? subject == subject_of(hold.incident)
                                                  : hold.covers(out_.items.front());
        if (!concerned) continue;
        report(code::hold, "What is said of " + printable(subject) + " is held since event " +
                               std::to_string(hold.index) + "; it cannot be destroyed.");
        return;
    }
}

void Judge::check(const ContentDestroy& body) {
    const IncidentId& incident = out_.items.front().incident();
    require_grant(incident, {Read::content});
    for (const ItemId& id : out_.items) {
        if (id.incident() != incident) {
            report(code::item_incident, id,
                   "Item " + id.text() + " is of another incident than " +
                       out_.items.front().text() + "; packs belong to one incident.");
        } else if (const HoldRecord* hold = state_.life().hold_on(id)) {
            report(code::hold, id,
                   "Item " + id.text() + " is held since event " + std::to_string(hold->index) +
                       "; its content cannot be destroyed.");
        } else if (!state_.item(id)->disposed_at) {
            report(code::destroyed, id,
                   "The content of item " + id.text() +
                       " was destroyed, though the item was not disposed of.");
        }
    }
    for (const DestroyedPack& one : body.packs) {
        const bool again = state_.destroyed_pack(one.pack) != nullptr;
        const bool gone = one.by && (*one.by == one.pack || state_.destroyed_pack(*one.by));
        if (!again && !gone) continue;
        report(code::destroyed, "The event destroys the pack " + one.pack.hex().substr(0, 12) +
                                    (again ? ", which an event destroyed before."
                                           : " and says that another one, destroyed as well, "
                                             "holds the rest of it."));
    }
}

bool Judge::check_subject_known(const std::string& subject) {
    const std::string_view rest = std::string_view(subject).substr(subject.find(':') + 1);
    const std::optional<ItemId> item =
        subject.starts_with("item:") ? ItemId::try_parse(rest) : std::nullopt;
    const bool right_items = item ? out_.items == std::vector{*item} : out_.items.empty();
    if (!right_items) {
        report(code::items,
               "The event destroys values about " + printable(subject) +
                   (item ? "; it must name that item and no other." : "; it must name no item."));
        return false;
    }
    if (item) return true;  // known: its link was checked
    if (subject.starts_with("incident:")) {
        const auto id = IncidentId::try_parse(rest);
        return id && known_incident(*id) != nullptr;
    }
    // Also of somebody whose key ended: people leave, and want what is said of them gone.
    const auto handler = crypto::Hash::from_hex(std::string(rest), "subject");
    if (state_.handler(handler) != nullptr) return true;
    report(code::handler_unknown, "The event destroys values about handler " + short_id(handler) +
                                      ", who is not enrolled.");
    return false;
}

void Judge::require_cosigner(std::initializer_list<Role> any_of) {
    for (const crypto::Hash& signer : signers_) {
        const HandlerRecord* beside = state_.handler(signer);
        if (signer == event_.actor.key || beside == nullptr) continue;
        const auto has = [&](Role role) { return beside->has(role); };
        if (std::any_of(any_of.begin(), any_of.end(), has)) return;
    }
    std::vector<std::string> words;
    for (const Role role : any_of) words.emplace_back(to_string(role));
    report(code::cosigner, act() +
                               " takes the signature of a second person with one of the roles " +
                               join(words, ", ") + "; " + actor() + " signed it without one.");
}

}  // namespace exhibit::custody

// Destroying what is said of a person, an item or an incident.
#include <algorithm>

#include "exhibit/error.hpp"
#include "exhibit/vault.hpp"
#include "ledger/object_names.hpp"
#include "vault/describe.hpp"
#include "vault/life_words.hpp"
#include "vault/subject_keys.hpp"
#include "vault/vault_state.hpp"

namespace exhibit {
namespace {

struct Subject {
    std::string text;
    std::vector<custody::ItemId> items;  ///< the item, if it is one
};

Subject find_subject(Session& session, const ShredRequest& request) {
    const int named =
        int{!request.handler.empty()} + int{!request.item.empty()} + int{!request.incident.empty()};
    if (named != 1)
        throw Error(ErrorKind::usage,
                    "destroying private values: name one handler, one item or one incident");
    if (!request.reason.empty() && request.item.empty())
        throw Error(ErrorKind::usage,
                    "destroying private values: a reason can be kept with an item only, with its "
                    "incident; for people and incidents give the basis alone");
    if (!request.handler.empty())
        return {custody::subject_of_handler(find_handler(session, request.handler)), {}};
    if (!request.incident.empty())
        return {custody::subject_of(find_incident(session, request.incident).id), {}};
    const std::vector<custody::ItemId> items = find_items(session, {request.item});
    return {custody::subject_of(items.front()), items};
}

/// Removes what events say is destroyed, after they said it: cut off in between, the next call goes
/// on.
void remove_destroyed(Session& session, const std::string& subject, ShredResult& result) {
    for (const std::string& name : subject_keys(session, subject).left)
        if (session.store->remove(name)) ++result.keys;
    for (std::uint64_t index = 0; index < session.state.size(); ++index) {
        const custody::EventRecord* event = session.state.event(index);
        if (event == nullptr || !session.state.withheld_by(index, subject)) continue;
        for (const ledger::SealedRef& ref : event->sealed) {
            if (ref.subject != subject) continue;
            if (session.store->remove(ledger::private_name(ref.object))) ++result.values;
        }
    }
}

}  // namespace

ShredResult Vault::shred(const ShredRequest& request) {
    Session& session = current(state_);
    const auto basis = word_of<custody::ShredBasis>(
        "destroying private values", request.basis, custody::parse_shred_basis,
        "erasure-request, retention-ended, court-order, consent-withdrawn or disposal");
    const Subject subject = find_subject(session, request);
    ShredResult result;
    result.subject = subject.text;
    while (!subject_keys(session, subject.text).in_force.empty()) {
        const WrittenEvent written = session.write([&] {
            custody::PrivacyShred body{basis, subject_keys(session, subject.text).in_force,
                                       subject.text};
            if (body.keys.size() > custody::shred_keys_max)
                body.keys.resize(custody::shred_keys_max);
            ValuesBySubject values;
            if (!request.reason.empty())
                set_text(values[custody::subject_of(subject.items.front().incident())], "reason",
                         request.reason);
            return EventDraft{body, subject.items, values, {}, true};
        });
        result.events.push_back(written.index);
    }
    remove_destroyed(session, subject.text, result);
    session.catalogue().clear();
    if (result.events.empty() && result.keys + result.values == 0)
        throw Error(ErrorKind::not_found, "destroying what is said of " + subject.text +
                                              ": nothing is there that could be destroyed");
    return result;
}

}  // namespace exhibit

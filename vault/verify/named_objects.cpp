#include "verify/named_objects.hpp"

#include <algorithm>
#include <variant>

#include "custody/private_names.hpp"
#include "ledger/object_names.hpp"
#include "verify/codes.hpp"

namespace exhibit::verify {

NamedObjects::NamedObjects(Objects& objects, Survey& survey, const custody::State& state,
                           OwnKeys& keys)
    : objects_(objects), survey_(survey), state_(state), keys_(keys) {}

void NamedObjects::check(std::uint64_t index, const std::vector<std::string>& digests) {
    const custody::EventRecord* event = state_.event(index);
    if (event == nullptr) return;
    objects_.done(0);
    check_keys(*event);
    check_private(*event, digests);
}

/// Its bytes are compared with its name by the check of all digests.
void NamedObjects::check_present(const std::string& name, std::uint64_t index) {
    survey_.name(name);
    if (objects_.size(name)) return;
    objects_.report().add(
        {std::string(code::missing),
         Severity::violation,
         name,
         {},
         index,
         "The object " + name + " is missing; event " + std::to_string(index) + " names it."});
}

void NamedObjects::check_keys(const custody::EventRecord& event) {
    if (const auto* genesis = custody::body_if<custody::VaultGenesis>(event.body)) {
        check_enrol(genesis->enrol, event.index);
    } else if (const auto* enrol = custody::body_if<custody::HandlerEnrol>(event.body)) {
        check_enrol(enrol->enrol, event.index);
    } else if (const auto* rotate = custody::body_if<custody::KeyRotate>(event.body)) {
        check_enrol(rotate->enrol, event.index);
        for (const custody::RotatedGrant& grant : rotate->grants) {
            check_grant(grant.incident, {rotate->enrol.handler, grant.object, grant.read},
                        event.index);
        }
    } else if (const auto* adopt = custody::body_if<custody::PolicyAdopt>(event.body)) {
        check_present(ledger::policy_name(adopt->object), event.index);
    } else if (const auto* open = custody::body_if<custody::IncidentOpen>(event.body)) {
        for (const custody::Grant& grant : open->grants) {
            check_grant(open->incident, grant, event.index);
        }
        static_cast<void>(keys_.incident(open->incident));
    } else if (const auto* grant = custody::body_if<custody::IncidentGrant>(event.body)) {
        check_grant(grant->incident, grant->grant, event.index);
    } else if (const auto* rekey = custody::body_if<custody::IncidentRekey>(event.body)) {
        for (const custody::Grant& one : rekey->grants) {
            check_grant(rekey->incident, one, event.index);
        }
        const auto tag = ledger::subject_tag(state_.origin(), custody::subject_of(rekey->incident));
        check_present(ledger::past_key_name(tag, rekey->past), event.index);
    } else if (const auto* ingest = custody::body_if<custody::ItemIngest>(event.body)) {
        check_present(ledger::list_name(ingest->list), event.index);
    } else if (const auto* attach = custody::body_if<custody::ItemAttach>(event.body)) {
        check_present(ledger::list_name(attach->list), event.index);
    }
}

void NamedObjects::check_enrol(const custody::Enrol& enrol, std::uint64_t index) {
    check_present(ledger::vault_key_name(enrol.handler, enrol.object), index);
}

void NamedObjects::check_grant(const custody::IncidentId& incident, const custody::Grant& grant,
                               std::uint64_t index) {
    const auto tag = ledger::subject_tag(state_.origin(), custody::subject_of(incident));
    check_present(ledger::incident_key_name(tag, grant.handler, grant.object), index);
}

void NamedObjects::check_private(const custody::EventRecord& event,
                                 const std::vector<std::string>& digests) {
    if (event.sealed.empty()) return;
    std::vector<std::string> found;
    bool all = true;
    for (const ledger::SealedRef& ref : event.sealed) {
        ++counts_.groups;
        if (const auto by = state_.withheld_by(event.index, ref.subject)) {
            note_withheld(event, ref, *by);
            all = false;
            continue;
        }
        const auto disclosures = open(ref);
        if (!disclosures) {
            all = false;
            continue;
        }
        ++counts_.opened;
        custody::PrivateValues values;
        for (const ledger::Disclosure& one : *disclosures) {
            found.push_back(ledger::disclosure_digest(one.text));
            values.emplace(one.name, one.value);
        }
        for (const std::string& problem : custody::private_problems(
                 event.type(), custody::kind_of_subject(ref.subject), values)) {
            objects_.report().add({std::string(code::private_form),
                                   Severity::warning,
                                   ledger::private_name(ref.object),
                                   {},
                                   event.index,
                                   problem});
        }
    }
    compare(event, std::move(found), all, digests);
}

/// That they are gone is no damage; objects that are still there are.
void NamedObjects::note_withheld(const custody::EventRecord& event, const ledger::SealedRef& ref,
                                 std::uint64_t by) {
    ++counts_.destroyed;
    const std::string name = ledger::private_name(ref.object);
    survey_.name(name);
    const bool left = objects_.size(name).has_value();
    objects_.report().add({std::string(left ? code::not_destroyed : code::withheld),
                           left ? Severity::warning : Severity::note,
                           left ? name : std::string(),
                           {},
                           event.index,
                           "What event " + std::to_string(event.index) + " says of " + ref.subject +
                               " is withheld by event " + std::to_string(by) +
                               (left ? ", but the object is still in the store; `exhibit shred` "
                                       "removes it."
                                     : ", which destroyed it.")});
}

/// All groups opened: exactly the signed set. Some withheld: a part of it.
void NamedObjects::compare(const custody::EventRecord& event, std::vector<std::string> found,
                           bool all, const std::vector<std::string>& digests) {
    std::sort(found.begin(), found.end());
    const bool right =
        all ? found == digests
            : std::includes(digests.begin(), digests.end(), found.begin(), found.end());
    if (right) return;
    objects_.report().add({std::string(code::private_digests),
                           Severity::violation,
                           ledger::private_name(event.sealed.front().object),
                           {},
                           event.index,
                           "The private values kept for event " + std::to_string(event.index) +
                               " are not those whose digests it signs."});
}

std::optional<std::vector<ledger::Disclosure>> NamedObjects::open(const ledger::SealedRef& ref) {
    const std::string name = ledger::private_name(ref.object);
    survey_.name(name);
    const std::optional<Bytes> object = objects_.read_named(name, ledger::private_object_bytes_max);
    if (!object) return std::nullopt;
    std::optional<crypto::Hash> key_object;
    objects_.report().attempt(code::private_object, name,
                              [&] { key_object = ledger::private_key_object(*object, name); });
    if (!key_object) return std::nullopt;
    const auto tag = ledger::subject_tag(state_.origin(), ref.subject);
    survey_.name(ledger::subject_key_name(tag, *key_object));
    const crypto::SecretBytes* key = keys_.subject(ref.subject, *key_object);
    if (key == nullptr) return std::nullopt;
    std::optional<std::vector<ledger::Disclosure>> disclosures;
    objects_.report().attempt(code::private_object, name, [&] {
        disclosures = ledger::open_private(*object, {state_.origin(), ref.subject}, *key, name);
    });
    return disclosures;
}

const custody::PrivateValues* NamedObjects::values(std::uint64_t index, std::string_view subject) {
    const custody::EventRecord* event = state_.event(index);
    if (event == nullptr) return nullptr;
    const auto ref = std::find_if(event->sealed.begin(), event->sealed.end(),
                                  [&](const auto& one) { return one.subject == subject; });
    if (ref == event->sealed.end()) return nullptr;
    if (state_.withheld_by(index, subject)) return nullptr;
    const auto [place, is_new] = opened_.try_emplace({index, ref->subject});
    if (is_new) {
        if (const auto disclosures = open(*ref)) {
            place->second.emplace();
            for (const ledger::Disclosure& one : *disclosures) {
                place->second->emplace(one.name, one.value);
            }
        }
    }
    return place->second ? &*place->second : nullptr;
}

custody::PrivateLookup NamedObjects::lookup() {
    return [this](std::uint64_t index, std::string_view subject) { return values(index, subject); };
}

}  // namespace exhibit::verify

#include "vault/private_values.hpp"

#include <algorithm>

#include "exhibit/error.hpp"
#include "ledger/disclosure.hpp"
#include "ledger/object_names.hpp"

namespace exhibit {

const custody::PrivateValues* PrivateReader::values(std::uint64_t index, std::string_view subject) {
    const custody::EventRecord* event = state_.event(index);
    if (event == nullptr) return nullptr;
    const auto ref = std::ranges::find(event->sealed, subject, &ledger::SealedRef::subject);
    if (ref == event->sealed.end()) return nullptr;
    if (state_.withheld_by(index, subject)) return nullptr;
    const auto place = std::pair{index, ref->subject};
    if (const auto known = opened_.find(place); known != opened_.end()) return &known->second;

    const std::string name = ledger::private_name(ref->object);
    const Bytes object = get_named_by_digest(store_, name, ref->object);
    const SubjectKey* key =
        keyring_.subject(ref->subject, ledger::private_key_object(object, name));
    if (key == nullptr) return nullptr;
    custody::PrivateValues values;
    const ledger::PrivateScope scope{state_.origin(), ref->subject};
    for (ledger::Disclosure& one : ledger::open_private(object, scope, key->key, name))
        values.emplace(std::move(one.name), std::move(one.value));
    return &opened_.emplace(place, std::move(values)).first->second;
}

custody::PrivateLookup PrivateReader::lookup() {
    return [this](std::uint64_t index, std::string_view subject) -> const custody::PrivateValues* {
        try {
            return values(index, subject);
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::corrupt && error.kind() != ErrorKind::malformed) throw;
            return nullptr;
        }
    };
}

void set_text(custody::PrivateValues& values, const std::string& name, const std::string& text) {
    if (!text.empty()) values.emplace(name, text);
}

void seal_values(ledger::Event& event, custody::EventType type, const ValuesBySubject& values,
                 Keyring& keyring, store::ObjectStore& store) {
    event.private_digests.clear();
    event.sealed.clear();
    for (const auto& [subject, by_name] : values) {
        if (by_name.empty()) continue;
        const auto problems =
            custody::private_problems(type, custody::kind_of_subject(subject), by_name);
        if (!problems.empty())
            throw Error(ErrorKind::usage, "recording " + subject + ": " + problems.front());
        std::vector<ledger::Disclosure> disclosures;
        for (const auto& [name, value] : by_name) {
            disclosures.push_back(ledger::make_disclosure(name, value, crypto::system_random()));
            event.private_digests.push_back(ledger::disclosure_digest(disclosures.back().text));
        }
        const SubjectKey& key = keyring.subject_for_writing(subject);
        const Bytes object = ledger::seal_private({event.log, subject}, {key.key, key.object},
                                                  disclosures, crypto::system_random());
        const crypto::Hash digest = crypto::sha256(object);
        store.put_new(ledger::private_name(digest), object);
        event.sealed.push_back({digest, subject});
    }
    std::ranges::sort(event.private_digests);
}

}  // namespace exhibit

#include "vault/resealing.hpp"

#include <algorithm>
#include <tuple>

#include "base/check.hpp"
#include "exhibit/error.hpp"
#include "ledger/disclosure.hpp"
#include "ledger/object_names.hpp"
#include "vault/subject_keys.hpp"

namespace exhibit {
namespace {

/// The same values under the same key give the same object, so that what a call that was cut off
/// left is found again. Other values have another digest, and so another nonce.
class NonceOf final : public crypto::Random {
public:
    explicit NonceOf(const crypto::Hash& old_object) {
        Bytes text = to_bytes(std::string_view("exhibit values sealed again v1\n"));
        append(text, old_object.view());
        bytes_ = crypto::sha256(text);
    }
    void fill(std::span<std::byte> out) override {
        CHECK(out.size() <= bytes_.bytes.size());
        std::copy_n(bytes_.bytes.begin(), out.size(), out.begin());
    }

private:
    crypto::Hash bytes_;
};

/// nullptr for one that does not open: a rekey that was killed before its event leaves keys sealed
/// for a generation that never came.
const SubjectKey* key_in(Session& session, const std::string& subject, const crypto::Hash& object) {
    try {
        return session.keyring.subject(subject, object);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::corrupt && error.kind() != ErrorKind::malformed) throw;
        return nullptr;
    }
}

const ledger::SealedRef& ref_of(const Session& session, const SealedPlace& place) {
    const custody::EventRecord& event = *session.state.event(place.event);
    return *std::ranges::find(event.sealed, place.subject, &ledger::SealedRef::subject);
}

}  // namespace

bool Resealing::of_incident(const std::string& subject) const {
    return custody::incident_of_subject(subject) == id_;
}

std::size_t Resealing::generation() const {
    return session_.state.incident(id_)->generations.size();
}

void Resealing::run() {
    sealing_for_ = generation();
    remove_replaced();
    // Whoever wrote while this began may have left some more.
    for (auto older = find_older(); !older.empty(); older = find_older()) reseal(older);
    remove_old_keys();
}

bool Resealing::unfinished(Session& session, const custody::IncidentId& id) {
    return std::ranges::any_of(session.state.resealed_values(), [&](const auto& entry) {
        return custody::incident_of_subject(entry.second.subject) == id &&
               session.store->size(ledger::private_name(entry.first)).has_value();
    });
}

/// What events say lies elsewhere now.
void Resealing::remove_replaced() {
    for (const auto& [old, record] : session_.state.resealed_values()) {
        if (!of_incident(record.subject)) continue;
        const std::string name = ledger::private_name(old);
        if (!session_.store->size(name)) continue;
        const SealedPlace place{record.of, record.subject};
        const std::string now = ledger::private_name(ref_of(session_, place).object);
        const bool withheld = session_.state.withheld_by(place.event, place.subject).has_value();
        if (!withheld && !session_.store->size(now))
            throw Error(ErrorKind::corrupt, "removing " + name + ": the object its values lie in " +
                                                "now, " + now +
                                                ", is missing; bring it back from a copy first");
        if (session_.store->remove(name)) ++result_.values_removed;
    }
}

std::vector<SealedPlace> Resealing::find_older() {
    std::vector<SealedPlace> out;
    keys_in_use_.clear();
    for (std::uint64_t index = 0; index < session_.state.size(); ++index) {
        const custody::EventRecord* event = session_.state.event(index);
        if (event == nullptr) continue;
        for (const ledger::SealedRef& ref : event->sealed) {
            const SealedPlace place{index, ref.subject};
            if (!of_incident(ref.subject) || bad_.contains(place)) continue;
            if (session_.state.withheld_by(index, ref.subject)) continue;
            try {
                const std::string name = ledger::private_name(ref.object);
                const Bytes object = get_named_by_digest(*session_.store, name, ref.object);
                const crypto::Hash sealed_with = ledger::private_key_object(object, name);
                keys_in_use_[ref.subject].insert(sealed_with);
                const SubjectKey* key = session_.keyring.subject(ref.subject, sealed_with);
                if (key != nullptr && key->generation < generation()) out.push_back(place);
            } catch (const Error& error) {
                if (error.kind() != ErrorKind::corrupt && error.kind() != ErrorKind::malformed)
                    throw;
                problem(place, error.what());
            }
        }
    }
    return out;
}

void Resealing::reseal(const std::vector<SealedPlace>& places) {
    std::vector<custody::ResealedValues> batch;
    for (const SealedPlace& place : places) {
        if (cancel_ != nullptr && cancel_->requested())
            throw Error(ErrorKind::interrupted,
                        "sealing the private values of incident " + id_.text() +
                            " again was interrupted; the same command goes on with it");
        if (auto one = seal_again(place)) batch.push_back(std::move(*one));
        if (batch.size() == custody::resealed_values_max) record(batch);
    }
    if (!batch.empty()) record(batch);
}

std::optional<custody::ResealedValues> Resealing::seal_again(const SealedPlace& place) {
    const ledger::SealedRef ref = ref_of(session_, place);
    const std::string name = ledger::private_name(ref.object);
    try {
        const Bytes object = get_named_by_digest(*session_.store, name, ref.object);
        const SubjectKey* old =
            session_.keyring.subject(ref.subject, ledger::private_key_object(object, name));
        const ledger::PrivateScope scope{session_.state.origin(), ref.subject};
        const auto disclosures = ledger::open_private(object, scope, old->key, name);
        const SubjectKey& key = key_for(ref.subject);
        NonceOf nonce(ref.object);
        const Bytes sealed = ledger::seal_private(scope, {key.key, key.object}, disclosures, nonce);
        const crypto::Hash digest = crypto::sha256(sealed);
        session_.store->put_new(ledger::private_name(digest), sealed);
        return custody::ResealedValues{session_.state.event(place.event)->leaf, ref.subject,
                                       digest};
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::corrupt && error.kind() != ErrorKind::malformed) throw;
        problem(place, error.what());
        return std::nullopt;
    }
}

/// One that is there already, of a call that was cut off say, before a new one.
const SubjectKey& Resealing::key_for(const std::string& subject) {
    for (const crypto::Hash& object : subject_keys(session_, subject).in_force) {
        const SubjectKey* key = key_in(session_, subject, object);
        if (key != nullptr && key->generation == generation()) return *key;
    }
    return session_.keyring.subject_for_writing(subject);
}

void Resealing::record(std::vector<custody::ResealedValues>& batch) {
    std::ranges::sort(batch, [](const auto& a, const auto& b) {
        return std::tie(a.event, a.subject) < std::tie(b.event, b.subject);
    });
    std::vector<crypto::Hash> replaced;
    for (const custody::ResealedValues& one : batch) {
        const custody::EventRecord& event = *session_.state.event(one.event);
        replaced.push_back(ref_of(session_, {event.index, one.subject}).object);
    }
    const WrittenEvent written = session_.write([&] {
        if (generation() != sealing_for_)
            throw Error(ErrorKind::conflict,
                        "recording values of incident " + id_.text() +
                            " that were sealed again: its keys were changed meanwhile; give the "
                            "same command again");
        return EventDraft{custody::ContentRewrite{id_, false, {}, batch}, {}, {}, {}};
    });
    result_.events.push_back(written.index);
    result_.values_written += batch.size();
    for (const crypto::Hash& old : replaced)
        if (session_.store->remove(ledger::private_name(old))) ++result_.values_removed;
    batch.clear();
}

/// Those of older generations that no values need any more.
void Resealing::remove_old_keys() {
    if (!bad_.empty()) return;  // what could not be opened may be brought back, and needs them
    for (const auto& [subject, used] : keys_in_use_) {
        for (const crypto::Hash& object : subject_keys(session_, subject).in_force) {
            if (used.contains(object)) continue;
            const SubjectKey* key = key_in(session_, subject, object);
            if (key == nullptr || key->generation >= generation()) continue;
            const auto tag = ledger::subject_tag(session_.state.origin(), subject);
            session_.store->remove(ledger::subject_key_name(tag, object));
        }
    }
}

void Resealing::problem(const SealedPlace& place, const std::string& what) {
    bad_.insert(place);
    result_.problems.push_back("What event " + std::to_string(place.event) + " says of " +
                               place.subject + " could not be sealed again: " + what);
}

}  // namespace exhibit

// Private values of events (FORMAT.md 6) as this handler can read and write them.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "custody/findings.hpp"
#include "custody/private_names.hpp"
#include "custody/state.hpp"
#include "ledger/event.hpp"
#include "store/object_store.hpp"
#include "vault/keyring.hpp"

namespace exhibit {

class PrivateReader {
public:
    /// All references must outlive the reader.
    PrivateReader(store::ObjectStore& store, Keyring& keyring, const custody::State& state)
        : store_(store), keyring_(keyring), state_(state) {}

    /// Values of the event about a subject; nullptr when there are none or they are withheld from
    /// this handler, or destroyed by a later event. Error(corrupt) naming the object when it is
    /// missing or damaged.
    const custody::PrivateValues* values(std::uint64_t index, std::string_view subject);
    /// The same, with damaged objects told as withheld: for tables; an audit names the damage.
    custody::PrivateLookup lookup();

private:
    store::ObjectStore& store_;
    Keyring& keyring_;
    const custody::State& state_;
    std::map<std::pair<std::uint64_t, std::string>, custody::PrivateValues> opened_;
};

/// Private values to seal, by subject.
using ValuesBySubject = std::map<std::string, custody::PrivateValues>;

/// Sets a value unless the text is empty: what nobody said is not recorded.
void set_text(custody::PrivateValues& values, const std::string& name, const std::string& text);

/// Puts the private objects into the store and fills `private_digests` and `sealed` of the event.
/// Error(usage) for a value this type of event may not carry.
void seal_values(ledger::Event& event, custody::EventType type, const ValuesBySubject& values,
                 Keyring& keyring, store::ObjectStore& store);

}  // namespace exhibit

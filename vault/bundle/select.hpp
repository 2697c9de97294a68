// Which entries of a ledger belong into a bundle (FORMAT.md 16, "Which entries").
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <unordered_set>

#include "bundle/contents.hpp"
#include "ledger/event.hpp"

namespace exhibit::bundle {

/// Asked for every entry of a ledger in order.
class Selection {
public:
    explicit Selection(const custody::IncidentId& incident);

    /// vault: of the vault as such; incident: of the incident; none: of another.
    enum class Of { none, vault, incident };
    Of take(const ledger::Entry& entry);

private:
    bool names_subject(const ledger::Event& event, bool& any) const;
    bool refers(const encode::Json& body) const;

    std::string incident_;
    std::string item_prefix_;
    std::unordered_set<std::string> leaves_;  ///< of the incident's events, hex
};

/// The sizes of trees whose roots an event states: what its signer had seen, and in its body.
std::set<std::uint64_t> stated_sizes(const ledger::Event& event);

/// Whether an item's bundle discloses what an event says about a subject; `involved` are the
/// handlers in the item's events, as subjects.
bool discloses(const Info& info, const ledger::Event& event, const std::string& subject,
               const std::set<std::string>& involved);
/// The handlers an event involves, as subjects: actor, signers and everybody its body names.
void add_involved(const ledger::Entry& entry, std::set<std::string>& involved);

}  // namespace exhibit::bundle

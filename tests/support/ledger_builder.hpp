// Makes a ledger without a store: entries that are correctly signed and chained, the objects they
// name, and the State that follows. Everything is the same in each run.
//
// People are fixed identities called by name ("anna"); their keys exist before they are enrolled.
// The short calls (enrol, offer, ...) throw std::logic_error when State refuses the event, so that
// a mistaken test fails where it is wrong. For wrong events: draft, change what should be wrong,
// append.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "crypto/identity.hpp"
#include "custody/bodies.hpp"
#include "custody/findings.hpp"
#include "custody/keys.hpp"
#include "custody/private_names.hpp"
#include "custody/state.hpp"
#include "ledger/descriptor.hpp"
#include "ledger/event.hpp"
#include "support/seeded_random.hpp"

namespace exhibit::test {

/// 2026-11-22T17:30:00Z, +01:00.
inline constexpr Instant builder_start{1795368600};

/// Values for an item with all that an audit asks for.
custody::PrivateValues item_values(std::string_view label = "laptop");
/// The same and what item.ingest must have, for this content.
custody::PrivateValues ingest_values(std::string_view content = "evidence");

class LedgerBuilder {
public:
    using ItemIds = std::vector<custody::ItemId>;
    using PrivateValues = custody::PrivateValues;

    /// Writes genesis, by `admin`, who is admin and handler.
    explicit LedgerBuilder(std::string_view admin = "anna");

    // Valid events. Each moves the clock on by a minute first; `by` signs.

    std::uint64_t enrol(std::string_view by, std::string_view name,
                        std::vector<custody::Role> roles = {custody::Role::handler});
    /// Grants content to the opener and, when there is a recovery handler, to the person
    /// "recovery".
    std::uint64_t open_incident(std::string_view by, std::string_view incident,
                                std::string_view title = "Phishing at Example");
    std::uint64_t grant(std::string_view by, std::string_view incident, std::string_view to,
                        custody::Read read);
    custody::ItemId register_item(std::string_view by, std::string_view incident,
                                  const PrivateValues& values = item_values());
    /// An item of kind image whose list and manifest are made up from `values`.
    custody::ItemId ingest(std::string_view by, std::string_view incident,
                           const PrivateValues& values = ingest_values());
    custody::ItemId ingest(std::string_view by, custody::ItemIngest body,
                           const PrivateValues& values);
    std::uint64_t access(std::string_view by, const custody::ItemId& item,
                         custody::ItemAccess body = {}, const PrivateValues& values = {});
    /// The id of the offer. Ends after seven days.
    crypto::Hash offer(std::string_view by, const ItemIds& items, std::string_view to,
                       std::string_view purpose = "examination in the laboratory");
    std::uint64_t accept(std::string_view by, const crypto::Hash& offer,
                         custody::CheckResult result = custody::CheckResult::not_checked);
    std::uint64_t refuse(std::string_view by, const crypto::Hash& offer,
                         std::string_view reason = "not mine");
    std::uint64_t cancel(std::string_view by, const crypto::Hash& offer);
    std::uint64_t emit(std::string_view by, std::string_view incident, const ItemIds& items);

    /// `by` ends their key; `to` takes its place.
    std::uint64_t rotate(std::string_view by, std::string_view to);
    /// Vouches for the key up to `last_good` events; up to now when not given.
    std::uint64_t revoke(std::string_view by, std::string_view whom, custody::RevokeReason reason,
                         std::optional<std::uint64_t> last_good = std::nullopt);
    /// `toml` is a policy without its first line, which says the format.
    std::uint64_t adopt(std::string_view by, std::string_view toml,
                        std::initializer_list<std::string_view> beside = {});

    // The steps of the above, for events of one's own.

    /// Correctly chained to everything so far, unsigned, without private values.
    ledger::Event draft(std::string_view by, const custody::Body& body, const ItemIds& items = {});
    /// Adds values about a subject and keeps the objects; the subject's key is made when needed.
    void add_private(ledger::Event& event, std::string_view subject, const PrivateValues& values);
    /// The entry that would come next; `beside` sign it as well.
    ledger::Entry sign(const ledger::Event& event, std::string_view by,
                       std::initializer_list<std::string_view> beside = {}) const;
    /// Appends whatever it is and gives State's findings.
    std::vector<Finding> append(const ledger::Event& event, std::string_view by,
                                std::initializer_list<std::string_view> beside = {});
    std::vector<Finding> append(const ledger::Entry& entry);

    /// The ENROL of a person, with a sealed copy of the vault keys.
    custody::Enrol enrol_of(std::string_view name, std::vector<custody::Role> roles);
    /// The GRANT of a person, with sealed keys. The incident's keys are made when needed.
    custody::Grant grant_of(std::string_view incident, std::string_view name, custody::Read read);
    custody::KeyRotate rotate_body(std::string_view by, std::string_view to);
    custody::KeyRevoke revoke_body(std::string_view whom, custody::RevokeReason reason,
                                   std::optional<std::uint64_t> last_good = std::nullopt) const;
    /// Keeps the policy; gives what names it.
    custody::PolicyAdopt adopt_body(std::string_view toml);
    custody::IncidentOpen open_body(std::string_view by, std::string_view incident);

    // What there is now.

    const custody::State& state() const noexcept { return state_; }
    const std::vector<ledger::Entry>& entries() const noexcept { return entries_; }
    /// Key and private objects by name, and exhibit.json.
    const std::map<std::string, Bytes>& objects() const noexcept { return objects_; }
    const std::string& origin() const noexcept { return descriptor_.origin; }
    const ledger::Descriptor& descriptor() const noexcept { return descriptor_; }
    const custody::VaultKeys& vault_keys() const noexcept { return vault_keys_; }
    const custody::IncidentKeys& incident_keys(std::string_view incident);
    FixedClock& clock() noexcept { return clock_; }
    SeededRandom& random() noexcept { return random_; }

    static const crypto::Identity& person(std::string_view name);
    static crypto::Hash id(std::string_view name) { return person(name).id(); }

    /// All private values, as somebody with every key reads them. Valid as long as the builder.
    custody::PrivateLookup values() const;

private:
    std::uint64_t append_valid(const ledger::Event& event, std::string_view by,
                               std::initializer_list<std::string_view> beside = {});
    std::uint64_t answer(std::string_view by, const custody::Body& body, const crypto::Hash& offer,
                         const PrivateValues& about_incident);
    const crypto::Hash& subject_key_object(const std::string& subject);

    FixedClock clock_;
    SeededRandom random_;
    custody::VaultKeys vault_keys_;
    ledger::Descriptor descriptor_;
    using Policies = std::map<crypto::Hash, std::string>;
    std::shared_ptr<Policies> policies_ = std::make_shared<Policies>();  ///< text by digest
    custody::State state_;
    std::vector<ledger::Entry> entries_;
    std::map<std::string, Bytes> objects_;
    std::map<std::string, custody::IncidentKeys, std::less<>> incident_keys_;
    struct SubjectKey {
        crypto::SecretBytes key;
        crypto::Hash object;
    };
    std::map<std::string, SubjectKey, std::less<>> subject_keys_;
    std::map<std::string, PrivateValues> values_;  ///< by the hex digest of the private object
};

}  // namespace exhibit::test

// An open vault: the parts wired together, kept in step with the ledger, and the one way to write
// an event.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "catalogue/catalogue.hpp"
#include "crypto/identity.hpp"
#include "custody/state.hpp"
#include "exhibit/vault.hpp"
#include "ledger/checked_signatures.hpp"
#include "ledger/entry_queue.hpp"
#include "ledger/reader.hpp"
#include "ledger/remembered.hpp"
#include "ledger/writer.hpp"
#include "store/object_store.hpp"
#include "vault/keyring.hpp"
#include "vault/private_values.hpp"

namespace exhibit {

/// What a handler is about to say; the rest of the event is filled in when it is signed.
struct EventDraft {
    custody::Body body;
    std::vector<custody::ItemId> items;  ///< sorted
    ValuesBySubject values;
    std::optional<Moment> happened;
    bool cosigned = false;  ///< also by everybody in Session::cosigners
};

struct WrittenEvent {
    std::uint64_t index = 0;
    crypto::Hash leaf;
};

/// Where a vault lies and what surrounds this handler's work with it.
struct VaultPlace {
    std::unique_ptr<store::ObjectStore> store;
    std::unique_ptr<Clock> clock;
    std::string location;  ///< what messages and remembered heads call the place
    std::string home;      ///< folder of remembered heads and catalogues
};

class Session {
public:
    Session(VaultPlace place, ledger::Descriptor descriptor, crypto::Hash descriptor_digest,
            custody::VaultKeys keys, const crypto::Identity& identity);

    /// Applies what was appended since the last call.
    void sync();
    /// sync(), refuses a vault that was rolled back or forked, and remembers its newest head.
    void check_and_remember();

    /// Signs and appends one event. `make` is called for the state it is to follow, again after a
    /// lost race; it throws to give up. Error(denied, conflict, not_found) when the rules forbid
    /// it.
    WrittenEvent write(const std::function<EventDraft()>& make);
    /// Refuses what write() would refuse, before long work or a look at evidence. What is not known
    /// yet is filled in by the caller, and asked again when it is written.
    void require_allowed(const EventDraft& draft);

    // The parts, for the files that implement Vault.
    const std::string location;
    const std::string home;
    const std::unique_ptr<Clock> clock;
    const std::unique_ptr<store::ObjectStore> store;
    const crypto::Identity identity;
    const custody::VaultKeys keys;
    const crypto::SeedSigner log;
    const ledger::SignatureMemory opened;   ///< what opening the vault verified
    const ledger::SignatureMemory audited;  ///< what audits did
    ledger::LedgerReader reader;
    custody::State state;
    Keyring keyring;
    PrivateReader privates;
    ledger::RememberedHeads remembered;
    bool first_contact = false;
    /// Who else is at this machine and signs what takes two people, beside this handler.
    std::vector<crypto::Identity> cosigners;

    /// Opened when first needed: most commands do without it.
    catalogue::Catalogue& catalogue();

    /// Whoever writes objects that no event names yet, or reads such, is in the store meanwhile, so
    /// that nobody takes them for left over.
    std::unique_ptr<store::Occupation> occupy() const;

    crypto::Hash me() const { return identity.id(); }
    Moment now() const;

private:
    struct Prepared {
        ledger::Event event;
        std::vector<const crypto::Signer*> cosigners;
    };
    /// Entries in their order.
    void take(const ledger::OpenedEntry& opened);
    void take_ahead(ledger::LeafIndex from, ledger::TreeSize to, ledger::EntryQueue& queue);
    void keep_checked();
    /// The event a draft stands for, judged; without its private values.
    Prepared prepare(const EventDraft& draft);
    std::string sign(const EventDraft& draft);
    /// What the policy in force asks of the values of a draft, and of the time of disposal.
    void require_policy(const EventDraft& draft, std::string_view type);
    void require_kept(const EventDraft& draft, const std::string& doing);

    std::unique_ptr<catalogue::Catalogue> catalogue_;
    std::optional<ledger::CheckedSignatures>
        before_;  ///< what a memory says, if it is of this tree
    ledger::CheckedSignatures checked_;
    std::uint64_t kept_ = 0;  ///< up to which size a memory has it
};

/// Refusals of the rules as the error a command ends with.
[[noreturn]] void throw_refusal(const custody::Verdict& verdict, std::string_view doing);

Moment to_moment(Instant instant, ZoneOffset zone);

}  // namespace exhibit

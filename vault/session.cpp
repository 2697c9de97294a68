#include "vault/session.hpp"

#include "custody/codes.hpp"
#include "exhibit/error.hpp"

namespace exhibit {
namespace {

namespace code = custody::code;

bool is_any(const std::string& found, std::initializer_list<std::string_view> codes) {
    for (const std::string_view one : codes)
        if (found == one) return true;
    return false;
}

ErrorKind kind_of(const std::string& found) {
    if (is_any(found,
               {code::role, code::grant, code::not_enrolled, code::offer_party, code::custody}))
        return ErrorKind::denied;
    if (is_any(found, {code::item_unknown, code::incident_unknown, code::handler_unknown,
                       code::offer_unknown}))
        return ErrorKind::not_found;
    return ErrorKind::conflict;
}

}  // namespace

void throw_refusal(const custody::Verdict& verdict, std::string_view doing) {
    throw Error(kind_of(verdict.problems.front().code), std::string(doing) + ": " + verdict.text());
}

Moment to_moment(Instant instant, ZoneOffset zone) {
    return {instant.seconds, zone.minutes};
}

Session::Session(VaultPlace place, ledger::Descriptor descriptor, crypto::Hash descriptor_digest,
                 custody::VaultKeys keys_in, const crypto::Identity& identity_in)
    : location(std::move(place.location)),
      home(std::move(place.home)),
      clock(std::move(place.clock)),
      store(std::move(place.store)),
      identity(identity_in.master().clone()),
      keys(std::move(keys_in)),
      log(keys.log_seed),
      reader(*store, descriptor, keys.record_key.clone()),
      state(descriptor.origin, descriptor_digest),
      keyring(*store, identity, keys.record_key, state),
      privates(*store, keyring, state),
      remembered(home, *clock) {}

Moment Session::now() const {
    return to_moment(clock->now(), clock->zone());
}

void Session::sync() {
    const ledger::TreeSize size = reader.newest().checkpoint.size;
    reader.visit({state.size()}, size, [this](ledger::Entry&& entry) {
        // Entries that break a rule are told by the audit; here they move nothing.
        (void)state.apply(entry);
    });
    if (state.root() != reader.newest().checkpoint.root)
        throw Error(ErrorKind::internal,
                    "following the ledger: the tree of the events read does not "
                    "have the root of its checkpoint");
}

void Session::check_and_remember() {
    reader.refresh();
    sync();
    remembered.update(reader, location);
}

catalogue::Catalogue& Session::catalogue() {
    if (!catalogue_) {
        const std::string vault = crypto::sha256(as_bytes(state.origin())).hex().substr(0, 32);
        const std::string path =
            home + "/catalogue/" + vault + "-" + me().hex().substr(0, 16) + ".db";
        catalogue_ = std::make_unique<catalogue::Catalogue>(
            path, identity.catalogue_key(), catalogue::Owner{state.origin(), state.event(0)->leaf});
    }
    return *catalogue_;
}

std::string Session::sign(const EventDraft& draft) {
    ledger::Event event;
    const custody::EventType type = custody::type_of(draft.body);
    event.log = state.origin();
    event.type = std::string(custody::to_string(type));
    event.time = clock->now();
    event.zone = clock->zone();
    event.happened = draft.happened ? Instant{draft.happened->seconds} : event.time;
    event.body = custody::to_json(draft.body);
    state.fill_chains(event, me(), draft.items);
    crypto::system_random().fill(event.salt);
    // Judged before anything is put into the store, so that a refusal leaves nothing behind.
    std::vector<crypto::Hash> beside;
    std::vector<const crypto::Signer*> signers;
    for (const crypto::Identity& cosigner : cosigners) {
        if (!draft.cosigned) break;
        beside.push_back(cosigner.id());
        signers.push_back(&cosigner.signer());
    }
    const custody::Verdict verdict = state.may_follow(event, beside);
    if (!verdict.allowed()) throw_refusal(verdict, "recording " + event.type);
    seal_values(event, type, draft.values, keyring, *store);
    return ledger::sign_entry(event, identity.signer(), signers);
}

WrittenEvent Session::write(const std::function<EventDraft()>& make) {
    ledger::LedgerWriter writer(reader, log, crypto::system_random());
    const ledger::AppendResult result = writer.append([&](const ledger::CommittedState&) {
        sync();
        return std::vector<std::string>{sign(make())};
    });
    check_and_remember();
    return {result.first.value, result.leaves.front()};
}

}  // namespace exhibit

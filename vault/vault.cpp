// Making and opening vaults, enrolling handlers.
#include "exhibit/vault.hpp"

#include <algorithm>
#include <filesystem>

#include "base/text.hpp"
#include "crypto/sign.hpp"
#include "custody/bodies.hpp"
#include "exhibit/error.hpp"
#include "ledger/descriptor.hpp"
#include "ledger/object_names.hpp"
#include "vault/describe.hpp"
#include "vault/enrolment.hpp"
#include "vault/identity_file.hpp"
#include "vault/identity_state.hpp"
#include "vault/vault_state.hpp"

namespace exhibit {
namespace {

constexpr std::string_view recovery_name = "Recovery key (offline)";

std::string absolute(const std::string& path) {
    return std::filesystem::absolute(path).lexically_normal().string();
}

void write_enrolment(Session& session, const Card& card, const std::vector<custody::Role>& roles) {
    session.write([&] {
        EventDraft draft{custody::HandlerEnrol{}, {}, {}, {}};
        if (session.state.handler(card.sign.id()) != nullptr)
            throw Error(ErrorKind::conflict, "enrolling " + printable(card.profile.name) +
                                                 ": this key is enrolled already");
        draft.body = custody::HandlerEnrol{enrol_of(session, card, roles)};
        draft.values = profile_values(card.sign.id(), card.profile);
        return draft;
    });
}

/// The vault keys in this handler's key object; the record key is compared with the genesis event
/// once that can be read.
custody::VaultKeys open_own_keys(store::ObjectStore& store, const ledger::Descriptor& descriptor,
                                 const crypto::Identity& identity) {
    const std::string folder = "keys/vault/" + identity.id().hex() + "/";
    const std::vector<std::string> names = store.list(folder);
    if (names.empty())
        throw Error(ErrorKind::denied, "opening the vault: this identity (" +
                                           identity.id().hex().substr(0, 12) +
                                           ") is not enrolled in it; ask an administrator to run "
                                           "`handler add` with your card");
    const std::string& name = names.front();
    const crypto::Hash digest = crypto::Hash::from_hex(name.substr(folder.size()), name);
    const Bytes object = get_named_by_digest(store, name, digest);
    const auto plain = crypto::open_sealed(identity.receive(), object);
    if (!plain || plain->size() < 33)
        throw Error(ErrorKind::corrupt, "opening " + name + ": it was not sealed to this identity");
    const auto record_key = crypto::SecretBytes::copy_of(plain->view().subspan(1, 32));
    return custody::open_vault_keys(object, name, identity.receive(),
                                    custody::record_check(record_key), descriptor.log_key.key);
}

ledger::Descriptor read_descriptor(store::ObjectStore& store, const std::string& location,
                                   crypto::Hash& digest) {
    const auto bytes = store.get(std::string(ledger::descriptor_name));
    if (!bytes)
        throw Error(ErrorKind::not_found, "opening the vault in " + location +
                                              ": it has no exhibit.json, so it is not a vault; "
                                              "`init` makes one");
    digest = ledger::descriptor_digest(as_text(*bytes));
    return ledger::parse_descriptor(as_text(*bytes), location + "/exhibit.json");
}

}  // namespace

void require_sound(const Session& session, const custody::State& state) {
    const custody::VaultGenesis* genesis = state.genesis();
    if (genesis == nullptr)
        throw Error(ErrorKind::corrupt,
                    "opening the vault in " + session.location +
                        ": its ledger has no valid first event (making the vault "
                        "was cut off, or the first event was damaged)");
    if (!state.descriptor_is(genesis->descriptor))
        throw Error(ErrorKind::corrupt,
                    "opening the vault in " + session.location +
                        ": exhibit.json is not the one its first event names; it "
                        "was changed");
    if (genesis->record_check != custody::record_check(session.keys.record_key))
        throw Error(ErrorKind::corrupt,
                    "opening the vault in " + session.location +
                        ": the record key in this handler's key object is not the "
                        "vault's");
    const custody::HandlerRecord* me = state.handler(session.me());
    if (me != nullptr && !me->in_force())
        throw Error(ErrorKind::denied,
                    "opening the vault in " + session.location + ": this key (" +
                        session.me().hex().substr(0, 12) + ") was ended by event " +
                        std::to_string(me->ended->at) +
                        (me->ended->successor ? "; open it with the key that took its place"
                                              : "; ask an administrator to enrol a new one"));
    if (me == nullptr)
        throw Error(ErrorKind::denied,
                    "opening the vault in " + session.location +
                        ": this identity has a key object but is not enrolled; ask "
                        "an administrator to run `handler add` again");
}

Session& current(const std::unique_ptr<Vault::State>& state) {
    state->session.check_and_remember();
    return state->session;
}

Vault::Vault(std::unique_ptr<State> state) : state_(std::move(state)) {}
Vault::Vault(Vault&&) noexcept = default;
Vault& Vault::operator=(Vault&&) noexcept = default;
Vault::~Vault() = default;

CreatedVault Vault::create(const CreateVault& request, const UnlockedIdentity& admin) {
    const crypto::Identity& identity = admin.state().identity;
    const std::string location = absolute(request.location);
    const std::string origin = ledger::new_origin(request.origin_prefix, crypto::system_random());
    custody::VaultKeys keys = custody::new_vault_keys();
    const crypto::SeedSigner log(keys.log_seed);
    const ledger::Descriptor descriptor{origin, {origin, log.key()}};
    const std::string text = ledger::dump_descriptor(descriptor);
    const crypto::Hash digest = ledger::descriptor_digest(text);

    auto objects = store::create_posix_store(location);
    objects->put_new(std::string(ledger::descriptor_name), as_bytes(text));
    auto state = std::unique_ptr<State>(
        new State{Session({std::move(objects), system_clock(), location, absolute(request.home)},
                          descriptor, digest, std::move(keys), identity)});
    Session& session = state->session;
    const Card card = make_card(admin.info().profile, identity);
    session.write([&] {
        custody::VaultGenesis genesis;
        genesis.descriptor = digest;
        genesis.enrol = enrol_of(session, card, {custody::Role::admin, custody::Role::handler});
        genesis.record_check = custody::record_check(session.keys.record_key);
        return EventDraft{genesis, {}, profile_values(identity.id(), card.profile), {}};
    });

    std::optional<SecretText> code;
    if (request.recovery) {
        const crypto::Identity recovery = crypto::Identity::random();
        Profile profile;
        profile.name = recovery_name;
        write_enrolment(session, make_card(profile, recovery), {custody::Role::recovery});
        code.emplace(as_text(crypto::recovery_code(recovery).view()));
    }
    return {Vault(std::move(state)).info(), std::move(code)};
}

VaultPlace place_in(const std::string& folder, const std::string& home) {
    const std::string location = absolute(folder);
    return {store::open_posix_store(location), system_clock(), location, absolute(home)};
}

Vault Vault::open(const std::string& location, const std::string& home,
                  const UnlockedIdentity& identity) {
    return State::open_on(place_in(location, home), identity);
}

std::unique_ptr<Vault::State> Vault::State::reach(VaultPlace place,
                                                  const UnlockedIdentity& identity) {
    crypto::Hash digest;
    const ledger::Descriptor descriptor = read_descriptor(*place.store, place.location, digest);
    const ledger::RememberedHeads heads(place.home, *place.clock);
    heads.require_same_vault(place.location, descriptor);
    const bool first_contact = !heads.load(descriptor.origin).has_value();

    const crypto::Identity& own = identity.state().identity;
    custody::VaultKeys keys = open_own_keys(*place.store, descriptor, own);
    auto state = std::unique_ptr<State>(
        new State{Session(std::move(place), descriptor, digest, std::move(keys), own)});
    Session& session = state->session;
    session.first_contact = first_contact;
    session.remembered.check(session.reader);
    return state;
}

Vault Vault::State::open_on(VaultPlace place, const UnlockedIdentity& identity) {
    std::unique_ptr<State> state = reach(std::move(place), identity);
    Session& session = state->session;
    session.sync();
    require_sound(session, session.state);
    session.check_and_remember();
    return Vault(std::move(state));
}

void Vault::add_cosigner(const UnlockedIdentity& identity) {
    Session& session = state_->session;
    const crypto::Identity& person = identity.state().identity;
    const bool again = person.id() == session.me() ||
                       std::ranges::any_of(session.cosigners, [&](const crypto::Identity& one) {
                           return one.id() == person.id();
                       });
    if (again)
        throw Error(ErrorKind::usage, "adding " + printable(identity.info().name) +
                                          " as a co-signer: that person signs already; what takes "
                                          "two people takes two different ones");
    if (session.state.handler(person.id()) == nullptr)
        throw Error(ErrorKind::denied, "adding " + printable(identity.info().name) +
                                           " as a co-signer: that identity is not enrolled in "
                                           "this vault");
    session.cosigners.push_back(person.clone());
}

VaultInfo Vault::info() const {
    Session& session = current(state_);
    VaultInfo out;
    out.location = session.location;
    out.origin = session.state.origin();
    if (const custody::EventRecord* genesis = session.state.event(0)) out.id = genesis->leaf.hex();
    out.log_key = encode::format_vkey(session.reader.descriptor().log_key);
    out.size = session.state.size();
    out.root = session.state.root().hex();
    out.first_contact = session.first_contact;
    return out;
}

HandlerInfo Vault::enrol(const std::string& card_text, const std::vector<std::string>& roles) {
    Session& session = current(state_);
    const Card card = parse_card(card_text, "the card");
    write_enrolment(session, card, parse_roles(roles));
    return describe_handler(session, card.sign.id());
}

std::vector<HandlerInfo> Vault::handlers() const {
    Session& session = current(state_);
    std::vector<HandlerInfo> out;
    for (const auto& [id, record] : session.state.handlers())
        out.push_back(describe_handler(session, id));
    std::ranges::sort(out, {}, &HandlerInfo::enrolled_at);
    return out;
}

HandlerInfo Vault::handler(const std::string& reference) const {
    Session& session = current(state_);
    return describe_handler(session, find_handler(session, reference));
}

}  // namespace exhibit

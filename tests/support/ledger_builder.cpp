#include "support/ledger_builder.hpp"

#include <algorithm>
#include <stdexcept>

#include "crypto/digest.hpp"
#include "ledger/disclosure.hpp"
#include "ledger/object_names.hpp"
#include "policy/policy_file.hpp"
#include "support/identities.hpp"
#include "support/seeded_sodium.hpp"

namespace exhibit::test {

namespace {

using custody::IncidentId;
using custody::ItemId;
using custody::PrivateValues;
using custody::Read;
using custody::Role;

crypto::SecretBytes fixed_secret(std::string_view purpose) {
    const crypto::Hash bytes = crypto::sha256({as_bytes("exhibit test key "), as_bytes(purpose)});
    return crypto::SecretBytes::copy_of(bytes.view());
}

ledger::Descriptor fixed_descriptor(const custody::VaultKeys& keys) {
    const std::string origin = "exhibit/00112233445566778899aabbccddeeff";
    return {origin, {origin, crypto::SeedSigner(keys.log_seed).key()}};
}

crypto::Hash digest_of(const ledger::Descriptor& descriptor) {
    return ledger::descriptor_digest(ledger::dump_descriptor(descriptor));
}

PrivateValues profile_of(std::string_view name) {
    std::string written(name);
    if (written.front() >= 'a' && written.front() <= 'z') {
        written.front() = static_cast<char>(written.front() - 'a' + 'A');
    }
    return {{"name", written + " Example"},
            {"title", "Examiner"},
            {"organisation", "Example CSIRT"},
            {"email", std::string(name) + "@csirt.example"}};
}

/// Sealing takes random bytes from libsodium; the seed follows the plain facts of the call.
std::uint64_t seed_of(std::string_view what, std::string_view whom) {
    const crypto::Hash hash = crypto::sha256({as_bytes(what), as_bytes("|"), as_bytes(whom)});
    return ByteReader(hash.view(), "seed").u64("eight bytes");
}

}  // namespace

PrivateValues item_values(std::string_view label) {
    return {{"label", label},
            {"description", "Grey laptop, lid scratched"},
            {"make", "Example"},
            {"model", "E-13"},
            {"serial", "SN-0042"},
            {"condition", "switched off"},
            {"quantity", "1"},
            {"seal", "A-1001"},
            {"collected_place", "Room 3.14"},
            {"collected_from", "R. Doe"}};
}

PrivateValues ingest_values(std::string_view content) {
    PrivateValues values = item_values("image of the laptop");
    const std::string sha256 = crypto::sha256(as_bytes(content)).hex();
    values["source_name"] = "laptop.dd";
    values["size"] = content.size();
    values["md5"] = to_hex(crypto::digest(crypto::Algorithm::md5, as_bytes(content)));
    values["sha1"] = to_hex(crypto::digest(crypto::Algorithm::sha1, as_bytes(content)));
    values["sha256"] = sha256;
    values["tool"] = "exhibit 0.1.0";
    values["started"] = "2026-11-22T17:20:00Z";
    values["finished"] = "2026-11-22T17:25:00Z";
    values["expected"] = encode::Json::Array{
        encode::Json::Object{{"algorithm", "sha256"}, {"result", "match"}, {"value", sha256}}};
    return values;
}

LedgerBuilder::LedgerBuilder(std::string_view admin)
    : clock_(builder_start, ZoneOffset{60}),
      vault_keys_{fixed_secret("record"), fixed_secret("log")},
      descriptor_(fixed_descriptor(vault_keys_)),
      state_(descriptor_.origin, digest_of(descriptor_),
             [kept = policies_](const crypto::Hash& object) {
                 const auto found = kept->find(object);
                 return found == kept->end() ? nullptr
                                             : std::make_shared<const custody::Policy>(
                                                   policy::parse_policy(found->second, "policy"));
             }) {
    const std::string descriptor = ledger::dump_descriptor(descriptor_);
    objects_.emplace(ledger::descriptor_name, to_bytes(descriptor));
    const custody::VaultGenesis body{ledger::descriptor_digest(descriptor),
                                     enrol_of(admin, {Role::admin, Role::handler}),
                                     custody::record_check(vault_keys_.record_key)};
    ledger::Event event = draft(admin, body);
    add_private(event, custody::subject_of_handler(id(admin)), profile_of(admin));
    append_valid(event, admin);
}

const crypto::Identity& LedgerBuilder::person(std::string_view name) {
    static std::map<std::string, crypto::Identity, std::less<>> people;
    const auto found = people.find(name);
    if (found != people.end()) return found->second;
    return people.emplace(std::string(name), fixed_identity(name)).first->second;
}

// Steps

ledger::Event LedgerBuilder::draft(std::string_view by, const custody::Body& body,
                                   const ItemIds& items) {
    clock_.advance(60);
    ledger::Event event;
    state_.fill_chains(event, id(by), items);
    event.type = custody::to_string(custody::type_of(body));
    event.time = clock_.now();
    event.happened = clock_.now();
    event.zone = clock_.zone();
    random_.fill(event.salt);
    event.body = custody::to_json(body);
    return event;
}

void LedgerBuilder::add_private(ledger::Event& event, std::string_view subject,
                                const PrivateValues& values) {
    const std::string about(subject);
    const crypto::Hash key_object = subject_key_object(about);
    std::vector<ledger::Disclosure> disclosures;
    for (const auto& [name, value] : values) {
        disclosures.push_back(ledger::make_disclosure(name, value, random_));
        event.private_digests.push_back(ledger::disclosure_digest(disclosures.back().text));
    }
    std::sort(event.private_digests.begin(), event.private_digests.end());
    const Bytes object = ledger::seal_private(
        {origin(), about}, {subject_keys_.at(about).key, key_object}, disclosures, random_);
    const crypto::Hash digest = crypto::sha256(object);
    objects_.emplace(ledger::private_name(digest), object);
    values_.emplace(digest.hex(), values);
    event.sealed.push_back({digest, about});
    std::sort(event.sealed.begin(), event.sealed.end(),
              [](const auto& a, const auto& b) { return a.subject < b.subject; });
}

const crypto::Hash& LedgerBuilder::subject_key_object(const std::string& subject) {
    const auto found = subject_keys_.find(subject);
    if (found != subject_keys_.end()) return found->second.object;
    SubjectKey made{fixed_secret(subject), {}};
    Bytes object;
    if (custody::kind_of_subject(subject) == custody::SubjectKind::handler) {
        object = custody::seal_handler_subject_key(made.key, vault_keys_.record_key, origin(),
                                                   subject, random_);
    } else {
        const std::string id = subject.substr(subject.find(':') + 1);
        const custody::IncidentKeys& keys = incident_keys(id.substr(0, id.find('/')));
        const SeededSodium seeded(seed_of("subject key", subject));
        object = custody::seal_subject_key(made.key, keys.record->public_key());
    }
    made.object = crypto::sha256(object);
    objects_.emplace(ledger::subject_key_name(ledger::subject_tag(origin(), subject), made.object),
                     object);
    return subject_keys_.emplace(subject, std::move(made)).first->second.object;
}

ledger::Entry LedgerBuilder::sign(const ledger::Event& event, std::string_view by,
                                  std::initializer_list<std::string_view> beside) const {
    std::vector<const crypto::Signer*> cosigners;
    for (const std::string_view name : beside) cosigners.push_back(&person(name).signer());
    return ledger::parse_entry(ledger::sign_entry(event, person(by).signer(), cosigners),
                               ledger::LeafIndex{state_.size()}, "an entry of the builder");
}

std::vector<Finding> LedgerBuilder::append(const ledger::Event& event, std::string_view by,
                                           std::initializer_list<std::string_view> beside) {
    return append(sign(event, by, beside));
}

std::vector<Finding> LedgerBuilder::append(const ledger::Entry& entry) {
    std::vector<Finding> findings = state_.apply(entry);
    entries_.push_back(entry);
    return findings;
}

std::uint64_t LedgerBuilder::append_valid(const ledger::Event& event, std::string_view by,
                                          std::initializer_list<std::string_view> beside) {
    const custody::Verdict verdict{append(event, by, beside)};
    if (!verdict.allowed()) throw std::logic_error(event.type + ": " + verdict.text());
    return state_.size() - 1;
}

// Bodies

custody::Enrol LedgerBuilder::enrol_of(std::string_view name, std::vector<Role> roles) {
    const crypto::Identity& one = person(name);
    const crypto::BoxPublic& receive = one.receive().public_key();
    const SeededSodium seeded(seed_of("vault keys", name));
    const Bytes object = custody::seal_vault_keys(vault_keys_, receive);
    const crypto::Hash digest = crypto::sha256(object);
    objects_.emplace(ledger::vault_key_name(one.id(), digest), object);
    return {one.id(), digest,           custody::prove_possession(receive, one.signer()),
            receive,  std::move(roles), one.sign_key()};
}

const custody::IncidentKeys& LedgerBuilder::incident_keys(std::string_view incident) {
    const auto found = incident_keys_.find(incident);
    if (found != incident_keys_.end()) return found->second;
    const std::string name(incident);
    custody::IncidentKeys made;
    made.level = Read::content;
    made.id_key = fixed_secret("id " + name);
    made.record.emplace(fixed_secret("record " + name));
    made.content.emplace(fixed_secret("content " + name));
    return incident_keys_.emplace(name, std::move(made)).first->second;
}

custody::Grant LedgerBuilder::grant_of(std::string_view incident, std::string_view name,
                                       Read read) {
    const custody::IncidentKeys& keys = incident_keys(incident);
    const SeededSodium seeded(
        seed_of(std::string(incident) + std::string(custody::to_string(read)), name));
    const Bytes object =
        custody::seal_incident_keys(keys, read, person(name).receive().public_key());
    const crypto::Hash digest = crypto::sha256(object);
    const auto tag = ledger::subject_tag(origin(), ledger::incident_subject(incident));
    objects_.emplace(ledger::incident_key_name(tag, id(name), digest), object);
    return {id(name), digest, read};
}

custody::IncidentOpen LedgerBuilder::open_body(std::string_view by, std::string_view incident) {
    custody::IncidentOpen body{IncidentId::parse(incident),
                               custody::public_side(incident_keys(incident)),
                               {grant_of(incident, by, Read::content)},
                               custody::Restriction::need_to_know};
    for (const auto& [handler, record] : state_.handlers()) {
        if (!record.has(Role::recovery) || handler == id(by)) continue;
        body.grants.push_back(grant_of(incident, "recovery", Read::content));
    }
    std::sort(body.grants.begin(), body.grants.end(),
              [](const auto& a, const auto& b) { return a.handler < b.handler; });
    return body;
}

custody::KeyRotate LedgerBuilder::rotate_body(std::string_view by, std::string_view to) {
    custody::KeyRotate body{enrol_of(to, state_.handlers().at(id(by)).enrol.roles), {}};
    for (const auto& [incident, record] : state_.incidents()) {
        const auto read = record.read_of(id(by));
        if (!read) continue;
        const custody::Grant grant = grant_of(incident.text(), to, *read);
        body.grants.push_back({incident, grant.object, grant.read});
    }
    std::sort(body.grants.begin(), body.grants.end(),
              [](const auto& a, const auto& b) { return a.incident.text() < b.incident.text(); });
    return body;
}

custody::KeyRevoke LedgerBuilder::revoke_body(std::string_view whom, custody::RevokeReason reason,
                                              std::optional<std::uint64_t> last_good) const {
    const std::uint64_t size = last_good.value_or(state_.size());
    return {id(whom), {ledger::TreeSize{size}, *state_.root_at(size)}, reason};
}

custody::PolicyAdopt LedgerBuilder::adopt_body(std::string_view toml) {
    const std::string text = "format = \"exhibit-policy-v1\"\n" + std::string(toml);
    const crypto::Hash object = crypto::sha256(as_bytes(text));
    policies_->emplace(object, text);
    objects_.emplace(ledger::policy_name(object), to_bytes(text));
    return {object};
}

// Whole events

std::uint64_t LedgerBuilder::rotate(std::string_view by, std::string_view to) {
    ledger::Event event = draft(by, rotate_body(by, to));
    add_private(event, custody::subject_of_handler(id(to)), profile_of(by));
    return append_valid(event, by);
}

std::uint64_t LedgerBuilder::revoke(std::string_view by, std::string_view whom,
                                    custody::RevokeReason reason,
                                    std::optional<std::uint64_t> last_good) {
    return append_valid(draft(by, revoke_body(whom, reason, last_good)), by);
}

std::uint64_t LedgerBuilder::adopt(std::string_view by, std::string_view toml,
                                   std::initializer_list<std::string_view> beside) {
    return append_valid(draft(by, adopt_body(toml)), by, beside);
}

std::uint64_t LedgerBuilder::enrol(std::string_view by, std::string_view name,
                                   std::vector<Role> roles) {
    ledger::Event event = draft(by, custody::HandlerEnrol{enrol_of(name, std::move(roles))});
    add_private(event, custody::subject_of_handler(id(name)), profile_of(name));
    return append_valid(event, by);
}

std::uint64_t LedgerBuilder::open_incident(std::string_view by, std::string_view incident,
                                           std::string_view title) {
    ledger::Event event = draft(by, open_body(by, incident));
    add_private(event, ledger::incident_subject(incident),
                {{"title", title}, {"authority", "CSIRT charter, section 4"}});
    return append_valid(event, by);
}

std::uint64_t LedgerBuilder::grant(std::string_view by, std::string_view incident,
                                   std::string_view to, Read read) {
    const custody::IncidentGrant body{IncidentId::parse(incident), grant_of(incident, to, read)};
    return append_valid(draft(by, body), by);
}

ItemId LedgerBuilder::register_item(std::string_view by, std::string_view incident,
                                    const PrivateValues& values) {
    const IncidentId id_of_incident = IncidentId::parse(incident);
    const ItemId item = state_.next_item(id_of_incident);
    ledger::Event event = draft(by, custody::ItemRegister{id_of_incident}, {item});
    add_private(event, custody::subject_of(item), values);
    append_valid(event, by);
    return item;
}

ItemId LedgerBuilder::ingest(std::string_view by, std::string_view incident,
                             const PrivateValues& values) {
    const std::string text = custody::text_value(values, "sha256");
    custody::ItemIngest body{IncidentId::parse(incident),
                             std::string(custody::kind_image),
                             crypto::sha256({as_bytes("list "), as_bytes(text)}),
                             crypto::sha256({as_bytes("manifest "), as_bytes(text)}),
                             0,
                             0,
                             std::nullopt};
    return ingest(by, std::move(body), values);
}

ItemId LedgerBuilder::ingest(std::string_view by, custody::ItemIngest body,
                             const PrivateValues& values) {
    const ItemId item = state_.next_item(body.incident);
    ledger::Event event = draft(by, std::move(body), {item});
    add_private(event, custody::subject_of(item), values);
    append_valid(event, by);
    return item;
}

std::uint64_t LedgerBuilder::access(std::string_view by, const ItemId& item,
                                    custody::ItemAccess body, const PrivateValues& values) {
    ledger::Event event = draft(by, body, {item});
    if (!values.empty()) add_private(event, custody::subject_of(item), values);
    return append_valid(event, by);
}

crypto::Hash LedgerBuilder::offer(std::string_view by, const ItemIds& items, std::string_view to,
                                  std::string_view purpose) {
    constexpr std::int64_t week = 7 * 24 * 3600;
    const custody::CustodyOffer body{{clock_.now().seconds + week}, id(to)};
    ledger::Event event = draft(by, body, items);
    add_private(event, custody::subject_of(items.at(0).incident()),
                {{"purpose", purpose}, {"place", "Evidence room"}, {"travel", "by hand"}});
    for (const ItemId& item : items) {
        add_private(event, custody::subject_of(item), {{"seal", "A-1001"}});
    }
    append_valid(event, by);
    return entries_.back().leaf;
}

std::uint64_t LedgerBuilder::answer(std::string_view by, const custody::Body& body,
                                    const crypto::Hash& offer,
                                    const PrivateValues& about_incident) {
    const custody::OfferRecord& made = state_.offers().at(offer);
    ledger::Event event = draft(by, body, made.items);
    if (!about_incident.empty()) {
        add_private(event, custody::subject_of(made.incident()), about_incident);
    }
    return append_valid(event, by);
}

std::uint64_t LedgerBuilder::accept(std::string_view by, const crypto::Hash& offer,
                                    custody::CheckResult result) {
    custody::CustodyAccept body{{}, offer};
    for (const ItemId& item : state_.offers().at(offer).items)
        body.checks.push_back({item, result});
    std::sort(body.checks.begin(), body.checks.end(),
              [](const auto& a, const auto& b) { return a.item.text() < b.item.text(); });
    return answer(by, body, offer, {{"place", "Laboratory"}});
}

std::uint64_t LedgerBuilder::refuse(std::string_view by, const crypto::Hash& offer,
                                    std::string_view reason) {
    return answer(by, custody::CustodyRefuse{offer}, offer, {{"reason", reason}});
}

std::uint64_t LedgerBuilder::cancel(std::string_view by, const crypto::Hash& offer) {
    return answer(by, custody::CustodyCancel{offer}, offer, {});
}

std::uint64_t LedgerBuilder::emit(std::string_view by, std::string_view incident,
                                  const ItemIds& items) {
    custody::ExchangeEmit body{crypto::sha256(as_bytes("a document")),
                               custody::DocumentFormat::iodef_v2, IncidentId::parse(incident),
                               custody::DocumentSection::document};
    return append_valid(draft(by, std::move(body), items), by);
}

custody::PrivateLookup LedgerBuilder::values() const {
    return [this](std::uint64_t index, std::string_view subject) -> const PrivateValues* {
        const custody::EventRecord* event = state_.event(index);
        if (!event) return nullptr;
        for (const ledger::SealedRef& ref : event->sealed) {
            if (ref.subject == subject) return &values_.at(ref.object.hex());
        }
        return nullptr;
    };
}

}  // namespace exhibit::test

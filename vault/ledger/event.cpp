#include "ledger/event.hpp"

#include <algorithm>

#include "base/codec.hpp"
#include "base/text.hpp"
#include "exhibit/error.hpp"
#include "ledger/object_names.hpp"

namespace exhibit::ledger {

namespace {

using encode::Json;

constexpr std::int64_t event_version = 1;
constexpr std::size_t type_bytes_max = 64;

[[noreturn]] void refuse(const std::string& source, const std::string& why) {
    throw Error(ErrorKind::malformed, "The event in " + source + " " + why + ".");
}

bool valid_type(std::string_view type) noexcept {
    if (type.empty() || type.size() > type_bytes_max) return false;
    return std::all_of(type.begin(), type.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
    });
}

bool is_digest_text(const std::string& text) {
    try {
        return from_base64url(text).size() == sizeof(Hash::bytes);
    } catch (const FormatError&) {
        return false;
    }
}

/// Strictly ascending: sorted, and nothing twice.
template <typename List, typename Key>
bool ascending(const List& list, Key key) {
    return std::adjacent_find(list.begin(), list.end(), [&key](const auto& a, const auto& b) {
               return !(key(a) < key(b));
           }) == list.end();
}

/// The rules that a type cannot express: one set for what is written and what is read.
void require_well_formed(const Event& event, const std::string& source) {
    if (!valid_type(event.type)) refuse(source, "has a type that is not a word of a-z, 0-9, '._-'");
    if (event.happened > event.time) refuse(source, "happened after it was recorded");
    if (event.actor.seq > tree_size_max) refuse(source, "has an actor.seq above 2^53-1");
    if (event.seen.size.value > tree_size_max) refuse(source, "has a seen.size above 2^53-1");
    if (event.seen.size.value == 0 && event.seen.root != empty_root()) {
        refuse(source, "has seen a tree of size 0 with another root than the empty one");
    }
    if (event.items.size() > event_items_max) refuse(source, "names more than 512 items");
    if (!ascending(event.items, [](const ItemLink& item) { return std::string_view(item.id); })) {
        refuse(source, "names items out of order or twice; expected them sorted by id");
    }
    for (const ItemLink& item : event.items) {
        if (!valid_item_id(item.id)) {
            refuse(source,
                   "names the item \"" + printable(item.id) + "\"; expected <incident>/<number>");
        }
    }
    if (!event.body.is_object()) refuse(source, "has a body that is not an object");
    if (!ascending(event.private_digests,
                   [](const auto& text) { return std::string_view(text); })) {
        refuse(source, "has digests in \"private\" out of order or twice");
    }
    for (const std::string& digest : event.private_digests) {
        if (!is_digest_text(digest)) {
            refuse(source, "has a \"private\" digest that is not base64url of 32 bytes");
        }
    }
    if (!ascending(event.sealed, [](const auto& ref) { return std::string_view(ref.subject); })) {
        refuse(source, "has \"sealed\" subjects out of order or twice");
    }
    for (const SealedRef& ref : event.sealed) {
        if (!valid_subject(ref.subject)) {
            refuse(source, "has the sealed subject \"" + printable(ref.subject) +
                               "\"; expected handler:, incident: or item: and an id");
        }
    }
}

Json link_json(const std::optional<Hash>& prev) {
    return prev ? Json(prev->hex()) : Json();
}

std::optional<Hash> parse_link(const Json& value) {
    if (value.is_null()) return std::nullopt;
    return Hash::from_hex(value.string("prev"), "prev");
}

ActorLink parse_actor(const Json& actor) {
    encode::require_only(actor, {"key", "prev", "seq"}, "actor");
    return {Hash::from_hex(actor.at("key", "actor").string("actor.key"), "actor.key"),
            parse_link(actor.at("prev", "actor")), actor.at("seq", "actor").natural("actor.seq")};
}

TreeHead parse_seen(const Json& seen) {
    encode::require_only(seen, {"root", "size"}, "seen");
    return {TreeSize{seen.at("size", "seen").natural("seen.size")},
            Hash::from_hex(seen.at("root", "seen").string("seen.root"), "seen.root")};
}

std::vector<ItemLink> parse_items(const Json& items) {
    std::vector<ItemLink> links;
    for (const Json& item : items.array("items")) {
        encode::require_only(item, {"id", "prev"}, "items");
        links.push_back(
            {item.at("id", "items").string("items.id"), parse_link(item.at("prev", "items"))});
    }
    return links;
}

std::vector<SealedRef> parse_sealed(const Json& sealed) {
    std::vector<SealedRef> refs;
    for (const Json& ref : sealed.array("sealed")) {
        encode::require_only(ref, {"object", "subject"}, "sealed");
        refs.push_back(
            {Hash::from_hex(ref.at("object", "sealed").string("sealed.object"), "sealed.object"),
             ref.at("subject", "sealed").string("sealed.subject")});
    }
    return refs;
}

Event parse_members(const Json& object, const std::string& source) {
    constexpr std::string_view what = "event";
    encode::require_only(object,
                         {"actor", "body", "happened", "items", "log", "private", "salt", "sealed",
                          "seen", "time", "type", "v", "zone"},
                         what);
    const auto text = [&object, what](std::string_view name) -> const std::string& {
        return object.at(name, what).string(name);
    };
    if (object.at("v", what).integer("v") != event_version) {
        throw Error(ErrorKind::unsupported,
                    "The event in " + source + " has another version than 1.");
    }
    Event event;
    event.log = text("log");
    event.type = text("type");
    event.time = parse_utc(text("time"), "time");
    event.happened = parse_utc(text("happened"), "happened");
    event.zone = parse_zone(text("zone"), "zone");
    event.actor = parse_actor(object.at("actor", what));
    event.seen = parse_seen(object.at("seen", what));
    event.items = parse_items(object.at("items", what));
    event.salt = array_from_hex<32>(text("salt"), "salt");
    event.body = object.at("body", what);
    for (const Json& digest : object.at("private", what).array("private")) {
        event.private_digests.push_back(digest.string("private"));
    }
    event.sealed = parse_sealed(object.at("sealed", what));
    return event;
}

}  // namespace

std::string dump_payload(const Event& event) {
    try {
        require_well_formed(event, "preparation");
    } catch (const Error& error) {
        throw Error(ErrorKind::usage, error.what());
    }
    Json::Array items;
    for (const ItemLink& item : event.items) {
        items.push_back(Json::Object{{"id", item.id}, {"prev", link_json(item.prev)}});
    }
    Json::Array digests(event.private_digests.begin(), event.private_digests.end());
    Json::Array sealed;
    for (const SealedRef& ref : event.sealed) {
        sealed.push_back(Json::Object{{"object", ref.object.hex()}, {"subject", ref.subject}});
    }
    return encode::dump(Json::Object{
        {"actor", Json::Object{{"key", event.actor.key.hex()},
                               {"prev", link_json(event.actor.prev)},
                               {"seq", event.actor.seq}}},
        {"body", event.body},
        {"happened", format_utc(event.happened)},
        {"items", std::move(items)},
        {"log", event.log},
        {"private", std::move(digests)},
        {"salt", to_hex(event.salt)},
        {"sealed", std::move(sealed)},
        {"seen", Json::Object{{"root", event.seen.root.hex()}, {"size", event.seen.size.value}}},
        {"time", format_utc(event.time)},
        {"type", event.type},
        {"v", event_version},
        {"zone", format_zone(event.zone)},
    });
}

Event parse_payload(std::string_view payload, const std::string& source) {
    const Json object = encode::parse(payload, source);
    try {
        Event event = parse_members(object, source);
        require_well_formed(event, source);
        return event;
    } catch (Error& error) {
        error.add_context("reading the event in " + source);
        throw;
    }
}

Entry parse_entry(std::string text, LeafIndex index, const std::string& source) {
    const Hash leaf = leaf_hash(as_bytes(text));
    return parse_entry(std::move(text), index, leaf, source);
}

Entry parse_entry(std::string text, LeafIndex index, const Hash& leaf, const std::string& source) {
    if (text.size() > entry_bytes_max) {
        throw FormatError(source, entry_bytes_max, "an entry of at most 65535 bytes");
    }
    Entry entry;
    entry.index = index;
    entry.leaf = leaf;
    entry.envelope = encode::parse_envelope(text, source);
    if (entry.envelope.payload_type != event_payload_type) {
        throw Error(ErrorKind::unsupported, "The entry in " + source + " is of type \"" +
                                                printable(entry.envelope.payload_type) +
                                                "\"; expected " + std::string(event_payload_type) +
                                                ".");
    }
    entry.event = parse_payload(entry.envelope.payload, source);
    entry.text = std::move(text);
    return entry;
}

std::string sign_entry(const Event& event, const crypto::Signer& signer,
                       std::span<const crypto::Signer* const> cosigners) {
    encode::Envelope envelope =
        encode::sign_envelope(std::string(event_payload_type), dump_payload(event), signer);
    for (const crypto::Signer* cosigner : cosigners) encode::add_signature(envelope, *cosigner);
    std::string text = encode::dump_envelope(envelope);
    if (text.size() > entry_bytes_max) {
        throw Error(ErrorKind::usage, "The event is too long to be recorded: its entry has " +
                                          std::to_string(text.size()) +
                                          " bytes, at most 65535 are possible.");
    }
    return text;
}

std::vector<Hash> signers_of(const Entry& entry) {
    std::vector<Hash> signers;
    for (const encode::EnvelopeSignature& signature : entry.envelope.signatures)
        signers.push_back(signature.keyid);
    return signers;
}

bool signatures_hold(const Entry& entry, const KeySource& keys, std::span<const Hash> good) {
    bool actor_signed = false;
    for (const encode::EnvelopeSignature& signature : entry.envelope.signatures) {
        const std::optional<crypto::VerifyKey> key = keys(signature.keyid);
        // The keyid is only a hint: what counts is the key whose id it is.
        if (!key || key->id() != signature.keyid) return false;
        const bool known = std::find(good.begin(), good.end(), signature.keyid) != good.end();
        if (!known && !encode::signed_by(entry.envelope, *key)) return false;
        actor_signed = actor_signed || signature.keyid == entry.event.actor.key;
    }
    return actor_signed;
}

std::vector<Hash> good_signatures(const Entry& entry, const KeySource& keys) {
    std::vector<Hash> good;
    for (const encode::EnvelopeSignature& signature : entry.envelope.signatures) {
        const std::optional<crypto::VerifyKey> key = keys(signature.keyid);
        if (key && key->id() == signature.keyid && encode::signed_by(entry.envelope, *key))
            good.push_back(signature.keyid);
    }
    return good;
}

}  // namespace exhibit::ledger

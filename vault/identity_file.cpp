#include "vault/identity_file.hpp"

#include "base/codec.hpp"
#include "base/text.hpp"
#include "crypto/digest.hpp"
#include "custody/bodies.hpp"
#include "encode/dsse.hpp"
#include "exhibit/error.hpp"
#include "vault/ssh_agent.hpp"

namespace exhibit {
namespace {

using encode::Json;

constexpr std::string_view file_format = "exhibit-identity-v1";
constexpr std::string_view card_format = "exhibit-card-v1";
constexpr std::string_view card_type = "application/vnd.exhibit.card.v1+json";
constexpr std::string_view agent_word = "ssh-agent";
constexpr std::size_t profile_text_max = 400;

struct ProfileMember {
    std::string_view name;
    std::string Profile::*member;
};
constexpr ProfileMember profile_members[] = {
    {"badge", &Profile::badge}, {"email", &Profile::email},
    {"name", &Profile::name},   {"organisation", &Profile::organisation},
    {"phone", &Profile::phone}, {"title", &Profile::title}};

/// The plain part, without `check` and `sealed`: what the sealed box is bound to.
Json::Object plain_part(const IdentityFile& file) {
    Json::Object cost{{"memory", file.sealed.cost.memory_bytes},
                      {"passes", file.sealed.cost.passes}};
    Json::Object plain{{"cost", cost},
                       {"format", file_format},
                       {"id", file.sign.id().hex()},
                       {"name", file.name},
                       {"profile", profile_to_json(file.profile)},
                       {"receive", to_hex(file.receive.bytes)},
                       {"sign", to_hex(file.sign.bytes)}};
    if (file.agent) plain.emplace("signer", agent_word);
    return plain;
}

std::string bound_text(const IdentityFile& file) {
    return encode::dump(Json(plain_part(file)));
}

/// Canonical JSON and one final newline.
Json parse_json_file(std::string_view text, const std::string& source) {
    if (text.empty() || text.back() != '\n')
        throw FormatError(source, text.size(), "a final newline (the file may be cut short)");
    return encode::parse(text.substr(0, text.size() - 1), source);
}

void require_format(const Json& json, std::string_view format, const std::string& source) {
    if (json.at("format", source).string("format") != format)
        throw Error(ErrorKind::unsupported,
                    "reading " + source + ": its format is " +
                        printable(json.at("format", source).string("format")) + ", expected " +
                        std::string(format));
}

Json card_body(const Card& card) {
    return Json(Json::Object{{"format", card_format},
                             {"possession", to_hex(card.possession)},
                             {"profile", profile_to_json(card.profile)},
                             {"receive", to_hex(card.receive.bytes)},
                             {"sign", to_hex(card.sign.bytes)}});
}

}  // namespace

Json profile_to_json(const Profile& profile) {
    Json::Object out;
    for (const ProfileMember& member : profile_members)
        if (const std::string& value = profile.*member.member; !value.empty())
            out.emplace(member.name, value);
    return Json(std::move(out));
}

Profile profile_from_json(const Json& json, const std::string& source) {
    encode::require_only(json, {"badge", "email", "name", "organisation", "phone", "title"},
                         source);
    Profile profile;
    for (const ProfileMember& member : profile_members) {
        const Json* value = json.find(member.name);
        if (value == nullptr) continue;
        profile.*member.member = value->string(member.name);
        if ((profile.*member.member).size() > profile_text_max)
            throw Error(ErrorKind::malformed, "reading " + source + ": " +
                                                  std::string(member.name) +
                                                  " is longer than 400 bytes");
    }
    if (profile.name.empty())
        throw Error(ErrorKind::malformed, "reading " + source + ": the profile has no name");
    return profile;
}

IdentityFile seal_identity(const std::string& name, const Profile& profile,
                           const crypto::Identity& identity, const crypto::SecretBytes& passphrase,
                           bool agent) {
    IdentityFile file{name, profile, identity.sign_key(), identity.receive().public_key(),
                      crypto::SealedMaster{crypto::default_passphrase_cost, {}, {}, {}}};
    file.agent = agent;
    const std::string bound = bound_text(file);
    file.sealed = crypto::seal_master(identity, passphrase, crypto::default_passphrase_cost,
                                      crypto::system_random(), as_bytes(bound));
    return file;
}

crypto::Identity unlock_identity(const IdentityFile& file, const crypto::SecretBytes& passphrase) {
    const std::string bound = bound_text(file);
    auto identity = crypto::open_master(file.sealed, passphrase, as_bytes(bound),
                                        file.agent ? agent_signer(file.sign) : nullptr);
    if (!identity)
        throw Error(ErrorKind::denied,
                    "unlocking identity " + file.name +
                        ": the passphrase does not open it; the file itself is whole");
    if (identity->sign_key() != file.sign || identity->receive().public_key() != file.receive)
        throw Error(ErrorKind::corrupt, "unlocking identity " + file.name +
                                            ": its public keys are not those of its secret");
    return std::move(*identity);
}

std::string dump_identity_file(const IdentityFile& file) {
    Json::Object object = plain_part(file);
    object.emplace("sealed", Json::Object{{"box", to_hex(file.sealed.box)},
                                          {"nonce", to_hex(file.sealed.nonce)},
                                          {"salt", to_hex(file.sealed.salt)}});
    const std::string text = encode::dump(Json(object));
    object.emplace("check", crypto::sha256(as_bytes(text)).hex());
    return encode::dump(Json(std::move(object))) + "\n";
}

IdentityFile parse_identity_file(std::string_view text, const std::string& source) {
    const Json json = parse_json_file(text, source);
    require_format(json, file_format, source);
    encode::require_only(
        json,
        {"check", "cost", "format", "id", "name", "profile", "receive", "sealed", "sign", "signer"},
        source);
    Json::Object unchecked = json.object(source);
    unchecked.erase("check");
    const std::string covered = encode::dump(Json(std::move(unchecked)));
    if (crypto::sha256(as_bytes(covered)).hex() != json.at("check", source).string("check"))
        throw FormatError(source, 0,
                          "content that matches its own check digest (the file was damaged "
                          "or edited; restore it from a copy or use its recovery code)");

    IdentityFile file;
    file.name = json.at("name", source).string("name");
    file.profile = profile_from_json(json.at("profile", source), source);
    file.sign.bytes = array_from_hex<32>(json.at("sign", source).string("sign"), source);
    file.receive.bytes = array_from_hex<32>(json.at("receive", source).string("receive"), source);
    if (json.at("id", source).string("id") != file.sign.id().hex())
        throw FormatError(source, 0, "an id that is the SHA-256 of its signing key");
    if (const Json* signer = json.find("signer")) {
        if (signer->string("signer") != agent_word)
            throw Error(ErrorKind::unsupported,
                        "reading " + source + ": found another signer, expected ssh-agent");
        file.agent = true;
    }
    const Json& cost = json.at("cost", source);
    encode::require_only(cost, {"memory", "passes"}, source);
    file.sealed.cost = {cost.at("passes", source).natural("passes"),
                        cost.at("memory", source).natural("memory")};
    const Json& sealed = json.at("sealed", source);
    encode::require_only(sealed, {"box", "nonce", "salt"}, source);
    file.sealed.box = from_hex(sealed.at("box", source).string("box"), source);
    file.sealed.nonce = array_from_hex<24>(sealed.at("nonce", source).string("nonce"), source);
    file.sealed.salt = array_from_hex<16>(sealed.at("salt", source).string("salt"), source);
    return file;
}

Card make_card(const Profile& profile, const crypto::Identity& identity) {
    Card card{profile, identity.sign_key(), identity.receive().public_key(), {}};
    card.possession = custody::prove_possession(card.receive, identity.signer());
    return card;
}

std::string dump_card(const Card& card, const crypto::Identity& identity) {
    Json::Object object = card_body(card).object("card");
    const Bytes message =
        encode::pre_authentication_encoding(card_type, encode::dump(Json(object)));
    object.emplace("signature", to_hex(identity.signer().sign(message)));
    return encode::dump(Json(std::move(object))) + "\n";
}

Card parse_card(std::string_view text, const std::string& source) {
    const Json json = parse_json_file(text, source);
    require_format(json, card_format, source);
    encode::require_only(json, {"format", "possession", "profile", "receive", "sign", "signature"},
                         source);
    Card card;
    card.profile = profile_from_json(json.at("profile", source), source);
    card.sign.bytes = array_from_hex<32>(json.at("sign", source).string("sign"), source);
    card.receive.bytes = array_from_hex<32>(json.at("receive", source).string("receive"), source);
    card.possession =
        array_from_hex<64>(json.at("possession", source).string("possession"), source);
    const auto signature =
        array_from_hex<64>(json.at("signature", source).string("signature"), source);
    const Bytes message =
        encode::pre_authentication_encoding(card_type, encode::dump(card_body(card)));
    if (!crypto::is_sound(card.sign))
        throw Error(
            ErrorKind::verification,
            "reading " + source + ": its signing key is not a sound Ed25519 key; refuse this card");
    if (!crypto::verify(card.sign, message, signature) ||
        !crypto::verify(card.sign, custody::possession_message(card.receive, card.sign),
                        card.possession))
        throw Error(
            ErrorKind::verification,
            "reading " + source + ": its signature is not by the key on it; the card was changed");
    return card;
}

}  // namespace exhibit

// Identity files and cards: FORMAT.md section 10.
#pragma once

#include <string>
#include <string_view>

#include "crypto/identity.hpp"
#include "encode/json.hpp"
#include "exhibit/types.hpp"

namespace exhibit {

/// What an identity file holds: the plain part and the sealed master secret.
struct IdentityFile {
    std::string name;
    Profile profile;
    crypto::VerifyKey sign;
    crypto::BoxPublic receive;
    crypto::SealedMaster sealed;
    bool agent = false;  ///< an ssh-agent has the signing key
};

/// The members of a profile that are set, by their private names.
encode::Json profile_to_json(const Profile& profile);
/// Closed shape; `name` is required.
Profile profile_from_json(const encode::Json& json, const std::string& source);

/// A fresh file for these keys. Costs one Argon2id run.
IdentityFile seal_identity(const std::string& name, const Profile& profile,
                           const crypto::Identity& identity, const crypto::SecretBytes& passphrase,
                           bool agent = false);
/// Error(denied) for a wrong passphrase.
crypto::Identity unlock_identity(const IdentityFile& file, const crypto::SecretBytes& passphrase);

std::string dump_identity_file(const IdentityFile& file);
/// Throws FormatError; damage anywhere in the file is told before a passphrase is tried.
IdentityFile parse_identity_file(std::string_view text, const std::string& source);

/// What others need to enrol a handler.
struct Card {
    Profile profile;
    crypto::VerifyKey sign;
    crypto::BoxPublic receive;
    crypto::Signature possession{};
};

Card make_card(const Profile& profile, const crypto::Identity& identity);
std::string dump_card(const Card& card, const crypto::Identity& identity);
/// Throws FormatError for a wrong form, Error(verification) for a wrong signature or unsound key.
Card parse_card(std::string_view text, const std::string& source);

}  // namespace exhibit

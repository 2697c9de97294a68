// Identities: one handler's keys, in a file sealed under a passphrase, outside the vault.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "exhibit/types.hpp"

namespace exhibit {

/// A secret text (passphrase, recovery code) in locked memory that is wiped when it goes.
class SecretText {
public:
    explicit SecretText(std::string_view text);
    SecretText(SecretText&&) noexcept;
    SecretText& operator=(SecretText&&) noexcept;
    ~SecretText();

    bool empty() const noexcept;
    /// The text itself; valid as long as this object.
    std::string_view view() const noexcept;

    /// The first line of a file, without its newline. `warning` gets a sentence when others may
    /// read the file. Error(not_found, malformed).
    static SecretText from_file(const std::string& path, std::string& warning);
    /// The first line of an open descriptor.
    static SecretText from_descriptor(int fd);

private:
    struct State;
    std::unique_ptr<State> state_;
};

struct IdentityInfo {
    std::string name;  ///< what the owner calls it: [a-z0-9][a-z0-9._-]{0,63}
    std::string id;    ///< key id, 64 hex digits
    Profile profile;
    std::string path;
    bool agent = false;  ///< an ssh-agent has the signing key
};

/// An identity whose passphrase was given; holds the keys in locked memory.
class UnlockedIdentity {
public:
    UnlockedIdentity(UnlockedIdentity&&) noexcept;
    UnlockedIdentity& operator=(UnlockedIdentity&&) noexcept;
    ~UnlockedIdentity();

    const IdentityInfo& info() const noexcept;
    /// The card others need to enrol this handler: public keys, profile, proof of possession.
    std::string card() const;

    struct State;
    State& state() const noexcept { return *state_; }
    explicit UnlockedIdentity(std::unique_ptr<State> state);

private:
    std::unique_ptr<State> state_;
};

/// The identities in one home folder (`<home>/identities/<name>.identity`).
class Identities {
public:
    explicit Identities(std::string home);

    /// Error(conflict) when the name is taken, Error(usage) for a bad name or a passphrase under 8
    /// characters.
    IdentityInfo create(const std::string& name, const Profile& profile,
                        const SecretText& passphrase);
    /// What this identity signs is signed by an Ed25519 key in the ssh-agent at SSH_AUTH_SOCK,
    /// named by its comment or fingerprint (SHA256:...). The file holds the key that opens what is
    /// sealed to this handler. Error(not_found) without an agent or such a key.
    IdentityInfo create_with_agent(const std::string& name, const Profile& profile,
                                   const SecretText& passphrase, const std::string& key);
    /// The same keys again from a recovery code. Error(malformed) for a wrong code.
    IdentityInfo recover(const std::string& name, const Profile& profile, const SecretText& code,
                         const SecretText& passphrase);
    std::vector<IdentityInfo> list() const;
    /// Error(not_found), Error(malformed) for a damaged file.
    IdentityInfo show(const std::string& name) const;
    /// Error(denied) for a wrong passphrase.
    UnlockedIdentity unlock(const std::string& name, const SecretText& passphrase) const;
    void change_passphrase(const std::string& name, const SecretText& old_passphrase,
                           const SecretText& new_passphrase);

private:
    std::string home_;
};

}  // namespace exhibit

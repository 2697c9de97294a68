// What is said to an ssh-agent and what it answers (the SSH agent protocol), as bytes: requests for
// its keys and for an Ed25519 signature. Pure; the socket is the caller's.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "crypto/sign.hpp"

namespace exhibit::crypto {

/// Longest answer that is read; agents themselves refuse longer ones.
inline constexpr std::size_t ssh_answer_bytes_max = std::size_t{256} << 10;

struct SshKey {
    VerifyKey key;
    std::string comment;      ///< any bytes
    std::string fingerprint;  ///< "SHA256:<base64>", as ssh-add -l shows it
};

/// A whole message with its length in front.
Bytes ssh_list_request();
/// An agent signs exactly `message` with an Ed25519 key, so that what comes back is a plain Ed25519
/// signature of it.
Bytes ssh_sign_request(const VerifyKey& key, ByteView message);

// Answers without the length in front. FormatError for what has another form.

/// The Ed25519 keys among those the agent has, in its order.
std::vector<SshKey> parse_ssh_keys(ByteView answer);
/// nullopt when the agent declined: it does not have the key, is locked, or somebody said no.
std::optional<Signature> parse_ssh_signature(ByteView answer);

}  // namespace exhibit::crypto

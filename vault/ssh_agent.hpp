// Signing by an ssh-agent: the secret key stays there.
#pragma once

#include <memory>
#include <string>

#include "crypto/sign.hpp"
#include "crypto/ssh_wire.hpp"

namespace exhibit {

/// The Ed25519 key of the agent at SSH_AUTH_SOCK that has this comment or fingerprint.
/// Error(not_found) when there is no agent, or no such key; Error(conflict) for more than one.
crypto::SshKey find_agent_key(const std::string& wanted);

/// Signs by the agent with that key. Each signature is verified before it is given out.
/// sign() throws Error(not_found) without an agent, Error(denied) when it declines.
std::shared_ptr<const crypto::Signer> agent_signer(const crypto::VerifyKey& key);

}  // namespace exhibit

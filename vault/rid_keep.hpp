// Messages that were received, kept as items: the bytes as they came, and what was in them when
// they were encrypted, since the key that opens them may not last as long as the vault.
#pragma once

#include <string>

#include "vault/rid_system.hpp"

namespace exhibit {

struct ReceivedMessage {
    std::string_view bytes;
    const rid::Opened& opened;
    const RidPartner& partner;
    std::string how;  ///< "received from 192.0.2.7", "answered by 192.0.2.7"
};

/// The item's id: of the one there is already when the same bytes were kept before.
std::string keep_message(Vault& vault, const RidSystem::State& system,
                         const ReceivedMessage& received);

struct SentMessage {
    std::string_view bytes;
    const rid::Message& message;
    const RidPartner& partner;
    std::string purpose;
};
std::string keep_sent(Vault& vault, const RidSystem::State& system, const SentMessage& sent);

/// The incident of ours that a message is about, when there is one and this partner may ask about
/// it; else empty.
std::string incident_for(Vault& vault, const RidSystem::State& system, const RidPartner& partner,
                         const rid::Message& message);

/// Tokens of answers that are to come later, in the home folder: each is good once.
class RidTokens {
public:
    explicit RidTokens(std::string home) : folder_(std::move(home) + "/rid/waiting") {}
    void expect(const std::string& partner, const std::string& token);
    /// Whether it was expected of this partner; it is not any more.
    bool take(const std::string& partner, const std::string& token);

private:
    std::string path_of(const std::string& partner, const std::string& token) const;
    std::string folder_;
};

}  // namespace exhibit

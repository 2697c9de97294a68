// What a RidSystem holds, and the steps that sending and serving share.
#pragma once

#include "base/time.hpp"
#include "crypto/tls.hpp"
#include "exhibit/rid.hpp"
#include "net/https.hpp"
#include "policy/rid_file.hpp"
#include "rid/seal.hpp"

namespace exhibit {

/// Somebody on the list, with the certificate read that the list names.
struct RidPartner {
    policy::RidPeer facts;
    Bytes certificate;  ///< empty when it is known by its DNS-ID alone
};

struct RidSystem::State {
    policy::RidFile file;
    std::string home;
    std::unique_ptr<Clock> clock;
    std::vector<Bytes> certificates;
    crypto::SecretBytes key;
    crypto::CertificateTrust trust;
    std::optional<crypto::TlsContext> tls;
    std::vector<RidPartner> partners;

    /// Error(not_found) naming those there are.
    const RidPartner& partner(const std::string& name) const;
    /// Whose certificate it is; nullptr when nobody's.
    const RidPartner* owner_of(const Bytes& certificate) const;

    /// Signed, and encrypted as the partner's entry and RFC 6545 want it.
    std::string seal(const RidPartner& partner, const rid::Message& message) const;
    /// With the judgement of its signature; Error(verification) also when somebody else than
    /// `partner` signed it. Without a partner it is a file: anybody trusted may have signed it.
    rid::Opened open(std::string_view xml, const RidPartner* partner,
                     bool signature_required) const;
    /// The policy part of a message to a partner.
    rid::Message message_to(const RidPartner& partner, rid::MessageType type) const;
};

/// "" when the certificate is the partner's, else what is wrong.
std::string mismatch(const RidPartner& partner, const Bytes& certificate);
RidReading to_reading(const rid::Opened& opened);

}  // namespace exhibit

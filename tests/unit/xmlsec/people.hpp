// Certificates and keys that tests/support/rid_pki.sh made (tests/golden/rid), and a message.
#pragma once

#include <string>
#include <vector>

#include "base/file.hpp"
#include "crypto/certificate.hpp"
#include "crypto/private_key.hpp"
#include "crypto/timestamp.hpp"
#include "xmlsec/sign.hpp"
#include "xmlsec/verify.hpp"

namespace exhibit::xmlsec {

/// 2026-11-26T00:00:00Z: certificates are valid from 2026 to 2046, but those made not to be.
inline constexpr Instant today{1795651200};

inline Bytes golden(const std::string& name) {
    return read_file(std::string(EXHIBIT_SOURCE_DIR "/tests/golden/rid/") + name, 65536).value();
}

inline Bytes certificate(const std::string& who) {
    return crypto::certificates_from_pem(exhibit::to_string(golden(who + ".pem")), who).front();
}

inline crypto::SecretBytes key(const std::string& who, const std::string& passphrase = "") {
    return crypto::private_key_from_pem(crypto::SecretBytes::copy_of(golden(who + ".key")),
                                        crypto::SecretBytes::copy_of(as_bytes(passphrase)), who);
}

inline crypto::CertificateTrust trust() {
    return {{certificate("ca")},
            crypto::revocation_lists_from_pem(exhibit::to_string(golden("crl.pem")), "crl.pem")};
}

struct Person {
    crypto::SecretBytes secret;
    std::vector<Bytes> certificates;

    explicit Person(const std::string& name) : secret(key(name)), certificates{certificate(name)} {}
    Signer signer() const { return {secret, certificates}; }
};

inline std::string message(const std::string& report) {
    return R"(<?xml version="1.0" encoding="UTF-8"?>
<iodef-rid:RID xmlns:iodef-rid="urn:ietf:params:xml:ns:iodef-rid-2.0"
 xmlns:iodef="urn:ietf:params:xml:ns:iodef-1.0" lang="en">
 <iodef-rid:RIDPolicy MsgType="Report" MsgDestination="RIDSystem">
  <iodef-rid:PolicyRegion region="PeerToPeer"/>
  <iodef:Node><iodef:NodeName>peer.example</iodef:NodeName></iodef:Node>
  <iodef-rid:TrafficType type="Other"/>
  <iodef-rid:ReportSchema Version="1.0">
   <iodef-rid:XMLDocument dtype="xml" meaning="xml">)" +
           report + R"(</iodef-rid:XMLDocument>
  </iodef-rid:ReportSchema>
 </iodef-rid:RIDPolicy>
</iodef-rid:RID>
)";
}

inline const std::string report =
    R"(<IODEF-Document xmlns="urn:ietf:params:xml:ns:iodef-2.0" version="2.00">)"
    R"(<Incident purpose="reporting"><EventData><Record><RecordData>)"
    R"(<DateTime>2026-02-03T10:00:00Z</DateTime>)"
    R"(<RecordItem dtype="string">first</RecordItem><RecordItem dtype="string">second</RecordItem>)"
    R"(</RecordData></Record></EventData></Incident></IODEF-Document>)";

inline std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    if (at == std::string::npos) throw std::runtime_error("no " + from + " in " + text);
    return text.replace(at, from.size(), to);
}

inline SignatureVerdict verify(const std::string& xml, Instant at = today) {
    const crypto::CertificateTrust anchors = trust();
    return verify_document(xml, {anchors, at});
}
inline std::vector<SignatureVerdict> verify_each(const std::string& xml) {
    const crypto::CertificateTrust anchors = trust();
    return verify_parts(xml, {anchors, today});
}

}  // namespace exhibit::xmlsec

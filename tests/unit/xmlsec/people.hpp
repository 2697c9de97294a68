// A message, and whoever signs it.
#pragma once

#include <string>
#include <vector>

#include "support/rid_people.hpp"
#include "xmlsec/sign.hpp"
#include "xmlsec/verify.hpp"

namespace exhibit::xmlsec {

using test::rid::certificate;
using test::rid::golden;
using test::rid::key;
using test::rid::today;
using test::rid::trust;

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

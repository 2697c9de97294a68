// Enumerations of IODEF v2 (RFC 7970, section 8) in the notation of vocabulary.hpp.
#include "exchange/schema/vocabulary.hpp"

namespace exhibit::exchange::schema {
namespace {

constexpr SimpleRow rows[] = {
    {"Assessment@occurrence", "NMTOKEN", "actual|potential"},
    {"incident-purpose-type", "NMTOKEN", "traceback|mitigation|reporting|watch|other|ext-value"},
    {"incident-status-type", "NMTOKEN", "new|in-progress|forwarded|resolved|future|ext-value"},
    {"contact-role-type", "NMTOKEN",
     "creator|reporter|admin|tech|provider|user|billing|legal|abuse|irt|cc|cc-irt|"
     "leo|vendor|vendor-services|victim|victim-notified|ext-value",
     rfc | errata},
    {"contact-role-type", "NMTOKEN",
     "creator|reporter|admin|tech|provider|user|billing|legal|abuse|irt|cc|cc-irt|"
     "leo|vendor|vendor-support|victim|victim-notified|ext-value",
     milewg},
    {"contact-role-type", "NMTOKEN",
     "creator|reporter|admin|tech|provider|user|billing|legal|abuse|irt|cc|cc-irt|"
     "leo|vendor|vendor-services|victim|victim-notified|ext-value|vendor-support",
     lenient},
    {"contact-type-type", "NMTOKEN", "person|organization|ext-value"},
    {"registryhandle-registry-type", "NMTOKEN",
     "internic|apnic|arin|lacnic|ripe|afrinic|local|ext-value"},
    {"postaladdress-type-type", "NMTOKEN", "street|mailing|ext-value"},
    {"telephone-type-type", "NMTOKEN", "wired|mobile|fax|hotline|ext-value"},
    {"email-type-type", "NMTOKEN", "direct|hotline|ext-value"},
    {"discovery-source-type", "NMTOKEN",
     "nidps|hips|siem|av|third-party-monitoring|incident|os-log|application-log|"
     "device-log|network-flow|passive-dns|investigation|audit|internal-notification|"
     "external-notification|leo|partner|actor|unknown|ext-value"},
    {"systemimpact-completion-type", "NMTOKEN", "failed|succeeded"},
    {"systemimpact-type-type", "NMTOKEN",
     "takeover-account|takeover-service|takeover-system|cps-manipulation|cps-damage|"
     "availability-data|availability-account|availability-service|"
     "availability-system|damaged-system|damaged-data|breach-proprietary|"
     "breach-privacy|breach-credential|breach-configuration|integrity-data|"
     "integrity-configuration|integrity-hardware|traffic-redirection|"
     "monitoring-traffic|monitoring-host|policy|unknown|ext-value"},
    {"businessimpact-severity-type", "NMTOKEN", "none|low|medium|high|unknown|ext-value"},
    {"businessimpact-type-type", "NMTOKEN",
     "breach-proprietary|breach-privacy|breach-credential|loss-of-integrity|"
     "loss-of-service|theft-financial|theft-service|degraded-reputation|"
     "asset-damage|asset-manipulation|legal|extortion|unknown|ext-value"},
    {"timeimpact-metric-type", "NMTOKEN", "labor|elapsed|downtime|ext-value"},
    {"confidence-rating-type", "NMTOKEN", "low|medium|high|numeric|unknown|ext-value"},
    {"system-category-type", "NMTOKEN",
     "source|target|intermediate|sensor|infrastructure|ext-value"},
    {"system-ownership-type", "NMTOKEN",
     "organization|personal|partner|customer|no-relationship|unknown|ext-value"},
    {"address-category-type", "NMTOKEN",
     "asn|atm|e-mail|mac|ipv4-addr|ipv4-net|ipv4-net-masked|ipv4-net-mask|ipv6-addr|"
     "ipv6-net|ipv6-net-masked|site-uri|ext-value"},
    {"noderole-category-type", "NMTOKEN",
     "client|client-enterprise|client-partner|client-remote|client-kiosk|"
     "client-mobile|server-internal|server-public|www|mail|webmail|messaging|"
     "streaming|voice|file|ftp|p2p|name|directory|credential|print|application|"
     "database|backup|dhcp|assessment|source-control|config-management|monitoring|"
     "infra|infra-firewall|infra-router|infra-switch|camera|proxy|remote-access|log|"
     "virtualization|pos|scada|scada-supervisory|sinkhole|honeypot|anonymization|"
     "c2-server|malware-distribution|drop-server|hop-point|reflector|phishing-site|"
     "spear-phishing-site|recruiting-site|fraudulent-site|ext-value"},
    {"counter-type-type", "NMTOKEN", "counter|rate|average|ext-value", rfc | errata},
    {"counter-type-type", "NMTOKEN", "count|peak|average|ext-value", milewg},
    {"counter-type-type", "NMTOKEN", "counter|rate|average|ext-value|count|peak", lenient},
    {"counter-unit-type", "NMTOKEN",
     "byte|mbit|packet|flow|session|event|alert|message|host|site|organization|"
     "ext-value"},
    {"domaindata-system-status-type", "string",
     "spoofed|fraudulent|innocent-hacked|innocent-hijacked|unknown|ext-value"},
    {"domaindata-domain-status-type", "string",
     "reservedDelegation|assignedAndActive|assignedAndInactive|assignedAndOnHold|"
     "revoked|transferPending|registryLock|registrarLock|other|unknown|ext-value"},
    {"recordpattern-type-type", "NMTOKEN", "regex|binary|xpath|ext-value"},
    {"recordpattern-offsetunit-type", "NMTOKEN", "line|byte|ext-value"},
    {"key-registryaction-type", "NMTOKEN",
     "add-key|add-value|delete-key|delete-value|modify-key|modify-value|ext-value"},
    {"hashdata-scope-type", "NMTOKEN",
     "file-contents|file-pe-section|file-pe-iat|file-pe-resource|file-pdf-object|"
     "email-hash|email-headers-hash|email-body-hash|ext-value"},
    {"bulkobservable-type-type", "NMTOKEN",
     "asn|atm|e-mail|ipv4-addr|ipv4-net|ipv4-net-mask|ipv6-addr|ipv6-net|"
     "ipv6-net-mask|mac|site-uri|domain-name|domain-to-ipv4|domain-to-ipv6|"
     "domain-to-ipv4-timestamp|domain-to-ipv6-timestamp|ipv4-port|ipv6-port|"
     "windows-reg-key|file-hash|email-x-mailer|email-subject|http-user-agent|"
     "http-request-uri|mutex|file-path|user-name",
     rfc | errata},
    {"bulkobservable-type-type", "NMTOKEN",
     "asn|atm|e-mail|ipv4-addr|ipv4-net|ipv4-net-mask|ipv6-addr|ipv6-net|"
     "ipv6-net-mask|mac|site-uri|domain-name|domain-to-ipv4|domain-to-ipv6|"
     "domain-to-ipv4-timestamp|domain-to-ipv6-timestamp|ipv4-port|ipv6-port|"
     "windows-reg-key|file-hash|email-x-mailer|email-subject|http-user-agent|"
     "http-request-uri|mutex|file-path|user-name|ext-value",
     milewg | lenient},
    {"indicatorexpression-operator-type", "NMTOKEN", "not|and|or|xor"},
    {"PositiveFloatType", "positive-float", ""},
    {"PortlistType", "portlist", ""},
    {"TimezoneType", "timezone", ""},
    {"softwarereference-spec-name-type", "NMTOKEN", "custom|cpe|swid|ext-value"},
    {"softwarereference-dtype-type", "NMTOKEN", "bytes|integer|real|string|xml|ext-value"},
    {"yes-no-unknown-type", "NMTOKEN", "yes|no|unknown"},
    {"restriction-type", "NMTOKEN",
     "default|public|partner|need-to-know|private|white|green|amber|red|ext-value"},
    {"severity-type", "NMTOKEN", "low|medium|high"},
    {"duration-type", "NMTOKEN", "second|minute|hour|day|month|quarter|year|ext-value"},
    {"action-type", "NMTOKEN",
     "nothing|contact-source-site|contact-target-site|contact-sender|investigate|"
     "block-host|block-network|block-port|rate-limit-host|rate-limit-network|"
     "rate-limit-port|redirect-traffic|honeypot|upgrade-software|rebuild-asset|"
     "harden-asset|remediate-other|status-triage|status-new-info|watch-and-report|"
     "defined-coa|other|ext-value",
     rfc},
    {"action-type", "NMTOKEN",
     "nothing|contact-source-site|contact-target-site|contact-sender|investigate|"
     "block-host|block-network|block-port|rate-limit-host|rate-limit-network|"
     "rate-limit-port|redirect-traffic|honeypot|upgrade-software|rebuild-asset|"
     "harden-asset|remediate-other|status-triage|status-new-info|watch-and-report|"
     "training|defined-coa|other|ext-value",
     errata | milewg | lenient},
    {"dtype-type", "NMTOKEN",
     "boolean|byte|bytes|character|date-time|integer|ntpstamp|portlist|real|string|"
     "file|path|frame|packet|ipv4-packet|ipv6-packet|url|csv|winreg|xml|ext-value",
     rfc | errata},
    {"dtype-type", "NMTOKEN",
     "boolean|byte|bytes|character|date-time|integer|ntpstamp|portlist|real|string|"
     "file|path|frame|packet|ipv4-packet|ipv6-packet|url|csv|winreg|xml|json|"
     "ext-value",
     milewg | lenient},
};

}  // namespace

std::span<const SimpleRow> iodef_v2_values() {
    return rows;
}

Vocabulary iodef_v2() {
    return {"iodef2",           "urn:ietf:params:xml:ns:iodef-2.0",
            "RFC 7970",         "8",
            iodef_v2_classes(), iodef_v2_more_classes(),
            iodef_v2_values()};
}

}  // namespace exhibit::exchange::schema

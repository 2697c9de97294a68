// Classes and enumerations of IODEF v1 (RFC 5070, section 8), in the notation of vocabulary.hpp.
#include "exchange/schema/vocabulary.hpp"

namespace exhibit::exchange::schema {
namespace {

constexpr TypeRow iodef1_types[] = {
    {"IODEF-Document", "3.1", "Incident+", "version==1.00 lang!=language formatid"},
    {"Incident", "3.2",
     "IncidentID AlternativeID? RelatedActivity? DetectTime? StartTime? EndTime? "
     "ReportTime Description* Assessment+ Method* Contact+ EventData* History? "
     "AdditionalData*",
     "purpose!=Incident@purpose ext-purpose lang=language "
     "restriction=restriction-type"},
    {"IncidentID", "3.3", "=.IncidentIDType", ""},
    {"AlternativeID", "3.4", "IncidentID+", "restriction=restriction-type"},
    {"RelatedActivity", "3.5", "(IncidentID+ | URL+)", "restriction=restriction-type"},
    {"AdditionalData", "3.6", "=.ExtensionType", ""},
    {"Contact", "3.7",
     "ContactName? Description* RegistryHandle* PostalAddress? Email* Telephone* "
     "Fax? Timezone? Contact* AdditionalData*",
     "role!=Contact@role ext-role type!=Contact@type ext-type "
     "restriction=restriction-type"},
    {"ContactName", "", "=.MLStringType", ""},
    {"RegistryHandle", "3.7.1", "text string", "registry=RegistryHandle@registry ext-registry"},
    {".MLStringType", "", "text string", "lang=language"},
    {"PostalAddress", "3.7.2", "text string", "lang=language meaning"},
    {"Email", "3.7.3", "=.ContactMeansType", ""},
    {"Telephone", "3.7.4", "=.ContactMeansType", ""},
    {"Fax", "3.7.4", "=.ContactMeansType", ""},
    {"DateTime", "3.8.5", "text dateTime", ""},
    {"ReportTime", "3.8.4", "text dateTime", ""},
    {"DetectTime", "3.8.3", "text dateTime", ""},
    {"StartTime", "3.8.1", "text dateTime", ""},
    {"EndTime", "3.8.2", "text dateTime", ""},
    {"Timezone", "", "text TimezoneType", ""},
    {"History", "3.11", "HistoryItem+", "restriction=restriction-type"},
    {"HistoryItem", "3.11.1", "DateTime IncidentID? Contact? Description* AdditionalData*",
     "restriction=restriction-type action!=action-type ext-action"},
    {"Expectation", "3.13", "Description* StartTime? EndTime? Contact?",
     "restriction=restriction-type severity=severity-type action=action-type "
     "ext-action"},
    {"Method", "3.9", "(Reference | Description)+ AdditionalData*", "restriction=restriction-type"},
    {"Reference", "3.9.1", "ReferenceName=.MLStringType URL* Description*", ""},
    {"Assessment", "3.10",
     "(Impact | TimeImpact | MonetaryImpact)+ Counter* Confidence? AdditionalData*",
     "occurrence=Assessment@occurrence restriction=restriction-type"},
    {"Impact", "3.10.1", "text string",
     "lang=language severity=severity-type completion=Impact@completion "
     "type=Impact@type ext-type"},
    {"TimeImpact", "3.10.2", "text PositiveFloatType",
     "severity=severity-type metric!=TimeImpact@metric ext-metric "
     "duration=duration-type ext-duration"},
    {"MonetaryImpact", "3.10.3", "text PositiveFloatType", "severity=severity-type currency"},
    {"Confidence", "3.10.4", "mixed", "rating!=Confidence@rating"},
    {"EventData", "3.12",
     "Description* DetectTime? StartTime? EndTime? Contact* Assessment? Method* "
     "Flow* Expectation* Record? EventData* AdditionalData*",
     "restriction=restriction-type"},
    {"Flow", "3.14", "System+", ""},
    {"System", "3.15", "Node Service* OperatingSystem* Counter* Description* AdditionalData*",
     "restriction=restriction-type interface category=System@category ext-category "
     "spoofed=System@spoofed"},
    {"Node", "3.16", "(NodeName=.MLStringType? | Address*)+ Location? DateTime? NodeRole* Counter*",
     ""},
    {"Address", "3.16.2", "text string",
     "category=Address@category ext-category vlan-name vlan-num=integer"},
    {"Location", "", "=.MLStringType", ""},
    {"NodeRole", "3.16.3", "text string", "lang=language category!=NodeRole@category ext-category"},
    {"Service", "3.17",
     "(Port=integer | Portlist=PortlistType)? ProtoType=integer? ProtoCode=integer? "
     "ProtoField=integer? Application?",
     "ip_protocol!=integer"},
    {"Counter", "3.16.1", "text double",
     "type!=Counter@type ext-type meaning duration=duration-type ext-duration"},
    {"Record", "3.19", "RecordData+", "restriction=restriction-type"},
    {"RecordData", "3.19.1",
     "DateTime? Description* Application? RecordPattern* RecordItem+ AdditionalData*",
     "restriction=restriction-type"},
    {"RecordPattern", "3.19.2", "text string",
     "type!=RecordPattern@type ext-type offset=integer "
     "offsetunit=RecordPattern@offsetunit ext-offsetunit instance=integer"},
    {"RecordItem", "3.19.3", "=.ExtensionType", ""},
    {"Application", "3.17.1", "=.SoftwareType", ""},
    {"OperatingSystem", "3.18", "=.SoftwareType", ""},
    {"Description", "", "=.MLStringType", ""},
    {"URL", "", "text anyURI", ""},
    {".IncidentIDType", "3.3", "text string", "name! instance restriction=restriction-type"},
    {".ContactMeansType", "", "text string", "meaning"},
    {".SoftwareType", "", "URL?", "swid configid vendor family name version patch"},
    {".ExtensionType", "", "mixed #any*",
     "dtype!=dtype-type ext-dtype meaning formatid restriction=restriction-type"},
};

constexpr SimpleRow iodef1_simples[] = {
    {"Incident@purpose", "NMTOKEN", "traceback|mitigation|reporting|other|ext-value"},
    {"Contact@role", "NMTOKEN", "creator|admin|tech|irt|cc|ext-value"},
    {"Contact@type", "NMTOKEN", "person|organization|ext-value"},
    {"RegistryHandle@registry", "NMTOKEN",
     "internic|apnic|arin|lacnic|ripe|afrinic|local|ext-value"},
    {"Assessment@occurrence", "NMTOKEN", "actual|potential"},
    {"Impact@completion", "NMTOKEN", "failed|succeeded"},
    {"Impact@type", "NMTOKEN",
     "admin|dos|extortion|file|info-leak|misconfiguration|recon|policy|"
     "social-engineering|user|unknown|ext-value"},
    {"TimeImpact@metric", "NMTOKEN", "labor|elapsed|downtime|ext-value"},
    {"Confidence@rating", "NMTOKEN", "low|medium|high|numeric|unknown"},
    {"System@category", "NMTOKEN", "source|target|intermediate|sensor|infrastructure|ext-value"},
    {"System@spoofed", "NMTOKEN", "unknown|yes|no"},
    {"Address@category", "NMTOKEN",
     "asn|atm|e-mail|mac|ipv4-addr|ipv4-net|ipv4-net-mask|ipv6-addr|ipv6-net|"
     "ipv6-net-mask|ext-value"},
    {"NodeRole@category", "NMTOKEN",
     "client|server-internal|server-public|www|mail|messaging|streaming|voice|file|"
     "ftp|p2p|name|directory|credential|print|application|database|infra|log|"
     "ext-value"},
    {"Counter@type", "NMTOKEN",
     "byte|packet|flow|session|event|alert|message|host|site|organization|ext-value"},
    {"RecordPattern@type", "NMTOKEN", "regex|binary|xpath|ext-value"},
    {"RecordPattern@offsetunit", "NMTOKEN", "line|byte|ext-value"},
    {"TimezoneType", "timezone", ""},
    {"PortlistType", "portlist", ""},
    {"PositiveFloatType", "positive-float", ""},
    {"restriction-type", "NMTOKEN", "default|public|need-to-know|private"},
    {"severity-type", "NMTOKEN", "low|medium|high"},
    {"duration-type", "NMTOKEN", "second|minute|hour|day|month|quarter|year|ext-value"},
    {"action-type", "NMTOKEN",
     "nothing|contact-source-site|contact-target-site|contact-sender|investigate|"
     "block-host|block-network|block-port|rate-limit-host|rate-limit-network|"
     "rate-limit-port|remediate-other|status-triage|status-new-info|other|ext-value"},
    {"dtype-type", "NMTOKEN",
     "boolean|byte|character|date-time|integer|ntpstamp|portlist|real|string|file|"
     "path|frame|packet|ipv4-packet|ipv6-packet|url|csv|winreg|xml|ext-value"},
};

}  // namespace

Vocabulary iodef_v1() {
    return {"iodef1",      "urn:ietf:params:xml:ns:iodef-1.0", "RFC 5070", "8", iodef1_types, {},
            iodef1_simples};
}

}  // namespace exhibit::exchange::schema

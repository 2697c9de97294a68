// Classes of IODEF v2 (RFC 7970, section 8) in the notation of vocabulary.hpp: the first half.
#include "exchange/schema/vocabulary.hpp"

namespace exhibit::exchange::schema {
namespace {

constexpr TypeRow rows[] = {
    {"IODEF-Document", "3.1", "Incident+ AdditionalData*",
     "version==2.00 xml:lang=language format-id private-enum-name private-enum-id"},
    {"Incident", "3.2",
     "IncidentID AlternativeID? RelatedActivity* DetectTime? StartTime? EndTime? "
     "RecoveryTime? ReportTime? GenerationTime Description* Discovery* Assessment* "
     "Method* Contact+ EventData* IndicatorData? History? AdditionalData*",
     "purpose!=incident-purpose-type ext-purpose status=incident-status-type "
     "ext-status xml:lang=language restriction=restriction-type ext-restriction "
     "observable-id=ID"},
    {"IncidentID", "3.4", "=.IncidentIDType", ""},
    {"AlternativeID", "3.5", "IncidentID+", "restriction=restriction-type ext-restriction"},
    {"RelatedActivity", "3.6",
     "IncidentID* URL* ThreatActor* Campaign* IndicatorID* Confidence? Description* "
     "AdditionalData*",
     "restriction=restriction-type ext-restriction"},
    {"ThreatActor", "3.7", "ThreatActorID* URL+ Description* AdditionalData*",
     "restriction=restriction-type ext-restriction", rfc | errata},
    {"ThreatActor", "3.7", "ThreatActorID* URL* Description* AdditionalData*",
     "restriction=restriction-type ext-restriction", milewg | lenient},
    {"ThreatActorID", "", "text string", ""},
    {"Campaign", "3.8", "CampaignID* URL* Description* AdditionalData*",
     "restriction=restriction-type ext-restriction"},
    {"CampaignID", "", "text string", ""},
    {"Contact", "3.9",
     "ContactName* ContactTitle* Description* RegistryHandle* PostalAddress* Email* "
     "Telephone* Timezone? Contact* AdditionalData*",
     "role!=contact-role-type ext-role type!=contact-type-type ext-type "
     "restriction=restriction-type ext-restriction"},
    {"ContactName", "", "=.MLStringType", ""},
    {"ContactTitle", "", "=.MLStringType", ""},
    {"RegistryHandle", "3.9.1", "text string",
     "registry=registryhandle-registry-type ext-registry"},
    {"PostalAddress", "3.9.2", "PAddress Description*", "type=postaladdress-type-type ext-type"},
    {"PAddress", "", "=.MLStringType", ""},
    {"Telephone", "3.9.4", "TelephoneNumber Description*", "type=telephone-type-type ext-type"},
    {"TelephoneNumber", "", "text string", ""},
    {"Email", "3.9.3", "EmailTo Description*", "type=email-type-type ext-type"},
    {"DateTime", "", "text dateTime", ""},
    {"ReportTime", "", "text dateTime", ""},
    {"DetectTime", "", "text dateTime", ""},
    {"StartTime", "", "text dateTime", ""},
    {"EndTime", "", "text dateTime", ""},
    {"RecoveryTime", "", "text dateTime", ""},
    {"GenerationTime", "", "text dateTime", ""},
    {"Timezone", "", "text TimezoneType", ""},
    {"History", "3.13", "HistoryItem+", "restriction=restriction-type ext-restriction"},
    {"HistoryItem", "3.13.1",
     "DateTime IncidentID? Contact? Description* DefinedCOA* AdditionalData*",
     "action!=action-type ext-action restriction=restriction-type ext-restriction "
     "observable-id=ID"},
    {"DefinedCOA", "", "text string", ""},
    {"Expectation", "3.15", "Description* DefinedCOA* StartTime? EndTime? Contact?",
     "action=action-type ext-action severity=severity-type "
     "restriction=restriction-type ext-restriction observable-id=ID"},
    {"Discovery", "3.10", "Description* Contact* DetectionPattern*",
     "source=discovery-source-type ext-source restriction=restriction-type "
     "ext-restriction"},
    {"DetectionPattern", "3.10.1", "Application Description* DetectionConfiguration=string*",
     "restriction=restriction-type ext-restriction observable-id=ID", rfc | errata | lenient},
    {"DetectionPattern", "3.10.1", "Application (Description* | DetectionConfiguration=string*)",
     "restriction=restriction-type ext-restriction observable-id=ID", milewg},
    {"Method", "3.11",
     "Reference* Description* sci:AttackPattern* sci:Vulnerability* sci:Weakness* "
     "AdditionalData*",
     "restriction=restriction-type ext-restriction"},
    {"Reference", "3.11.1", "enum:ReferenceName? URL* Description*", "observable-id=ID"},
    {"Assessment", "3.12",
     "IncidentCategory* (SystemImpact | BusinessImpact | TimeImpact | "
     "MonetaryImpact | IntendedImpact)+ Counter* MitigatingFactor* Cause* "
     "Confidence? AdditionalData*",
     "occurrence=Assessment@occurrence restriction=restriction-type ext-restriction "
     "observable-id=ID"},
    {"IncidentCategory", "", "=.MLStringType", ""},
    {"BusinessImpact", "3.12.2", "=.BusinessImpactType", ""},
    {"IntendedImpact", "", "=.BusinessImpactType", ""},
    {"MitigatingFactor", "", "=.MLStringType", ""},
    {"Cause", "", "=.MLStringType", ""},
    {"SystemImpact", "3.12.1", "Description*",
     "severity=severity-type completion=systemimpact-completion-type "
     "type=systemimpact-type-type ext-type"},
    {"TimeImpact", "3.12.3", "text PositiveFloatType",
     "severity=severity-type metric!=timeimpact-metric-type ext-metric "
     "duration=duration-type ext-duration"},
    {"MonetaryImpact", "3.12.4", "text PositiveFloatType", "severity=severity-type currency"},
    {"Confidence", "3.12.5", "", "rating!=confidence-rating-type ext-rating", rfc},
    {"Confidence", "3.12.5", "text float", "rating!=confidence-rating-type ext-rating",
     errata | milewg},
    {"Confidence", "3.12.5", "mixed", "rating!=confidence-rating-type ext-rating", lenient},
    {"EventData", "3.14",
     "Description* DetectTime? StartTime? EndTime? RecoveryTime? ReportTime? "
     "Contact* Discovery* Assessment? Method* Flow* Expectation* Record? EventData* "
     "AdditionalData*",
     "restriction=restriction-type ext-restriction observable-id=ID"},
    {"Flow", "3.16", "System+", ""},
    {"System", "3.17",
     "Node NodeRole* Service* OperatingSystem* Counter* AssetID=string* "
     "Description* AdditionalData*",
     "category=system-category-type ext-category interface "
     "spoofed=yes-no-unknown-type virtual=yes-no-unknown-type "
     "ownership=system-ownership-type ext-ownership restriction=restriction-type "
     "ext-restriction observable-id=ID"},
    {"OperatingSystem", "", "=.SoftwareType", ""},
    {"Node", "3.18", "(DomainData* | Address*)+ PostalAddress? Location* Counter*", "",
     rfc | lenient},
    {"Node", "3.18", "(DomainData+ | Address+)+ PostalAddress? Location* Counter*", "",
     errata | milewg},
    {"Address", "3.18.1", "text string",
     "category=address-category-type ext-category vlan-name vlan-num=integer "
     "observable-id=ID"},
    {"Location", "", "=.MLStringType", ""},
    {"NodeRole", "3.18.2", "Description*", "category!=noderole-category-type ext-category"},
    {"Service", "3.20",
     "ServiceName? Port? Portlist? ProtoType? ProtoCode? ProtoField? "
     "ApplicationHeader? EmailData? Application?",
     "ip-protocol=integer observable-id=ID", rfc | errata},
    {"Service", "3.20",
     "ServiceName? Port? Portlist? ProtoCode? ProtoType? ProtoField? "
     "ApplicationHeader? EmailData? Application?",
     "ip-protocol=integer observable-id=ID", milewg},
    {"Service", "3.20",
     "ServiceName? Port? Portlist? (ProtoType | ProtoCode)* ProtoField? "
     "ApplicationHeader? EmailData? Application?",
     "ip-protocol=integer observable-id=ID", lenient},
    {"Port", "", "text integer", ""},
    {"Portlist", "", "text PortlistType", ""},
    {"ProtoType", "", "text integer", ""},
    {"ProtoCode", "", "text integer", ""},
    {"ProtoField", "", "text integer", ""},
    {"ApplicationHeader", "3.20.2", "ApplicationHeaderField+", ""},
    {"ApplicationHeaderField", "", "=.ExtensionType", ""},
    {"ServiceName", "3.20.1", "IANAService? URL* Description*", ""},
    {"IANAService", "", "text string", ""},
    {"Application", "", "=.SoftwareType", ""},
};

}  // namespace

std::span<const TypeRow> iodef_v2_classes() {
    return rows;
}

}  // namespace exhibit::exchange::schema

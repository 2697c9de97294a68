// Classes of IODEF v2 (RFC 7970, section 8) in the notation of vocabulary.hpp: the second half.
#include "exchange/schema/vocabulary.hpp"

namespace exhibit::exchange::schema {
namespace {

constexpr TypeRow rows[] = {
    {"Counter", "3.18.3", "text float",
     "type!=counter-type-type ext-type unit!=counter-unit-type ext-unit meaning "
     "duration=duration-type ext-duration"},
    {"EmailData", "3.21",
     "EmailTo* EmailFrom? EmailSubject? EmailX-Mailer? EmailHeaderField* "
     "EmailHeaders? EmailBody? EmailMessage? HashData* SignatureData*",
     "observable-id=ID"},
    {"EmailTo", "", "text string", ""},
    {"EmailFrom", "", "text string", ""},
    {"EmailSubject", "", "text string", ""},
    {"EmailX-Mailer", "", "text string", ""},
    {"EmailHeaderField", "", "=.ExtensionType", ""},
    {"EmailHeaders", "", "text string", ""},
    {"EmailBody", "", "text string", ""},
    {"EmailMessage", "", "text string", ""},
    {"DomainData", "3.19",
     "Name DateDomainWasChecked? RegistrationDate? ExpirationDate? RelatedDNS* "
     "Nameservers* DomainContacts?",
     "system-status=domaindata-system-status-type ext-system-status "
     "domain-status=domaindata-domain-status-type ext-domain-status observable-id=ID"},
    {"Name", "", "text string", ""},
    {"DateDomainWasChecked", "", "text dateTime", ""},
    {"RegistrationDate", "", "text dateTime", ""},
    {"ExpirationDate", "", "text dateTime", ""},
    {"RelatedDNS", "", "=.ExtensionType", ""},
    {"Nameservers", "3.19.1", "Server Address+", ""},
    {"Server", "", "text string", ""},
    {"DomainContacts", "3.19.2", "(SameDomainContact | Contact+)", ""},
    {"SameDomainContact", "", "text string", ""},
    {"Record", "3.22", "RecordData+", "restriction=restriction-type ext-restriction"},
    {"RecordData", "3.22.1",
     "DateTime? Description* Application? RecordPattern* RecordItem* URL* FileData* "
     "WindowsRegistryKeysModified* CertificateData* AdditionalData*",
     "restriction=restriction-type ext-restriction observable-id=ID"},
    {"RecordPattern", "3.22.2", "text string",
     "type!=recordpattern-type-type ext-type offset=integer "
     "offsetunit=recordpattern-offsetunit-type ext-offsetunit instance=integer"},
    {"RecordItem", "", "=.ExtensionType", ""},
    {"WindowsRegistryKeysModified", "3.23", "Key+", "observable-id=ID"},
    {"Key", "3.23.1", "KeyName Value?",
     "registryaction=key-registryaction-type ext-registryaction observable-id=ID", rfc | errata},
    {"Key", "3.23.1", "KeyName KeyValue?",
     "registryaction=key-registryaction-type ext-registryaction observable-id=ID", milewg},
    {"Key", "3.23.1", "KeyName (Value | KeyValue)?",
     "registryaction=key-registryaction-type ext-registryaction observable-id=ID", lenient},
    {"KeyName", "", "text string", ""},
    {"Value", "", "text string", "", rfc | errata | lenient},
    {"FileData", "3.25", "File+", "restriction=restriction-type ext-restriction observable-id=ID"},
    {"File", "3.25.1",
     "FileName? FileSize? FileType? URL* HashData? SignatureData? "
     "AssociatedSoftware? FileProperties*",
     "observable-id=ID"},
    {"FileName", "", "text string", ""},
    {"FileSize", "", "text integer", ""},
    {"FileType", "3.25.1", "text string", ""},
    {"AssociatedSoftware", "", "=.SoftwareType", ""},
    {"FileProperties", "", "=.ExtensionType", ""},
    {"HashData", "3.26", "HashTargetID? Hash* FuzzyHash*", "scope!=hashdata-scope-type ext-scope"},
    {"HashTargetID", "", "text string", ""},
    {"Hash", "3.26.1", "ds:DigestMethod ds:DigestValue ds:CanonicalizationMethod? Application?",
     ""},
    {"FuzzyHash", "3.26.2", "FuzzyHashValue+ Application? AdditionalData*", ""},
    {"FuzzyHashValue", "", "=.ExtensionType", ""},
    {"SignatureData", "3.27", "ds:Signature+", ""},
    {"CertificateData", "3.24", "Certificate+",
     "restriction=restriction-type ext-restriction observable-id=ID"},
    {"Certificate", "3.24.1", "ds:X509Data Description*", "observable-id=ID"},
    {"IndicatorData", "3.28", "Indicator+", ""},
    {"Indicator", "3.29",
     "IndicatorID AlternativeIndicatorID* Description* StartTime? EndTime? "
     "Confidence? Contact* (Observable | ObservableReference | "
     "IndicatorExpression | IndicatorReference) NodeRole* AttackPhase* Reference* "
     "AdditionalData*",
     "restriction=restriction-type ext-restriction"},
    {"IndicatorID", "3.29.1", "text ID", "name! version!"},
    {"AlternativeIndicatorID", "3.29.2", "IndicatorID+",
     "restriction=restriction-type ext-restriction"},
    {"Observable", "3.29.3",
     "(System? | Address? | DomainData? | Service? | EmailData? | "
     "WindowsRegistryKeysModified? | FileData? | CertificateData? | "
     "RegistryHandle? | RecordData? | EventData? | Incident? | Expectation? | "
     "Reference? | Assessment? | DetectionPattern? | HistoryItem? | "
     "BulkObservable? | AdditionalData*)",
     "restriction=restriction-type ext-restriction"},
    {"BulkObservable", "3.29.3.1",
     "BulkObservableFormat? BulkObservableList=.#anyType AdditionalData*",
     "type!=bulkobservable-type-type ext-type"},
    {"BulkObservableFormat", "3.29.3.1.1", "Hash? AdditionalData*", "", rfc | errata | lenient},
    {"BulkObservableFormat", "3.29.3.1.1", "(Hash? | AdditionalData*)", "", milewg},
    {"BulkObservableList", "", "text string", ""},
    {"IndicatorExpression", "3.29.4",
     "((IndicatorExpression | Observable | ObservableReference | "
     "IndicatorReference) Confidence? AdditionalData*)+",
     "operator=indicatorexpression-operator-type ext-operator"},
    {"ObservableReference", "3.29.6", "", "uid-ref!=IDREF"},
    {"IndicatorReference", "3.29.7", "", "uid-ref=IDREF euid-ref version"},
    {"AttackPhase", "3.29.8", "AttackPhaseID* URL+ Description* AdditionalData*", "", rfc | errata},
    {"AttackPhase", "3.29.8", "AttackPhaseID* URL* Description* AdditionalData*", "",
     milewg | lenient},
    {"AttackPhaseID", "", "text string", ""},
    {"AdditionalData", "", "=.ExtensionType", ""},
    {"Description", "", "=.MLStringType", ""},
    {"URL", "", "text anyURI", ""},
    {"SoftwareReference", "2.15.1", "#any*",
     "spec-name!=softwarereference-spec-name-type ext-spec-name "
     "dtype=softwarereference-dtype-type ext-dtype"},
    {".IncidentIDType", "3.4", "text string",
     "name! instance restriction=restriction-type ext-restriction"},
    {".BusinessImpactType", "3.12.2", "Description*",
     "severity=businessimpact-severity-type ext-severity "
     "type=businessimpact-type-type ext-type"},
    {".MLStringType", "", "text string", "translation-id xml:lang=language"},
    {".ExtensionType", "2.16", "mixed #any*",
     "name dtype!=dtype-type ext-dtype meaning formatid "
     "restriction=restriction-type ext-restriction observable-id=ID"},
    {".SoftwareType", "2.15", "SoftwareReference? URL* Description*", ""},
    {"KeyValue", "", "text string", "", milewg | lenient},
};

}  // namespace

std::span<const TypeRow> iodef_v2_more_classes() {
    return rows;
}

}  // namespace exhibit::exchange::schema

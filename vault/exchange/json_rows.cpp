// Classes of RFC 8727, section 6, in the notation of json_classes.hpp.
#include "exchange/json_rows.hpp"

namespace exhibit::exchange {
namespace {

constexpr JsonRow rows[] = {
    {"IODEF-Document", "3.1",
     "@version! @lang=xml:lang? @format-id? @private-enum-name? @private-enum-id? Incident+ "
     "AdditionalData:ExtensionType*"},
    {"Incident", "3.2",
     "@purpose! @ext-purpose? @status? @ext-status? @lang=xml:lang? @restriction? "
     "@ext-restriction? @observable-id? IncidentID! AlternativeID? RelatedActivity* "
     "DetectTime:text? StartTime:text? EndTime:text? RecoveryTime:text? ReportTime:text? "
     "GenerationTime:text! Description:ml* Discovery* Assessment* Method* Contact+ EventData* "
     "Indicator/IndicatorData* History? AdditionalData:ExtensionType*"},
    {"IncidentID", "3.4", "#id! @name! @instance? @restriction? @ext-restriction?"},
    {"AlternativeID", "3.5", "@restriction? @ext-restriction? IncidentID+"},
    {"RelatedActivity", "3.6",
     "@restriction? @ext-restriction? IncidentID* URL:text* ThreatActor* Campaign* IndicatorID* "
     "Confidence? Description:text* AdditionalData:ExtensionType*"},
    {"ThreatActor", "3.7",
     "@restriction? @ext-restriction? ThreatActorID:text* URL:text* Description:ml* "
     "AdditionalData:ExtensionType*"},
    {"Campaign", "3.8",
     "@restriction? @ext-restriction? CampaignID:text* URL:text* Description:ml* "
     "AdditionalData:ExtensionType*"},
    {"Contact", "3.9",
     "@role! @ext-role? @type! @ext-type? @restriction? @ext-restriction? ContactName:ml* "
     "ContactTitle:ml* Description:ml* RegistryHandle* PostalAddress* Email* Telephone* "
     "Timezone:text? Contact* AdditionalData:ExtensionType*"},
    {"RegistryHandle", "3.9.1", "#handle! @registry! @ext-registry?"},
    {"PostalAddress", "3.9.2", "@type? @ext-type? PAddress:ml! Description:ml*"},
    {"Email", "3.9.3", "@type? @ext-type? EmailTo:text! Description:ml*"},
    {"Telephone", "3.9.4", "@type? @ext-type? TelephoneNumber:text! Description:ml*"},
    {"Discovery", "3.10",
     "@source? @ext-source? @restriction? @ext-restriction? Description:ml* Contact* "
     "DetectionPattern*"},
    {"DetectionPattern", "3.10.1",
     "@restriction? @ext-restriction? @observable-id? Application:SoftwareType! Description:ml* "
     "DetectionConfiguration:text*"},
    {"Method", "3.11",
     "@restriction? @ext-restriction? Reference* Description:ml* "
     "AttackPattern=sci:AttackPattern:STRUCTUREDINFO* "
     "Vulnerability=sci:Vulnerability:STRUCTUREDINFO* Weakness=sci:Weakness:STRUCTUREDINFO* "
     "AdditionalData:ExtensionType*"},
    {"STRUCTUREDINFO", "3.11",
     "@SpecID! @ext-SpecID? @ContentID? RawData=sci:RawData:inside* "
     "Reference=iodef1:Reference:SciReference* Platform=sci:Platform:Platform* "
     "Scoring=sci:Scoring:Platform*"},
    {"Platform", "3.11",
     "@SpecID! @ext-SpecID? @ContentID? RawData=sci:RawData:inside* "
     "Reference=iodef1:Reference:SciReference*"},
    {"SciReference", "3.11.1",
     "@observable-id? ReferenceName=iodef1:ReferenceName:SciReferenceName? "
     "URL=iodef1:URL:text* Description=iodef1:Description:ml*"},
    // RFC 7203 took the class from IODEF v1, where a name has no index.
    {"SciReferenceName", "3.11.1", "#ID! @specIndex:int?"},
    {"Reference", "3.11.1",
     "@observable-id? ReferenceName=enum:ReferenceName:ReferenceName? URL:text* Description:ml*"},
    {"ReferenceName", "3.11.1", "@specIndex:int! ID=enum:ID:text!"},
    {"Assessment", "3.12",
     "@occurrence? @restriction? @ext-restriction? @observable-id? IncidentCategory:ml* "
     "Impact:impact+ Counter* MitigatingFactor:ml* Cause:ml* Confidence? "
     "AdditionalData:ExtensionType*"},
    {"SystemImpact", "3.12.1", "@severity? @completion? @type!|unknown @ext-type? Description:ml*"},
    {"BusinessImpact", "3.12.2",
     "@severity? @ext-severity? @type!|unknown @ext-type? Description:ml*"},
    {"TimeImpact", "3.12.3",
     "#value:real! @severity? @metric! @ext-metric? @duration? @ext-duration?"},
    {"MonetaryImpact", "3.12.4", "#value:real! @severity? @currency?"},
    {"Confidence", "3.12.5", "#value:real! @rating! @ext-rating?"},
    {"History", "3.13", "@restriction? @ext-restriction? HistoryItem+"},
    {"HistoryItem", "3.13.1",
     "@action! @ext-action? @restriction? @ext-restriction? @observable-id? DateTime:text! "
     "IncidentID? Contact? Description:ml* DefinedCOA:text* AdditionalData:ExtensionType*"},
    {"EventData", "3.14",
     "@restriction? @ext-restriction? @observable-id? Description:ml* DetectTime:text? "
     "StartTime:text? EndTime:text? RecoveryTime:text? ReportTime:text? Contact* Discovery* "
     "Assessment? Method* System/Flow* Expectation* RecordData/Record* EventData* "
     "AdditionalData:ExtensionType*"},
    {"Expectation", "3.15",
     "@action? @ext-action? @severity? @restriction? @ext-restriction? @observable-id? "
     "Description:ml* DefinedCOA:text* StartTime:text? EndTime:text? Contact?"},
    {"System", "3.17",
     "@category? @ext-category? @interface? @spoofed? @virtual? @ownership? @ext-ownership? "
     "@restriction? @ext-restriction? @observable-id? Node! NodeRole* Service* "
     "OperatingSystem:SoftwareType* Counter* AssetID:text* Description:ml* "
     "AdditionalData:ExtensionType*"},
    {"Node", "3.18", "DomainData* Address* PostalAddress? Location:ml* Counter*"},
    {"Address", "3.18.1",
     "#value! @category!|ipv6-addr @ext-category? @vlan-name? @vlan-num:int? @observable-id?"},
    {"NodeRole", "3.18.2", "@category! @ext-category? Description:ml*"},
    {"Counter", "3.18.3",
     "#value:real! @type! @ext-type? @unit! @ext-unit? @meaning? @duration? @ext-duration?"},
    {"DomainData", "3.19",
     "@system-status! @ext-system-status? @domain-status! @ext-domain-status? @observable-id? "
     "Name:text! DateDomainWasChecked:text? RegistrationDate:text? ExpirationDate:text? "
     "RelatedDNS:ExtensionType* NameServers=:Nameservers:NameServers* DomainContacts?"},
    {"NameServers", "3.19.1", "Server:text! Address+"},
    {"DomainContacts", "3.19.2", "SameDomainContact:text? Contact*"},
    {"Service", "3.20",
     "@ip-protocol:int? @observable-id? ServiceName? Port:int? Portlist:text? ProtoCode:int? "
     "ProtoType:int? ProtoField:int? ApplicationHeaderField:ExtensionType/ApplicationHeader* "
     "EmailData? Application:SoftwareType?"},
    {"ServiceName", "3.20.1", "IANAService:text? URL:text* Description:ml*"},
    {"EmailData", "3.21",
     "@observable-id? EmailTo:text* EmailFrom:text? EmailSubject:text? EmailX-Mailer:text? "
     "EmailHeaderField:ExtensionType* EmailHeaders:text? EmailBody:text? EmailMessage:text? "
     "HashData* Signature=ds:Signature:markup/SignatureData*"},
    {"RecordData", "3.22.1",
     "@restriction? @ext-restriction? @observable-id? DateTime:text? Description:ml* "
     "Application:SoftwareType? RecordPattern* RecordItem:ExtensionType* URL:text* FileData* "
     "WindowsRegistryKeysModified* CertificateData* AdditionalData:ExtensionType*"},
    {"RecordPattern", "3.22.2",
     "#value! @type! @ext-type? @offset:int? @offsetunit? @ext-offsetunit? @instance:int?"},
    {"WindowsRegistryKeysModified", "3.23", "@observable-id? Key+"},
    {"Key", "3.23.1",
     "@registryaction? @ext-registryaction? @observable-id? KeyName:text! KeyValue:text?"},
    {"CertificateData", "3.24", "@restriction? @ext-restriction? @observable-id? Certificate+"},
    {"Certificate", "3.24.1", "@observable-id? X509Data=ds:X509Data:x509! Description:ml*"},
    {"FileData", "3.25", "@restriction? @ext-restriction? @observable-id? File+"},
    {"File", "3.25.1",
     "@observable-id? FileName:text? FileSize:int? FileType:text? URL:text* HashData? "
     "Signature=ds:Signature:markup/SignatureData* AssociatedSoftware:SoftwareType? "
     "FileProperties:ExtensionType*"},
    {"HashData", "3.26", "@scope! @ext-scope? HashTargetID:text? Hash* FuzzyHash*"},
    {"Hash", "3.26.1",
     "DigestMethod=ds:DigestMethod:method! DigestValue=ds:DigestValue:text! "
     "CanonicalizationMethod=ds:CanonicalizationMethod:method? Application:SoftwareType?"},
    {"FuzzyHash", "3.26.2",
     "FuzzyHashValue:ExtensionType+ Application:SoftwareType? AdditionalData:ExtensionType*"},
    {"Indicator", "3.29",
     "@restriction? @ext-restriction? IndicatorID! AlternativeIndicatorID* Description:ml* "
     "StartTime:text? EndTime:text? Confidence? Contact* Observable? "
     "uid-ref=:ObservableReference:uid? IndicatorExpression? IndicatorReference? NodeRole* "
     "AttackPhase* Reference* AdditionalData:ExtensionType*"},
    {"IndicatorID", "3.29.1", "#id! @name! @version!"},
    {"AlternativeIndicatorID", "3.29.2", "@restriction? @ext-restriction? IndicatorID+"},
    {"Observable", "3.29.3",
     "@restriction? @ext-restriction? System? Address? DomainData? Service? EmailData? "
     "WindowsRegistryKeysModified? FileData? CertificateData? RegistryHandle? RecordData? "
     "EventData? Incident? Expectation? Reference? Assessment? DetectionPattern? HistoryItem? "
     "BulkObservable? AdditionalData:ExtensionType*"},
    {"BulkObservable", "3.29.3.1",
     "@type? @ext-type? BulkObservableFormat? BulkObservableList:text! "
     "AdditionalData:ExtensionType*"},
    {"BulkObservableFormat", "3.29.3.1.1", "Hash? AdditionalData:ExtensionType*"},
    {"IndicatorExpression", "3.29.4",
     "@operator? @ext-operator? IndicatorExpression* Observable* "
     "uid-ref=:ObservableReference:uid* IndicatorReference* Confidence? "
     "AdditionalData:ExtensionType*"},
    {"IndicatorReference", "3.29.7", "@uid-ref? @euid-ref? @version?"},
    {"AttackPhase", "3.29.8",
     "AttackPhaseID:text* URL:text* Description:ml* AdditionalData:ExtensionType*"},
    {"SoftwareType", "2.15", "SoftwareReference? URL:text* Description:ml*"},
    {"SoftwareReference", "2.15.1",
     "#value:content? @spec-name! @ext-spec-name? @dtype? @ext-dtype?"},
    {"ExtensionType", "2.16",
     "#value:content! @name? @dtype! @ext-dtype? @meaning? @formatid? @restriction? "
     "@ext-restriction? @observable-id?"},
};

}  // namespace

std::span<const JsonRow> json_rows() {
    return rows;
}

}  // namespace exhibit::exchange

// Classes of the phishing extension (RFC 5901).
#include "exchange/schema/vocabulary.hpp"

namespace exhibit::exchange::schema {
namespace {

constexpr TypeRow phish_types[] = {
    {"PhraudReport", "",
     "PhishNameRef=.iodef1:MLStringType? PhishNameLocalRef=.iodef1:MLStringType? "
     "FraudParameter=.iodef1:MLStringType? FraudedBrandName=.iodef1:MLStringType* "
     "LureSource=.LureSource.type+ OriginatingSensor=.OriginatingSensor.type+ "
     "EmailRecord=.EmailRecord.type? DCSite=.DCSite.type* TakeDownInfo* "
     "ArchivedData* RelatedData=anyURI* CorrelationData=.iodef1:MLStringType* "
     "PRComments=.iodef1:MLStringType?",
     "Version FraudType!=FraudType.type ext-value"},
    {"DomainData", "5.9.2",
     "Name=.iodef1:MLStringType DateDomainWasChecked=dateTime? "
     "RegistrationDate=dateTime? ExpirationDate=dateTime? "
     "Nameservers=.DomainData/Nameservers* "
     "(SameDomainContact=.iodef1:MLStringType | iodef1:Contact+)?",
     "SystemStatus=DomainData@SystemStatus DomainStatus=DomainData@DomainStatus"},
    {".DomainData/Nameservers", "5.9.2.5", "Server=.iodef1:MLStringType iodef1:Address+", ""},
    {"Confidence", "5.9.2.6.2.1", "text Confidence", ""},
    {"TakeDownInfo", "5.12", "=.TakeDownInfo.type", ""},
    {"ArchivedData", "5.13", "=.ArchivedData.type", ""},
    {".LureSource.type", "5.9",
     "iodef1:System+ DomainData* IncludedMalware=.IncludedMalware.type? "
     "FilesDownloaded=.LureSource.type/FilesDownloaded? "
     "WindowsRegistryKeysModified=.LureSource.type/WindowsRegistryKeysModified?",
     ""},
    {".LureSource.type/FilesDownloaded", "5.9.6", "File=.iodef1:MLStringType", ""},
    {".LureSource.type/WindowsRegistryKeysModified", "5.9.7",
     "Key=.LureSource.type/WindowsRegistryKeysModified/Key+", ""},
    {".LureSource.type/WindowsRegistryKeysModified/Key", "5.9.7.1", "Name=string Value=string", ""},
    {".IncludedMalware.type", "5.9.5",
     "Name=.iodef1:MLStringType+ ds:Reference? Data=.IncludedMalware.type/Data?", ""},
    {".IncludedMalware.type/Data", "5.9.5.3", "text hexBinary", "XORPattern=hexBinary"},
    {".EmailRecord.type", "5.17",
     "EmailCount=integer EmailMessage=.iodef1:MLStringType? "
     "EmailComments=.iodef1:MLStringType?",
     ""},
    {".DCSite.type", "5.11",
     "(SiteURL=.DCSite.type/SiteURL | Domain=.DCSite.type/Domain | "
     "EmailSite=.DCSite.type/EmailSite | System=.DCSite.type/System | "
     "Unknown=.DCSite.type/Unknown) iodef1:Node* DomainData? iodef1:Assessment?",
     "DCType!=DCSite.type@DCType"},
    {".DCSite.type/SiteURL", "", "text string", "lang=language phish:confidence=@confidence"},
    {".DCSite.type/Domain", "", "text string", "lang=language phish:confidence=@confidence"},
    {".DCSite.type/EmailSite", "", "text string", "lang=language phish:confidence=@confidence"},
    {".DCSite.type/System", "5.9.1", "iodef1:Address", "phish:confidence=@confidence"},
    {".DCSite.type/Unknown", "", "text string", "lang=language phish:confidence=@confidence"},
    {".OriginatingSensor.type", "5.10", "DateFirstSeen=dateTime iodef1:System+",
     "OriginatingSensorType!=OriginatingSensor.type@OriginatingSensorType"},
    {".TakeDownInfo.type", "5.12",
     "TakeDownDate=dateTime? TakeDownAgency=.iodef1:MLStringType* "
     "TakeDownComments=.iodef1:MLStringType*",
     ""},
    {".ArchivedData.type", "5.13", "URL=anyURI? Comments=.iodef1:MLStringType? Data=base64Binary?",
     "type!=ArchivedData.type@type"},
};

constexpr SimpleRow phish_simples[] = {
    {"DomainData@SystemStatus", "string",
     "spoofed|fraudulent|innocent-hacked|innocent-hijacked|unknown"},
    {"DomainData@DomainStatus", "string",
     "reservedDelegation|assignedAndActive|assignedAndInactive|assignedAndOnHold|"
     "revoked|transferPending|registryLock|registrarLock|other|unknown"},
    {"Confidence", "percentage", ""},
    {"DCSite.type@DCType", "string", "web|email|keylogger|automation|unspecified"},
    {"@confidence", "percentage", ""},
    {"OriginatingSensor.type@OriginatingSensorType", "NMTOKENS",
     "web|webgateway|mailgateway|browser|ispsensor|human|honeypot|other"},
    {"ArchivedData.type@type", "NMTOKENS",
     "collectionsite|basecamp|sendersite|credentialInfo|unspecified"},
    {"FraudType.type", "string",
     "phishing|recruiting|malware distribution|fraudulent site|dnsspoof|archive|"
     "other|unknown|ext-value"},
    {"ext-role", "string",
     "billingContacts|technicalContacts|administrativeContacts|legalContacts|"
     "zoneContacts|abuseContacts|securityContacts|otherContacts|hostingProvider"},
};

}  // namespace

Vocabulary phish() {
    return {"phish",      "urn:ietf:params:xml:ns:iodef-phish-1.0",
            "RFC 5901",   "Appendix A",
            phish_types,  {},
            phish_simples};
}

}  // namespace exhibit::exchange::schema

// Classes of the extensions for references, structured information and fraud (RFC 7495, 7203,
// 5941).
#include "exchange/schema/vocabulary.hpp"

namespace exhibit::exchange::schema {
namespace {

constexpr TypeRow enum_types[] = {
    {"ReferenceName", "", "ID=NCName", "specIndex!=integer"},
};

constexpr TypeRow sci_types[] = {
    {"Scoring", "4.5.4", "=.BasicStructure", ""},
    {"Platform", "4.5.2", "=.BasicStructure", ""},
    {"EventReport", "4.5.6", "=.BasicStructure", ""},
    {"Verification", "4.5.7", "=.BasicStructure", ""},
    {"Remediation", "4.5.8", "=.BasicStructure", ""},
    {".BasicStructure", "", "(RawData=.XMLDATA* | iodef1:Reference*)",
     "SpecID! ext-SpecID ContentID"},
    {"AttackPattern", "4.5.1", "(RawData=.XMLDATA* | iodef1:Reference*) Platform*",
     "SpecID! ext-SpecID ContentID"},
    {"Vulnerability", "4.5.3", "(RawData=.XMLDATA* | iodef1:Reference*) Platform* Scoring*",
     "SpecID! ext-SpecID ContentID"},
    {"Weakness", "4.5.5", "(RawData=.XMLDATA* | iodef1:Reference*) Platform* Scoring*",
     "SpecID! ext-SpecID ContentID"},
    {".XMLDATA", "", "mixed #any*",
     "ext-dtype dtype!=iodef1:dtype-type==xml meaning formatid "
     "restriction=iodef1:restriction-type"},
};

constexpr TypeRow thraud_types[] = {
    {"FraudEventPayment", "", "=.FraudEventPaymentType", ""},
    {"FraudEventTransfer", "", "=.FraudEventTransferType", ""},
    {"FraudEventIdentity", "", "=.FraudEventIdentityType", ""},
    {"FraudEventOther", "", "=.FraudEventOtherType", ""},
    {"UserID", "5.3.1.2", "text string", ""},
    {".FraudEventPaymentType", "",
     "PayeeName=.iodef1:MLStringType? PostalAddress=.iodef1:MLStringType? "
     "PayeeAmount=.AmountType?",
     ""},
    {".FraudEventTransferType", "",
     "BankID=.BankIDType? AccountID=string? AccountType=.iodef1:MLStringType? "
     "TransferAmount=.AmountType?",
     ""},
    {".FraudEventIdentityType", "", "(IdentityComponent=.iodef1:ExtensionType)+", ""},
    {".FraudEventOtherType", "",
     "OtherEventType=anyURI PayeeName=.iodef1:MLStringType? "
     "PostalAddress=.iodef1:MLStringType? BankID=.BankIDType? AccountID=string? "
     "AccountType=.iodef1:MLStringType? PayeeAmount=.AmountType? "
     "OtherEventDescription=.iodef1:MLStringType?",
     ""},
    {".AmountType", "", "text decimal", "currency"},
    {".BankIDType", "5.2.1", "text string", "namespace!=anyURI"},
};

}  // namespace

Vocabulary enum_reference() {
    return {"enum", "urn:ietf:params:xml:ns:iodef-enum-1.0", "RFC 7495", "5", enum_types, {}, {}};
}

Vocabulary sci() {
    return {"sci", "urn:ietf:params:xml:ns:iodef-sci-1.0", "RFC 7203", "5.2", sci_types, {}, {}};
}

Vocabulary fraud() {
    return {
        "thraud", "urn:ietf:params:xml:ns:thraud-1.0", "RFC 5941", "Appendix A", thraud_types, {},
        {}};
}

}  // namespace exhibit::exchange::schema

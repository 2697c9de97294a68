// Classes of RID (RFC 6045, RFC 6545).
#include "exchange/schema/vocabulary.hpp"

namespace exhibit::exchange::schema {
namespace {

constexpr TypeRow rid1_types[] = {
    {"RID", "", "=.RIDType", ""},
    {"RequestStatus", "4.3.3.1", "=.RequestStatusType", ""},
    {"IncidentSource", "4.3.3.2", "=.IncidentSourceType", ""},
    {"SourceFound", "", "text boolean", ""},
    {"RIDPolicy", "4.3.3.3", "=.RIDPolicyType", ""},
    {"PolicyRegion", "", "", "region!=PolicyRegion@region ext-region"},
    {"TrafficType", "", "", "type!=TrafficType@type ext-type"},
    {".RIDType", "", "RIDPolicy? RequestStatus? IncidentSource?", ""},
    {".RequestStatusType", "4.3.3.1", "",
     "AuthorizationStatus!=RequestStatusType@AuthorizationStatus "
     "ext-AuthorizationStatus Justification=RequestStatusType@Justification "
     "ext-Justification restriction=iodef1:restriction-type"},
    {".IncidentSourceType", "4.3.3.2", "SourceFound iodef1:Node*",
     "restriction=iodef1:restriction-type"},
    {".RIDPolicyType", "4.3.3.3", "PolicyRegion+ iodef1:Node TrafficType+ iodef1:IncidentID?",
     "MsgType!=RIDPolicyType@MsgType ext-MsgType "
     "MsgDestination!=RIDPolicyType@MsgDestination ext-MsgDestination"},
};

constexpr SimpleRow rid1_simples[] = {
    {"PolicyRegion@region", "NMTOKEN",
     "ClientToNP|NPToClient|IntraConsortium|PeerToPeer|BetweenConsortiums|"
     "AcrossNationalBoundaries|ext-value"},
    {"TrafficType@type", "NMTOKEN", "Attack|Network|Content|OfficialBusiness|Other|ext-value"},
    {"RequestStatusType@AuthorizationStatus", "NMTOKEN", "Approved|Denied|Pending|ext-value"},
    {"RequestStatusType@Justification", "NMTOKEN",
     "SystemResource|Authentication|AuthenticationOrigin|Encryption|Other|ext-value"},
    {"RIDPolicyType@MsgType", "NMTOKEN",
     "TraceRequest|RequestAuthorization|Result|Investigation|Report|IncidentQuery|"
     "ext-value"},
    {"RIDPolicyType@MsgDestination", "NMTOKEN", "RIDSystem|SourceOfIncident|ext-value"},
};

constexpr TypeRow rid2_types[] = {
    {"RID", "4.2", "=.RIDType", ""},
    {"RequestStatus", "5.2", "=.RequestStatusType", ""},
    {"IncidentSource", "5.3", "=.IncidentSourceType", ""},
    {"SourceFound", "", "text boolean", ""},
    {"RIDPolicy", "5.1", "=.RIDPolicyType", ""},
    {"PolicyRegion", "", "", "region!=PolicyRegion@region ext-region"},
    {"TrafficType", "", "", "type!=TrafficType@type ext-type"},
    {"ReportSchema", "5.1.1", "=.ReportSchemaType", ""},
    {"XMLDocument", "", "=.iodef1:ExtensionType", ""},
    {"URL", "", "text anyURI", ""},
    {"Signature", "", "=.iodef1:ExtensionType", ""},
    {".RIDType", "4.2", "RIDPolicy? RequestStatus? IncidentSource?", "lang!=language"},
    {".RequestStatusType", "5.2", "",
     "AuthorizationStatus!=RequestStatusType@AuthorizationStatus "
     "ext-AuthorizationStatus Justification=RequestStatusType@Justification "
     "ext-Justification restriction=iodef1:restriction-type"},
    {".IncidentSourceType", "5.3", "SourceFound iodef1:Node*",
     "restriction=iodef1:restriction-type"},
    {".RIDPolicyType", "5.1",
     "PolicyRegion+ iodef1:Node TrafficType+ iodef1:IncidentID? ReportSchema?",
     "MsgType!=RIDPolicyType@MsgType ext-MsgType "
     "MsgDestination!=RIDPolicyType@MsgDestination ext-MsgDestination "
     "restriction=iodef1:restriction-type"},
    {".ReportSchemaType", "5.1.1", "XMLDocument URL? Signature*",
     "Version=ReportSchemaType@Version ext-Version "
     "XMLSchemaID=ReportSchemaType@XMLSchemaID ext-XMLSchemaID"},
};

constexpr SimpleRow rid2_simples[] = {
    {"PolicyRegion@region", "NMTOKEN",
     "ClientToSP|SPToClient|IntraConsortium|PeerToPeer|BetweenConsortiums|ext-value"},
    {"TrafficType@type", "NMTOKEN",
     "Attack|Network|Content|DataWithHandlingRequirements|AudienceRestriction|Other|"
     "ext-value"},
    {"RequestStatusType@AuthorizationStatus", "NMTOKEN", "Approved|Denied|Pending|ext-value"},
    {"RequestStatusType@Justification", "NMTOKEN",
     "SystemResource|Authentication|AuthenticationOrigin|Encryption|"
     "UnrecognizedFormat|CannotProcess|Other|ext-value"},
    {"RIDPolicyType@MsgType", "NMTOKEN",
     "TraceRequest|Acknowledgement|Result|InvestigationRequest|Report|Query|"
     "ext-value"},
    {"RIDPolicyType@MsgDestination", "NMTOKEN", "RIDSystem|SourceOfIncident|ext-value"},
    {"ReportSchemaType@Version", "NMTOKEN", "1.0|ext-value"},
    {"ReportSchemaType@XMLSchemaID", "anyURI", "urn:ietf:params:xml:ns:iodef-1.0|ext-value"},
};

}  // namespace

Vocabulary rid_v1() {
    return {"rid1",      "urn:ietf:params:xml:ns:iodef-rid-1.0", "RFC 6045", "5", rid1_types, {},
            rid1_simples};
}

Vocabulary rid_v2() {
    return {"rid2",      "urn:ietf:params:xml:ns:iodef-rid-2.0", "RFC 6545", "8", rid2_types, {},
            rid2_simples};
}

}  // namespace exhibit::exchange::schema

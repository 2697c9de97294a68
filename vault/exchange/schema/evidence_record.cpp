// Elements of evidence records in XML (RFC 6283).
#include "exchange/schema/vocabulary.hpp"

namespace exhibit::exchange::schema {
namespace {

constexpr TypeRow ers_types[] = {
    {"EvidenceRecord", "", "=.EvidenceRecordType", ""},
    {".EvidenceRecordType", "",
     "EncryptionInformation=.EncryptionInfo? "
     "SupportingInformationList=.SupportingInformationType? "
     "ArchiveTimeStampSequence=.ArchiveTimeStampSequenceType",
     "Version!=decimal==1.0"},
    {".EncryptionInfo", "",
     "EncryptionInformationType=ObjectIdentifier "
     "EncryptionInformationValue=.EncryptionInfo/EncryptionInformationValue",
     ""},
    {".EncryptionInfo/EncryptionInformationValue", "", "mixed #any!?", ""},
    {".ArchiveTimeStampSequenceType", "",
     "ArchiveTimeStampChain=.ArchiveTimeStampSequenceType/ArchiveTimeStampChain+", ""},
    {".ArchiveTimeStampSequenceType/ArchiveTimeStampChain", "",
     "DigestMethod=.DigestMethodType "
     "CanonicalizationMethod=.CanonicalizationMethodType "
     "ArchiveTimeStamp=.ArchiveTimeStampType+",
     "Order!=OrderType"},
    {".ArchiveTimeStampType", "",
     "HashTree=.HashTreeType? TimeStamp=.TimeStampType Attributes=.Attributes?",
     "Order!=OrderType"},
    {".DigestMethodType", "", "mixed #other!?", "Algorithm!=anyURI"},
    {".CanonicalizationMethodType", "", "mixed (#any!?)?", "Algorithm!=anyURI"},
    {".TimeStampType", "",
     "TimeStampToken=.TimeStampType/TimeStampToken "
     "CryptographicInformationList=.CryptographicInformationType?",
     ""},
    {".TimeStampType/TimeStampToken", "", "mixed #any*", "Type!=NMTOKEN"},
    {".HashTreeType", "", "Sequence=.HashTreeType/Sequence+", ""},
    {".HashTreeType/Sequence", "", "DigestValue=base64Binary+", "Order!=OrderType"},
    {".Attributes", "", "Attribute=.Attributes/Attribute+", ""},
    {".Attributes/Attribute", "", "mixed #any*", "Order!=OrderType Type"},
    {".CryptographicInformationType", "",
     "CryptographicInformation=.CryptographicInformationType/CryptographicInformation+", ""},
    {".CryptographicInformationType/CryptographicInformation", "", "mixed #any*",
     "Order!=OrderType Type!=NMTOKEN"},
    {".SupportingInformationType", "",
     "SupportingInformation=.SupportingInformationType/SupportingInformation+", ""},
    {".SupportingInformationType/SupportingInformation", "", "mixed #any*", "Type!"},
};

constexpr SimpleRow ers_simples[] = {
    {"ObjectIdentifier", "oid", ""},
    {"OrderType", "positive-int", ""},
};

}  // namespace

Vocabulary evidence_record() {
    return {"ers", "urn:ietf:params:xml:ns:ers", "RFC 6283", "8", ers_types, {}, ers_simples};
}

}  // namespace exhibit::exchange::schema

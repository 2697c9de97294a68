// Elements of XML Signature and XML Encryption.
#include "exchange/schema/vocabulary.hpp"

namespace exhibit::exchange::schema {
namespace {

constexpr TypeRow ds_types[] = {
    {"Signature", "", "=.SignatureType", ""},
    {"SignatureValue", "4.2", "=.SignatureValueType", ""},
    {"SignedInfo", "4.3", "=.SignedInfoType", ""},
    {"CanonicalizationMethod", "4.3.1", "=.CanonicalizationMethodType", ""},
    {"SignatureMethod", "4.3.2", "=.SignatureMethodType", ""},
    {"Reference", "4.3.3", "=.ReferenceType", ""},
    {"Transforms", "4.3.3.4", "=.TransformsType", ""},
    {"Transform", "", "=.TransformType", ""},
    {"DigestMethod", "4.3.3.5", "=.DigestMethodType", ""},
    {"DigestValue", "4.3.3.6", "text DigestValueType", ""},
    {"KeyInfo", "4.4", "=.KeyInfoType", ""},
    {"KeyName", "4.4.1", "text string", ""},
    {"MgmtData", "4.4.7", "text string", ""},
    {"KeyValue", "4.4.2", "=.KeyValueType", ""},
    {"RetrievalMethod", "4.4.3", "=.RetrievalMethodType", ""},
    {"X509Data", "4.4.4", "=.X509DataType", ""},
    {"PGPData", "4.4.5", "=.PGPDataType", ""},
    {"SPKIData", "4.4.6", "=.SPKIDataType", ""},
    {"Object", "4.5", "=.ObjectType", ""},
    {"Manifest", "5.1", "=.ManifestType", ""},
    {"SignatureProperties", "5.2", "=.SignaturePropertiesType", ""},
    {"SignatureProperty", "", "=.SignaturePropertyType", ""},
    {"DSAKeyValue", "4.4.2.1", "=.DSAKeyValueType", ""},
    {"RSAKeyValue", "4.4.2.2", "=.RSAKeyValueType", ""},
    {".SignatureType", "", "SignedInfo SignatureValue KeyInfo? Object*", "Id=ID"},
    {".SignatureValueType", "4.2", "text base64Binary", "Id=ID"},
    {".SignedInfoType", "4.3", "CanonicalizationMethod SignatureMethod Reference+", "Id=ID"},
    {".CanonicalizationMethodType", "4.3.1", "mixed #any!*", "Algorithm!=anyURI"},
    {".SignatureMethodType", "4.3.2", "mixed HMACOutputLength=HMACOutputLengthType? #other!*",
     "Algorithm!=anyURI"},
    {".ReferenceType", "4.3.3", "Transforms? DigestMethod DigestValue",
     "Id=ID URI=anyURI Type=anyURI"},
    {".TransformsType", "4.3.3.4", "Transform+", ""},
    {".TransformType", "", "mixed (#other | XPath=string)*", "Algorithm!=anyURI"},
    {".DigestMethodType", "4.3.3.5", "mixed #other*", "Algorithm!=anyURI"},
    {".KeyInfoType", "4.4",
     "mixed (KeyName | KeyValue | RetrievalMethod | X509Data | PGPData | SPKIData | "
     "MgmtData | #other)+",
     "Id=ID"},
    {".KeyValueType", "4.4.2", "mixed (DSAKeyValue | RSAKeyValue | #other)", ""},
    {".RetrievalMethodType", "4.4.3", "Transforms?", "URI=anyURI Type=anyURI"},
    {".X509DataType", "4.4.4",
     "((X509IssuerSerial=.X509IssuerSerialType | X509SKI=base64Binary | "
     "X509SubjectName=string | X509Certificate=base64Binary | "
     "X509CRL=base64Binary | #other))+",
     ""},
    {".X509IssuerSerialType", "", "X509IssuerName=string X509SerialNumber=integer", ""},
    {".PGPDataType", "4.4.5",
     "(PGPKeyID=base64Binary PGPKeyPacket=base64Binary? #other* | "
     "PGPKeyPacket=base64Binary #other*)",
     ""},
    {".SPKIDataType", "4.4.6", "(SPKISexp=base64Binary #other?)+", ""},
    {".ObjectType", "4.5", "mixed (#any)*", "Id=ID MimeType Encoding=anyURI"},
    {".ManifestType", "5.1", "Reference+", "Id=ID"},
    {".SignaturePropertiesType", "5.2", "SignatureProperty+", "Id=ID"},
    {".SignaturePropertyType", "", "mixed (#other)+", "Target!=anyURI Id=ID"},
    {".DSAKeyValueType", "4.4.2.1",
     "(P=CryptoBinary Q=CryptoBinary)? G=CryptoBinary? Y=CryptoBinary "
     "J=CryptoBinary? (Seed=CryptoBinary PgenCounter=CryptoBinary)?",
     ""},
    {".RSAKeyValueType", "4.4.2.2", "Modulus=CryptoBinary Exponent=CryptoBinary", ""},
};

constexpr SimpleRow ds_simples[] = {
    {"CryptoBinary", "base64Binary", ""},
    {"DigestValueType", "base64Binary", ""},
    {"HMACOutputLengthType", "integer", ""},
};

constexpr TypeRow xenc_types[] = {
    {"CipherData", "", "=.CipherDataType", ""},
    {"CipherReference", "", "=.CipherReferenceType", ""},
    {"EncryptedData", "", "=.EncryptedDataType", ""},
    {"EncryptedKey", "", "=.EncryptedKeyType", ""},
    {"AgreementMethod", "", "=.AgreementMethodType", ""},
    {"ReferenceList", "", "(DataReference=.ReferenceType | KeyReference=.ReferenceType)+", ""},
    {"EncryptionProperties", "", "=.EncryptionPropertiesType", ""},
    {"EncryptionProperty", "", "=.EncryptionPropertyType", ""},
    {".EncryptedType", "",
     "EncryptionMethod=.EncryptionMethodType? ds:KeyInfo? CipherData "
     "EncryptionProperties?",
     "Id=ID Type=anyURI MimeType Encoding=anyURI"},
    {".EncryptionMethodType", "", "mixed KeySize=KeySizeType? OAEPparams=base64Binary? #other!*",
     "Algorithm!=anyURI"},
    {".CipherDataType", "", "(CipherValue=base64Binary | CipherReference)", ""},
    {".CipherReferenceType", "", "Transforms=.TransformsType?", "URI!=anyURI"},
    {".TransformsType", "", "ds:Transform+", ""},
    {".EncryptedDataType", "",
     "EncryptionMethod=.EncryptionMethodType? ds:KeyInfo? CipherData "
     "EncryptionProperties?",
     "Id=ID Type=anyURI MimeType Encoding=anyURI"},
    {".EncryptedKeyType", "",
     "EncryptionMethod=.EncryptionMethodType? ds:KeyInfo? CipherData "
     "EncryptionProperties? ReferenceList? CarriedKeyName=string?",
     "Id=ID Type=anyURI MimeType Encoding=anyURI Recipient"},
    {".AgreementMethodType", "",
     "mixed KA-Nonce=base64Binary? #other!* OriginatorKeyInfo=.ds:KeyInfoType? "
     "RecipientKeyInfo=.ds:KeyInfoType?",
     "Algorithm!=anyURI"},
    {".ReferenceType", "", "#other!*", "URI!=anyURI"},
    {".EncryptionPropertiesType", "", "EncryptionProperty+", "Id=ID"},
    {".EncryptionPropertyType", "", "mixed (#other)+", "Target=anyURI Id=ID #xml="},
};

constexpr SimpleRow xenc_simples[] = {
    {"KeySizeType", "integer", ""},
};

}  // namespace

Vocabulary xml_signature() {
    return {"ds",
            "http://www.w3.org/2000/09/xmldsig#",
            "XML Signature (RFC 3275)",
            "",
            ds_types,
            {},
            ds_simples};
}

Vocabulary xml_encryption() {
    return {"xenc",      "http://www.w3.org/2001/04/xmlenc#", "XML Encryption", "", xenc_types, {},
            xenc_simples};
}

}  // namespace exhibit::exchange::schema

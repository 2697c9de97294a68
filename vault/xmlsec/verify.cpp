#include "xmlsec/verify.hpp"

#include <span>

#include "base/text.hpp"
#include "xmlsec/document.hpp"
#include "xmlsec/engine.hpp"
#include "xmlsec/paths.hpp"
#include "xmlsec/shape.hpp"

namespace exhibit::xmlsec {
namespace {

SignatureVerdict refused(SignatureFault fault, const std::string& why) {
    SignatureVerdict verdict;
    verdict.fault = fault;
    verdict.why = "the signature does not hold: " + why;
    return verdict;
}

/// Only what shape_of() lets through; said again to the library, which then knows no other.
void limit(xmlSecDSigCtx* context) {
    context->flags |= XMLSEC_DSIG_FLAGS_STORE_SIGNEDINFO_REFERENCES;
    context->enabledReferenceUris = xmlSecTransformUriTypeEmpty;
    context->keyInfoReadCtx.flags |= XMLSEC_KEYINFO_FLAGS_DONT_STOP_ON_KEY_FOUND;
    const auto allow = [&](xmlSecTransformId id) {
        if (xmlSecDSigCtxEnableReferenceTransform(context, id) < 0)
            throw_xmlsec("limiting transforms");
    };
    allow(xmlSecTransformEnvelopedId);
    allow(xmlSecTransformExclC14NId);
    allow(xmlSecTransformXPath2Id);
    allow(xmlSecTransformSha256Id);
    allow(xmlSecTransformSha384Id);
    allow(xmlSecTransformSha512Id);
}

struct Checked {
    SignatureFault fault = SignatureFault::none;
    std::string signed_bytes;
};

/// With the key of one certificate.
Checked check_with(xmlNode* signature, ByteView certificate) {
    const Signing context = made(Signing(xmlSecDSigCtxCreate(nullptr)), "verifying a signature");
    limit(context.get());
    context->signKey = public_key(certificate).release();
    if (context->signKey == nullptr) return {SignatureFault::signature, {}};
    const int done = xmlSecDSigCtxVerify(context.get(), signature);
    static_cast<void>(complaints());
    const auto* reference = xmlSecPtrListGetSize(&context->signedInfoReferences) != 1
                                ? nullptr
                                : static_cast<xmlSecDSigReferenceCtx*>(
                                      xmlSecPtrListGetItem(&context->signedInfoReferences, 0));
    // The key did not fit the method: the library did not get as far as the reference.
    if (reference == nullptr) return {SignatureFault::signature, {}};
    if (reference->status != xmlSecDSigStatusSucceeded) return {SignatureFault::digest, {}};
    if (done < 0 || context->status != xmlSecDSigStatusSucceeded)
        return {SignatureFault::signature, {}};
    xmlSecBuffer* bytes =
        xmlSecDSigReferenceCtxGetPreDigestBuffer(static_cast<xmlSecDSigReferenceCtx*>(
            xmlSecPtrListGetItem(&context->signedInfoReferences, 0)));
    if (bytes == nullptr || xmlSecBufferGetData(bytes) == nullptr)
        return {SignatureFault::digest, {}};
    return {
        SignatureFault::none,
        {reinterpret_cast<const char*>(xmlSecBufferGetData(bytes)), xmlSecBufferGetSize(bytes)}};
}

SignatureVerdict judge_signer(SignatureVerdict verdict, const Shape& shape,
                              const SignatureTrust& trust) {
    const crypto::CertificateVerdict signer =
        crypto::judge_certificate(verdict.certificate, shape.certificates, trust.certificates,
                                  crypto::CertificateUse::sign, trust.at);
    if (signer.fault == crypto::CertificateFault::none) return verdict;
    SignatureVerdict out = refused(SignatureFault::certificate, signer.why);
    out.certificate_fault = signer.fault;
    return out;
}

SignatureVerdict judge(xmlDoc* tree, xmlNode* signature, const Shape& shape,
                       const SignatureTrust& trust) {
    if (shape.fault != SignatureFault::none) return refused(shape.fault, shape.why);
    Checked checked{SignatureFault::signature, {}};
    for (const Bytes& certificate : shape.certificates) {
        checked = check_with(signature, certificate);
        if (checked.fault != SignatureFault::none) continue;
        SignatureVerdict verdict;
        verdict.canonical = std::move(checked.signed_bytes);
        verdict.path = shape.enveloped ? "/" : readable_path(shape.target);
        verdict.certificate = certificate;
        // The library followed the path by XPath, we by ourselves: both mean the same element.
        if (!shape.enveloped && canonical(tree, shape.target) != verdict.canonical) {
            return refused(SignatureFault::reference,
                           "what it signs is not exactly " + printable(verdict.path));
        }
        return judge_signer(std::move(verdict), shape, trust);
    }
    return refused(checked.fault, checked.fault == SignatureFault::digest
                                      ? "what was signed has changed since"
                                      : "no certificate in it is of the key that signed");
}

}  // namespace

std::string_view to_string(SignatureFault fault) {
    switch (fault) {
        case SignatureFault::none: return "none";
        case SignatureFault::missing: return "missing";
        case SignatureFault::twice: return "twice";
        case SignatureFault::place: return "place";
        case SignatureFault::reference: return "reference";
        case SignatureFault::transform: return "transform";
        case SignatureFault::algorithm: return "algorithm";
        case SignatureFault::key_info: return "key-info";
        case SignatureFault::digest: return "digest";
        case SignatureFault::signature: return "signature";
        case SignatureFault::certificate: return "certificate";
    }
    return "other";
}

SignatureVerdict verify_document(std::string_view xml, const SignatureTrust& trust) {
    const Tree tree = parse_tree(xml, "a RID message");
    const auto signatures = signatures_of(tree.get());
    if (signatures.size() > signatures_max)
        return refused(SignatureFault::twice, "the document holds more than 32 of them");
    SignatureVerdict found = refused(
        SignatureFault::missing, "there is none over the document in RID/RIDPolicy/ReportSchema");
    bool seen = false;
    for (xmlNode* signature : signatures) {
        const Shape shape = shape_of(signature);
        // A broken one is told where there is no better: it may have been meant for the document.
        if (shape.fault != SignatureFault::none && !seen) {
            found = refused(shape.fault, shape.why);
        } else if (shape.enveloped) {
            if (seen) return refused(SignatureFault::twice, "two are over the whole document");
            seen = true;
            found = judge(tree.get(), signature, shape, trust);
        }
    }
    return found;
}

std::vector<SignatureVerdict> verify_parts(std::string_view xml, const SignatureTrust& trust) {
    const Tree tree = parse_tree(xml, "a RID message");
    std::vector<SignatureVerdict> out;
    const auto signatures = signatures_of(tree.get());
    if (signatures.size() > signatures_max) {
        out.push_back(refused(SignatureFault::twice, "the document holds more than 32 of them"));
        return out;
    }
    for (xmlNode* signature : signatures) {
        const Shape shape = shape_of(signature);
        if (!shape.enveloped) out.push_back(judge(tree.get(), signature, shape, trust));
    }
    return out;
}

}  // namespace exhibit::xmlsec

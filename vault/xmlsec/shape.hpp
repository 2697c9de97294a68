// The form a ds:Signature must have before libxmlsec1 sees it: everything that is not expected is
// refused, so that no transform, URI or key reference can do what we did not think of. Private to
// this folder.
#pragma once

#include <vector>

#include "xmlsec/tree.hpp"
#include "xmlsec/verify.hpp"

namespace exhibit::xmlsec {

/// The ds:Signature elements at RID/RIDPolicy/ReportSchema/Signature, in document order. A holder
/// with anything but one ds:Signature gives none.
std::vector<xmlNode*> signatures_of(xmlDoc* tree);
/// The only ReportSchema; nullptr where there is none.
xmlNode* report_schema_of(xmlDoc* tree);

struct Shape {
    SignatureFault fault = SignatureFault::none;
    std::string why;
    bool enveloped = false;
    xmlNode* target = nullptr;        ///< what a detached one signs
    std::vector<Bytes> certificates;  ///< of KeyInfo, one to signer_certificates_max
};
Shape shape_of(xmlNode* signature);

/// A RecordItem, or the DateTime of a RecordData, of either IODEF, in the XMLDocument.
bool may_be_signed(const xmlNode* node);

}  // namespace exhibit::xmlsec

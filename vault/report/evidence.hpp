// What the script of a report needs to check it: entries, tiles, checkpoint, disclosures.
#pragma once

#include <string>

#include "bundle/verify.hpp"

namespace exhibit::report {

/// Base64 of zlib-compressed JSON. `document` is the digest of what is shown. What can be computed
/// from other parts is left out: the script computes it, and a wrong guess fails the signature.
///
///   {"digest":HEX,"descriptor":T,"checkpoint":NOTE,"incident":ID,
///    "entries":[[index,payload,[[keyid,sig],...],verbatim]],
///    "tiles":[[level,number,BASE64]],"values":[[index,subject,[json,...]]]}
///
/// In a payload that is not verbatim, "~N" stands for the leaf hash of entry N, "!N" for the digest
/// of value N of its event, and the root in `seen` is "^".
std::string evidence(const bundle::Verified& verified, const std::string& document);

}  // namespace exhibit::report

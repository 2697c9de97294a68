// One form of IODEF made into another: v1 (RFC 5070), v2 (RFC 7970), JSON (RFC 8727). No vault.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace exhibit {

enum class IodefForm { v1, v2, json };

struct ConversionResult {
    IodefForm from = IodefForm::v2;
    std::string document;
    std::vector<std::string> omitted;  ///< sentences: what has no place there, or changes
};

/// `source` is what messages call the document. Error(malformed) when it is not valid (read
/// leniently) as the form it is in; Error(unsupported) for what is no IODEF report, or where no
/// valid document of the form wanted can be made of it.
ConversionResult convert_iodef(std::string_view document, const std::string& source,
                               IodefForm wanted);

}  // namespace exhibit

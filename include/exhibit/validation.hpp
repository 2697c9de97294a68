// Whether a document is an IODEF report (RFC 5070, RFC 7970) or a RID message (RFC 6545, RFC 6045),
// and where it is not. No vault is needed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace exhibit {

/// The schemas of IODEF v2 that are in use differ in places.
enum class IodefSchema {
    published,      ///< as printed in RFC 7970
    errata,         ///< with its published errata
    working_group,  ///< the copy of 2019 that the MILE working group kept
};

struct ValidationRequest {
    /// Only what a recipient must reject is an error; what just the strict reading forbids becomes
    /// a warning, and where the published schemas differ any of them will do.
    bool lenient = false;
    IodefSchema schema = IodefSchema::published;  ///< when not lenient
    std::size_t messages_max = 100;               ///< the rest is counted only
};

struct ValidationMessage {
    bool is_error = true;    ///< else a warning
    std::string code;        ///< stable: "element.order", "time.order", "xml.doctype"
    std::size_t offset = 0;  ///< in bytes
    std::size_t line = 0;    ///< from 1
    std::size_t column = 0;  ///< from 1, in characters
    std::string path;        ///< "/IODEF-Document/Incident[1]/EventData[2]/Record"
    std::string text;        ///< a sentence; what it quotes is printable
    std::string reference;   ///< "RFC 7970 section 3.14"
};

struct ValidationReport {
    std::string kind;  ///< "IODEF v2", "RID (RFC 6545)"; empty when it is none of these
    std::uint64_t bytes = 0;
    std::uint64_t elements = 0;
    std::uint64_t incidents = 0;
    std::uint64_t errors = 0;
    std::uint64_t warnings = 0;
    std::uint64_t not_shown = 0;              ///< beyond messages_max
    std::vector<ValidationMessage> messages;  ///< in the order of the document

    bool valid() const noexcept { return errors == 0; }
};

/// Reads the document once, without keeping it; what is wrong with it is a value, never an
/// exception. A document that is not well-formed has one message for that, the last.
ValidationReport validate_report(std::string_view document, const ValidationRequest& request = {});

}  // namespace exhibit

// Small reports for the tests of the validator.
#pragma once

#include <string>
#include <string_view>

#include "exhibit/validation.hpp"

namespace exhibit::exchange {

/// A whole v2 report with this in its one EventData.
inline std::string report_v2(std::string_view event_data, std::string_view after = "") {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
           "<IODEF-Document version=\"2.00\" xmlns=\"urn:ietf:params:xml:ns:iodef-2.0\" "
           "xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\" "
           "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
           "xsi:schemaLocation=\"urn:ietf:params:xml:ns:iodef-2.0 iodef-2.0.xsd\">\n"
           "<Incident purpose=\"reporting\"><IncidentID name=\"csirt.example.org\">1</IncidentID>"
           "<GenerationTime>2026-01-02T03:04:05Z</GenerationTime>"
           "<Contact role=\"irt\" type=\"person\"><ContactName>X</ContactName></Contact>\n"
           "<EventData>" +
           std::string(event_data) + "</EventData>" + std::string(after) +
           "</Incident></IODEF-Document>\n";
}

/// The same in v1.
inline std::string report_v1(std::string_view event_data) {
    return "<?xml version=\"1.0\"?>\n"
           "<IODEF-Document version=\"1.00\" lang=\"en\" "
           "xmlns=\"urn:ietf:params:xml:ns:iodef-1.0\" "
           "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
           "xsi:schemaLocation=\"urn:ietf:params:xml:ns:iodef-1.0 iodef-1.0.xsd\">\n"
           "<Incident purpose=\"reporting\"><IncidentID name=\"csirt.example.org\">1</IncidentID>"
           "<ReportTime>2026-01-02T03:04:05Z</ReportTime>"
           "<Assessment><Impact/></Assessment>"
           "<Contact role=\"irt\" type=\"person\"><ContactName>X</ContactName></Contact>\n"
           "<EventData>" +
           std::string(event_data) + "</EventData></Incident></IODEF-Document>\n";
}

/// The codes of all messages, warnings with a "?", parted by blanks.
inline std::string codes_of(const std::string& document, const ValidationRequest& request = {}) {
    std::string codes;
    for (const ValidationMessage& message : validate_report(document, request).messages)
        codes += (codes.empty() ? "" : " ") + message.code + (message.is_error ? "" : "?");
    return codes;
}

inline ValidationRequest leniently() {
    ValidationRequest request;
    request.lenient = true;
    return request;
}

}  // namespace exhibit::exchange

// What a received report, or an IDMEF message of alerts, states that a vault can answer: incidents,
// item ids, locators, digests; and a count of its parts. Nothing of it is believed.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "exhibit/iodef.hpp"

namespace exhibit::exchange {

struct Statement {
    std::size_t line = 0;
    std::string kind;       ///< incident, item, locator, digest
    std::string text;       ///< trimmed
    std::string issuer;     ///< of an incident: IncidentID@name
    std::string algorithm;  ///< of a digest, as written
    /// Of a digest: item ids and locators of the same record, or the locator it is stated for.
    std::vector<std::string> about;
    /// A digest of a file that an enclosed alert speaks of, not of what the record names.
    bool apart = false;
};

struct ReportStatements {
    bool idmef = false;  ///< the document is an IDMEF message, which has no version of IODEF
    IodefVersion version = IodefVersion::v2;
    std::vector<Statement> statements;
    std::size_t incidents = 0;
    std::size_t events = 0;
    std::size_t records = 0;  ///< RecordData
    std::size_t signatures = 0;
    std::size_t frauds = 0;    ///< fraud records (RFC 5941)
    std::size_t phishing = 0;  ///< PhraudReport (RFC 5901)
    std::size_t alerts = 0;    ///< IDMEF Alert
};

/// Error(malformed) for what is no strict XML, has no IODEF-Document in it and is no
/// IDMEF-Message, or states more than
/// 100,000 things.
ReportStatements read_statements(std::string_view document, const std::string& source);

}  // namespace exhibit::exchange

// Where things are in somebody else's report: the byte offsets of incidents, event data and
// records, so that text can be put in and every other byte stays. IODEF v1 and v2, also inside
// another document (RID). Names count with their namespaces.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "exhibit/iodef.hpp"

namespace exhibit::exchange {

/// A child element of an Incident, EventData or Record. The offsets are those of xml::Element.
struct MappedElement {
    std::string_view name;  ///< local name; empty for one that is not IODEF of this version
    std::size_t start_at = 0;
    std::size_t start_end = 0;
    std::size_t end_at = 0;
    std::size_t end_end = 0;
    bool self_closing = false;
};

/// A report may have very many of these.
struct MappedEvent {
    const MappedEvent* parent = nullptr;  ///< the EventData it is in
    std::size_t number = 0;               ///< in its incident, in the order of the document, from 1
    std::size_t line = 0;
    MappedElement self;
    std::vector<MappedElement> children;
    std::vector<MappedElement> records;  ///< its Record; more than one is an error of the document
    std::vector<MappedElement> record_data;
    std::string description;  ///< the first
    bool fraud = false;       ///< holds a fraud record (RFC 5941)
};

struct MappedIncident {
    std::size_t number = 0;  ///< from 1
    IodefVersion version = IodefVersion::v2;
    MappedElement self;
    std::vector<MappedElement> around;  ///< the root first; of these the start tags only
    std::vector<MappedElement> children;
    std::deque<MappedEvent> events;  ///< nested ones too
    /// IncidentID first, then those of AlternativeID: `name` and trimmed text.
    std::vector<std::pair<std::string, std::string>> ids;
};

/// What one ds:Reference of a signature points at, and how it is read.
struct MappedReference {
    std::string uri;
    bool has_uri = false;
    bool selects = false;  ///< an XPath or XSLT transform decides what of it is signed
};

struct MappedSignature {
    std::size_t start_at = 0;
    std::vector<MappedReference> references;
};

/// Of a document that must outlive it. Can be moved, not copied.
struct ReportMap {
    ReportMap() = default;
    ReportMap(ReportMap&&) = default;
    ReportMap& operator=(ReportMap&&) = default;

    std::deque<MappedIncident> incidents;
    std::vector<MappedSignature> signatures;
    /// Values of xs:ID, and of all attributes that may be one. Views into the document or
    /// `decoded`.
    std::set<std::string_view> ids;
    /// Elements with an id that a reference can name.
    struct Named {
        std::string_view id;
        bool observable = false;  ///< by observable-id
        std::size_t start_at = 0;
        std::size_t end_end = 0;
    };
    std::deque<Named> named;
    std::deque<std::string> decoded;  ///< ids that had to be
    std::string root;                 ///< "{namespace}name" of the document element
    std::string newline;  ///< the first line end of the document; "\n" when there is none
};

/// Error(malformed) for what is no strict XML; `source` is what messages call the document.
ReportMap map_report(std::string_view document, const std::string& source);

}  // namespace exhibit::exchange

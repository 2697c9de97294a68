// Incident documents for other teams (IODEF v1, RFC 5070, and v2, RFC 7970): plain values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace exhibit {

enum class IodefVersion { v1, v2 };
/// What of a document is written: all of it, or the part that stands in somebody else's.
enum class IodefSection { document, event_data, record, record_data };
/// JSON is RFC 8727: whole documents of v2.
enum class IodefEncoding { xml, json };

/// Lines of an item's content that hold a text, to be quoted.
struct ExcerptRequest {
    std::string item;
    std::string text;  ///< as it stands there, not a pattern
};

struct EmitRequest {
    std::string incident;
    std::vector<std::string> items;  ///< empty: all of the incident
    IodefVersion version = IodefVersion::v2;
    IodefSection section = IodefSection::document;
    std::string csirt_name;  ///< IncidentID@name: the CSIRT's domain name
    std::string csirt_email;
    std::string recipients;
    std::string purpose;
    std::string language = "en";
    /// Quotes content: takes a content grant, and an item.access event each.
    std::vector<ExcerptRequest> excerpts;
    /// Items whose document (SCAP results, alerts) is put in whole: the same grant and event.
    std::vector<std::string> enclosed;
    /// Items, e-mails, that are reported as phishing (RFC 5901): the same grant and event.
    std::vector<std::string> phishing;
    std::vector<std::string> withhold;  ///< names of private values that are left out
    bool proofs = true;                 ///< signed events, receipts and time-stamps too
    IodefEncoding encoding = IodefEncoding::xml;
};
struct EmitResult {
    std::string document;
    std::string sha256;
    std::vector<std::string> omitted;  ///< sentences: what was left out and why
};

/// Evidence into somebody else's document, whose own bytes all stay as they are.
struct IodefAttachRequest {
    EmitRequest evidence;  ///< `version` is the document's; `section` says into what
    std::string report;    ///< the document, whole
    std::string source;    ///< what messages call it
    /// Which Incident of the document, from 1; 0: the one that is named as `evidence.incident` of
    /// `evidence.csirt_name`, or has that as its AlternativeID.
    std::size_t report_incident = 0;
    std::size_t event_data = 0;  ///< which EventData of it, from 1; 0: the only one that fits
    bool force = false;          ///< although a signature in the document is broken by it
};
struct IodefAttachResult {
    EmitResult result;  ///< `document` is the whole new document
    IodefVersion version = IodefVersion::v2;
    std::string report_sha256;  ///< of the document as it was
    std::uint64_t offset = 0;   ///< of the inserted bytes
    std::uint64_t length = 0;   ///< how many
    std::uint64_t line = 0;     ///< in which line they begin, from 1
    std::string place;          ///< "after the last EventData of Incident 1 (csirt.example.com 7)"
    std::vector<std::string> signatures;  ///< sentences: those it breaks, or may break
};

/// One thing a received report says that a vault can answer.
struct IodefStatement {
    std::size_t line = 0;   ///< in the document, from 1
    std::string kind;       ///< incident, item, locator, digest
    std::string text;       ///< as the report has it, blanks around it left out
    std::string algorithm;  ///< of a digest: sha256, sha1, md5; else the report's own name of it
    std::string dialect;    ///< of a digest: base64, hex, base64-of-0x-hex, base64-of-hex, unknown
    /// held, elsewhere (another incident than the report's), destroyed, unknown, mismatch,
    /// foreign (of another vault), unreadable, not-kept (an algorithm no vault keeps)
    std::string verdict;
    std::string item;  ///< or incident, that was found
    std::string note;  ///< a sentence, when there is more to say
};
struct IodefCheckResult {
    std::string form = "iodef";  ///< or "idmef": alerts (RFC 4765), that have no `version`
    IodefVersion version = IodefVersion::v2;
    std::string sha256;  ///< of the report
    std::vector<IodefStatement> statements;
    std::uint64_t incidents = 0;       ///< parts of the report: Incident,
    std::uint64_t events = 0;          ///< EventData,
    std::uint64_t records = 0;         ///< RecordData,
    std::uint64_t signatures = 0;      ///< ds:Signature; whether they hold is not tested
    std::uint64_t frauds = 0;          ///< fraud records (RFC 5941): it is a fraud report
    std::uint64_t phishing = 0;        ///< PhraudReport (RFC 5901)
    std::uint64_t alerts = 0;          ///< of IDMEF, also where a report encloses them
    std::uint64_t withheld_items = 0;  ///< of which this handler cannot read the digests
    /// No mismatch, nothing of this vault that it does not know, nothing unreadable.
    bool ok() const;
};

}  // namespace exhibit

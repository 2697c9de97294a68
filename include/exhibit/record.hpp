// The record of an incident for other tools: CASE and DFXML.
#pragma once

#include <string>
#include <vector>

namespace exhibit {

enum class RecordFormat {
    case_jsonld,  ///< CASE/UCO 1.4.0, JSON-LD
    dfxml,        ///< Digital Forensics XML 1.1.1: files and their digests, no custody
};

struct RecordRequest {
    std::string incident;
    std::vector<std::string> items;  ///< empty: all of the incident
    RecordFormat format = RecordFormat::case_jsonld;
    std::string recipients;
    std::string purpose;
};

struct RecordResult {
    std::string document;
    std::string sha256;
    std::vector<std::string> omitted;  ///< sentences: what was left out or shown escaped, and why
};

}  // namespace exhibit

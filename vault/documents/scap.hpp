// Results of security scans (SCAP): XCCDF 1.1 and 1.2, OVAL 5, ARF 1.1.
#pragma once

#include <string_view>

#include "base/bytes.hpp"
#include "documents/facts.hpp"

namespace exhibit::documents {

inline constexpr std::string_view xccdf_form = "xccdf-results";
inline constexpr std::string_view oval_form = "oval-results";
inline constexpr std::string_view arf_form = "arf";

inline constexpr std::string_view xccdf_1_1_uri = "http://checklists.nist.gov/xccdf/1.1";
inline constexpr std::string_view xccdf_1_2_uri = "http://checklists.nist.gov/xccdf/1.2";
inline constexpr std::string_view oval_results_uri =
    "http://oval.mitre.org/XMLSchema/oval-results-5";
inline constexpr std::string_view arf_uri =
    "http://scap.nist.gov/schema/asset-reporting-format/1.1";

/// A TestResult, or a Benchmark: whether that has results shows when it is read.
bool looks_like_xccdf(ByteView head);
bool looks_like_oval(ByteView head);
bool looks_like_arf(ByteView head);

/// README.md has the facts. Error(malformed) when it is not strict XML, or holds no result.
void read_xccdf(std::string_view document, Facts& facts);
void read_oval(std::string_view document, Facts& facts);
void read_arf(std::string_view document, Facts& facts);

/// "CVE-2026-12345", "CWE-79", "CCE-27002-5", and CPE names as URI or formatted string.
bool is_cve(std::string_view text);
bool is_cwe(std::string_view text);
bool is_cce(std::string_view text);
bool is_cpe(std::string_view text);

}  // namespace exhibit::documents

// The history of things as a CASE/UCO 1.4.0 document tells it: actions and what they were done to.
// Nothing of it is believed, and nothing is guessed: what does not hold together is told.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "exhibit/case_import.hpp"

namespace exhibit::exchange {

/// A thing that actions were done to.
struct CaseSubject {
    std::string id;                     ///< as written
    std::string iri;                    ///< absolute
    std::vector<std::string> exhibits;  ///< exhibit numbers of its provenance records
    std::string sha256;                 ///< hexadecimal, lower case; "" where there is none
    std::string sha1;
    std::string md5;
    std::vector<ImportedStep> steps;  ///< in the order of wasInformedBy, then of time
    std::string problem;              ///< a sentence: why its history cannot be taken; else ""
};

/// Error(malformed) for what is no JSON-LD of this kind; Error(unsupported) when no action in it
/// is about a thing.
std::vector<CaseSubject> read_case(std::string_view document, const std::string& source);

}  // namespace exhibit::exchange

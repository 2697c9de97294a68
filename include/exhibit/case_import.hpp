// Custody recorded by other systems, read from CASE/UCO 1.4.0 (JSON-LD): plain values.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "exhibit/types.hpp"

namespace exhibit {

/// One action of another system's record about an item. All of it is that system's word.
struct ImportedStep {
    std::string id;         ///< the action's @id
    std::string name;       ///< uco-core:name: "seizure", "custody transfer"
    std::string performer;  ///< who did it, by name
    std::string party;      ///< others who took part, by name
    std::string place;
    std::string tool;
    std::string description;
    std::string began;  ///< as written there
    std::string ended;
};

struct CaseImportRequest {
    std::string document;  ///< the JSON-LD, whole
    std::string source;    ///< what messages call it
    std::string incident;
    /// Item of this vault for an exhibit number or @id of the document; what has no entry here is
    /// matched by digest.
    std::vector<std::pair<std::string, std::string>> items;
};
struct CaseImportItem {
    std::string item;     ///< of this vault
    std::string subject;  ///< its @id there
    std::string matched;  ///< "sha256", "md5", "told"
    std::uint64_t event = 0;
    std::vector<ImportedStep> steps;
};
struct CaseImportResult {
    std::string sha256;  ///< of the document
    std::vector<CaseImportItem> items;
    std::vector<std::string> unmatched;  ///< sentences: what of the document found no item
};

}  // namespace exhibit

// The private value "steps" of an `item.attach`: history of an item as another system recorded it,
// FORMAT.md 6.4. All of it is the word of the document that is attached.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "encode/json.hpp"
#include "exhibit/case_import.hpp"

namespace exhibit::custody {

inline constexpr std::size_t imported_steps_max = 256;

/// Whether the value has the members of FORMAT.md 6.4 and no others, each of its form.
bool is_imported(const encode::Json& value);

struct Imported {
    std::string source;   ///< name of the document
    std::string subject;  ///< @id of the item there
    std::string matched;  ///< sha256, sha1, md5, told
    std::vector<ImportedStep> steps;
};
encode::Json to_json(const Imported& imported);
/// REQUIRES: is_imported(value).
Imported imported_from(const encode::Json& value);

/// "imported: custody transfer by A; with B; at C; ...; by the word of history.jsonld"
std::string sentence_of(const ImportedStep& step, const std::string& source);

}  // namespace exhibit::custody

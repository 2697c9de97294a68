// A paper log of custody, typed into a table: what its lines say is judged by the rules of a
// ledger.
//
// The columns are those of policy/README.md. Nothing is signed, so that nothing is proved: what a
// ledger would have refused is told as a warning, and every finding is marked as imported.
#pragma once

#include <string>
#include <vector>

#include "encode/csv.hpp"
#include "exhibit/vault.hpp"

namespace exhibit::custody {

/// `name` is what findings call the form. The digest is left to the caller. Error(malformed) when
/// the first record does not name the columns item and action.
PaperAudit judge_paper(const std::vector<encode::CsvRecord>& records, const std::string& name);

}  // namespace exhibit::custody

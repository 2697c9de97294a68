// The facts of a document, collected within bounds.
#pragma once

#include <string>
#include <string_view>

#include "exhibit/types.hpp"

namespace exhibit::documents {

inline constexpr std::size_t facts_max = 256;
inline constexpr std::size_t fact_bytes_max = 1000;

/// `value` trimmed, and cut between characters when longer than fact_bytes_max ("…" at the end says
/// so). What stands in many facts is cut before it is put into each.
std::string fact_text(std::string_view value);

/// Collects facts in order, as fact_text() has their values; empty ones are no facts. After
/// facts_max the rest is counted.
class Facts {
public:
    explicit Facts(std::string_view form) { summary_.form = form; }

    void add(std::string_view name, std::string_view value);
    /// The same, when the document has not said exactly this before.
    void add_once(std::string_view name, std::string_view value);
    DocumentSummary take() { return std::move(summary_); }

private:
    DocumentSummary summary_;
};

/// The first fact of that name; empty when there is none.
std::string_view fact(const DocumentSummary& summary, std::string_view name);

}  // namespace exhibit::documents

// Documents of known forms that are kept as items: what each says of itself, FORMAT.md 6.3.
//
// They are other people's words: read to the end or refused, and never taken for more than that.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "documents/facts.hpp"

namespace exhibit::documents {

/// Longer documents are kept like any file, and not summarised.
inline constexpr std::size_t document_bytes_max = std::size_t{64} << 20U;

/// The form ("xccdf-results", ...) that the first bytes of a file look like; nullopt for none.
std::optional<std::string_view> form_of(ByteView head);

/// Of all forms, in the order they are tried.
std::vector<std::string_view> form_names();

/// Reads a document that looked like `form`. One that is not well-formed, or does not say what its
/// form requires, has a `problem` and no facts.
DocumentSummary summarise(std::string_view form, std::string_view document);

}  // namespace exhibit::documents

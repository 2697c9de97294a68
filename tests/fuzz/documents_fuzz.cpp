// Documents of known forms: the first bytes and the whole, by every form. Facts stay within their
// bounds and are UTF-8, for whatever is read goes into the ledger's private values.
#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "base/check.hpp"
#include "base/text.hpp"
#include "documents/summary.hpp"

namespace {

void check(const exhibit::DocumentSummary& summary) {
    using exhibit::documents::fact_bytes_max;
    CHECK(summary.facts.size() <= exhibit::documents::facts_max);
    CHECK(summary.problem.empty() || summary.facts.empty());
    CHECK(exhibit::valid_utf8(summary.problem));
    for (const exhibit::DocumentFact& one : summary.facts) {
        CHECK(!one.name.empty() && !one.value.empty());
        CHECK(one.value.size() <= fact_bytes_max);
        CHECK(exhibit::valid_utf8(one.value));
        CHECK(exhibit::valid_utf8(one.name));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view document(reinterpret_cast<const char*>(bytes), size);
    constexpr std::size_t head_bytes = 4096;
    (void)exhibit::documents::form_of(
        exhibit::as_bytes(document.substr(0, std::min(size, head_bytes))));
    for (const std::string_view form : exhibit::documents::form_names())
        check(exhibit::documents::summarise(form, document));
    return 0;
}

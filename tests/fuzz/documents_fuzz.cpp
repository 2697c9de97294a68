// Documents of known forms: each reader takes or refuses any bytes, and what it tells is within
// bounds.
#include <cstdint>
#include <string>

#include "base/check.hpp"
#include "documents/summary.hpp"

namespace {

using namespace exhibit;

void check_summary(const DocumentSummary& summary) {
    CHECK(summary.facts.size() <= documents::facts_max);
    CHECK(summary.left_out == 0 || summary.facts.size() == documents::facts_max);
    CHECK(summary.problem.empty() || summary.facts.empty());
    for (const DocumentFact& one : summary.facts) {
        CHECK(!one.name.empty());
        CHECK(!one.value.empty());
        CHECK(one.value.size() <= documents::fact_bytes_max);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string document(reinterpret_cast<const char*>(bytes), size);
    const auto looks = documents::form_of(as_bytes(document));
    bool known = !looks.has_value();
    for (const std::string_view form : documents::form_names()) {
        known = known || form == *looks;
        const DocumentSummary summary = documents::summarise(form, document);
        CHECK(summary.form == form);
        check_summary(summary);
    }
    CHECK(known);
    return 0;
}

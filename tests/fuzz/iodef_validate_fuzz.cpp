// The validator: no document makes it throw or break a bound, and the strict reading accepts
// nothing that the lenient one refuses.
#include <cstdint>
#include <string_view>

#include "base/check.hpp"
#include "exhibit/validation.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view document(reinterpret_cast<const char*>(bytes), size);
    exhibit::ValidationRequest request;
    request.messages_max = 20;
    const auto strict = exhibit::validate_report(document, request);
    request.lenient = true;
    const auto lenient = exhibit::validate_report(document, request);
    CHECK(lenient.valid() || !strict.valid());
    for (const auto* report : {&strict, &lenient}) {
        CHECK(report->messages.size() <= request.messages_max);
        CHECK(report->messages.size() + report->not_shown == report->errors + report->warnings);
        for (const auto& message : report->messages) CHECK(message.offset <= size);
    }
    return 0;
}

// An acquisition log: never an exception, and nothing is inferred from what is not recognised.
#include <cstdint>

#include "base/check.hpp"
#include "intake/acquisition_check.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using exhibit::intake::AcquisitionLog;
    using exhibit::intake::IngestedFacts;
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);
    const AcquisitionLog log = exhibit::intake::parse_acquisition_log(text);
    if (log.format == "unrecognized") {
        CHECK(log.digests.empty() && log.bad_ranges.empty() && log.verdict.empty());
        CHECK(!log.complete && !log.tells_ranges && !log.size);
    }
    for (const exhibit::ByteRange& range : log.bad_ranges) {
        CHECK(range.length > 0 && range.offset + range.length > range.offset);
    }
    IngestedFacts facts;
    facts.kind = "image";
    CHECK(exhibit::intake::check_against_log(log, facts).size() >= log.digests.size());
    return 0;
}

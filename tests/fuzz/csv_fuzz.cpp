// A filled form: what is no CSV is refused with a place inside it, and whatever the lines say, they
// are judged to the end.
#include <cstdint>

#include "base/check.hpp"
#include "custody/paper.hpp"
#include "exhibit/error.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);
    try {
        const auto records = exhibit::encode::parse_csv(text, "input");
        for (const auto& record : records)
            CHECK(record.fields.size() == records.front().fields.size());
        for (const exhibit::Finding& finding :
             exhibit::custody::judge_paper(records, "input").findings)
            CHECK(finding.text.starts_with("Imported: ") && !finding.event);
    } catch (const exhibit::FormatError& error) {
        CHECK(error.offset() <= size);
    } catch (const exhibit::Error& error) {
        CHECK(error.kind() == exhibit::ErrorKind::malformed);
    }
    return 0;
}

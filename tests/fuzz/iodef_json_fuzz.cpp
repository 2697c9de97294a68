// JSON of others: read, taken for JSON IODEF, made into XML. What XML comes out is well-formed, and
// has a line of the JSON for each of its own.
#include <algorithm>
#include <cstdint>
#include <string_view>

#include "base/check.hpp"
#include "exchange/iodef_json.hpp"
#include "exchange/xml_tree.hpp"
#include "exhibit/validation.hpp"
#include "try_out.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view document(reinterpret_cast<const char*>(bytes), size);
    exhibit::fuzz::try_out([&] {
        const exhibit::exchange::JsonValue value = exhibit::exchange::read_json(document);
        const std::string again = exhibit::exchange::write_json(value);
        CHECK(exhibit::exchange::write_json(exhibit::exchange::read_json(again)) == again);
    });
    exhibit::fuzz::try_out([&] {
        const exhibit::exchange::XmlOfJson xml = exhibit::exchange::xml_of_json(document);
        const auto lines = std::count(xml.xml.begin(), xml.xml.end(), '\n');
        CHECK(static_cast<std::size_t>(lines) < xml.lines.size());
        for (const auto& line : xml.lines) CHECK(line.at <= size);
        pugi::xml_document tree;
        bool well_formed = true;
        try {
            exhibit::exchange::load_strictly(tree, xml.xml, "the XML");
        } catch (const exhibit::Error&) {
            well_formed = false;
        }
        CHECK(well_formed || !xml.faults.empty());
    });
    const auto report = exhibit::validate_report(document, {.lenient = true});
    CHECK(report.messages.size() + report.not_shown == report.errors + report.warnings);
    return 0;
}

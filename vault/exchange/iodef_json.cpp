// What callers of JSON IODEF want of the reader.
#include "exchange/iodef_json.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "exhibit/error.hpp"

namespace exhibit::exchange {

const XmlOfJson::Line& XmlOfJson::line(std::size_t number) const {
    return lines[std::min(number == 0 ? 0 : number - 1, lines.size() - 1)];
}

XmlOfJson read_xml_of_json(std::string_view json, const std::string& source) {
    try {
        return xml_of_json(json);
    } catch (const JsonError& error) {
        const TextPlace place = TextLines(json).at(error.offset());
        throw Error(ErrorKind::malformed, "reading the report " + source + ": line " +
                                              std::to_string(place.line) + ", column " +
                                              std::to_string(place.column) + ": " + error.what());
    }
}

XmlOfJson require_xml_of_json(std::string_view json, const std::string& source) {
    XmlOfJson out = read_xml_of_json(json, source);
    const auto first = std::ranges::find(out.faults, false, &JsonFault::warning);
    if (first == out.faults.end() && out.more_errors > 0)
        throw Error(ErrorKind::malformed, "reading the report " + source +
                                              ": it has very many faults; exhibit iodef validate "
                                              "tells the first of them");
    if (first != out.faults.end())
        throw Error(ErrorKind::malformed,
                    "reading the report " + source + ": at " +
                        (first->pointer.empty() ? "the root" : printable(first->pointer)) + ": " +
                        first->text + " exhibit iodef validate tells all of it");
    return out;
}

}  // namespace exhibit::exchange

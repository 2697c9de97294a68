// JSON IODEF (RFC 8727): written from the XML tree of a v2 document and read into the text of one,
// both by the table of json_classes.hpp.
//
// What is read becomes XML text in which each element starts a line of its own, so that everything
// that looks into reports (map, statements, validator) works on it, and a line leads back to the
// value it came from.
#pragma once

#include <pugixml.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "exchange/json_text.hpp"

namespace exhibit::exchange {

/// formatid of the AdditionalData of a System that holds the Address elements of its Node: JSON
/// takes DomainData or Address there, XML both.
inline constexpr std::string_view node_address_format =
    "urn:exhibit:iodef-evidence-1.0#node-address";

struct JsonIodef {
    std::string text;
    std::vector<std::string> omitted;  ///< sentences
};

/// `document` holds an IODEF-Document of v2; what of it JSON has no place for is told.
JsonIodef json_of_iodef(const pugi::xml_document& document);

/// Something of the JSON that RFC 8727 does not allow.
struct JsonFault {
    std::string code;  ///< "json.type", "json.unknown", "json.missing", "json.value"
    std::size_t at = 0;
    std::string pointer;  ///< RFC 6901
    std::string text;     ///< a sentence
    std::string section;  ///< of RFC 7970, of the class
    bool warning = false;
};

struct XmlOfJson {
    std::string xml;
    struct Line {
        std::string pointer;
        std::size_t at = 0;  ///< in the JSON
    };
    std::vector<Line> lines;  ///< of each line of `xml`, the value that the element in it is from
    std::vector<JsonFault> faults;  ///< in the order they were found; what they name is left out
    std::size_t more_errors = 0;    ///< faults after the first 1,000
    std::size_t more_warnings = 0;
    std::vector<std::string> omitted;

    const Line& line(std::size_t number) const;  ///< from 1; the last one for numbers beyond
};

/// Throws JsonError for what is no JSON; every other fault is a value.
XmlOfJson xml_of_json(std::string_view json);

/// As above, with an Error(malformed) that says where in `source` it is no JSON.
XmlOfJson read_xml_of_json(std::string_view json, const std::string& source);
/// As above; the first fault is an Error(malformed) too. For callers that need all of it.
XmlOfJson require_xml_of_json(std::string_view json, const std::string& source);

/// Addresses that stand beside a name in a Node: into AdditionalData of the System, and back.
void move_node_addresses_out(pugi::xml_node document);
void move_node_addresses_back(pugi::xml_node document);

}  // namespace exhibit::exchange

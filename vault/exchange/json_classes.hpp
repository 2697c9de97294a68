// The classes of JSON IODEF (RFC 8727, section 6) beside those of IODEF v2 in XML: one table that
// both directions follow, so that they cannot drift.
//
// A row's members are parted by blanks and stand in the order of the XML schema:
//
//     "@name"          an attribute; "@lang=xml:lang" has another name in XML
//     "#id"            the text of the element itself
//     "Name"           an element whose class is a row of that name
//     "Name:Class"     of another row, or of a Form below: "Description:ml"
//     "Name=ns:Other"  called otherwise in XML
//     "Name/Wrapper"   in XML inside one Wrapper, which JSON does not have (section 3.2)
//
// and end with "!" (there must be one), "?", "*" (an array) or "+" (an array that must be there).
// "|value" after "!" is what the XML schema takes for granted where the attribute is left out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace exhibit::exchange {

enum class Form {
    object,   ///< of the class `type`
    text,     ///< string
    integer,  ///< number, digits only
    real,     ///< number
    ml,       ///< MLStringType: a string, or an object with value, lang, translation-id
    content,  ///< string: text, or with dtype "xml" markup
    method,   ///< string: base64 of the URI in the attribute Algorithm
    markup,   ///< string: base64 of the element itself
    inside,   ///< string: base64 of what is inside the element
    x509,     ///< string: base64 of a certificate in DER, else of the element
    impact,   ///< object with one member, named as the element
    uid_ref,  ///< string: the attribute uid-ref of an ObservableReference
};

struct ClassMember {
    enum class Place { attribute, text, element };
    Place place = Place::element;
    Form form = Form::object;
    std::string json;
    std::string xml;      ///< with the prefix of its namespace
    std::string type;     ///< row, of an object
    std::string wrapper;  ///< empty: none
    std::string preset;   ///< of an attribute
    bool required = false;
    bool list = false;
};

struct JsonClass {
    std::string name;
    std::string section;  ///< of RFC 7970
    std::vector<ClassMember> members;

    const ClassMember* member(std::string_view json) const;
};

/// The row; there is one for each name that the table itself uses.
const JsonClass& json_class(std::string_view name);

/// The namespaces that the table's prefixes stand for; elements without one are IODEF v2.
std::string_view namespace_of_prefix(std::string_view prefix);

}  // namespace exhibit::exchange

// The tables of elements, as the validator knows them: one Vocabulary for each namespace.
//
// A TypeRow is a class. Its name is that of an element of the namespace, or, with a leading dot, of
// a type that elements share. Its content is written like a DTD:
//
//     "A B? C* D+ (E | F)+"    elements of the same namespace, in this order; "ds:A" is of another
//     "A=integer"              an element whose content is a simple type; "A=.T" a row named ".T"
//     "#any*" "#other*"        any element, any of another namespace: checked where it is known
//     "#any!*"                 the same, and it must be known
//     "mixed ..."              with text between the elements
//     "text dateTime"          text only, of a simple type
//     "=.T"                    as the row ".T"
//
// Its attributes are parted by blanks: name, "!" when required, "=type" when not plain text,
// "==value" when only this value may stand. "#any" and "#xml" stand for all, and for all of the
// namespace of XML.
//
// A SimpleRow restricts a datatype to values, parted by "|" (none: as the base), or gives it a
// name.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace exhibit::exchange::schema {

// The published schemas of IODEF v2 differ; a row may hold in some of them only.
constexpr std::uint8_t rfc = 1;      ///< as printed in RFC 7970
constexpr std::uint8_t errata = 2;   ///< with its errata
constexpr std::uint8_t milewg = 4;   ///< the working group's copy of 2019
constexpr std::uint8_t lenient = 8;  ///< whatever one of the three takes
constexpr std::uint8_t all_variants = rfc | errata | milewg | lenient;

struct TypeRow {
    std::string_view name;
    std::string_view section;  ///< of the RFC that describes the class; empty: that of the schema
    std::string_view content;
    std::string_view attributes;
    std::uint8_t variants = all_variants;
};

struct SimpleRow {
    std::string_view name;
    std::string_view base;
    std::string_view values;
    std::uint8_t variants = all_variants;
};

struct Vocabulary {
    std::string_view prefix;  ///< in the tables
    std::string_view uri;
    std::string_view source;   ///< "RFC 7970"
    std::string_view section;  ///< of its schema
    std::span<const TypeRow> types;
    std::span<const TypeRow> more_types;
    std::span<const SimpleRow> simples;
};

Vocabulary iodef_v1();
Vocabulary iodef_v2();
Vocabulary rid_v1();
Vocabulary rid_v2();
Vocabulary sci();
Vocabulary phish();
Vocabulary fraud();
Vocabulary enum_reference();
Vocabulary evidence_record();
Vocabulary xml_signature();
Vocabulary xml_encryption();

// The rows of IODEF v2, which are many.
std::span<const TypeRow> iodef_v2_classes();
std::span<const TypeRow> iodef_v2_more_classes();
std::span<const SimpleRow> iodef_v2_values();

}  // namespace exhibit::exchange::schema

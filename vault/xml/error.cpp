#include "xml/error.hpp"

#include <array>
#include <utility>

namespace exhibit::xml {
namespace {

constexpr std::array<std::string_view, 26> names = {
    "encoding",
    "utf8",
    "character",
    "too_large",
    "too_deep",
    "too_many_attributes",
    "name_too_long",
    "too_many_namespaces",
    "declaration",
    "doctype",
    "no_root",
    "second_root",
    "text_outside_root",
    "unclosed",
    "bad_markup",
    "bad_name",
    "bad_tag",
    "bad_value",
    "duplicate_attribute",
    "wrong_end_tag",
    "unbound_prefix",
    "namespace_declaration",
    "reference",
    "cdata_end_in_text",
    "comment",
    "instruction",
};

std::string sentence(std::size_t offset, Position position, const std::string& found,
                     const std::string& expected) {
    return "the XML document cannot be read past line " + std::to_string(position.line) +
           ", column " + std::to_string(position.column) + " (byte " + std::to_string(offset) +
           "): found " + found + ", expected " + expected;
}

}  // namespace

std::string_view to_string(Fault fault) noexcept {
    return names[static_cast<std::size_t>(fault)];
}

XmlError::XmlError(Fault fault, std::size_t offset, Position position, std::string found,
                   std::string expected)
    : Error(ErrorKind::malformed, sentence(offset, position, found, expected)),
      fault_(fault),
      offset_(offset),
      position_(position),
      found_(std::move(found)),
      expected_(std::move(expected)) {}

}  // namespace exhibit::xml

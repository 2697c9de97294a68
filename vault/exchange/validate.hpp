// The structural validator of IODEF and RID, over the reader and the tables of exchange/schema.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <unordered_set>

#include "exchange/validation_rules.hpp"
#include "exchange/validation_state.hpp"

namespace exhibit::exchange {

class Validator {
public:
    Validator(xml::Reader& reader, const ValidationRequest& request);

    /// XmlError from the reader goes through; stopped() then gives the report so far.
    ValidationReport run();
    ValidationReport stopped(const xml::XmlError& error);

private:
    ValidationReport finished();
    void start();
    void end();
    void text();

    schema::NamespaceIndex space_of(std::string_view uri);
    schema::ElementRule root(schema::NamespaceIndex space);
    schema::ElementRule child(Frame& around, schema::NamespaceIndex space, std::uint32_t& ordinal);
    bool fits(const schema::Step& step, const schema::Type& type,
              schema::NamespaceIndex space) const;
    schema::ElementRule take(Frame& around, std::size_t index, schema::NamespaceIndex space,
                             std::uint32_t& ordinal);
    schema::ElementRule misplaced(Frame& around, schema::NamespaceIndex space,
                                  std::uint32_t& ordinal);
    std::string expected(const Frame& around) const;
    void check_value(const schema::Type& type, std::string_view value);

    // validate_attributes.cpp
    void attributes(const schema::Type& type);
    void attribute(const schema::Type& type, const xml::Attribute& attribute);
    void xml_attributes();
    void instance_attribute(const xml::Attribute& attribute);
    void attribute_value(const schema::AttributeRule& rule, const xml::Attribute& attribute);
    void extensions(const schema::Type& type);
    void identifier(std::string_view value, std::size_t at);
    static bool has_value(const schema::SimpleType& simple, std::string_view value);
    static std::string listed(const schema::SimpleType& simple);

    ValidationState state_;
    TextRules rules_;
    std::string_view last_uri_;
    schema::NamespaceIndex last_space_ = schema::foreign;
    std::unordered_set<std::string_view> identifiers_;
    std::deque<std::string> decoded_identifiers_;
    std::vector<const xml::Attribute*> given_;  ///< by rule of the type, for the tag at hand
    std::string buffer_;
};

}  // namespace exhibit::exchange

#include "exchange/schema/grammar.hpp"

#include <gtest/gtest.h>

namespace exhibit::exchange::schema {
namespace {

constexpr std::string_view v2 = "urn:ietf:params:xml:ns:iodef-2.0";

const Type& type_of(const Grammar& grammar, std::string_view uri, std::string_view name) {
    return *grammar.find(grammar.find_namespace(uri), name)->type;
}

bool has_value(const Type& type, std::string_view attribute, std::string_view value) {
    const auto& values = type.attribute("", attribute)->type->values;
    return std::find(values.begin(), values.end(), value) != values.end();
}

TEST(IodefGrammar, is_deterministic_in_every_variant) {
    // What may follow never holds one name twice, or an element beside a wildcard that takes it.
    for (const std::uint8_t variant : {rfc, errata, milewg, lenient}) {
        std::size_t types = 0;
        for (const Type& type : Grammar::of(variant).types()) {
            ++types;
            for (const auto& follow : type.follow) {
                std::vector<std::pair<NamespaceIndex, std::string_view>> names;
                for (const std::uint16_t index : follow)
                    names.emplace_back(type.steps[index].space, type.steps[index].particle.local);
                std::sort(names.begin(), names.end());
                EXPECT_EQ(std::adjacent_find(names.begin(), names.end()), names.end())
                    << type.name << " in variant " << int{variant};
            }
        }
        EXPECT_GT(types, 250U);
    }
}

TEST(IodefGrammar, differs_where_the_schemas_do) {
    const auto& published = Grammar::of(rfc);
    const auto& later = Grammar::of(milewg);
    const auto& all = Grammar::of(lenient);
    EXPECT_EQ(type_of(published, v2, "Confidence").content, Type::Content::empty);
    EXPECT_EQ(type_of(later, v2, "Confidence").content, Type::Content::text);
    EXPECT_EQ(type_of(all, v2, "Confidence").content, Type::Content::mixed);
    EXPECT_FALSE(has_value(type_of(published, v2, "Expectation"), "action", "training"));
    EXPECT_TRUE(has_value(type_of(Grammar::of(errata), v2, "Expectation"), "action", "training"));
    EXPECT_TRUE(has_value(type_of(published, v2, "Contact"), "role", "vendor-services"));
    EXPECT_FALSE(has_value(type_of(later, v2, "Contact"), "role", "vendor-services"));
    for (const char* role : {"vendor-services", "vendor-support"})
        EXPECT_TRUE(has_value(type_of(all, v2, "Contact"), "role", role));
    EXPECT_NE(published.find(published.find_namespace(v2), "Value"), nullptr);
    EXPECT_EQ(published.find(published.find_namespace(v2), "KeyValue"), nullptr);
    EXPECT_NE(all.find(all.find_namespace(v2), "KeyValue"), nullptr);
}

TEST(IodefGrammar, knows_which_attribute_extends_which) {
    const Type& contact = type_of(Grammar::of(rfc), v2, "Contact");
    const AttributeRule* extension = contact.attribute("", "ext-role");
    ASSERT_NE(extension, nullptr);
    EXPECT_EQ(contact.attributes[static_cast<std::size_t>(extension->extends)].local, "role");
    EXPECT_EQ(contact.attribute("", "purpose"), nullptr);
    EXPECT_TRUE(contact.attribute("", "role")->required);
}

TEST(IodefGrammar, says_where_classes_are_described) {
    const auto& grammar = Grammar::of(rfc);
    EXPECT_EQ(grammar.find(grammar.find_namespace(v2), "RecordData")->section, "3.22.1");
    EXPECT_EQ(grammar.find_namespace("urn:other"), foreign);
}

}  // namespace
}  // namespace exhibit::exchange::schema

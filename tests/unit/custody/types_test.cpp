#include "custody/types.hpp"

#include <gtest/gtest.h>

namespace exhibit::custody {
namespace {

TEST(EventType, words_are_those_of_the_format) {
    EXPECT_EQ(to_string(EventType::vault_genesis), "vault.genesis");
    EXPECT_EQ(to_string(EventType::item_ingest), "item.ingest");
    EXPECT_EQ(to_string(EventType::custody_accept), "custody.accept");
    EXPECT_EQ(to_string(EventType::exchange_emit), "exchange.emit");
    EXPECT_EQ(to_string(EventType::anchor_token), "anchor.token");
    EXPECT_EQ(to_string(EventType::privacy_shred), "privacy.shred");
    for (int i = 0; i < 12; ++i) {
        const auto type = static_cast<EventType>(i);
        EXPECT_EQ(parse_event_type(to_string(type)), type);
    }
    EXPECT_EQ(parse_event_type("item.dispose"), std::nullopt);
    EXPECT_EQ(parse_event_type(""), std::nullopt);
}

TEST(Words, are_parsed_as_they_are_written) {
    EXPECT_EQ(parse_role("recovery"), Role::recovery);
    EXPECT_EQ(parse_read("content"), Read::content);
    EXPECT_EQ(parse_restriction("default"), Restriction::standard);
    EXPECT_EQ(parse_restriction("public"), Restriction::open);
    EXPECT_EQ(parse_restriction("private"), Restriction::closed);
    EXPECT_EQ(parse_access_action("export"), AccessAction::export_copy);
    EXPECT_EQ(parse_access_result("failed"), AccessResult::failed);
    EXPECT_EQ(parse_check_result("not-checked"), CheckResult::not_checked);
    EXPECT_EQ(parse_document_format("iodef-v1"), DocumentFormat::iodef_v1);
    EXPECT_EQ(parse_document_format("iodef-v2-json"), DocumentFormat::iodef_v2_json);
    EXPECT_EQ(parse_document_section("event-data"), DocumentSection::event_data);
    EXPECT_EQ(parse_role("Admin"), std::nullopt);
    EXPECT_EQ(parse_read("none"), std::nullopt);
}

TEST(Scope, has_one_spelling) {
    for (const std::string_view text :
         {"stream", "blocks", "range:0+0", "range:512+1024", "log:1", "log:16"}) {
        ASSERT_TRUE(parse_scope(text)) << text;
        EXPECT_EQ(to_string(*parse_scope(text)), text);
    }
    for (const std::string_view text :
         {"", "Stream", "range:", "range:1", "range:01+2", "range:1+2+3", "log:", "log:0", "log:17",
          "log:01", "range:9223372036854775807+1"}) {
        EXPECT_FALSE(parse_scope(text)) << text;
    }
}

TEST(Kind, is_a_short_word) {
    for (const std::string_view kind : {"image", "memory", "file", "stream", "tree", "disk-2"}) {
        EXPECT_TRUE(valid_kind(kind)) << kind;
    }
    for (const std::string_view kind : {"", "Image", "a b", "ä"}) EXPECT_FALSE(valid_kind(kind));
    EXPECT_TRUE(valid_kind(std::string(32, 'a')));
    EXPECT_FALSE(valid_kind(std::string(33, 'a')));
}

}  // namespace
}  // namespace exhibit::custody

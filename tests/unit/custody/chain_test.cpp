#include "custody/chain.hpp"

#include <gtest/gtest.h>

#include "exhibit/error.hpp"
#include "support/ledger_builder.hpp"

namespace exhibit::custody {
namespace {

using test::LedgerBuilder;

/// anna collects a laptop, offers it twice, and boris takes it over the second time.
struct Story {
    LedgerBuilder ledger;
    ItemId laptop;

    Story() : laptop(begin(ledger)) {
        ledger.refuse("boris", ledger.offer("anna", {laptop}, "boris", "storage"), "no room");
        ledger.cancel("anna", ledger.offer("anna", {laptop}, "boris", "storage"));
        ledger.accept("boris", ledger.offer("anna", {laptop}, "boris"));
    }
    static ItemId begin(LedgerBuilder& ledger) {
        ledger.enrol("anna", "boris");
        ledger.open_incident("anna", "INC-1");
        return ledger.register_item("anna", "INC-1");
    }
    std::vector<CustodyRow> rows() {
        return chain_of_custody(ledger.state(), laptop, ledger.values());
    }
};

TEST(Chain, has_one_row_for_each_event_in_order) {
    Story story;
    std::vector<std::string> what;
    for (const CustodyRow& row : story.rows()) what.push_back(row.what);
    EXPECT_EQ(what, (std::vector<std::string>{"collected", "offered", "refused", "offered",
                                              "offer cancelled", "offered", "taken over"}));
}

TEST(Chain, collection_says_where_and_in_what_condition) {
    Story story;
    const CustodyRow row = story.rows()[0];
    EXPECT_EQ(row.event, 3U);
    EXPECT_EQ(row.event_hash, story.ledger.entries()[3].leaf.hex());
    EXPECT_EQ(row.actor, LedgerBuilder::id("anna").hex());
    EXPECT_EQ(row.place, "Room 3.14");
    EXPECT_EQ(row.seal, "A-1001");
    EXPECT_EQ(row.condition, "switched off");
    EXPECT_EQ(row.note, "Grey laptop, lid scratched");
    EXPECT_EQ(row.recorded.seconds, test::builder_start.seconds + 4 * 60);
    EXPECT_EQ(row.recorded.zone_minutes, 60);
    EXPECT_TRUE(row.from.empty());
}

TEST(Chain, hand_over_names_both_parties_in_each_row) {
    Story story;
    const auto rows = story.rows();
    for (std::size_t i = 1; i < rows.size(); ++i) {
        EXPECT_EQ(rows[i].from, LedgerBuilder::id("anna").hex()) << i;
        EXPECT_EQ(rows[i].to, LedgerBuilder::id("boris").hex()) << i;
    }
    EXPECT_EQ(rows[1].purpose, "storage");
    EXPECT_EQ(rows[1].note, "travels: by hand");
    EXPECT_EQ(rows[2].note, "no room");
    EXPECT_EQ(rows[6].purpose, "examination in the laboratory");
    EXPECT_EQ(rows[6].place, "Laboratory");
    EXPECT_EQ(rows[6].note, "content not read again");
}

TEST(Chain, digital_item_says_what_was_read) {
    Story story;
    const ItemIngest body{story.laptop.incident(), "image", {}, {}, 512, 1, story.laptop};
    const ItemId image = story.ledger.ingest("anna", body, test::ingest_values());
    story.ledger.access("anna", image, {}, {{"purpose", "yearly check"}});
    story.ledger.access(
        "anna", image,
        {AccessAction::export_copy, AccessResult::failed, {Scope::What::range, 0, 4096}},
        {{"destination", "court"}});
    story.ledger.emit("anna", "INC-1", {image});
    const auto rows = chain_of_custody(story.ledger.state(), image, story.ledger.values());
    ASSERT_EQ(rows.size(), 4U);
    EXPECT_EQ(rows[0].what, "ingested");
    EXPECT_EQ(rows[0].note,
              "Grey laptop, lid scratched; acquired from item INC-1/1; 512 bytes in 1 range could "
              "not be read from the source");
    EXPECT_EQ(rows[1].what, "verified");
    EXPECT_EQ(rows[1].purpose, "yearly check");
    EXPECT_EQ(rows[1].note, "scope: stream");
    EXPECT_EQ(rows[2].what, "export failed");
    EXPECT_EQ(rows[2].note, "scope: range:0+4096; to court");
    EXPECT_EQ(rows[3].what, "reported");
    EXPECT_EQ(rows[3].note, "iodef-v2, document");
}

TEST(Chain, mounted_item_says_what_was_read) {
    Story story;
    const ItemIngest body{story.laptop.incident(), "image", {}, {}, 0, 0, {}};
    const ItemId image = story.ledger.ingest("anna", body, test::ingest_values());
    const Scope ranges{Scope::What::ranges, 0, 0};
    const auto mounted = [&](AccessAction action, const PrivateValues& values) {
        story.ledger.access("anna", image, {action, AccessResult::ok, ranges}, values);
    };
    const encode::Json first(encode::Json::Array{0, 4096});
    const encode::Json second(encode::Json::Array{8192, 512});
    mounted(AccessAction::mount, {{"purpose", "timeline"}, {"destination", "/mnt"}});
    mounted(AccessAction::unmount, {{"ranges", encode::Json::Array{first, second}}});
    mounted(AccessAction::unmount, {{"files", 3}});
    mounted(AccessAction::unmount, {});
    const auto rows = chain_of_custody(story.ledger.state(), image, story.ledger.values());
    ASSERT_EQ(rows.size(), 5U);
    EXPECT_EQ(rows[1].what, "opened for reading");
    EXPECT_EQ(rows[1].purpose, "timeline");
    EXPECT_EQ(rows[1].note, "to /mnt");
    EXPECT_EQ(rows[2].what, "reading ended");
    EXPECT_EQ(rows[2].note, "4,608 bytes read, in 2 ranges");
    EXPECT_EQ(rows[3].note, "3 files read");
    EXPECT_EQ(rows[4].note, "what was read is withheld");
}

TEST(Chain, withheld_columns_are_empty) {
    Story story;
    const PrivateLookup nothing = [](std::uint64_t, std::string_view) { return nullptr; };
    const auto rows = chain_of_custody(story.ledger.state(), story.laptop, nothing);
    ASSERT_EQ(rows.size(), 7U);
    EXPECT_EQ(rows[0].place, "");
    EXPECT_EQ(rows[1].purpose, "");
    EXPECT_EQ(rows[1].to, LedgerBuilder::id("boris").hex());
}

TEST(Chain, event_that_is_not_valid_has_no_row) {
    Story story;
    const CustodyOffer body{{story.ledger.clock().now().seconds + 86400},
                            LedgerBuilder::id("boris")};
    ASSERT_FALSE(
        story.ledger.append(story.ledger.draft("anna", body, {story.laptop}), "anna").empty());
    EXPECT_EQ(story.rows().size(), 7U);
}

TEST(Chain, unknown_item_is_not_found) {
    Story story;
    try {
        chain_of_custody(story.ledger.state(), ItemId(story.laptop.incident(), 9),
                         story.ledger.values());
        FAIL() << "was found";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::not_found);
    }
}

}  // namespace
}  // namespace exhibit::custody

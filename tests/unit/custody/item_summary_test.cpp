#include "custody/item_summary.hpp"

#include "life_scene.hpp"

namespace exhibit::custody {
namespace {

class ItemSummaries : public LifeScene {
protected:
    ItemSummary of(const ItemId& item) {
        return summarize_item(ledger.state(), item, ledger.values(), rules());
    }
    static bool says(const std::vector<std::string>& sentences, std::string_view words) {
        for (const std::string& one : sentences)
            if (one.find(words) != std::string::npos) return true;
        return false;
    }
};

TEST_F(ItemSummaries, parts_what_is_proved_from_what_is_said) {
    const ItemId item = image();
    const ItemSummary summary = of(item);
    EXPECT_EQ(summary.item, item.text());
    EXPECT_TRUE(says(summary.proved, "2 events about it"));
    EXPECT_TRUE(says(summary.proved, "It was never handed over: it is in the custody of Anna"));
    EXPECT_TRUE(says(summary.proved, "its SHA-256 is"));
    EXPECT_TRUE(says(summary.proved, "somebody other than the holder attests"));
    EXPECT_TRUE(says(summary.claimed, "Anna Example signed in event"));
    EXPECT_TRUE(says(summary.claimed, "digest of the source when it was acquired"));
    EXPECT_TRUE(says(summary.claimed, "at Room 3.14 from R. Doe"));
    EXPECT_FALSE(says(summary.claimed, "what the clocks"));
}

TEST_F(ItemSummaries, says_whose_word_content_before_ingest_rests_on) {
    const ItemSummary summary = of(image(without(image_values(), {"expected"})));
    EXPECT_TRUE(says(summary.claimed, "rests on the word of Anna Example alone"));
}

TEST_F(ItemSummaries, times_nobody_attests_are_claims) {
    const ItemId item = thing();
    RecordRules asked = rules();
    asked.attested_size = 0;
    const ItemSummary summary = summarize_item(ledger.state(), item, ledger.values(), asked);
    EXPECT_TRUE(says(summary.claimed, "The times of 2 events are what the clocks"));
    EXPECT_FALSE(says(summary.proved, "attests"));
}

TEST_F(ItemSummaries, hand_overs_and_disposals_are_counted) {
    const ItemId item = thing();
    hand_over(item);
    EXPECT_TRUE(says(of(item).proved, "1 hand-over, each signed by both parties"));
    EXPECT_TRUE(says(of(item).proved, "custody of Boris Example"));
}

}  // namespace
}  // namespace exhibit::custody

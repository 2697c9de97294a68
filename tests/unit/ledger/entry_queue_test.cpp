#include "ledger/entry_queue.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "exhibit/error.hpp"
#include "support/ledger_builder.hpp"

namespace exhibit::ledger {
namespace {

using test::LedgerBuilder;

/// Genesis and then many looks at one item by Anna; the last by Boris.
LedgerBuilder& builder() {
    static LedgerBuilder made = [] {
        LedgerBuilder ledger("anna");
        ledger.enrol("anna", "boris");
        ledger.open_incident("anna", "INC-1");
        const custody::ItemId item = ledger.register_item("anna", "INC-1");
        for (int i = 0; i < 300; ++i) ledger.access("anna", item);
        return ledger;
    }();
    return made;
}

std::vector<OpenedEntry> opened(std::size_t from, std::size_t to) {
    std::vector<OpenedEntry> out;
    for (std::size_t i = from; i < to; ++i) {
        const Entry& entry = builder().entries()[i];
        out.push_back({entry.index, entry.leaf, {}, entry, {}});
    }
    return out;
}

void feed_all(EntryQueue& queue, std::size_t width) {
    const std::size_t size = builder().entries().size();
    for (std::size_t i = 0; i < size; i += width) queue.feed(opened(i, std::min(i + width, size)));
    queue.finish();
}

TEST(EntryQueue, hands_over_every_entry_in_order_whoever_verified_it) {
    for (const std::size_t width : {std::size_t{1}, std::size_t{2}, std::size_t{64}}) {
        std::vector<std::uint64_t> order;
        EntryQueue queue([&](OpenedEntry&& one) { order.push_back(one.index.value); });
        queue.keys().add(LedgerBuilder::person("anna").sign_key());
        feed_all(queue, width);
        ASSERT_EQ(order.size(), builder().entries().size());
        EXPECT_TRUE(std::ranges::is_sorted(order));
    }
}

// More than may wait at once, in batches that are too much each: nobody waits for ever.
TEST(EntryQueue, takes_entries_as_long_as_they_may_be) {
    std::size_t taken = 0;
    EntryQueue queue([&](OpenedEntry&&) { ++taken; });
    for (int batch = 0; batch < 3; ++batch) {
        std::vector<OpenedEntry> entries = opened(1, 301);
        for (OpenedEntry& one : entries) one.entry->text.assign(entry_bytes_max, ' ');
        queue.feed(std::move(entries));
    }
    queue.finish();
    EXPECT_EQ(taken, 900U);
}

TEST(EntryQueue, says_of_a_signature_that_it_is_good_only_when_it_is) {
    std::vector<OpenedEntry> taken;
    EntryQueue queue([&](OpenedEntry&& one) { taken.push_back(std::move(one)); });
    queue.keys().add(LedgerBuilder::person("anna").sign_key());
    for (std::size_t i = 0; i < builder().entries().size(); ++i) {
        std::vector<OpenedEntry> one = opened(i, i + 1);
        if (i % 2 == 1) one.front().entry->envelope.payload += ' ';
        queue.feed(std::move(one));
    }
    queue.finish();
    for (const OpenedEntry& one : taken) {
        if (one.index.value % 2 == 1) {
            EXPECT_TRUE(one.good.empty()) << one.index.value;
        }
        for (const Hash& id : one.good) EXPECT_EQ(id, LedgerBuilder::id("anna"));
    }
}

TEST(EntryQueue, believes_what_was_checked_before_and_nothing_else) {
    const CheckedSignatures checked{{TreeSize{100}, {}}, {7}, {}};
    std::vector<std::uint64_t> believed;
    EntryQueue queue(
        [&](OpenedEntry&& one) {
            if (!one.good.empty()) believed.push_back(one.index.value);
        },
        checked);
    feed_all(queue, 16);  // of nobody the key is known
    ASSERT_EQ(believed.size(), 99U);
    EXPECT_FALSE(std::ranges::binary_search(believed, 7U));
    EXPECT_EQ(believed.back(), 99U);
}

TEST(EntryQueue, gives_the_failure_of_the_taker_to_the_one_who_feeds) {
    EntryQueue queue([](OpenedEntry&& one) {
        if (one.index.value == 5) throw Error(ErrorKind::io, "the sixth");
    });
    EXPECT_THROW(feed_all(queue, 1), Error);
}

TEST(EntryQueue, that_is_left_in_the_middle_drops_the_rest) {
    EntryQueue queue([](OpenedEntry&&) {});
    queue.feed(opened(0, 50));
}

}  // namespace
}  // namespace exhibit::ledger

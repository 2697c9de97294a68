// Every byte of every ledger object is flipped, one at a time. A reader must notice, or give
// exactly what the whole ledger gives: never an event more, less or other.
//
// What a reader may pass over, and why:
//  - ledger/checkpoint, always: it is a hint, commits are followed without it.
//  - a commit or a staged object before the newest, when the hint is there and its content is in
//    full tiles: only a walk from the beginning (verify) reads those again.
#include <gtest/gtest.h>

#include "exhibit/error.hpp"
#include "fixture.hpp"
#include "ledger/object_names.hpp"

namespace exhibit::ledger {
namespace {

/// Everything a reader can say of a ledger.
struct View {
    SignedCheckpoint newest;
    std::vector<std::string> texts;
    std::vector<Hash> roots;
    bool operator==(const View&) const = default;
};

View view_of(store::ObjectStore& store) {
    LedgerReader reader = test::reader_of(store);
    View view;
    view.newest = reader.newest();
    const TreeSize size = view.newest.checkpoint.size;
    reader.visit_texts(LeafIndex{0}, size, [&view](LeafIndex, std::string&& text) {
        view.texts.push_back(std::move(text));
    });
    for (std::uint64_t at = 0; at <= size.value; at += 64) {
        view.roots.push_back(reader.root_at(TreeSize{at}));
    }
    return view;
}

enum class Outcome { noticed, harmless, wrong };

Outcome outcome_of(store::ObjectStore& store, const View& whole, const std::string& name) {
    try {
        return view_of(store) == whole ? Outcome::harmless : Outcome::wrong;
    } catch (const Error& error) {
        const std::string text = error.what();
        // A message names an object of the ledger or one of its entries.
        const bool names =
            text.find("ledger/") != std::string::npos || text.find("entry ") != std::string::npos;
        EXPECT_TRUE(names) << name << ": " << text;
        return Outcome::noticed;
    }
}

std::unique_ptr<store::ObjectStore> ledger_of(std::uint64_t size, std::uint64_t width) {
    auto store = store::memory_store();
    test::fill(*store, size, width);
    return store;
}

/// Flips one bit in each `step`-th byte of the object and returns the worst that happened.
struct Damage {
    std::size_t noticed = 0;
    std::size_t harmless = 0;
    std::size_t wrong = 0;
};

Damage damage(store::ObjectStore& store, const std::string& name, std::size_t step) {
    const View whole = view_of(store);
    const Bytes good = store.get(name).value();
    Damage counts;
    for (std::size_t i = 0; i < good.size(); i += step) {
        Bytes changed = good;
        changed[i] ^= std::byte{0x04};
        store.replace(name, changed);
        const Outcome outcome = outcome_of(store, whole, name);
        counts.noticed += outcome == Outcome::noticed;
        counts.harmless += outcome == Outcome::harmless;
        counts.wrong += outcome == Outcome::wrong;
    }
    store.replace(name, good);
    return counts;
}

TEST(ReaderDamage, every_byte_of_a_small_ledger_is_noticed_without_the_hint) {
    const auto store = ledger_of(3, 1);
    store->remove("ledger/checkpoint");
    for (const std::string& name : store->list("ledger/")) {
        const Damage counts = damage(*store, name, 1);
        EXPECT_EQ(counts.wrong, 0U) << name;
        EXPECT_EQ(counts.harmless, 0U) << name;
    }
}

TEST(ReaderDamage, every_byte_of_a_small_ledger_is_noticed_or_harmless_with_the_hint) {
    const auto store = ledger_of(3, 1);
    for (const std::string& name : store->list("ledger/")) {
        const Damage counts = damage(*store, name, 1);
        EXPECT_EQ(counts.wrong, 0U) << name;
        if (name == "ledger/checkpoint") {
            EXPECT_EQ(counts.noticed, 0U);
        }
        const bool old_commit =
            name == commit_name(TreeSize{0}) || name == commit_name(TreeSize{1});
        if (old_commit) {
            EXPECT_EQ(counts.noticed, 0U) << name;
        }
        if (name.starts_with("ledger/staged/")) {
            EXPECT_EQ(counts.harmless, 0U) << name;
        }
    }
}

TEST(ReaderDamage, tiles_are_noticed) {
    const auto store = ledger_of(260, 130);
    for (const std::string& name : store->list("ledger/tile/")) {
        const Damage counts = damage(*store, name, 509);
        EXPECT_EQ(counts.wrong, 0U) << name;
        EXPECT_EQ(counts.harmless, 0U) << name;
        EXPECT_GT(counts.noticed, 10U) << name;
    }
}

TEST(ReaderDamage, a_missing_object_is_noticed_or_made_up_for) {
    const auto store = ledger_of(260, 130);
    const View whole = view_of(*store);
    for (const std::string& name : store->list("ledger/")) {
        const Bytes good = store->get(name).value();
        store->remove(name);
        const Outcome outcome = outcome_of(*store, whole, name);
        store->replace(name, good);
        const bool derived = name.starts_with("ledger/tile/") || name == "ledger/checkpoint";
        if (derived) {
            EXPECT_EQ(outcome, Outcome::harmless) << name;
        }
        // Losing the newest commit is a rollback: only who remembers can tell.
        if (name != commit_name(TreeSize{130})) {
            EXPECT_NE(outcome, Outcome::wrong) << name;
        }
    }
}

TEST(ReaderDamage, a_shortened_or_swapped_object_is_noticed) {
    const auto store = ledger_of(260, 130);
    store->remove("ledger/checkpoint");
    const View whole = view_of(*store);
    std::vector<std::string> names = store->list("ledger/");
    // The content of the first staged object is in full tiles.
    std::erase_if(names, [](const auto& name) { return name.starts_with("ledger/staged/130-"); });
    ASSERT_EQ(names.size(), 5U);
    for (std::size_t i = 0; i < names.size(); ++i) {
        const Bytes good = store->get(names[i]).value();
        const Bytes other = store->get(names[(i + 1) % names.size()]).value();
        for (const Bytes& content : {Bytes{}, Bytes(good.begin(), good.end() - 1), other}) {
            store->replace(names[i], content);
            EXPECT_EQ(outcome_of(*store, whole, names[i]), Outcome::noticed) << names[i];
        }
        store->replace(names[i], good);
    }
}

}  // namespace
}  // namespace exhibit::ledger

// One suite for every ObjectStore: what vault/store/object_store.hpp promises, and nothing that
// only one of them does. A new store joins by a line in `stores`.

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <latch>
#include <memory>
#include <ostream>
#include <string>
#include <thread>
#include <vector>

#include "exhibit/error.hpp"
#include "store/object_store.hpp"
#include "support/fault_store.hpp"
#include "support/seeded_random.hpp"
#include "support/temp_folder.hpp"

namespace exhibit::store {
namespace {

using test::seeded_bytes;

struct StoreKind {
    std::string name;
    /// Makes an empty store; `folder` is a path that does not exist yet.
    std::function<std::unique_ptr<ObjectStore>(const std::string& folder)> make;
};

/// Without it GoogleTest shows the bytes of the struct, addresses and all.
void PrintTo(const StoreKind& kind, std::ostream* out) {
    *out << kind.name;
}

/// A fault store that never fails must be as good as what it wraps.
class WrappedStore final : public ObjectStore {
public:
    Put put_new(const std::string& name, ByteView bytes) override {
        return outer_.put_new(name, bytes);
    }
    std::optional<Bytes> get(const std::string& name) override { return outer_.get(name); }
    std::optional<Bytes> get(const std::string& name, Range range) override {
        return outer_.get(name, range);
    }
    std::optional<std::uint64_t> size(const std::string& name) override {
        return outer_.size(name);
    }
    std::vector<std::string> list(const std::string& prefix) override {
        return outer_.list(prefix);
    }
    void replace(const std::string& name, ByteView bytes) override { outer_.replace(name, bytes); }
    void mend(const std::string& name, ByteView bytes) override { outer_.mend(name, bytes); }
    bool remove(const std::string& name) override { return outer_.remove(name); }
    std::unique_ptr<Occupation> occupy(const std::string& object, Occupy how) override {
        return outer_.occupy(object, how);
    }
    std::string description() const override { return outer_.description(); }

private:
    std::unique_ptr<ObjectStore> inner_ = memory_store();
    test::FaultStore outer_{*inner_};
};

const std::vector<StoreKind> stores = {
    {"posix", [](const std::string& folder) { return create_posix_store(folder); }},
    {"memory", [](const std::string&) { return memory_store(); }},
    {"fault", [](const std::string&) { return std::make_unique<WrappedStore>(); }},
};

class ObjectStoreSuite : public testing::TestWithParam<StoreKind> {
protected:
    ObjectStore& store() { return *store_; }
    Put put(const std::string& name, std::string_view text) {
        return store_->put_new(name, as_bytes(text));
    }
    std::optional<std::string> text(const std::string& name) {
        const auto bytes = store_->get(name);
        if (!bytes) return std::nullopt;
        return to_string(*bytes);
    }
    /// The kind of error that `call` throws; fails the test when it throws none.
    template <typename Call>
    static std::string kind_thrown(Call call) {
        try {
            call();
        } catch (const Error& error) {
            return std::string(to_string(error.kind()));
        }
        return "nothing thrown";
    }

private:
    test::TempFolder folder_;
    std::unique_ptr<ObjectStore> store_ = GetParam().make(folder_ / "store");
};

INSTANTIATE_TEST_SUITE_P(Stores, ObjectStoreSuite, testing::ValuesIn(stores),
                         [](const auto& kind) { return kind.param.name; });

TEST_P(ObjectStoreSuite, returns_what_was_put) {
    EXPECT_EQ(put("ledger/entries/000001", "first"), Put::created);
    EXPECT_EQ(text("ledger/entries/000001"), "first");
    EXPECT_EQ(store().size("ledger/entries/000001"), 5u);
}

TEST_P(ObjectStoreSuite, keeps_every_byte_value) {
    Bytes all;
    for (int value = 0; value < 256; ++value) all.push_back(static_cast<std::byte>(value));
    store().put_new("all", all);
    EXPECT_EQ(store().get("all"), all);
}

TEST_P(ObjectStoreSuite, put_of_a_taken_name_changes_nothing) {
    put("a/b", "first");
    EXPECT_EQ(put("a/b", "second"), Put::exists);
    EXPECT_EQ(text("a/b"), "first");
}

TEST_P(ObjectStoreSuite, put_of_the_same_bytes_says_exists) {
    put("a/b", "first");
    EXPECT_EQ(put("a/b", "first"), Put::exists);
}

TEST_P(ObjectStoreSuite, keeps_an_empty_object) {
    EXPECT_EQ(store().put_new("empty", {}), Put::created);
    EXPECT_EQ(store().get("empty"), Bytes());
    EXPECT_EQ(store().size("empty"), 0u);
    EXPECT_EQ(store().get("empty", {0, 0}), Bytes());
    EXPECT_EQ(store().put_new("empty", as_bytes("more")), Put::exists);
}

TEST_P(ObjectStoreSuite, keeps_an_object_of_40_mebibytes) {
    const std::size_t size = std::size_t{40} << 20;
    const Bytes big = seeded_bytes(40, size);
    ASSERT_EQ(store().put_new("packs/00/big", big), Put::created);
    EXPECT_TRUE(store().get("packs/00/big") == big);
    EXPECT_EQ(store().size("packs/00/big"), size);
    const Bytes tail(big.end() - 100, big.end());
    EXPECT_EQ(store().get("packs/00/big", {size - 100, 100}), tail);
}

TEST_P(ObjectStoreSuite, absent_objects_are_values_and_not_errors) {
    put("here/object", "x");
    for (const char* name : {"absent", "here/absent", "here", "nowhere/deep/absent"}) {
        EXPECT_EQ(store().get(name), std::nullopt) << name;
        EXPECT_EQ(store().get(name, {0, 1}), std::nullopt) << name;
        EXPECT_EQ(store().size(name), std::nullopt) << name;
        EXPECT_FALSE(store().remove(name)) << name;
    }
    EXPECT_EQ(text("here/object"), "x");
}

TEST_P(ObjectStoreSuite, nothing_is_found_below_an_object) {
    put("object", "x");
    EXPECT_EQ(store().get("object/below"), std::nullopt);
    EXPECT_EQ(store().size("object/below"), std::nullopt);
    EXPECT_FALSE(store().remove("object/below"));
    EXPECT_EQ(store().list("object/"), std::vector<std::string>());
}

TEST_P(ObjectStoreSuite, range_inside_an_object) {
    put("object", "0123456789");
    EXPECT_EQ(store().get("object", {0, 1}), to_bytes("0"));
    EXPECT_EQ(store().get("object", {3, 4}), to_bytes("3456"));
    EXPECT_EQ(store().get("object", {0, 10}), to_bytes("0123456789"));
}

TEST_P(ObjectStoreSuite, range_that_ends_with_the_object) {
    put("object", "0123456789");
    EXPECT_EQ(store().get("object", {9, 1}), to_bytes("9"));
    EXPECT_EQ(store().get("object", {10, 0}), Bytes());
}

TEST_P(ObjectStoreSuite, range_past_the_end_is_corrupt_and_names_the_object) {
    put("folder/object", "0123456789");
    const std::uint64_t huge = ~std::uint64_t{0};
    const std::vector<Range> ranges = {{0, 11}, {9, 2}, {10, 1}, {11, 0}, {huge, 1}, {1, huge}};
    for (const Range range : ranges) {
        try {
            store().get("folder/object", range);
            ADD_FAILURE() << range.offset << "+" << range.length << " was read";
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::corrupt);
            EXPECT_NE(std::string(error.what()).find("folder/object"), std::string::npos)
                << error.what();
        }
    }
}

TEST_P(ObjectStoreSuite, refuses_an_object_above_the_limit_before_reading_it) {
    // A view of a length that no memory backs: the store must look at the length alone.
    const std::byte one{};
    const ByteView huge(&one, object_bytes_max + 1);
    EXPECT_EQ(kind_thrown([&] { store().put_new("huge", huge); }), "usage");
    EXPECT_EQ(kind_thrown([&] { store().replace("huge", huge); }), "usage");
    EXPECT_EQ(store().list(""), std::vector<std::string>());
}

TEST_P(ObjectStoreSuite, lists_by_byte_order_whatever_the_folders) {
    for (const char* name : {"b", "a/c", "a/b/c", "a-b/c", "a.b", "a0", "a/b0"}) put(name, "x");
    const std::vector<std::string> all = {"a-b/c", "a.b", "a/b/c", "a/b0", "a/c", "a0", "b"};
    EXPECT_EQ(store().list(""), all);
    EXPECT_EQ(store().list("a/"), (std::vector<std::string>{"a/b/c", "a/b0", "a/c"}));
    EXPECT_EQ(store().list("a/b/"), (std::vector<std::string>{"a/b/c"}));
}

TEST_P(ObjectStoreSuite, lists_nothing_in_an_empty_store_or_an_absent_folder) {
    EXPECT_EQ(store().list(""), std::vector<std::string>());
    EXPECT_EQ(store().list("absent/"), std::vector<std::string>());
    EXPECT_EQ(store().list("absent/deep/"), std::vector<std::string>());
}

TEST_P(ObjectStoreSuite, refuses_a_prefix_that_is_not_a_whole_folder) {
    put("a/b", "x");
    for (const char* prefix : {"a", "ab", "a/bc", "/", "a//", "../", "a/../", "/a/", ".tmp-1/"}) {
        EXPECT_EQ(kind_thrown([&] { store().list(prefix); }), "usage") << prefix;
    }
}

TEST_P(ObjectStoreSuite, refuses_invalid_names_in_every_call) {
    const std::vector<std::string> names = {"",
                                            "/",
                                            "/a",
                                            "a/",
                                            "a//b",
                                            ".",
                                            "..",
                                            "a/../b",
                                            "a/.",
                                            "../a",
                                            "A",
                                            "a b",
                                            "a\\b",
                                            "a:b",
                                            "a~b",
                                            "\xc3\xa4",
                                            "a\nb",
                                            "a*",
                                            ".tmp-1-2",
                                            "a/.tmp-",
                                            std::string(201, 'a'),
                                            std::string("a\0b", 3)};
    for (const std::string& name : names) {
        EXPECT_EQ(kind_thrown([&] { store().put_new(name, {}); }), "usage") << name;
        EXPECT_EQ(kind_thrown([&] { store().replace(name, {}); }), "usage") << name;
        EXPECT_EQ(kind_thrown([&] { store().mend(name, {}); }), "usage") << name;
        EXPECT_EQ(kind_thrown([&] { store().get(name); }), "usage") << name;
        EXPECT_EQ(kind_thrown([&] { store().get(name, {0, 0}); }), "usage") << name;
        EXPECT_EQ(kind_thrown([&] { store().size(name); }), "usage") << name;
        EXPECT_EQ(kind_thrown([&] { store().remove(name); }), "usage") << name;
    }
    EXPECT_EQ(store().list(""), std::vector<std::string>());
}

TEST_P(ObjectStoreSuite, accepts_every_allowed_character_and_the_longest_name) {
    const std::string longest = std::string(99, 'a') + "/" + std::string(100, 'z');
    for (const std::string& name :
         {std::string("abcdefghijklmnopqrstuvwxyz0123456789._-"), std::string(".hidden"),
          std::string("..."), std::string("a.tmp-"), longest}) {
        EXPECT_EQ(put(name, name), Put::created) << name;
        EXPECT_EQ(text(name), name);
    }
}

TEST_P(ObjectStoreSuite, a_name_is_an_object_or_a_folder_and_never_both) {
    put("folder/object", "x");
    EXPECT_EQ(kind_thrown([&] { put("folder", "y"); }), "conflict");
    EXPECT_EQ(kind_thrown([&] { store().replace("folder", as_bytes("y")); }), "conflict");
    EXPECT_EQ(kind_thrown([&] { put("folder/object/below", "y"); }), "conflict");
    EXPECT_EQ(kind_thrown([&] { store().replace("folder/object/below", {}); }), "conflict");
    EXPECT_EQ(store().list(""), std::vector<std::string>{"folder/object"});
    EXPECT_EQ(text("folder/object"), "x");
}

TEST_P(ObjectStoreSuite, replace_creates_and_replaces) {
    store().replace("ledger/checkpoint", as_bytes("one"));
    EXPECT_EQ(text("ledger/checkpoint"), "one");
    store().replace("ledger/checkpoint", as_bytes("the second"));
    EXPECT_EQ(text("ledger/checkpoint"), "the second");
    EXPECT_EQ(store().list(""), std::vector<std::string>{"ledger/checkpoint"});
}

TEST_P(ObjectStoreSuite, mend_gives_an_object_its_right_bytes) {
    put("a/b", "damaged");
    store().mend("a/b", as_bytes("right"));
    EXPECT_EQ(text("a/b"), "right");
    EXPECT_EQ(put("a/b", "other"), Put::exists);
    EXPECT_EQ(store().list(""), std::vector<std::string>{"a/b"});
}

TEST_P(ObjectStoreSuite, mend_brings_back_an_object_that_was_lost) {
    store().mend("a/b", as_bytes("right"));
    EXPECT_EQ(text("a/b"), "right");
}

TEST_P(ObjectStoreSuite, mend_takes_no_folder_for_an_object) {
    put("a/b", "first");
    EXPECT_EQ(kind_thrown([&] { store().mend("a", as_bytes("x")); }), "conflict");
    EXPECT_EQ(kind_thrown([&] { store().mend("a/b/c", as_bytes("x")); }), "conflict");
    EXPECT_EQ(text("a/b"), "first");
}

TEST_P(ObjectStoreSuite, remove_frees_the_name) {
    put("a/b", "first");
    EXPECT_TRUE(store().remove("a/b"));
    EXPECT_FALSE(store().remove("a/b"));
    EXPECT_EQ(store().get("a/b"), std::nullopt);
    EXPECT_EQ(store().list(""), std::vector<std::string>());
    EXPECT_EQ(put("a/b", "second"), Put::created);
    EXPECT_EQ(text("a/b"), "second");
}

TEST_P(ObjectStoreSuite, one_of_eight_racing_writers_creates_and_all_read_its_bytes) {
    constexpr unsigned writers = 8;
    for (int round = 0; round < 20; ++round) {
        const std::string name = "race/" + std::to_string(round);
        std::latch start(writers);
        std::atomic<unsigned> created{0};
        std::vector<Bytes> read(writers);
        Bytes winner;
        std::vector<std::jthread> threads;
        for (unsigned writer = 0; writer < writers; ++writer) {
            threads.emplace_back([&, writer] {
                const Bytes mine = seeded_bytes(writer, 10000 + writer);
                start.arrive_and_wait();
                if (store().put_new(name, mine) == Put::created) {
                    created.fetch_add(1);
                    winner = mine;
                }
                read[writer] = store().get(name).value_or(Bytes());
            });
        }
        threads.clear();
        ASSERT_EQ(created.load(), 1u);
        for (const Bytes& bytes : read) ASSERT_TRUE(bytes == winner);
    }
}

TEST_P(ObjectStoreSuite, nobody_sees_a_part_of_an_object) {
    const Bytes whole = seeded_bytes(7, std::size_t{2} << 20);
    std::atomic<bool> done{false};
    std::atomic<unsigned> partial{0};
    std::latch reading(1);
    std::jthread reader([&] {
        bool begun = false;
        while (!done.load()) {
            for (const std::string& name : store().list("")) {
                const auto bytes = store().get(name);
                if (bytes && *bytes != whole) partial.fetch_add(1);
                if (store().size(name).value_or(whole.size()) != whole.size()) partial.fetch_add(1);
            }
            if (!begun) reading.count_down();
            begun = true;
        }
    });
    reading.wait();
    for (int object = 0; object < 8; ++object) {
        store().put_new("object" + std::to_string(object), whole);
        store().replace("hint", whole);
    }
    done.store(true);
    reader.join();
    EXPECT_EQ(partial.load(), 0u);
}

TEST_P(ObjectStoreSuite, nobody_is_alone_while_another_is_there) {
    put("who", "x");
    auto one = store().occupy("who", Occupy::together);
    auto other = store().occupy("who", Occupy::together);
    ASSERT_TRUE(one && other);
    EXPECT_FALSE(store().occupy("who", Occupy::alone));
    one.reset();
    EXPECT_FALSE(store().occupy("who", Occupy::alone));
    other.reset();
    auto alone = store().occupy("who", Occupy::alone);
    ASSERT_TRUE(alone);
    EXPECT_FALSE(store().occupy("who", Occupy::alone));
    std::atomic<bool> left{false};
    std::jthread waiting([&] {
        const auto late = store().occupy("who", Occupy::together);
        EXPECT_TRUE(late);
        EXPECT_TRUE(left.load());
    });
    left.store(true);
    alone.reset();
}

TEST_P(ObjectStoreSuite, nobody_can_be_in_a_store_without_what_all_name) {
    EXPECT_EQ(kind_thrown([&] { store().occupy("who", Occupy::together); }), "not_found");
    EXPECT_EQ(kind_thrown([&] { store().occupy("who", Occupy::alone); }), "not_found");
}

TEST_P(ObjectStoreSuite, replace_is_atomic_for_readers) {
    const Bytes even = seeded_bytes(2, 100000);
    const Bytes odd = seeded_bytes(3, 50000);
    store().replace("hint", even);
    std::atomic<bool> done{false};
    std::atomic<unsigned> mixed{0};
    std::jthread reader([&] {
        while (!done.load()) {
            const auto bytes = store().get("hint");
            if (!bytes || (*bytes != even && *bytes != odd)) mixed.fetch_add(1);
        }
    });
    for (int round = 0; round < 50; ++round) store().replace("hint", round % 2 == 0 ? odd : even);
    done.store(true);
    reader.join();
    EXPECT_EQ(mixed.load(), 0u);
}

}  // namespace
}  // namespace exhibit::store

// The fault store is what crash tests stand on, so it is tested itself.

#include "support/fault_store.hpp"

#include <gtest/gtest.h>

#include "exhibit/error.hpp"

namespace exhibit::test {
namespace {

using store::Put;

std::unique_ptr<store::ObjectStore> below() {
    return store::memory_store();
}

TEST(FaultStore, counts_changing_calls_and_passes_them_on) {
    const auto inner = below();
    FaultStore faulty(*inner);
    EXPECT_EQ(faulty.put_new("a", as_bytes("1")), Put::created);
    EXPECT_EQ(faulty.put_new("a", as_bytes("1")), Put::exists);
    faulty.replace("b", as_bytes("2"));
    EXPECT_TRUE(faulty.remove("b"));
    EXPECT_EQ(faulty.get("a"), to_bytes("1"));
    EXPECT_EQ(faulty.calls(), 4u);
    EXPECT_FALSE(faulty.struck());
}

TEST(FaultStore, fault_before_changes_nothing_and_later_calls_work) {
    const auto inner = below();
    FaultStore faulty(*inner, {.call = 2});
    faulty.put_new("a", as_bytes("1"));
    EXPECT_THROW(faulty.put_new("b", as_bytes("2")), Error);
    EXPECT_EQ(inner->list(""), std::vector<std::string>{"a"});
    EXPECT_EQ(faulty.put_new("c", as_bytes("3")), Put::created);
    EXPECT_TRUE(faulty.struck());
}

TEST(FaultStore, fault_after_has_taken_effect) {
    const auto inner = below();
    FaultStore faulty(*inner, {.call = 2, .when = When::after});
    faulty.put_new("a", as_bytes("1"));
    EXPECT_THROW(faulty.remove("a"), Error);
    EXPECT_EQ(inner->list(""), std::vector<std::string>());
}

TEST(FaultStore, dead_process_can_do_nothing_more) {
    const auto inner = below();
    FaultStore faulty(*inner, {.call = 1, .when = When::after, .dies = true});
    EXPECT_THROW(faulty.replace("a", as_bytes("1")), Error);
    EXPECT_THROW(faulty.put_new("b", {}), Error);
    EXPECT_THROW(faulty.replace("b", {}), Error);
    EXPECT_THROW(faulty.remove("a"), Error);
    EXPECT_THROW(faulty.get("a"), Error);
    EXPECT_THROW(faulty.get("a", {0, 1}), Error);
    EXPECT_THROW(faulty.size("a"), Error);
    EXPECT_THROW(faulty.list(""), Error);
    EXPECT_EQ(inner->get("a"), to_bytes("1"));
    EXPECT_EQ(faulty.calls(), 1u);
}

}  // namespace
}  // namespace exhibit::test

#include "exchange/schema/content_model.hpp"

#include <gtest/gtest.h>

namespace exhibit::exchange::schema {
namespace {

/// Whether the letters of `children` are a content of the expression, each an element of its name.
bool takes(const ContentModel& model, std::string_view children) {
    std::size_t state = 0;
    for (const char child : children) {
        bool found = false;
        for (const std::uint16_t index : model.follow[state]) {
            if (model.particles[index].local != std::string_view(&child, 1)) continue;
            state = index + 1U;
            found = true;
            break;
        }
        if (!found) return false;
    }
    return model.accepts[state];
}

void expect(std::string_view expression, std::initializer_list<const char*> right,
            std::initializer_list<const char*> wrong) {
    const ContentModel model = compile_content(expression);
    for (const char* children : right)
        EXPECT_TRUE(takes(model, children)) << expression << children;
    for (const char* children : wrong)
        EXPECT_FALSE(takes(model, children)) << expression << children;
}

TEST(ContentModel, takes_what_the_expression_says) {
    expect("", {""}, {"a"});
    expect("a b? c* d+", {"ad", "abd", "accdd", "abccd"}, {"", "a", "abbd", "bd", "acb", "adc"});
    expect("(a | b)+ c?", {"a", "b", "abba", "abc"}, {"", "c", "acb", "acc"});
    expect("(a+ | b+) c", {"ac", "bbc"}, {"abc", "c"});
    expect("(a? | b*)+ c*", {"", "a", "ab", "bab", "abcc", "c"}, {"ca"});
    expect("((a | b) c)* d", {"d", "acd", "bcacd"}, {"ad", "abcd"});
    expect("(a b)? c? d (e f)?", {"d", "abd", "cdef", "abcdef"}, {"ad", "de", "bd"});
}

TEST(ContentModel, knows_names_and_kinds) {
    const ContentModel model = compile_content("ds:A? B=.T* #other!* (C | D)");
    ASSERT_EQ(model.particles.size(), 5U);
    EXPECT_EQ(model.particles[0].prefix, "ds");
    EXPECT_EQ(model.particles[0].local, "A");
    EXPECT_FALSE(model.particles[0].repeats);
    EXPECT_EQ(model.particles[1].type, ".T");
    EXPECT_TRUE(model.particles[1].repeats);
    EXPECT_EQ(model.particles[2].kind, Particle::Kind::other);
    EXPECT_TRUE(model.particles[2].must_be_known);
    EXPECT_EQ(model.particles[4].local, "D");
}

}  // namespace
}  // namespace exhibit::exchange::schema

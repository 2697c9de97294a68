#include "catalogue/catalogue.hpp"

#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <thread>

#include "base/file.hpp"
#include "ledger/event.hpp"
#include "support/temp_folder.hpp"

namespace exhibit::catalogue {
namespace {

using test::TempFolder;

crypto::SecretBytes key_of(std::uint8_t fill) {
    crypto::SecretBytes key(32);
    for (std::byte& byte : key.writable()) byte = std::byte{fill};
    return key;
}

crypto::Hash hash_of(std::string_view text) {
    return crypto::sha256(as_bytes(text));
}

const Owner owner{"exhibit/0123", hash_of("genesis")};
constexpr const char* secret_value = "Laptop of the suspect, 100%_sure\\really";

ledger::Entry entry_at(std::uint64_t index) {
    ledger::Entry entry;
    entry.index = {index};
    entry.leaf = hash_of("leaf" + std::to_string(index));
    entry.event.type = "item.register";
    entry.event.actor.key = hash_of("actor");
    return entry;
}

std::vector<OpenedValues> laptop_values() {
    custody::PrivateValues values;
    values.emplace("description", secret_value);
    values.emplace("serial", "SN-4711");
    values.emplace("sha256", hash_of("content").hex());
    return {{"item:INC-1/1", std::move(values)}};
}

void fill(Catalogue& catalogue) {
    const ledger::Entry first = entry_at(0);
    const ledger::Entry second = entry_at(1);
    const IndexedEvent events[] = {{first, {}}, {second, laptop_values()}};
    catalogue.add_events(events);
    const std::pair<std::string, Digests> files[] = {
        {"etc/passwd", {"0123456789abcdef0123456789abcdef", "", hash_of("passwd").hex()}},
        {"bin/\xff", {"", "", hash_of("odd").hex()}}};
    catalogue.set_members("INC-1/2", files);
    const blob::TableEntry entries[] = {{{hash_of("block 1")}, 104, 50, 34, {}, {}},
                                        {{hash_of("block 2")}, 206, 60, 44, {}, {}}};
    catalogue.blocks(blob::IncidentTag{}).add_pack(hash_of("pack"), entries);
}

/// One text for each question.
std::vector<std::string> answers(Catalogue& catalogue) {
    std::vector<std::string> out{std::to_string(catalogue.size())};
    for (const std::string& text :
         {std::string("suspect"), std::string("SN-4711"), std::string("passwd"), std::string("%"),
          std::string("_sure\\"), std::string("nothing like it"), hash_of("content").hex(),
          hash_of("passwd").hex()}) {
        out.emplace_back();
        for (const Match& match : catalogue.search(text))
            out.back() += match.item + " " + match.matched + " " + match.member + ";";
    }
    out.emplace_back();
    for (const crypto::Hash& pack : catalogue.known_packs(blob::IncidentTag{}))
        out.back() += pack.hex();
    return out;
}

TEST(Catalogue, finds_items_by_part_of_a_text_whatever_its_case) {
    const TempFolder folder;
    Catalogue catalogue(folder.path() + "/c.db", key_of(1), owner);
    fill(catalogue);
    const auto found = catalogue.search("SUSPECT");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].item, "INC-1/1");
    EXPECT_EQ(found[0].matched, "description");
    EXPECT_EQ(catalogue.search("suspects").size(), 0U);
}

TEST(Catalogue, takes_wildcards_of_like_as_letters) {
    const TempFolder folder;
    Catalogue catalogue(folder.path() + "/c.db", key_of(1), owner);
    fill(catalogue);
    EXPECT_EQ(catalogue.search("100%_sure\\r").size(), 1U);
    EXPECT_EQ(catalogue.search("100__sure").size(), 0U);
    EXPECT_EQ(catalogue.search("Lap%suspect").size(), 0U);
}

TEST(Catalogue, finds_items_and_members_by_digest_only_when_it_is_equal) {
    const TempFolder folder;
    Catalogue catalogue(folder.path() + "/c.db", key_of(1), owner);
    fill(catalogue);
    ASSERT_EQ(catalogue.search("sha256:" + hash_of("content").hex()).size(), 1U);
    const auto found = catalogue.search(hash_of("passwd").hex());
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].member, "etc/passwd");
    EXPECT_EQ(catalogue.search("0123456789ABCDEF0123456789abcdef").size(), 1U);
    EXPECT_EQ(catalogue.search("md5:" + hash_of("content").hex()).size(), 0U);
}

TEST(Catalogue, keeps_blocks_of_incidents_apart) {
    const TempFolder folder;
    Catalogue catalogue(folder.path() + "/c.db", key_of(1), owner);
    fill(catalogue);
    const auto found = catalogue.blocks(blob::IncidentTag{}).find({hash_of("block 2")});
    const std::vector<blob::BlockId> wanted{{hash_of("none")}, {hash_of("block 2")}};
    const auto all = catalogue.blocks(blob::IncidentTag{}).find_all(wanted);
    ASSERT_EQ(all.size(), 2U);
    EXPECT_FALSE(all[0]);
    EXPECT_EQ(all[1], found);
    ASSERT_TRUE(found);
    EXPECT_EQ(*found, (blob::BlockLocation{hash_of("pack"), 206, 60, 44}));
    blob::IncidentTag other;
    other.bytes[0] = std::byte{1};
    EXPECT_FALSE(catalogue.blocks(other).find({hash_of("block 2")}));
    EXPECT_TRUE(catalogue.known_packs(other).empty());
}

TEST(Catalogue, gives_the_same_answers_after_the_file_was_deleted_and_made_again) {
    const TempFolder folder;
    const std::string path = folder.path() + "/c.db";
    std::vector<std::string> before;
    {
        Catalogue catalogue(path, key_of(1), owner);
        fill(catalogue);
        before = answers(catalogue);
    }
    ASSERT_EQ(unlink(path.c_str()), 0);
    Catalogue catalogue(path, key_of(1), owner);
    EXPECT_EQ(catalogue.size(), 0U);
    fill(catalogue);
    EXPECT_EQ(answers(catalogue), before);
}

TEST(Catalogue, holds_no_value_in_plain) {
    const TempFolder folder;
    const std::string path = folder.path() + "/c.db";
    {
        Catalogue catalogue(path, key_of(1), owner);
        fill(catalogue);
    }
    const auto bytes = read_file(path, 1U << 26);
    ASSERT_TRUE(bytes);
    EXPECT_EQ(as_text(*bytes).find("suspect"), std::string_view::npos);
    EXPECT_EQ(as_text(*bytes).find("SQLite format"), std::string_view::npos);
}

TEST(Catalogue, starts_over_for_another_key_another_vault_and_a_file_of_something_else) {
    const TempFolder folder;
    const std::string path = folder.path() + "/c.db";
    const auto size_with = [&](std::uint8_t key, const Owner& whose) {
        Catalogue catalogue(path, key_of(key), whose);
        EXPECT_EQ(catalogue.warning(), "");
        const std::uint64_t size = catalogue.size();
        fill(catalogue);
        return size;
    };
    EXPECT_EQ(size_with(1, owner), 0U);
    EXPECT_EQ(size_with(1, owner), 2U);
    EXPECT_EQ(size_with(2, owner), 0U);
    EXPECT_EQ(size_with(2, {owner.origin, hash_of("another genesis")}), 0U);
    replace_file(path, as_bytes("this is no database at all, but it is long enough to look at it"));
    EXPECT_EQ(size_with(2, owner), 0U);
    EXPECT_EQ(size_with(2, owner), 2U);
}

TEST(Catalogue, answers_right_or_starts_over_whatever_byte_is_damaged) {
    const TempFolder folder;
    const std::string path = folder.path() + "/c.db";
    std::vector<std::string> right;
    {
        Catalogue catalogue(path, key_of(1), owner);
        fill(catalogue);
        right = answers(catalogue);
    }
    const Bytes whole = *read_file(path, 1U << 26);
    for (std::size_t at = 0; at < whole.size(); at += 509) {
        Bytes damaged = whole;
        damaged[at] ^= std::byte{0x40};
        replace_file(path, damaged);
        Catalogue catalogue(path, key_of(1), owner);
        const std::vector<std::string> now = answers(catalogue);
        ASSERT_EQ(now.size(), right.size());
        for (std::size_t i = 0; i < now.size(); ++i)
            EXPECT_TRUE(now[i] == right[i] || now[i].empty() || now[i] == "0")
                << "byte " << at << ", question " << i << ": " << now[i];
    }
}

TEST(Catalogue, works_in_memory_where_no_file_can_be_made) {
    Catalogue catalogue("/proc/exhibit/c.db", key_of(1), owner);
    EXPECT_NE(catalogue.warning(), "");
    fill(catalogue);
    EXPECT_EQ(catalogue.size(), 2U);
    catalogue.clear();
    EXPECT_EQ(catalogue.size(), 0U);
}

TEST(Catalogue, takes_the_same_events_from_several_processes) {
    const TempFolder folder;
    const std::string path = folder.path() + "/c.db";
    std::array<pid_t, 4> children{};
    for (pid_t& child : children) {
        child = fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            Catalogue catalogue(path, key_of(1), owner);
            for (int i = 0; i < 20; ++i) fill(catalogue);
            if (!catalogue.warning().empty()) std::fputs(catalogue.warning().c_str(), stderr);
            _exit(catalogue.warning().empty() && catalogue.size() == 2 ? 0 : 1);
        }
    }
    for (const pid_t child : children) {
        int status = 0;
        ASSERT_EQ(waitpid(child, &status, 0), child);
        EXPECT_EQ(status, 0);
    }
    Catalogue catalogue(path, key_of(1), owner);
    EXPECT_EQ(catalogue.search("suspect").size(), 1U);
}

}  // namespace
}  // namespace exhibit::catalogue

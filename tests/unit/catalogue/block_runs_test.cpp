#include "catalogue/block_runs.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/file.hpp"
#include "support/temp_folder.hpp"

namespace exhibit::catalogue {
namespace {

using exhibit::test::TempFolder;

crypto::SecretBytes key(std::uint8_t first = 1) {
    Bytes bytes(32, std::byte{7});
    bytes[0] = std::byte{first};
    return crypto::SecretBytes::copy_of(bytes);
}

blob::BlockId id_of(std::uint64_t number) {
    return {crypto::sha256(as_bytes("block " + std::to_string(number)))};
}

crypto::Hash pack_name(std::uint64_t number) {
    return crypto::sha256(as_bytes("pack " + std::to_string(number)));
}

/// A pack with blocks first to first + count - 1.
void add(BlockRuns& runs, std::uint64_t pack, std::uint64_t first, std::uint64_t count) {
    std::vector<blob::TableEntry> entries;
    for (std::uint64_t i = 0; i < count; ++i) {
        entries.push_back({id_of(first + i), 104 + 100 * i, 48, static_cast<std::uint32_t>(32 + i),
                           blob::BlockType::data, blob::Encoding::plain});
    }
    runs.add_pack(pack_name(pack), entries);
}

void expect_found(BlockRuns& runs, std::uint64_t pack, std::uint64_t first, std::uint64_t count) {
    for (std::uint64_t i = 0; i < count; ++i) {
        const auto found = runs.find(id_of(first + i));
        ASSERT_TRUE(found) << first + i;
        EXPECT_EQ(*found, (blob::BlockLocation{pack_name(pack), 104 + 100 * i, 48,
                                               static_cast<std::uint32_t>(32 + i)}));
    }
}

std::vector<std::string> files_in(const std::string& folder) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        const std::string name = entry.path().filename().string();
        if (name.ends_with(".run")) names.push_back(name);
    }
    std::sort(names.begin(), names.end());
    return names;
}

TEST(BlockRuns, find_what_was_added_before_and_after_it_is_written) {
    const TempFolder folder;
    const std::string path = folder.path() + "/runs";
    {
        BlockRuns runs(path, key(), 500);
        for (std::uint64_t pack = 0; pack < 60; ++pack) add(runs, pack, pack * 100, 100);
        for (std::uint64_t pack = 0; pack < 60; ++pack) expect_found(runs, pack, pack * 100, 100);
        EXPECT_FALSE(runs.find(id_of(6000)));
    }
    BlockRuns runs(path, key(), 500);
    EXPECT_EQ(runs.size(), 6000U);
    for (std::uint64_t pack = 0; pack < 60; ++pack) expect_found(runs, pack, pack * 100, 100);
    EXPECT_FALSE(runs.find(id_of(6000)));
    EXPECT_EQ(runs.known().size(), 60U);
    // Twelve batches of equal size: merged, so that the number of files is about their logarithm.
    EXPECT_LE(runs.files(), 4U);
    EXPECT_EQ(files_in(path).size(), runs.files());
}

TEST(BlockRuns, keep_the_place_a_block_was_first_found_at) {
    const TempFolder folder;
    BlockRuns runs(folder.path() + "/runs", key(), 10);
    add(runs, 1, 0, 20);
    add(runs, 2, 10, 20);
    EXPECT_EQ(runs.files(), 1U) << "they were merged";
    EXPECT_EQ(runs.size(), 30U);
    expect_found(runs, 1, 0, 20);
    EXPECT_EQ(runs.find(id_of(25))->pack, pack_name(2));
}

TEST(BlockRuns, know_packs_without_a_block_of_their_own) {
    const TempFolder folder;
    const std::string path = folder.path() + "/runs";
    {
        BlockRuns runs(path, key(), 10);
        add(runs, 1, 0, 20);
        add(runs, 2, 0, 20);
    }
    EXPECT_EQ(BlockRuns(path, key()).known().size(), 2U);
}

TEST(BlockRuns, of_another_key_are_thrown_away) {
    const TempFolder folder;
    const std::string path = folder.path() + "/runs";
    { add(*std::make_unique<BlockRuns>(path, key()), 1, 0, 20); }
    ASSERT_EQ(files_in(path).size(), 1U);
    BlockRuns runs(path, key(2));
    EXPECT_FALSE(runs.find(id_of(0)));
    EXPECT_TRUE(runs.known().empty());
    EXPECT_TRUE(files_in(path).empty());
}

TEST(BlockRuns, never_tell_a_wrong_place_whatever_byte_is_damaged) {
    const TempFolder folder;
    const std::string path = folder.path() + "/runs";
    { add(*std::make_unique<BlockRuns>(path, key()), 1, 0, 40); }
    const std::string file = path + "/" + files_in(path).at(0);
    const Bytes sound = *read_file(file, 1 << 20);
    std::size_t lost = 0;
    for (std::size_t at = 0; at < sound.size(); ++at) {
        Bytes damaged = sound;
        damaged[at] ^= std::byte{1};
        replace_file(file, damaged);
        BlockRuns runs(path, key());
        bool dropped = false;
        for (std::uint64_t i = 0; i < 40; ++i) {
            const auto found = runs.find(id_of(i));
            if (found) {
                ASSERT_EQ(*found, (blob::BlockLocation{pack_name(1), 104 + 100 * i, 48,
                                                       static_cast<std::uint32_t>(32 + i)}))
                    << at;
            }
            dropped = dropped || !found;
        }
        // What was lost is not known any more either, so that it is read from the packs again.
        EXPECT_EQ(dropped, runs.known().empty()) << at;
        lost += dropped ? 1 : 0;
    }
    EXPECT_EQ(lost, sound.size());
}

TEST(BlockRuns, that_were_cut_short_are_thrown_away) {
    const TempFolder folder;
    const std::string path = folder.path() + "/runs";
    { add(*std::make_unique<BlockRuns>(path, key()), 1, 0, 40); }
    const std::string file = path + "/" + files_in(path).at(0);
    const Bytes sound = *read_file(file, 1 << 20);
    for (std::size_t size = 0; size < sound.size(); ++size) {
        replace_file(file, ByteView(sound).first(size));
        ASSERT_TRUE(BlockRuns(path, key()).known().empty()) << size;
    }
}

TEST(BlockRuns, do_without_what_a_merge_left_behind) {
    const TempFolder folder;
    const std::string path = folder.path() + "/runs";
    { add(*std::make_unique<BlockRuns>(path, key()), 1, 0, 20); }
    const std::string first = files_in(path).at(0);
    const Bytes old = *read_file(path + "/" + first, 1 << 20);
    { add(*std::make_unique<BlockRuns>(path, key()), 2, 20, 20); }
    const std::vector<std::string> merged = files_in(path);
    ASSERT_EQ(merged.size(), 1U);
    // As after a crash between the naming of the merged file and the removal of its parts.
    replace_file(path + "/" + first, old);
    BlockRuns runs(path, key());
    EXPECT_EQ(runs.size(), 40U);
    EXPECT_EQ(files_in(path), merged);
}

TEST(BlockRuns, of_two_processes_at_once_lose_nothing) {
    const TempFolder folder;
    const std::string path = folder.path() + "/runs";
    {
        BlockRuns one(path, key(), 50);
        BlockRuns two(path, key(), 50);
        for (std::uint64_t pack = 0; pack < 20; pack += 2) {
            add(one, pack, pack * 30, 30);
            add(two, pack + 1, (pack + 1) * 30, 30);
        }
    }
    BlockRuns runs(path, key());
    EXPECT_EQ(runs.known().size(), 20U);
    for (std::uint64_t pack = 0; pack < 20; ++pack) expect_found(runs, pack, pack * 30, 30);
}

TEST(BlockRuns, without_a_folder_keep_all_in_memory) {
    BlockRuns runs("", key(), 10);
    add(runs, 1, 0, 100);
    expect_found(runs, 1, 0, 100);
    runs.clear();
    EXPECT_FALSE(runs.find(id_of(0)));
    EXPECT_TRUE(runs.known().empty());
}

TEST(BlockRuns, are_cleared_with_their_files) {
    const TempFolder folder;
    const std::string path = folder.path() + "/runs";
    BlockRuns runs(path, key(), 10);
    add(runs, 1, 0, 100);
    runs.clear();
    EXPECT_TRUE(files_in(path).empty());
    EXPECT_EQ(runs.size(), 0U);
}

}  // namespace
}  // namespace exhibit::catalogue

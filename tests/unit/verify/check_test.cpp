#include "verify/check.hpp"

#include <gtest/gtest.h>

#include "crypto/sign.hpp"
#include "encode/note.hpp"
#include "exhibit/error.hpp"
#include "ledger/checkpoint.hpp"
#include "ledger/object_names.hpp"
#include "ledger/staged.hpp"
#include "ledger/tile.hpp"
#include "scene.hpp"

namespace exhibit::verify::test {
namespace {

std::string commit(std::uint64_t size) {
    return ledger::commit_name(ledger::TreeSize{size});
}
const std::string hint(ledger::checkpoint_hint_name);

TEST(Check, finds_nothing_in_a_sound_vault) {
    Scene scene = worked_scene();
    const CheckResult result = scene.check();
    EXPECT_EQ(text_of(result.findings), "");
    EXPECT_EQ(result.size, scene.builder().entries().size());
    EXPECT_EQ(result.objects, scene.names().size());
    EXPECT_EQ(result.packs, 1u);
    EXPECT_TRUE(result.left_over.empty());
}

TEST(Check, counts_the_bytes_of_all_objects) {
    Scene scene = worked_scene();
    std::uint64_t bytes = 0;
    for (const std::string& name : scene.names()) bytes += scene.bytes_of(name).size();
    EXPECT_EQ(scene.check(false).bytes, bytes);
}

TEST(Check, reads_packs_only_when_asked_to) {
    Scene scene = worked_scene();
    const std::string pack = scene.only("packs/");
    scene.flip(pack, 200);
    EXPECT_EQ(text_of(scene.check(false).findings), "");
    EXPECT_TRUE(has(scene.check(true).findings, "ST-DIGEST", pack));
}

TEST(Check, tells_a_pack_that_was_cut_short_without_reading_it) {
    Scene scene = worked_scene();
    const std::string pack = scene.only("packs/");
    Bytes bytes = scene.bytes_of(pack);
    bytes.resize(bytes.size() - 1);
    scene.overwrite(pack, bytes);
    EXPECT_TRUE(has(scene.check(false).findings, "BL-PACK", pack));
}

TEST(Check, names_a_pack_that_a_list_needs_and_the_store_lacks) {
    Scene scene = worked_scene();
    const std::string pack = scene.only("packs/");
    scene.store().remove(pack);
    EXPECT_TRUE(has(scene.check(false).findings, "BL-PACK-MISSING", pack));
}

TEST(Check, names_a_commit_that_was_removed_from_the_middle) {
    Scene scene = worked_scene();
    scene.store().remove(commit(2));
    const CheckResult result = scene.check();
    EXPECT_TRUE(has(result.findings, "LG-COMMIT-MISSING", commit(2)));
    EXPECT_EQ(result.size, 2u);
    EXPECT_EQ(violations(result.findings).size(), 1u) << text_of(result.findings);
}

TEST(Check, names_the_last_commit_when_the_hint_knows_of_it) {
    Scene scene = worked_scene();
    const std::uint64_t size = scene.builder().entries().size();
    const std::string last = commit(size - (size % 2 == 0 ? 2 : 1));
    scene.store().remove(last);
    EXPECT_TRUE(has(scene.check().findings, "LG-COMMIT-MISSING", last));
}

TEST(Check, notes_staged_entries_newer_than_the_last_commit) {
    Scene scene = worked_scene();
    const std::uint64_t size = scene.builder().entries().size();
    const std::uint64_t before = size - (size % 2 == 0 ? 2 : 1);
    scene.store().remove(commit(before));
    scene.store().remove(hint);
    const CheckResult result = scene.check();
    EXPECT_TRUE(has(result.findings, "LG-STAGED-UNCOMMITTED"));
    EXPECT_TRUE(has(result.findings, "LG-HINT-MISSING", hint));
    EXPECT_EQ(result.size, before);
}

TEST(Check, names_missing_staged_entries) {
    Scene scene = worked_scene();
    const std::string staged = scene.store().list("ledger/staged/").front();
    scene.store().remove(staged);
    EXPECT_TRUE(has(scene.check().findings, "LG-STAGED-MISSING", staged));
}

TEST(Check, goes_on_behind_a_gap_of_commits_and_staged_entries) {
    Scene scene = worked_scene();
    scene.store().remove(commit(2));
    scene.store().remove(commit(4));
    for (const std::string& name : scene.store().list("ledger/staged/")) {
        if (name.starts_with("ledger/staged/4-")) scene.store().remove(name);
    }
    const CheckResult result = scene.check();
    EXPECT_TRUE(has(result.findings, "LG-COMMIT-MISSING", commit(2)));
    EXPECT_EQ(result.size, 2u);
}

TEST(Check, tells_a_hint_that_no_commit_states) {
    Scene scene = worked_scene();
    const Bytes note = scene.bytes_of(hint);
    Bytes other = note;
    append(other, "\n");
    scene.overwrite(hint, other);
    EXPECT_TRUE(has(scene.check().findings, "LG-HINT", hint));
}

crypto::SeedSigner log_of(Scene& scene) {
    return crypto::SeedSigner(scene.builder().vault_keys().log_seed);
}

TEST(Check, tells_a_hint_that_is_signed_over_another_tree) {
    Scene scene = worked_scene();
    const ledger::Checkpoint forked{scene.builder().origin(),
                                    ledger::TreeSize{scene.builder().entries().size()},
                                    crypto::sha256(as_bytes("another history"))};
    const std::string note = ledger::sign_checkpoint(forked, log_of(scene)).note;
    scene.overwrite(hint, as_bytes(note));
    EXPECT_TRUE(has(scene.check().findings, "LG-FORK", hint));
}

TEST(Check, tells_a_hint_that_is_not_the_very_note_of_its_commit) {
    Scene scene = worked_scene();
    encode::Note note = encode::parse_note(as_text(scene.bytes_of(hint)), hint);
    const encode::Note other = encode::sign_note(note.text, "somebody", log_of(scene));
    note.signatures.push_back(other.signatures.front());
    scene.overwrite(hint, as_bytes(encode::dump_note(note)));
    EXPECT_TRUE(has(scene.check().findings, "LG-HINT", hint));
}

TEST(Check, tells_a_commit_that_no_other_leads_to) {
    Scene scene = worked_scene();
    scene.store().put_new(commit(3), scene.bytes_of(commit(2)));
    EXPECT_TRUE(has(scene.check().findings, "LG-COMMIT-STRAY", commit(3)));
}

TEST(Check, finds_each_changed_byte_of_the_plain_part_of_staged_entries) {
    Scene scene = worked_scene();
    const std::string staged = scene.store().list("ledger/staged/").at(1);
    for (std::size_t at = 0; at < ledger::staged_header_bytes(2); ++at) {
        scene.flip(staged, at);
        EXPECT_TRUE(has(scene.check(false).findings, "LG-STAGED", staged)) << "byte " << at;
        scene.flip(staged, at);
    }
}

TEST(Check, takes_an_older_hint_for_what_it_is) {
    Scene scene = worked_scene();
    const Bytes first = scene.bytes_of(commit(0));
    const std::string text = to_string(first);
    scene.overwrite(hint, as_bytes(text.substr(text.find("\n\n") + 2)));
    EXPECT_EQ(text_of(scene.check().findings), "");
}

TEST(Check, reports_a_missing_descriptor_and_still_walks_the_ledger) {
    Scene scene = worked_scene();
    scene.store().remove("exhibit.json");
    const CheckResult result = scene.check();
    EXPECT_TRUE(has(result.findings, "LG-DESCRIPTOR", "exhibit.json"));
    EXPECT_EQ(result.size, scene.builder().entries().size());
}

TEST(Check, refuses_an_empty_store) {
    const auto empty = store::memory_store();
    const CheckResult result = check_store(*empty, true, nullptr, nullptr);
    EXPECT_FALSE(violations(result.findings).empty());
}

TEST(Check, refuses_a_ledger_without_entries) {
    Scene scene = worked_scene();
    for (const std::string& name : scene.store().list("ledger/")) scene.store().remove(name);
    EXPECT_TRUE(has(scene.check().findings, "LG-COMMIT-MISSING", commit(0)));
}

TEST(Check, lists_what_nothing_names_as_left_over) {
    Scene scene = worked_scene();
    const std::string staged = "ledger/staged/3-" + std::string(64, 'a');
    scene.store().put_new("notes.txt", as_bytes("mine"));
    scene.store().put_new(staged, as_bytes("a race that was lost"));
    EXPECT_EQ(scene.check().left_over, (std::vector<std::string>{staged, "notes.txt"}));
}

TEST(Check, compares_every_tile_with_the_entries) {
    Scene scene;
    const custody::ItemId item = scene.builder().register_item("anna", incident);
    while (scene.builder().entries().size() < 300) scene.builder().access("anna", item);
    scene.publish(100);
    ASSERT_EQ(text_of(scene.check().findings), "");
    const std::string tile = ledger::tile_name({0, 0});
    scene.flip(tile, 8191);
    EXPECT_TRUE(has(scene.check().findings, "LG-TILE", tile));
    scene.store().remove(tile);
    EXPECT_TRUE(has(scene.check().findings, "LG-TILE-MISSING", tile));
    const std::string entries = ledger::entries_tile_name(0);
    scene.store().remove(entries);
    EXPECT_TRUE(has(scene.check().findings, "LG-TILE-MISSING", entries));
}

TEST(Check, reads_leaf_hashes_from_the_tile_when_staged_entries_are_lost) {
    Scene scene;
    const custody::ItemId item = scene.builder().register_item("anna", incident);
    while (scene.builder().entries().size() < 300) scene.builder().access("anna", item);
    scene.publish(100);
    const std::string staged = scene.store().list("ledger/staged/").front();
    scene.store().remove(staged);
    const CheckResult result = scene.check();
    EXPECT_TRUE(has(result.findings, "LG-STAGED-MISSING", staged));
    EXPECT_EQ(violations(result.findings).size(), 1u) << text_of(result.findings);
}

TEST(Check, stops_when_asked_to) {
    Scene scene = worked_scene();
    CancelFlag cancel;
    cancel.request();
    try {
        static_cast<void>(check_store(scene.store(), true, nullptr, &cancel));
        FAIL() << "it went on";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::interrupted);
    }
}

}  // namespace
}  // namespace exhibit::verify::test

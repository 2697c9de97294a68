#include "ledger/checkpoint.hpp"

#include <gtest/gtest.h>

#include "exhibit/error.hpp"
#include "fixture.hpp"
#include "ledger/commit.hpp"

namespace exhibit::ledger {
namespace {

constexpr std::string_view root_base64 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

std::string text_of(std::string_view origin, std::string_view size, std::string_view root) {
    return std::string(origin) + "\n" + std::string(size) + "\n" + std::string(root) + "\n";
}

ErrorKind kind_of_opening(std::string_view note, const encode::NoteKey& key) {
    try {
        open_checkpoint(note, key, "sample");
    } catch (const Error& error) {
        return error.kind();
    }
    return ErrorKind::internal;
}

TEST(Checkpoint, has_three_lines) {
    EXPECT_EQ(checkpoint_text({"exhibit/ab", TreeSize{12}, empty_root()}),
              text_of("exhibit/ab", "12", root_base64));
}

TEST(Checkpoint, is_read_back) {
    const Checkpoint checkpoint{"exhibit/ab", TreeSize{tree_size_max}, leaf_hash({})};
    EXPECT_EQ(parse_checkpoint_text(checkpoint_text(checkpoint), "sample"), checkpoint);
}

TEST(Checkpoint, rejects_leading_zero_in_size) {
    EXPECT_THROW(parse_checkpoint_text(text_of("o", "012", root_base64), "sample"), FormatError);
    EXPECT_THROW(parse_checkpoint_text(text_of("o", "00", root_base64), "sample"), FormatError);
}

TEST(Checkpoint, rejects_sizes_that_are_no_numbers_or_too_large) {
    for (const std::string_view size :
         {"", "-1", "+1", "1 ", "0x1", "9007199254740992", "18446744073709551616"}) {
        EXPECT_THROW(parse_checkpoint_text(text_of("o", size, root_base64), "sample"), FormatError)
            << size;
    }
}

TEST(Checkpoint, rejects_a_fourth_line_and_a_missing_one) {
    EXPECT_THROW(parse_checkpoint_text(text_of("o", "1", root_base64) + "more\n", "sample"),
                 FormatError);
    EXPECT_THROW(parse_checkpoint_text("o\n1\n", "sample"), FormatError);
    EXPECT_THROW(parse_checkpoint_text("o\n1\n" + std::string(root_base64), "sample"), FormatError);
    EXPECT_THROW(parse_checkpoint_text("", "sample"), FormatError);
}

TEST(Checkpoint, rejects_an_empty_origin) {
    EXPECT_THROW(parse_checkpoint_text(text_of("", "1", root_base64), "sample"), FormatError);
}

TEST(Checkpoint, rejects_roots_that_are_not_32_bytes) {
    EXPECT_THROW(parse_checkpoint_text(text_of("o", "1", "AAAA"), "sample"), FormatError);
    EXPECT_THROW(parse_checkpoint_text(text_of("o", "1", ""), "sample"), FormatError);
}

TEST(Checkpoint, rejects_an_empty_tree_with_another_root) {
    EXPECT_NO_THROW(parse_checkpoint_text(text_of("o", "0", root_base64), "sample"));
    EXPECT_THROW(
        parse_checkpoint_text(checkpoint_text({"o", TreeSize{0}, leaf_hash({})}), "sample"),
        FormatError);
}

TEST(Checkpoint, signed_by_the_log_key_is_opened) {
    const Checkpoint checkpoint{test::descriptor().origin, TreeSize{3}, leaf_hash({})};
    const SignedCheckpoint signed_one = sign_checkpoint(checkpoint, test::log_signer());
    EXPECT_EQ(open_checkpoint(signed_one.note, test::descriptor().log_key, "sample"), signed_one);
}

TEST(Checkpoint, signed_by_another_key_is_refused) {
    const Checkpoint checkpoint{test::descriptor().origin, TreeSize{3}, leaf_hash({})};
    const SignedCheckpoint other = sign_checkpoint(checkpoint, test::actor_signer());
    EXPECT_EQ(kind_of_opening(other.note, test::descriptor().log_key), ErrorKind::verification);
}

TEST(Checkpoint, of_another_log_under_the_same_key_is_refused) {
    // Signed in the right name, but the text speaks of another log.
    const std::string text = checkpoint_text({"exhibit/other", TreeSize{3}, leaf_hash({})});
    const encode::Note note =
        encode::sign_note(text, test::descriptor().origin, test::log_signer());
    EXPECT_EQ(kind_of_opening(encode::dump_note(note), test::descriptor().log_key),
              ErrorKind::verification);
}

TEST(Checkpoint, with_any_byte_changed_is_refused) {
    const Checkpoint checkpoint{test::descriptor().origin, TreeSize{3}, leaf_hash({})};
    const std::string note = sign_checkpoint(checkpoint, test::log_signer()).note;
    for (std::size_t i = 0; i < note.size(); ++i) {
        std::string changed = note;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        EXPECT_NE(kind_of_opening(changed, test::descriptor().log_key), ErrorKind::internal) << i;
    }
}

struct Chain {
    TreeHead before{TreeSize{1}, leaf_hash(as_bytes("0"))};
    TreeHead after{TreeSize{2}, node_hash(before.root, leaf_hash(as_bytes("1")))};
    Proof proof{leaf_hash(as_bytes("1"))};
};

Commit commit_of(TreeSize old_size, const Proof& proof, const TreeHead& after) {
    const Checkpoint checkpoint{test::descriptor().origin, after.size, after.root};
    return {old_size, proof, sign_checkpoint(checkpoint, test::log_signer()).note};
}

ErrorKind kind_of_commit(const Commit& commit, const TreeHead& before) {
    try {
        open_commit(dump_commit(commit), before, test::descriptor().log_key, "sample");
    } catch (const Error& error) {
        return error.kind();
    }
    return ErrorKind::internal;
}

TEST(Commit, is_an_add_checkpoint_body) {
    const Chain chain;
    const Commit commit = commit_of(chain.before.size, chain.proof, chain.after);
    const std::string text = dump_commit(commit);
    EXPECT_TRUE(text.starts_with("old 1\n"));
    EXPECT_TRUE(text.ends_with("\n\n" + commit.note));
    EXPECT_EQ(parse_commit(text, "sample"), commit);
}

TEST(Commit, that_continues_the_tree_is_opened) {
    const Chain chain;
    const Commit commit = commit_of(chain.before.size, chain.proof, chain.after);
    EXPECT_EQ(open_commit(dump_commit(commit), chain.before, test::descriptor().log_key, "sample")
                  .checkpoint.head(),
              chain.after);
}

TEST(Commit, of_another_old_size_is_refused) {
    const Chain chain;
    const Commit commit = commit_of(TreeSize{0}, chain.proof, chain.after);
    EXPECT_EQ(kind_of_commit(commit, chain.before), ErrorKind::verification);
}

TEST(Commit, that_adds_nothing_or_too_much_is_refused) {
    const Chain chain;
    EXPECT_EQ(kind_of_commit(commit_of(chain.before.size, {}, chain.before), chain.before),
              ErrorKind::verification);
    const TreeHead empty{TreeSize{0}, empty_root()};
    EXPECT_EQ(kind_of_commit(commit_of(empty.size, {}, {TreeSize{256}, leaf_hash({})}), empty),
              ErrorKind::internal);
    EXPECT_EQ(kind_of_commit(commit_of(empty.size, {}, {TreeSize{257}, leaf_hash({})}), empty),
              ErrorKind::verification);
}

TEST(Commit, with_a_wrong_proof_is_refused) {
    const Chain chain;
    EXPECT_EQ(kind_of_commit(commit_of(chain.before.size, {chain.before.root}, chain.after),
                             chain.before),
              ErrorKind::verification);
    EXPECT_EQ(kind_of_commit(commit_of(chain.before.size, {}, chain.after), chain.before),
              ErrorKind::verification);
}

TEST(Commit, refuses_other_forms) {
    const Chain chain;
    const std::string good = dump_commit(commit_of(chain.before.size, chain.proof, chain.after));
    for (const std::string& text :
         {std::string(), std::string("old 1"), std::string("old 01\n\n"), std::string("new 1\n\n"),
          "old 1\nAAAA\n\n" + good, "old  1\n" + good.substr(6)}) {
        EXPECT_THROW(parse_commit(text, "sample"), FormatError) << text;
    }
}

TEST(Commit, has_at_most_63_proof_hashes) {
    const Chain chain;
    Commit commit = commit_of(chain.before.size, Proof(63, empty_root()), chain.after);
    EXPECT_NO_THROW(parse_commit(dump_commit(commit), "sample"));
    commit.proof.push_back(empty_root());
    EXPECT_THROW(parse_commit(dump_commit(commit), "sample"), FormatError);
}

}  // namespace
}  // namespace exhibit::ledger

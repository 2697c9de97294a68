// A fork bundle convinces only when the log signed two pasts: a proof that is merely broken does
// not.
#include "ledger/fork.hpp"

#include <gtest/gtest.h>

#include "exhibit/error.hpp"
#include "fixture.hpp"

namespace exhibit::ledger {
namespace {

class ForkTest : public ::testing::Test {
protected:
    ForkTest() : one_(store::memory_store()), other_(store::memory_store()) {
        test::fill(*one_, 3, 1);
        test::copy_store(*one_, *other_);
        test::append_tags(*one_, 3, 2);
        test::append_tags(*other_, 77, 4);
    }
    /// The first ledger's checkpoint of five events beside the second's of seven.
    Fork fork() {
        LedgerReader one = test::reader_of(*one_);
        LedgerReader other = test::reader_of(*other_);
        return {test::descriptor().log_key, one.newest().note, other.newest().note,
                other.root_at(TreeSize{5}), other.consistency_proof(TreeSize{5}, TreeSize{7})};
    }

    std::unique_ptr<store::ObjectStore> one_;
    std::unique_ptr<store::ObjectStore> other_;
};

TEST_F(ForkTest, is_read_as_it_is_written) {
    const std::string text = dump_fork(fork(), "fork");
    EXPECT_TRUE(text.starts_with("exhibit-fork-v1\nlog exhibit/"));
    EXPECT_NE(text.find("\nold 5\nroot "), std::string::npos);
    EXPECT_EQ(parse_fork(text, "fork"), fork());
}

TEST_F(ForkTest, holds_for_two_pasts) {
    EXPECT_TRUE(fork_holds(fork(), "fork"));
}

TEST_F(ForkTest, does_not_hold_for_one_past_whatever_proof_comes_with_it) {
    Fork honest = fork();
    LedgerReader other = test::reader_of(*other_);
    honest.older =
        sign_checkpoint({test::descriptor().origin, TreeSize{5}, honest.root}, test::log_signer())
            .note;
    EXPECT_FALSE(fork_holds(honest, "fork"));
    honest.root.bytes[0] ^= std::byte{1};
    EXPECT_FALSE(fork_holds(honest, "fork"));
    honest.proof.clear();
    EXPECT_FALSE(fork_holds(honest, "fork"));
}

TEST_F(ForkTest, of_one_size_needs_no_proof) {
    Fork same = fork();
    LedgerReader other = test::reader_of(*other_);
    same.newer =
        sign_checkpoint({test::descriptor().origin, TreeSize{5}, same.root}, test::log_signer())
            .note;
    same.proof.clear();
    EXPECT_TRUE(fork_holds(same, "fork"));
    EXPECT_EQ(parse_fork(dump_fork(same, "fork"), "fork"), same);
}

TEST_F(ForkTest, that_the_log_did_not_sign_is_refused) {
    Fork unsigned_one = fork();
    unsigned_one.log_key.key = test::actor_signer().key();
    EXPECT_THROW(static_cast<void>(fork_holds(unsigned_one, "fork")), Error);
}

TEST_F(ForkTest, refuses_every_cut_text) {
    const std::string text = dump_fork(fork(), "fork");
    for (std::size_t size = 0; size < text.size(); ++size) {
        EXPECT_THROW(parse_fork(text.substr(0, size), "fork"), Error) << size;
    }
    EXPECT_THROW(parse_fork(text + "\n", "fork"), Error);
}

}  // namespace
}  // namespace exhibit::ledger

#include "ledger/checked_signatures.hpp"

#include <gtest/gtest.h>

#include "base/file.hpp"
#include "crypto/digest.hpp"
#include "support/temp_folder.hpp"

namespace exhibit::ledger {
namespace {

const Hash handler = crypto::sha256(as_bytes("anna"));

crypto::SecretBytes key(std::string_view text = "a key") {
    return crypto::SecretBytes::copy_of(crypto::sha256(as_bytes(text)).view());
}

class SignatureMemoryTest : public testing::Test {
protected:
    exhibit::test::TempFolder home_;
    CheckedSignatures checked_{{TreeSize{1000}, handler}, {3, 700}, Instant{1'790'000'000}};

    SignatureMemory memory(const std::string& program = "1", std::string_view secret = "a key",
                           const std::string& kind = "opened",
                           const std::string& origin = "a vault") {
        return {{home_.path(), origin, handler, program}, kind, key(secret)};
    }
    std::string file() {
        return home_ / ("remembered/" + crypto::sha256(as_bytes("a vault")).hex().substr(0, 32) +
                        "-" + handler.hex().substr(0, 16) + ".opened");
    }
};

TEST_F(SignatureMemoryTest, gives_back_what_was_kept) {
    EXPECT_FALSE(memory().load());
    memory().keep(checked_);
    EXPECT_EQ(memory().load(), checked_);
}

TEST_F(SignatureMemoryTest, is_of_one_kind_one_vault_one_program_and_one_key) {
    memory().keep(checked_);
    EXPECT_FALSE(memory("2").load());
    EXPECT_FALSE(memory("1", "another key").load());
    EXPECT_FALSE(memory("1", "a key", "audited").load());
    EXPECT_FALSE(memory("1", "a key", "opened", "another vault").load());
}

TEST_F(SignatureMemoryTest, a_file_with_any_byte_changed_is_taken_for_none) {
    memory().keep(checked_);
    const Bytes sound = read_file(file(), 1 << 20).value();
    for (std::size_t i = 0; i < sound.size(); ++i) {
        Bytes changed = sound;
        changed[i] ^= std::byte{1};
        replace_file(file(), changed);
        EXPECT_FALSE(memory().load()) << "byte " << i;
    }
    replace_file(file(), ByteView(sound).first(20));
    EXPECT_FALSE(memory().load());
}

TEST_F(SignatureMemoryTest, too_many_exceptions_are_not_kept) {
    checked_.others.resize(SignatureMemory::others_max + 1);
    memory().keep(checked_);
    EXPECT_FALSE(memory().load());
}

TEST_F(SignatureMemoryTest, a_folder_that_cannot_be_written_does_no_harm) {
    replace_file(home_ / "a file", as_bytes("no folder"));
    const SignatureMemory nowhere({home_ / "a file", "a vault", handler, "1"}, "opened", key());
    nowhere.keep(checked_);
    EXPECT_FALSE(nowhere.load());
}

TEST(CheckedSignatures, cover_the_entries_of_their_tree_but_the_others) {
    const CheckedSignatures checked{{TreeSize{5}, handler}, {2}, {}};
    EXPECT_TRUE(checked.covers(LeafIndex{0}));
    EXPECT_FALSE(checked.covers(LeafIndex{2}));
    EXPECT_TRUE(checked.covers(LeafIndex{4}));
    EXPECT_FALSE(checked.covers(LeafIndex{5}));
}

}  // namespace
}  // namespace exhibit::ledger

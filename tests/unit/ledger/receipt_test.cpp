#include "ledger/receipt.hpp"

#include <gtest/gtest.h>

#include "base/codec.hpp"
#include "exhibit/error.hpp"
#include "fixture.hpp"

namespace exhibit::ledger {
namespace {

std::optional<crypto::VerifyKey> actor_key(const Hash& id) {
    if (id == test::actor_signer().key().id()) return test::actor_signer().key();
    return std::nullopt;
}

class ReceiptTest : public testing::Test {
protected:
    ReceiptTest() { test::fill(*store_, 300, 60); }

    std::unique_ptr<store::ObjectStore> store_ = store::memory_store();
    LedgerReader reader_ = test::reader_of(*store_);

    Receipt receipt_for(std::uint64_t index) {
        return make_receipt(reader_, LeafIndex{index}, actor_key);
    }
    static bool holds(const Receipt& receipt) {
        try {
            verify_receipt(receipt, test::descriptor().log_key, "sample");
            return true;
        } catch (const Error&) {
            return false;
        }
    }
};

TEST_F(ReceiptTest, holds_for_entries_in_tiles_and_right_of_them) {
    for (const std::uint64_t index : {0U, 17U, 255U, 256U, 299U}) {
        const ReceiptFacts facts =
            verify_receipt(receipt_for(index), test::descriptor().log_key, "sample");
        EXPECT_EQ(facts.entry.index, LeafIndex{index});
        EXPECT_EQ(test::tag_of(facts.entry), std::to_string(index));
        EXPECT_EQ(facts.checkpoint, reader_.newest());
    }
}

TEST_F(ReceiptTest, is_a_tlog_proof) {
    const std::string text = dump_receipt(receipt_for(17));
    EXPECT_TRUE(text.starts_with("c2sp.org/tlog-proof@v1\nextra "));
    EXPECT_NE(text.find("\nindex 17\n"), std::string::npos);
    EXPECT_TRUE(text.ends_with("\n\n" + reader_.newest().note));
}

TEST_F(ReceiptTest, is_read_back) {
    const Receipt receipt = receipt_for(299);
    EXPECT_EQ(parse_receipt(dump_receipt(receipt), "sample"), receipt);
}

TEST_F(ReceiptTest, with_any_byte_changed_is_refused) {
    const std::string good = dump_receipt(receipt_for(5));
    for (std::size_t i = 0; i < good.size(); ++i) {
        std::string changed = good;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        try {
            const Receipt receipt = parse_receipt(changed, "sample");
            EXPECT_FALSE(holds(receipt)) << "byte " << i;
        } catch (const Error&) {
            continue;
        }
    }
}

TEST_F(ReceiptTest, cut_short_is_refused) {
    const std::string good = dump_receipt(receipt_for(5));
    for (std::size_t size = 0; size < good.size(); ++size) {
        EXPECT_THROW(parse_receipt(good.substr(0, size), "sample"), Error) << size;
    }
}

TEST_F(ReceiptTest, of_another_log_than_the_pinned_one_is_refused) {
    encode::NoteKey other = test::descriptor().log_key;
    other.key = test::actor_signer().key();
    EXPECT_THROW(verify_receipt(receipt_for(5), other, "sample"), Error);
}

TEST_F(ReceiptTest, for_another_index_does_not_hold) {
    Receipt receipt = receipt_for(5);
    EXPECT_TRUE(holds(receipt));
    receipt.index = LeafIndex{4};
    EXPECT_FALSE(holds(receipt));
}

TEST_F(ReceiptTest, with_another_entry_does_not_hold) {
    Receipt receipt = receipt_for(5);
    receipt.entry = receipt_for(6).entry;
    EXPECT_FALSE(holds(receipt));
}

TEST_F(ReceiptTest, with_more_less_or_other_signers_does_not_hold) {
    Receipt receipt = receipt_for(5);
    receipt.sign_keys.push_back(test::log_signer().key());
    EXPECT_FALSE(holds(receipt));
    receipt.sign_keys = {test::log_signer().key()};
    EXPECT_FALSE(holds(receipt));
    receipt.sign_keys.clear();
    EXPECT_FALSE(holds(receipt));
}

// The entry is in the tree as it is: what does not hold is the signature inside it.
TEST(Receipt, of_an_entry_with_a_wrong_signature_does_not_hold) {
    const auto store = store::memory_store();
    LedgerReader reader = test::reader_of(*store);
    exhibit::test::SeededRandom random;
    LedgerWriter writer(reader, test::log_signer(), random);
    writer.append([](const CommittedState&) {
        encode::Envelope envelope = parse_entry(test::entry_of("0"), LeafIndex{0}, "s").envelope;
        envelope.signatures[0].signature[0] ^= std::byte{1};
        return std::vector{encode::dump_envelope(envelope)};
    });
    const Receipt receipt = make_receipt(reader, LeafIndex{0}, actor_key);
    EXPECT_THROW(verify_receipt(receipt, test::descriptor().log_key, "sample"), Error);
}

TEST_F(ReceiptTest, needs_the_signers_keys_and_an_entry_that_exists) {
    EXPECT_THROW(make_receipt(reader_, LeafIndex{5},
                              [](const Hash&) { return std::optional<crypto::VerifyKey>(); }),
                 Error);
    EXPECT_THROW(receipt_for(300), Error);
}

TEST_F(ReceiptTest, of_another_form_is_refused) {
    const std::string good = dump_receipt(receipt_for(5));
    const std::string extra = good.substr(23, good.find("\nindex") - 23);
    for (const std::string& text : {std::string(), "c2sp.org/tlog-proof@v2" + good.substr(22),
                                    "c2sp.org/tlog-proof@v1\nindex 5\n" + extra, good + "more",
                                    std::string(receipt_bytes_max + 1, 'a')}) {
        EXPECT_THROW(parse_receipt(text, "sample"), Error) << text.substr(0, 80);
    }
}

}  // namespace
}  // namespace exhibit::ledger

// What an audit makes of cosignatures in the store. Time-stamps: tests/cli/anchors*.sh, with an
// authority of their own.
#include "verify/attestations.hpp"

#include <gtest/gtest.h>

#include "encode/cosignature.hpp"
#include "ledger/object_names.hpp"
#include "scene.hpp"

namespace exhibit::verify::test {
namespace {

crypto::SeedSigner witness(unsigned char seed) {
    return crypto::SeedSigner(crypto::SecretBytes::copy_of(Bytes(32, std::byte{seed})));
}
std::string name_of(unsigned char seed) {
    return "example.org/w" + std::to_string(seed);
}

class AttestationsTest : public ::testing::Test {
protected:
    AttestationsTest() : scene_(worked_scene()), size_(scene_.builder().state().size()) {}

    /// A cosignature over `root`, as the log and a witness would sign it.
    std::string cosigned(std::uint64_t size, const ledger::Hash& root, unsigned char seed,
                         std::int64_t time = 1795372200) {
        const crypto::SeedSigner log(scene_.builder().vault_keys().log_seed);
        const ledger::Checkpoint stated{scene_.builder().origin(), ledger::TreeSize{size}, root};
        encode::Note note = encode::parse_note(ledger::sign_checkpoint(stated, log).note, "note");
        note.signatures.push_back(
            encode::sign_cosignature(note.text, {time}, name_of(seed), witness(seed)));
        const std::string name = ledger::cosignature_name(stated.size, witness(seed).key().id());
        scene_.overwrite(name, as_bytes(encode::dump_note(note)));
        return name;
    }
    ledger::Hash root(std::uint64_t size) { return *scene_.builder().state().root_at(size); }

    AuditResult audit(const std::string& groups = "quorum none\n") {
        std::string text =
            "log " + encode::format_vkey(scene_.builder().descriptor().log_key) + "\n";
        for (unsigned char seed = 1; seed <= 2; ++seed) {
            text += "witness w" + std::to_string(seed) + " " +
                    encode::format_witness_vkey({name_of(seed), witness(seed).key()}) + "\n";
        }
        AuditInput input{scene_.store(), exhibit::test::LedgerBuilder::person("anna"),
                         scene_.remembered(), std::nullopt,
                         Instant{scene_.builder().clock().now().seconds}};
        input.trust.policy = ledger::parse_trust_policy(text + groups, "policy");
        return verify::audit(input);
    }

    Scene scene_;
    std::uint64_t size_;
};

TEST_F(AttestationsTest, a_cosignature_counts_up_to_its_size) {
    cosigned(3, root(3), 1);
    const AuditResult result = audit();
    EXPECT_EQ(text_of(violations(result.findings)), "");
    EXPECT_TRUE(claim(result, "witnesses").holds);
    EXPECT_NE(claim(result, "witnesses").scope.find("w1 up to size 3"), std::string::npos)
        << claim(result, "witnesses").scope;
    EXPECT_EQ(text_of(violations(scene_.check().findings)), "");
}

TEST_F(AttestationsTest, the_quorum_stands_where_enough_witnesses_do) {
    cosigned(3, root(3), 1);
    EXPECT_FALSE(claim(audit("group g all w1 w2\nquorum g\n"), "witnesses").holds);
    cosigned(size_, root(size_), 2);
    const AuditResult result = audit("group g all w1 w2\nquorum g\n");
    EXPECT_TRUE(claim(result, "witnesses").holds);
    EXPECT_NE(claim(result, "witnesses").scope.find("met up to size 3"), std::string::npos)
        << claim(result, "witnesses").scope;
}

TEST_F(AttestationsTest, a_stranger_is_named_and_not_counted) {
    const std::string name = cosigned(3, root(3), 9);
    const AuditResult result = audit();
    EXPECT_TRUE(has(result.findings, "WT-STRANGER", name));
    EXPECT_FALSE(claim(result, "witnesses").holds);
    EXPECT_EQ(text_of(violations(result.findings)), "");
}

TEST_F(AttestationsTest, another_past_that_a_witness_saw_is_a_fork) {
    const std::string name = cosigned(3, root(2), 1);
    const AuditResult result = audit();
    EXPECT_TRUE(has(result.findings, "LG-FORK", name));
    EXPECT_FALSE(violations(result.findings).empty());
}

TEST_F(AttestationsTest, a_larger_tree_that_a_witness_saw_is_a_rollback) {
    const std::string name = cosigned(size_ + 1, root(2), 1);
    const AuditResult result = audit();
    EXPECT_TRUE(has(result.findings, "LG-ROLLBACK", name));
    EXPECT_FALSE(violations(result.findings).empty());
}

TEST_F(AttestationsTest, every_changed_byte_of_one_is_found) {
    const std::string name = cosigned(3, root(3), 1);
    const Bytes good = scene_.bytes_of(name);
    for (std::size_t i = 0; i < good.size(); i += 3) {
        scene_.flip(name, i);
        const AuditResult result = audit();
        // A line whose key is not known any more is a stranger's.
        EXPECT_TRUE(names_object(result.findings, name)) << i;
        EXPECT_FALSE(claim(result, "witnesses").holds) << i;
        scene_.overwrite(name, good);
    }
}

TEST_F(AttestationsTest, a_policy_of_another_log_is_no_policy_for_this_vault) {
    AuditInput input{scene_.store(), exhibit::test::LedgerBuilder::person("anna"), std::nullopt,
                     std::nullopt, Instant{scene_.builder().clock().now().seconds}};
    input.trust.policy = ledger::parse_trust_policy(
        "log " + encode::format_vkey({"example.org/log", witness(1).key()}) + "\nquorum none\n",
        "policy");
    EXPECT_TRUE(has(verify::audit(input).findings, "LG-OTHER-VAULT"));
}

TEST_F(AttestationsTest, times_of_witnesses_are_compared_with_claimed_ones) {
    cosigned(3, root(3), 1, scene_.builder().state().event(2)->time.seconds - 86'400);
    const AuditResult result = audit();
    EXPECT_TRUE(has(result.findings, "CR-25"));
    EXPECT_TRUE(violations(result.findings).empty());  // whose clock is wrong is not known
}

}  // namespace
}  // namespace exhibit::verify::test

// What an audit verified is not verified again by the next one, and is believed of no other ledger.
#include <gtest/gtest.h>

#include "base/file.hpp"
#include "custody/codes.hpp"
#include "scene.hpp"
#include "support/temp_folder.hpp"

namespace exhibit::verify::test {
namespace {

using exhibit::test::LedgerBuilder;

class AuditMemoryTest : public testing::Test {
protected:
    exhibit::test::TempFolder home_;

    void SetUp() override { make_private_folders(home_ / "remembered"); }

    AuditResult audit_of(Scene& scene, bool afresh = false) {
        const ledger::SignatureMemory memory(
            {home_.path(), scene.builder().origin(), LedgerBuilder::id("anna"), "1"}, "audited",
            crypto::SecretBytes::copy_of(crypto::sha256(as_bytes("a key")).view()));
        AuditInput input{scene.store(), LedgerBuilder::person("anna"), std::nullopt, std::nullopt,
                         scene.builder().clock().now()};
        input.memory = &memory;
        input.afresh = afresh;
        return audit(input);
    }
    static std::string signatures_of(const AuditResult& result) {
        for (const Claim& claim : result.claims)
            if (claim.name == "signatures") return (claim.holds ? "yes: " : "no: ") + claim.scope;
        return {};
    }
    /// With an event that claims to be Anna's and was signed by Boris, when `forged`.
    static Scene scene(bool forged, int more = 0) {
        Scene out;
        const custody::ItemId item = out.builder().register_item("anna", incident);
        LedgerBuilder& ledger = out.builder();
        const ledger::Event event = ledger.draft("anna", custody::ItemAccess{}, {item});
        static_cast<void>(ledger.append(event, forged ? "boris" : "anna"));
        for (int i = 0; i < more; ++i) ledger.access("anna", item);
        out.publish();
        return out;
    }
    static bool has(const AuditResult& result, std::string_view wanted) {
        for (const Finding& finding : result.findings)
            if (finding.code == wanted) return true;
        return false;
    }
};

constexpr const char* all_of_them =
    "yes: 5 of 5 events are signed by handlers who were enrolled before them.";

TEST_F(AuditMemoryTest, the_next_audit_verifies_what_is_new_and_says_so) {
    Scene first = scene(false);
    EXPECT_EQ(signatures_of(audit_of(first)), all_of_them);
    Scene longer = scene(false, 3);
    EXPECT_EQ(signatures_of(audit_of(longer)),
              "yes: 8 of 8 events are signed by handlers who were enrolled before them. The "
              "signatures of the first 5 events were verified by an audit of yours that ended at " +
                  format_utc(first.builder().clock().now()) +
                  ", and not again; --afresh verifies them all.");
}

TEST_F(AuditMemoryTest, afresh_verifies_them_all) {
    Scene first = scene(false);
    static_cast<void>(audit_of(first));
    EXPECT_EQ(signatures_of(audit_of(first, true)), all_of_them);
}

TEST_F(AuditMemoryTest, of_another_ledger_of_this_name_nothing_is_believed) {
    Scene sound = scene(false);
    static_cast<void>(audit_of(sound));
    Scene forged = scene(true);
    const AuditResult result = audit_of(forged);
    EXPECT_TRUE(has(result, custody::code::signature));
    EXPECT_EQ(signatures_of(result),
              "no: 4 of 5 events are signed by handlers who were enrolled before them.");
}

TEST_F(AuditMemoryTest, a_signature_that_did_not_hold_is_found_again) {
    Scene forged = scene(true);
    static_cast<void>(audit_of(forged));
    const AuditResult again = audit_of(forged);
    EXPECT_TRUE(has(again, custody::code::signature));
    EXPECT_TRUE(signatures_of(again).starts_with("no: 4 of 5 events")) << signatures_of(again);
}

TEST_F(AuditMemoryTest, a_ledger_that_became_shorter_is_verified_by_itself) {
    Scene longer = scene(false, 3);
    static_cast<void>(audit_of(longer));
    Scene shorter = scene(false);
    EXPECT_EQ(signatures_of(audit_of(shorter)), all_of_them);
}

}  // namespace
}  // namespace exhibit::verify::test

// Destroying the content of disposed items: it is gone, what others share is there, and nobody
// takes it for damage.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "exhibit/vault.hpp"
#include "support/seeded_random.hpp"
#include "support/temp_vault.hpp"

namespace exhibit {
namespace {

namespace fs = std::filesystem;
using test::failure_of;
using test::TempVault;

struct Erase : testing::Test {
    TempVault vault;
    /// Two items that share their first half, so that packs must be rewritten.
    Bytes shared = test::seeded_bytes(1, 400'000);
    Bytes secret = test::seeded_bytes(2, 400'000);
    Bytes other = test::seeded_bytes(3, 400'000);
    std::string gone;
    std::string kept;

    Erase() {
        vault.anna().enrol(test::unlocked("olga").card(), {"authority"});
        vault.anna().enrol(test::unlocked("emil").card(), {"witness"});
        vault.open_incident();
        gone = vault.ingest("gone", joined(shared, secret));
        kept = vault.ingest("kept", joined(shared, other));
    }

    static Bytes joined(Bytes first, const Bytes& second) {
        append(first, second);
        return first;
    }
    void dispose(const std::string& item) {
        DisposalRequest propose;
        propose.items = {item};
        propose.action = "destroy";
        propose.reason = "retention ended";
        vault.again("anna").propose_disposal(propose);
        DisposalAnswer answer;
        answer.proposal = item;
        answer.authority = "Ruling 12";
        vault.again("olga").approve_disposal(answer);
        answer.method = "packs destroyed";
        vault.again("anna").add_cosigner(test::unlocked("emil"));
        vault.anna().carry_out_disposal(answer);
    }
    EraseResult erase(const std::string& item, const std::string& by = "anna") {
        return vault.again(by).erase({{item}}, nullptr, nullptr);
    }
    test::Failure export_failure(const std::string& item, const std::string& by = "anna") {
        ExportRequest request;
        request.item = item;
        request.output = vault.path("copy-of-" + item.substr(item.rfind('/') + 1) + by);
        request.purpose = "test";
        return failure_of([&] { vault.again(by).export_item(request, nullptr, nullptr); });
    }
    std::size_t count(const std::vector<Finding>& findings, std::string_view code) const {
        return static_cast<std::size_t>(
            std::ranges::count(findings, code, [](const Finding& one) { return one.code; }));
    }
    /// Whether the bytes of a file of the store hold a part of `content`, which packs seal.
    std::uint64_t stored_bytes() const {
        std::uint64_t bytes = 0;
        for (const auto& entry : fs::recursive_directory_iterator(vault.location() + "/packs"))
            if (entry.is_regular_file()) bytes += entry.file_size();
        return bytes;
    }
};

TEST_F(Erase, takes_what_only_this_item_has) {
    dispose(gone);
    const std::uint64_t before = stored_bytes();
    const EraseResult result = erase(gone);
    EXPECT_EQ(result.events.size(), 1U);
    EXPECT_GE(result.packs_removed, 1U);
    EXPECT_GE(result.packs_written, 1U);
    const std::uint64_t after = stored_bytes();
    EXPECT_GT(before, after + 350'000);
    EXPECT_LT(before, after + 480'000);  // and no more: the shared half is needed
    EXPECT_EQ(export_failure(gone).kind, ErrorKind::not_found);
    EXPECT_EQ(export_failure(kept).kind, std::nullopt) << export_failure(kept).message;
    EXPECT_EQ(test::bytes_of_file(vault.path("copy-of-2anna")), joined(shared, other));
}

TEST_F(Erase, is_no_damage_to_an_audit_or_a_check) {
    dispose(gone);
    erase(gone);
    const AuditResult audit = vault.again("anna").audit("", nullptr, nullptr);
    EXPECT_TRUE(audit.ok()) << test::text_of(audit.findings);
    EXPECT_GE(count(audit.findings, "BL-DESTROYED"), 1U);
    const CheckResult check = Vault::check(vault.location(), true, nullptr, nullptr);
    EXPECT_TRUE(check.ok()) << test::text_of(check.findings);
    VerifyRequest verify;
    verify.incident = "INC-1";
    const VerifyResult read = vault.again("anna").verify(verify, nullptr, nullptr);
    ASSERT_EQ(read.items.size(), 1U);
    EXPECT_TRUE(read.ok()) << test::text_of(read.items[0].findings);
    EXPECT_EQ(read.items[0].item, kept);
}

TEST_F(Erase, a_lost_pack_with_a_forged_note_is_still_missing_to_an_audit) {
    const std::string pack = vault.only_object("packs/");
    const std::string digits = fs::path(pack).filename().string();
    fs::remove(pack);
    const fs::path note = fs::path(vault.location()) / "destroyed" / digits.substr(0, 2) / digits;
    fs::create_directories(note.parent_path());
    fs::rename(vault.file("forged", as_bytes("{\"by\":null,\"event\":\"" + digits + "\"}\n")),
               note);
    const CheckResult check = Vault::check(vault.location(), false, nullptr, nullptr);
    EXPECT_EQ(count(check.findings, "BL-DESTROYED"), 1U) << test::text_of(check.findings);
    const AuditResult audit = vault.again("anna").audit("", nullptr, nullptr);
    EXPECT_GE(count(audit.findings, "BL-PACK-MISSING"), 1U) << test::text_of(audit.findings);
}

TEST_F(Erase, readers_with_an_older_catalogue_find_what_was_kept) {
    EXPECT_EQ(export_failure(kept, "boris").kind, std::nullopt);
    fs::remove(vault.path("copy-of-2boris"));
    dispose(gone);
    erase(gone);
    EXPECT_EQ(export_failure(kept, "boris").kind, std::nullopt)
        << export_failure(kept, "boris").message;
}

TEST_F(Erase, is_refused_before_the_disposal) {
    const auto early = failure_of([&] { erase(gone); });
    EXPECT_EQ(early.kind, ErrorKind::denied) << early.message;
    EXPECT_EQ(export_failure(gone).kind, std::nullopt);
}

TEST_F(Erase, is_refused_while_what_is_to_be_kept_is_damaged) {
    dispose(gone);
    // Past the header and the first frames: shared blocks and the others lie in one pack.
    vault.damage(vault.only_object("packs/"), 1000);
    EXPECT_EQ(failure_of([&] { erase(gone); }).kind, ErrorKind::corrupt);
}

TEST_F(Erase, given_again_after_it_was_cut_off_removes_the_rest) {
    dispose(gone);
    const std::string pack = vault.only_object("packs/");
    const Bytes bytes = test::bytes_of_file(pack);
    erase(gone);
    fs::rename(vault.file("back", bytes), pack);  // as if it had not come to that
    const AuditResult audit = vault.again("anna").audit("", nullptr, nullptr);
    EXPECT_EQ(count(audit.findings, "PV-NOT-DESTROYED"), 1U);
    const EraseResult again = erase(gone);
    EXPECT_TRUE(again.events.empty());
    EXPECT_EQ(again.packs_removed, 1U);
    EXPECT_FALSE(fs::exists(pack));
}

TEST_F(Erase, of_the_last_item_leaves_no_pack) {
    dispose(gone);
    erase(gone);
    dispose(kept);
    const EraseResult last = erase(kept);
    EXPECT_EQ(last.packs_written, 0U);
    EXPECT_EQ(stored_bytes(), 0U);
    EXPECT_TRUE(Vault::check(vault.location(), true, nullptr, nullptr).ok());
    EXPECT_TRUE(vault.again("anna").audit("", nullptr, nullptr).ok());
}

}  // namespace
}  // namespace exhibit

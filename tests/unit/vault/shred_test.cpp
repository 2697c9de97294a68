// Destroying what is said: it is gone from the store, and the ledger stays whole.
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

struct Shred : testing::Test {
    TempVault vault;
    std::string laptop;
    std::string image;
    Shred() {
        vault.anna().enrol(test::unlocked("lea").card(), {"legal"});
        vault.open_incident();
        laptop = vault.register_item("laptop");
        image = vault.ingest("image", test::seeded_bytes(1, 100'000));
        vault.accept(vault.offer("image", "anna", "boris"), "boris", false);
    }

    static ShredRequest of_item(const std::string& item) {
        ShredRequest request;
        request.item = item;
        request.basis = "court-order";
        request.reason = "Order of 2026-11-20";
        return request;
    }
    ShredResult shred(const ShredRequest& request) {
        vault.again("anna").add_cosigner(test::unlocked("lea"));
        return vault.anna().shred(request);
    }
    std::size_t objects(const std::string& folder) const {
        std::size_t count = 0;
        for (const auto& entry : fs::recursive_directory_iterator(vault.location() + "/" + folder))
            if (entry.is_regular_file()) ++count;
        return count;
    }
    static std::size_t count(const std::vector<Finding>& findings, std::string_view code) {
        return static_cast<std::size_t>(
            std::ranges::count(findings, code, [](const Finding& one) { return one.code; }));
    }
};

TEST_F(Shred, of_an_item_removes_its_values_and_leaves_the_ledger_whole) {
    const std::size_t keys = objects("keys/subject");
    const std::size_t values = objects("private");
    const ShredResult result = shred(of_item("image"));
    ASSERT_EQ(result.events.size(), 1U);
    EXPECT_EQ(result.subject, "item:" + image);
    EXPECT_GE(result.keys, 1U);
    EXPECT_GE(result.values, 1U);
    EXPECT_EQ(objects("keys/subject"), keys - result.keys + 1);  // that of the reason is new
    EXPECT_EQ(objects("private"), values - result.values + 1);

    const AuditResult audit = vault.again("anna").audit("", nullptr, nullptr);
    EXPECT_TRUE(audit.ok()) << test::text_of(audit.findings);
    EXPECT_EQ(count(audit.findings, "PV-WITHHELD"), result.values);
    const auto withheld = std::ranges::find(audit.findings, "PV-WITHHELD", &Finding::code);
    EXPECT_NE(withheld->text.find("withheld by event " + std::to_string(result.events[0])),
              std::string::npos)
        << withheld->text;
}

TEST_F(Shred, leaves_other_items_alone) {
    shred(of_item(image));
    EXPECT_EQ(vault.anna().item("laptop").fields.at("label"), "laptop");
    EXPECT_EQ(failure_of([&] { vault.anna().item("image"); }).kind, ErrorKind::not_found);
    EXPECT_EQ(vault.anna().item(image).digests.sha256, "");
    EXPECT_TRUE(vault.anna().find("image").empty());
}

TEST_F(Shred, empties_the_catalogues_of_others) {
    ASSERT_EQ(vault.boris().find("source-of-image").size(), 1U);
    shred(of_item(image));
    EXPECT_TRUE(vault.boris().find("source-of-image").empty());
}

TEST_F(Shred, lets_the_item_be_described_again) {
    shred(of_item(image));
    vault.accept(vault.offer(image, "boris", "anna"), "anna", false);
    const AuditResult audit = vault.again("anna").audit("", nullptr, nullptr);
    EXPECT_TRUE(audit.ok()) << test::text_of(audit.findings);
}

TEST_F(Shred, takes_a_second_person) {
    const auto alone = failure_of([&] { vault.anna().shred(of_item(image)); });
    EXPECT_EQ(alone.kind, ErrorKind::denied) << alone.message;
    EXPECT_EQ(vault.anna().item("image").fields.at("label"), "image");
}

TEST_F(Shred, of_a_person_takes_the_name_out_of_the_record) {
    ShredRequest request;
    request.handler = "Carla";
    request.basis = "erasure-request";
    const ShredResult result = shred(request);
    EXPECT_EQ(result.values, 1U);
    const auto handlers = vault.anna().handlers();
    EXPECT_TRUE(std::ranges::none_of(
        handlers, [](const HandlerInfo& one) { return one.profile.name == "Carla"; }));
    EXPECT_TRUE(vault.again("anna").audit("", nullptr, nullptr).ok());
}

TEST_F(Shred, given_again_removes_what_was_left_over) {
    const std::string kept = vault.path("kept");
    fs::copy(vault.location() + "/private", kept, fs::copy_options::recursive);
    const ShredResult first = shred(of_item(image));
    fs::copy(kept, vault.location() + "/private",
             fs::copy_options::recursive | fs::copy_options::skip_existing);
    const AuditResult audit = vault.anna().audit("", nullptr, nullptr);
    EXPECT_EQ(count(audit.findings, "PV-NOT-DESTROYED"), first.values);
    const ShredResult again = shred(of_item(image));
    EXPECT_TRUE(again.events.empty());
    EXPECT_EQ(again.values, first.values);
    EXPECT_EQ(failure_of([&] { shred(of_item(image)); }).kind, ErrorKind::not_found);
}

TEST_F(Shred, wants_one_subject_and_a_basis_it_knows) {
    ShredRequest two = of_item(image);
    two.handler = "Carla";
    EXPECT_EQ(failure_of([&] { shred(two); }).kind, ErrorKind::usage);
    ShredRequest odd = of_item(image);
    odd.basis = "because";
    EXPECT_EQ(failure_of([&] { shred(odd); }).kind, ErrorKind::usage);
}

}  // namespace
}  // namespace exhibit

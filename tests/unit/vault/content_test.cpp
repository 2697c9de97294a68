// Evidence in and out: what is exported is what was ingested, and the record says so.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "crypto/digest.hpp"
#include "exhibit/vault.hpp"
#include "support/seeded_random.hpp"
#include "support/temp_vault.hpp"

namespace exhibit {
namespace {

namespace fs = std::filesystem;
using test::failure_of;
using test::seeded_bytes;
using test::TempVault;

IngestRequest ingest_of(const std::string& source, const std::string& label) {
    IngestRequest request;
    request.incident = "INC-1";
    request.source = source;
    request.fields = {{"label", label}, {"description", "Bytes of a test"}};
    return request;
}

ExportResult export_to(TempVault& vault, const std::string& item, const std::string& output) {
    ExportRequest request;
    request.item = item;
    request.output = output;
    request.purpose = "analysis";
    return vault.anna().export_item(request, nullptr, nullptr);
}

VerifyResult verify(TempVault& vault, const std::string& item,
                    VerifyDepth depth = VerifyDepth::stream) {
    VerifyRequest request;
    request.items = {item};
    request.depth = depth;
    return vault.anna().verify(request, nullptr, nullptr);
}

/// Data, a hole of zeros, data: what a half-empty disk looks like.
Bytes image_with_zeros() {
    Bytes out = seeded_bytes(4, 700'000);
    out.resize(3'000'000);
    const Bytes tail = seeded_bytes(5, 123'457);
    out.insert(out.end(), tail.begin(), tail.end());
    return out;
}

TEST(Content, a_file_comes_out_as_it_went_in) {
    TempVault vault;
    vault.open_incident();
    const Bytes content = seeded_bytes(1, 1'234'567);
    const auto result =
        vault.anna().ingest(ingest_of(vault.file("a.bin", content), "a"), nullptr, nullptr);
    EXPECT_EQ(result.item.size, content.size());
    EXPECT_EQ(result.item.digests.sha256, crypto::sha256(content).hex());
    EXPECT_EQ(result.bytes_read, content.size());
    EXPECT_FALSE(result.partial);
    EXPECT_TRUE(verify(vault, "a").ok());
    EXPECT_TRUE(verify(vault, "a", VerifyDepth::blocks).ok());
    const ExportResult exported = export_to(vault, "a", vault.path("copy"));
    EXPECT_TRUE(exported.matches_record);
    EXPECT_EQ(exported.bytes, content.size());
    EXPECT_EQ(exported.sha256, result.item.digests.sha256);
    EXPECT_EQ(test::bytes_of_file(vault.path("copy")), content);
    EXPECT_EQ(vault.anna().item("sha256:" + exported.sha256).id, "INC-1/1");
}

TEST(Content, zeros_of_an_image_are_not_stored_and_come_out_again) {
    TempVault vault;
    vault.open_incident();
    const Bytes content = image_with_zeros();
    IngestRequest request = ingest_of(vault.file("disk.img", content), "disk");
    request.kind = "image";
    const auto result = vault.anna().ingest(request, nullptr, nullptr);
    EXPECT_EQ(result.item.kind, "image");
    EXPECT_GT(result.bytes_zero, 2'000'000U);
    EXPECT_LT(result.bytes_stored, 1'000'000U);
    export_to(vault, "disk", vault.path("copy"));
    EXPECT_EQ(test::bytes_of_file(vault.path("copy")), content);
    EXPECT_TRUE(verify(vault, "disk").ok());
}

TEST(Content, the_same_bytes_are_stored_once_in_an_incident_and_again_in_the_next) {
    TempVault vault;
    vault.open_incident();
    vault.open_incident("INC-2");
    const Bytes content = seeded_bytes(6, 500'000);
    const std::string source = vault.file("a.bin", content);
    vault.anna().ingest(ingest_of(source, "one"), nullptr, nullptr);
    const auto second = vault.anna().ingest(ingest_of(source, "two"), nullptr, nullptr);
    EXPECT_GE(second.bytes_deduplicated, content.size());
    EXPECT_EQ(second.bytes_stored, 0U);
    IngestRequest elsewhere = ingest_of(source, "three");
    elsewhere.incident = "INC-2";
    EXPECT_EQ(vault.anna().ingest(elsewhere, nullptr, nullptr).bytes_deduplicated, 0U);
}

TEST(Content, an_empty_file_is_an_item_too) {
    TempVault vault;
    vault.open_incident();
    const auto result =
        vault.anna().ingest(ingest_of(vault.file("nothing", {}), "empty"), nullptr, nullptr);
    EXPECT_EQ(result.item.size, 0U);
    EXPECT_EQ(result.item.digests.md5, "d41d8cd98f00b204e9800998ecf8427e");
    EXPECT_TRUE(verify(vault, "empty").ok());
    EXPECT_TRUE(export_to(vault, "empty", vault.path("copy")).matches_record);
    EXPECT_EQ(fs::file_size(vault.path("copy")), 0U);
}

TEST(Content, a_folder_comes_out_with_its_hostile_names) {
    TempVault vault;
    vault.open_incident();
    const fs::path folder = vault.path("logs");
    fs::create_directories(folder / "deep/er");
    const std::vector<std::string> names = {"plain.txt", "not-utf8-\xff\xfe", "control-\x1b[31m",
                                            "new\nline", "-rf", "..hidden", "a b\"c'd"};
    for (const std::string& name : names)
        std::ofstream(folder / "deep" / name, std::ios::binary) << "content of " << name;
    fs::create_symlink("../../../etc/passwd", folder / "deep/er/escape");
    const auto result =
        vault.anna().ingest(ingest_of(folder.string(), "logs"), nullptr, nullptr);
    EXPECT_EQ(result.item.kind, "tree");
    EXPECT_TRUE(verify(vault, "logs").ok());
    export_to(vault, "logs", vault.path("out"));
    const fs::path out = vault.path("out");
    for (const std::string& name : names)
        EXPECT_EQ(test::bytes_of_file(out / "deep" / name),
                  test::bytes_of_file(folder / "deep" / name));
    EXPECT_EQ(fs::read_symlink(out / "deep/er/escape"), "../../../etc/passwd");
}

TEST(Content, a_member_is_found_by_its_digest_and_exported_alone) {
    TempVault vault;
    vault.open_incident();
    fs::create_directories(vault.path("logs"));
    const Bytes content = seeded_bytes(8, 5000);
    vault.file("logs/auth.log", content);
    vault.file("logs/other.log", seeded_bytes(9, 10));
    vault.anna().ingest(ingest_of(vault.path("logs"), "logs"), nullptr, nullptr);
    const auto found = vault.anna().find(crypto::sha256(content).hex());
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].member, "auth.log");
    EXPECT_EQ(found[0].item.label, "logs");
    ExportRequest request;
    request.item = "logs";
    request.member = found[0].member;
    request.output = vault.path("auth");
    request.purpose = "analysis";
    vault.anna().export_item(request, nullptr, nullptr);
    EXPECT_EQ(test::bytes_of_file(vault.path("auth")), content);
}

TEST(Content, names_that_are_not_text_are_recorded_escaped) {
    TempVault vault;
    vault.open_incident();
    const std::string source = vault.file("b\xff\x1b.bin", as_bytes("x"));
    const auto result = vault.anna().ingest(ingest_of(source, "odd"), nullptr, nullptr);
    EXPECT_EQ(result.item.fields.at("source_name"), "b\\xFF\\u{001B}.bin");
}

TEST(Content, an_expected_digest_is_compared_and_both_verdicts_recorded) {
    TempVault vault;
    vault.open_incident();
    IngestRequest request = ingest_of(vault.file("a.bin", as_bytes("evidence")), "a");
    std::string upper = crypto::sha256(as_bytes("evidence")).hex();
    for (char& c : upper)
        if (c >= 'a') c = static_cast<char>(c - 'a' + 'A');
    request.expect = {{"SHA-256", upper}, {"md5", std::string(32, '0')}};
    const ItemInfo item = vault.anna().ingest(request, nullptr, nullptr).item;
    ASSERT_EQ(item.expected.size(), 2U);
    EXPECT_TRUE(item.expected[0].matched);
    EXPECT_FALSE(item.expected[1].matched);
    request.fields["label"] = "b";
    request.expect = {{"crc32", "00000000"}};
    EXPECT_EQ(failure_of([&] { vault.anna().ingest(request, nullptr, nullptr); }).kind,
              ErrorKind::usage);
    request.expect = {{"md5", "00"}};
    EXPECT_EQ(failure_of([&] { vault.anna().ingest(request, nullptr, nullptr); }).kind,
              ErrorKind::usage);
    EXPECT_EQ(vault.anna().items("INC-1").size(), 1U);
}

TEST(Content, a_source_that_is_absent_or_refused_leaves_no_item) {
    TempVault vault;
    vault.open_incident();
    EXPECT_EQ(failure_of([&] {
                  vault.anna().ingest(ingest_of(vault.path("absent"), "a"), nullptr, nullptr);
              }).kind,
              ErrorKind::not_found);
    CancelFlag cancel;
    cancel.request();
    const std::string source = vault.file("a.bin", seeded_bytes(1, 100'000));
    EXPECT_EQ(
        failure_of([&] { vault.anna().ingest(ingest_of(source, "a"), nullptr, &cancel); }).kind,
        ErrorKind::interrupted);
    EXPECT_TRUE(vault.anna().items("INC-1").empty());
    EXPECT_FALSE(
        failure_of([&] { vault.anna().ingest(ingest_of(source, "a"), nullptr, nullptr); }).kind);
}

TEST(Content, derived_from_an_item_of_this_incident_only) {
    TempVault vault;
    vault.open_incident();
    vault.open_incident("INC-2");
    vault.register_item("laptop");
    vault.register_item("phone", "anna", "INC-2");
    IngestRequest request = ingest_of(vault.file("a.bin", as_bytes("x")), "disk");
    request.from = "phone";
    EXPECT_TRUE(
        failure_of([&] { vault.anna().ingest(request, nullptr, nullptr); }).kind.has_value());
    request.from = "laptop";
    vault.anna().ingest(request, nullptr, nullptr);
    const auto rows = vault.anna().custody("disk");
    ASSERT_FALSE(rows.empty());
    EXPECT_NE(rows[0].note.find("acquired from item INC-1/1"), std::string::npos);
}

TEST(Content, damage_is_found_named_and_never_exported_as_if_whole) {
    TempVault vault;
    vault.open_incident();
    vault.ingest("a", seeded_bytes(1, 400'000));
    const std::string pack = vault.only_object("packs/");
    // Wider than the parity of a pack this small can mend.
    Bytes bytes = test::bytes_of_file(pack);
    for (std::size_t at = 60'000; at < bytes.size() - 60'000; ++at) bytes[at] ^= std::byte{0x55};
    fs::remove(pack);
    std::ofstream(pack, std::ios::binary) << as_text(bytes);
    const VerifyResult result = verify(vault, "a");
    EXPECT_FALSE(result.ok());
    const std::string name = fs::path(pack).filename().string();
    const std::string findings = test::text_of(result.items.at(0).findings);
    EXPECT_NE(findings.find(name), std::string::npos) << findings;
    const auto failure = failure_of([&] { export_to(vault, "a", vault.path("copy")); });
    EXPECT_TRUE(failure.kind == ErrorKind::verification || failure.kind == ErrorKind::corrupt)
        << failure.message;
    EXPECT_FALSE(fs::exists(vault.path("copy")));
    const auto rows = vault.anna().custody("a");
    EXPECT_EQ(rows.at(rows.size() - 2).what, "verification failed");
    EXPECT_EQ(rows.back().what, "export failed");
}

TEST(Content, a_missing_pack_is_not_relied_on_by_the_next_ingest) {
    TempVault vault;
    vault.open_incident();
    const Bytes content = seeded_bytes(1, 400'000);
    vault.ingest("a", content);
    fs::remove(vault.only_object("packs/"));
    EXPECT_FALSE(verify(vault, "a").ok());
    vault.ingest("again", content);
    EXPECT_TRUE(verify(vault, "again").ok());
}

}  // namespace
}  // namespace exhibit

#include "verify/content.hpp"

#include <gtest/gtest.h>

#include "blob/pack_format.hpp"
#include "encode/json.hpp"
#include "exhibit/error.hpp"
#include "ledger/object_names.hpp"
#include "scene.hpp"

namespace exhibit::verify::test {
namespace {

/// Offset of the frame of a block in the only pack: frames carry their ids in the clear.
std::size_t frame_of(Scene& scene, const std::string& pack, const blob::BlockId& id) {
    const Bytes bytes = scene.bytes_of(pack);
    const auto at = std::search(bytes.begin(), bytes.end(), id.view().begin(), id.view().end());
    return static_cast<std::size_t>(at - bytes.begin()) - 20;
}

/// Changes the first sealed byte of a block.
void damage(Scene& scene, const std::string& pack, const blob::BlockId& id) {
    scene.flip(pack, frame_of(scene, pack, id) + blob::frame_header_bytes);
}

struct Image {
    Scene scene;
    Scene::Stream stream;
    custody::ItemId item;
    std::string pack;
};

/// Four blocks of 1,000 bytes with a piece of zeros in the middle.
Image image() {
    Scene scene;
    const Scene::Stream stream =
        scene.put_stream({data_run(1, 1000), data_run(2, 1000), zero_run(4000), data_run(3, 1000),
                          data_run(4, 1000)});
    const custody::ItemId item = scene.ingest(stream);
    const std::string pack = scene.only("packs/");
    return {std::move(scene), stream, item, pack};
}

TEST(VerifyContent, holds_for_what_was_stored) {
    Image it = image();
    const VerifiedItem result = it.scene.verify(it.item);
    EXPECT_TRUE(result.ok) << text_of(result.findings);
    EXPECT_EQ(result.item, "INC-1/1");
    EXPECT_EQ(result.bytes, 8000u);
    EXPECT_TRUE(result.findings.empty());
    EXPECT_EQ(result.scope, "every block and the SHA-256 of the whole stream");
}

TEST(VerifyContent, of_blocks_says_that_it_took_no_digest) {
    Image it = image();
    const VerifiedItem result = it.scene.verify(it.item, VerifyDepth::blocks);
    EXPECT_TRUE(result.ok);
    EXPECT_EQ(result.scope, "every block; the SHA-256 of the stream was not computed");
}

TEST(VerifyContent, names_pack_and_exact_range_of_a_damaged_block) {
    Image it = image();
    damage(it.scene, it.pack, it.stream.blocks.at(2));
    const VerifiedItem result = it.scene.verify(it.item);
    EXPECT_FALSE(result.ok);
    ASSERT_EQ(result.findings.size(), 1u) << text_of(result.findings);
    const Finding& finding = result.findings.front();
    EXPECT_EQ(finding.code, "BL-BLOCK");
    EXPECT_EQ(finding.object, it.pack);
    EXPECT_EQ(finding.item, "INC-1/1");
    EXPECT_TRUE(finding.text.starts_with("1,000 bytes at offset 6,000 of item INC-1/1"))
        << finding.text;
}

/// A depositor seals other bytes under the id of the second block.
Image lying_image() {
    Scene scene;
    Piece lie = data_run(9, 1000);
    lie.id = blob::BlockId{crypto::sha256(as_bytes("the id of other bytes"))};
    Scene::Stream stream = scene.put_stream({data_run(1, 1000), lie, data_run(3, 1000)});
    // What was recorded is what the handler saw.
    crypto::Digest honest(crypto::Algorithm::sha256);
    for (const std::uint64_t seed : {1U, 2U, 3U}) honest.update(data_run(seed, 1000).bytes);
    stream.sha256 = to_hex(honest.finish());
    const custody::ItemId item = scene.ingest(stream);
    const std::string pack = scene.only("packs/");
    return {std::move(scene), stream, item, pack};
}

TEST(VerifyContent, names_the_block_whose_content_is_not_that_of_its_id) {
    for (const VerifyDepth depth : {VerifyDepth::blocks, VerifyDepth::stream}) {
        Image it = lying_image();
        const VerifiedItem result = it.scene.verify(it.item, depth);
        EXPECT_FALSE(result.ok);
        ASSERT_EQ(result.findings.size(), 1u) << text_of(result.findings);
        EXPECT_EQ(result.findings.front().code, "BL-BLOCK");
        EXPECT_TRUE(result.findings.front().text.starts_with("1,000 bytes at offset 1,000 "))
            << result.findings.front().text;
    }
}

TEST(VerifyContent, compares_every_digest_when_asked) {
    Image it = image();
    const custody::IncidentKeys& keys = it.scene.builder().incident_keys(incident);
    const auto verify = [&](const Digests& recorded) {
        return verify_content({it.scene.store(),
                               it.scene.builder().origin(),
                               *it.scene.builder().state().item(it.item),
                               keys,
                               recorded,
                               VerifyDepth::digests,
                               nullptr,
                               nullptr,
                               {}});
    };
    Bytes all;
    for (const Piece& piece : {data_run(1, 1000), data_run(2, 1000), zero_run(4000),
                               data_run(3, 1000), data_run(4, 1000)}) {
        append(all, piece.bytes);
        if (piece.kind == Piece::Kind::zeros) all.resize(all.size() + piece.length);
    }
    const Digests sound{to_hex(crypto::digest(crypto::Algorithm::md5, all)),
                        to_hex(crypto::digest(crypto::Algorithm::sha1, all)), it.stream.sha256};
    EXPECT_TRUE(verify(sound).ok) << text_of(verify(sound).findings);
    EXPECT_EQ(verify(sound).scope,
              "every block and the MD5, SHA-1 and SHA-256 of the whole stream");
    Digests other_md5 = sound;
    other_md5.md5 = std::string(32, '0');
    ASSERT_EQ(verify(other_md5).findings.size(), 1u);
    EXPECT_EQ(verify(other_md5).findings.front().text, "The bytes of item INC-1/1 have the MD5 " +
                                                           sound.md5 + "; the record states " +
                                                           std::string(32, '0') + ".");
    EXPECT_FALSE(verify(other_md5).ok);
    const VerifiedItem without = verify({{}, sound.sha1, sound.sha256});
    EXPECT_TRUE(without.ok);
    ASSERT_EQ(without.findings.size(), 1u);
    EXPECT_EQ(without.findings.front().severity, Severity::note);
}

TEST(VerifyContent, joins_damaged_neighbours) {
    Image it = image();
    damage(it.scene, it.pack, it.stream.blocks.at(0));
    damage(it.scene, it.pack, it.stream.blocks.at(1));
    damage(it.scene, it.pack, it.stream.blocks.at(3));
    const std::vector<Finding> findings = it.scene.verify(it.item).findings;
    ASSERT_EQ(findings.size(), 2u) << text_of(findings);
    EXPECT_TRUE(findings[0].text.starts_with("2,000 bytes at offset 0 ")) << findings[0].text;
    EXPECT_TRUE(findings[1].text.starts_with("1,000 bytes at offset 7,000 ")) << findings[1].text;
}

TEST(VerifyContent, compares_the_stream_with_the_recorded_digest) {
    Image it = image();
    const custody::IncidentKeys& keys = it.scene.builder().incident_keys(incident);
    const VerifiedItem result = verify_content({it.scene.store(),
                                                it.scene.builder().origin(),
                                                *it.scene.builder().state().item(it.item),
                                                keys,
                                                {{}, {}, std::string(64, '0')},
                                                VerifyDepth::stream,
                                                nullptr,
                                                nullptr,
                                                {}});
    EXPECT_FALSE(result.ok);
    EXPECT_TRUE(has(result.findings, "BL-DIGEST")) << text_of(result.findings);
}

TEST(VerifyContent, is_not_ok_without_a_digest_to_compare_with) {
    Image it = image();
    const custody::IncidentKeys& keys = it.scene.builder().incident_keys(incident);
    const VerifiedItem result = verify_content({it.scene.store(),
                                                it.scene.builder().origin(),
                                                *it.scene.builder().state().item(it.item),
                                                keys,
                                                {},
                                                VerifyDepth::stream,
                                                nullptr,
                                                nullptr,
                                                {}});
    EXPECT_FALSE(result.ok);
    EXPECT_TRUE(has(result.findings, "BL-NO-RECORD"));
}

TEST(VerifyContent, tells_a_missing_pack_and_all_it_costs) {
    Image it = image();
    it.scene.store().remove(it.pack);
    const VerifiedItem result = it.scene.verify(it.item);
    EXPECT_FALSE(result.ok);
    EXPECT_TRUE(has(result.findings, "BL-PACK-MISSING", it.pack));
    EXPECT_TRUE(has(result.findings, "BL-BLOCK", it.pack)) << text_of(result.findings);
}

TEST(VerifyContent, finds_blocks_without_the_table_and_still_blames_the_pack) {
    Image it = image();
    const blob::PackTrailer trailer = trailer_of(it.scene.bytes_of(it.pack));
    it.scene.flip(it.pack, trailer.table_offset + trailer.table_bytes - 16);
    const VerifiedItem result = it.scene.verify(it.item);
    EXPECT_FALSE(result.ok);
    EXPECT_TRUE(has(result.findings, "BL-PACK", it.pack));
    EXPECT_FALSE(has(result.findings, "BL-BLOCK")) << text_of(result.findings);
}

TEST(VerifyContent, reads_all_packs_when_the_list_is_lost) {
    Image it = image();
    const std::string list = it.scene.only("lists/");
    it.scene.store().remove(list);
    const VerifiedItem result = it.scene.verify(it.item);
    EXPECT_FALSE(result.ok);
    ASSERT_EQ(result.findings.size(), 1u) << text_of(result.findings);
    EXPECT_TRUE(has(result.findings, "ST-MISSING", list));
}

TEST(VerifyContent, uses_a_sound_copy_and_reports_the_damaged_one) {
    Image it = image();
    // The same content written again by somebody who did not know of the first pack.
    Scene again;
    const Scene::Stream copy = again.put_stream({data_run(3, 1000)});
    ASSERT_EQ(copy.blocks.front(), it.stream.blocks.at(2));
    again.ingest(copy);
    const std::string second = again.only("packs/");
    it.scene.store().put_new(second, again.bytes_of(second));
    damage(it.scene, it.pack, it.stream.blocks.at(2));
    const VerifiedItem result = it.scene.verify(it.item);
    EXPECT_TRUE(has(result.findings, "BL-COPY", it.pack)) << text_of(result.findings);
    EXPECT_FALSE(has(result.findings, "BL-BLOCK"));
}

TEST(VerifyContent, hashes_unreadable_ranges_as_zeros_and_notes_them) {
    Scene scene;
    const custody::ItemId item =
        scene.ingest(scene.put_stream({data_run(1, 500), unreadable_run(512), data_run(2, 500)}));
    const VerifiedItem result = scene.verify(item);
    EXPECT_TRUE(result.ok) << text_of(result.findings);
    ASSERT_EQ(result.findings.size(), 1u);
    EXPECT_EQ(result.findings.front().code, "BL-UNREADABLE");
    EXPECT_EQ(result.findings.front().severity, Severity::note);
    EXPECT_TRUE(result.findings.front().text.starts_with("512 bytes at offset 500 "));
}

TEST(VerifyContent, warns_when_the_record_states_other_unreadable_bytes) {
    Scene scene;
    Scene::Stream stream = scene.put_stream({data_run(1, 500), unreadable_run(512)});
    stream.unreadable = 4096;
    const VerifiedItem result = scene.verify(scene.ingest(stream));
    EXPECT_EQ(result.findings.size(), 2u) << text_of(result.findings);
    EXPECT_EQ(result.findings.back().severity, Severity::warning);
}

TEST(VerifyContent, tells_a_manifest_that_states_another_length_than_its_block_has) {
    Scene scene;
    Piece shorter = data_run(1, 1000);
    shorter.length = 900;
    const VerifiedItem result = scene.verify(scene.ingest(scene.put_stream({shorter})));
    ASSERT_EQ(result.findings.size(), 1u) << text_of(result.findings);
    EXPECT_EQ(result.findings.front().code, "BL-BLOCK");
    EXPECT_EQ(result.findings.front().object, scene.only("lists/"));
}

TEST(VerifyContent, holds_for_an_empty_stream) {
    Scene scene;
    const custody::ItemId item = scene.ingest(scene.put_stream({}));
    const VerifiedItem result = scene.verify(item);
    EXPECT_TRUE(result.ok) << text_of(result.findings);
    EXPECT_EQ(result.bytes, 0u);
}

TEST(VerifyContent, follows_manifests_of_several_levels) {
    Scene scene;
    std::vector<Piece> pieces;
    for (std::uint64_t i = 0; i < 2100; ++i) {
        pieces.push_back(data_run(i % 7, 40));
        pieces.push_back(zero_run(3));
    }
    const custody::ItemId item = scene.ingest(scene.put_stream(pieces));
    const VerifiedItem result = scene.verify(item);
    EXPECT_TRUE(result.ok) << text_of(result.findings);
    EXPECT_EQ(result.bytes, 2100u * 43);
}

// Trees

std::string file_line(const std::string& path, const Scene::Stream& stream, std::size_t size) {
    return encode::dump(encode::Json::Object{{"path", path},
                                             {"type", "file"},
                                             {"mode", 420},
                                             {"size", size},
                                             {"sha256", stream.sha256},
                                             {"manifest", stream.root.hex()}}) +
           "\n";
}

Piece data_piece(const Bytes& bytes) {
    return {Piece::Kind::data, bytes, bytes.size()};
}

struct Tree {
    Scene scene;
    Scene::Stream first;
    Scene::Stream second;
    custody::ItemId item;
    std::string pack;
};

Tree tree(const std::string& recorded_for_second = {}) {
    Scene scene;
    const Scene::Stream first = scene.put_stream({data_run(11, 900)});
    const Scene::Stream second = scene.put_stream({data_run(12, 800), data_run(13, 700)});
    Scene::Stream told = second;
    if (!recorded_for_second.empty()) told.sha256 = recorded_for_second;
    const std::string listing =
        encode::dump(encode::Json::Object{{"path", "."}, {"type", "directory"}}) + "\n" +
        file_line("a", first, 900) + file_line("b/c", told, 1500);
    // Cut in the middle of a line: lines may cross blocks.
    const auto half = static_cast<std::ptrdiff_t>(listing.size() / 2);
    const Bytes bytes = to_bytes(listing);
    const custody::ItemId item =
        scene.ingest(scene.put_stream({data_piece(Bytes(bytes.begin(), bytes.begin() + half)),
                                       data_piece(Bytes(bytes.begin() + half, bytes.end()))}),
                     custody::kind_tree);
    const std::string pack = scene.only("packs/");
    return {std::move(scene), first, second, item, pack};
}

TEST(VerifyTree, reads_the_listing_and_every_file) {
    Tree it = tree();
    const VerifiedItem result = it.scene.verify(it.item);
    EXPECT_TRUE(result.ok) << text_of(result.findings);
    EXPECT_GT(result.bytes, 900u + 1500u);
}

TEST(VerifyTree, names_the_file_and_range_that_is_damaged) {
    Tree it = tree();
    damage(it.scene, it.pack, it.second.blocks.at(1));
    const VerifiedItem result = it.scene.verify(it.item);
    EXPECT_FALSE(result.ok);
    ASSERT_EQ(result.findings.size(), 1u) << text_of(result.findings);
    EXPECT_TRUE(result.findings.front().text.starts_with(
        "700 bytes at offset 800 of file \"b/c\" of item INC-1/1"))
        << result.findings.front().text;
}

TEST(VerifyTree, compares_each_file_with_its_digest_in_the_listing) {
    Tree it = tree(std::string(64, '1'));
    const VerifiedItem result = it.scene.verify(it.item);
    EXPECT_FALSE(result.ok);
    ASSERT_EQ(result.findings.size(), 1u) << text_of(result.findings);
    EXPECT_EQ(result.findings.front().code, "BL-DIGEST");
    EXPECT_NE(result.findings.front().text.find("b/c"), std::string::npos);
}

TEST(VerifyTree, reports_a_listing_that_is_none) {
    Scene scene;
    const custody::ItemId item = scene.ingest(
        scene.put_stream({data_piece(to_bytes("this is no listing\n"))}), custody::kind_tree);
    EXPECT_TRUE(has(scene.verify(item).findings, "BL-LISTING"));
}

struct Logged {
    Scene scene;
    Scene::Stream log;
    custody::ItemId item;
};

Logged logged(bool told = true) {
    Scene scene;
    const Scene::Stream stream = scene.put_stream({data_run(1, 1000)});
    Scene::Stream log = scene.put_stream({data_run(9, 500)});
    if (!told) log.sha256 = stream.sha256;
    const custody::ItemId item = scene.ingest(stream, custody::kind_image, {log});
    return {std::move(scene), log, item};
}

TEST(VerifyLogs, hold_for_what_was_stored) {
    Logged it = logged();
    const VerifiedItem result = it.scene.verify(it.item);
    EXPECT_TRUE(result.ok) << text_of(result.findings);
    EXPECT_EQ(result.bytes, 1500u);
    EXPECT_EQ(result.scope,
              "every block and the SHA-256 of the whole stream, and of its acquisition logs");
}

TEST(VerifyLogs, name_the_log_with_a_damaged_block) {
    Logged it = logged();
    damage(it.scene, it.scene.only("packs/"), it.log.blocks.at(0));
    const VerifiedItem result = it.scene.verify(it.item);
    EXPECT_FALSE(result.ok);
    ASSERT_EQ(result.findings.size(), 1u) << text_of(result.findings);
    EXPECT_NE(result.findings.front().text.find("acquisition log 1"), std::string::npos)
        << result.findings.front().text;
}

TEST(VerifyLogs, name_the_log_with_another_digest) {
    Logged it = logged(false);
    const VerifiedItem result = it.scene.verify(it.item);
    EXPECT_FALSE(result.ok);
    EXPECT_TRUE(has(result.findings, "BL-DIGEST")) << text_of(result.findings);
}

struct Listed {
    Scene scene;
    Scene::Stream listing;
    custody::ItemId item;
};

Listed listed(std::string told = {}) {
    Scene scene;
    const Scene::Stream stream = scene.put_stream({data_run(1, 1000)});
    Scene::Stream listing = scene.put_stream({data_run(9, 500)});
    if (!told.empty()) listing.sha256 = std::move(told);
    const custody::ItemId item = scene.ingest(stream, custody::kind_archive, {}, listing);
    return {std::move(scene), listing, item};
}

TEST(VerifyMembers, hold_for_what_was_stored) {
    Listed it = listed();
    const VerifiedItem result = it.scene.verify(it.item);
    EXPECT_TRUE(result.ok) << text_of(result.findings);
    EXPECT_EQ(result.bytes, 1500u);
    EXPECT_EQ(result.scope,
              "every block and the SHA-256 of the whole stream, and of the listing of its members");
}

TEST(VerifyMembers, name_the_listing_with_a_damaged_block) {
    Listed it = listed();
    damage(it.scene, it.scene.only("packs/"), it.listing.blocks.at(0));
    const VerifiedItem result = it.scene.verify(it.item);
    EXPECT_FALSE(result.ok);
    ASSERT_EQ(result.findings.size(), 1u) << text_of(result.findings);
    EXPECT_NE(result.findings.front().text.find("listing of members"), std::string::npos)
        << result.findings.front().text;
}

TEST(VerifyMembers, name_the_listing_with_another_digest) {
    Listed it = listed(std::string(64, '1'));
    const VerifiedItem result = it.scene.verify(it.item);
    EXPECT_FALSE(result.ok);
    EXPECT_TRUE(has(result.findings, "BL-DIGEST")) << text_of(result.findings);
}

TEST(VerifyContent, stops_when_asked_to) {
    Image it = image();
    CancelFlag cancel;
    cancel.request();
    try {
        static_cast<void>(verify_content({it.scene.store(),
                                          it.scene.builder().origin(),
                                          *it.scene.builder().state().item(it.item),
                                          it.scene.builder().incident_keys(incident),
                                          {{}, {}, it.stream.sha256},
                                          VerifyDepth::stream,
                                          nullptr,
                                          &cancel,
                                          {}}));
        FAIL() << "it went on";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::interrupted);
    }
}

}  // namespace
}  // namespace exhibit::verify::test

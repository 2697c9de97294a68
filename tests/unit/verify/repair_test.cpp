#include "verify/repair.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "blob/pack_format.hpp"
#include "exhibit/error.hpp"
#include "scene.hpp"
#include "support/fault_store.hpp"
#include "support/seeded_random.hpp"
#include "verify/damage.hpp"

namespace exhibit::verify::test {
namespace {

using exhibit::test::FaultStore;
using exhibit::test::When;

std::unique_ptr<store::ObjectStore> copy_of(Scene& scene) {
    auto copy = store::memory_store();
    for (const std::string& name : scene.names()) copy->put_new(name, scene.bytes_of(name));
    return copy;
}

RepairResult repair(store::ObjectStore& store, const std::vector<store::ObjectStore*>& copies = {},
                    bool dry_run = false) {
    return repair_store(store, copies, dry_run, {"repairing", nullptr, nullptr});
}

/// A vault with a pack of 300 KB: 74 sectors, of which its parity restores any three.
Scene large_scene() {
    Scene scene;
    scene.ingest(scene.put_stream({data_run(1, 300000)}));
    scene.publish();
    return scene;
}

bool nothing_lost(const RepairResult& result) {
    return std::none_of(result.repairs.begin(), result.repairs.end(),
                        [](const auto& one) { return one.outcome == RepairOutcome::lost; });
}

/// Other bytes from `offset` on.
void spoil(Scene& scene, const std::string& name, std::size_t offset, std::size_t count) {
    Bytes bytes = scene.bytes_of(name);
    for (std::size_t at = offset; at < offset + count; ++at) bytes.at(at) ^= std::byte{0x5A};
    scene.overwrite(name, bytes);
}

/// Reads that touch one sector of an object fail as a disk's do.
class BadSector final : public store::ObjectStore {
public:
    BadSector(store::ObjectStore& below, std::string name, std::uint64_t sector)
        : below_(below), name_(std::move(name)), offset_(sector * 4096) {}
    store::Put put_new(const std::string& name, ByteView bytes) override {
        return below_.put_new(name, bytes);
    }
    std::optional<Bytes> get(const std::string& name) override {
        return get(name, {0, below_.size(name).value_or(0)});
    }
    std::optional<Bytes> get(const std::string& name, store::Range range) override {
        if (name == name_ && range.offset < offset_ + 4096 && offset_ < range.offset + range.length)
            throw Error(ErrorKind::io, "reading " + name + ": Input/output error");
        return below_.get(name, range);
    }
    std::optional<std::uint64_t> size(const std::string& name) override {
        return below_.size(name);
    }
    std::vector<std::string> list(const std::string& prefix) override {
        return below_.list(prefix);
    }
    void replace(const std::string& name, ByteView bytes) override { below_.replace(name, bytes); }
    void mend(const std::string& name, ByteView bytes) override {
        below_.mend(name, bytes);
        name_.clear();
    }
    bool remove(const std::string& name) override { return below_.remove(name); }
    std::unique_ptr<store::Occupation> occupy(const std::string& object,
                                              store::Occupy how) override {
        return below_.occupy(object, how);
    }
    std::string description() const override { return below_.description(); }

private:
    store::ObjectStore& below_;
    std::string name_;
    std::uint64_t offset_;
};

TEST(Repair, leaves_a_sound_vault_alone) {
    Scene scene = worked_scene();
    FaultStore watched(scene.store());
    const RepairResult result = repair(watched);
    EXPECT_TRUE(nothing_lost(result));
    EXPECT_TRUE(result.repairs.empty());
    EXPECT_GT(result.objects, 3u);
    EXPECT_EQ(watched.calls(), 0u);
}

TEST(Repair, restores_a_pack_from_its_parity) {
    Scene scene = large_scene();
    const std::string pack = scene.only("packs/");
    const Bytes sound = scene.bytes_of(pack);
    spoil(scene, pack, 4096, 4096);
    EXPECT_TRUE(names_object(violations(scene.check().findings), pack));
    const RepairResult result = repair(scene.store());
    ASSERT_EQ(result.repairs.size(), 1u);
    EXPECT_EQ(result.repairs[0].object, pack);
    EXPECT_EQ(result.repairs[0].outcome, RepairOutcome::by_parity);
    ASSERT_EQ(result.repairs[0].damaged.size(), 1u);
    EXPECT_EQ(result.repairs[0].damaged[0].offset, 4096u);
    EXPECT_EQ(result.repairs[0].damaged[0].length, 4096u);
    EXPECT_EQ(scene.bytes_of(pack), sound);
    EXPECT_EQ(text_of(scene.check().findings), "");
}

TEST(Repair, tells_in_a_check_that_parity_suffices_or_not) {
    Scene scene = large_scene();
    const std::string pack = scene.only("packs/");
    spoil(scene, pack, 4096, 4096);
    EXPECT_NE(text_of(scene.check().findings).find("'exhibit repair' does that"),
              std::string::npos);
    spoil(scene, pack, 300, scene.bytes_of(pack).size() / 2);
    EXPECT_NE(text_of(scene.check().findings).find("'exhibit repair --from COPY'"),
              std::string::npos);
}

TEST(Repair, changes_nothing_in_a_dry_run) {
    Scene scene = large_scene();
    const std::string pack = scene.only("packs/");
    spoil(scene, pack, 4096, 100);
    FaultStore watched(scene.store());
    const RepairResult result = repair(watched, {}, true);
    EXPECT_TRUE(nothing_lost(result));
    ASSERT_EQ(result.repairs.size(), 1u);
    EXPECT_EQ(watched.calls(), 0u);
}

TEST(Repair, reads_around_sectors_that_the_disk_does_not_give_back) {
    Scene scene = large_scene();
    const std::string pack = scene.only("packs/");
    BadSector disk(scene.store(), pack, 1);
    const CheckResult before = check_store(disk, true, nullptr, nullptr);
    EXPECT_NE(text_of(before.findings).find("'exhibit repair' does that"), std::string::npos);
    const RepairResult result = repair(disk);
    ASSERT_EQ(result.repairs.size(), 1u);
    EXPECT_EQ(result.repairs[0].outcome, RepairOutcome::by_parity);
    EXPECT_EQ(text_of(check_store(disk, true, nullptr, nullptr).findings), "");
}

TEST(Repair, leaves_a_pack_beyond_its_parity_as_it_is_and_names_the_ranges) {
    Scene scene = worked_scene();
    const std::string pack = scene.only("packs/");
    const std::size_t half = scene.bytes_of(pack).size() / 2;
    spoil(scene, pack, 0, half);
    const Bytes damaged = scene.bytes_of(pack);
    const RepairResult result = repair(scene.store());
    EXPECT_FALSE(nothing_lost(result));
    ASSERT_EQ(result.repairs.size(), 1u);
    EXPECT_EQ(result.repairs[0].outcome, RepairOutcome::lost);
    ASSERT_EQ(result.repairs[0].lost.size(), 1u);
    EXPECT_EQ(result.repairs[0].lost[0].offset, 0u);
    EXPECT_GE(result.repairs[0].lost[0].length, half);
    EXPECT_EQ(scene.bytes_of(pack), damaged);
}

TEST(Repair, takes_what_is_damaged_or_missing_from_a_copy) {
    Scene scene = worked_scene();
    const auto copy = copy_of(scene);
    const std::string pack = scene.only("packs/");
    spoil(scene, pack, 0, scene.bytes_of(pack).size() / 2);
    scene.flip(scene.store().list("private/").front(), 20);
    scene.flip(scene.store().list("lists/").front(), 20);
    scene.store().remove(scene.store().list("keys/").front());
    const RepairResult result = repair(scene.store(), {copy.get()});
    EXPECT_TRUE(nothing_lost(result));
    EXPECT_EQ(result.repairs.size(), 4u);
    for (const RepairedObject& one : result.repairs) {
        EXPECT_EQ(one.outcome, RepairOutcome::by_copy) << one.text;
        EXPECT_EQ(one.copy, copy->description());
    }
    for (const std::string& name : copy->list("")) {
        EXPECT_EQ(scene.bytes_of(name), copy->get(name)) << name;
    }
}

TEST(Repair, takes_a_missing_pack_that_a_list_names) {
    Scene scene = worked_scene();
    const auto copy = copy_of(scene);
    const std::string pack = scene.only("packs/");
    scene.store().remove(pack);
    const RepairResult alone = repair(scene.store());
    ASSERT_EQ(alone.repairs.size(), 1u);
    EXPECT_TRUE(alone.repairs[0].missing);
    EXPECT_FALSE(nothing_lost(alone));
    EXPECT_TRUE(nothing_lost(repair(scene.store(), {copy.get()})));
    EXPECT_EQ(scene.bytes_of(pack), copy->get(pack));
}

TEST(Repair, takes_no_pack_that_no_list_names) {
    Scene scene = worked_scene();
    const auto copy = copy_of(scene);
    const std::string hex = crypto::sha256(as_bytes("junk")).hex();
    copy->put_new("packs/" + hex.substr(0, 2) + "/" + hex, as_bytes("junk"));
    EXPECT_TRUE(repair(scene.store(), {copy.get()}).repairs.empty());
}

TEST(Repair, believes_no_copy) {
    Scene scene = worked_scene();
    const auto liar = copy_of(scene);
    const std::string pack = scene.only("packs/");
    liar->replace(pack, as_bytes("not the pack"));
    const std::string hex = crypto::sha256(as_bytes("a list")).hex();
    liar->put_new("lists/" + hex.substr(0, 2) + "/" + hex, as_bytes("not that list"));
    scene.store().remove(pack);
    const RepairResult result = repair(scene.store(), {liar.get()});
    EXPECT_FALSE(nothing_lost(result));
    EXPECT_EQ(result.repairs.size(), 1u);
    EXPECT_EQ(scene.store().get(pack), std::nullopt);
}

/// Puts a list into a store under the digest it has, as anybody can.
std::string plant_list(store::ObjectStore& store, const std::string& text) {
    const std::string hex = crypto::sha256(as_bytes(text)).hex();
    const std::string name = "lists/" + hex.substr(0, 2) + "/" + hex;
    store.put_new(name, as_bytes(text));
    return name;
}

TEST(Repair, takes_no_list_of_packs_that_nobody_has) {
    Scene scene = worked_scene();
    const auto liar = copy_of(scene);
    const std::string pack = blob::pack_object_name(crypto::sha256(as_bytes("no pack")));
    const std::string list =
        plant_list(*liar, pack.substr(pack.rfind('/') + 1) + "  " + pack + "\n");
    const RepairResult result = repair(scene.store(), {liar.get()});
    ASSERT_EQ(result.repairs.size(), 1u);
    EXPECT_EQ(result.repairs[0].object, list);
    EXPECT_EQ(result.repairs[0].outcome, RepairOutcome::lost);
    EXPECT_EQ(scene.store().get(list), std::nullopt);
    EXPECT_EQ(text_of(scene.check().findings), "");
}

TEST(Repair, takes_no_list_that_is_none) {
    Scene scene = worked_scene();
    const auto liar = copy_of(scene);
    plant_list(*liar, "not a list\n");
    EXPECT_TRUE(repair(scene.store(), {liar.get()}).repairs.empty());
    EXPECT_EQ(text_of(scene.check().findings), "");
}

TEST(Repair, takes_a_missing_list_together_with_its_pack) {
    Scene scene = worked_scene();
    const auto copy = copy_of(scene);
    const std::string pack = scene.only("packs/");
    scene.store().remove(pack);
    for (const std::string& list : scene.store().list("lists/")) scene.store().remove(list);
    EXPECT_TRUE(nothing_lost(repair(scene.store(), {copy.get()})));
    for (const std::string& name : copy->list("")) {
        EXPECT_EQ(scene.store().get(name), copy->get(name)) << name;
    }
}

TEST(Repair, uses_the_parity_of_a_copy_that_is_damaged_itself) {
    Scene scene = worked_scene();
    const auto copy = copy_of(scene);
    const std::string pack = scene.only("packs/");
    const Bytes sound = scene.bytes_of(pack);
    scene.store().remove(pack);
    Bytes damaged = sound;
    damaged[5000] ^= std::byte{1};
    copy->replace(pack, damaged);
    EXPECT_TRUE(nothing_lost(repair(scene.store(), {copy.get()})));
    EXPECT_EQ(scene.bytes_of(pack), sound);
}

TEST(Repair, refuses_a_copy_of_another_vault) {
    Scene scene = worked_scene();
    const auto other = store::memory_store();
    other->put_new("exhibit.json", as_bytes("{}\n"));
    try {
        repair(scene.store(), {other.get()});
        FAIL() << "it went on";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::conflict);
    }
}

TEST(Repair, leaves_the_damaged_pack_when_it_cannot_write_and_goes_on_the_next_time) {
    Scene scene = large_scene();
    const std::string pack = scene.only("packs/");
    const Bytes sound = scene.bytes_of(pack);
    spoil(scene, pack, 4096, 4096);
    const Bytes damaged = scene.bytes_of(pack);
    FaultStore faulty(scene.store(), {.call = 1, .when = When::before});
    EXPECT_THROW(repair(faulty), Error);
    EXPECT_EQ(scene.bytes_of(pack), damaged);
    EXPECT_TRUE(nothing_lost(repair(scene.store())));
    EXPECT_EQ(scene.bytes_of(pack), sound);
}

TEST(Repair, stops_when_asked_to) {
    Scene scene = worked_scene();
    CancelFlag cancel;
    cancel.request();
    try {
        static_cast<void>(repair_store(scene.store(), {}, false, {"repairing", nullptr, &cancel}));
        FAIL() << "it went on";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::interrupted);
    }
}

TEST(RangesText, shortens_long_lists) {
    EXPECT_EQ(ranges_text({{0, 1}}), "bytes 0");
    EXPECT_EQ(ranges_text({{0, 4096}, {8192, 2}}), "bytes 0 to 4095 and 8192 to 8193");
    EXPECT_EQ(ranges_text(std::vector<ByteRange>(9, {5, 1})),
              "bytes 5, 5, 5, 5, 5, 5, 5, 5 and 1 more range");
}

}  // namespace
}  // namespace exhibit::verify::test

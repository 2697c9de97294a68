// Every object of a vault damaged, removed, cut and swapped, one by one: always something is found,
// and it names the object.
#include <gtest/gtest.h>

#include <set>

#include "exhibit/error.hpp"
#include "ledger/staged.hpp"
#include "scene.hpp"
#include "verify/objects.hpp"

namespace exhibit::verify::test {
namespace {

/// What can be found without a key, by reading all.
bool found_by_check(Scene& scene, const std::string& object) {
    return names_object(violations(scene.check(true).findings), object);
}

bool found_by_audit(Scene& scene, const std::string& object) {
    return names_object(violations(scene.audit().findings), object);
}

/// Small objects byte by byte; of long ones every byte of what is in the clear and every 17th of
/// what is sealed: one sealed byte is as good as another.
std::vector<std::size_t> offsets_of(const std::string& name, std::size_t size) {
    constexpr std::size_t stride = 17;
    const ObjectKind kind = kind_of_object(name);
    const bool sealed = kind == ObjectKind::staged || kind == ObjectKind::private_values ||
                        kind == ObjectKind::pack;
    const std::size_t clear = kind == ObjectKind::pack ? 300 : 160;
    std::vector<std::size_t> offsets;
    for (std::size_t at = 0; at < size; at += (sealed && at > clear ? stride : 1)) {
        offsets.push_back(at);
    }
    offsets.push_back(size - 1);
    return offsets;
}

void flip_each_byte_of(ObjectKind kind, bool keyless) {
    Scene scene = worked_scene();
    for (const std::string& name : scene.names()) {
        if (kind_of_object(name) != kind) continue;
        const Bytes sound = scene.bytes_of(name);
        for (const std::size_t at : offsets_of(name, sound.size())) {
            scene.flip(name, at);
            const bool found =
                found_by_check(scene, name) || (!keyless && found_by_audit(scene, name));
            EXPECT_TRUE(found) << name << " byte " << at << " of " << sound.size();
            scene.overwrite(name, sound);
            if (!found) break;
        }
    }
}

TEST(Damage, is_found_in_each_byte_of_the_descriptor) {
    flip_each_byte_of(ObjectKind::descriptor, true);
}
TEST(Damage, is_found_in_each_byte_of_commits) {
    flip_each_byte_of(ObjectKind::commit, true);
}
TEST(Damage, is_found_in_each_byte_of_the_hint) {
    flip_each_byte_of(ObjectKind::checkpoint_hint, true);
}
TEST(Damage, is_found_in_each_byte_of_key_objects) {
    flip_each_byte_of(ObjectKind::key, true);
}
TEST(Damage, is_found_in_each_byte_of_private_values) {
    flip_each_byte_of(ObjectKind::private_values, true);
}
TEST(Damage, is_found_in_each_byte_of_lists) {
    flip_each_byte_of(ObjectKind::list, true);
}
TEST(Damage, is_found_in_each_byte_of_packs) {
    flip_each_byte_of(ObjectKind::pack, true);
}
TEST(Damage, is_found_by_the_audit_in_each_byte_of_staged_entries) {
    flip_each_byte_of(ObjectKind::staged, false);
}

TEST(Damage, of_packs_is_found_by_verifying_their_item) {
    Scene scene = worked_scene();
    const std::string pack = scene.only("packs/");
    const custody::ItemId item = custody::ItemId::parse("INC-1/1");
    const Bytes sound = scene.bytes_of(pack);
    const blob::PackTrailer trailer = trailer_of(sound);
    for (const std::size_t at : offsets_of(pack, sound.size())) {
        // Parity is no content: an item is whole without it, and the keyless check reads it.
        const bool parity =
            at >= trailer.parity_offset && at < trailer.parity_offset + trailer.parity_bytes;
        if (parity) continue;
        scene.flip(pack, at);
        const VerifiedItem result = scene.verify(item);
        EXPECT_FALSE(result.ok) << "byte " << at;
        EXPECT_TRUE(names_object(violations(result.findings), pack)) << "byte " << at << "\n"
                                                                     << text_of(result.findings);
        scene.overwrite(pack, sound);
    }
}

TEST(Damage, is_found_when_an_object_is_removed) {
    Scene scene = worked_scene();
    for (const std::string& name : scene.names()) {
        const Bytes sound = scene.bytes_of(name);
        scene.store().remove(name);
        try {
            const AuditResult result = scene.audit();
            EXPECT_TRUE(names_object(result.findings, name)) << name;
            const bool derived = kind_of_object(name) == ObjectKind::checkpoint_hint;
            EXPECT_EQ(violations(result.findings).empty(), derived) << name;
        } catch (const Error& error) {
            // The own key object: there is nothing to audit with.
            EXPECT_EQ(error.kind(), ErrorKind::denied) << name;
        }
        scene.store().put_new(name, sound);
    }
}

TEST(Damage, is_found_when_an_object_is_cut_short) {
    Scene scene = worked_scene();
    for (const std::string& name : scene.names()) {
        const Bytes sound = scene.bytes_of(name);
        for (const std::size_t size :
             std::set<std::size_t>{0, sound.size() / 2, sound.size() - 1}) {
            scene.overwrite(name, ByteView(sound).first(size));
            EXPECT_TRUE(found_by_check(scene, name) || found_by_audit(scene, name))
                << name << " cut to " << size;
        }
        scene.overwrite(name, sound);
    }
}

TEST(Damage, is_found_when_an_object_is_longer) {
    Scene scene = worked_scene();
    for (const std::string& name : scene.names()) {
        const Bytes sound = scene.bytes_of(name);
        Bytes longer = sound;
        longer.push_back(std::byte{0});
        scene.overwrite(name, longer);
        EXPECT_TRUE(found_by_check(scene, name) || found_by_audit(scene, name)) << name;
        scene.overwrite(name, sound);
    }
}

TEST(Damage, is_found_when_two_objects_of_a_kind_are_swapped) {
    Scene scene = worked_scene();
    std::map<ObjectKind, std::vector<std::string>> kinds;
    for (const std::string& name : scene.names()) kinds[kind_of_object(name)].push_back(name);
    for (const auto& [kind, names] : kinds) {
        for (std::size_t i = 1; i < names.size(); ++i) {
            const Bytes one = scene.bytes_of(names[i - 1]);
            const Bytes other = scene.bytes_of(names[i]);
            scene.overwrite(names[i - 1], other);
            scene.overwrite(names[i], one);
            const std::vector<Finding> found = violations(scene.check(true).findings);
            EXPECT_TRUE(names_object(found, names[i - 1])) << names[i - 1];
            scene.overwrite(names[i - 1], one);
            scene.overwrite(names[i], other);
        }
    }
}

}  // namespace
}  // namespace exhibit::verify::test

#include "intake/device.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/sysmacros.h>

#include "fixture.hpp"

namespace exhibit::intake {
namespace {

using test::TempFolder;
using test::write_file;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

namespace fs = std::filesystem;

/// A system with one disk, sdb (8:16), and one partition of it, sdb1 (8:17).
struct System {
    System() {
        fs::create_directories(disk + "/queue");
        fs::create_directories(disk + "/device");
        fs::create_directories(disk + "/holders");
        fs::create_directories(disk + "/sdb1");
        fs::create_directories(root + "/sys/dev/block");
        fs::create_directories(root + "/proc/self");
        fs::create_directories(root + "/run/udev/data");
        fs::create_symlink("../../devices/block/sdb", root + "/sys/dev/block/8:16");
        fs::create_symlink("../../devices/block/sdb/sdb1", root + "/sys/dev/block/8:17");
        write_file(disk + "/queue/logical_block_size", "512\n");
        write_file(disk + "/queue/physical_block_size", "4096\n");
        write_file(disk + "/device/vendor", "ATA     \n");
        write_file(disk + "/device/model", "WDC WD5000AAKX  \n");
        write_file(disk + "/ro", "1\n");
        write_file(disk + "/dev", "8:16\n");
        write_file(disk + "/sdb1/ro", "1\n");
        write_file(disk + "/sdb1/dev", "8:17\n");
        write_file(disk + "/sdb1/partition", "1\n");
    }
    void mounted(const std::string& line) { write_file(root + "/proc/self/mountinfo", line); }

    TempFolder folder;
    std::string root = folder / "system";
    std::string disk = root + "/sys/devices/block/sdb";
};

TEST(DeviceFacts, say_sectors_make_and_model) {
    const System system;
    const DeviceFacts facts = device_facts(makedev(8, 16), system.root);
    EXPECT_EQ(facts.text,
              "block device 8:16 (sdb), logical sectors of 512 bytes, physical sectors of 4,096 "
              "bytes, make ATA, model WDC WD5000AAKX, write-protected");
    EXPECT_EQ(facts.make, "ATA");
    EXPECT_EQ(facts.model, "WDC WD5000AAKX");
    EXPECT_EQ(facts.serial, "");
    EXPECT_THAT(facts.warnings, IsEmpty());
}

TEST(DeviceFacts, prefer_what_udev_learnt_of_the_disk) {
    const System system;
    write_file(system.root + "/run/udev/data/b8:16",
               "S:disk/by-id/x\nE:ID_MODEL=WDC_WD5000AAKX-00\nE:ID_SERIAL_SHORT=WD-WCC1234\n");
    const DeviceFacts facts = device_facts(makedev(8, 16), system.root);
    EXPECT_EQ(facts.model, "WDC_WD5000AAKX-00");
    EXPECT_EQ(facts.serial, "WD-WCC1234");
    EXPECT_THAT(facts.text, HasSubstr("serial WD-WCC1234"));
}

TEST(DeviceFacts, of_a_partition_are_those_of_its_disk) {
    const System system;
    const DeviceFacts facts = device_facts(makedev(8, 17), system.root);
    EXPECT_EQ(facts.text,
              "block device 8:17 (sdb1, a partition), logical sectors of 512 bytes, physical "
              "sectors of 4,096 bytes, make ATA, model WDC WD5000AAKX, write-protected");
}

TEST(DeviceFacts, warn_when_programs_may_write_to_it) {
    const System system;
    write_file(system.disk + "/ro", "0\n");
    EXPECT_THAT(device_facts(makedev(8, 16), system.root).warnings,
                ElementsAre("The device is not write-protected: programs of this machine may "
                            "write to it."));
    EXPECT_THAT(device_facts(makedev(8, 17), system.root).warnings, IsEmpty());
}

TEST(DeviceFacts, warn_when_it_or_a_partition_is_mounted_for_writing) {
    System system;
    system.mounted("36 35 8:17 / /mnt/data rw,noatime shared:1 - ext4 /dev/sdb1 rw,errors=x\n");
    const std::string at_data =
        "The device, or a partition of it, is mounted for writing at /mnt/data: its bytes may "
        "change while they are read.";
    EXPECT_THAT(device_facts(makedev(8, 16), system.root).warnings, ElementsAre(at_data));
    EXPECT_THAT(device_facts(makedev(8, 17), system.root).warnings, ElementsAre(at_data));
    // Of file systems with numbers of their own (btrfs) the name of the device tells.
    system.mounted("36 35 0:40 / /mnt/data rw - btrfs /dev/sdb1 rw\n");
    EXPECT_THAT(device_facts(makedev(8, 16), system.root).warnings, ElementsAre(at_data));
    system.mounted("36 35 8:17 / /mnt/data ro - ext4 /dev/sdb1 ro\nnonsense\n36 35 - x\n");
    EXPECT_THAT(device_facts(makedev(8, 16), system.root).warnings, IsEmpty());
    system.mounted("36 35 8:1 / / rw - ext4 /dev/sda1 rw\n");
    EXPECT_THAT(device_facts(makedev(8, 16), system.root).warnings, IsEmpty());
}

TEST(DeviceFacts, warn_when_another_device_holds_it) {
    const System system;
    fs::create_directories(system.disk + "/holders/dm-0");
    EXPECT_THAT(device_facts(makedev(8, 16), system.root).warnings,
                ElementsAre(HasSubstr("in use by dm-0")));
}

TEST(DeviceFacts, show_what_a_device_calls_itself_safely_and_in_bounds) {
    const System system;
    write_file(system.disk + "/device/model", "a\x1b[31m" + std::string(300, 'x'));
    const DeviceFacts facts = device_facts(makedev(8, 16), system.root);
    EXPECT_THAT(facts.model, ::testing::StartsWith("a\\u{001B}[31mxxx"));
    EXPECT_LE(facts.model.size(), 220U);
    write_file(system.disk + "/device/model", std::string(5000, 'x'));
    EXPECT_EQ(device_facts(makedev(8, 16), system.root).model, "");
}

TEST(DeviceFacts, say_so_when_the_system_knows_nothing) {
    const System system;
    EXPECT_EQ(device_facts(makedev(9, 9), system.root).text,
              "block device 9:9, of which the system says nothing");
}

}  // namespace
}  // namespace exhibit::intake

#include "intake/device.hpp"

#include <sys/sysmacros.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>
#include <string_view>
#include <system_error>

#include "base/file.hpp"
#include "base/text.hpp"
#include "exhibit/error.hpp"

namespace exhibit::intake {
namespace {

constexpr std::uint64_t attribute_bytes_max = 4096;
constexpr std::uint64_t table_bytes_max = std::uint64_t{1} << 20;
constexpr std::size_t text_bytes_max = 200;
constexpr std::size_t warnings_max = 16;

std::string numbers(dev_t device) {
    return std::to_string(major(device)) + ":" + std::to_string(minor(device));
}

/// The whole file, "" when it cannot be read.
std::string content_of(const std::string& path, std::uint64_t bytes_max) {
    try {
        const std::optional<Bytes> bytes = read_file(path, bytes_max);
        return bytes ? to_string(*bytes) : std::string();
    } catch (const Error&) {
        return {};
    }
}

/// A text of the device without the blanks it is filled up with.
std::string shown(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t\n\r");
    if (begin == std::string_view::npos) return {};
    text = text.substr(begin, text.find_last_not_of(" \t\n\r") + 1 - begin);
    return printable(text.substr(0, std::min(text.find('\0'), text_bytes_max)));
}

/// The entries of a folder that are there; what vanishes meanwhile is none.
std::vector<std::filesystem::path> entries_of(const std::string& folder) {
    std::vector<std::filesystem::path> out;
    std::error_code error;
    std::filesystem::directory_iterator entry(folder, error);
    for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
        out.push_back(entry->path());
    }
    return out;
}

class Device {
public:
    Device(dev_t device, const std::string& root) : root_(root), numbers_(numbers(device)) {
        node_ = root + "/sys/dev/block/" + numbers_;
        std::error_code ignored;
        const auto real = std::filesystem::canonical(node_, ignored);
        if (ignored) return;
        known_ = true;
        node_ = real.string();
        name_ = real.filename().string();
        // Of a partition, the disk it is on has the facts of the medium.
        partition_ = std::filesystem::exists(node_ + "/partition", ignored);
        disk_ = partition_ ? real.parent_path().string() : node_;
    }

    DeviceFacts facts() {
        DeviceFacts out;
        const auto udev = udev_values();
        const auto first = [&](std::string_view key, std::initializer_list<const char*> files) {
            for (const auto& [name, value] : udev) {
                if (name == key && !value.empty()) return value;
            }
            for (const char* file : files) {
                std::string value = shown(content_of(disk_ + "/" + file, attribute_bytes_max));
                if (!value.empty()) return value;
            }
            return std::string();
        };
        if (known_) {
            out.make = first("ID_VENDOR", {"device/vendor"});
            out.model = first("ID_MODEL", {"device/model", "device/name"});
            out.serial = first("ID_SERIAL_SHORT", {"device/serial", "serial"});
        }
        // PCI and virtio have a number there, which names nobody.
        if (out.make.starts_with("0x")) out.make.clear();
        out.text = text(out);
        add_warnings(out);
        return out;
    }

private:
    std::string text(const DeviceFacts& facts) const {
        std::string out = "block device " + numbers_;
        if (!known_) return out + ", of which the system says nothing";
        out += " (" + printable(name_) + (partition_ ? ", a partition" : "") + ")";
        const auto add = [&](const char* what, const std::string& value) {
            if (!value.empty()) out += std::string(", ") + what + " " + value;
        };
        add("logical sectors of", sector("logical_block_size"));
        add("physical sectors of", sector("physical_block_size"));
        add("make", facts.make);
        add("model", facts.model);
        add("serial", facts.serial);
        return out + (write_protected() ? ", write-protected" : ", not write-protected");
    }

    std::string sector(const char* file) const {
        const std::string value = shown(content_of(disk_ + "/queue/" + file, attribute_bytes_max));
        const std::optional<std::uint64_t> bytes = parse_decimal(value);
        return bytes ? counted(*bytes, "byte", "bytes") : std::string();
    }

    bool write_protected() const {
        return shown(content_of(node_ + "/ro", attribute_bytes_max)) == "1";
    }

    std::vector<std::pair<std::string, std::string>> udev_values() const {
        std::vector<std::pair<std::string, std::string>> out;
        const std::string text = content_of(root_ + "/run/udev/data/b" + numbers_, table_bytes_max);
        for (const std::string_view line : split(text, '\n')) {
            const std::size_t equals = line.find('=');
            if (!line.starts_with("E:") || equals == std::string_view::npos) continue;
            out.emplace_back(line.substr(2, equals - 2), shown(line.substr(equals + 1)));
        }
        return out;
    }

    /// The device and its partitions, as mountinfo has them: "8:16" and "/dev/sdb".
    std::set<std::string> parts() const {
        std::set<std::string> out{numbers_};
        if (!known_) return out;
        out.insert("/dev/" + name_);
        std::error_code ignored;
        for (const auto& entry : entries_of(node_)) {
            if (!std::filesystem::exists(entry / "partition", ignored)) continue;
            out.insert(shown(content_of(entry.string() + "/dev", attribute_bytes_max)));
            out.insert("/dev/" + entry.filename().string());
        }
        out.erase("");
        return out;
    }

    void add_warnings(DeviceFacts& out) const {
        if (known_ && !write_protected()) {
            out.warnings.push_back(
                "The device is not write-protected: programs of this machine may write to it.");
        }
        const std::set<std::string> own = parts();
        const std::string table = content_of(root_ + "/proc/self/mountinfo", table_bytes_max);
        for (const std::string_view line : split(table, '\n')) {
            if (out.warnings.size() < warnings_max) add_mount(out, own, line);
        }
        if (!known_) return;
        for (const auto& entry : entries_of(node_ + "/holders")) {
            if (out.warnings.size() >= warnings_max) return;
            out.warnings.push_back("The device is in use by " +
                                   printable(entry.filename().string()) +
                                   ": its bytes may change while they are read.");
        }
    }

    // "36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue"
    static void add_mount(DeviceFacts& out, const std::set<std::string>& own,
                          std::string_view line) {
        const std::size_t dash = line.find(" - ");
        if (dash == std::string_view::npos) return;
        const auto before = split(line.substr(0, dash), ' ');
        const auto after = split(line.substr(dash + 3), ' ');
        if (before.size() < 6 || after.size() < 3) return;
        if (!own.contains(std::string(before[2])) && !own.contains(std::string(after[1]))) return;
        const auto options = split(after[2], ',');
        if (std::ranges::find(options, "rw") == options.end()) return;
        out.warnings.push_back("The device, or a partition of it, is mounted for writing at " +
                               printable(before[4]) +
                               ": its bytes may change while they are read.");
    }

    const std::string& root_;
    std::string numbers_;
    std::string node_;  ///< its folder in sysfs
    std::string disk_;
    std::string name_;
    bool partition_ = false;
    bool known_ = false;
};

}  // namespace

DeviceFacts device_facts(dev_t device, const std::string& root) {
    return Device(device, root).facts();
}

}  // namespace exhibit::intake

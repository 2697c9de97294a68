#include "bundle/bag.hpp"

#include <algorithm>
#include <optional>

#include "base/text.hpp"
#include "bundle/codes.hpp"
#include "exhibit/error.hpp"

namespace exhibit::bundle {

namespace {

constexpr std::string_view declaration = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
constexpr std::string_view oxum_label = "Payload-Oxum: ";
constexpr std::string_view payload_manifest = "manifest-sha256.txt";
constexpr std::string_view tag_manifest = "tagmanifest-sha256.txt";
constexpr std::size_t path_bytes_max = 200;

bool valid_part(std::string_view part) noexcept {
    if (part.empty() || part == "." || part == "..") return false;
    return std::ranges::all_of(part, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '.' || c == '_' || c == '-';
    });
}

bool is_payload(std::string_view path) {
    return path.starts_with("data/");
}

std::string manifest_of(std::vector<Digested> files) {
    std::ranges::sort(files, {}, &Digested::path);
    std::string text;
    for (const Digested& file : files) text += file.sha256.hex() + "  " + file.path + "\n";
    return text;
}

Digested digested(const File& file) {
    return {file.path, crypto::sha256(as_bytes(file.content)), file.content.size()};
}

/// Judges one bag.
class BagCheck {
public:
    BagCheck(const std::vector<Member>& members, verify::Report& report)
        : members_(members), report_(report) {}

    FilesByPath run() {
        for (const Member& member : members_) add(member);
        check_declaration();
        check_manifest(payload_manifest, true);
        check_manifest(tag_manifest, false);
        check_oxum();
        report_unnamed();
        for (const std::string& path : unsound_) files_.erase(path);
        return std::move(files_);
    }

private:
    void add(const Member& member) {
        std::string folder;
        if (!valid_member_name(member.name, folder)) {
            report_.violation(code::name, printable(member.name),
                              "The archive has a member named \"" + printable(member.name) +
                                  "\", which no bundle has; it was not looked at.");
            return;
        }
        if (folder_.empty()) folder_ = folder;
        if (folder != folder_) {
            report_.violation(code::name, member.name,
                              "The member lies outside the folder " + folder_ +
                                  " of the bundle; it was not looked at.");
            return;
        }
        const std::string path = member.name.substr(folder.size() + 1);
        if (files_.emplace(path, &member).second) return;
        unsound_.push_back(path);
        report_.violation(code::duplicate, path,
                          "The archive has several members of this name; programs differ in which "
                          "of them they show.");
    }

    void check_declaration() {
        const Member* file = find("bagit.txt");
        if (file == nullptr || as_text(file->bytes) == declaration) return;
        report_.violation(code::bag, "bagit.txt",
                          "bagit.txt does not declare a bag of BagIt 1.0 in UTF-8.");
    }

    const Member* find(std::string_view path) {
        const auto found = files_.find(path);
        if (found != files_.end()) return found->second;
        report_.violation(code::missing, std::string(path),
                          "The bundle has no " + std::string(path) + ".");
        return nullptr;
    }

    void check_manifest(std::string_view name, bool payload) {
        const Member* file = find(name);
        if (file == nullptr) return;
        report_.attempt(code::bag, std::string(name), [&] {
            std::string_view text = as_text(file->bytes);
            std::string last;
            while (!text.empty()) {
                const std::size_t end = text.find('\n');
                const std::string_view line = text.substr(0, end);
                if (end == std::string_view::npos || line.size() < 67 ||
                    line.substr(64, 2) != "  " || !valid_bag_path(line.substr(66)) ||
                    is_payload(line.substr(66)) != payload || line.substr(66) <= last) {
                    throw FormatError(std::string(name), file->bytes.size() - text.size(),
                                      "a SHA-256, two blanks and a path, sorted by path");
                }
                last = line.substr(66);
                check_line(last, crypto::Hash::from_hex(line.substr(0, 64), std::string(name)));
                text.remove_prefix(end + 1);
            }
        });
    }

    void check_line(const std::string& path, const crypto::Hash& expected) {
        named_.push_back(path);
        const Member* file = find(path);
        if (file == nullptr || file->sha256 == expected) return;
        unsound_.push_back(path);
        report_.violation(code::digest, path,
                          path + " has other bytes than the manifest says: SHA-256 " +
                              file->sha256.hex() + ", expected " + expected.hex() + ".");
    }

    void check_oxum() {
        const Member* file = find("bag-info.txt");
        if (file == nullptr) return;
        std::uint64_t bytes = 0;
        std::uint64_t count = 0;
        for (const auto& [path, member] : files_) {
            if (!is_payload(path)) continue;
            bytes += member->size;
            ++count;
        }
        const std::string expected =
            std::string(oxum_label) + std::to_string(bytes) + "." + std::to_string(count) + "\n";
        if (to_string(file->bytes).find(expected) != std::string::npos) return;
        report_.violation(code::bag, "bag-info.txt",
                          "bag-info.txt does not state what the bundle holds, " + expected +
                              " so that something was taken out or added.");
    }

    void report_unnamed() {
        std::ranges::sort(named_);
        for (const auto& [path, member] : files_) {
            if (path == tag_manifest || std::ranges::binary_search(named_, path)) continue;
            unsound_.push_back(path);
            report_.violation(code::foreign, path,
                              "No manifest of the bundle names " + path +
                                  ": it was put there later; it was not looked at.");
        }
    }

    const std::vector<Member>& members_;
    verify::Report& report_;
    std::string folder_;
    FilesByPath files_;
    std::vector<std::string> named_;
    std::vector<std::string> unsound_;
};

}  // namespace

bool is_streamed(std::string_view path) noexcept {
    return path.starts_with(content_folder) || path.starts_with(documents_folder);
}

bool valid_bag_path(std::string_view path) noexcept {
    if (path.empty() || path.size() > path_bytes_max) return false;
    while (true) {
        const std::size_t slash = path.find('/');
        if (!valid_part(path.substr(0, slash))) return false;
        if (slash == std::string_view::npos) return true;
        path.remove_prefix(slash + 1);
    }
}

bool valid_member_name(std::string_view name, std::string& folder) {
    const std::size_t slash = name.find('/');
    if (slash == std::string_view::npos || slash > 100) return false;
    folder = name.substr(0, slash);
    return valid_part(folder) && folder.front() != '.' && folder.front() != '_' &&
           folder.front() != '-' && valid_bag_path(name.substr(slash + 1));
}

std::vector<File> make_tags(std::vector<Digested> payload, const std::vector<File>& tags,
                            const std::string& description, const std::string& date) {
    std::uint64_t bytes = 0;
    for (const Digested& file : payload) bytes += file.size;
    const std::string oxum = std::to_string(bytes) + "." + std::to_string(payload.size());
    std::vector<File> made{
        {"bagit.txt", std::string(declaration)},
        {"bag-info.txt", "External-Description: " + description + "\nBagging-Date: " + date + "\n" +
                             std::string(oxum_label) + oxum + "\n"},
        {std::string(payload_manifest), manifest_of(std::move(payload))}};
    std::vector<Digested> digests;
    for (const File& file : made) digests.push_back(digested(file));
    for (const File& file : tags) digests.push_back(digested(file));
    made.push_back({std::string(tag_manifest), manifest_of(std::move(digests))});
    return made;
}

FilesByPath check_bag(const std::vector<Member>& members, verify::Report& report) {
    return BagCheck(members, report).run();
}

}  // namespace exhibit::bundle

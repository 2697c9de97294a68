#include "intake/segment_names.hpp"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <system_error>

#include "base/text.hpp"
#include "exhibit/error.hpp"

namespace exhibit::intake {
namespace {

using Number = std::function<std::optional<std::uint64_t>(std::string_view extension)>;

constexpr std::size_t digits_min = 3;
constexpr std::size_t digits_max = 9;

bool all_digits(std::string_view text) {
    return text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool all_between(std::string_view text, char first, char last) {
    return std::all_of(text.begin(), text.end(), [&](char c) { return c >= first && c <= last; });
}

std::uint64_t count_in_26(std::string_view letters, char first) {
    std::uint64_t value = 0;
    for (const char letter : letters)
        value = value * 26 + static_cast<std::uint64_t>(letter - first);
    return value;
}

struct Name {
    std::string folder;
    std::string base;  ///< with the dot
    std::string extension;
};

Name name_of(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    const std::size_t begin = slash == std::string::npos ? 0 : slash + 1;
    const std::size_t dot = path.rfind('.');
    if (dot == std::string::npos || dot <= begin) return {path.substr(0, begin), {}, {}};
    return {path.substr(0, begin), path.substr(begin, dot + 1 - begin), path.substr(dot + 1)};
}

SegmentSet scan(const Name& own, const Number& number) {
    SegmentSet set{own.folder, {}};
    std::error_code cause;
    const std::filesystem::path folder = own.folder.empty() ? "." : own.folder;
    for (std::filesystem::directory_iterator it(folder, cause), end; !cause && it != end;
         it.increment(cause)) {
        const std::string name = it->path().filename().string();
        if (name.size() <= own.base.size() || !name.starts_with(own.base)) continue;
        const auto found = number(std::string_view(name).substr(own.base.size()));
        std::error_code status;
        if (!found || !it->is_regular_file(status)) continue;
        if (set.files.size() == segment_files_max) {
            throw Error(ErrorKind::unsupported, "looking for the segments of " +
                                                    printable(own.base) +
                                                    ": there are more "
                                                    "than " +
                                                    grouped(segment_files_max));
        }
        set.files.push_back({*found, name});
    }
    if (cause) throw Error(ErrorKind::io, "listing " + printable(folder.string()), cause);
    std::sort(set.files.begin(), set.files.end(),
              [](const auto& a, const auto& b) { return a.number < b.number; });
    return set;
}

/// Counts as the extension `own` does; empty when that is no counting.
Number split_number(const std::string& own) {
    const std::size_t width = own.size();
    if (width >= digits_min && width <= digits_max && all_digits(own)) {
        return [width](std::string_view text) -> std::optional<std::uint64_t> {
            if (text.size() != width || !all_digits(text)) return std::nullopt;
            std::uint64_t value = 0;
            for (const char digit : text)
                value = value * 10 + static_cast<std::uint64_t>(digit - '0');
            return value;
        };
    }
    if ((width == 2 || width == 3) && all_between(own, 'a', 'z')) {
        return [width](std::string_view text) -> std::optional<std::uint64_t> {
            if (text.size() != width || !all_between(text, 'a', 'z')) return std::nullopt;
            return count_in_26(text, 'a');
        };
    }
    return {};
}

std::string split_extension(std::uint64_t number, const std::string& like) {
    std::string text(like.size(), all_digits(like) ? '0' : 'a');
    const std::uint64_t base = all_digits(like) ? 10 : 26;
    for (std::size_t i = text.size(); i > 0; --i, number /= base) {
        text[i - 1] = static_cast<char>(text[i - 1] + static_cast<char>(number % base));
    }
    return text;
}

constexpr std::string_view alone = "; --single takes the one file as it is";

}  // namespace

std::vector<std::string> SegmentSet::paths() const {
    std::vector<std::string> out;
    for (const SegmentFile& file : files) out.push_back(folder + file.name);
    return out;
}

std::optional<SegmentSet> find_split_set(const std::string& path) {
    const Name own = name_of(path);
    const Number number = split_number(own.extension);
    if (!number || own.base.empty()) return std::nullopt;
    SegmentSet set = scan(own, number);
    if (set.files.size() < 2) return std::nullopt;
    const bool digits = all_digits(own.extension);
    const std::uint64_t lowest = set.files.front().number;
    // Words of two or three letters end many names: another than "aa" counts only behind it.
    const bool behind_first = lowest == 0 && set.files[1].number == 1;
    if (!digits && number(own.extension) != 0 && !behind_first) return std::nullopt;
    const std::uint64_t first = digits && lowest != 0 ? 1 : 0;
    const std::string wanted = own.base + split_extension(first, own.extension);
    if (lowest != first) {
        throw Error(ErrorKind::not_found,
                    "ingesting " + printable(path) + " as a split image: " + printable(wanted) +
                        " is missing, its first segment" + std::string(alone));
    }
    if (number(own.extension) != first) {
        throw Error(ErrorKind::usage, "ingesting " + printable(path) +
                                          ": it is a segment of a split image; name the first, " +
                                          printable(wanted) + std::string(alone));
    }
    for (std::size_t i = 0; i < set.files.size(); ++i) {
        if (set.files[i].number == first + i) continue;
        const std::string hole = own.base + split_extension(first + i, own.extension);
        throw Error(ErrorKind::not_found,
                    "ingesting " + printable(path) + " as a split image: " + printable(hole) +
                        " is missing, though " + printable(set.files[i].name) + " is there" +
                        std::string(alone));
    }
    return set;
}

SegmentSet find_ewf_set(const std::string& path) {
    const Name own = name_of(path);
    const std::string& extension = own.extension;
    if (extension.size() >= 3) {
        const std::string first = extension.substr(0, extension.size() - 2) + "01";
        SegmentSet set = scan(own, [&](std::string_view one) { return ewf_number(first, one); });
        const bool itself = std::any_of(set.files.begin(), set.files.end(), [&](const auto& file) {
            return file.name == own.base + extension;
        });
        if (itself) return set;
    }
    return {own.folder, {{1, path.substr(own.folder.size())}}};
}

std::optional<std::uint64_t> ewf_number(std::string_view first, std::string_view extension) {
    if (first.size() < 3 || extension.size() != first.size()) return std::nullopt;
    const std::size_t letter = first.size() - 3;
    if (extension.substr(0, letter) != first.substr(0, letter)) return std::nullopt;
    const std::string_view tail = extension.substr(letter + 1);
    const int step = extension[letter] - first[letter];
    if (all_digits(tail)) {
        const std::uint64_t number = static_cast<std::uint64_t>(tail[0] - '0') * 10 +
                                     static_cast<std::uint64_t>(tail[1] - '0');
        if (step != 0 || number == 0) return std::nullopt;
        return number;
    }
    // E01 is followed by EAA, Ex01 by ExAA, s01 by saa.
    const bool lower = letter == 0 && first[0] >= 'a';
    const char begin = lower ? 'a' : 'A';
    const char last = first[letter] >= 'a' ? 'z' : 'Z';
    if (step < 0 || extension[letter] > last || !all_between(tail, begin, lower ? 'z' : 'Z')) {
        return std::nullopt;
    }
    return 100 + static_cast<std::uint64_t>(step) * 676 + count_in_26(tail, begin);
}

}  // namespace exhibit::intake

// Sources that lie in several files beside each other: which names follow which.
//
// A split image counts in its last extension: 000 or 001 on with three digits or more, or aa or aaa
// on as split(1) does. The Expert Witness format counts E01 to E99, then EAA to EZZ, FAA to ZZZ.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace exhibit::intake {

inline constexpr std::size_t segment_files_max = 10000;

struct SegmentFile {
    std::uint64_t number = 0;
    std::string name;  ///< in the folder
};

struct SegmentSet {
    std::string folder;              ///< ends in '/', or is empty
    std::vector<SegmentFile> files;  ///< by number
    std::vector<std::string> paths() const;
};

/// The set of split files that `path` is the first of; nullopt when its name is not of such a set,
/// or the set would have that file only. Error(usage) when `path` is not the first of its set,
/// Error(not_found) naming the first that is missing when the numbers have a hole.
std::optional<SegmentSet> find_split_set(const std::string& path);

/// All segment files beside `path`, which has the name of an Expert Witness segment or is alone.
SegmentSet find_ewf_set(const std::string& path);

/// The number that `extension` has in the counting that begins with `first` (E01, Ex01, s01);
/// nullopt when it has none.
std::optional<std::uint64_t> ewf_number(std::string_view first, std::string_view extension);

}  // namespace exhibit::intake

// Walks a folder in the order of its paths as bytes, without leaving it.
//
// Every step is an openat(2) from the folder above with O_NOFOLLOW: whatever somebody renames or
// links meanwhile, nothing outside the root is opened. Depth costs memory for names, no stack, and
// a bounded number of descriptors.
#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/file.hpp"

namespace exhibit::intake {

/// Something found in a tree, not opened yet.
struct WalkEntry {
    std::string path;  ///< relative to the root; "." is the root
    std::string name;  ///< last part of it
    int folder = -1;   ///< descriptor of the folder it is in; valid until the next step
    struct stat status {};
    int error = 0;  ///< errno when it (or, for a folder, its content) could not be looked at
};

class TreeWalk {
public:
    /// Throws Error(io) when the root cannot be read.
    TreeWalk(FileDescriptor root, std::string shown);
    ~TreeWalk();

    /// The next entry by path; nullopt at the end.
    std::optional<WalkEntry> next();
    /// Sentences about what could not be listed (paths that are too long, folders that went away).
    const std::vector<std::string>& problems() const noexcept { return problems_; }
    std::uint64_t left_out() const noexcept { return left_out_; }

private:
    struct Step;
    struct Level;

    void enter(const std::string& path, FileDescriptor fd, std::vector<std::string> names);
    void descend(const std::string& path, const std::string& name);
    std::optional<WalkEntry> look_at(const std::string& path, const std::string& name);
    void leave_out(const std::string& path, int errno_value, const std::string& what);
    int folder(std::size_t level);
    void close_far_levels();

    std::string shown_;
    std::vector<std::unique_ptr<Level>> levels_;
    std::vector<std::string> problems_;
    std::uint64_t left_out_ = 0;
};

}  // namespace exhibit::intake

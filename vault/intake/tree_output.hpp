// Makes the members of a tree again: as a folder, or as a tar stream.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "intake/listing.hpp"
#include "intake/sink.hpp"

namespace exhibit::intake {

/// Members come in the order of the listing.
class TreeOutput {
public:
    virtual ~TreeOutput() = default;
    /// A member that is not a file. Returns a sentence when it could not be made, else nothing.
    virtual std::string make(const ListingEntry& entry) = 0;
    /// Begins a file; fills in `problem` and returns nothing when it could not be made.
    virtual Sink* begin_file(const ListingEntry& entry, std::string& problem) = 0;
    virtual void end_file(const ListingEntry& entry) = 0;
    /// After the last member. Sentences about what members lack beside their content.
    virtual std::vector<std::string> finish() = 0;
};

/// `root` is a new, empty folder.
std::unique_ptr<TreeOutput> folder_output(FileDescriptor root);
/// A tar stream (pax) to `sink`, which must outlive it.
std::unique_ptr<TreeOutput> tar_output(Sink& sink);

}  // namespace exhibit::intake

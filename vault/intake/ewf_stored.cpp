#include "intake/ewf_stored.hpp"

#include <memory>
#include <optional>

#include "base/text.hpp"
#include "blob/stream.hpp"
#include "exhibit/error.hpp"
#include "intake/listing.hpp"

namespace exhibit::intake {
namespace {

/// The segment read last stays open: a container is read from front to back, mostly.
class LastSegment {
public:
    explicit LastSegment(blob::BlockSource& blocks) : blocks_(blocks) {}

    void read(const blob::BlockId& root, std::uint64_t offset, std::span<std::byte> into) {
        if (!reader_ || root_ != root) {
            reader_.reset();
            reader_.emplace(blocks_, root);
            root_ = root;
        }
        const std::vector<blob::ByteRange> unreadable = reader_->read(offset, into);
        if (unreadable.empty()) return;
        throw Error(ErrorKind::corrupt,
                    "byte " + std::to_string(unreadable.front().offset) +
                        " of a segment could not be read from the source when it was ingested");
    }

private:
    blob::BlockSource& blocks_;
    blob::BlockId root_;
    std::optional<blob::StreamReader> reader_;
};

}  // namespace

std::vector<EwfSegment> stored_segments(blob::BlockSource& blocks, const blob::BlockId& listing) {
    std::vector<EwfSegment> segments;
    // Shared by the segments: whichever goes last ends it.
    const auto last = std::make_shared<LastSegment>(blocks);
    read_listing(blocks, listing, [&](const ListingEntry& entry) {
        if (!entry.content) return;
        const MemberContent& content = *entry.content;
        segments.push_back({content.size, [last, root = content.manifest](
                                              std::uint64_t offset, std::span<std::byte> into) {
                                last->read(root, offset, into);
                            }});
    });
    return segments;
}

}  // namespace exhibit::intake

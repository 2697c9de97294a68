#include "intake/listing_writer.hpp"

#include "intake/pieces.hpp"

namespace exhibit::intake {

ListingWriter::ListingWriter(blob::BlobWriter& writer)
    : manifest_(manifest_in(writer)),
      blocks_(blob::ContentChunker{}, [this, &writer](std::uint64_t, ByteView block) {
          manifest_.data(writer.put(blob::BlockType::data, block), block.size());
      }) {}

void ListingWriter::add(const ListingEntry& entry) {
    add_line(write_entry(entry) + "\n");
}

void ListingWriter::add_line(std::string_view line) {
    md5_.update(as_bytes(line));
    sha1_.update(as_bytes(line));
    sha256_.update(as_bytes(line));
    blocks_.push(as_bytes(line));
}

MemberContent ListingWriter::finish() {
    blocks_.flush();
    const std::uint64_t length = manifest_.length();
    const blob::BlockId root = manifest_.finish();
    return {length, {md5_.finish(), sha1_.finish(), sha256_.finish()}, root};
}

}  // namespace exhibit::intake

#include "intake/pieces.hpp"

namespace exhibit::intake {

void PieceWorker::prepare(std::vector<Piece>& pieces) {
    for (Piece& piece : pieces) {
        piece.zeros = all_zero(piece.bytes);
        if (piece.zeros) continue;
        preparer_.prepare(blob::BlockType::data, piece.bytes, scratch_);
        piece.block.type = scratch_.type;
        piece.block.id = scratch_.id;
        piece.block.known = scratch_.known;
        piece.block.encoding = scratch_.encoding;
        piece.block.content = piece.bytes;
        if (!scratch_.known && scratch_.encoding != blob::Encoding::plain) {
            piece.block.compressed = to_bytes(ByteView(scratch_.compressed));
        }
    }
}

std::size_t cut_pieces(const blob::Chunker& chunker, std::uint64_t offset, ByteView bytes,
                       bool last, std::vector<Piece>& pieces) {
    const std::size_t enough = last ? 1 : blob::chunk_bytes_max(chunker);
    std::size_t done = 0;
    while (bytes.size() - done >= enough) {
        const ByteView ahead = bytes.subspan(done);
        const std::size_t length = blob::cut(chunker, offset + done, ahead);
        pieces.push_back({ahead.first(length), false, {}});
        done += length;
    }
    return done;
}

std::uint64_t commit_pieces(blob::BlobWriter& writer, blob::ManifestWriter& manifest,
                            std::vector<Piece>& pieces) {
    std::uint64_t zeros = 0;
    for (const Piece& piece : pieces) {
        if (piece.zeros) {
            manifest.zeros(piece.bytes.size());
            zeros += piece.bytes.size();
        } else {
            manifest.data(writer.commit(piece.block), piece.bytes.size());
        }
    }
    pieces.clear();
    return zeros;
}

blob::ManifestWriter manifest_in(blob::BlobWriter& writer) {
    return blob::ManifestWriter(
        [&writer](ByteView node) { return writer.put(blob::BlockType::node, node); });
}

}  // namespace exhibit::intake

#include "intake/pieces.hpp"

namespace exhibit::intake {

void PieceWorker::identify(std::vector<Piece>& pieces) {
    for (Piece& piece : pieces) {
        piece.zeros = all_zero(piece.bytes);
        if (!piece.zeros) preparer_.identify(blob::BlockType::data, piece.bytes, piece.block);
    }
}

void PieceWorker::prepare(std::vector<Piece>& pieces) {
    identify(pieces);
    blocks_.clear();
    list_blocks(pieces, blocks_);
    preparer_.complete(blocks_);
}

blob::BlockId PieceWorker::identify(std::vector<Piece>& pieces, std::deque<NodePiece>& nodes) {
    identify(pieces);
    blob::ManifestWriter manifest([&](ByteView node) {
        NodePiece& piece = nodes.emplace_back(NodePiece{to_bytes(node), {}});
        preparer_.identify(blob::BlockType::node, piece.bytes, piece.block);
        return piece.block.id;
    });
    for (const Piece& piece : pieces) {
        if (piece.zeros) {
            manifest.zeros(piece.bytes.size());
        } else {
            manifest.data(piece.block.id, piece.bytes.size());
        }
    }
    return manifest.finish();
}

void list_blocks(std::vector<Piece>& pieces, std::vector<blob::PreparedBlock*>& blocks) {
    for (Piece& piece : pieces) {
        if (!piece.zeros) blocks.push_back(&piece.block);
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

std::uint64_t commit_small(blob::BlobWriter& writer, std::vector<Piece>& pieces,
                           std::deque<NodePiece>& nodes) {
    std::uint64_t zeros = 0;
    for (const Piece& piece : pieces) {
        if (piece.zeros) {
            zeros += piece.bytes.size();
        } else {
            static_cast<void>(writer.commit(piece.block));
        }
    }
    for (const NodePiece& node : nodes) static_cast<void>(writer.commit(node.block));
    pieces.clear();
    nodes.clear();
    return zeros;
}

blob::ManifestWriter manifest_in(blob::BlobWriter& writer) {
    return blob::ManifestWriter(
        [&writer](ByteView node) { return writer.put(blob::BlockType::node, node); });
}

}  // namespace exhibit::intake

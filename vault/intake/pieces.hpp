// The blocks of a stretch of a stream on their way into the vault: cut, prepared on any thread,
// committed in stream order.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include "base/bytes.hpp"
#include "blob/chunker.hpp"
#include "blob/manifest.hpp"
#include "blob/writer.hpp"

namespace exhibit::intake {

struct Piece {
    ByteView bytes;
    bool zeros = false;         ///< all bytes are zero: nothing is stored
    blob::PreparedBlock block;  ///< unless zeros
};

/// A node of a small file's manifest, made on any thread.
struct NodePiece {
    Bytes bytes;
    blob::PreparedBlock block;
};

/// What one thread needs to prepare blocks.
class PieceWorker {
public:
    explicit PieceWorker(blob::BlobWriter& writer) : preparer_(writer) {}
    /// Fills in all but `bytes`.
    void prepare(std::vector<Piece>& pieces);

    /// The same for many small files: first each is identified, its nodes too, which gives the id
    /// of its manifest; then the blocks of all of them are completed at once.
    blob::BlockId identify(std::vector<Piece>& pieces, std::deque<NodePiece>& nodes);
    void complete(std::span<blob::PreparedBlock* const> blocks) { preparer_.complete(blocks); }

private:
    void identify(std::vector<Piece>& pieces);

    blob::BlobWriter::Preparer preparer_;
    std::vector<blob::PreparedBlock*> blocks_;
};

/// The blocks there are in pieces, added to a list.
void list_blocks(std::vector<Piece>& pieces, std::vector<blob::PreparedBlock*>& blocks);

/// Cuts what is at `offset` of a stream. Without `last` a rest that is too short to be sure of the
/// next cut is left; returns how many bytes were cut.
std::size_t cut_pieces(const blob::Chunker& chunker, std::uint64_t offset, ByteView bytes,
                       bool last, std::vector<Piece>& pieces);

/// Commits prepared pieces in order, tells the manifest, and empties the list. Returns how many
/// bytes were zeros.
std::uint64_t commit_pieces(blob::BlobWriter& writer, blob::ManifestWriter& manifest,
                            std::vector<Piece>& pieces);

/// As commit_pieces, for a small file whose manifest was made before.
std::uint64_t commit_small(blob::BlobWriter& writer, std::vector<Piece>& pieces,
                           std::deque<NodePiece>& nodes);

/// A manifest whose nodes go to `writer`, which must outlive it.
blob::ManifestWriter manifest_in(blob::BlobWriter& writer);

}  // namespace exhibit::intake

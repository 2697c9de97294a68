// The blocks of a stretch of a stream on their way into the vault: cut, prepared on any thread,
// committed in stream order.
#pragma once

#include <cstdint>
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

/// What one thread needs to prepare blocks.
class PieceWorker {
public:
    explicit PieceWorker(blob::BlobWriter& writer) : preparer_(writer) {}
    /// Fills in all but `bytes`.
    void prepare(std::vector<Piece>& pieces);

private:
    blob::BlobWriter::Preparer preparer_;
    /// Its buffer grows to the largest block; the pieces get copies of just the right size.
    blob::PreparedBlock scratch_;
};

/// Cuts what is at `offset` of a stream. Without `last` a rest that is too short to be sure of the
/// next cut is left; returns how many bytes were cut.
std::size_t cut_pieces(const blob::Chunker& chunker, std::uint64_t offset, ByteView bytes,
                       bool last, std::vector<Piece>& pieces);

/// Commits prepared pieces in order, tells the manifest, and empties the list. Returns how many
/// bytes were zeros.
std::uint64_t commit_pieces(blob::BlobWriter& writer, blob::ManifestWriter& manifest,
                            std::vector<Piece>& pieces);

/// A manifest whose nodes go to `writer`, which must outlive it.
blob::ManifestWriter manifest_in(blob::BlobWriter& writer);

}  // namespace exhibit::intake

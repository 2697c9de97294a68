// Puts a listing, of a tree or of an archive's members, into the vault while it grows.
#pragma once

#include "blob/chunker.hpp"
#include "blob/manifest.hpp"
#include "blob/writer.hpp"
#include "intake/digests.hpp"
#include "intake/listing.hpp"

namespace exhibit::intake {

class ListingWriter {
public:
    /// `writer` must outlive it.
    explicit ListingWriter(blob::BlobWriter& writer);
    ListingWriter(const ListingWriter&) = delete;
    ListingWriter& operator=(const ListingWriter&) = delete;

    void add(const ListingEntry& entry);
    /// A line with its LF.
    void add_line(std::string_view line);
    /// Size, digests and manifest of the listing.
    MemberContent finish();

private:
    blob::ManifestWriter manifest_;
    blob::ChunkStream blocks_;
    RunDigest md5_{crypto::Algorithm::md5};
    RunDigest sha1_{crypto::Algorithm::sha1};
    RunDigest sha256_{crypto::Algorithm::sha256};
};

}  // namespace exhibit::intake

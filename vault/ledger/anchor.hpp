// Anchors (FORMAT.md 4.7): a checkpoint, and the time-stamp of an authority over its exact bytes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "crypto/timestamp.hpp"
#include "ledger/checkpoint.hpp"

namespace exhibit::ledger {

inline constexpr std::size_t anchor_bytes_max = std::size_t{4} << 20;

struct Anchor {
    std::vector<Bytes> chain;  ///< certificates in DER, 1 to 16, with the root
    std::string note;
    Bytes query;
    Bytes response;
    crypto::RevocationEvidence revocation{};
    bool operator==(const Anchor&) const = default;
};

std::string dump_anchor(const Anchor& anchor);
/// Accepts exactly what dump_anchor writes; looks into nothing. FormatError, Error(malformed).
Anchor parse_anchor(std::string_view text, const std::string& source);

struct AnchorFacts {
    Checkpoint checkpoint;
    crypto::TimestampFacts stamp;
};
/// Verifies the log's signature on the checkpoint and the time-stamp against `roots` (the chain
/// kept in the anchor may stand between), by what is kept of revoked certificates too, which is not
/// of after `now` where that is given, and by what the reader brings. Throws as open_checkpoint and
/// verify_timestamp.
AnchorFacts open_anchor(const Anchor& anchor, const encode::NoteKey& log_key,
                        std::span<const Bytes> roots, const std::string& source,
                        std::optional<Instant> now = std::nullopt,
                        const crypto::RevocationEvidence& brought = {});

}  // namespace exhibit::ledger

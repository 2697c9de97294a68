// Taking blocks out of packs: what remains of a pack becomes a new pack, or none. Used where
// content is destroyed. Nothing is removed here: who prunes records it first. FORMAT.md 8.2.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "blob/pack_reader.hpp"
#include "blob/writer.hpp"
#include "crypto/digest.hpp"
#include "store/object_store.hpp"

namespace exhibit::blob {

/// A pack that goes, and the one that holds what was kept of it; none when nothing was.
struct PrunedPack {
    crypto::Hash pack;
    std::optional<crypto::Hash> by;
    bool operator==(const PrunedPack&) const = default;
};

/// Stores what remains of `pack` without the blocks `gone` (sorted, none twice) as a new pack.
/// nullopt when the pack holds none of them. A block that cannot be read and is not among them is
/// Error(corrupt): what is kept must be whole first.
std::optional<PrunedPack> prune_pack(store::ObjectStore& store, const crypto::Hash& pack,
                                     const ReadKeys& keys, const crypto::BoxPublic& content_public,
                                     std::span<const BlockId> gone,
                                     const WriterSettings& settings = {});

inline constexpr std::uint64_t destroyed_note_bytes_max = 1024;

/// "destroyed/<xx>/<sha256>" of a pack that is gone.
std::string destroyed_object_name(const crypto::Hash& pack);
/// What lies there: canonical JSON and LF, `event` being the leaf hash of the event that says so.
std::string write_destroyed(const std::optional<crypto::Hash>& by, const crypto::Hash& event);
struct DestroyedNote {
    std::optional<crypto::Hash> by;
    crypto::Hash event;
};
/// Accepts exactly what write_destroyed writes; else FormatError or Error(malformed).
DestroyedNote parse_destroyed(std::string_view text, const std::string& source);

/// The packs that stand for these today: itself where it is in the store, else what the notes say,
/// step by step. `missing` are those that are gone without a note.
struct StandingPacks {
    std::set<crypto::Hash> packs;
    std::set<crypto::Hash> missing;
    std::set<crypto::Hash> destroyed;  ///< of the ones asked for
};
StandingPacks standing_packs(store::ObjectStore& store, const std::set<crypto::Hash>& packs);

}  // namespace exhibit::blob

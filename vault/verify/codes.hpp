// The stable codes of what this layer reports by itself. README.md has the table; the codes of the
// ledger's rules are custody's.
#pragma once

#include <string_view>

namespace exhibit::verify::code {

// Objects of the store.
inline constexpr std::string_view missing = "ST-MISSING";
inline constexpr std::string_view digest = "ST-DIGEST";
inline constexpr std::string_view unreadable_object = "ST-UNREADABLE";
inline constexpr std::string_view form = "ST-FORM";
inline constexpr std::string_view left_over = "ST-LEFT-OVER";

// The ledger as bytes.
inline constexpr std::string_view descriptor = "LG-DESCRIPTOR";
inline constexpr std::string_view commit = "LG-COMMIT";
inline constexpr std::string_view commit_missing = "LG-COMMIT-MISSING";
inline constexpr std::string_view commit_stray = "LG-COMMIT-STRAY";
inline constexpr std::string_view staged = "LG-STAGED";
inline constexpr std::string_view staged_missing = "LG-STAGED-MISSING";
inline constexpr std::string_view staged_uncommitted = "LG-STAGED-UNCOMMITTED";
inline constexpr std::string_view tile = "LG-TILE";
inline constexpr std::string_view tile_missing = "LG-TILE-MISSING";
inline constexpr std::string_view hint = "LG-HINT";
inline constexpr std::string_view hint_missing = "LG-HINT-MISSING";
inline constexpr std::string_view fork = "LG-FORK";
inline constexpr std::string_view rollback = "LG-ROLLBACK";
inline constexpr std::string_view other_vault = "LG-OTHER-VAULT";

// Entries, and what events name.
inline constexpr std::string_view entry = "LG-ENTRY";
inline constexpr std::string_view not_examined = "LG-NOT-EXAMINED";
inline constexpr std::string_view key_object = "KY-OBJECT";
inline constexpr std::string_view record_key = "KY-RECORD";
inline constexpr std::string_view private_object = "PV-OBJECT";
inline constexpr std::string_view private_digests = "PV-DIGESTS";
inline constexpr std::string_view private_form = "PV-FORM";
inline constexpr std::string_view withheld = "PV-WITHHELD";
inline constexpr std::string_view many_items = "AU-MANY-ITEMS";
inline constexpr std::string_view not_destroyed = "PV-NOT-DESTROYED";

// What others say.
inline constexpr std::string_view stamp = "TS-TOKEN";
inline constexpr std::string_view stamp_stranger = "TS-STRANGER";
inline constexpr std::string_view stamp_ended = "TS-ENDED";
inline constexpr std::string_view stamp_revoked = "TS-REVOKED";
inline constexpr std::string_view cosignature = "WT-COSIGNATURE";
inline constexpr std::string_view witness_late = "WT-LATE";
inline constexpr std::string_view witness_stranger = "WT-STRANGER";

// Content.
inline constexpr std::string_view list = "BL-LIST";
inline constexpr std::string_view pack = "BL-PACK";
inline constexpr std::string_view pack_missing = "BL-PACK-MISSING";
inline constexpr std::string_view pack_destroyed = "BL-DESTROYED";
inline constexpr std::string_view block = "BL-BLOCK";
inline constexpr std::string_view copy = "BL-COPY";
inline constexpr std::string_view stream_digest = "BL-DIGEST";
inline constexpr std::string_view unreadable = "BL-UNREADABLE";
inline constexpr std::string_view place = "BL-PLACE";
inline constexpr std::string_view listing = "BL-LISTING";
inline constexpr std::string_view no_record = "BL-NO-RECORD";

}  // namespace exhibit::verify::code

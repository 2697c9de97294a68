// The stable codes of what is wrong with a bundle itself. What is wrong with the events in it has
// the codes of custody (LG-..., CR-...).
#pragma once

#include <string_view>

namespace exhibit::bundle::code {

inline constexpr std::string_view file = "BN-FILE";            ///< no zip file that can be read
inline constexpr std::string_view name = "BN-NAME";            ///< a name no bundle has
inline constexpr std::string_view duplicate = "BN-DUPLICATE";  ///< two members of one name
inline constexpr std::string_view limit = "BN-LIMIT";          ///< larger than bundles may be
inline constexpr std::string_view bag = "BN-BAG";              ///< not the form of a bag
inline constexpr std::string_view missing = "BN-MISSING";      ///< a file that must be there
inline constexpr std::string_view foreign = "BN-FOREIGN";      ///< a file no manifest names
inline constexpr std::string_view digest = "BN-DIGEST";  ///< other bytes than the manifest says
inline constexpr std::string_view info = "BN-INFO";      ///< bundle.json
inline constexpr std::string_view descriptor = "BN-DESCRIPTOR";
inline constexpr std::string_view checkpoint = "BN-CHECKPOINT";
inline constexpr std::string_view tile = "BN-TILE";            ///< tiles do not give the tree
inline constexpr std::string_view entry = "BN-ENTRY";          ///< an entry that is none
inline constexpr std::string_view inclusion = "BN-INCLUSION";  ///< an entry the tree does not have
inline constexpr std::string_view keys = "BN-KEYS";
inline constexpr std::string_view disclosure = "BN-DISCLOSURE";  ///< a value nobody signed
inline constexpr std::string_view object = "BN-OBJECT";
inline constexpr std::string_view content = "BN-CONTENT";
inline constexpr std::string_view document = "BN-DOCUMENT";        ///< other bytes than attached
inline constexpr std::string_view no_document = "BN-NO-DOCUMENT";  ///< note: attached, not here
inline constexpr std::string_view cosignature = "BN-COSIGNATURE";
inline constexpr std::string_view withheld = "BN-WITHHELD";  ///< note: what is not told

}  // namespace exhibit::bundle::code

// The file that says who this RID system is and whom it talks to: TOML in, names out. Files that it
// names are not read here.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace exhibit::policy {

inline constexpr std::size_t rid_file_bytes_max = 65536;

enum class RidEncryption { by_restriction, always, never };

struct RidPeer {
    std::string name;
    std::string csirt;  ///< domain name in its incident numbers; dns_id where not given
    std::string host;   ///< where it listens, and what it connects from: a numeric address
    std::uint16_t port = 4590;
    std::string dns_id;       ///< in its certificates; may be empty
    std::string certificate;  ///< file: the only one it may use, and the one to encrypt for
    bool signature_required = true;
    RidEncryption encryption = RidEncryption::by_restriction;
    std::vector<std::string> incidents;  ///< it may ask about
    bool callback = false;               ///< its queries are answered by a connection to it
    int iodef = 2;
};

struct RidFile {
    std::string csirt;  ///< our domain name in incident numbers
    std::string inbox;  ///< incident that keeps messages about no incident of ours
    std::string listen = "127.0.0.1:4590";
    std::string certificate;
    std::string key;
    std::string key_passphrase_file;
    std::string anchors;
    std::string revocation_lists;
    std::vector<RidPeer> peers;
};

/// Closed, as parse_policy() is. Paths are as the file has them.
RidFile parse_rid_file(std::string_view text, const std::string& source);

}  // namespace exhibit::policy

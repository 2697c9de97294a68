// Fork bundles (FORMAT.md 11): whether one shows that a log signed two pasts. Needs no vault.
#pragma once

#include <cstdint>
#include <string>

namespace exhibit {

struct ForkVerdict {
    bool proved = false;  ///< both signatures are the log's, and the two contradict each other
    std::string log;      ///< origin
    std::string log_key;  ///< verifier key stated in the bundle, or the one that was given
    std::uint64_t older_size = 0;
    std::string older_root;  ///< hex
    std::uint64_t newer_size = 0;
    std::string newer_root;
    std::string root_there;  ///< of the newer tree at the older size
    std::string text;        ///< in words
};

/// `log_key`, when not empty, is the key of the log as known from elsewhere: without it the bundle
/// shows that *some* holder of the key it states did this. Error(malformed) for what is no bundle,
/// Error(verification) for another key or a signature that is wrong.
ForkVerdict check_fork(const std::string& bundle, const std::string& log_key,
                       const std::string& source);

}  // namespace exhibit

// Applies the rules of custody to every entry, in order, on a thread of its own: while it verifies
// signatures, the thread that feeds it reads, decrypts and parses.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "custody/state.hpp"
#include "verify/entries.hpp"

namespace exhibit::verify {

/// What somebody else's signature says about the ledger's past.
struct SeenByOthers {
    std::uint64_t size = 0;
    std::uint64_t event = 0;
    crypto::Hash actor;
};

struct Examined {
    custody::State state;
    std::vector<Finding> findings;
    std::uint64_t invalid = 0;     ///< entries that broke a rule or were not well formed
    std::uint64_t signatures = 0;  ///< entries whose signatures verify
    std::optional<crypto::Hash> first_leaf;
    SeenByOthers seen;
    /// The `private` member of each valid event that has one.
    std::map<std::uint64_t, std::vector<std::string>> private_digests;
};

class Examination {
public:
    /// Events by `me` do not count as seen by others.
    Examination(std::string origin, crypto::Hash descriptor, crypto::Hash me,
                custody::PolicySource policies);
    ~Examination();
    Examination(const Examination&) = delete;
    Examination& operator=(const Examination&) = delete;

    /// Waits while much is waiting already. Rethrows what the other thread failed with.
    void feed(std::vector<OpenedEntry> entries);
    /// Waits until all is applied. Nothing can be fed afterwards.
    Examined& finish();

private:
    void run();
    void apply(const OpenedEntry& opened);
    void take_valid(const OpenedEntry& opened);
    void stop(bool now);

    Examined examined_;
    crypto::Hash me_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::vector<OpenedEntry>> waiting_;
    bool ended_ = false;
    std::exception_ptr failure_;
    std::thread thread_;  ///< last: everything it uses is there before it starts
};

}  // namespace exhibit::verify

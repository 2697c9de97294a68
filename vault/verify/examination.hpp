// Applies the rules of custody to every entry, in order, on a thread of its own, while the thread
// that feeds it reads, decrypts and parses.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "custody/state.hpp"
#include "verify/entries.hpp"
#include "verify/private_digests.hpp"

namespace exhibit::verify {

/// What somebody else's signature says about the ledger's past.
struct SeenByOthers {
    std::uint64_t size = 0;
    std::uint64_t event = 0;
    crypto::Hash actor;
};

/// What is left to say when the record itself is not needed any more.
struct ExaminedCounts {
    std::uint64_t events = 0;
    bool genesis = false;  ///< the first is valid
    std::uint64_t invalid = 0;
    std::uint64_t signatures = 0;
    std::optional<ledger::CheckedSignatures> believed;
    std::optional<crypto::Hash> first_leaf;
    SeenByOthers seen;
};

struct Examined {
    custody::State state;
    std::vector<Finding> findings;
    std::uint64_t invalid = 0;     ///< entries that broke a rule or were not well formed
    std::uint64_t signatures = 0;  ///< entries whose signatures verify
    /// Of entries up to this tree the signatures were verified before, and not again.
    std::optional<ledger::CheckedSignatures> believed;
    bool memory_holds = true;  ///< false when this ledger does not have that tree
    /// For another time: what is verified now.
    ledger::CheckedSignatures checked;
    std::optional<crypto::Hash> first_leaf;
    SeenByOthers seen;
    PrivateDigests private_digests;

    ExaminedCounts counts() const {
        return {state.size(), state.genesis() != nullptr, invalid, signatures, believed, first_leaf,
                seen};
    }
};

class Examination {
public:
    /// Events by `me` do not count as seen by others. What was `checked` before is not verified
    /// again.
    Examination(std::string origin, crypto::Hash descriptor, crypto::Hash me,
                custody::PolicySource policies,
                std::optional<ledger::CheckedSignatures> checked = std::nullopt);
    Examination(const Examination&) = delete;
    Examination& operator=(const Examination&) = delete;

    /// Waits while much is waiting already. Rethrows what the other thread failed with.
    void feed(std::vector<OpenedEntry> entries) { queue_.feed(std::move(entries)); }
    /// Waits until all is applied. Nothing can be fed afterwards.
    Examined& finish();

private:
    void apply(const OpenedEntry& opened);
    void compare_memory();
    void take_valid(const OpenedEntry& opened);

    Examined examined_;
    crypto::Hash me_;
    ledger::EntryQueue queue_;  ///< last: its thread uses the others
};

}  // namespace exhibit::verify

// What one handler's program verified already (FORMAT.md 11): that the signatures on the events of
// a tree hold. Signed bytes that have the same leaf hashes have the same signatures, so that they
// need not be verified at every opening; which of them count is judged again each time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "crypto/secret.hpp"
#include "ledger/merkle.hpp"
#include "ledger/sealed_file.hpp"

namespace exhibit::ledger {

struct CheckedSignatures {
    TreeHead tree{TreeSize{0}, empty_root()};
    /// Indexes of entries of which some signature is not known to be good; sorted.
    std::vector<std::uint64_t> others;
    Instant when;  ///< of the last that were added

    /// All signatures on the entry were verified and are good, if the ledger has this tree.
    bool covers(LeafIndex index) const noexcept;
    bool operator==(const CheckedSignatures&) const = default;
};

/// The file of one handler about one vault. A file that does not open is taken for none.
class SignatureMemory {
public:
    struct Owner {
        std::string home;  ///< as for RememberedHeads
        std::string origin;
        Hash handler;
        std::string program;  ///< its version: another one verifies everything by itself
    };
    /// `kind` tells several memories of one owner apart: "opened", "audited". `key` (32 bytes) is
    /// one of this handler's own.
    SignatureMemory(Owner owner, const std::string& kind, crypto::SecretBytes key);

    std::optional<CheckedSignatures> load() const;
    /// Replaces what was there. More than `others_max` others are not kept. What cannot be written
    /// is left: everything is verified again then.
    void keep(const CheckedSignatures& checked) const noexcept;

    static constexpr std::size_t others_max = 10000;

private:
    Owner owner_;
    SealedFile file_;
};

}  // namespace exhibit::ledger

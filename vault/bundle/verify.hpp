// Judges a bundle by itself (FORMAT.md 16): no vault, no key, no network.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bundle/bag.hpp"
#include "bundle/contents.hpp"
#include "bundle/cosignatures.hpp"
#include "bundle/known_tree.hpp"
#include "custody/findings.hpp"
#include "custody/state.hpp"
#include "custody/time_brackets.hpp"
#include "exhibit/vault.hpp"
#include "ledger/checkpoint.hpp"
#include "ledger/descriptor.hpp"
#include "ledger/event.hpp"

namespace exhibit::bundle {

/// What of a bundle was found to be true, and what is wrong with the rest.
struct Verified {
    Contents contents;
    std::optional<ledger::Descriptor> descriptor;
    std::optional<ledger::SignedCheckpoint> checkpoint;
    /// Whose leaf hashes are in the checkpoint's tree, in order of index. Valid by the rules or
    /// not: state->event(index) tells.
    std::vector<ledger::Entry> entries;
    /// Behind a pointer: its rules ask the tree, and results are moved.
    std::shared_ptr<const KnownTree> tree;
    std::optional<custody::State> state;  ///< absent when descriptor or checkpoint do not hold
    /// Private values whose digests were signed, by event and subject.
    std::map<std::uint64_t, std::map<std::string, custody::PrivateValues, std::less<>>> values;
    /// Time-stamps of others over checkpoints of this ledger, that hold by their own chains.
    std::vector<custody::Attestation> attested;
    /// Cosignatures over trees of this ledger, as far as no witness's key is needed to tell.
    std::vector<Cosignature> cosignatures;
    /// What the reader's own policy makes of them; empty without one.
    std::optional<Witnessed> witnessed;
    std::uint64_t documents_out = 0;  ///< attached to items, and not in the bundle
    std::uint64_t disclosed = 0;
    std::map<std::uint64_t, std::uint64_t> withheld;  ///< how many values of an event are not told
    std::vector<Finding> findings;
    std::vector<Claim> claims;

    bool ok() const;
    /// Valid as long as this object stays where it is.
    custody::PrivateLookup lookup() const;
};

/// The files as an archive gave them; `findings` are those of reading the archive.
/// `trust`: whose cosignatures the reader believes; nullptr: nobody's was named.
Verified verify(const std::vector<Member>& members, std::vector<Finding> findings,
                const ledger::TrustPolicy* trust = nullptr);
/// What a bundle is about to hold, judged before anybody gets it: reports are made of this.
Verified verify(Contents contents);

}  // namespace exhibit::bundle

// What happened to an item, step by step, as a ledger or a paper form tells it, and the rules about
// the order of such steps (CR-06 to CR-09, CR-20, and the SQ codes): the same for both.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "custody/teller.hpp"

namespace exhibit::custody {

enum class StepKind {
    collected,
    offered,      ///< the release alone
    handed_over,  ///< the receipt; with `released` on a form that has both in one line
    moved,
    checked_out,
    checked_in,
    sealed,
    unsealed,
    resealed,
    broken,
    examined,
    accessed,
    disposed,
    other,
};

struct Step {
    StepKind kind = StepKind::other;
    std::optional<std::uint64_t> event;  ///< index in the ledger, or line of the form
    std::optional<Instant> when;         ///< when it happened
    bool zone_known = true;
    std::string actor;  ///< who did it; people are the same when these texts are
    std::string from;
    std::string to;
    std::string purpose;
    std::string place;
    std::string travel;
    std::string seal;      ///< as found or put on
    std::string old_seal;  ///< as it was before; of a hand-over, as released
    std::string reason;
    std::optional<Instant> released;  ///< of a hand-over
    /// False where the values of this step are withheld: nothing is asked about them.
    bool readable = true;
};

struct SequenceContext {
    /// What sentences call a person.
    std::function<std::string(const std::string&)> name;
    /// Every place the record of the incident names, as folded() has them.
    const std::set<std::string>* places = nullptr;
    /// On paper nobody forbade what a ledger refuses, so that it is asked here.
    bool on_paper = false;
    /// What is kept in the vault itself needs no shelf.
    bool ask_places = true;
};

/// Lower case, without blanks around it.
std::string folded(std::string_view text);
/// Whether a text that should be a purpose is a place: one the record names, or "locker 7".
bool reads_as_place(const std::string& text, const std::set<std::string>& places);

/// REQUIRES: steps in the order of the record; context.places and context.name set.
void judge_sequence(Teller& teller, const std::vector<Step>& steps, const SequenceContext& context);

}  // namespace exhibit::custody

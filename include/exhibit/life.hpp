// What happens to an item after it was taken in: what the calls of Vault take, and what they tell.
//
// Each call is one signed event. Texts may be empty unless said otherwise; an empty text records
// nothing. `happened` is for what is recorded later than it happened.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "exhibit/types.hpp"

namespace exhibit {

struct AttachRequest {
    std::string item;
    std::string file;  ///< path of a file of at most 64 MiB
    std::string role;  ///< photograph, document, form, notes
    std::string description;
    std::string taken;  ///< when, where and by whom a photograph was taken
    std::optional<Moment> happened;
};

struct SealRequest {
    std::string item;
    std::string action;    ///< sealed, unsealed, resealed, broken
    std::string seal;      ///< number of the seal put on
    std::string old_seal;  ///< number of the one taken off, or found broken
    std::string reason;
    std::string place;
    std::string witness;
    std::optional<Moment> happened;
};

struct MoveRequest {
    std::vector<std::string> items;
    std::string place;  ///< required
    std::string from_place;
    std::string storage;  ///< how: locker, safe, cold
    std::string reason;
    std::string seal;
    std::string condition;
    std::optional<Moment> happened;
};

struct CheckOutRequest {
    std::vector<std::string> items;
    std::string to;  ///< handler; empty: you
    Moment due;
    std::string purpose;  ///< required
    std::string authority;
    std::string place;
    std::string seal;
    std::string condition;
    std::optional<Moment> happened;
};

struct CheckInRequest {
    std::string item;  ///< any item of the check-out; all of them come back
    std::string place;
    std::string note;
    std::string seal;
    std::string condition;
    std::optional<Moment> happened;
};

struct ExamineRequest {
    std::string item;
    std::string purpose;  ///< required
    std::string method;
    std::string tool;
    std::string version;
    std::string authority;
    std::string place;
    std::string result;
    std::string change;  ///< what was changed and why; not empty: the item was changed
    std::optional<Moment> happened;
};

/// Joint when somebody signs beside you (Vault::add_cosigner).
struct InventoryRequest {
    std::string incident;  ///< its items in your custody, when no item is named
    /// Item, and present, absent, damaged or not-looked.
    std::vector<std::pair<std::string, std::string>> results;
    std::string place;
    std::string note;
    std::optional<Moment> happened;
};

struct HoldRequest {
    std::string incident;
    std::vector<std::string> items;  ///< none: the whole incident, later items too
    std::string reason;              ///< required
    std::string authority;
    std::optional<Moment> happened;
};

struct HoldInfo {
    std::string id;  ///< leaf hash of the event, hex
    std::uint64_t event = 0;
    std::string incident;
    std::vector<std::string> items;
    std::string by;  ///< key id
    Moment placed;
    std::string reason;
    std::string authority;
    std::optional<std::uint64_t> released;  ///< index of the event
};

struct DisposalRequest {
    std::vector<std::string> items;
    std::string action;  ///< destroy, return, transfer
    std::string reason;  ///< required
    std::string method;
    std::string recipient;
    std::optional<Moment> happened;
};

/// Of a proposal: its id, a unique beginning of it, or an item it is about.
struct DisposalAnswer {
    std::string proposal;
    std::string authority;  ///< of an approval, required: the ruling or rule it rests on
    std::string reason;     ///< of a refusal, required
    std::string note;
    std::string method;  ///< of the carrying out, required
    std::string place;
    std::string recipient;
    std::optional<Moment> happened;
};

struct DisposalInfo {
    std::string id;  ///< leaf hash of the proposal, hex
    std::uint64_t event = 0;
    std::string action;
    std::vector<std::string> items;
    std::string state;     ///< proposed, approved, declined, carried out
    std::string proposer;  ///< key id
    std::string approver;  ///< key id, empty when not approved
    std::string reason;
    Moment proposed;
};

struct CorrectRequest {
    std::string event;  ///< index or leaf hash
    std::string field;  ///< a private value of that event, or "happened"
    std::string value;
    std::string reason;
    std::string item;  ///< of an event about several items, only this one
};

/// A photograph, document, form or note kept with an item.
struct AttachmentInfo {
    std::uint64_t event = 0;
    std::string role;
    std::string name;
    std::uint64_t size = 0;
    std::string sha256;
    std::string description;
    std::string taken;
};

/// What signed events say of an item's life, beside what it is.
struct LifeInfo {
    std::string seal;            ///< unknown, on, off
    std::string place;           ///< the last one that was stated
    std::string checked_out_to;  ///< key id
    std::optional<Moment> due_back;
    bool held = false;
    std::string disposal;  ///< proposed, approved, carried out; empty: none
    std::string derivation;
    std::string derived_from;
    std::vector<AttachmentInfo> attachments;
    std::vector<CorrectionInfo> corrections;  ///< of its events, in ledger order
};

/// Shortest, median and longest of some times, in seconds.
struct Spread {
    std::uint64_t count = 0;
    std::int64_t shortest = 0;
    std::int64_t median = 0;
    std::int64_t longest = 0;
};

/// The measures of NIST SP 800-61 (3.4.2) that a vault can answer.
struct Stats {
    std::string incident;  ///< empty: all of the vault
    std::uint64_t incidents = 0;
    std::uint64_t items = 0;
    std::uint64_t physical = 0;
    std::uint64_t digital = 0;
    std::uint64_t disposed = 0;
    std::uint64_t bytes = 0;           ///< of digital items whose size can be read
    std::uint64_t sizes_withheld = 0;  ///< digital items without a size that can be read
    std::uint64_t events = 0;
    std::uint64_t handlers = 0;  ///< who signed one of them
    std::uint64_t hand_overs = 0;
    std::uint64_t offers_open = 0;
    std::uint64_t offers_unanswered = 0;
    std::uint64_t verifications = 0;
    std::uint64_t verifications_failed = 0;
    std::uint64_t examinations = 0;
    std::uint64_t check_outs = 0;
    std::uint64_t check_outs_open = 0;
    std::uint64_t check_outs_overdue = 0;
    std::uint64_t inventories = 0;
    std::uint64_t items_held = 0;
    std::uint64_t holds_open = 0;
    std::uint64_t disposals_open = 0;
    std::uint64_t corrections = 0;
    Spread collected_to_ingested;  ///< from the thing's collection to the item read from it
    Spread happened_to_recorded;
    Spread offered_to_accepted;
    Spread between_hand_overs;     ///< how long one person had an item
    Spread between_verifications;  ///< from ingest or verification to the next verification
};

/// What an audit says of one item, beside its findings.
struct ItemSummary {
    std::string item;
    std::vector<std::string> proved;   ///< sentences
    std::vector<std::string> claimed;  ///< sentences: only somebody's word
    std::uint64_t violations = 0;
    std::uint64_t warnings = 0;
    std::uint64_t notes = 0;
};

}  // namespace exhibit

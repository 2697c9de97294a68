// What is asked of a vault, and what it answers: plain values, one pair for each act of the class
// Vault (vault.hpp).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "exhibit/identity.hpp"
#include "exhibit/life.hpp"
#include "exhibit/types.hpp"

namespace exhibit {

struct VaultInfo {
    std::string location;
    std::string origin;
    std::string id;              ///< vault id: leaf hash of the genesis event, hex
    std::string log_key;         ///< verifier key of the log
    std::uint64_t size = 0;      ///< events
    std::string root;            ///< hex
    bool first_contact = false;  ///< nothing was remembered about this vault before
};

struct CreateVault {
    std::string location;  ///< absent or empty folder
    std::string home;      ///< where remembered heads and catalogues go
    std::string origin_prefix = "exhibit";
    bool recovery = true;  ///< enrol an offline recovery handler
};
struct CreatedVault {
    VaultInfo info;
    std::optional<SecretText> recovery_code;  ///< shown once, kept nowhere
};

struct RevokeKey {
    std::string handler;
    std::string reason;  ///< retired, lost, compromised, left
    /// Number of events up to which the key is vouched for; none: up to now.
    std::optional<std::uint64_t> last_good;
    std::string note;
    std::optional<Moment> happened;  ///< when the key was lost
};

struct NewIncident {
    std::string id;
    std::string title;
    std::string authority;
    std::string description;
    std::string incident_class;  ///< which retention the policy has for it
    std::string restriction = "need-to-know";
    std::string in_charge;  ///< the person
    std::string retention;  ///< until when evidence is kept: 2036-12-31, or in words
    std::string retention_reason;
};

/// Facts about an item that people supply; names as in FORMAT.md 5.3 (label, description, make,
/// model, serial, asset_tag, host_name, mac, ip, condition, seal, quantity, collected_place,
/// collected_from, collected_by, discovered_at, place, method, authority). Unknown names:
/// Error(usage).
using ItemFields = std::map<std::string, std::string>;

struct NewItem {
    std::string incident;
    ItemFields fields;  ///< description is required
    std::optional<Moment> happened;
};

struct IngestRequest {
    std::string incident;
    std::string source;   ///< path of a file, device or folder; "-" is standard input
    std::string kind;     ///< empty: by content
    bool single = false;  ///< this file alone, though it looks like one of several segments
    std::string from;     ///< item this was acquired from (a physical item, say)
    /// How it came from there: acquired, working-copy, carved, redacted, extracted; empty:
    /// acquired.
    std::string derivation;
    /// Algorithm, hex; for a container (kind ewf) of its media.
    std::vector<std::pair<std::string, std::string>> expect;
    ItemFields fields;
    std::optional<Moment> happened;
    /// Files the acquiring tools wrote, at most 16 of at most 64 MiB: kept byte for byte and
    /// compared with what is read. A log that disagrees is recorded, never refused.
    std::vector<std::string> logs;
    /// Without MD5 and SHA-1: faster, for those who will not be asked for them. (The media of an
    /// EWF container get all three, because the container states an MD5.)
    bool sha256_only = false;
    /// Go on where an earlier ingest of the same file or device, for the same incident, by the same
    /// handler at the same machine, was cut off. Takes a content grant.
    bool resume = false;
    /// With resume: ask again for what the medium refused then.
    bool retry_unreadable = false;
    /// Told before the source is read, and recorded as a note: why the bytes of a device may change
    /// meanwhile. May be empty.
    std::function<void(const std::string& sentence)> on_warning;
};
struct IngestResult {
    ItemInfo item;
    std::uint64_t bytes_read = 0;
    std::uint64_t bytes_stored = 0;  ///< new bytes in packs
    std::uint64_t bytes_deduplicated = 0;
    std::uint64_t bytes_zero = 0;
    double seconds = 0;
    std::uint64_t resumed_at = 0;  ///< what lies before was read by an earlier ingest; else 0
    bool partial = false;          ///< something was unreadable; it is recorded
};

struct OfferRequest {
    std::vector<std::string> items;
    std::string to;  ///< handler: key id, unique beginning of it (8+ digits), or profile name
    std::string purpose;
    std::string place;
    std::string travel;
    std::string note;
    std::string seal;  ///< of every item in the offer
    std::string condition;
    std::optional<Moment> expires;  ///< default: in 7 days
    std::optional<Moment> happened;
};
struct AcceptRequest {
    std::string offer;   ///< offer id or unique beginning of it, or an item on offer
    bool rehash = true;  ///< read digital items again before signing (needs a content grant)
    std::string place;
    std::string note;
    std::string seal;
    std::string condition;
    std::optional<Moment> happened;
};

enum class VerifyDepth {
    blocks,   ///< every block
    stream,   ///< and the SHA-256 of the stream
    digests,  ///< and its MD5 and SHA-1, where they are on record
};
struct VerifyRequest {
    std::vector<std::string> items;  ///< or:
    std::string incident;            ///< all its digital items; both empty: all in the vault
    VerifyDepth depth = VerifyDepth::stream;
    std::string purpose;
    bool record = true;  ///< write an access event per item
};
/// A range of an image that is lost, and what lies there. Without `volume` no file system is known
/// to lie there; without `block_bytes` how it counts its blocks is not.
struct LostRange {
    ByteRange range;
    bool at_source = false;           ///< could not be read when it was acquired
    std::string volume;               ///< type of the file system: "ext4"
    std::uint64_t volume_offset = 0;  ///< where it begins in the image
    std::uint32_t partition = 0;      ///< number of its partition; 0: it is in none
    std::uint32_t block_bytes = 0;
    std::uint64_t first_block = 0;
    std::uint64_t last_block = 0;
};
struct VerifiedItem {
    std::string item;
    bool ok = false;
    std::string scope;  ///< what the verdict speaks of, in words
    std::uint64_t bytes = 0;
    std::vector<Finding> findings;
    std::vector<LostRange> lost;  ///< of an image; a range in two volumes is there twice
};
struct VerifyResult {
    std::vector<VerifiedItem> items;
    double seconds = 0;
    bool ok() const;
};

struct ExportRequest {
    std::string item;
    std::string output;  ///< path that does not exist yet; "-" is standard output
    std::string purpose;
    std::optional<ByteRange> range;
    std::string member;                ///< path inside a tree or an archive; empty: all
    bool media = false;                ///< the media of a container instead of its files
    std::optional<std::uint8_t> fill;  ///< filler for unreadable or damaged ranges; else refuse
    std::uint32_t log = 0;  ///< instead of the item its acquisition log of this number, from 1
    std::uint32_t attachment = 0;  ///< instead of the item what is attached to it, from 1
};
struct ExportResult {
    std::string item;
    std::string output;
    std::uint64_t bytes = 0;
    std::string sha256;  ///< of what was written (files and streams)
    /// Equals the digest taken at ingest (whole streams, whole members of archives).
    bool matches_record = false;
    std::vector<Finding> findings;
    double seconds = 0;
};

struct MountRequest {
    std::string item;
    std::string directory;  ///< an existing folder
    std::string purpose;
    std::optional<std::uint8_t> fill;  ///< filler for unreadable or damaged ranges; else EIO
    bool others = false;               ///< other users of the machine may read, too
    /// Called with the item's id once the folder can be used; may be empty.
    std::function<void(const std::string& item)> on_ready;
};
struct MountResult {
    std::string item;
    std::uint64_t event = 0;         ///< the event that tells what was read
    std::uint64_t bytes = 0;         ///< handed out to readers
    std::vector<ByteRange> ranges;   ///< of a stream, rounded outwards beyond 256
    std::vector<std::string> paths;  ///< of a tree: files of which something was read
    std::vector<Finding> findings;   ///< what could not be read
    double seconds = 0;
};

/// What an audit found, and what each claim rests on.
struct Claim {
    std::string name;  ///< "signatures", "append-only since <size>", ...
    bool holds = false;
    std::string scope;  ///< one sentence: up to which size, by whose memory
};
struct AuditResult {
    std::string origin;
    std::string vault_id;        ///< "" when the first event could not be read
    bool first_contact = false;  ///< nothing was remembered about this vault before
    std::uint64_t events = 0;
    std::uint64_t size = 0;
    std::string root;
    std::vector<Claim> claims;
    std::vector<Finding> findings;
    std::vector<ItemSummary> items;  ///< of those that were examined
    double seconds = 0;
    bool ok() const;  ///< no finding of severity `violation`
};

/// What an audit of a paper log found.
struct PaperAudit {
    std::string file;
    std::string sha256;  ///< of the file, hex
    std::uint64_t lines = 0;
    std::vector<std::string> items;
    std::vector<Finding> findings;  ///< `event` is the line of the file; texts begin "Imported: "
};

/// The keyless check of a store.
struct CheckResult {
    std::uint64_t objects = 0;
    std::uint64_t bytes = 0;
    std::uint64_t packs = 0;
    std::uint64_t size = 0;  ///< events the commits prove
    std::vector<Finding> findings;
    std::vector<std::string> left_over;  ///< objects nothing names, temporary files
    double seconds = 0;
    bool ok() const;
};

/// What writers that were cut off left behind: packs and lists that no event needs, and temporary
/// files.
struct LeftOver {
    std::string name;
    std::uint64_t bytes = 0;
    std::string why_kept;  ///< a sentence; empty for what is removed
};
struct CleanResult {
    std::vector<LeftOver> removed;  ///< or would be
    std::vector<LeftOver> kept;
    std::uint64_t bytes_freed = 0;
};

/// What can be done about objects whose name is the digest of their bytes (packs, lists, private
/// values, keys) when their bytes are damaged or gone. Takes no key.
struct RepairRequest {
    std::string location;
    /// Other copies of the vault. They need not be trusted: only bytes with the right digest count.
    std::vector<std::string> copies;
    bool dry_run = false;  ///< find out, change nothing
};
enum class RepairOutcome {
    by_parity,  ///< restored from what is left of the pack
    by_copy,    ///< taken from another copy of the vault
    lost,       ///< stays damaged or missing
};
std::string to_string(RepairOutcome outcome);
struct RepairedObject {
    std::string object;
    bool missing = false;  ///< it was not there at all
    RepairOutcome outcome = RepairOutcome::lost;
    std::string copy;                ///< the copy it came from
    std::vector<ByteRange> damaged;  ///< bytes of a pack that were not its own
    std::vector<ByteRange> lost;     ///< bytes of a pack that nothing here can restore
    std::string text;                ///< one sentence
};
struct RepairResult {
    bool dry_run = false;
    std::uint64_t objects = 0;  ///< looked at
    std::uint64_t bytes = 0;    ///< read of the vault
    std::vector<RepairedObject> repairs;
    double seconds = 0;
    bool ok() const;  ///< nothing stays (or, in a dry run, would stay) damaged
};

/// Destroys what is said of one person, item or incident; exactly one of the three is named. Two
/// people sign (add_cosigner).
struct ShredRequest {
    std::string handler;
    std::string item;
    std::string incident;
    /// erasure-request, retention-ended, court-order, consent-withdrawn or disposal.
    std::string basis;
    std::string reason;  ///< items only
};
struct ShredResult {
    std::string subject;                ///< "item:INC-1/3", ...
    std::vector<std::uint64_t> events;  ///< that say so; none when only left-over objects went
    std::uint64_t keys = 0;             ///< objects removed
    std::uint64_t values = 0;           ///< objects removed: private values of one event each
};

/// Destroys the content of items that were disposed of; all of one incident.
struct EraseRequest {
    std::vector<std::string> items;
};
struct EraseResult {
    std::vector<std::string> items;
    std::vector<std::uint64_t> events;  ///< that say so; none when only left-over packs went
    std::uint64_t packs_removed = 0;
    std::uint64_t packs_written = 0;  ///< that hold what other items need
    std::uint64_t blocks = 0;         ///< destroyed
    std::uint64_t bytes_freed = 0;    ///< of the store
};

struct FoundItem {
    ItemInfo item;
    std::string matched;  ///< which field
    std::string member;   ///< path inside a tree or an archive
};

/// A bundle: one file that proves by itself what happened to an incident or an item.
struct BundleRequest {
    std::string about;                  ///< an incident or an item
    std::string output;                 ///< path that does not exist yet; "-" is standard output
    std::vector<std::string> withhold;  ///< names of private values that are left out
    bool content = false;               ///< the streams of digital items, too
    bool documents = false;             ///< what is attached to the items, too
    std::string recipients;             ///< for the record
    std::string purpose;                ///< for the record; required with content, documents
};
/// What stands in a bundle, and what of it holds.
struct BundleVerdict {
    std::string incident;
    std::string item;  ///< empty: the whole incident
    Moment made;       ///< as its maker says
    std::string maker;
    std::string tool;
    std::vector<std::string> withheld_names;  ///< left out on purpose, as the maker says
    std::string origin;
    std::string log_key;
    std::string vault_id;  ///< leaf hash of the first event
    std::uint64_t size = 0;
    std::string root;
    std::uint64_t events = 0;  ///< in the bundle, and in the ledger
    std::uint64_t items = 0;
    std::uint64_t disclosed = 0;  ///< private values
    std::uint64_t withheld = 0;
    std::uint64_t documents = 0;      ///< attached to items, in the bundle
    std::uint64_t documents_out = 0;  ///< attached, and not in it
    std::uint64_t cosignatures = 0;
    std::vector<Claim> claims;
    std::vector<Finding> findings;
    double seconds = 0;
    bool ok() const;  ///< no finding of severity `violation`
};
struct BundleResult {
    BundleVerdict verdict;  ///< of what was written
    std::string output;
    std::uint64_t bytes = 0;
    std::string sha256;  ///< of the file, as the ledger has it
};
struct ReportResult {
    std::string document;  ///< HTML
    BundleVerdict verdict;
};

}  // namespace exhibit

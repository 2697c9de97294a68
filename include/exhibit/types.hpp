// Plain values the library gives and takes. All text is UTF-8; text that came from outside (file
// names, other people's descriptions) may hold any character: escape before showing.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace exhibit {

/// An instant and the zone the actor's clock showed.
struct Moment {
    std::int64_t seconds = 0;       ///< since 1970-01-01T00:00:00Z
    std::int32_t zone_minutes = 0;  ///< east of UTC
};
/// "2026-11-22T17:30:00Z".
std::string utc_text(Moment moment);
/// "2026-11-22 18:30:00 +01:00".
std::string local_text(Moment moment);

/// Who somebody is. `name` is required; the rest may be empty.
struct Profile {
    std::string name;
    std::string title;
    std::string organisation;
    std::string phone;
    std::string email;
    std::string badge;
};

struct HandlerInfo {
    std::string id;   ///< key id, 64 hex digits
    Profile profile;  ///< empty when the values were withheld
    std::vector<std::string> roles;
    std::uint64_t enrolled_at = 0;  ///< event index
    /// The event that ended the key, when it is not in force any more.
    std::optional<std::uint64_t> ended_at;
    std::string ended;                       ///< retired, lost, compromised, left, rotated
    std::optional<std::uint64_t> last_good;  ///< signed from this size on: contested
    std::string successor;                   ///< key id, of a key that was rotated
    std::string predecessor;                 ///< key id
    bool is_me = false;
};

/// The policy in force.
struct PolicyInfo {
    std::string name;  ///< "built-in" before one was adopted
    std::string description;
    bool formal = true;
    std::string object;                       ///< SHA-256, hex; empty for the built-in one
    std::optional<std::uint64_t> adopted_at;  ///< event
    std::string text;                         ///< the file; empty for the built-in one
    std::vector<std::string> rules;           ///< what it asks, a sentence each
};

/// What a policy would have forbidden, with examples from the vault's own events.
struct PolicyTrial {
    struct Forbidden {
        std::string code;
        std::string type;  ///< of the events
        std::uint64_t events = 0;
        std::vector<std::uint64_t> examples;  ///< the first three
        std::string text;                     ///< why, of the first one
    };
    std::string name;
    std::uint64_t events = 0;  ///< looked at
    std::vector<Forbidden> forbidden;
    std::vector<std::string> locks;        ///< why it cannot be adopted as things are
    std::vector<std::string> unreachable;  ///< what too few people could sign now
};

/// What a handler may read of an incident.
enum class Access { none, deposit, record, content };
std::string to_string(Access access);

struct GrantInfo {
    std::string handler;  ///< key id
    Access access = Access::none;
};

/// A generation of an incident's keys (FORMAT.md 7.4).
struct KeyGenerationInfo {
    std::uint64_t number = 1;
    std::uint64_t event = 0;  ///< incident.open or incident.rekey
    Moment since;
    std::string by;                             ///< key id
    std::string reason;                         ///< empty for the first, or when withheld
    bool content = false;                       ///< all content was to be written again under it
    std::optional<std::uint64_t> rewritten_at;  ///< the event that says it was
};

struct IncidentInfo {
    std::string id;
    std::string title;  ///< empty without a `record` grant
    std::string authority;
    std::string description;
    std::string restriction;  ///< public, need-to-know, private, default
    std::string in_charge;
    std::string incident_class;  ///< which retention the policy has for it
    std::string retention;
    std::string retention_reason;
    Moment opened;
    std::string opened_by;  ///< key id
    std::vector<GrantInfo> grants;
    Access my_access = Access::none;
    std::uint64_t items = 0;
    std::vector<KeyGenerationInfo> keys;  ///< one or more; the last is in force
};

/// Digests in hex; empty when not taken.
struct Digests {
    std::string md5;
    std::string sha1;
    std::string sha256;
};

/// A digest the handler (or an acquisition log) said the source has, and whether it matched.
struct ExpectedDigest {
    std::string algorithm;  ///< md5, sha1, sha256
    std::string value;      ///< hex
    bool matched = false;
};

/// A half-open range of a stream in bytes.
struct ByteRange {
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
};

/// One statement of an acquisition log beside what the ingest found.
struct LogCheck {
    std::string what;    ///< md5, sha1, sha256, size, unreadable, files, ...
    std::string scope;   ///< acquisition-stream, image-reread, contained-file, ...
    std::string result;  ///< match, mismatch, not-comparable
    std::string text;    ///< one sentence
};

/// An acquisition log kept with an item, byte for byte. What the log does not say is empty.
struct KeptLog {
    std::string name;
    std::uint64_t size = 0;
    std::string sha256;  ///< of the log itself
    std::string format;  ///< as in FORMAT.md 5.3; "unrecognized": nothing was inferred
    std::string tool;
    std::string verdict;   ///< of the tool, as it wrote it
    std::string started;   ///< as written
    std::string finished;  ///< as written
    std::string source;    ///< what the log says that was acquired
    std::vector<LogCheck> checks;
    std::vector<ByteRange> bad_ranges;  ///< the first 256
    std::vector<std::string> warnings;
};

/// One file of a source that lies in several.
struct SegmentInfo {
    std::string name;
    std::uint64_t size = 0;
};

/// A digest a container says its media have.
struct StoredDigest {
    std::string algorithm;  ///< md5, sha1
    std::string value;      ///< hex; empty when not stored
    std::string result;     ///< match, mismatch, not-stored, not-compared
};

/// What was found in a container of media (EWF); FORMAT.md 6.1.
struct ContainerInfo {
    std::string format;  ///< "encase 6", or by signature "EWF", "EWF logical", ...
    std::uint64_t segment_files = 0;
    std::optional<std::uint64_t> media_size;  ///< none when the media were not opened
    std::uint64_t bytes_per_sector = 0;
    Digests media;  ///< of the media, zeros where unreadable; empty when not read to the end
    std::vector<StoredDigest> stored;
    std::map<std::string, std::string> header;  ///< case_number, examiner, ...
    std::vector<ByteRange> acquisition_errors;  ///< of the media; the first 256
    std::vector<ByteRange> unreadable;          ///< of the media, now; the first 256
    std::vector<std::string> problems;          ///< sentences

    bool media_partial() const { return !problems.empty() || !unreadable.empty(); }
};

/// What was found in an archive; FORMAT.md 6.2.
struct ArchiveInfo {
    std::string format;                ///< "zip"; "tar, gzip"; empty when no member could be read
    std::uint64_t listed = 0;          ///< members, those of nested archives too
    std::uint64_t files = 0;           ///< with content and digests
    std::uint64_t problems = 0;        ///< members with one
    std::uint64_t bytes = 0;           ///< expanded and digested, at all levels
    std::vector<std::string> partial;  ///< sentences: why not all members are listed
    std::string listing_sha256;        ///< hex; empty when nothing was listed
};

/// One thing a document says of itself: "score", "61.5".
struct DocumentFact {
    std::string name;
    std::string value;
};

/// What a document of a known form says, kept as an item; FORMAT.md 6.3.
struct DocumentSummary {
    std::string form;                 ///< "xccdf-results", "mail", ...
    std::vector<DocumentFact> facts;  ///< the first 256
    std::uint64_t left_out = 0;       ///< facts after these
    std::string problem;              ///< a sentence; then there are no facts
};

/// A member of a tree or an archive, as its listing has it (FORMAT.md 9.3, 9.5).
struct MemberInfo {
    std::uint64_t number = 0;  ///< in the listing, from 1; "!#" and it name a member of an archive
    std::string path;          ///< bytes as they were; "!/" after the name of a nested archive
    std::string type;          ///< file, directory, symlink, ...
    std::uint32_t mode = 0;    ///< permission bits
    std::optional<std::uint64_t> uid;
    std::optional<std::uint64_t> gid;
    std::string user;
    std::string group;
    /// mtime, atime, ctime, btime: RFC 3339, UTC, with nanoseconds.
    std::map<std::string, std::string> times;
    std::optional<std::uint64_t> size;  ///< of the content, when it could be read
    Digests digests;
    std::optional<std::uint64_t> stated_size;
    std::string target;
    std::string device;
    std::string archive;  ///< what a nested archive is, when its members are listed
    std::string problem;
};

struct ItemInfo {
    std::string id;  ///< "INC-2026-014/3"
    std::string incident;
    bool digital = false;
    std::string kind;  ///< image, memory, file, stream, tree, ewf, archive; "physical"
    std::string label;
    std::string description;
    /// All private values that are text, by their names in FORMAT.md 5.3 (make, model, serial,
    /// ...).
    std::map<std::string, std::string> fields;
    std::optional<std::uint64_t> size;  ///< bytes of the stream; for trees of the listing
    Digests digests;
    std::vector<ExpectedDigest> expected;
    std::vector<ByteRange> unreadable;  ///< at most the first 256
    std::uint64_t unreadable_bytes = 0;
    std::vector<std::string> notes;
    std::vector<KeptLog> logs;
    std::optional<ContainerInfo> container;
    std::optional<ArchiveInfo> archive;
    std::optional<DocumentSummary> summary;
    /// The clock of the acquiring machine beside true time, in words: "3 minutes ahead"; what was
    /// said of it where that is no amount; empty when nothing was.
    std::string acquiring_clock;
    std::vector<SegmentInfo> segments;     ///< of a split source; the first 1,000
    std::vector<ByteRange> memory_ranges;  ///< physical addresses; the first 256
    std::string custodian;                 ///< key id
    std::string on_offer_to;               ///< key id, empty when not on offer
    Moment registered;
    std::uint64_t first_event = 0;
    std::vector<std::uint64_t> events;  ///< indexes of all events about it
    /// The event that destroyed what was said of it; it is not `readable` then, whoever asks.
    std::optional<std::uint64_t> withheld_by;
    std::optional<std::uint64_t> destroyed_by;  ///< the event that destroyed its content
    bool readable = true;  ///< false without a `record` grant: only ids and custody are filled
};

/// What was said later about something an event said; the first words stay beside it.
struct CorrectionInfo {
    std::uint64_t event = 0;  ///< index of the correction
    std::string actor;        ///< key id
    Moment recorded;
    std::string about;  ///< "item INC-1/3", "incident INC-1", "handler ..."
    std::string field;
    std::string original;  ///< "" when nothing was said before, or it is no text
    std::string value;
    std::string reason;
};

/// A bound of an event's time by the word of somebody else (FORMAT.md 4.9).
struct AttestedTime {
    Moment time;
    std::string by;          ///< authority
    std::uint64_t size = 0;  ///< of the tree that was attested
};
/// By time-stamps as they verify with the certificates kept with them; whether these are to be
/// trusted is for the reader to say (`audit` with authorities of one's own).
struct EventTimes {
    std::optional<AttestedTime> not_before;
    std::optional<AttestedTime> not_after;
};

/// One row of a chain of custody, in words a lawyer reads.
struct CustodyRow {
    std::uint64_t event = 0;  ///< index in the ledger
    std::string event_hash;   ///< leaf hash, hex
    Moment recorded;
    Moment happened;
    std::string what;   ///< "collected", "ingested", "offered", "taken over", "verified", ...
    std::string actor;  ///< key id
    std::string from;   ///< key id; hand-overs only
    std::string to;     ///< key id; hand-overs only
    std::string purpose;
    std::string place;
    std::string seal;
    std::string condition;
    std::string note;
    std::vector<std::string> beside;  ///< key ids of those who signed it too
    std::vector<CorrectionInfo> corrections;
    EventTimes times;
};

struct OfferInfo {
    std::string id;  ///< leaf hash of the offer event, hex
    std::uint64_t event = 0;
    std::string from;
    std::string to;
    std::vector<std::string> items;
    std::string state;  ///< open, accepted, refused, cancelled, expired
    std::string purpose;
    std::string place;
    Moment offered;
    Moment expires;
    std::string code;  ///< short code of the event just written, for a notebook; else empty
    /// Items whose content did not match the record when the recipient read them again.
    std::vector<std::string> mismatched;
};

enum class Severity { note, warning, violation };
std::string to_string(Severity severity);

/// One thing an audit, a verification or a check reports.
struct Finding {
    std::string code;  ///< stable: "CR-09", "LG-ROOT", "BL-BLOCK", ...
    Severity severity = Severity::note;
    std::string object;                  ///< object name in the store, when one is at fault
    std::string item;                    ///< item id, when one is concerned
    std::optional<std::uint64_t> event;  ///< index, when one is concerned
    std::string text;                    ///< one sentence
};

struct EventInfo {
    std::uint64_t index = 0;
    std::string hash;  ///< leaf hash, hex
    std::string type;
    Moment recorded;
    Moment happened;
    std::string actor;
    std::vector<std::string> items;
    std::string payload;  ///< the signed canonical JSON
    /// Private values this handler can open: name, canonical JSON value.
    std::vector<std::pair<std::string, std::string>> private_values;
    EventTimes times;  ///< of a single event asked for; not in lists
};

}  // namespace exhibit

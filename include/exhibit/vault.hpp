// The vault: everything a front end needs.
//
// A Vault object is one handler's open view. Methods that write sign with that handler's key and
// return when the event is in the ledger. Thread rules: one thread at a time; several processes may
// have the same vault open and write at once.
//
// Errors: exhibit::Error, see error.hpp. Item references (`item`) are an item id
// ("INC-2026-014/3"), a label, or "sha256:<hex>"; more than one match is Error(conflict) naming
// them.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "exhibit/acts.hpp"
#include "exhibit/attest.hpp"
#include "exhibit/case_import.hpp"
#include "exhibit/error.hpp"
#include "exhibit/identity.hpp"
#include "exhibit/iodef.hpp"
#include "exhibit/life.hpp"
#include "exhibit/progress.hpp"
#include "exhibit/record.hpp"
#include "exhibit/rekey.hpp"
#include "exhibit/types.hpp"

namespace exhibit {

class Vault {
public:
    static CreatedVault create(const CreateVault& request, const UnlockedIdentity& admin);
    /// Refuses (Error verification) a vault that was rolled back or forked against what `home`
    /// remembers. Error(denied) when this identity is not enrolled.
    static Vault open(const std::string& location, const std::string& home,
                      const UnlockedIdentity& identity);
    /// Needs no key. `read_data` also reads every pack.
    static CheckResult check(const std::string& location, bool read_data, Progress* progress,
                             const CancelFlag* cancel);
    /// Needs no key. Replaces an object only by bytes with the digest of its name, and only once
    /// these are durable; whole objects are never touched. Error(conflict) when a copy is of
    /// another vault.
    static RepairResult repair(const RepairRequest& request, Progress* progress,
                               const CancelFlag* cancel);

    /// What is left over from writers that were cut off, and nothing needs. Changes nothing.
    CleanResult left_over(Progress* progress, const CancelFlag* cancel);
    /// Removes those of `names` that left_over() still lists when nobody else is in the vault.
    /// Error(conflict) while anybody is, Error(corrupt) when something is damaged or missing, so
    /// that it cannot be known what is needed.
    CleanResult clean(const std::vector<std::string>& names, Progress* progress,
                      const CancelFlag* cancel);

    Vault(Vault&&) noexcept;
    Vault& operator=(Vault&&) noexcept;
    ~Vault();

    /// Somebody who is at this machine and signs, beside the one who opened the vault, what takes
    /// two people. Error(usage) for the same person again; Error(denied) when not enrolled.
    void add_cosigner(const UnlockedIdentity& identity);

    VaultInfo info() const;

    HandlerInfo enrol(const std::string& card, const std::vector<std::string>& roles);
    std::vector<HandlerInfo> handlers() const;
    /// By key id, unique beginning of it (8+ digits) or profile name.
    HandlerInfo handler(const std::string& reference) const;

    /// The new key of the handler who opened the vault takes the place of the old one, which ends
    /// with this. Error(conflict) when the card is of somebody enrolled.
    HandlerInfo rotate_key(const std::string& card);
    HandlerInfo revoke_key(const RevokeKey& request);
    HandlerInfo set_roles(const std::string& handler, const std::vector<std::string>& roles);

    PolicyInfo policy() const;
    /// `text` is that of a TOML file, `source` what messages call it. Error(malformed) for what is
    /// no policy, Error(conflict) for one that would lock the vault.
    PolicyInfo adopt_policy(const std::string& text, const std::string& source);
    PolicyTrial try_policy(const std::string& text, const std::string& source) const;

    IncidentInfo open_incident(const NewIncident& incident);
    std::vector<IncidentInfo> incidents() const;
    IncidentInfo incident(const std::string& id) const;
    void grant(const std::string& incident, const std::string& handler, Access access,
               const std::string& reason);

    /// New record and content keys for whoever keeps a grant; those whose key ended, and `without`,
    /// get none. With `content` everything stored before is written again under them, the old packs
    /// are removed, and a call that was cut off is gone on with instead of making new keys.
    /// Error(denied) without a content grant; damage is told in `problems`, and left in place.
    RekeyResult rekey(const RekeyRequest& request, Progress* progress, const CancelFlag* cancel);

    ItemInfo register_item(const NewItem& item);
    IngestResult ingest(const IngestRequest& request, Progress* progress, const CancelFlag* cancel);
    /// Empty incident: all.
    std::vector<ItemInfo> items(const std::string& incident) const;
    ItemInfo item(const std::string& reference) const;
    /// Members of a tree or an archive, in the order of the listing. Takes a content grant.
    /// Error(usage) for other items.
    std::vector<MemberInfo> members(const std::string& item) const;

    OfferInfo offer(const OfferRequest& request);
    OfferInfo accept(const AcceptRequest& request, Progress* progress, const CancelFlag* cancel);
    OfferInfo refuse(const std::string& offer, const std::string& reason);
    OfferInfo cancel_offer(const std::string& offer, const std::string& reason);
    std::vector<OfferInfo> offers() const;

    // The life of an item (life.hpp). Each writes one event and returns it.
    EventInfo attach(const AttachRequest& request, Progress* progress, const CancelFlag* cancel);
    EventInfo seal(const SealRequest& request);
    EventInfo move_items(const MoveRequest& request);
    EventInfo check_out(const CheckOutRequest& request);
    EventInfo check_in(const CheckInRequest& request);
    EventInfo examine(const ExamineRequest& request);
    EventInfo inventory(const InventoryRequest& request);
    EventInfo place_hold(const HoldRequest& request);
    /// By the hold's id, a unique beginning of it (8+ digits), or its event's index.
    EventInfo release_hold(const std::string& hold, const std::string& reason);
    std::vector<HoldInfo> holds() const;
    EventInfo propose_disposal(const DisposalRequest& request);
    EventInfo approve_disposal(const DisposalAnswer& answer);
    EventInfo decline_disposal(const DisposalAnswer& answer);
    /// Needs a witness who signs too (add_cosigner).
    EventInfo carry_out_disposal(const DisposalAnswer& answer);
    std::vector<DisposalInfo> disposals() const;
    EventInfo correct(const CorrectRequest& request);
    LifeInfo life(const std::string& item) const;
    /// Empty incident: all.
    Stats stats(const std::string& incident) const;
    /// Records privacy.shred, then removes the keys and the values from the store. Copies of the
    /// vault elsewhere still have them. Given again after it was cut off, it removes what is left.
    /// Error(not_found) when nothing is said of the subject.
    ShredResult shred(const ShredRequest& request);

    /// Records content.destroy, then takes the blocks that only these items refer to out of the
    /// store. Acquisition logs stay. Given again after it was cut off, it goes on. Error(denied)
    /// for an item that was not disposed of; Error(corrupt) while content that is to be kept is
    /// damaged.
    EraseResult erase(const EraseRequest& request, Progress* progress, const CancelFlag* cancel);

    std::vector<CustodyRow> custody(const std::string& item) const;
    EventInfo event(const std::string& reference) const;  ///< index or leaf hash
    std::vector<EventInfo> events() const;

    VerifyResult verify(const VerifyRequest& request, Progress* progress, const CancelFlag* cancel);
    ExportResult export_item(const ExportRequest& request, Progress* progress,
                             const CancelFlag* cancel);
    /// Shows an item as a read-only folder until that is unmounted or `cancel` is requested. Two
    /// events tell of it: one before anything can be read, one with what was read.
    MountResult mount(const MountRequest& request, const CancelFlag* cancel);
    /// The ledger is always read whole; findings about the record are those of an incident or an
    /// item when one is named. Never uses the catalogue.
    AuditResult audit(const std::string& incident, Progress* progress, const CancelFlag* cancel,
                      const std::string& item = {});
    /// The same, with whom the caller believes about times and checkpoints.
    AuditResult audit(const std::string& incident, const AuditTrust& trust, Progress* progress,
                      const CancelFlag* cancel, const std::string& item = {});
    /// Audits a whole vault that was not opened. What opening it would read and verify, the audit
    /// does by itself, so this takes half the time and memory. Refuses as open() does, but tells
    /// what is damaged as findings.
    static AuditResult audit_unopened(const std::string& location, const std::string& home,
                                      const UnlockedIdentity& identity, const AuditTrust& trust,
                                      Progress* progress, const CancelFlag* cancel);
    /// A filled paper form as CSV (policy/README.md), judged by the rules of the ledger. Needs no
    /// vault and writes nothing.
    static PaperAudit audit_paper(const std::string& file);

    /// A portable proof of one event (C2SP tlog-proof text).
    std::string receipt(const std::string& event) const;
    /// The newest checkpoint (signed note).
    std::string checkpoint() const;

    /// Of the newest checkpoint, for a notebook: commits to the event and to all before it.
    std::string short_code(const std::string& event) const;
    /// Error(malformed) for a code that was copied wrongly.
    CodeCheck check_code(const std::string& code) const;

    /// A time-stamp query over the newest checkpoint.
    AnchorRequest anchor_request() const;
    /// Verifies an authority's answer against `authorities` (PEM), keeps it with what is said of
    /// its certificates, and logs it.
    AnchorInfo attach_anchor(const AnchorRequest& request, const std::string& response,
                             const std::string& authorities, const RevocationFiles& revocation);
    /// The same of a time-stamp that event `event` names: kept once more, with more said.
    AnchorInfo attach_revocation(std::uint64_t event, const std::string& authorities,
                                 const RevocationFiles& revocation);
    /// request, HTTP, attach.
    AnchorInfo fetch_anchor(const std::string& url, const std::string& authorities);
    /// All of them, verified; against the chains kept with them when `authorities` is empty.
    std::vector<AnchorInfo> anchors(const std::string& authorities) const;

    /// A C2SP add-checkpoint body for witnesses, from size `since`; by default from the largest
    /// size that was cosigned.
    std::string add_checkpoint_request(std::optional<std::uint64_t> since) const;
    /// Verifies a cosigned checkpoint and keeps each cosignature by one of `witnesses` (verifier
    /// keys). Error(verification) when there is none, or the tree is not this ledger's.
    std::vector<CosignatureInfo> attach_cosignatures(const std::string& note,
                                                     const std::vector<std::string>& witnesses);
    /// add_checkpoint_request, HTTP, attach.
    std::vector<CosignatureInfo> ask_witness(const std::string& url, const std::string& witness);
    /// Those kept; `witness` names are as they state themselves.
    std::vector<CosignatureInfo> cosignatures() const;

    /// By digest (md5, sha1, sha256 in hex), name, label, serial or any part of a text field.
    std::vector<FoundItem> find(const std::string& text) const;

    EmitResult emit_iodef(const EmitRequest& request);
    /// Takes a record grant of the incident. An event records what was given out.
    RecordResult emit_record(const RecordRequest& request);
    /// Evidence into somebody else's report. Error(malformed) for what is no strict XML or no
    /// IODEF, Error(conflict) when there are several places or a signature would break,
    /// Error(not_found) when there is none.
    IodefAttachResult attach_to_iodef(const IodefAttachRequest& request);
    /// What of a received report this vault has. Reads values this handler may read; writes
    /// nothing.
    IodefCheckResult check_iodef(const std::string& report, const std::string& source) const;

    /// Custody that another system recorded (CASE/UCO 1.4.0, JSON-LD), as imported history: kept,
    /// and said to be that system's word. Takes a record grant of the incident.
    CaseImportResult import_case(const CaseImportRequest& request);

    /// Takes a record grant; a content grant for content. An event records what was given out.
    BundleResult bundle(const BundleRequest& request, Progress* progress, const CancelFlag* cancel);
    /// Needs no vault, no key, no network. Never throws for a bad bundle; Error(not_found, io).
    static BundleVerdict verify_bundle(const std::string& path, const CancelFlag* cancel);
    /// The same, with whom the caller believes: a C2SP tlog-policy text.
    static BundleVerdict verify_bundle(const std::string& path, const std::string& trust,
                                       const CancelFlag* cancel);
    /// The report about an incident or an item, made from verified events. Takes a record grant.
    ReportResult report(const std::string& about, const std::vector<std::string>& withhold) const;
    /// The same from a bundle alone.
    static ReportResult report_of_bundle(const std::string& path, const CancelFlag* cancel);

    /// Throws the catalogue away and makes it again; returns the number of events read.
    std::uint64_t rebuild_catalogue(Progress* progress);

    struct State;

private:
    explicit Vault(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace exhibit

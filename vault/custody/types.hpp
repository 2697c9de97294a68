// The words events are written in (FORMAT.md 5.3): event types, roles, grants, and so on.
//
// parse_* give nullopt for a word that is not of this version.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace exhibit::custody {

enum class EventType {
    vault_genesis,
    handler_enrol,
    handler_roles,
    key_rotate,
    key_revoke,
    policy_adopt,
    incident_open,
    incident_grant,
    incident_rekey,
    item_register,
    item_ingest,
    item_access,
    custody_offer,
    custody_accept,
    custody_refuse,
    custody_cancel,
    exchange_emit,
    privacy_shred,
    content_destroy,
    content_rewrite,
    item_attach,
    item_seal,
    item_move,
    item_check_out,
    item_check_in,
    item_examine,
    item_inventory,
    hold_place,
    hold_release,
    disposal_propose,
    disposal_approve,
    disposal_decline,
    disposal_carry_out,
    record_correct,
    anchor_token,
};
/// "vault.genesis", "custody.offer", ...
std::string_view to_string(EventType type);
std::optional<EventType> parse_event_type(std::string_view text);

/// `legal` places and lifts holds, `authority` decides over disposal, `auditor` reads the record,
/// `witness` signs beside those who act.
enum class Role { admin, auditor, authority, handler, legal, recovery, witness };
std::string_view to_string(Role role);
std::optional<Role> parse_role(std::string_view text);

/// What a grant lets its handler do and read; not a ladder: record cannot write content.
enum class Read { deposit, record, content };
std::string_view to_string(Read read);
std::optional<Read> parse_read(std::string_view text);

/// Why a key is no longer good.
enum class RevokeReason { retired, lost, compromised, left };
std::string_view to_string(RevokeReason reason);
std::optional<RevokeReason> parse_revoke_reason(std::string_view text);

/// Why private values are destroyed.
enum class ShredBasis {
    erasure_request,
    retention_ended,
    court_order,
    consent_withdrawn,
    disposal
};
std::string_view to_string(ShredBasis basis);
std::optional<ShredBasis> parse_shred_basis(std::string_view text);

enum class Restriction { open, need_to_know, closed, standard };
/// "public", "need-to-know", "private", "default": the words of IODEF.
std::string_view to_string(Restriction restriction);
std::optional<Restriction> parse_restriction(std::string_view text);

enum class AccessAction { verify, export_copy, mount, unmount };
/// "verify", "export", "mount", "unmount".
std::string_view to_string(AccessAction action);
std::optional<AccessAction> parse_access_action(std::string_view text);

enum class AccessResult { ok, failed };
std::string_view to_string(AccessResult result);
std::optional<AccessResult> parse_access_result(std::string_view text);

enum class CheckResult { match, mismatch, not_checked };
/// "match", "mismatch", "not-checked".
std::string_view to_string(CheckResult result);
std::optional<CheckResult> parse_check_result(std::string_view text);

enum class DocumentFormat { iodef_v1, iodef_v2, bundle_v1, case_1_4, dfxml_1, iodef_v2_json };
std::string_view to_string(DocumentFormat format);
std::optional<DocumentFormat> parse_document_format(std::string_view text);

enum class DocumentSection { document, event_data, record };
std::string_view to_string(DocumentSection section);
std::optional<DocumentSection> parse_document_section(std::string_view text);

/// How an item came from another one.
enum class Derivation { acquired, working_copy, carved, redacted, extracted };
/// "acquired", "working-copy", "carved", "redacted", "extracted".
std::string_view to_string(Derivation derivation);
std::optional<Derivation> parse_derivation(std::string_view text);

enum class AttachmentRole { photograph, document, form, notes };
std::string_view to_string(AttachmentRole role);
std::optional<AttachmentRole> parse_attachment_role(std::string_view text);

enum class SealAction { sealed, unsealed, resealed, broken };
std::string_view to_string(SealAction action);
std::optional<SealAction> parse_seal_action(std::string_view text);

/// What an inventory found of an item.
enum class Counted { present, absent, damaged, not_looked };
/// "present", "absent", "damaged", "not-looked".
std::string_view to_string(Counted result);
std::optional<Counted> parse_counted(std::string_view text);

enum class DisposalAction { destroy, give_back, transfer };
/// "destroy", "return", "transfer".
std::string_view to_string(DisposalAction action);
std::optional<DisposalAction> parse_disposal_action(std::string_view text);

/// What an access read: the whole stream with its digest, every block, a range of bytes, what a
/// mount's record says, or an acquisition log or attachment and none of the item itself.
struct Scope {
    enum class What { stream, blocks, range, ranges, log, attachment };
    What what = What::stream;
    std::uint64_t offset = 0;  ///< of a range; of a log or attachment its number
    std::uint64_t length = 0;  ///< range only
    bool operator==(const Scope&) const = default;
};
/// "stream", "blocks", "range:<offset>+<length>", "ranges", "log:<n>", "attachment:<n>".
std::string to_string(const Scope& scope);
std::optional<Scope> parse_scope(std::string_view text);

/// Kinds of digital items this version writes; a reader takes any `[a-z0-9-]{1,32}`.
inline constexpr std::string_view kind_image = "image";
inline constexpr std::string_view kind_memory = "memory";
inline constexpr std::string_view kind_file = "file";
inline constexpr std::string_view kind_stream = "stream";
inline constexpr std::string_view kind_tree = "tree";
inline constexpr std::string_view kind_ewf = "ewf";
inline constexpr std::string_view kind_archive = "archive";

/// Whether the manifest of an item of that kind is one of a listing (FORMAT.md 9.3).
constexpr bool is_listing_kind(std::string_view kind) noexcept {
    return kind == kind_tree || kind == kind_ewf;
}
bool valid_kind(std::string_view kind) noexcept;

}  // namespace exhibit::custody

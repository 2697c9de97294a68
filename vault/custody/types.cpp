#include "custody/types.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/check.hpp"
#include "base/text.hpp"

namespace exhibit::custody {

namespace {

/// The words of an enumeration, in the order of its enumerators.
template <std::size_t N>
using Words = std::array<std::string_view, N>;

template <typename Enum, std::size_t N>
std::string_view word_of(const Words<N>& words, Enum value) {
    const auto index = static_cast<std::size_t>(value);
    CHECK(index < N);
    return words[index];
}

template <typename Enum, std::size_t N>
std::optional<Enum> value_of(const Words<N>& words, std::string_view text) {
    const auto found = std::find(words.begin(), words.end(), text);
    if (found == words.end()) return std::nullopt;
    return static_cast<Enum>(found - words.begin());
}

constexpr Words<35> event_types{
    "vault.genesis",      "handler.enrol",    "handler.roles",    "key.rotate",
    "key.revoke",         "policy.adopt",     "incident.open",    "incident.grant",
    "incident.rekey",     "item.register",    "item.ingest",      "item.access",
    "custody.offer",      "custody.accept",   "custody.refuse",   "custody.cancel",
    "exchange.emit",      "privacy.shred",    "content.destroy",  "content.rewrite",
    "item.attach",        "item.seal",        "item.move",        "item.check_out",
    "item.check_in",      "item.examine",     "item.inventory",   "hold.place",
    "hold.release",       "disposal.propose", "disposal.approve", "disposal.decline",
    "disposal.carry_out", "record.correct",   "anchor.token",
};
constexpr Words<7> roles{"admin", "auditor",  "authority", "handler",
                         "legal", "recovery", "witness"};
constexpr Words<5> shred_bases{"erasure-request", "retention-ended", "court-order",
                               "consent-withdrawn", "disposal"};
constexpr Words<3> reads{"deposit", "record", "content"};
constexpr Words<4> revoke_reasons{"retired", "lost", "compromised", "left"};
constexpr Words<4> restrictions{"public", "need-to-know", "private", "default"};
constexpr Words<4> actions{"verify", "export", "mount", "unmount"};
constexpr Words<2> results{"ok", "failed"};
constexpr Words<3> checks{"match", "mismatch", "not-checked"};
constexpr Words<6> formats{"iodef-v1", "iodef-v2", "bundle-v1",
                           "case-1.4", "dfxml-1",  "iodef-v2-json"};
constexpr Words<3> sections{"document", "event-data", "record"};

constexpr Words<5> derivations{"acquired", "working-copy", "carved", "redacted", "extracted"};
constexpr Words<4> attachment_roles{"photograph", "document", "form", "notes"};
constexpr Words<4> seal_actions{"sealed", "unsealed", "resealed", "broken"};
constexpr Words<4> counts{"present", "absent", "damaged", "not-looked"};
constexpr Words<3> disposal_actions{"destroy", "return", "transfer"};

constexpr std::string_view range_prefix = "range:";
constexpr std::string_view log_prefix = "log:";
constexpr std::string_view attachment_prefix = "attachment:";
constexpr std::uint64_t scope_log_max = 16;
constexpr std::uint64_t position_max = (std::uint64_t{1} << 63) - 1;

}  // namespace

std::string_view to_string(EventType type) {
    return word_of(event_types, type);
}
std::optional<EventType> parse_event_type(std::string_view text) {
    return value_of<EventType>(event_types, text);
}

std::string_view to_string(Role role) {
    return word_of(roles, role);
}
std::optional<Role> parse_role(std::string_view text) {
    return value_of<Role>(roles, text);
}

std::string_view to_string(Read read) {
    return word_of(reads, read);
}
std::optional<Read> parse_read(std::string_view text) {
    return value_of<Read>(reads, text);
}

std::string_view to_string(RevokeReason reason) {
    return word_of(revoke_reasons, reason);
}
std::optional<RevokeReason> parse_revoke_reason(std::string_view text) {
    return value_of<RevokeReason>(revoke_reasons, text);
}

std::string_view to_string(ShredBasis basis) {
    return word_of(shred_bases, basis);
}
std::optional<ShredBasis> parse_shred_basis(std::string_view text) {
    return value_of<ShredBasis>(shred_bases, text);
}

std::string_view to_string(Restriction restriction) {
    return word_of(restrictions, restriction);
}
std::optional<Restriction> parse_restriction(std::string_view text) {
    return value_of<Restriction>(restrictions, text);
}

std::string_view to_string(AccessAction action) {
    return word_of(actions, action);
}
std::optional<AccessAction> parse_access_action(std::string_view text) {
    return value_of<AccessAction>(actions, text);
}

std::string_view to_string(AccessResult result) {
    return word_of(results, result);
}
std::optional<AccessResult> parse_access_result(std::string_view text) {
    return value_of<AccessResult>(results, text);
}

std::string_view to_string(CheckResult result) {
    return word_of(checks, result);
}
std::optional<CheckResult> parse_check_result(std::string_view text) {
    return value_of<CheckResult>(checks, text);
}

std::string_view to_string(DocumentFormat format) {
    return word_of(formats, format);
}
std::optional<DocumentFormat> parse_document_format(std::string_view text) {
    return value_of<DocumentFormat>(formats, text);
}

std::string_view to_string(DocumentSection section) {
    return word_of(sections, section);
}
std::optional<DocumentSection> parse_document_section(std::string_view text) {
    return value_of<DocumentSection>(sections, text);
}

std::string_view to_string(Derivation derivation) {
    return word_of(derivations, derivation);
}
std::optional<Derivation> parse_derivation(std::string_view text) {
    return value_of<Derivation>(derivations, text);
}

std::string_view to_string(AttachmentRole role) {
    return word_of(attachment_roles, role);
}
std::optional<AttachmentRole> parse_attachment_role(std::string_view text) {
    return value_of<AttachmentRole>(attachment_roles, text);
}

std::string_view to_string(SealAction action) {
    return word_of(seal_actions, action);
}
std::optional<SealAction> parse_seal_action(std::string_view text) {
    return value_of<SealAction>(seal_actions, text);
}

std::string_view to_string(Counted result) {
    return word_of(counts, result);
}
std::optional<Counted> parse_counted(std::string_view text) {
    return value_of<Counted>(counts, text);
}

std::string_view to_string(DisposalAction action) {
    return word_of(disposal_actions, action);
}
std::optional<DisposalAction> parse_disposal_action(std::string_view text) {
    return value_of<DisposalAction>(disposal_actions, text);
}

std::string to_string(const Scope& scope) {
    switch (scope.what) {
        case Scope::What::stream: return "stream";
        case Scope::What::blocks: return "blocks";
        case Scope::What::ranges: return "ranges";
        case Scope::What::log: return std::string(log_prefix) + std::to_string(scope.offset);
        case Scope::What::attachment:
            return std::string(attachment_prefix) + std::to_string(scope.offset);
        case Scope::What::range: break;
    }
    return std::string(range_prefix) + std::to_string(scope.offset) + "+" +
           std::to_string(scope.length);
}

std::optional<Scope> parse_scope(std::string_view text) {
    if (text == "stream") return Scope{};
    if (text == "blocks") return Scope{Scope::What::blocks, 0, 0};
    if (text == "ranges") return Scope{Scope::What::ranges, 0, 0};
    if (text.starts_with(log_prefix)) {
        const auto log = parse_decimal(text.substr(log_prefix.size()));
        if (!log || *log == 0 || *log > scope_log_max) return std::nullopt;
        return Scope{Scope::What::log, *log, 0};
    }
    if (text.starts_with(attachment_prefix)) {
        const auto number = parse_decimal(text.substr(attachment_prefix.size()));
        if (!number || *number == 0 || *number > position_max) return std::nullopt;
        return Scope{Scope::What::attachment, *number, 0};
    }
    if (!text.starts_with(range_prefix)) return std::nullopt;
    text.remove_prefix(range_prefix.size());
    const std::size_t plus = text.find('+');
    if (plus == std::string_view::npos) return std::nullopt;
    const auto offset = parse_decimal(text.substr(0, plus));
    const auto length = parse_decimal(text.substr(plus + 1));
    if (!offset || !length || *offset > position_max || *length > position_max - *offset) {
        return std::nullopt;
    }
    return Scope{Scope::What::range, *offset, *length};
}

bool valid_kind(std::string_view kind) noexcept {
    constexpr std::size_t kind_bytes_max = 32;
    return !kind.empty() && kind.size() <= kind_bytes_max &&
           std::all_of(kind.begin(), kind.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
           });
}

}  // namespace exhibit::custody

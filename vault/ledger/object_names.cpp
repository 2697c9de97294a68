#include "ledger/object_names.hpp"

#include <algorithm>

#include "base/codec.hpp"
#include "base/text.hpp"
#include "ledger/tile.hpp"

namespace exhibit::ledger {

namespace {

constexpr std::size_t incident_id_bytes_max = 64;
constexpr std::string_view handler_prefix = "handler:";
constexpr std::string_view incident_prefix = "incident:";
constexpr std::string_view item_prefix = "item:";

bool letter_or_digit(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool valid_key_id(std::string_view text) noexcept {
    const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    return text.size() == 64 && std::all_of(text.begin(), text.end(), is_hex);
}

/// "<folder>/<first two digits>/<digest>", so that no folder grows too long.
std::string fanned_out(std::string_view folder, const Hash& digest) {
    const std::string hex = digest.hex();
    return std::string(folder) + "/" + hex.substr(0, 2) + "/" + hex;
}

}  // namespace

std::string commit_name(TreeSize old_size) {
    return "ledger/commit/" + tlog_path(old_size.value);
}

std::string staged_name(const TreeHead& tree) {
    return "ledger/staged/" + std::to_string(tree.size.value) + "-" + tree.root.hex();
}

std::string handler_subject(const Hash& key_id) {
    return std::string(handler_prefix) + key_id.hex();
}

std::string incident_subject(std::string_view incident_id) {
    return std::string(incident_prefix) + std::string(incident_id);
}

std::string item_subject(std::string_view item_id) {
    return std::string(item_prefix) + std::string(item_id);
}

bool valid_subject(std::string_view subject) noexcept {
    const auto rest = [subject](std::string_view prefix) { return subject.substr(prefix.size()); };
    if (subject.starts_with(handler_prefix)) return valid_key_id(rest(handler_prefix));
    if (subject.starts_with(incident_prefix)) return valid_incident_id(rest(incident_prefix));
    if (subject.starts_with(item_prefix)) return valid_item_id(rest(item_prefix));
    return false;
}

bool valid_incident_id(std::string_view id) noexcept {
    if (id.empty() || id.size() > incident_id_bytes_max || !letter_or_digit(id.front())) {
        return false;
    }
    return std::all_of(id.begin(), id.end(), [](char c) {
        return letter_or_digit(c) || c == '.' || c == '_' || c == '-';
    });
}

bool valid_item_id(std::string_view id) noexcept {
    const std::size_t slash = id.find('/');
    if (slash == std::string_view::npos || !valid_incident_id(id.substr(0, slash))) return false;
    const std::optional<std::uint64_t> number = parse_decimal(id.substr(slash + 1));
    return number && *number > 0 && *number <= tree_size_max;
}

std::string SubjectTag::hex() const {
    return to_hex(bytes);
}

SubjectTag subject_tag(std::string_view origin, std::string_view subject) {
    const Hash hash = crypto::sha256({as_bytes(origin), as_bytes("\n"), as_bytes(subject)});
    SubjectTag tag;
    std::copy_n(hash.bytes.begin(), tag.bytes.size(), tag.bytes.begin());
    return tag;
}

std::string vault_key_name(const Hash& handler, const Hash& digest) {
    return "keys/vault/" + handler.hex() + "/" + digest.hex();
}

std::string incident_key_name(const SubjectTag& tag, const Hash& handler, const Hash& digest) {
    return "keys/incident/" + tag.hex() + "/" + handler.hex() + "/" + digest.hex();
}

std::string past_key_name(const SubjectTag& tag, const Hash& digest) {
    return "keys/past/" + tag.hex() + "/" + digest.hex();
}

std::string subject_key_name(const SubjectTag& tag, const Hash& digest) {
    return "keys/subject/" + tag.hex() + "/" + digest.hex();
}

std::string private_name(const Hash& digest) {
    return fanned_out("private", digest);
}

std::string pack_name(const Hash& digest) {
    return fanned_out("packs", digest);
}

std::string list_name(const Hash& digest) {
    return fanned_out("lists", digest);
}

std::string policy_name(const Hash& digest) {
    return "policy/" + digest.hex();
}

std::string anchor_name(const Hash& digest) {
    return fanned_out("anchor", digest);
}

std::string cosignature_name(TreeSize size, const Hash& witness) {
    return "ledger/cosig/" + std::to_string(size.value) + "/" + witness.hex();
}

}  // namespace exhibit::ledger

// The names of all objects of a vault (FORMAT.md 2), and the tags that stand for subjects in them.
#pragma once

#include <array>
#include <compare>
#include <string>
#include <string_view>

#include "ledger/merkle.hpp"

namespace exhibit::ledger {

inline constexpr std::string_view descriptor_name = "exhibit.json";
inline constexpr std::string_view checkpoint_hint_name = "ledger/checkpoint";

/// "ledger/commit/<tlog path of the old size>".
std::string commit_name(TreeSize old_size);
/// "ledger/staged/<new size>-<new root>".
std::string staged_name(const TreeHead& tree);

/// What private values are about: "handler:<key id>", "incident:<id>", "item:<incident>/<n>".
std::string handler_subject(const Hash& key_id);
std::string incident_subject(std::string_view incident_id);
std::string item_subject(std::string_view item_id);
/// True for exactly what the three functions above give for valid ids.
bool valid_subject(std::string_view subject) noexcept;

/// [A-Za-z0-9][A-Za-z0-9._-]{0,63}.
bool valid_incident_id(std::string_view id) noexcept;
/// "<incident>/<n>", n from 1, at most 2^53-1.
bool valid_item_id(std::string_view id) noexcept;

/// The first 16 bytes of H(origin LF subject): stands for the subject in object names, so that a
/// folder listing names nobody.
struct SubjectTag {
    std::array<std::byte, 16> bytes{};
    auto operator<=>(const SubjectTag&) const = default;
    std::string hex() const;
    ByteView view() const noexcept { return bytes; }
};
SubjectTag subject_tag(std::string_view origin, std::string_view subject);

/// Each `digest` is the SHA-256 of the object's bytes.
std::string vault_key_name(const Hash& handler, const Hash& digest);
std::string incident_key_name(const SubjectTag& tag, const Hash& handler, const Hash& digest);
std::string past_key_name(const SubjectTag& tag, const Hash& digest);
std::string subject_key_name(const SubjectTag& tag, const Hash& digest);
std::string private_name(const Hash& digest);
std::string pack_name(const Hash& digest);
std::string list_name(const Hash& digest);
std::string policy_name(const Hash& digest);
std::string anchor_name(const Hash& digest);
/// "ledger/cosig/<size>/<witness>", the witness being the SHA-256 of its public key.
std::string cosignature_name(TreeSize size, const Hash& witness);

}  // namespace exhibit::ledger

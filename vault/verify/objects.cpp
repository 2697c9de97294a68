#include "verify/objects.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "ledger/object_names.hpp"
#include "ledger/tile.hpp"
#include "verify/codes.hpp"

namespace exhibit::verify {

namespace {

constexpr std::uint64_t window_bytes = std::uint64_t{4} << 20;
/// Progress is told this often: a few times a second at disk speed.
constexpr std::uint64_t progress_bytes = std::uint64_t{64} << 20;
constexpr std::size_t digest_digits = 64;
constexpr std::size_t tag_digits = 32;

bool is_hex(std::string_view text, std::size_t digits) {
    return text.size() == digits &&
           text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// "<xx>/<sha256>".
bool is_sharded(const std::vector<std::string_view>& parts) {
    return parts.size() == 3 && is_hex(parts[2], digest_digits) &&
           parts[2].substr(0, 2) == parts[1];
}

bool is_key(const std::vector<std::string_view>& parts) {
    if (parts.size() < 4 || !is_hex(parts.back(), digest_digits)) return false;
    if (parts[1] == "vault") return parts.size() == 4 && is_hex(parts[2], digest_digits);
    if (parts[1] == "subject" || parts[1] == "past")
        return parts.size() == 4 && is_hex(parts[2], tag_digits);
    return parts[1] == "incident" && parts.size() == 5 && is_hex(parts[2], tag_digits) &&
           is_hex(parts[3], digest_digits);
}

ObjectKind kind_in_ledger(std::string_view name, const std::vector<std::string_view>& parts) {
    constexpr std::string_view commits = "ledger/commit/";
    if (name == ledger::checkpoint_hint_name) return ObjectKind::checkpoint_hint;
    if (name.starts_with(commits)) {
        return ledger::parse_tlog_path(name.substr(commits.size())) ? ObjectKind::commit
                                                                    : ObjectKind::unknown;
    }
    if (parts[1] == "staged" && parts.size() == 3) {
        const std::size_t dash = parts[2].find('-');
        const bool named = dash != std::string_view::npos &&
                           parse_decimal(parts[2].substr(0, dash)).has_value() &&
                           is_hex(parts[2].substr(dash + 1), digest_digits);
        return named ? ObjectKind::staged : ObjectKind::unknown;
    }
    if (parts[1] == "cosig" && parts.size() == 4) {
        const bool named = parse_decimal(parts[2]).has_value() && is_hex(parts[3], digest_digits);
        return named ? ObjectKind::cosignature : ObjectKind::unknown;
    }
    if (ledger::parse_entries_tile_name(name)) return ObjectKind::entries_tile;
    if (ledger::parse_tile_name(name)) return ObjectKind::tile;
    return ObjectKind::unknown;
}

}  // namespace

Objects::Objects(store::ObjectStore& store, Report& report, Watch watch)
    : store_(store), report_(report), progress_(watch.progress), cancel_(watch.cancel) {
    state_.phase = std::move(watch.phase);
}

std::optional<std::uint64_t> Objects::size(const std::string& name) {
    try {
        return store_.size(name);
    } catch (const Error& error) {
        if (!tells_evidence(error)) throw;
        report_.violation(code::unreadable_object, name, sentence(error));
        return std::nullopt;
    }
}

ReadObject Objects::read(const std::string& name, std::uint64_t bytes_max) {
    try {
        const std::optional<std::uint64_t> bytes = store_.size(name);
        if (!bytes) return {};
        if (*bytes > bytes_max) {
            report_.violation(code::form, name,
                              "The object " + name + " has " + std::to_string(*bytes) +
                                  " bytes; expected at most " + std::to_string(bytes_max) + ".");
            return {Presence::unusable, {}};
        }
        std::optional<Bytes> object = store_.get(name);
        if (!object) return {};
        done(object->size());
        return {Presence::present, std::move(*object)};
    } catch (const Error& error) {
        if (!tells_evidence(error)) throw;
        report_.violation(code::unreadable_object, name, sentence(error));
        return {Presence::unusable, {}};
    }
}

std::optional<crypto::Hash> Objects::digest(const std::string& name) {
    crypto::Digest running(crypto::Algorithm::sha256);
    const std::optional<std::uint64_t> bytes = size(name);
    if (!bytes) return std::nullopt;
    for (std::uint64_t offset = 0; offset < *bytes; offset += window_bytes) {
        std::optional<Bytes> piece;
        const store::Range range{offset, std::min(window_bytes, *bytes - offset)};
        const bool readable = report_.attempt(code::unreadable_object, name,
                                              [&] { piece = store_.get(name, range); });
        if (!readable || !piece) return std::nullopt;
        running.update(*piece);
        done(piece->size());
    }
    return crypto::Hash{ByteReader(running.finish(), name).array<32>("a digest")};
}

std::optional<Bytes> Objects::read_named(const std::string& name, std::uint64_t bytes_max) {
    ReadObject object = read(name, bytes_max);
    if (object.presence == Presence::absent) {
        report_.violation(code::missing, name,
                          "The object " + name +
                              " is named by the ledger or by another object, but it is missing.");
    }
    if (object.presence != Presence::present) return std::nullopt;
    const crypto::Hash found = crypto::sha256(object.bytes);
    if (found == digest_in_name(name)) return std::move(object.bytes);
    report_.violation(code::digest, name,
                      "The object " + name + " has the SHA-256 " + found.hex() +
                          ", not that of its name: its bytes were changed or cut short.");
    return std::nullopt;
}

void Objects::done(std::uint64_t bytes) {
    stop_if_asked(cancel_, state_.phase);
    state_.bytes_done += bytes;
    if (progress_ == nullptr || state_.bytes_done - told_ < progress_bytes) return;
    told_ = state_.bytes_done;
    progress_->update(state_);
}

void Objects::finish() {
    if (progress_ != nullptr) progress_->update(state_);
}

std::optional<crypto::Hash> digest_in_name(std::string_view name) {
    const std::string_view last = name.substr(name.rfind('/') + 1);
    if (!is_hex(last, digest_digits)) return std::nullopt;
    return crypto::Hash::from_hex(last, "object name");
}

ObjectKind kind_of_object(std::string_view name) {
    if (name == ledger::descriptor_name) return ObjectKind::descriptor;
    const std::vector<std::string_view> parts = split(name, '/');
    if (parts.size() < 2) return ObjectKind::unknown;
    if (parts[0] == "ledger") return kind_in_ledger(name, parts);
    if (parts[0] == "keys") return is_key(parts) ? ObjectKind::key : ObjectKind::unknown;
    if (parts[0] == "policy") {
        const bool named = parts.size() == 2 && is_hex(parts[1], digest_digits);
        return named ? ObjectKind::policy : ObjectKind::unknown;
    }
    if (!is_sharded(parts)) return ObjectKind::unknown;
    if (parts[0] == "private") return ObjectKind::private_values;
    if (parts[0] == "lists") return ObjectKind::list;
    if (parts[0] == "anchor") return ObjectKind::anchor;
    if (parts[0] == "packs") return ObjectKind::pack;
    if (parts[0] == "destroyed") return ObjectKind::destroyed;
    return ObjectKind::unknown;
}

}  // namespace exhibit::verify

#include "verify/attestations.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "ledger/anchor.hpp"
#include "ledger/object_names.hpp"
#include "verify/codes.hpp"

namespace exhibit::verify {

namespace {

constexpr std::size_t cosignature_lines = 2;

/// Keeps the one of the larger tree, of equal ones the earlier.
void keep_larger(std::optional<custody::Attestation>& kept, const custody::Attestation& one) {
    const bool better =
        !kept || one.size > kept->size || (one.size == kept->size && one.time < kept->time);
    if (better) kept = one;
}

}  // namespace

std::optional<KeptCosignature> read_cosignature(Objects& objects, const std::string& name,
                                                const encode::NoteKey& log_key) {
    const ReadObject object = objects.read(name, encode::note_bytes_max);
    if (object.presence != Presence::present) return std::nullopt;
    std::optional<KeptCosignature> out;
    objects.report().attempt(code::cosignature, name, [&] {
        const std::string text = to_string(object.bytes);
        KeptCosignature kept{encode::parse_note(text, name),
                             ledger::open_checkpoint(text, log_key, name).checkpoint};
        const std::string folder =
            "ledger/cosig/" + std::to_string(kept.checkpoint.size.value) + "/";
        if (!name.starts_with(folder) || kept.note.signatures.size() != cosignature_lines) {
            throw FormatError(name, 0,
                              "the checkpoint of the size in its name, signed by the log and by "
                              "one witness");
        }
        out = std::move(kept);
    });
    return out;
}

Attestations::Attestations(Objects& objects, Survey& survey, const custody::State& state,
                           const encode::NoteKey& log_key, std::uint64_t proven, const Trust& trust,
                           Instant now)
    : objects_(objects),
      survey_(survey),
      state_(state),
      log_key_(log_key),
      proven_(proven),
      trust_(trust),
      now_(now) {}

Attested Attestations::examine() {
    if (trust_.policy && !trust_.policy->knows_log(log_key_)) {
        objects_.report().violation(code::other_vault, {},
                                    "The policy that was given knows other logs than this "
                                    "vault's, " +
                                        encode::format_vkey(log_key_) + ".");
    }
    for (std::uint64_t index = 0; index < state_.size(); ++index) {
        const custody::EventRecord* event = state_.event(index);
        const auto* body = event ? custody::body_if<custody::AnchorToken>(event->body) : nullptr;
        if (body != nullptr) examine_stamp(index, *body);
    }
    examine_renewal();
    for (const std::string& name : survey_.of(ObjectKind::cosignature)) examine_cosignature(name);
    examine_cadence();
    if (trust_.policy) {
        std::map<std::string, std::uint64_t> vouched;
        for (const auto& [name, said] : out_.witnesses) vouched[name] = said.size;
        out_.quorum_size = trust_.policy->quorum_size(vouched);
    }
    return std::move(out_);
}

void Attestations::examine_stamp(std::uint64_t index, const custody::AnchorToken& body) {
    const std::string name = ledger::anchor_name(body.object);
    survey_.name(name);
    const std::optional<Bytes> object = objects_.read_named(name, ledger::anchor_bytes_max);
    if (!object) return;
    std::optional<ledger::AnchorFacts> facts;
    objects_.report().attempt(code::stamp, name, [&] {
        const ledger::Anchor anchor = ledger::parse_anchor(as_text(*object), name);
        facts = ledger::open_anchor(anchor, log_key_, anchor.chain, name);
    });
    if (!facts) return;
    if (facts->checkpoint.size.value != body.size || facts->checkpoint.root != body.root) {
        objects_.report().violation(code::stamp, name,
                                    "The time-stamp " + name + " is over another tree than event " +
                                        std::to_string(index) + " says.");
        return;
    }
    const Stamp stamp{{body.size, facts->stamp.time, facts->stamp.authority, index},
                      facts->stamp.certificates_end,
                      name};
    for (const crypto::RevocationWord& one : facts->stamp.revocation) {
        if (one.revoked) objects_.report().note(code::stamp_revoked, name, one.text);
    }
    ++out_.stamps;
    keep_larger(out_.newest_stamp, stamp.said);
    stamps_.push_back(stamp);
    if (!trust_.authorities.empty()) believe_stamp(stamp, *object);
}

void Attestations::believe_stamp(const Stamp& stamp, const Bytes& object) {
    const ledger::Anchor anchor = ledger::parse_anchor(as_text(object), stamp.object);
    try {
        static_cast<void>(ledger::open_anchor(anchor, log_key_, trust_.authorities, stamp.object));
    } catch (const Error& error) {
        if (!tells_evidence(error)) throw;
        objects_.report().note(code::stamp_stranger, stamp.object,
                               "The time-stamp " + stamp.object +
                                   " does not lead to an authority that was named, and is not "
                                   "counted. " +
                                   sentence(error));
        return;
    }
    if (revoked_by_auditor(stamp, anchor)) return;
    ++out_.believed_stamps;
    keep_larger(out_.newest_believed, stamp.said);
    out_.believed.push_back(stamp.said);
}

/// What speaks against a time-stamp is not kept with it by whoever wants it to hold.
bool Attestations::revoked_by_auditor(const Stamp& stamp, const ledger::Anchor& anchor) {
    if (trust_.revocation.empty()) return false;
    try {
        const auto facts = ledger::open_anchor(anchor, log_key_, trust_.authorities, stamp.object,
                                               std::nullopt, trust_.revocation);
        for (const crypto::RevocationWord& one : facts.stamp.revocation) {
            if (one.revoked) objects_.report().note(code::stamp_revoked, stamp.object, one.text);
        }
        return false;
    } catch (const Error& error) {
        if (!tells_evidence(error)) throw;
        objects_.report().warning(code::stamp_revoked, stamp.object,
                                  "By the lists and answers that were given, the time-stamp " +
                                      stamp.object + " is not counted. " + sentence(error));
        return true;
    }
}

/// A stamp whose certificates ended is as good as the later one over it that was made in time.
void Attestations::examine_renewal() {
    for (const Stamp& stamp : stamps_) {
        if (stamp.certificates_end >= now_) continue;
        const bool renewed = std::any_of(stamps_.begin(), stamps_.end(), [&](const Stamp& later) {
            return later.said.size > *stamp.said.leaf && later.said.time <= stamp.certificates_end;
        });
        if (renewed) continue;
        objects_.report().warning(code::stamp_ended, stamp.object,
                                  "The certificates of the time-stamp over size " +
                                      grouped(stamp.said.size) + " ended at " +
                                      format_utc(stamp.certificates_end) +
                                      ", and no later time-stamp covers it: what it proves fades.");
    }
}

void Attestations::examine_cosignature(const std::string& name) {
    survey_.name(name);
    const auto kept = read_cosignature(objects_, name, log_key_);
    if (!kept) return;
    const std::uint64_t size = kept->checkpoint.size.value;
    if (size > proven_) {
        objects_.report().violation(code::rollback, name,
                                    "The ledger ends at size " + std::to_string(proven_) +
                                        ", but the log signed size " + std::to_string(size) +
                                        " for a witness: later events were removed.");
        return;
    }
    const std::optional<crypto::Hash> root = state_.root_at(size);
    if (!root) return;  // behind what could be examined, which is reported
    if (*root != kept->checkpoint.root) {
        objects_.report().violation(code::fork, name,
                                    "The tree of size " + std::to_string(size) +
                                        " that the log signed for a witness is not this "
                                        "ledger's: its past was replaced.");
        return;
    }
    ++out_.cosignatures;
    std::uint64_t& largest = cosigned_[name.substr(name.rfind('/') + 1)];
    largest = std::max(largest, size);
    if (trust_.policy) believe_cosignatures(kept->note, size, name);
}

/// CR-25, what the policy asks of witnesses. That they are who they say is told by the reader's own
/// policy; here those count that are kept.
void Attestations::examine_cadence() {
    const custody::Cadence& asked = state_.policy().witnesses;
    if (state_.adopted() == nullptr || (!asked.every_seconds && !asked.every_events)) return;
    const std::size_t quorum = std::max<std::size_t>(1, asked.quorum);
    std::vector<std::uint64_t> sizes;
    for (const auto& [witness, size] : cosigned_) sizes.push_back(size);
    std::sort(sizes.rbegin(), sizes.rend());
    const std::uint64_t covered = sizes.size() < quorum ? 0 : sizes[quorum - 1];

    std::uint64_t oldest = covered;
    while (oldest < state_.size() && state_.event(oldest) == nullptr) ++oldest;
    if (oldest == state_.size()) return;
    const custody::EventRecord& first = *state_.event(oldest);
    const bool late =
        asked.every_seconds && now_.seconds - first.time.seconds > *asked.every_seconds;
    const bool many = asked.every_events && state_.size() - covered > *asked.every_events;
    if (!late && !many) return;
    objects_.report().add(
        {std::string(code::witness_late),
         Severity::warning,
         {},
         {},
         first.index,
         "The policy asks for the cosignatures of " + counted(quorum, "witness", "witnesses") +
             (late ? " more often" : " after fewer events") + ": " +
             counted(state_.size() - covered, "event", "events") + ", from number " +
             grouped(covered) + " of " + format_utc(first.time) +
             " on, are in no tree that so many cosigned (CR-25)."});
}

void Attestations::believe_cosignatures(const encode::Note& note, std::uint64_t size,
                                        const std::string& name) {
    bool known = false;
    const bool holds = objects_.report().attempt(code::cosignature, name, [&] {
        for (const ledger::Cosigned& one : ledger::cosigned_by(*trust_.policy, note, name)) {
            known = true;
            const custody::Attestation said{size, one.time, "witness " + one.witness->name,
                                            std::nullopt};
            out_.believed.push_back(said);
            const auto [place, is_new] = out_.witnesses.emplace(one.witness->name, said);
            if (!is_new && size > place->second.size) place->second = said;
        }
    });
    if (known || !holds) return;
    objects_.report().note(code::witness_stranger, name,
                           "The cosignature " + name +
                               " is by a witness that the policy does not name, and is not "
                               "counted.");
}

}  // namespace exhibit::verify

#include "vault/content.hpp"

#include <algorithm>
#include <set>

#include "base/codec.hpp"
#include "blob/lists.hpp"
#include "blob/stream.hpp"
#include "catalogue/catalogue.hpp"
#include "exhibit/error.hpp"
#include "ledger/object_names.hpp"
#include "vault/describe.hpp"
#include "verify/codes.hpp"
#include "verify/content.hpp"
#include "volumes/volumes.hpp"

namespace exhibit {
namespace {

const custody::IncidentKeys* require_keys(Session& session, const custody::IncidentId& incident,
                                          IncidentContent::Use use) {
    const custody::IncidentKeys* keys = session.keyring.incident(incident);
    const bool reads = keys != nullptr && keys->level == custody::Read::content;
    const bool writes = reads || (keys != nullptr && keys->level == custody::Read::deposit);
    if (use == IncidentContent::Use::read ? reads : writes) return keys;
    throw Error(
        ErrorKind::denied,
        "opening incident " + incident.text() + ": you hold " +
            (keys == nullptr ? "no grant"
                             : "a " + std::string(custody::to_string(keys->level)) + " grant") +
            ", but this takes a content grant" +
            (use == IncidentContent::Use::deposit ? " or a deposit grant" : "") +
            "; ask for it with `incident grant`");
}

blob::IncidentTag tag_of(const Session& session, const custody::IncidentId& incident) {
    return {ledger::subject_tag(session.state.origin(), custody::subject_of(incident)).bytes};
}

/// What is deposited after a change of keys does not rely on packs from before it (FORMAT.md 7.4):
/// their blocks are in an index of their own.
blob::IncidentTag place_of(const Session& session, const custody::IncidentId& incident,
                           std::size_t generation) {
    if (generation == 1) return tag_of(session, incident);
    return {ledger::subject_tag(
                session.state.origin(),
                custody::subject_of(incident) + " generation " + std::to_string(generation))
                .bytes};
}

}  // namespace

IncidentContent::IncidentContent(Session& session, const custody::IncidentId& incident, Use use)
    : session_(session),
      here_(session.occupy()),
      record_(*session.state.incident(incident)),
      keys_(require_keys(session, incident, use)),
      generation_(record_.generations.size()),
      tag_(tag_of(session, incident)),
      place_(use == Use::read ? tag_ : place_of(session, incident, generation_)),
      id_key_(keys_->id_key),
      index_(&session.catalogue().blocks(place_)) {
    if (keys_->content) index_new_packs();
}

blob::ReadKeys IncidentContent::read_keys() const {
    blob::ReadKeys keys{tag_, *keys_->content, id_key_};
    if (place_ == tag_) keys.older = keys_->older_content;
    return keys;
}

void IncidentContent::require_same_keys() const {
    if (record_.generations.size() == generation_) return;
    throw Error(ErrorKind::conflict,
                "recording content of incident " + record_.id.text() + ": event " +
                    std::to_string(record_.generations.back().at) +
                    " changed the keys of the incident while it was written, so that it lies under "
                    "keys that are no longer in use; do it again");
}

blob::DepositKeys IncidentContent::deposit_keys() const {
    return {tag_, record_.keys.content_public, id_key_};
}

void IncidentContent::index_new_packs() {
    std::set<crypto::Hash> stored;
    for (const std::string& name : session_.store->list("packs/")) {
        if (const auto pack = blob::pack_of_object_name(name)) stored.insert(*pack);
    }
    std::vector<crypto::Hash> indexed = session_.catalogue().known_packs(place_);
    std::ranges::sort(indexed);
    // What was kept of a destroyed pack lies elsewhere now; the first pack that brings a block
    // keeps it, so that the whole index is made again.
    if (!std::ranges::includes(stored, indexed)) {
        session_.catalogue().forget_blocks(place_);
        indexed.clear();
    }
    for (const crypto::Hash& pack : stored) {
        if (std::ranges::binary_search(indexed, pack)) continue;
        // Damage is told where content is read; an index needs what can still be found.
        try {
            (void)blob::index_pack(*session_.store, pack, read_keys(), *index_);
        } catch (const Error& error) {
            if (error.kind() == ErrorKind::io || error.kind() == ErrorKind::interrupted) throw;
        }
    }
}

blob::BlockSource& IncidentContent::source() {
    if (!source_)
        source_ = std::make_unique<blob::PackBlockSource>(*session_.store, read_keys(), *index_);
    return *source_;
}

void require_content(const Session& session, const custody::ItemRecord& item,
                     std::string_view doing) {
    if (!item.destroyed_at) return;
    const custody::EventRecord& event = *session.state.event(*item.destroyed_at);
    throw Error(ErrorKind::not_found,
                std::string(doing) + ' ' + item.id.text() + ": its content was destroyed, event " +
                    std::to_string(event.index) + " of " + format_utc(event.time) + " says so");
}

crypto::Hash put_list(Session& session, const std::set<crypto::Hash>& packs) {
    const std::string list = blob::write_pack_list(packs);
    const crypto::Hash digest = crypto::sha256(as_bytes(list));
    session.store->put_new(ledger::list_name(digest), as_bytes(list));
    return digest;
}

void forget_packs(Session& session, const std::set<crypto::Hash>& packs) {
    if (packs.empty()) return;
    for (const auto& [id, record] : session.state.incidents()) {
        for (std::size_t generation = 1; generation <= record.generations.size(); ++generation) {
            const blob::IncidentTag place = place_of(session, id, generation);
            const auto known = session.catalogue().known_packs(place);
            if (std::ranges::any_of(known, [&](const auto& one) { return packs.contains(one); }))
                session.catalogue().forget_blocks(place);
        }
    }
}

namespace {

constexpr std::size_t placed_max = 256;

/// Says in which blocks of which file system the lost ranges of an image lie. What cannot be read
/// of it places nothing.
void place_lost(Session& session, const custody::ItemRecord& item, VerifiedItem& verified) {
    std::vector<volumes::Volume> volumes;
    try {
        IncidentContent content(session, item.id.incident(), IncidentContent::Use::read);
        blob::StreamReader reader(content.source(), blob::BlockId{item.ingest->manifest});
        volumes = volumes::find_volumes(reader.size(),
                                        [&](std::uint64_t offset, std::span<std::byte> out) {
                                            try {
                                                return reader.read(offset, out).empty();
                                            } catch (const Error&) {
                                                return false;
                                            }
                                        });
    } catch (const Error&) {
        return;  // the findings say what is damaged
    }
    std::vector<LostRange> placed;
    std::size_t told = 0;
    for (const LostRange& lost : verified.lost) {
        for (LostRange& part : volumes::locate(volumes, lost)) {
            std::string text = volumes::located_text(part, verified.item);
            placed.push_back(std::move(part));
            if (text.empty() || told++ >= placed_max) continue;
            verified.findings.push_back({std::string(verify::code::place),
                                         Severity::note,
                                         {},
                                         verified.item,
                                         {},
                                         std::move(text)});
        }
    }
    if (told > placed_max)
        verified.findings.push_back({std::string(verify::code::place),
                                     Severity::note,
                                     {},
                                     verified.item,
                                     {},
                                     "Where " + std::to_string(told - placed_max) +
                                         " more ranges lie, `verify --json` says."});
    verified.lost = std::move(placed);
}

}  // namespace

VerifiedItem verify_item(Session& session, const custody::ItemRecord& item, VerifyDepth depth,
                         Progress* progress, const CancelFlag* cancel) {
    require_content(session, item, "verifying");
    const custody::IncidentKeys& keys =
        *require_keys(session, item.id.incident(), IncidentContent::Use::read);
    std::vector<std::string> log_digests;
    const ItemInfo info = describe_item(session, item);
    for (const KeptLog& log : info.logs) log_digests.push_back(log.sha256);
    const Digests recorded{item_text(session, item, "md5"), item_text(session, item, "sha1"),
                           item_text(session, item, "sha256")};
    std::vector<verify::AttachmentInput> attached;
    for (const AttachmentInfo& one : describe_life(session, item).attachments) {
        const auto& body =
            custody::body_as<custody::ItemAttach>(session.state.event(one.event)->body);
        attached.push_back({body.list, body.manifest, one.sha256});
    }
    VerifiedItem verified = verify::verify_content(
        {*session.store, session.state.origin(), item, keys, recorded, depth, progress, cancel,
         std::move(log_digests), info.archive ? info.archive->listing_sha256 : std::string(),
         std::move(attached)});
    if (!verified.lost.empty()) place_lost(session, item, verified);
    return verified;
}

custody::CheckResult recheck(Session& session, const custody::ItemId& id, Progress* progress,
                             const CancelFlag* cancel) {
    const custody::ItemRecord& item = *session.state.item(id);
    if (item.item_class == custody::ItemClass::physical) return custody::CheckResult::not_checked;
    const VerifiedItem verified = verify_item(session, item, VerifyDepth::stream, progress, cancel);
    return verified.ok ? custody::CheckResult::match : custody::CheckResult::mismatch;
}

}  // namespace exhibit

// Destroying the content of items that were disposed of.
#include <algorithm>

#include "base/text.hpp"
#include "blob/lists.hpp"
#include "blob/pruning.hpp"
#include "blob/stream.hpp"
#include "exhibit/error.hpp"
#include "exhibit/vault.hpp"
#include "intake/listing.hpp"
#include "vault/content.hpp"
#include "vault/describe.hpp"
#include "vault/vault_state.hpp"

namespace exhibit {
namespace {

using BlockIds = std::vector<blob::BlockId>;

void sort_once(BlockIds& ids) {
    std::ranges::sort(ids);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

/// The blocks that streams of an incident are made of.
class Reached {
public:
    explicit Reached(blob::BlockSource& blocks) : blocks_(blocks) {}

    void stream(const crypto::Hash& root) {
        ids_.push_back(blob::BlockId{root});
        blob::StreamReader reader(blocks_, ids_.back());
        reader.for_each_block([&](const blob::StreamBlock& block) {
            if (!block.problem.empty())
                throw Error(ErrorKind::corrupt, "following a manifest: " + block.problem);
            const bool stored =
                block.kind == blob::RefKind::node || block.kind == blob::RefKind::data;
            if (stored) ids_.push_back(block.id);
        });
    }
    /// All that `content.destroy` takes when nothing else needs it.
    void content(const custody::ItemIngest& ingest) {
        stream(ingest.manifest);
        if (ingest.members) stream(*ingest.members);
        if (!custody::is_listing_kind(ingest.kind)) return;
        std::vector<crypto::Hash> files;
        intake::read_listing(blocks_, blob::BlockId{ingest.manifest},
                             [&](const intake::ListingEntry& entry) {
                                 if (entry.content) files.push_back(entry.content->manifest.hash);
                             });
        for (const crypto::Hash& file : files) stream(file);
    }
    BlockIds take() {
        sort_once(ids_);
        return std::move(ids_);
    }

private:
    blob::BlockSource& blocks_;
    BlockIds ids_;
};

class Eraser {
public:
    Eraser(Session& session, std::vector<custody::ItemId> items, Progress* progress,
           const CancelFlag* cancel)
        : session_(session),
          items_(std::move(items)),
          incident_(items_.front().incident()),
          progress_(progress),
          cancel_(cancel) {}

    EraseResult run() {
        for (const custody::ItemId& item : items_) result_.items.push_back(item.text());
        require_disposed();
        const auto here = session_.occupy();
        while (record_some()) {
        }
        remove_destroyed();
        session_.catalogue().clear();
        return std::move(result_);
    }

private:
    void require_disposed() const {
        for (const custody::ItemId& id : items_) {
            const custody::ItemRecord& item = *session_.state.item(id);
            const std::string doing = "erasing " + id.text() + ": ";
            if (id.incident() != incident_)
                throw Error(ErrorKind::usage,
                            doing + "it is of another incident than " + items_.front().text());
            if (!item.ingest)
                throw Error(ErrorKind::usage, doing + "a physical item has no content here");
            if (!item.disposed_at)
                throw Error(ErrorKind::denied,
                            doing +
                                "it was not disposed of; propose that, have it approved, and "
                                "carry it out first (`exhibit disposal`)");
        }
    }

    /// One event for as many packs as it can name; false when nothing is left to be said.
    bool record_some() {
        std::vector<blob::PrunedPack> pruned = prune_what_is_left();
        if (pruned.empty() && all_recorded()) return false;
        std::uint64_t seen = session_.state.size();
        const WrittenEvent written = session_.write([&] {
            // Whatever came in between may need the blocks: look again.
            if (seen != session_.state.size()) pruned = prune();
            seen = session_.state.size();
            custody::ContentDestroy body;
            for (const blob::PrunedPack& one : pruned) body.packs.push_back({one.pack, one.by});
            return EventDraft{body, items_, {}, {}};
        });
        result_.events.push_back(written.index);
        for (const blob::PrunedPack& one : pruned) result_.packs_written += one.by ? 1U : 0U;
        return true;
    }

    bool all_recorded() const {
        return std::ranges::all_of(items_, [&](const custody::ItemId& id) {
            return session_.state.item(id)->destroyed_at.has_value();
        });
    }

    /// Cut off after the first of several events, the others are still to be written; cut off
    /// later, the manifests are gone already.
    std::vector<blob::PrunedPack> prune_what_is_left() {
        if (!all_recorded()) return prune();
        try {
            return prune();
        } catch (const Error& error) {
            if (!blob::tells_damage(error)) throw;
            return {};
        }
    }

    std::vector<blob::PrunedPack> prune() {
        IncidentContent content(session_, incident_, IncidentContent::Use::read);
        const BlockIds gone = blocks_to_go(content.source());
        if (!all_recorded()) result_.blocks = gone.size();
        std::vector<blob::PrunedPack> pruned;
        std::vector<crypto::Hash> packs = session_.catalogue().known_packs(content.tag());
        std::ranges::sort(packs);
        for (std::size_t i = 0; i < packs.size(); ++i) {
            throw_if_cancelled();
            tell(i, packs.size());
            if (session_.state.destroyed_pack(packs[i]) != nullptr) continue;
            if (pruned.size() == custody::destroyed_packs_max) break;
            if (auto one = blob::prune_pack(*session_.store, packs[i], content.read_keys(),
                                            content.deposit_keys().content_public, gone))
                pruned.push_back(*one);
        }
        return pruned;
    }

    BlockIds blocks_to_go(blob::BlockSource& blocks) {
        Reached wanted(blocks);
        Reached needed(blocks);
        for (const auto& [id, item] : session_.state.items()) {
            if (id.incident() != incident_) continue;
            throw_if_cancelled();
            for (const crypto::Hash& root : attachments_of(item)) needed.stream(root);
            if (!item.ingest) continue;
            for (const crypto::Hash& log : item.ingest->logs) needed.stream(log);
            if (std::ranges::find(items_, id) != items_.end()) {
                wanted.content(*item.ingest);
            } else if (!item.destroyed_at) {
                needed.content(*item.ingest);
            }
        }
        const BlockIds keep = needed.take();
        BlockIds gone;
        std::ranges::set_difference(wanted.take(), keep, std::back_inserter(gone));
        return gone;
    }

    std::vector<crypto::Hash> attachments_of(const custody::ItemRecord& item) const {
        std::vector<crypto::Hash> roots;
        for (const std::uint64_t index : item.chain) {
            const custody::Body& body = session_.state.event(index)->body;
            if (const auto* attach = custody::body_if<custody::ItemAttach>(body))
                roots.push_back(attach->manifest);
        }
        return roots;
    }

    /// What events say is gone. A note first, so that no reader finds a pack missing without one.
    void remove_destroyed() {
        for (const auto& [pack, record] : session_.state.destroyed_packs()) {
            const crypto::Hash& leaf = session_.state.event(record.event)->leaf;
            session_.store->put_new(blob::destroyed_object_name(pack),
                                    as_bytes(blob::write_destroyed(record.by, leaf)));
            const std::string object = blob::pack_object_name(pack);
            const std::optional<std::uint64_t> bytes = session_.store->size(object);
            if (!bytes || !session_.store->remove(object)) continue;
            ++result_.packs_removed;
            result_.bytes_freed += *bytes;
        }
    }

    void throw_if_cancelled() const {
        if (cancel_ == nullptr || !cancel_->requested()) return;
        throw Error(ErrorKind::interrupted, "erasing was interrupted; nothing was destroyed yet");
    }
    void tell(std::size_t done, std::size_t total) {
        if (progress_ == nullptr) return;
        ProgressState state;
        state.phase = "rewriting packs";
        // Packs are about this large; reading the table of each is all that most of them cost.
        state.bytes_done = done * blob::pack_frames_bytes_target;
        state.bytes_total = total * blob::pack_frames_bytes_target;
        progress_->update(state);
    }

    Session& session_;
    std::vector<custody::ItemId> items_;  ///< sorted as events name them
    custody::IncidentId incident_;
    Progress* progress_;
    const CancelFlag* cancel_;
    EraseResult result_;
};

}  // namespace

EraseResult Vault::erase(const EraseRequest& request, Progress* progress,
                         const CancelFlag* cancel) {
    Session& session = current(state_);
    if (request.items.empty())
        throw Error(ErrorKind::usage, "erasing: no item was named; name those to erase");
    return Eraser(session, find_items(session, request.items), progress, cancel).run();
}

}  // namespace exhibit

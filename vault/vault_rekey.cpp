// New keys for an incident, and its content and private values written again under them
// (FORMAT.md 7.4, 8.3).
#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "blob/pruning.hpp"
#include "blob/rewriting.hpp"
#include "exhibit/error.hpp"
#include "exhibit/vault.hpp"
#include "ledger/object_names.hpp"
#include "vault/content.hpp"
#include "vault/describe.hpp"
#include "vault/enrolment.hpp"
#include "vault/resealing.hpp"
#include "vault/vault_state.hpp"

namespace exhibit {
namespace {

/// Packs an event speaks of at once: old and new ones lie in the store together for so long.
constexpr std::size_t packs_at_once = 64;

class Rekey {
public:
    Rekey(Session& session, const RekeyRequest& request)
        : session_(session),
          request_(request),
          id_(find_incident(session, request.incident).id),
          doing_("changing the keys of incident " + id_.text() + ": ") {
        for (const std::string& one : request.without) without_.insert(find_handler(session, one));
    }

    /// New keys for all who keep a grant.
    void change(RekeyResult& result) {
        if (request_.reason.empty())
            throw Error(ErrorKind::usage, doing_ + "the reason is missing");
        // Values of this very event are for those who get the new keys.
        const Introduced introduced{session_, id_};
        const WrittenEvent written = session_.write([&] { return draft(); });
        result.events.push_back(written.index);
        for (const custody::Grant& grant : grants_) result.kept.push_back(grant.handler.hex());
        for (const crypto::Hash& one : dropped_) result.dropped.push_back(one.hex());
    }

private:
    struct Introduced {
        Session& session;
        const custody::IncidentId& id;
        ~Introduced() { session.keyring.forget_introduced(id); }
    };

    const custody::IncidentRecord& incident() const { return *session_.state.incident(id_); }

    EventDraft draft() {
        session_.keyring.forget_introduced(id_);
        const custody::IncidentKeys* keys = session_.keyring.incident(id_);
        if (keys == nullptr || keys->level != custody::Read::content)
            throw Error(ErrorKind::denied, doing_ + "you have no content grant of it yourself");
        const custody::IncidentKeys next = custody::next_incident_keys(*keys);
        const custody::IncidentPublic open = custody::public_side(next);
        custody::IncidentRekey body{id_,
                                    request_.content,
                                    open.record_public,
                                    open.content_public,
                                    seal_grants(next),
                                    put_past(*keys, open)};
        session_.keyring.introduce(id_, open.record_public);
        custody::PrivateValues values;
        set_text(values, "reason", request_.reason);
        return {body, {}, {{custody::subject_of(id_), values}}, {}};
    }

    crypto::Hash put_past(const custody::IncidentKeys& keys, const custody::IncidentPublic& next) {
        const Bytes object = custody::seal_past_keys(keys, next);
        const crypto::Hash digest = crypto::sha256(object);
        const auto tag = ledger::subject_tag(session_.state.origin(), custody::subject_of(id_));
        session_.store->put_new(ledger::past_key_name(tag, digest), object);
        return digest;
    }

    /// For handlers in force who have a grant and are not left out. Sorted, as the map is.
    std::vector<custody::Grant> seal_grants(const custody::IncidentKeys& next) {
        grants_.clear();
        dropped_.clear();
        for (const crypto::Hash& one : without_) require_can_drop(one);
        for (const auto& [handler, grant] : incident().grants) {
            const custody::HandlerRecord& record = *session_.state.handler(handler);
            if (!record.in_force() || without_.contains(handler)) {
                dropped_.push_back(handler);
                continue;
            }
            const custody::Read read = grant.grant.read;
            const Bytes sealed = custody::seal_incident_keys(next, read, record.enrol.receive);
            grants_.push_back({handler, put_incident_keys(session_, id_, handler, sealed), read});
        }
        return grants_;
    }

    void require_can_drop(const crypto::Hash& handler) const {
        const std::string who = printable(describe_handler(session_, handler).profile.name);
        if (handler == session_.me())
            throw Error(ErrorKind::usage, doing_ + "you cannot leave out yourself");
        if (!incident().read_of(handler))
            throw Error(ErrorKind::usage, doing_ + who + " has no grant of it to lose");
    }

    Session& session_;
    const RekeyRequest& request_;
    const custody::IncidentId id_;
    const std::string doing_;
    std::set<crypto::Hash> without_;
    std::vector<custody::Grant> grants_;
    std::vector<crypto::Hash> dropped_;
};

/// Writes every older pack again, a batch at a time: new packs, event, notes, old packs removed.
class Rewriting {
public:
    Rewriting(Session& session, const custody::IncidentId& id, RekeyResult& result,
              Progress* progress, const CancelFlag* cancel)
        : session_(session),
          id_(id),
          content_(session, id, IncidentContent::Use::read),
          keys_(content_.read_keys()),
          rewriter_(*session.store, keys_, settings()),
          result_(result),
          progress_(progress),
          cancel_(cancel) {}

    void run() {
        Resealing(session_, id_, result_, cancel_).run();
        remove_recorded();
        blob::PackAges ages = blob::pack_ages(*session_.store, keys_);
        count_earlier();
        rewriter_.offer(unnamed(ages.newest));
        // Whoever wrote while this began may have left some more.
        for (auto older = older_packs(ages); !older.empty(); older = older_packs(ages)) {
            total_ = done_ + older.size();
            rewrite_all(older);
            ages = blob::pack_ages(*session_.store, keys_);
        }
        for (const crypto::Hash& pack : ages.unknown)
            result_.problems.push_back("The header of " + blob::pack_object_name(pack) +
                                       " is damaged: whose pack it is cannot be told.");
        if (result_.problems.empty()) say_complete();
        session_.catalogue().clear();
    }

private:
    blob::WriterSettings settings() const {
        blob::WriterSettings settings;
        if (const auto permille = session_.state.policy().parity_permille)
            settings.parity_permille = *permille;
        return settings;
    }

    const custody::KeyGeneration& newest() const {
        return session_.state.incident(id_)->generations.back();
    }

    /// What events since the new keys say was written again before.
    template <typename Visit>
    void for_recorded(const Visit& visit) const {
        for (std::uint64_t index = newest().at; index < session_.state.size(); ++index) {
            const custody::EventRecord* event = session_.state.event(index);
            const auto* rewrite =
                event == nullptr ? nullptr : custody::body_if<custody::ContentRewrite>(event->body);
            if (rewrite != nullptr && rewrite->incident == id_) visit(*event, *rewrite);
        }
    }

    void count_earlier() {
        for_recorded([&](const custody::EventRecord&, const custody::ContentRewrite& body) {
            result_.packs_before += body.packs.size();
        });
    }

    /// Cut off after an event: what it says is gone, goes.
    void remove_recorded() {
        for (const auto& [pack, record] : session_.state.destroyed_packs()) {
            if (!record.rewritten) continue;
            const custody::EventRecord& event = *session_.state.event(record.event);
            if (custody::body_as<custody::ContentRewrite>(event.body).incident == id_)
                remove({pack, *record.by}, event.leaf);
        }
    }

    /// A note first, so that no reader finds a pack missing without one.
    void remove(const custody::RewrittenPack& one, const crypto::Hash& event) {
        const std::string object = blob::pack_object_name(one.pack);
        if (!session_.store->size(object)) return;
        const std::string holder = blob::pack_object_name(standing(one.by));
        if (!session_.store->size(holder))
            throw Error(ErrorKind::corrupt, "removing " + object +
                                                ": the pack that holds its blocks now, " + holder +
                                                ", is missing; bring it back from a copy first");
        session_.store->put_new(blob::destroyed_object_name(one.pack),
                                as_bytes(blob::write_destroyed(one.by, event)));
        if (session_.store->remove(object)) ++result_.packs_removed;
    }

    /// What holds the blocks of a pack today.
    crypto::Hash standing(crypto::Hash pack) const {
        const custody::DestroyedPackRecord* gone = session_.state.destroyed_pack(pack);
        while (gone != nullptr && gone->by) {
            pack = *gone->by;
            gone = session_.state.destroyed_pack(pack);
        }
        return pack;
    }

    /// Those to write again. What an event destroyed is not; that it is still there is told.
    std::vector<crypto::Hash> older_packs(const blob::PackAges& ages) {
        std::vector<crypto::Hash> out;
        for (const crypto::Hash& pack : ages.older) {
            if (bad_.contains(pack)) continue;
            const custody::DestroyedPackRecord* gone = session_.state.destroyed_pack(pack);
            if (gone == nullptr) {
                out.push_back(pack);
                continue;
            }
            bad_.insert(pack);
            result_.problems.push_back("Event " + std::to_string(gone->event) + " destroyed " +
                                       blob::pack_object_name(pack) +
                                       ", and it is still there: `exhibit erase` removes it.");
        }
        return out;
    }

    std::vector<crypto::Hash> unnamed(std::vector<crypto::Hash> packs) const {
        std::set<crypto::Hash> named;
        for_recorded([&](const custody::EventRecord&, const custody::ContentRewrite& body) {
            for (const custody::RewrittenPack& one : body.packs) named.insert(one.by);
        });
        std::erase_if(packs, [&](const crypto::Hash& pack) { return named.contains(pack); });
        return packs;
    }

    void rewrite_all(const std::vector<crypto::Hash>& older) {
        std::vector<custody::RewrittenPack> batch;
        for (const crypto::Hash& pack : older) {
            throw_if_cancelled();
            tell();
            if (auto one = rewrite(pack)) batch.push_back(*one);
            if (batch.size() == packs_at_once) record(batch);
        }
        if (!batch.empty()) record(batch);
        tell();
    }

    std::optional<custody::RewrittenPack> rewrite(const crypto::Hash& pack) {
        ++done_;
        try {
            const blob::PackRewriter::Rewritten made = rewriter_.rewrite(pack);
            ++(made.reused ? result_.packs_reused : result_.packs_written);
            if (!made.reused) result_.bytes_written += made.bytes;
            return custody::RewrittenPack{pack, made.by};
        } catch (const Error& error) {
            if (error.kind() == ErrorKind::io || !blob::tells_damage(error)) throw;
            bad_.insert(pack);
            result_.problems.emplace_back(error.what());
            return std::nullopt;
        }
    }

    void record(std::vector<custody::RewrittenPack>& batch) {
        write({id_, false, batch, {}});
        const crypto::Hash leaf = session_.state.event(result_.events.back())->leaf;
        for (const custody::RewrittenPack& one : batch) remove(one, leaf);
        batch.clear();
    }

    void say_complete() {
        if (!newest().rewritten_at) write({id_, true, {}, {}});
        result_.complete = true;
    }

    void write(const custody::ContentRewrite& body) {
        const WrittenEvent written = session_.write([&] {
            content_.require_same_keys();
            return EventDraft{body, {}, {}, {}};
        });
        result_.events.push_back(written.index);
    }

    void throw_if_cancelled() const {
        if (cancel_ == nullptr || !cancel_->requested()) return;
        throw Error(ErrorKind::interrupted,
                    "writing the content of incident " + id_.text() +
                        " again was interrupted; the same command goes on with it");
    }
    void tell() {
        if (progress_ == nullptr) return;
        ProgressState state;
        state.phase = "writing packs again";
        state.bytes_done = done_ * blob::pack_frames_bytes_target;
        state.bytes_total = total_ * blob::pack_frames_bytes_target;
        progress_->update(state);
    }

    Session& session_;
    const custody::IncidentId id_;
    IncidentContent content_;
    const blob::ReadKeys keys_;
    blob::PackRewriter rewriter_;
    RekeyResult& result_;
    Progress* progress_;
    const CancelFlag* cancel_;
    std::set<crypto::Hash> bad_;
    std::uint64_t done_ = 0;
    std::uint64_t total_ = 0;
};

/// Whether content that was to be written again is not, or old packs are still there.
bool unfinished(Session& session, const custody::IncidentId& id) {
    const custody::KeyGeneration& newest = session.state.incident(id)->generations.back();
    if (!newest.content) return false;
    if (!newest.rewritten_at || Resealing::unfinished(session, id)) return true;
    for (const auto& [pack, record] : session.state.destroyed_packs()) {
        if (!record.rewritten || record.event < newest.at) continue;
        const auto& body =
            custody::body_as<custody::ContentRewrite>(session.state.event(record.event)->body);
        if (body.incident == id && session.store->size(blob::pack_object_name(pack))) return true;
    }
    return false;
}

}  // namespace

RekeyResult Vault::rekey(const RekeyRequest& request, Progress* progress,
                         const CancelFlag* cancel) {
    Session& session = current(state_);
    const custody::IncidentId id = find_incident(session, request.incident).id;
    RekeyResult result;
    result.incident = id.text();
    result.content = request.content;
    result.resumed = request.content && unfinished(session, id);
    if (result.resumed && !request.without.empty())
        throw Error(ErrorKind::usage, "changing the keys of incident " + id.text() +
                                          ": its content is still being written again under the "
                                          "newest keys; let that end first, then leave people out");
    if (!result.resumed) Rekey(session, request).change(result);
    if (request.content) Rewriting(session, id, result, progress, cancel).run();
    result.generation = session.state.incident(id)->generations.size();
    return result;
}

}  // namespace exhibit

// Removing what writers that were cut off left behind.
//
// A pack is left over when no event needs it, and that can be known only while nobody writes: an
// ingest stores packs for hours before its event names them. So whoever writes or reads packs is in
// the store (ObjectStore::occupy), and this works alone. Lists go before the packs they name, so
// that a cut in between leaves nothing but left-overs again.
#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "blob/lists.hpp"
#include "exhibit/error.hpp"
#include "exhibit/vault.hpp"
#include "ledger/object_names.hpp"
#include "vault/content.hpp"
#include "vault/vault_state.hpp"
#include "verify/check.hpp"
#include "verify/objects.hpp"

namespace exhibit {
namespace {

using verify::ObjectKind;

class Cleaner {
public:
    Cleaner(Session& session, Progress* progress, const CancelFlag* cancel)
        : session_(session), progress_(progress), cancel_(cancel) {}

    CleanResult find() {
        if (session_.first_contact)
            throw Error(ErrorKind::conflict,
                        doing_ +
                            "you have not seen this vault before, so that it could be an older "
                            "state of itself, without the events that need what seems left over; "
                            "compare its checkpoint with somebody's who knows it, and do it again");
        learn_what_is_needed();
        const CheckResult found = verify::check_store(*session_.store, false, progress_, cancel_);
        for (const std::string& name : session_.store->list(""))
            if (is_left_over(name)) add(name, session_.store->size(name).value_or(0));
        require_sound(found.findings);
        for (const std::string& name : found.left_over)
            if (!named_.contains(name)) keep(name, session_.store->size(name).value_or(0));
        for (const std::string& name : store::leftover_files(session_.location)) {
            const auto bytes = store::temporary_file_size(session_.location, name);
            if (bytes) {
                add(name, *bytes);
            } else {
                keep(name, 0);
            }
        }
        return std::move(result_);
    }

private:
    void need(const crypto::Hash& pack) { packs_.insert(pack); }
    void need_list(const crypto::Hash& list) {
        if (!lists_.insert(list).second) return;
        const std::string name = ledger::list_name(list);
        const std::optional<Bytes> bytes = session_.store->get(name);
        if (!bytes || crypto::sha256(*bytes) != list)
            throw Error(ErrorKind::corrupt,
                        doing_ + name + (bytes ? " was changed" : " is missing") +
                            ", so that nobody can tell which packs its item needs; bring it back "
                            "from a copy with `repair` first");
        for (const crypto::Hash& pack : blob::parse_pack_list(as_text(*bytes), name)) need(pack);
    }

    void learn_what_is_needed() {
        for (std::uint64_t index = 0; index < session_.state.size(); ++index) {
            const custody::EventRecord* event = session_.state.event(index);
            if (event == nullptr)
                throw Error(ErrorKind::corrupt,
                            doing_ + "event " + std::to_string(index) +
                                " cannot be followed, so that nobody can tell what it needs; "
                                "`exhibit audit` says what is wrong with it");
            if (const auto* ingest = custody::body_if<custody::ItemIngest>(event->body))
                need_list(ingest->list);
            if (const auto* attach = custody::body_if<custody::ItemAttach>(event->body))
                need_list(attach->list);
            if (const auto* destroy = custody::body_if<custody::ContentDestroy>(event->body))
                for (const auto& one : destroy->packs)
                    if (one.by) need(*one.by);
            if (const auto* rewrite = custody::body_if<custody::ContentRewrite>(event->body))
                for (const auto& one : rewrite->packs) need(one.by);
        }
    }

    /// A pack that an event destroyed is not left over: `erase` removes it, and leaves a note.
    bool is_left_over(const std::string& name) const {
        const ObjectKind kind = verify::kind_of_object(name);
        if (kind != ObjectKind::pack && kind != ObjectKind::list) return false;
        const std::optional<crypto::Hash> digest = verify::digest_in_name(name);
        if (!digest) return false;
        if (kind == ObjectKind::list) return !lists_.contains(*digest);
        return !packs_.contains(*digest) && session_.state.destroyed_pack(*digest) == nullptr;
    }

    /// What is damaged may have its only sound copy in what seems left over.
    void require_sound(const std::vector<Finding>& findings) const {
        for (const Finding& finding : findings)
            if (finding.severity == Severity::violation && !named_.contains(finding.object))
                throw Error(ErrorKind::corrupt,
                            doing_ + "the vault is damaged (" + finding.text +
                                "), and what seems left over may be what mends it; `repair` first");
    }

    void add(const std::string& name, std::uint64_t bytes) {
        named_.insert(name);
        result_.removed.push_back({name, bytes, {}});
        result_.bytes_freed += bytes;
    }
    void keep(const std::string& name, std::uint64_t bytes) {
        const ObjectKind kind = verify::kind_of_object(name);
        const bool of_ledger = kind == ObjectKind::staged || kind == ObjectKind::tile ||
                               kind == ObjectKind::entries_tile;
        result_.kept.push_back(
            {name, bytes,
             of_ledger ? "It may be part of an event, or a trace of events that were lost."
             : kind == ObjectKind::pack ? "An event says what became of it; `exhibit erase` or "
                                          "`incident rekey` removes it."
                                        : "No command of Exhibit made it."});
    }

    Session& session_;
    Progress* progress_;
    const CancelFlag* cancel_;
    const std::string doing_ = "looking for what is left over: ";
    std::set<crypto::Hash> lists_;
    std::set<crypto::Hash> packs_;
    std::set<std::string> named_;
    CleanResult result_;
};

/// Lists, then packs, then temporary files.
int order_of(const LeftOver& one) {
    const ObjectKind kind = verify::kind_of_object(one.name);
    return kind == ObjectKind::list ? 0 : kind == ObjectKind::pack ? 1 : 2;
}

}  // namespace

CleanResult Vault::left_over(Progress* progress, const CancelFlag* cancel) {
    return Cleaner(current(state_), progress, cancel).find();
}

CleanResult Vault::clean(const std::vector<std::string>& names, Progress* progress,
                         const CancelFlag* cancel) {
    store::ObjectStore& store = *state_->session.store;
    const auto alone = store.occupy(std::string(ledger::descriptor_name), store::Occupy::alone);
    if (!alone)
        throw Error(ErrorKind::conflict,
                    "cleaning the vault: another command reads or writes it, and what that stored "
                    "no event names yet; do it again when that has ended");
    // Only now: events of those who have just left count.
    Session& session = current(state_);
    CleanResult found = Cleaner(session, progress, cancel).find();
    const std::set<std::string> wanted(names.begin(), names.end());
    std::erase_if(found.removed, [&](const LeftOver& one) { return !wanted.contains(one.name); });
    std::ranges::stable_sort(found.removed, {}, order_of);

    CleanResult result;
    result.kept = std::move(found.kept);
    std::set<crypto::Hash> packs;
    for (LeftOver& one : found.removed) {
        if (cancel != nullptr && cancel->requested()) break;
        const std::optional<crypto::Hash> digest = verify::digest_in_name(one.name);
        const bool is_object = order_of(one) < 2;
        if (is_object ? !store.remove(one.name)
                      : !store::remove_temporary_file(session.location, one.name))
            continue;
        if (is_object && digest) packs.insert(*digest);
        result.bytes_freed += one.bytes;
        result.removed.push_back(std::move(one));
    }
    forget_packs(session, packs);
    return result;
}

}  // namespace exhibit

// Finding items by what is known of them; the catalogue this uses.
#include <set>

#include "exhibit/error.hpp"
#include "exhibit/vault.hpp"
#include "intake/archive_listing.hpp"
#include "intake/export.hpp"
#include "vault/content.hpp"
#include "vault/describe.hpp"
#include "vault/vault_state.hpp"

namespace exhibit {
namespace {

constexpr std::uint64_t events_a_batch = 1000;

std::vector<catalogue::OpenedValues> opened_values(Session& session, std::uint64_t index) {
    std::vector<catalogue::OpenedValues> out;
    const custody::EventRecord* event = session.state.event(index);
    if (event == nullptr) return out;
    const custody::PrivateLookup lookup = session.privates.lookup();
    for (const ledger::SealedRef& ref : event->sealed)
        if (const custody::PrivateValues* values = lookup(index, ref.subject))
            out.push_back({ref.subject, *values});
    return out;
}

/// A grant to this handler opens values of events that were indexed without them.
void index_after_grant(Session& session, const custody::IncidentId& incident, std::uint64_t end) {
    for (std::uint64_t index = 0; index < end; ++index) {
        const custody::EventRecord* event = session.state.event(index);
        if (event == nullptr) continue;
        bool concerned = false;
        for (const ledger::SealedRef& ref : event->sealed)
            concerned = concerned || ref.subject == custody::subject_of(incident) ||
                        ref.subject.starts_with("item:" + incident.text() + "/");
        if (concerned) session.catalogue().add_values(index, opened_values(session, index));
    }
}

/// What was destroyed must not live on in a cache.
bool anything_destroyed(const Session& session, std::uint64_t begin, std::uint64_t end) {
    for (std::uint64_t index = begin; index < end; ++index) {
        const custody::EventRecord* event = session.state.event(index);
        if (event != nullptr && event->type() == custody::EventType::privacy_shred) return true;
    }
    return false;
}

void index_events(Session& session, Progress* progress) {
    catalogue::Catalogue& catalogue = session.catalogue();
    const std::uint64_t end = session.state.size();
    if (anything_destroyed(session, catalogue.size(), end)) catalogue.clear();
    const std::uint64_t begin = catalogue.size();
    for (std::uint64_t from = begin; from < end; from += events_a_batch) {
        const std::uint64_t to = std::min(end, from + events_a_batch);
        const std::vector<ledger::Entry> entries = session.reader.entries({from}, {to});
        std::vector<catalogue::IndexedEvent> events;
        for (const ledger::Entry& entry : entries)
            events.push_back({entry, opened_values(session, entry.index.value)});
        catalogue.add_events(events);
        if (progress != nullptr) {
            ProgressState state;
            state.phase = "indexing events";
            state.bytes_done = to;
            state.bytes_total = end;
            progress->update(state);
        }
    }
    for (std::uint64_t index = begin; index < end; ++index) {
        const custody::EventRecord* event = session.state.event(index);
        if (event == nullptr) continue;
        const auto* grant = custody::body_if<custody::IncidentGrant>(event->body);
        if (grant != nullptr && grant->grant.handler == session.me())
            index_after_grant(session, grant->incident, index);
    }
}

using Members = std::vector<std::pair<std::string, Digests>>;

Members tree_files(IncidentContent& content, const custody::ItemIngest& ingest) {
    Members files;
    for (intake::TreeMember& member :
         intake::list_members(content.source(), blob::BlockId{ingest.manifest}))
        files.emplace_back(std::move(member.path), std::move(member.digests));
    return files;
}

/// Names may stand in an archive more than once; here each has a place of its own. Members without
/// content are found by name.
Members archive_members(IncidentContent& content, const custody::ItemIngest& ingest) {
    Members members;
    std::set<std::string> taken;
    intake::read_members_listing(content.source(), blob::BlockId{*ingest.members},
                                 [&](std::uint64_t number, const intake::ArchiveMember& member) {
                                     std::string path = intake::shown_path(member);
                                     if (!taken.insert(path).second)
                                         path += "!#" + std::to_string(number);
                                     members.emplace_back(
                                         std::move(path),
                                         member.content ? member.content->digests : Digests{});
                                 });
    return members;
}

/// Members of the trees and archives this handler may read.
void index_members(Session& session) {
    for (const auto& [id, item] : session.state.items()) {
        if (!item.ingest) continue;
        const bool tree = custody::is_listing_kind(item.ingest->kind);
        if (!tree && !item.ingest->members) continue;
        const custody::IncidentKeys* keys = session.keyring.incident(id.incident());
        if (keys == nullptr || keys->level != custody::Read::content) continue;
        if (session.catalogue().has_members(id.text())) continue;
        IncidentContent content(session, id.incident(), IncidentContent::Use::read);
        session.catalogue().set_members(id.text(), tree ? tree_files(content, *item.ingest)
                                                        : archive_members(content, *item.ingest));
    }
}

}  // namespace

std::vector<FoundItem> Vault::find(const std::string& text) const {
    Session& session = current(state_);
    if (text.empty()) throw Error(ErrorKind::usage, "finding items: nothing to look for was given");
    index_events(session, nullptr);
    index_members(session);
    std::vector<FoundItem> out;
    for (const catalogue::Match& match : session.catalogue().search(text)) {
        // The catalogue only says where to look: what is shown comes from the ledger.
        const auto id = custody::ItemId::try_parse(match.item);
        const custody::ItemRecord* item = id ? session.state.item(*id) : nullptr;
        if (item != nullptr)
            out.push_back({describe_item(session, *item), match.matched, match.member});
    }
    return out;
}

std::uint64_t Vault::rebuild_catalogue(Progress* progress) {
    Session& session = current(state_);
    session.catalogue().clear();
    index_events(session, progress);
    index_members(session);
    for (const auto& [id, record] : session.state.incidents()) {
        const custody::IncidentKeys* keys = session.keyring.incident(id);
        if (keys != nullptr && keys->level == custody::Read::content)
            IncidentContent(session, id, IncidentContent::Use::read);
    }
    return session.catalogue().size();
}

}  // namespace exhibit

#include "vault/bundle_maker.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "bundle/codes.hpp"
#include "bundle/known_tree.hpp"
#include "bundle/members.hpp"
#include "bundle/select.hpp"
#include "exhibit/error.hpp"
#include "exhibit/version.hpp"
#include "intake/zip_input.hpp"
#include "ledger/disclosure.hpp"
#include "ledger/object_names.hpp"
#include "vault/describe.hpp"
#include "vault/keyring.hpp"

namespace exhibit {

namespace {

bundle::Info info_about(Session& session, const std::string& about,
                        std::vector<std::string> withhold) {
    std::ranges::sort(withhold);
    withhold.erase(std::unique(withhold.begin(), withhold.end()), withhold.end());
    const auto named = custody::IncidentId::try_parse(about);
    const bool incident = named && session.state.incident(*named) != nullptr;
    std::optional<custody::ItemId> item;
    if (!incident) item = find_item(session, about).id;
    const Moment now = session.now();
    return {incident ? *named : item->incident(),
            item,
            {now.seconds},
            {now.zone_minutes},
            session.me(),
            "exhibit " + std::string(version()),
            std::move(withhold)};
}

class Gathering {
public:
    Gathering(Session& session, const std::string& about, const std::vector<std::string>& withhold)
        : session_(session), info_(info_about(session, about, withhold)) {
        const custody::IncidentKeys* keys = session.keyring.incident(info_.incident);
        if (keys == nullptr || !keys->record) {
            throw Error(ErrorKind::denied,
                        "gathering the record of " + info_.incident.text() +
                            ": this takes a record or content grant of the incident");
        }
    }

    bundle::Contents run() {
        const ledger::SignedCheckpoint newest = session_.reader.newest();
        out_.descriptor = ledger::dump_descriptor(session_.reader.descriptor());
        out_.checkpoint = newest.note;
        select(newest.checkpoint.size);
        add_cosignatures(newest.checkpoint.size);
        add_tiles(newest.checkpoint.size);
        for (const ledger::Entry& entry : entries_) {
            disclose(entry);
            add_object(entry);
        }
        out_.keys =
            bundle::keys_text(entries_, encode::format_vkey(session_.reader.descriptor().log_key));
        out_.info = std::move(info_);
        return std::move(out_);
    }

private:
    void select(ledger::TreeSize size) {
        bundle::Selection selection(info_.incident);
        session_.reader.visit({0}, size, [&](ledger::Entry&& entry) {
            const auto of = selection.take(entry);
            if (of == bundle::Selection::Of::none) return;
            if (of == bundle::Selection::Of::incident && concerns(entry.event)) {
                bundle::add_involved(entry, involved_);
            }
            out_.entries.emplace(entry.index.value, entry.text);
            entries_.push_back(std::move(entry));
        });
    }

    /// Whether an item's bundle tells who acted in the event.
    bool concerns(const ledger::Event& event) const {
        return event.items.empty() || !info_.item ||
               std::ranges::find(event.items, info_.item->text(), &ledger::ItemLink::id) !=
                   event.items.end();
    }

    void add_tiles(ledger::TreeSize size) {
        std::set<std::uint64_t> sizes{size.value};
        std::set<std::uint64_t> leaves;
        for (const ledger::Entry& entry : entries_) {
            sizes.merge(bundle::stated_sizes(entry.event));
            leaves.insert(entry.index.value);
        }
        for (const auto& [name, note] : out_.cosignatures) sizes.insert(name.size);
        // An entry that claims to have seen more than there is is reported as it is.
        sizes.erase(sizes.upper_bound(size.value), sizes.end());
        for (const ledger::TileId& id : bundle::needed_tiles(sizes, leaves)) {
            const auto hashes = session_.reader.tile(id);
            out_.tiles.emplace(id, std::vector<crypto::Hash>(hashes.begin(), hashes.end()));
        }
    }

    /// Of each witness the newest, and the first behind each entry: it says by when that was there.
    void add_cosignatures(ledger::TreeSize size) {
        std::map<crypto::Hash, std::map<std::uint64_t, std::string>> kept;
        for (const std::string& object : session_.store->list("ledger/cosig/")) {
            const std::vector<std::string_view> parts = split(object, '/');
            const auto at = parts.size() == 4 ? parse_decimal(parts[2]) : std::nullopt;
            if (!at || *at == 0 || *at > size.value || parts[3].size() != 64) continue;
            kept[crypto::Hash::from_hex(parts[3], object)][*at] = object;
        }
        for (const auto& [witness, objects] : kept) {
            std::set<std::uint64_t> wanted{objects.rbegin()->first};
            for (const ledger::Entry& entry : entries_) {
                const auto behind = objects.upper_bound(entry.index.value);
                if (behind != objects.end()) wanted.insert(behind->first);
            }
            for (const std::uint64_t one : wanted) {
                const std::optional<Bytes> note = session_.store->get(objects.at(one));
                if (note && sound(as_text(*note), one, objects.at(one)))
                    out_.cosignatures.emplace(bundle::CosignatureName{one, witness},
                                              to_string(*note));
            }
        }
    }

    /// What is damaged is left out; the audit of the vault names it.
    bool sound(std::string_view note, std::uint64_t size, const std::string& object) {
        try {
            const auto stated =
                ledger::open_checkpoint(note, session_.reader.descriptor().log_key, object);
            return stated.checkpoint.size.value == size &&
                   session_.reader.root_at({size}) == stated.checkpoint.root;
        } catch (const Error& error) {
            if (error.kind() == ErrorKind::io) throw;
            return false;
        }
    }

    /// Objects that are no secret and that the rules, or others, judge by.
    void add_object(const ledger::Entry& entry) {
        const custody::EventRecord* event = session_.state.event(entry.index.value);
        if (event == nullptr) return;
        std::optional<crypto::Hash> digest;
        std::string name;
        if (const auto* adopt = custody::body_if<custody::PolicyAdopt>(event->body)) {
            digest = adopt->object;
            name = ledger::policy_name(adopt->object);
        } else if (const auto* anchor = custody::body_if<custody::AnchorToken>(event->body)) {
            digest = anchor->object;
            name = ledger::anchor_name(anchor->object);
        }
        if (!digest) return;
        const std::optional<Bytes> bytes = session_.store->get(name);
        // What is missing or damaged is left out; the audit of the vault names it.
        if (bytes && crypto::sha256(*bytes) == *digest) {
            out_.objects.emplace(*digest, to_string(*bytes));
        }
    }

    void disclose(const ledger::Entry& entry) {
        // Values that were sealed again lie elsewhere than the event says.
        const custody::EventRecord* record = session_.state.event(entry.index.value);
        for (const ledger::SealedRef& ref : record ? record->sealed : entry.event.sealed) {
            if (!bundle::discloses(info_, entry.event, ref.subject, involved_)) continue;
            if (session_.state.withheld_by(entry.index.value, ref.subject)) continue;
            std::vector<std::string> texts = open(ref);
            if (texts.empty()) continue;
            out_.disclosures[entry.index.value].emplace(ref.subject, std::move(texts));
        }
    }

    /// The disclosures this handler may read and gives out; none of an object that is damaged or
    /// gone, which the audit of the vault names.
    std::vector<std::string> open(const ledger::SealedRef& ref) {
        const std::string name = ledger::private_name(ref.object);
        std::vector<std::string> texts;
        try {
            const Bytes object = get_named_by_digest(*session_.store, name, ref.object);
            const SubjectKey* key =
                session_.keyring.subject(ref.subject, ledger::private_key_object(object, name));
            if (key == nullptr) return {};
            for (ledger::Disclosure& one : ledger::open_private(
                     object, {session_.state.origin(), ref.subject}, key->key, name)) {
                if (std::ranges::binary_search(info_.withheld, one.name)) continue;
                texts.push_back(std::move(one.text));
            }
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::corrupt && error.kind() != ErrorKind::malformed) throw;
            return {};
        }
        return texts;
    }

    Session& session_;
    bundle::Info info_;
    std::vector<ledger::Entry> entries_;
    std::set<std::string> involved_;
    bundle::Contents out_;
};

}  // namespace

bundle::Contents gather_bundle(Session& session, const std::string& about,
                               const std::vector<std::string>& withhold) {
    return Gathering(session, about, withhold).run();
}

BundleVerdict describe_verdict(const bundle::Verified& verified) {
    BundleVerdict out;
    if (const auto& info = verified.contents.info) {
        out.incident = info->incident.text();
        if (info->item) out.item = info->item->text();
        out.made = {info->made.seconds, info->zone.minutes};
        out.maker = info->maker.hex();
        out.tool = info->tool;
        out.withheld_names = info->withheld;
    }
    if (verified.descriptor) {
        out.origin = verified.descriptor->origin;
        out.log_key = encode::format_vkey(verified.descriptor->log_key);
    }
    if (verified.checkpoint) {
        out.size = verified.checkpoint->checkpoint.size.value;
        out.root = verified.checkpoint->checkpoint.root.hex();
    }
    if (!verified.entries.empty() && verified.entries.front().index.value == 0) {
        out.vault_id = verified.entries.front().leaf.hex();
    }
    out.documents = verified.contents.documents.size();
    out.documents_out = verified.documents_out;
    out.cosignatures = verified.cosignatures.size();
    out.events = verified.entries.size();
    if (verified.state) out.items = verified.state->items().size();
    out.disclosed = verified.disclosed;
    for (const auto& [index, number] : verified.withheld) out.withheld += number;
    out.claims = verified.claims;
    out.findings = verified.findings;
    return out;
}

bundle::Verified read_bundle(const std::string& path, const CancelFlag* cancel,
                             const ledger::TrustPolicy* trust) {
    // Content is only digested; a file of it may be as large as an item may be.
    constexpr std::uint64_t content_bytes_max = std::uint64_t{1} << 50;
    const intake::ZipLimits limits{
        bundle::members_max, bundle::file_bytes_max, bundle::files_bytes_max, content_bytes_max,
        [](std::string_view name) {
            const std::size_t slash = name.find('/');
            return slash == std::string_view::npos || !bundle::is_streamed(name.substr(slash + 1));
        }};
    intake::ZipRead read = intake::read_zip(path, limits, cancel);
    std::vector<Finding> findings;
    for (intake::ZipProblem& problem : read.problems) {
        const auto code = problem.over_limit ? bundle::code::limit : bundle::code::file;
        findings.push_back({std::string(code),
                            Severity::violation,
                            printable(problem.member),
                            {},
                            {},
                            printable(problem.text)});
    }
    std::vector<bundle::Member> members;
    members.reserve(read.members.size());
    for (intake::ZipMember& member : read.members) {
        members.push_back(
            {std::move(member.name), member.size, member.sha256, std::move(member.bytes)});
    }
    return bundle::verify(members, std::move(findings), trust);
}

}  // namespace exhibit

#include <algorithm>

#include "base/text.hpp"
#include "custody/examiners.hpp"
#include "custody/item_rules.hpp"

namespace exhibit::custody {

namespace {

void examine_unreadable(const ItemIngest& ingest, Teller& teller) {
    if (ingest.unreadable_bytes == 0) return;
    teller.warn("CR-14", counted(ingest.unreadable_bytes, "byte", "bytes") + " in " +
                             counted(ingest.unreadable_ranges, "range", "ranges") +
                             " of the source could not be read; the digests of " + teller.item() +
                             " are taken with zeros in their place.");
}

/// The warrant may be stated of the item, or once for the incident.
void examine_authority(const RecordView& view, const ItemRecord& item, const PrivateValues& values,
                       Teller& teller) {
    if (has_any(values, {"authority"})) return;
    const IncidentRecord& incident = *view.state.incident(item.id.incident());
    const PrivateValues* opened = view.about(*view.state.event(incident.opened_at), incident.id);
    if (opened == nullptr || has_any(*opened, {"authority"})) return;
    teller.warn("CR-19", "The record does not say under what authority " + teller.item() +
                             " was taken: no warrant, consent or policy is named.");
}

std::string sha256_of(const RecordView& view, const ItemId& id) {
    const ItemRecord* item = view.state.item(id);
    const PrivateValues* values =
        item != nullptr ? view.about(*view.state.event(item->chain.front()), id) : nullptr;
    return values != nullptr ? text_value(*values, "sha256") : std::string();
}

void examine_ingest(const RecordView& view, const ItemRecord& item, const PrivateValues& values,
                    Teller& teller) {
    const ItemIngest& ingest = *item.ingest;
    ask_acquisition(teller, values, ingest);
    const bool acquired = !ingest.from || ingest.derivation == Derivation::acquired;
    const EventRecord& first = *view.state.event(item.chain.front());
    if (acquired) ask_clock(teller, values, view.state.policy_before(first.index).clocks);
    ask_digests(teller, values);
    ask_archive(teller, values, ingest);
    ask_container(teller, values);
    ask_derivation(teller, values, ingest, ingest.from ? sha256_of(view, *ingest.from) : "");
    if (!acquired) return;
    static const PrivateValues unknown;  // shredded, say: a certificate cannot be filled either
    const PrivateValues* person = view.profile(first.actor);
    ask_certificate(teller, values, person != nullptr ? *person : unknown);
}

}  // namespace

void examine_origin(const RecordView& view, const ItemRecord& item, Teller& teller) {
    const EventRecord& first = *view.state.event(item.chain.front());
    teller.at(first.index);
    if (item.ingest) examine_unreadable(*item.ingest, teller);
    const PrivateValues* values = view.about(first, item.id);
    if (values == nullptr) {
        teller.note("LG-WITHHELD", "What is said of " + teller.item() +
                                       " cannot be read here, so that it was not examined.");
        return;
    }
    const bool physical = item.item_class == ItemClass::physical;
    if (physical) ask_identifier(teller, *values);
    ask_description(teller, *values, physical);
    // What was made from another item comes from there.
    if (!item.ingest || !item.ingest->from) ask_collection(teller, *values);
    examine_authority(view, item, *values, teller);
    if (item.ingest) examine_ingest(view, item, *values, teller);
}

namespace {

/// The whole of it: by a verification, an export, or whoever took it over.
bool read_again(const State& state, const ItemRecord& item) {
    return std::any_of(item.chain.begin(), item.chain.end(), [&](std::uint64_t index) {
        const Body& body = state.event(index)->body;
        if (const auto* accept = body_if<CustodyAccept>(body)) {
            const ItemCheck match{item.id, CheckResult::match};
            return std::count(accept->checks.begin(), accept->checks.end(), match) > 0;
        }
        const auto* access = body_if<ItemAccess>(body);
        return access != nullptr && access->result == AccessResult::ok &&
               (access->scope.what == Scope::What::stream ||
                access->scope.what == Scope::What::blocks);
    });
}

}  // namespace

void examine_content(const RecordView& view, const ItemRecord& item, Teller& teller) {
    if (!item.ingest) return;
    const EventRecord& first = *view.state.event(item.chain.front());
    teller.at(first.index);
    const PrivateValues* values = view.about(first, item.id);
    if (values == nullptr) return;
    if (!matches_source(*values)) {
        teller.note("CR-29", "What is said of the content of " + teller.item() +
                                 " holds since ingest at " + format_utc(first.time) +
                                 ", not since acquisition.");
    }
    if (!read_again(view.state, item)) {
        teller.note("CR-13",
                    "The content of " + teller.item() + " was not read again since its ingest.");
    }
}

}  // namespace exhibit::custody

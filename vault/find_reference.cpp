// From what people type to what the ledger names: handlers, incidents, items, offers, events.
#include <algorithm>

#include "base/text.hpp"
#include "exhibit/error.hpp"
#include "vault/describe.hpp"

namespace exhibit {
namespace {

constexpr std::size_t short_reference_min = 8;

bool is_hex(std::string_view text) {
    return std::ranges::all_of(
        text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

/// True when `reference` is the hash or a beginning of it that is long enough to be meant.
bool names_hash(std::string_view reference, const crypto::Hash& hash) {
    return reference.size() >= short_reference_min && reference.size() <= 64 && is_hex(reference) &&
           hash.hex().starts_with(reference);
}

/// The one match; none and several are told in a sentence that names the choices.
template <typename T>
const T& only(const std::vector<std::pair<std::string, const T*>>& matches, const std::string& what,
              const std::string& reference, const std::string& hint) {
    if (matches.empty())
        throw Error(ErrorKind::not_found, "looking for " + what + " \"" + printable(reference) +
                                              "\": there is none; " + hint);
    if (matches.size() > 1) {
        std::vector<std::string> names;
        for (const auto& match : matches) names.push_back(match.first);
        throw Error(ErrorKind::conflict, "looking for " + what + " \"" + printable(reference) +
                                             "\": it could be any of " + join(names, ", ") +
                                             "; use the id");
    }
    return *matches.front().second;
}

}  // namespace

crypto::Hash find_handler(Session& session, const std::string& reference) {
    using Matches = std::vector<std::pair<std::string, const crypto::Hash*>>;
    Matches matches;
    Matches ended;
    for (const auto& [id, record] : session.state.handlers()) {
        const std::string name = describe_handler(session, id).profile.name;
        if (!names_hash(reference, id) && (reference.empty() || name != reference)) continue;
        Matches& found = record.in_force() ? matches : ended;
        found.emplace_back(printable(name) + " (" + id.hex().substr(0, 12) + ")", &id);
    }
    // A name means the key its bearer has now; a key that ended is found when there is no other.
    if (matches.empty()) matches = std::move(ended);
    return only(matches, "handler", reference, "`handler list` shows who is enrolled");
}

const custody::IncidentRecord& find_incident(Session& session, const std::string& id) {
    const auto parsed = custody::IncidentId::try_parse(id);
    const custody::IncidentRecord* record = parsed ? session.state.incident(*parsed) : nullptr;
    if (record == nullptr)
        throw Error(ErrorKind::not_found,
                    "looking for incident \"" + printable(id) +
                        "\": there is none; `incident list` shows those there are");
    return *record;
}

const custody::ItemRecord& find_item(Session& session, const std::string& reference) {
    if (const auto id = custody::ItemId::try_parse(reference)) {
        const custody::ItemRecord* record = session.state.item(*id);
        if (record != nullptr) return *record;
    }
    const std::size_t colon = reference.find(':');
    const std::string scheme = reference.substr(0, colon == std::string::npos ? 0 : colon);
    const bool by_digest = scheme == "sha256" || scheme == "sha1" || scheme == "md5";
    const std::string name = by_digest ? scheme : "label";
    const std::string wanted = by_digest ? reference.substr(colon + 1) : reference;
    std::vector<std::pair<std::string, const custody::ItemRecord*>> matches;
    for (const auto& [id, record] : session.state.items())
        if (!wanted.empty() && item_text(session, record, name) == wanted)
            matches.emplace_back(id.text(), &record);
    return only(matches, "item", reference, "`item list` shows those there are");
}

std::vector<custody::ItemId> find_items(Session& session,
                                        const std::vector<std::string>& references) {
    std::vector<custody::ItemId> out;
    for (const std::string& reference : references) out.push_back(find_item(session, reference).id);
    std::ranges::sort(out, {}, &custody::ItemId::text);
    if (std::ranges::adjacent_find(out) != out.end())
        throw Error(ErrorKind::usage,
                    "reading the list of items: " + std::ranges::adjacent_find(out)->text() +
                        " is named twice; name each item once");
    if (out.empty()) throw Error(ErrorKind::usage, "reading the list of items: it is empty");
    return out;
}

const custody::OfferRecord& find_offer(Session& session, const std::string& reference) {
    std::vector<std::pair<std::string, const custody::OfferRecord*>> matches;
    for (const auto& [id, record] : session.state.offers())
        if (names_hash(reference, id)) matches.emplace_back(id.hex().substr(0, 16), &record);
    if (!matches.empty() || is_hex(reference))
        return only(matches, "offer", reference, "`handoff list` shows the offers");

    const custody::ItemRecord& item = find_item(session, reference);
    if (item.offer)
        if (const custody::OfferRecord* offer = session.state.offer(*item.offer)) return *offer;
    // The newest one that named the item tells why there is none now: accepted, cancelled, ...
    const custody::OfferRecord* newest = nullptr;
    for (const auto& [id, record] : session.state.offers())
        if (std::ranges::find(record.items, item.id) != record.items.end() &&
            (newest == nullptr || record.index > newest->index))
            newest = &record;
    if (newest == nullptr)
        throw Error(ErrorKind::not_found,
                    "looking for an offer of " + item.id.text() +
                        ": it was never offered; `handoff list` shows the offers");
    return *newest;
}

const custody::DisposalRecord& find_disposal(Session& session, const std::string& reference) {
    const std::string hint = "`disposal list` shows the proposals";
    std::vector<std::pair<std::string, const custody::DisposalRecord*>> matches;
    for (const auto& [id, record] : session.state.life().disposals)
        if (names_hash(reference, id)) matches.emplace_back(id.hex().substr(0, 16), &record);
    if (!matches.empty() || is_hex(reference)) return only(matches, "disposal", reference, hint);
    const custody::ItemRecord& item = find_item(session, reference);
    if (item.disposal) return *session.state.life().disposal(*item.disposal);
    throw Error(ErrorKind::not_found,
                "looking for a disposal of " + item.id.text() + ": none is proposed; " + hint);
}

const custody::HoldRecord& find_hold(Session& session, const std::string& reference) {
    std::vector<std::pair<std::string, const custody::HoldRecord*>> matches;
    const auto index = parse_decimal(reference);
    for (const auto& [id, record] : session.state.life().holds)
        if (names_hash(reference, id) || (index && *index == record.index))
            matches.emplace_back(id.hex().substr(0, 16), &record);
    return only(matches, "hold", reference, "`hold list` shows those there are");
}

std::uint64_t find_event(Session& session, const std::string& reference) {
    const auto index = parse_decimal(reference);
    if (index && *index < session.state.size()) return *index;
    std::vector<std::uint64_t> found;
    for (std::uint64_t i = 0; i < session.state.size(); ++i) {
        const custody::EventRecord* event = session.state.event(i);
        if (event != nullptr && names_hash(reference, event->leaf)) found.push_back(i);
    }
    if (found.size() == 1) return found.front();
    throw Error(found.empty() ? ErrorKind::not_found : ErrorKind::conflict,
                "looking for event \"" + printable(reference) + "\": " +
                    (found.empty() ? "there is none; the ledger has events 0 to " +
                                         std::to_string(session.state.size() - 1) +
                                         ", and `custody ITEM` shows their hashes"
                                   : "several begin like that; use more digits"));
}

}  // namespace exhibit

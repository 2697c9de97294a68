#include "custody/generations.hpp"

#include "custody/ids.hpp"
#include "ledger/object_names.hpp"

namespace exhibit::custody {

std::optional<IncidentKeys> open_all_keys(const IncidentRecord& incident, std::string_view origin,
                                          const crypto::Hash& handler,
                                          const crypto::BoxKeyPair& receive,
                                          const FetchObject& fetch) {
    const auto grant = incident.grants.find(handler);
    if (grant == incident.grants.end()) return std::nullopt;
    const Grant& granted = grant->second.grant;
    const auto tag = ledger::subject_tag(origin, subject_of(incident.id));
    const std::string name = ledger::incident_key_name(tag, handler, granted.object);
    const std::optional<Bytes> object = fetch(name, granted.object);
    if (!object) return std::nullopt;
    IncidentKeys keys = open_incident_keys(*object, name, receive, granted.read, incident.keys);
    if (granted.read == Read::deposit) return keys;

    const auto& generations = incident.generations;
    for (std::size_t i = generations.size() - 1; i > 0; --i) {
        const crypto::Hash& past = *generations[i].past;
        const std::string link = ledger::past_key_name(tag, past);
        const std::optional<Bytes> bytes = fetch(link, past);
        if (!bytes) break;
        open_past_keys(*bytes, link, keys, generations[i - 1].keys);
    }
    return keys;
}

}  // namespace exhibit::custody

// Private values of an incident sealed again under its newest keys (FORMAT.md 8.3).
#pragma once

#include <compare>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "custody/bodies.hpp"
#include "exhibit/progress.hpp"
#include "exhibit/rekey.hpp"
#include "vault/session.hpp"

namespace exhibit {

/// Where an event's values about one subject lie.
struct SealedPlace {
    std::uint64_t event = 0;
    std::string subject;
    auto operator<=>(const SealedPlace&) const = default;
};

/// A batch at a time: new objects, the event, old objects removed. Cut off in between, the same is
/// done again: new objects are the same bytes again, old ones that events name as such are removed.
class Resealing {
public:
    /// All references must outlive this.
    Resealing(Session& session, const custody::IncidentId& id, RekeyResult& result,
              const CancelFlag* cancel)
        : session_(session), id_(id), result_(result), cancel_(cancel) {}

    /// REQUIRES: the caller has the newest keys of the incident.
    void run();
    /// Whether objects that events say are replaced are still in the store.
    static bool unfinished(Session& session, const custody::IncidentId& id);

private:
    bool of_incident(const std::string& subject) const;
    std::size_t generation() const;
    void remove_replaced();
    std::vector<SealedPlace> find_older();
    void reseal(const std::vector<SealedPlace>& places);
    std::optional<custody::ResealedValues> seal_again(const SealedPlace& place);
    const SubjectKey& key_for(const std::string& subject);
    void record(std::vector<custody::ResealedValues>& batch);
    void remove_old_keys();
    void problem(const SealedPlace& place, const std::string& what);

    Session& session_;
    const custody::IncidentId id_;
    RekeyResult& result_;
    const CancelFlag* cancel_;
    std::size_t sealing_for_ = 0;  ///< generation of the keys
    std::set<SealedPlace> bad_;
    std::map<std::string, std::set<crypto::Hash>> keys_in_use_;
};

}  // namespace exhibit

// State and private values as the examiners read them: corrected values in place of the first ones.
#pragma once

#include <map>
#include <set>
#include <string>

#include "custody/corrections.hpp"
#include "custody/findings.hpp"
#include "custody/state.hpp"

namespace exhibit::custody {

class RecordView {
public:
    RecordView(const State& record, const PrivateLookup& values, const RecordRules& asked)
        : state(record), rules(asked), values_(values), corrected_(record, values) {}

    const State& state;
    const RecordRules& rules;

    /// nullptr when there are none, or they are withheld.
    const PrivateValues* about(const EventRecord& event, const std::string& subject) const {
        return corrected_.about(event.index, subject);
    }
    const PrivateValues* about(const EventRecord& event, const ItemId& item) const {
        return about(event, subject_of(item));
    }
    const PrivateValues* about(const EventRecord& event, const IncidentId& incident) const {
        return about(event, subject_of(incident));
    }
    /// What a handler's own record says of them.
    const PrivateValues* profile(const crypto::Hash& handler) const;
    /// "Anna Example"; "handler 1a2b3c..." when no name can be read.
    std::string name_of(const crypto::Hash& handler) const;
    /// Every place that events about items of the incident name, as folded() has them.
    const std::set<std::string>& places(const IncidentId& incident) const;
    const PrivateLookup& first_values() const noexcept { return values_; }

private:
    const PrivateLookup& values_;
    CorrectedValues corrected_;
    mutable std::map<IncidentId, std::set<std::string>> places_;
};

}  // namespace exhibit::custody

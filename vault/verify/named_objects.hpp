// What valid events name in the store: key objects, private values, lists. Each is there, opens
// where this handler may open it, and holds what the event says.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "custody/findings.hpp"
#include "custody/state.hpp"
#include "ledger/disclosure.hpp"
#include "verify/own_keys.hpp"
#include "verify/survey.hpp"

namespace exhibit::verify {

struct PrivateCounts {
    std::uint64_t groups = 0;  ///< private objects that events name
    std::uint64_t opened = 0;
    std::uint64_t destroyed = 0;  ///< withheld by a later event
};

class NamedObjects {
public:
    /// All references must outlive this.
    NamedObjects(Objects& objects, Survey& survey, const custody::State& state, OwnKeys& keys);

    /// Everything event number `index` names. `digests` is its `private` member.
    void check(std::uint64_t index, const std::vector<std::string>& digests);

    const PrivateCounts& counts() const noexcept { return counts_; }
    /// For the record's own findings: values are opened once and kept.
    custody::PrivateLookup lookup();

private:
    void check_present(const std::string& name, std::uint64_t index);
    void check_keys(const custody::EventRecord& event);
    void check_grant(const custody::IncidentId& incident, const custody::Grant& grant,
                     std::uint64_t index);
    void check_enrol(const custody::Enrol& enrol, std::uint64_t index);
    void check_private(const custody::EventRecord& event, const std::vector<std::string>& digests);
    void note_withheld(const custody::EventRecord& event, const ledger::SealedRef& ref,
                       std::uint64_t by);
    void compare(const custody::EventRecord& event, std::vector<std::string> found, bool all,
                 const std::vector<std::string>& digests);
    std::optional<std::vector<ledger::Disclosure>> open(const ledger::SealedRef& ref);
    const custody::PrivateValues* values(std::uint64_t index, std::string_view subject);

    Objects& objects_;
    Survey& survey_;
    const custody::State& state_;
    OwnKeys& keys_;
    PrivateCounts counts_;
    std::map<std::pair<std::uint64_t, std::string>, std::optional<custody::PrivateValues>> opened_;
};

}  // namespace exhibit::verify

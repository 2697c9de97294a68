// A policy tried on a ledger that was kept without it: what it would have forbidden.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "custody/findings.hpp"
#include "custody/policy.hpp"
#include "custody/state.hpp"

namespace exhibit::policy {

struct Forbidden {
    std::string code;
    std::string type;
    std::uint64_t events = 0;
    std::vector<std::uint64_t> examples;  ///< the first three
    std::string text;                     ///< of the first one
    std::uint64_t last = 0;               ///< event that was counted last
};

class Trial {
public:
    explicit Trial(custody::Policy policy) : policy_(std::move(policy)) {}

    /// `before` is the state that the event followed. Values that are withheld are not asked for.
    void look_at(const custody::State& before, const ledger::Event& event,
                 const custody::EventRecord& record, const custody::PrivateLookup& values);

    /// By type of event, then code.
    std::vector<Forbidden> forbidden() const;

private:
    void add(const custody::EventRecord& record, const custody::Breach& breach);

    custody::Policy policy_;
    /// By type, code, and, where one code has several demands, which of them.
    std::map<std::tuple<std::string, std::string, std::string>, Forbidden> found_;
};

}  // namespace exhibit::policy

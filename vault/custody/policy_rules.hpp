// What the policy in force asks of an event. The writer asks before signing, the auditor at the
// index where the event stands: the same functions.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/digest.hpp"
#include "custody/bodies.hpp"
#include "custody/policy.hpp"
#include "custody/private_names.hpp"
#include "ledger/event.hpp"

namespace exhibit::custody {

class State;

/// The policy that an adopted object holds. nullptr when the object cannot be had; Error(malformed)
/// when it is no policy.
using PolicySource = std::function<std::shared_ptr<const Policy>(const crypto::Hash& object)>;

/// A policy and the event that put it in force.
struct AdoptedPolicy {
    std::uint64_t index = 0;  ///< holds for the events after this one
    crypto::Hash object;
    std::shared_ptr<const Policy> policy;  ///< nullptr: its object could not be had
};

/// One sentence for each demand that is not met, under a stable code (codes.hpp).
struct Breach {
    std::string_view code;
    std::string text;
};

/// Demands on what stands in the entry itself: who may, how many sign, how late. `signers` are the
/// handlers whose signatures count, the actor among them. Breaking one makes an event invalid.
std::vector<Breach> breaches_of(const State& state, const Policy& policy,
                                const ledger::Event& event, std::span<const crypto::Hash> signers);

/// How many of these handlers count for a quorum.
std::size_t counting(const State& state, const Quorum& quorum,
                     std::span<const crypto::Hash> handlers);

/// Why nobody could enrol, revoke, change roles or adopt another policy under this one. Such a
/// policy cannot be adopted: the vault would be locked for ever.
std::vector<Breach> locks_of(const State& state, const Policy& policy);
/// All quorums that the handlers enrolled now cannot reach.
std::vector<Breach> unreachable_quorums(const State& state, const Policy& policy);

/// Demands on private values about one subject. They can be withheld or destroyed, so that they
/// decide over no validity: the writer refuses, the auditor warns.
std::vector<Breach> value_breaches(const Policy& policy, const Body& body, SubjectKind subject,
                                   const PrivateValues& values);

/// About which subjects the policy asks for values in such an event, so that an event that says
/// nothing of them is held to it as well.
std::vector<SubjectKind> asked_subjects(const Policy& policy, EventType type);

/// The retention of a class of incidents, or of all others; nullptr when the policy has none.
const Retention* retention_of(const Policy& policy, std::string_view incident_class);
/// What may leave of an incident; the rules of one that says nothing where the policy has none.
const ExchangeRules& exchange_rules(const Policy& policy, Restriction restriction);

}  // namespace exhibit::custody

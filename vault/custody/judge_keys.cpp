// Rules about keys over time: roles, rotation, revocation.
#include <algorithm>
#include <iterator>

#include "base/text.hpp"
#include "custody/codes.hpp"
#include "custody/judge.hpp"

namespace exhibit::custody {

bool Judge::in_force() {
    for (const crypto::Hash& signer : signers_) {
        const HandlerRecord* handler = state_.handler(signer);
        if (handler == nullptr || handler->in_force()) continue;
        report(code::revoked, who(signer) + " signed this event, but event " +
                                  std::to_string(handler->ended->at) +
                                  " had ended the key before it.");
    }
    return actor_ == nullptr || actor_->in_force();
}

const HandlerRecord* Judge::handler_in_force(const crypto::Hash& handler, std::string_view what) {
    const HandlerRecord* record = state_.handler(handler);
    if (record != nullptr && record->in_force()) return record;
    report(code::handler_unknown,
           std::string(what) + " names handler " + short_id(handler) +
               (record == nullptr ? ", who is not enrolled." : ", whose key is not in force."));
    return nullptr;
}

void Judge::check_other_admin(const crypto::Hash& handler) {
    const bool other = std::ranges::any_of(state_.handlers(), [&](const auto& one) {
        return one.first != handler && one.second.in_force() && one.second.has(Role::admin);
    });
    if (other) return;
    report(code::last_admin, who(handler) +
                                 " is the last admin in force; without one nobody "
                                 "could be enrolled any more.");
}

void Judge::check(const HandlerRoles& body) {
    if (!actor_->has(Role::admin)) {
        report(code::role, actor() + " changed roles without being an admin.");
    }
    const HandlerRecord* handler = handler_in_force(body.handler, "The change of roles");
    if (handler == nullptr || !handler->has(Role::admin)) return;
    const bool stays = std::ranges::find(body.roles, Role::admin) != body.roles.end();
    if (!stays) check_other_admin(body.handler);
}

void Judge::check(const KeyRotate& body) {
    check_new_key(body.enrol);
    if (body.enrol.roles != actor_->enrol.roles) {
        report(code::rotation, "The new key of handler " + short_id(event_.actor.key) +
                                   " has other roles than the old one.");
    }
    check_rotated_grants(body);
}

void Judge::check_rotated_grants(const KeyRotate& body) {
    std::size_t expected = 0;
    for (const auto& [id, incident] : state_.incidents()) {
        const auto read = incident.read_of(event_.actor.key);
        if (!read) continue;
        ++expected;
        // Named anew: clang 14 captures no structured binding.
        const bool carried =
            std::ranges::any_of(body.grants, [&wanted = id, &read](const RotatedGrant& grant) {
                return grant.incident == wanted && grant.read == *read;
            });
        if (carried) continue;
        report(code::rotation, "The rotation leaves behind the grant of handler " +
                                   short_id(event_.actor.key) + " on incident " + id.text() + ".");
    }
    if (body.grants.size() > expected) {
        report(code::rotation, "The rotation carries grants that handler " +
                                   short_id(event_.actor.key) + " does not have.");
    }
}

void Judge::check(const KeyRevoke& body) {
    if (!actor_->has(Role::admin) && !actor_->has(Role::recovery) &&
        body.handler != event_.actor.key) {
        report(code::role, actor() + " revoked the key of somebody else without being an admin.");
    }
    const HandlerRecord* handler = handler_in_force(body.handler, "The revocation");
    if (handler == nullptr) return;
    if (handler->has(Role::admin)) check_other_admin(body.handler);
    check_last_good(body, *handler);
}

void Judge::check_last_good(const KeyRevoke& body, const HandlerRecord& handler) {
    const std::uint64_t size = body.last_good.size.value;
    const std::optional<crypto::Hash> root = state_.root_at(size);
    if (!root || size <= handler.enrolled_at) {
        report(code::revocation,
               "The revocation vouches for the key up to size " + std::to_string(size) +
                   "; expected more than " + std::to_string(handler.enrolled_at) +
                   ", where it was enrolled, and at most " + std::to_string(state_.size()) + ".");
    } else if (*root != body.last_good.root) {
        report(code::revocation, "The revocation names another tree of size " +
                                     std::to_string(size) + " than this ledger has.");
    }
}

}  // namespace exhibit::custody

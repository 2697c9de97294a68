// The stable codes of what State reports. CR codes are those of the custody rules: CR-08, a
// transfer is signed by exactly its two parties; CR-09, custody is never with nobody and never with
// two; CR-21, nothing is disposed of under a hold; CR-22, nobody disposes of evidence alone.
#pragma once

#include <string_view>

namespace exhibit::custody::code {

// The event itself.
inline constexpr std::string_view signature = "LG-SIGNATURE";
inline constexpr std::string_view not_enrolled = "LG-NOT-ENROLLED";
inline constexpr std::string_view origin = "LG-ORIGIN";
inline constexpr std::string_view type = "LG-TYPE";
inline constexpr std::string_view body = "LG-BODY";
inline constexpr std::string_view genesis = "LG-GENESIS";
inline constexpr std::string_view actor_chain = "LG-ACTOR-CHAIN";
inline constexpr std::string_view item_chain = "LG-ITEM-CHAIN";
inline constexpr std::string_view seen = "LG-SEEN";
inline constexpr std::string_view subject = "LG-SUBJECT";

// What it names.
inline constexpr std::string_view items = "LG-ITEMS";
inline constexpr std::string_view item_number = "LG-ITEM-NUMBER";
inline constexpr std::string_view item_unknown = "LG-ITEM-UNKNOWN";
inline constexpr std::string_view item_incident = "LG-ITEM-INCIDENT";
inline constexpr std::string_view incident_unknown = "LG-INCIDENT-UNKNOWN";
inline constexpr std::string_view incident_exists = "LG-INCIDENT-EXISTS";
inline constexpr std::string_view handler_unknown = "LG-HANDLER-UNKNOWN";

inline constexpr std::string_view anchor = "LG-ANCHOR";

// Who may do it.
inline constexpr std::string_view role = "LG-ROLE";
inline constexpr std::string_view grant = "LG-GRANT";
inline constexpr std::string_view enrol = "LG-ENROL";
inline constexpr std::string_view recovery = "LG-RECOVERY";
inline constexpr std::string_view cosigner = "LG-COSIGNER";
inline constexpr std::string_view destroyed = "LG-DESTROYED";

// Keys over time.
inline constexpr std::string_view revoked = "LG-REVOKED";
inline constexpr std::string_view revocation = "LG-REVOCATION";
inline constexpr std::string_view rotation = "LG-ROTATION";
inline constexpr std::string_view rekey = "LG-REKEY";
inline constexpr std::string_view last_admin = "LG-LAST-ADMIN";
inline constexpr std::string_view contested = "KY-CONTESTED";
inline constexpr std::string_view rewrite = "KY-REWRITE";
inline constexpr std::string_view idle_custodian = "KY-CUSTODIAN";

// History of an item that another system recorded.
inline constexpr std::string_view imported = "IM-HISTORY";

// What the policy in force asks.
inline constexpr std::string_view policy_form = "PL-FORM";
inline constexpr std::string_view policy_quorum = "PL-QUORUM";
inline constexpr std::string_view policy_role = "PL-ROLE";
inline constexpr std::string_view policy_cosign = "PL-COSIGN";
inline constexpr std::string_view policy_gap = "PL-GAP";
inline constexpr std::string_view policy_time = "PL-TIME";
inline constexpr std::string_view policy_field = "PL-FIELD";
inline constexpr std::string_view policy_digest = "PL-DIGEST";
inline constexpr std::string_view policy_unread = "PL-UNREAD";
inline constexpr std::string_view policy_exchange = "PL-EXCHANGE";
inline constexpr std::string_view retention = "CR-26";

// Hand-overs.
inline constexpr std::string_view offer_unknown = "LG-OFFER-UNKNOWN";
inline constexpr std::string_view offer_ended = "LG-OFFER-ENDED";
inline constexpr std::string_view offer_expired = "LG-OFFER-EXPIRED";
inline constexpr std::string_view offer_items = "LG-OFFER-ITEMS";
inline constexpr std::string_view offer_party = "CR-08";
inline constexpr std::string_view custody = "CR-09";

// The life of an item.
inline constexpr std::string_view event_unknown = "LG-EVENT-UNKNOWN";
inline constexpr std::string_view joint = "LG-JOINT";
inline constexpr std::string_view seal = "LG-SEAL";
inline constexpr std::string_view checked_out = "LG-CHECKED-OUT";
inline constexpr std::string_view inventory = "LG-INVENTORY";
inline constexpr std::string_view correction = "LG-CORRECTION";
inline constexpr std::string_view disposal = "LG-DISPOSAL";
inline constexpr std::string_view disposed = "LG-DISPOSED";
inline constexpr std::string_view hold = "CR-21";
inline constexpr std::string_view approver = "CR-22";

}  // namespace exhibit::custody::code

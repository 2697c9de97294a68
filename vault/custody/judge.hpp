// The rules as they are asked of one event, internal to custody: one class, its rules by family in
// judge_vault.cpp, judge_items.cpp, judge_hand_over.cpp.
#pragma once

#include <initializer_list>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "custody/rules.hpp"

namespace exhibit::custody {

bool creates_item(EventType type);
bool is_hold_or_disposal(EventType type);
/// The incident an event is about; none for events about the vault and its handlers.
std::optional<IncidentId> incident_of(const State& state, const EventRecord& event);
/// "Handler 1a2b3c4d".
std::string who(const crypto::Hash& handler);

class Judge {
public:
    Judge(const State& state, const ledger::Event& event, std::span<const crypto::Hash> signers)
        : state_(state), event_(event), signers_(signers), actor_(state.handler(event.actor.key)) {}
    Judgement judge();

private:
    // Reporting

    void report(std::string_view code, std::string text);
    void report(std::string_view code, const ItemId& item, std::string text);
    EventType type() const;
    std::string act() const;
    std::string actor() const;

    // The common part

    void check_origin();
    void check_actor();
    /// Where only some entries are at hand, others of this actor may stand between: no more than
    /// were passed over since the last one known, and that one is not named as the last.
    bool follows_after_gap(std::uint64_t seq, const std::optional<crypto::Hash>& prev) const;
    void check_seen();
    /// False when there is nothing to judge further.
    bool read_body();
    bool first_is_genesis();
    bool enrolled();
    /// Every signer's key, also of those beside the actor.
    bool in_force();
    /// What the policy in force asks of the entry.
    void check_policy();

    // Items: known, in their own chains, and as many as the type names.

    void check_item_links();
    void check_item_link(const ItemId& id, const ledger::ItemLink& link);
    void check_item_count();

    // Private values: only about what the event is about.

    void check_subjects();
    std::set<std::string> allowed_subjects() const;
    void add_life_subjects(std::set<std::string>& allowed) const;

    // Vault and handlers

    void check(const VaultGenesis& body);
    void check(const HandlerEnrol& body);
    void check_new_key(const Enrol& enrol);
    void check(const HandlerRoles& body);
    void check(const KeyRotate& body);
    void check_rotated_grants(const KeyRotate& body);
    void check(const KeyRevoke& body);
    void check_last_good(const KeyRevoke& body, const HandlerRecord& handler);
    /// Reports when this handler is the only admin in force.
    void check_other_admin(const crypto::Hash& handler);
    const HandlerRecord* handler_in_force(const crypto::Hash& handler, std::string_view what);
    void check(const PolicyAdopt& body);
    void check_possession(const Enrol& enrol);
    static bool has_role(const Enrol& enrol, Role role);

    // Incidents

    void check(const IncidentOpen& body);
    static bool gives_content(const IncidentOpen& body, const crypto::Hash& handler);
    void check(const IncidentGrant& body);
    void check(const AnchorToken& body);
    /// Grants and keys are given by who opened the incident, admins and recovery handlers, if they
    /// have a content grant. nullptr, and reported, when there is no such incident.
    const IncidentRecord* may_give_keys(const IncidentId& id, std::string_view did);

    // Keys of incidents over time (judge_rekey.cpp)

    void check(const IncidentRekey& body);
    void check_kept_grants(const IncidentRekey& body, const IncidentRecord& incident);
    void check(const ContentRewrite& body);
    void check_resealed(const ResealedValues& values, const IncidentId& incident);

    // Items

    void check(const ItemRegister& body);
    void check(const ItemIngest& body);
    void check_new_item(const IncidentId& id, std::initializer_list<Read> grants);
    void check(const ItemAccess&);
    void check(const ExchangeEmit& body);

    // Destruction

    void check(const PrivacyShred& body);
    void check(const ContentDestroy& body);
    void check_not_held(const std::string& subject);
    /// False, and reported, when the items are not those of the subject or it is not known.
    bool check_subject_known(const std::string& subject);
    /// Somebody with one of these roles signed beside the actor; reports otherwise.
    void require_cosigner(std::initializer_list<Role> any_of);

    // Hand-overs

    void check(const CustodyOffer& body);
    void check_can_release(const ItemId& id, const ItemRecord& item);
    void check(const CustodyAccept& body);
    void check(const CustodyRefuse& body);
    void check(const CustodyCancel& body);
    /// The offer when nothing ended it; reports when it is unknown, ended, or of other items.
    const OfferRecord* open_offer(const crypto::Hash& id, std::string_view act);
    void require_party(const crypto::Hash& party, std::string_view act);

    // The life of an item (judge_life.cpp, judge_disposal.cpp)

    /// Nothing but words follows a disposal.
    void check_life();
    void check(const ItemAttach&);
    void check(const ItemSeal& body);
    void check(const ItemMove&);
    void check(const ItemCheckOut& body);
    void check(const ItemCheckIn& body);
    void check(const ItemExamine&);
    void check(const ItemInventory& body);
    void check(const HoldPlace& body);
    void check(const HoldRelease& body);
    void check(const DisposalPropose&);
    void check(const DisposalApprove& body);
    void check(const DisposalDecline& body);
    void check(const DisposalCarryOut& body);
    void check(const RecordCorrect& body);
    void check_one_incident();
    void require_custody(std::string_view act);
    /// The other person of a joint act: enrolled, somebody else, and on the envelope.
    void require_joint(const crypto::Hash& other, std::string_view what);
    void require_role(std::initializer_list<Role> any_of, std::string_view act);
    /// The items of an event and those of the record it answers are the same.
    void require_items(const std::vector<ItemId>& expected, std::string_view record);
    void require_not_held(std::string_view act);
    bool on_offer(const ItemRecord& item) const;
    /// The proposal while it is neither declined nor carried out; reports why not.
    const DisposalRecord* open_disposal(const crypto::Hash& id, std::string_view act);

    // Shared

    const IncidentRecord* known_incident(const IncidentId& id);
    void check_enrolled(const crypto::Hash& handler, std::string_view what);
    void require_grant(const IncidentId& incident, std::initializer_list<Read> any_of);
    /// True when this handler signed the event, as its actor or beside them.
    bool signed_by(const crypto::Hash& handler) const;

    const State& state_;
    const ledger::Event& event_;
    std::span<const crypto::Hash> signers_;  ///< of the envelope, the actor among them
    const HandlerRecord* actor_;
    bool items_understood_ = true;
    Judgement out_;
};

}  // namespace exhibit::custody

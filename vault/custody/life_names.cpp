#include "custody/life_names.hpp"

#include <array>

namespace exhibit::custody {

namespace {

using enum ValueForm;

constexpr std::array<PrivateName, 6> attach_names{{{"description"},
                                                   {"name", text, true},
                                                   {"sha256", hex, true},
                                                   {"size", natural, true},
                                                   {"steps", imported},
                                                   {"taken"}}};

constexpr std::array<PrivateName, 5> seal_names{
    {{"old_seal"}, {"place"}, {"reason"}, {"seal"}, {"witness"}}};

constexpr std::array<PrivateName, 6> move_names{
    {{"condition"}, {"from_place"}, {"place", text, true}, {"reason"}, {"seal"}, {"storage"}}};

constexpr std::array<PrivateName, 3> check_out_names{
    {{"authority"}, {"place"}, {"purpose", text, true}}};

constexpr std::array<PrivateName, 2> place_and_note{{{"note"}, {"place"}}};

constexpr std::array<PrivateName, 2> seal_and_condition{{{"condition"}, {"seal"}}};

constexpr std::array<PrivateName, 8> examine_names{{{"authority"},
                                                    {"change"},
                                                    {"method"},
                                                    {"place"},
                                                    {"purpose", text, true},
                                                    {"result"},
                                                    {"tool"},
                                                    {"version"}}};

constexpr std::array<PrivateName, 2> hold_names{{{"authority"}, {"reason", text, true}}};

constexpr std::array<PrivateName, 1> only_reason{{{"reason", text, true}}};

constexpr std::array<PrivateName, 3> propose_names{
    {{"method"}, {"reason", text, true}, {"recipient"}}};

constexpr std::array<PrivateName, 2> approve_names{{{"authority", text, true}, {"note"}}};

constexpr std::array<PrivateName, 3> carry_out_names{
    {{"method", text, true}, {"place"}, {"recipient"}}};

constexpr std::array<PrivateName, 3> correct_names{
    {{"field", text, true}, {"reason", text, true}, {"value", text, true}}};

std::span<const PrivateName> about_item(EventType type) {
    switch (type) {
        case EventType::item_attach: return attach_names;
        case EventType::item_seal: return seal_names;
        case EventType::item_move: return move_names;
        case EventType::item_check_out:
        case EventType::item_check_in:
        case EventType::item_inventory: return seal_and_condition;
        case EventType::item_examine: return examine_names;
        default: return {};
    }
}

std::span<const PrivateName> about_incident(EventType type) {
    switch (type) {
        case EventType::item_check_out: return check_out_names;
        case EventType::item_check_in:
        case EventType::item_inventory: return place_and_note;
        case EventType::hold_place: return hold_names;
        case EventType::hold_release:
        case EventType::disposal_decline: return only_reason;
        case EventType::disposal_propose: return propose_names;
        case EventType::disposal_approve: return approve_names;
        case EventType::disposal_carry_out: return carry_out_names;
        default: return {};
    }
}

}  // namespace

std::span<const PrivateName> life_names(EventType type, SubjectKind kind) {
    if (type == EventType::record_correct) return correct_names;
    if (kind == SubjectKind::item) return about_item(type);
    if (kind == SubjectKind::incident) return about_incident(type);
    return {};
}

}  // namespace exhibit::custody

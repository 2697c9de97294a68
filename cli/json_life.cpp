// The life of items as JSON.
#include "cli/json.hpp"

namespace exhibit::cli {

namespace {

Json or_null(const std::string& text) {
    return text.empty() ? Json(nullptr) : Json(text);
}

}  // namespace

Json to_json(const CorrectionInfo& correction) {
    return Json{{"event", correction.event},
                {"actor", correction.actor},
                {"recorded", to_json(correction.recorded)},
                {"about", correction.about},
                {"field", correction.field},
                {"original", or_null(correction.original)},
                {"value", correction.value},
                {"reason", or_null(correction.reason)}};
}

Json to_json(const AttachmentInfo& attachment) {
    return Json{{"event", attachment.event},
                {"role", attachment.role},
                {"name", or_null(attachment.name)},
                {"size", attachment.size},
                {"sha256", or_null(attachment.sha256)},
                {"description", or_null(attachment.description)},
                {"taken", or_null(attachment.taken)}};
}

Json to_json(const LifeInfo& life) {
    return Json{{"seal", life.seal},
                {"place", or_null(life.place)},
                {"checked_out_to", or_null(life.checked_out_to)},
                {"due_back", life.due_back ? to_json(*life.due_back) : Json(nullptr)},
                {"held", life.held},
                {"disposal", or_null(life.disposal)},
                {"derivation", or_null(life.derivation)},
                {"derived_from", or_null(life.derived_from)},
                {"attachments", to_json(life.attachments)},
                {"corrections", to_json(life.corrections)}};
}

Json to_json(const HoldInfo& hold) {
    return Json{{"id", hold.id},
                {"event", hold.event},
                {"incident", hold.incident},
                {"items", hold.items},
                {"by", hold.by},
                {"placed", to_json(hold.placed)},
                {"reason", or_null(hold.reason)},
                {"authority", or_null(hold.authority)},
                {"released", hold.released ? Json(*hold.released) : Json(nullptr)}};
}

Json to_json(const DisposalInfo& disposal) {
    return Json{{"id", disposal.id},
                {"event", disposal.event},
                {"action", disposal.action},
                {"items", disposal.items},
                {"state", disposal.state},
                {"proposer", disposal.proposer},
                {"approver", or_null(disposal.approver)},
                {"reason", or_null(disposal.reason)},
                {"proposed", to_json(disposal.proposed)}};
}

Json to_json(const Spread& spread) {
    Json out{{"count", spread.count}};
    for (const auto& [name, value] :
         {std::pair{"shortest", spread.shortest}, std::pair{"median", spread.median},
          std::pair{"longest", spread.longest}})
        out[name] = spread.count == 0 ? Json(nullptr) : Json(value);
    return out;
}

Json to_json(const Stats& stats) {
    return Json{{"incident", or_null(stats.incident)},
                {"incidents", stats.incidents},
                {"items", stats.items},
                {"physical", stats.physical},
                {"digital", stats.digital},
                {"disposed", stats.disposed},
                {"bytes", stats.bytes},
                {"sizes_withheld", stats.sizes_withheld},
                {"events", stats.events},
                {"handlers", stats.handlers},
                {"hand_overs", stats.hand_overs},
                {"offers_open", stats.offers_open},
                {"offers_unanswered", stats.offers_unanswered},
                {"verifications", stats.verifications},
                {"verifications_failed", stats.verifications_failed},
                {"examinations", stats.examinations},
                {"check_outs", stats.check_outs},
                {"check_outs_open", stats.check_outs_open},
                {"check_outs_overdue", stats.check_outs_overdue},
                {"inventories", stats.inventories},
                {"items_held", stats.items_held},
                {"holds_open", stats.holds_open},
                {"disposals_open", stats.disposals_open},
                {"corrections", stats.corrections},
                {"seconds", Json{{"collected_to_ingested", to_json(stats.collected_to_ingested)},
                                 {"happened_to_recorded", to_json(stats.happened_to_recorded)},
                                 {"offered_to_accepted", to_json(stats.offered_to_accepted)},
                                 {"between_hand_overs", to_json(stats.between_hand_overs)},
                                 {"between_verifications", to_json(stats.between_verifications)}}}};
}

Json to_json(const ItemSummary& summary) {
    return Json{{"item", summary.item},         {"proved", summary.proved},
                {"claimed", summary.claimed},   {"violations", summary.violations},
                {"warnings", summary.warnings}, {"notes", summary.notes}};
}

Json to_json(const PaperAudit& audit) {
    return Json{{"imported", true},       {"file", audit.file},
                {"sha256", audit.sha256}, {"lines", audit.lines},
                {"items", audit.items},   {"findings", to_json(audit.findings)}};
}

}  // namespace exhibit::cli

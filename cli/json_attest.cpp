// What others say of a vault, as JSON.
#include "cli/json.hpp"

namespace exhibit::cli {

namespace {

Json or_null(const std::string& text) {
    return text.empty() ? Json(nullptr) : Json(text);
}

Json to_json(const std::optional<AttestedTime>& bound) {
    if (!bound) return nullptr;
    return Json{{"time", cli::to_json(bound->time)}, {"by", bound->by}, {"size", bound->size}};
}

}  // namespace

Json to_json(const EventTimes& times) {
    return Json{{"not_before", to_json(times.not_before)}, {"not_after", to_json(times.not_after)}};
}

Json to_json(const AnchorInfo& anchor) {
    return Json{{"event", anchor.event},
                {"size", anchor.size},
                {"root", anchor.root},
                {"object", anchor.object},
                {"holds", anchor.holds},
                {"trusted", anchor.trusted},
                {"problem", or_null(anchor.problem)},
                {"time", to_json(anchor.time)},
                {"authority", or_null(anchor.authority)},
                {"policy", or_null(anchor.policy)},
                {"serial", or_null(anchor.serial)},
                {"certificates_end", to_json(anchor.certificates_end)},
                {"revocation", anchor.revocation}};
}

Json to_json(const CosignatureInfo& cosignature) {
    return Json{{"size", cosignature.size},
                {"root", cosignature.root},
                {"witness", cosignature.witness},
                {"object", or_null(cosignature.object)},
                {"time", to_json(cosignature.time)}};
}

Json to_json(const WitnessLog& log) {
    return Json{{"origin", log.origin},
                {"log_key", log.log_key},
                {"size", log.size},
                {"root", or_null(log.root)}};
}

Json to_json(const CodeCheck& check) {
    return Json{{"holds", check.holds},        {"event", check.event},
                {"size", check.size},          {"event_hash", or_null(check.event_hash)},
                {"type", or_null(check.type)}, {"items", check.items},
                {"text", check.text}};
}

Json to_json(const CheckpointComparison& comparison) {
    return Json{{"relation", to_string(comparison.relation)}, {"one_size", comparison.one_size},
                {"other_size", comparison.other_size},        {"text", comparison.text},
                {"bundle", or_null(comparison.bundle)},       {"kept", or_null(comparison.kept)}};
}

Json to_json(const CosignedCheckpoint& checkpoint) {
    return Json{{"origin", checkpoint.origin},
                {"size", checkpoint.size},
                {"root", checkpoint.root},
                {"quorum", checkpoint.quorum},
                {"cosignatures", to_json(checkpoint.cosignatures)},
                {"strangers", checkpoint.strangers},
                {"text", checkpoint.text}};
}

}  // namespace exhibit::cli

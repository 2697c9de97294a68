#include "exchange/schema/rule.hpp"

#include <array>

namespace exhibit::exchange::schema {
namespace {

struct Assigned {
    std::string_view prefix;
    std::string_view element;
    Rule rule;
};

constexpr std::array assigned = {
    Assigned{"iodef1", "IODEF-Document", Rule::document},
    Assigned{"iodef2", "IODEF-Document", Rule::document},
    Assigned{"iodef1", "Incident", Rule::incident},
    Assigned{"iodef2", "Incident", Rule::incident},
    Assigned{"iodef1", "IncidentID", Rule::incident_id},
    Assigned{"iodef2", "IncidentID", Rule::incident_id},
    Assigned{"iodef1", "EventData", Rule::event_data},
    Assigned{"iodef2", "EventData", Rule::event_data},
    Assigned{"iodef1", "Expectation", Rule::expectation},
    Assigned{"iodef2", "Expectation", Rule::expectation},
    Assigned{"iodef2", "HistoryItem", Rule::history_item},
    Assigned{"iodef1", "Contact", Rule::needs_child},
    Assigned{"iodef2", "Contact", Rule::needs_child},
    Assigned{"iodef2", "RelatedActivity", Rule::needs_child},
    Assigned{"iodef2", "ThreatActor", Rule::needs_child},
    Assigned{"iodef2", "Campaign", Rule::needs_child},
    Assigned{"iodef2", "Method", Rule::needs_child},
    Assigned{"iodef2", "Reference", Rule::needs_child},
    Assigned{"iodef2", "Service", Rule::needs_child},
    Assigned{"iodef2", "ServiceName", Rule::needs_child},
    Assigned{"iodef2", "BulkObservableFormat", Rule::needs_child},
    Assigned{"iodef2", "AttackPhase", Rule::needs_child},
    Assigned{"iodef2", "DetectionPattern", Rule::detection_pattern},
    Assigned{"iodef1", "StartTime", Rule::start_time},
    Assigned{"iodef2", "StartTime", Rule::start_time},
    Assigned{"iodef1", "EndTime", Rule::end_time},
    Assigned{"iodef2", "EndTime", Rule::end_time},
    Assigned{"iodef1", "DateTime", Rule::other_time},
    Assigned{"iodef2", "DateTime", Rule::other_time},
    Assigned{"iodef1", "DetectTime", Rule::other_time},
    Assigned{"iodef2", "DetectTime", Rule::other_time},
    Assigned{"iodef1", "ReportTime", Rule::other_time},
    Assigned{"iodef2", "ReportTime", Rule::other_time},
    Assigned{"iodef2", "RecoveryTime", Rule::other_time},
    Assigned{"iodef2", "GenerationTime", Rule::other_time},
    Assigned{"iodef2", "RecordData", Rule::record_data},
    Assigned{"iodef1", "RecordPattern", Rule::record_pattern},
    Assigned{"iodef2", "RecordPattern", Rule::record_pattern},
    Assigned{"iodef1", "Confidence", Rule::confidence},
    Assigned{"iodef2", "Confidence", Rule::confidence},
    Assigned{"iodef2", "Node", Rule::node},
    Assigned{"iodef1", "Address", Rule::address},
    Assigned{"iodef2", "Address", Rule::address},
    Assigned{"iodef1", "Port", Rule::port},
    Assigned{"iodef2", "Port", Rule::port},
    Assigned{"iodef1", "Portlist", Rule::port_list},
    Assigned{"iodef2", "Portlist", Rule::port_list},
    Assigned{"iodef2", "FileSize", Rule::not_negative},
    Assigned{"iodef1", "ProtoCode", Rule::not_negative},
    Assigned{"iodef2", "ProtoCode", Rule::not_negative},
    Assigned{"iodef1", "ProtoType", Rule::not_negative},
    Assigned{"iodef2", "ProtoType", Rule::not_negative},
    Assigned{"iodef1", "Counter", Rule::not_negative},
    Assigned{"iodef2", "Counter", Rule::not_negative},
    Assigned{"iodef2", "FileType", Rule::media_type},
    Assigned{"iodef2", "HashData", Rule::hash_data},
    Assigned{"iodef2", "Hash", Rule::hash},
    Assigned{"ds", "Reference", Rule::hash},
    Assigned{"ds", "DigestMethod", Rule::digest_method},
    Assigned{"ds", "DigestValue", Rule::digest_value},
    Assigned{"iodef2", "IndicatorReference", Rule::indicator_reference},
    Assigned{"rid1", "RID", Rule::rid},
    Assigned{"rid2", "RID", Rule::rid},
    Assigned{"rid1", "RIDPolicy", Rule::rid_policy},
    Assigned{"rid2", "RIDPolicy", Rule::rid_policy},
};

}  // namespace

Rule rule_of(std::string_view prefix, std::string_view element, std::string_view type) noexcept {
    for (const Assigned& entry : assigned)
        if (entry.element == element && entry.prefix == prefix) return entry.rule;
    if (prefix == "iodef2" && type == "SoftwareType") return Rule::needs_child;
    if (type == "ExtensionType" || type == "XMLDATA") return Rule::extension;
    return Rule::none;
}

}  // namespace exhibit::exchange::schema

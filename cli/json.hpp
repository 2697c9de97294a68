// The public values as JSON, for --json: stable snake_case keys, objects at the root and in lists.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "exhibit/vault.hpp"

namespace exhibit::cli {

/// Keeps the order in which keys are written: a reader finds the id first.
using Json = nlohmann::ordered_json;

/// Both forms hold ASCII only: a terminal that shows them cannot be driven by evidence.
std::string one_line(const Json& value);
std::string document(const Json& value);

template <class T>
Json to_json(const std::vector<T>& values);

/// null when the moment was not set.
Json to_json(Moment moment);
Json to_json(const Digests& digests);
Json to_json(const ByteRange& range);
Json to_json(const ExpectedDigest& expected);
Json to_json(const LogCheck& check);
Json to_json(const KeptLog& log);
Json to_json(const GrantInfo& grant);
Json to_json(const Claim& claim);
Json to_json(const Profile& profile);
Json to_json(const IdentityInfo& identity);
Json to_json(const HandlerInfo& handler);
Json to_json(const PolicyInfo& policy);
Json to_json(const PolicyTrial& trial);
Json to_json(const VaultInfo& vault);
Json to_json(const KeyGenerationInfo& keys);
Json to_json(const IncidentInfo& incident);
Json to_json(const SegmentInfo& segment);
Json to_json(const StoredDigest& stored);
Json to_json(const ContainerInfo& container);
Json to_json(const ArchiveInfo& archive);
Json to_json(const MemberInfo& member);
Json to_json(const ItemInfo& item);
Json to_json(const IngestResult& result);
Json to_json(const OfferInfo& offer);
Json to_json(const CorrectionInfo& correction);
Json to_json(const AttachmentInfo& attachment);
Json to_json(const LifeInfo& life);
Json to_json(const HoldInfo& hold);
Json to_json(const DisposalInfo& disposal);
Json to_json(const Spread& spread);
Json to_json(const Stats& stats);
Json to_json(const ItemSummary& summary);
Json to_json(const PaperAudit& audit);
Json to_json(const CustodyRow& row);
Json to_json(const EventInfo& event);
Json to_json(const Finding& finding);
Json to_json(const VerifyResult& result);
Json to_json(const ExportResult& result);
Json to_json(const MountResult& result);
Json to_json(const AuditResult& result);
Json to_json(const CheckResult& result);
Json to_json(const BundleVerdict& verdict);
Json to_json(const RepairedObject& repair);
Json to_json(const RepairResult& result);
Json to_json(const FoundItem& found);
/// {"not_before":…,"not_after":…}, each null or with time, by and size.
Json to_json(const EventTimes& times);
Json to_json(const AnchorInfo& anchor);
Json to_json(const CosignatureInfo& cosignature);
Json to_json(const WitnessLog& log);
Json to_json(const CodeCheck& check);
Json to_json(const CheckpointComparison& comparison);
Json to_json(const CosignedCheckpoint& checkpoint);
Json to_json(const Error& error);

template <class T>
Json to_json(const std::vector<T>& values) {
    Json list = Json::array();
    for (const T& value : values) list.push_back(to_json(value));
    return list;
}

}  // namespace exhibit::cli

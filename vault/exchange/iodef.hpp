// IODEF v1 (RFC 5070) and v2 (RFC 7970) emission: an incident's evidence as EventData and Record.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "exhibit/types.hpp"
#include "exhibit/vault.hpp"

namespace exhibit::exchange {

/// One completed or open hand-over of an item, both parties named by key id.
struct HandOver {
    std::string from;
    std::string to;
    Moment released;  ///< when offered
    Moment received;  ///< when accepted
    std::string purpose;
    std::string place;
    std::string travel;
    std::string seal_released;
    std::string seal_received;
    std::string condition;
    std::string offer_event;   ///< leaf hash, hex
    std::string accept_event;  ///< leaf hash, hex
};

struct EvidenceItem {
    ItemInfo item;
    std::string collector;  ///< key id: actor of the first event
    std::string tool;       ///< "exhibit 0.1.0", as recorded
    Moment started;         ///< of the acquisition; equal to finished when unknown
    Moment finished;
    std::string first_event;           ///< leaf hash, hex
    std::string last_event;            ///< leaf hash, hex
    std::vector<HandOver> hand_overs;  ///< accepted ones, oldest first
};

struct IodefInput {
    EmitRequest request;
    std::string origin;
    std::string vault_id;
    std::uint64_t ledger_size = 0;
    std::string ledger_root;  ///< hex
    std::string checkpoint;   ///< signed note
    IncidentInfo incident;
    std::vector<EvidenceItem> items;
    std::vector<HandlerInfo> handlers;  ///< everyone named above
    HandlerInfo sender;
    Moment generated;
};

struct IodefDocument {
    std::string xml;                   ///< UTF-8 with an XML declaration
    std::vector<std::string> omitted;  ///< sentences: what was left out or shown escaped, and why
};

/// Same input, same bytes. Error(usage) when csirt_name is empty or items of other incidents are
/// given.
IodefDocument emit_iodef(const IodefInput& input);

/// The URI that stands for an item: "exhibit:<origin>/<item id>", percent-encoded where needed.
std::string item_uri(const std::string& origin, const std::string& item);

}  // namespace exhibit::exchange

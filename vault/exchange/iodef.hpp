// IODEF v1 (RFC 5070) and v2 (RFC 7970) emission: an incident's evidence as EventData and Record.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
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

/// A signed event, for readers without the vault.
struct Proof {
    std::string event;  ///< leaf hash, hex
    std::uint64_t index = 0;
    std::string type;
    std::string envelope;  ///< DSSE, canonical JSON
    std::string receipt;   ///< C2SP tlog-proof text
};

/// The answer of a time-stamp authority (RFC 3161) over a checkpoint that covers the item.
struct TimeStamp {
    std::uint64_t size = 0;
    std::string root;  ///< hex
    std::string checkpoint;
    Moment time;
    std::string authority;
    std::string reply;         ///< DER as base64
    std::string reply_sha256;  ///< hex
};

/// Lines of the content in which a text stands.
struct Excerpt {
    struct Line {
        std::uint64_t number = 0;  ///< from 1
        std::uint64_t offset = 0;  ///< of the text, in bytes from the start of the content
        std::string text;
        bool cut = false;  ///< the line is longer
    };
    std::string text;
    std::uint64_t lines_found = 0;
    std::vector<Line> lines;  ///< the first of them
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
    std::vector<Proof> proofs;         ///< of first and last event and of hand-overs, in order
    std::vector<TimeStamp> stamps;
    std::vector<Excerpt> excerpts;
    std::string enclosed;  ///< the item's document, whole, to be put in; empty: it is not
    std::string phishing;  ///< the message, whole, to be reported as phishing; empty: it is not
    bool capture = false;  ///< the item, a tree or an archive, is to be reported as a phishing site
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
    std::vector<std::string> withheld;  ///< sentences: what the policy leaves out
    std::string tlp;                    ///< clear, green, amber, amber+strict, red; empty: not said
    const std::set<std::string_view>* taken_ids = nullptr;  ///< of the document this stands in
};

struct IodefDocument {
    std::string xml;                   ///< UTF-8 with an XML declaration; or JSON, as asked for
    std::vector<std::string> omitted;  ///< sentences: what was left out or shown escaped, and why
};

/// Same input, same bytes. Error(usage) when csirt_name is empty or items of other incidents are
/// given.
IodefDocument emit_iodef(const IodefInput& input);

/// How a part is laid out in somebody else's document.
struct FragmentLayout {
    bool lines = true;  ///< an element a line; else no line ends but those of texts
    std::string newline = "\n";
    std::string indent;  ///< of the line the part begins in
    std::string unit = "  ";
};
/// The EventData, Record or RecordData elements, without a declaration and without the indent of
/// the first line. They bind every namespace they use.
IodefDocument emit_fragment(const IodefInput& input, const FragmentLayout& layout);

/// The URI that stands for an item: "exhibit:<origin>/<item id>", percent-encoded where needed.
std::string item_uri(const std::string& origin, const std::string& item);

}  // namespace exhibit::exchange

// The record of an incident for other tools: CASE/UCO 1.4.0 (JSON-LD) and Digital Forensics XML.
//
// CASE: each item is an observable with its digests; each event about it is an InvestigativeAction
// that names the one before it (wasInformedBy), takes the item's provenance record and makes the
// next one, as the ontology's chain of custody is drawn. Source: CASE Ontology 1.4.0 and UCO 1.4.0,
// the classes and their SHACL shapes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "exhibit/types.hpp"

namespace exhibit::exchange {

struct ItemRecordOut {
    ItemInfo item;
    std::vector<CustodyRow> rows;       ///< oldest first
    std::vector<MemberInfo> members{};  ///< DFXML: of a tree or an archive, if they may be read
};

struct RecordOut {
    std::string origin;
    std::string vault_id;  ///< leaf hash of the first event, hex
    std::uint64_t ledger_size = 0;
    std::string ledger_root;  ///< hex
    std::string program;      ///< version of this program
    IncidentInfo incident;
    std::vector<ItemRecordOut> items;
    std::vector<HandlerInfo> handlers;  ///< everyone named in the rows
    Moment generated;
};

struct RecordDocument {
    std::string text;
    std::vector<std::string> omitted;  ///< sentences
};

/// JSON-LD with one @graph. Same input, same bytes; ids are UUIDs of version 5 made from what they
/// stand for, so that two exports of one vault speak of the same things.
RecordDocument case_document(const RecordOut& record);

/// DFXML 1.1.1: a fileobject for each digital item or, of trees and archives, for each member.
RecordDocument dfxml_document(const RecordOut& record);

/// "kind-xxxxxxxx-xxxx-5xxx-yxxx-xxxxxxxxxxxx" for the name of a thing in this vault.
std::string case_id(const std::string& vault_id, const std::string& kind, const std::string& name);

}  // namespace exhibit::exchange

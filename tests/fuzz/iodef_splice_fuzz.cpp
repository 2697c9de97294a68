// Evidence put into any document at all: what is taken keeps its bytes and stays strict XML, and
// what a document states can be read wherever evidence can be put.
#include <cstdint>
#include <string>

#include "base/check.hpp"
#include "exchange/digest_text.hpp"
#include "exchange/report_statements.hpp"
#include "exchange/splice.hpp"
#include "try_out.hpp"

namespace {

namespace exchange = exhibit::exchange;
using exhibit::Error;
using exhibit::ErrorKind;
using exhibit::IodefSection;

exchange::IodefInput input_for(const exchange::SplicePlace& place, IodefSection section) {
    exchange::IodefInput input;
    input.request.incident = "I";
    input.request.version = place.version;
    input.request.section = section;
    input.origin = "o";
    input.vault_id = std::string(64, '0');
    input.incident.id = "I";
    input.incident.restriction = "private";
    exchange::EvidenceItem evidence;
    evidence.item.id = "I/1";
    evidence.item.incident = "I";
    evidence.item.custodian = std::string(64, 'a');
    evidence.first_event = evidence.last_event = std::string(64, 'b');
    input.items = {evidence};
    return input;
}

void put_in(const std::string& document, IodefSection section) {
    const exchange::ReportMap map = exchange::map_report(document, "input");
    exhibit::IodefAttachRequest request;
    request.evidence.section = section;
    request.report_incident = 1;
    request.event_data = section == IodefSection::event_data ? 0 : 1;
    const exchange::SplicePlace place = exchange::find_place(document, map, request);
    exchange::IodefInput input = input_for(place, section);
    input.taken_ids = &map.ids;
    const std::string part = exchange::emit_fragment(input, place.layout).xml;
    const std::string whole = exchange::splice(document, place, part);
    const std::size_t length = whole.size() - document.size();
    CHECK(whole.substr(0, place.offset) + whole.substr(place.offset + length) == document);
    exchange::require_sound(document, whole, map, section, "input");
    exchange::require_sound_place(document, place, part, map, section, "input");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string document(reinterpret_cast<const char*>(bytes), size);
    for (const auto section :
         {IodefSection::event_data, IodefSection::record, IodefSection::record_data}) {
        try {
            put_in(document, section);
        } catch (const Error& error) {
            CHECK(error.kind() != ErrorKind::internal);
        }
    }
    exhibit::fuzz::try_out([&] {
        for (const auto& one : exchange::read_statements(document, "input").statements)
            (void)exchange::read_digest(one.text, exchange::digest_name(one.algorithm).octets);
    });
    return 0;
}

// Events, entries and disclosures: what is accepted is what would be written.
#include <cstdint>

#include "base/check.hpp"
#include "base/codec.hpp"
#include "ledger/disclosure.hpp"
#include "ledger/event.hpp"
#include "try_out.hpp"

using exhibit::fuzz::try_out;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    namespace ledger = exhibit::ledger;
    const std::string text(reinterpret_cast<const char*>(bytes), size);
    try_out([&] { CHECK(ledger::dump_payload(ledger::parse_payload(text, "input")) == text); });
    try_out([&] {
        const ledger::Entry entry = ledger::parse_entry(text, ledger::LeafIndex{0}, "input");
        CHECK(exhibit::encode::dump_envelope(entry.envelope) == text);
        CHECK(ledger::dump_payload(entry.event) == entry.envelope.payload);
        CHECK(!ledger::signatures_hold(entry, [](const exhibit::crypto::Hash&) {
            return std::optional<exhibit::crypto::VerifyKey>();
        }));
    });
    try_out([&] {
        const std::string disclosure = exhibit::to_base64url(exhibit::as_bytes(text));
        CHECK(ledger::parse_disclosure(disclosure, "input").text == disclosure);
    });
    return 0;
}

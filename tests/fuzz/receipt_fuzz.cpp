// Receipts and remembered heads: what is accepted is what would be written, and no receipt holds
// that the pinned log did not sign.
#include <cstdint>

#include "base/check.hpp"
#include "ledger/receipt.hpp"
#include "ledger/remembered.hpp"
#include "try_out.hpp"

namespace {

const exhibit::encode::NoteKey& stranger() {
    static const exhibit::encode::NoteKey fixed = exhibit::encode::parse_vkey(
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
    return fixed;
}

}  // namespace

using exhibit::fuzz::try_out;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    namespace ledger = exhibit::ledger;
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);
    try_out([&] {
        const ledger::Receipt receipt = ledger::parse_receipt(text, "input");
        CHECK(ledger::dump_receipt(receipt) == text);
        try_out(
            [&] { static_cast<void>(ledger::verify_receipt(receipt, receipt.log_key, "input")); });
        static_cast<void>(ledger::verify_receipt(receipt, stranger(), "input"));
        CHECK(receipt.log_key == stranger());
    });
    try_out([&] {
        const ledger::RememberedHead head = ledger::parse_remembered(text, "input");
        CHECK(ledger::dump_remembered(head) == text);
    });
    return 0;
}

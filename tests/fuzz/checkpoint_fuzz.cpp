// Checkpoints and commits: what is accepted is what would be written, and nothing passes for signed
// that the log key did not sign.
#include <cstdint>

#include "base/check.hpp"
#include "ledger/checkpoint.hpp"
#include "ledger/commit.hpp"
#include "ledger/descriptor.hpp"
#include "try_out.hpp"

namespace {

const exhibit::encode::NoteKey& key() {
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
        CHECK(ledger::checkpoint_text(ledger::parse_checkpoint_text(text, "input")) == text);
    });
    try_out([&] { CHECK(ledger::dump_commit(ledger::parse_commit(text, "input")) == text); });
    try_out(
        [&] { CHECK(ledger::dump_descriptor(ledger::parse_descriptor(text, "input")) == text); });
    try_out([&] {
        // No checkpoint was ever signed with this key.
        static_cast<void>(ledger::open_checkpoint(text, key(), "input"));
        CHECK(false);
    });
    try_out([&] {
        static_cast<void>(
            ledger::open_commit(text, {ledger::TreeSize{0}, ledger::empty_root()}, key(), "input"));
        CHECK(false);
    });
    return 0;
}

// Texts that come from others beside a vault: policies, anchors, fork bundles, short codes,
// verifier keys of witnesses. What is accepted is what would be written, and no fork holds that the
// log did not sign.
#include <cstdint>

#include "base/check.hpp"
#include "ledger/anchor.hpp"
#include "ledger/fork.hpp"
#include "ledger/short_code.hpp"
#include "ledger/trust_policy.hpp"
#include "try_out.hpp"

using exhibit::fuzz::try_out;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    namespace ledger = exhibit::ledger;
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);
    try_out([&] {
        const ledger::TrustPolicy policy = ledger::parse_trust_policy(text, "input");
        CHECK(policy.quorum_size({}).value_or(0) == 0);
    });
    try_out([&] {
        const ledger::Anchor anchor = ledger::parse_anchor(text, "input");
        CHECK(ledger::dump_anchor(anchor) == text);
        static_cast<void>(exhibit::crypto::verify_timestamp(
            {exhibit::as_bytes(anchor.note), anchor.query, anchor.response}, {anchor.chain, {}},
            "input"));
    });
    try_out([&] {
        const ledger::Fork fork = ledger::parse_fork(text, "input");
        CHECK(ledger::dump_fork(fork, "input") == text);
        static_cast<void>(ledger::fork_holds(fork, "input"));
    });
    try_out([&] {
        const ledger::ShortCode code = ledger::parse_short_code(text);
        CHECK(ledger::parse_short_code(ledger::format_short_code(code)) == code);
    });
    try_out([&] {
        const auto key = exhibit::encode::parse_witness_vkey(text);
        CHECK(exhibit::encode::format_witness_vkey(key) == text);
    });
    return 0;
}

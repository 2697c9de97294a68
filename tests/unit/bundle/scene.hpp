// Bundles of what a LedgerBuilder made: without private values, which it keeps sealed.
#pragma once

#include <functional>
#include <set>

#include "bundle/known_tree.hpp"
#include "bundle/members.hpp"
#include "bundle/select.hpp"
#include "bundle/verify.hpp"
#include "support/ledger_builder.hpp"

namespace exhibit::bundle::test {

using Leave = std::function<bool(const ledger::Entry&)>;

/// `leave_out` names entries the maker leaves out beside those of other incidents.
inline Contents contents_of(const exhibit::test::LedgerBuilder& builder,
                            const Leave& leave_out = {}) {
    Contents out;
    out.info = Info{
        custody::IncidentId::parse("INC-1"), std::nullopt, {1795400000}, {60}, {}, "a test", {}};
    out.descriptor = ledger::dump_descriptor(builder.descriptor());
    Selection selection(out.info->incident);
    ledger::TreeEdge edge;
    std::vector<ledger::FullTile> full;  // these ledgers are small: there are none
    std::vector<ledger::Entry> taken;
    for (const ledger::Entry& entry : builder.entries()) {
        edge.append(entry.leaf, full);
        if (selection.take(entry) == Selection::Of::none) continue;
        if (leave_out && leave_out(entry)) continue;
        out.entries.emplace(entry.index.value, entry.text);
        taken.push_back(entry);
    }
    const auto hashes = edge.level(0);
    out.tiles[{0, 0}] = {hashes.begin(), hashes.end()};
    const crypto::SeedSigner log(builder.vault_keys().log_seed);
    out.checkpoint =
        ledger::sign_checkpoint({builder.origin(), edge.size(), edge.root()}, log).note;
    out.keys = keys_text(taken, encode::format_vkey(builder.descriptor().log_key));
    return out;
}

/// Codes of the violations, none twice.
inline std::set<std::string> violations(const Verified& verified) {
    std::set<std::string> codes;
    for (const Finding& finding : verified.findings) {
        if (finding.severity == Severity::violation) codes.insert(finding.code);
    }
    return codes;
}

}  // namespace exhibit::bundle::test

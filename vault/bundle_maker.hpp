// Gathers what a bundle or a report about an incident or an item is made of.
#pragma once

#include <string>
#include <vector>

#include "bundle/contents.hpp"
#include "bundle/verify.hpp"
#include "exhibit/vault.hpp"
#include "vault/session.hpp"

namespace exhibit {

/// Entries, tiles and disclosures of an incident or an item, as this handler can give them out.
/// Error(denied) without a record or content grant, Error(not_found).
bundle::Contents gather_bundle(Session& session, const std::string& about,
                               const std::vector<std::string>& withhold);

BundleVerdict describe_verdict(const bundle::Verified& verified);

/// A bundle file as it is, judged; `trust`: whose cosignatures are believed.
bundle::Verified read_bundle(const std::string& path, const CancelFlag* cancel,
                             const ledger::TrustPolicy* trust = nullptr);

}  // namespace exhibit

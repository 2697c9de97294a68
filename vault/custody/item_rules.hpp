// Rules about what the first event of an item says of it (CR-01, CR-02, CR-04, CR-12 to CR-17,
// CR-24, CR-29, CR-30): what it is, where it came from, how it was read. Pure functions over
// values, so that a paper form is asked the same questions as a ledger.
#pragma once

#include <string>

#include "custody/bodies.hpp"
#include "custody/policy.hpp"
#include "custody/private_names.hpp"
#include "custody/teller.hpp"

namespace exhibit::custody {

// Any item, and a paper form.
void ask_identifier(Teller& teller, const PrivateValues& values);
void ask_description(Teller& teller, const PrivateValues& values, bool physical);
void ask_collection(Teller& teller, const PrivateValues& values);

// Items that were ingested.
void ask_acquisition(Teller& teller, const PrivateValues& values, const ItemIngest& ingest);
/// How far the clock of the acquiring machine was off, as the policy asks.
void ask_clock(Teller& teller, const PrivateValues& values, const ClockRules& rules);
void ask_digests(Teller& teller, const PrivateValues& values);
void ask_container(Teller& teller, const PrivateValues& values);
void ask_archive(Teller& teller, const PrivateValues& values, const ItemIngest& ingest);
/// `original_sha256` is that of the item it was derived from, "" when that cannot be read.
void ask_derivation(Teller& teller, const PrivateValues& values, const ItemIngest& ingest,
                    const std::string& original_sha256);

/// What a certificate of authenticity (FRE 902(14)) is filled from; `person` are the values of who
/// took the item in.
void ask_certificate(Teller& teller, const PrivateValues& values, const PrivateValues& person);

/// Whether the content is shown to be that of the source: by a digest that was expected, or by what
/// the log of the acquiring tool says.
bool matches_source(const PrivateValues& values);

}  // namespace exhibit::custody

// The parts of the keyless check that the audit does as well.
#pragma once

#include <optional>

#include "custody/records.hpp"
#include "ledger/descriptor.hpp"
#include "verify/ledger_walk.hpp"
#include "verify/objects.hpp"
#include "verify/survey.hpp"

namespace exhibit::verify {

/// An entries tile: there, and of a possible form. What is sealed in it takes the record key.
void check_entries_tile(Objects& objects, Survey& survey, std::uint64_t number);

/// Every object under keys/ and private/ is what its name says.
void check_digests(Objects& objects, const Survey& survey, ObjectKind kind);

/// Every list is what its name says and well formed; every pack it names is in the store, or was
/// destroyed. Who has read the events gives what they say of that; without them a note in the store
/// is all there is.
using DestroyedPacks = std::map<crypto::Hash, custody::DestroyedPackRecord>;
void check_lists(Objects& objects, Survey& survey, const DestroyedPacks* destroyed);

/// Header and trailer of every pack; with `read_data` also its digest.
void check_packs(Objects& objects, const Survey& survey, bool read_data);

/// Names of objects that this check cannot explain.
std::vector<std::string> left_over(const Survey& survey);

}  // namespace exhibit::verify

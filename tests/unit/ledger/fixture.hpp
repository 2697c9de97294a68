// A ledger over any store, with keys, origin and events that are the same in each run. The events
// follow the rules of this layer only: nobody is enrolled, no chains are kept.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "crypto/sign.hpp"
#include "ledger/descriptor.hpp"
#include "ledger/reader.hpp"
#include "ledger/writer.hpp"
#include "store/object_store.hpp"
#include "support/seeded_random.hpp"

namespace exhibit::ledger::test {

const crypto::SeedSigner& log_signer();
const crypto::SeedSigner& actor_signer();
const Descriptor& descriptor();
crypto::SecretBytes record_key();

/// An event whose body is {"tag": tag} and whose salt follows from the tag.
Event event_of(const std::string& tag);
/// The same, signed. Kept, because tests ask for the same ones again and again.
std::string entry_of(const std::string& tag);
std::string tag_of(const Entry& entry);

LedgerReader reader_of(store::ObjectStore& store);

/// Appends entries tagged `first`, `first` + 1, ... in one transition.
AppendResult append_tags(store::ObjectStore& store, std::uint64_t first, std::uint64_t count);
/// A ledger of `size` entries tagged by their index, `width` of them in each transition.
void fill(store::ObjectStore& store, std::uint64_t size, std::uint64_t width);

/// The texts of all entries, as a reader without memory sees them.
std::vector<std::string> texts_in(store::ObjectStore& store);
/// entry_of("0") to entry_of("count - 1").
std::vector<std::string> numbered_texts(std::uint64_t count);

/// The tags of all entries, as a reader without memory sees them.
std::vector<std::string> tags_in(store::ObjectStore& store);
/// "0" to "count - 1".
std::vector<std::string> numbered_tags(std::uint64_t count);

/// Copies every object of one store into another.
void copy_store(store::ObjectStore& from, store::ObjectStore& to);

}  // namespace exhibit::ledger::test

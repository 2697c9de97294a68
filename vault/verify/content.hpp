// Verification of one digital item's content: every block it needs, and the digests of its stream.
#pragma once

#include <string>
#include <vector>

#include "custody/keys.hpp"
#include "custody/records.hpp"
#include "exhibit/progress.hpp"
#include "exhibit/vault.hpp"
#include "store/object_store.hpp"

namespace exhibit::verify {

/// What is attached to an item, with a list of packs of its own.
struct AttachmentInput {
    crypto::Hash list;
    crypto::Hash manifest;
    std::string sha256;  ///< as recorded; "" when that cannot be read
};

struct ContentInput {
    store::ObjectStore& store;
    std::string origin;
    const custody::ItemRecord& item;    ///< digital
    const custody::IncidentKeys& keys;  ///< level content
    /// As recorded at ingest; without a SHA-256 the verdict is not ok.
    Digests recorded;
    VerifyDepth depth = VerifyDepth::stream;
    Progress* progress = nullptr;
    const CancelFlag* cancel = nullptr;
    /// Of the acquisition logs the event names, in its order; one that is not there is not on
    /// record.
    std::vector<std::string> log_sha256{};
    /// Of the listing of an archive's members, when the event names one.
    std::string members_sha256{};
    std::vector<AttachmentInput> attachments{};
};

/// Never throws for bad evidence: damage is findings that name the pack object and the exact byte
/// range of the item. `scope` is in words: "every block and the SHA-256 of the whole stream".
VerifiedItem verify_content(const ContentInput& input);

}  // namespace exhibit::verify

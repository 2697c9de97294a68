// Putting a document beside an item.
#pragma once

#include <optional>
#include <string>

#include "base/bytes.hpp"
#include "custody/life_bodies.hpp"
#include "exhibit/life.hpp"
#include "intake/ingest.hpp"
#include "vault/session.hpp"

namespace exhibit {

struct Attachment {
    custody::ItemId item;
    custody::AttachmentRole role = custody::AttachmentRole::document;
    std::string name;               ///< of the file, without folders
    custody::PrivateValues values;  ///< beside name, size and sha256
    std::optional<Moment> happened;
};

/// Keeps the bytes and writes the `item.attach`.
EventInfo attach_bytes(Session& session, const Vault& vault, const Attachment& attachment,
                       ByteView bytes, const intake::IngestOptions& options);

}  // namespace exhibit

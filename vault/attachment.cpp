#include "vault/attachment.hpp"

#include "base/text.hpp"
#include "blob/locked_index.hpp"
#include "intake/acquisition_keep.hpp"
#include "vault/access_record.hpp"
#include "vault/content.hpp"
#include "vault/life_words.hpp"
#include "vault/vault_state.hpp"

namespace exhibit {

EventInfo attach_bytes(Session& session, const Vault& vault, const Attachment& attachment,
                       ByteView bytes, const intake::IngestOptions& options) {
    const custody::ItemId& item = attachment.item;
    IncidentContent content(session, item.incident(), IncidentContent::Use::deposit);
    blob::LockedIndex index(content.index());
    blob::BlobWriter writer(*session.store, content.deposit_keys(), index);
    const intake::KeptStream kept =
        intake::keep_stream(bytes, "the attachment " + printable(attachment.name), writer, options);
    const crypto::Hash list = put_list(session, writer.finish().packs);

    custody::PrivateValues values = attachment.values;
    set_text(values, "name", recordable(attachment.name));
    values.emplace("size", kept.size);
    set_text(values, "sha256", kept.digests.sha256);
    return written(session, vault, [&] {
        content.require_same_keys();
        return EventDraft{custody::ItemAttach{list, kept.manifest.hash, attachment.role},
                          {item},
                          {{custody::subject_of(item), values}},
                          attachment.happened};
    });
}

}  // namespace exhibit

// An item's content: where its blocks are, and reading them again.
#pragma once

#include <memory>
#include <set>
#include <string>

#include "blob/source.hpp"
#include "blob/writer.hpp"
#include "custody/types.hpp"
#include "exhibit/vault.hpp"
#include "vault/session.hpp"

namespace exhibit {

/// What reading or writing content of one incident takes, kept together because the parts refer to
/// each other. Error(denied) unless this handler holds a grant that allows it.
class IncidentContent {
public:
    enum class Use { read, deposit };
    IncidentContent(Session& session, const custody::IncidentId& incident, Use use);

    const blob::IncidentTag& tag() const noexcept { return tag_; }
    const custody::IncidentKeys& keys() const noexcept { return *keys_; }
    const crypto::KeyedHash& id_key() const noexcept { return id_key_; }
    blob::BlockIndex& index() noexcept { return *index_; }
    blob::BlockSource& source();
    blob::DepositKeys deposit_keys() const;
    blob::ReadKeys read_keys() const;
    /// Error(conflict) when the incident got new keys since: what was deposited is under old ones.
    void require_same_keys() const;

private:
    void index_new_packs();

    Session& session_;
    std::unique_ptr<store::Occupation> here_;
    const custody::IncidentRecord& record_;
    const custody::IncidentKeys* keys_;
    std::size_t generation_;
    blob::IncidentTag tag_;
    blob::IncidentTag place_;  ///< of the index: that of the tag, or of this generation's packs
    crypto::KeyedHash id_key_;
    blob::BlockIndex* index_;
    std::unique_ptr<blob::PackBlockSource> source_;
};

/// Error(not_found) saying by which event, when an item's content was destroyed.
void require_content(const Session& session, const custody::ItemRecord& item,
                     std::string_view doing);
/// Puts the list of the packs that something needs (FORMAT.md 9.4).
crypto::Hash put_list(Session& session, const std::set<crypto::Hash>& packs);

/// Packs that were removed are forgotten by the index of blocks of this handler.
void forget_packs(Session& session, const std::set<crypto::Hash>& packs);

/// Reads a digital item and compares it with the record. Error(denied) without a content grant.
VerifiedItem verify_item(Session& session, const custody::ItemRecord& item, VerifyDepth depth,
                         Progress* progress, const CancelFlag* cancel);

/// The same for whoever takes an item over. Physical items are not checked.
custody::CheckResult recheck(Session& session, const custody::ItemId& item, Progress* progress,
                             const CancelFlag* cancel);

}  // namespace exhibit

// A small vault in memory, made by the real writers: what the tests of this layer damage.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "blob/block.hpp"
#include "blob/index.hpp"
#include "blob/pack_format.hpp"
#include "blob/writer.hpp"
#include "exhibit/vault.hpp"
#include "ledger/remembered.hpp"
#include "store/object_store.hpp"
#include "support/ledger_builder.hpp"
#include "verify/audit.hpp"
#include "verify/check.hpp"
#include "verify/content.hpp"

namespace exhibit::verify::test {

inline constexpr std::string_view incident = "INC-1";

/// A part of a stream, as a test asks for it.
struct Piece {
    enum class Kind { data, zeros, unreadable } kind = Kind::data;
    Bytes bytes;               ///< data
    std::uint64_t length = 0;  ///< as the manifest states it
    /// data: instead of the id of its bytes, as a depositor can lie
    std::optional<blob::BlockId> id{};
};

/// Where the parts of a sound pack lie.
blob::PackTrailer trailer_of(ByteView pack);

/// Anna is admin and opened INC-1; Boris is enrolled. Nothing is in the store before publish().
class Scene {
public:
    Scene();

    exhibit::test::LedgerBuilder& builder() noexcept { return builder_; }
    store::ObjectStore& store() noexcept { return *store_; }

    /// Stores a stream and gives the ids of its data blocks and its root.
    struct Stream {
        blob::BlockId root;
        std::vector<blob::BlockId> blocks;
        std::string sha256;
        std::uint64_t unreadable = 0;
        std::uint64_t ranges = 0;
    };
    Stream put_stream(const std::vector<Piece>& pieces);
    /// Ends the pack and the list of everything put so far; records it as an item.
    custody::ItemId ingest(const Stream& stream, std::string_view kind = custody::kind_image,
                           const std::vector<Stream>& logs = {},
                           const std::optional<Stream>& members = std::nullopt);

    /// Writes objects and ledger, `width` entries in a transition.
    void publish(std::size_t width = 2);

    CheckResult check(bool read_data = true);
    AuditResult audit(std::string_view who = "anna", bool remembers = true);
    VerifiedItem verify(const custody::ItemId& item, VerifyDepth depth = VerifyDepth::stream);
    /// As publish() left it: what Anna remembers.
    const ledger::RememberedHead& remembered() const { return *remembered_; }

    std::vector<std::string> names() { return store_->list(""); }
    std::string only(const std::string& prefix);
    Bytes bytes_of(const std::string& name) { return store_->get(name).value(); }
    void overwrite(const std::string& name, ByteView bytes) { store_->replace(name, bytes); }
    /// Changes one bit of the byte at `offset`.
    void flip(const std::string& name, std::size_t offset);

private:
    exhibit::test::LedgerBuilder builder_;
    std::unique_ptr<store::ObjectStore> store_;
    // Behind pointers: the writer keeps references, and scenes are moved.
    std::unique_ptr<crypto::KeyedHash> id_key_;
    std::unique_ptr<blob::MemoryBlockIndex> index_;
    std::unique_ptr<blob::BlobWriter> writer_;
    std::map<std::string, std::string> sha256_;                   ///< of each item
    std::map<std::string, std::vector<std::string>> log_sha256_;  ///< of its logs
    std::map<std::string, std::string> members_sha256_;           ///< of the listing of its members
    std::optional<ledger::RememberedHead> remembered_;
};

/// A vault with one image (data, zeros, data), a hand-over and a verification.
Scene worked_scene();
Piece data_run(std::uint64_t seed, std::size_t count);
Piece zero_run(std::uint64_t length);
Piece unreadable_run(std::uint64_t length);

bool has(const std::vector<Finding>& findings, std::string_view code, std::string_view object = {});
/// True when a finding names the object, of any severity.
bool names_object(const std::vector<Finding>& findings, std::string_view object);
std::vector<Finding> violations(const std::vector<Finding>& findings);
/// The findings as lines, for messages.
std::string text_of(const std::vector<Finding>& findings);
const Claim& claim(const AuditResult& result, std::string_view name);

}  // namespace exhibit::verify::test

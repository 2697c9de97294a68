// What the tests of the blob layer share: one incident with fixed keys, and packs of it.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "blob/block.hpp"
#include "blob/compress.hpp"
#include "blob/pack_builder.hpp"
#include "blob/pack_reader.hpp"
#include "blob/source.hpp"
#include "blob/writer.hpp"
#include "crypto/box.hpp"
#include "crypto/digest.hpp"
#include "crypto/keyed.hpp"
#include "exhibit/error.hpp"
#include "store/object_store.hpp"
#include "support/seeded_random.hpp"

namespace exhibit::blob::test {

inline crypto::SecretBytes fixed_secret(std::string_view name) {
    return crypto::SecretBytes::copy_of(crypto::sha256(as_bytes(name)).view());
}

/// An incident whose keys are the same in each run.
struct Incident {
    explicit Incident(std::string_view name = "blob tests")
        : content(fixed_secret(std::string(name) + " content")),
          id_key(fixed_secret(std::string(name) + " id")) {
        const crypto::Hash hash = crypto::sha256(as_bytes(name));
        for (std::size_t i = 0; i < tag.bytes.size(); ++i) tag.bytes[i] = hash.bytes[i];
    }
    ReadKeys read_keys() const { return {tag, content, id_key}; }
    DepositKeys deposit_keys() const { return {tag, content.public_key(), id_key}; }
    BlockId id(BlockType type, ByteView bytes) const {
        crypto::KeyedHash key = id_key.clone();
        return block_id(key, type, bytes);
    }

    crypto::BoxKeyPair content;
    crypto::KeyedHash id_key;
    IncidentTag tag;
};

/// `count` bytes of text that compresses well.
inline Bytes prose(std::size_t count,
                   std::string_view words = "the exhibit was sealed and signed; ") {
    Bytes out;
    while (out.size() < count) append(out, words);
    out.resize(count);
    return out;
}

/// Adds a data block as a writer would: compressed when that pays.
inline BlockId add_block(PackBuilder& builder, const Incident& incident, ByteView content,
                         BlockType type = BlockType::data) {
    const BlockId id = incident.id(type, content);
    Compressor compressor;
    Bytes compressed;
    if (compressor.compress(content, compressed)) {
        builder.add({type, id, content.size(), Encoding::zstd, compressed});
    } else {
        builder.add({type, id, content.size(), Encoding::plain, content});
    }
    return id;
}

/// A pack of three blocks: prose (compressed), random bytes (as they are), a short one.
struct SmallPack {
    explicit SmallPack(const Incident& incident)
        : contents{prose(3000), exhibit::test::seeded_bytes(7, 700), to_bytes("short")} {
        PackBuilder builder(incident.tag, incident.content.public_key());
        for (const Bytes& content : contents) ids.push_back(add_block(builder, incident, content));
        pack = builder.finish();
    }
    /// Puts these bytes under the pack's name, whatever they are.
    void put(store::ObjectStore& store, ByteView bytes) const {
        store.put_new(pack_object_name(pack.name), bytes);
    }

    std::vector<Bytes> contents;
    std::vector<BlockId> ids;
    FinishedPack pack;
};

/// Blocks in a map; a block that is not there is not found.
class MapSource final : public BlockSource {
public:
    explicit MapSource(const Incident& incident) : incident_(incident) {}

    BlockId add(BlockType type, ByteView content) {
        const BlockId id = incident_.id(type, content);
        blocks_[{type, id}] = to_bytes(content);
        return id;
    }
    void lose(BlockType type, const BlockId& id) { blocks_.erase({type, id}); }
    std::size_t size() const { return blocks_.size(); }

    void read(const BlockId& id, BlockType type, Bytes& content) override {
        const auto found = blocks_.find({type, id});
        if (found == blocks_.end()) {
            throw Error(ErrorKind::not_found, "reading block " + id.hex() + ": it is lost");
        }
        content = found->second;
    }

private:
    const Incident& incident_;
    std::map<std::pair<BlockType, BlockId>, Bytes> blocks_;
};

/// The kind an operation fails with; fails the test when it does not fail.
template <typename Operation>
ErrorKind kind_of_failure(Operation&& operation) {
    try {
        operation();
    } catch (const Error& error) {
        return error.kind();
    }
    return ErrorKind::internal;  // no test expects this one: "it did not fail"
}

}  // namespace exhibit::blob::test

#include "blob/pack_reader.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "exhibit/error.hpp"

namespace exhibit::blob {
namespace {

// Large enough to make a file system read ahead, small beside the memory of a process.
constexpr std::uint64_t window_bytes = std::uint64_t{4} << 20;
static_assert(window_bytes > frame_header_bytes + block_bytes_max + crypto::aead_tag_bytes);

Bytes get_present(store::ObjectStore& store, const std::string& object, store::Range range) {
    std::optional<Bytes> bytes = store.get(object, range);
    if (!bytes) {
        throw Error(ErrorKind::not_found, "reading " + object + ": the vault at " +
                                              store.description() + " has no such pack");
    }
    return std::move(*bytes);
}

std::uint64_t size_of_present(store::ObjectStore& store, const std::string& object) {
    const std::optional<std::uint64_t> size = store.size(object);
    if (!size) {
        throw Error(ErrorKind::not_found, "reading " + object + ": the vault at " +
                                              store.description() + " has no such pack");
    }
    return *size;
}

crypto::SecretBytes open_pack_key(const PackHeader& header, const ReadKeys& keys,
                                  const std::string& source) {
    if (header.incident != keys.incident) {
        throw Error(ErrorKind::malformed, "opening " + source + ": found incident tag " +
                                              to_hex(header.incident.view()) + ", expected " +
                                              to_hex(keys.incident.view()));
    }
    std::optional<crypto::SecretBytes> key = crypto::open_sealed(keys.content, header.key_box);
    for (std::size_t i = 0; !key && i < keys.older.size(); ++i)
        key = crypto::open_sealed(keys.older[i], header.key_box);
    if (!key || key->size() != crypto::aead_key_bytes) {
        throw Error(ErrorKind::denied,
                    "opening " + source +
                        ": its key box does not open with this incident's content key; it was "
                        "changed, or sealed to another key");
    }
    return std::move(*key);
}

}  // namespace

PackHeader read_pack_header(store::ObjectStore& store, const crypto::Hash& pack) {
    const std::string object = pack_object_name(pack);
    return parse_pack_header(get_present(store, object, {0, pack_header_bytes}), object);
}

crypto::Hash digest_of_pack(store::ObjectStore& store, const crypto::Hash& pack) {
    const std::string object = pack_object_name(pack);
    const std::uint64_t size = size_of_present(store, object);
    crypto::Digest digest(crypto::Algorithm::sha256);
    for (std::uint64_t offset = 0; offset < size; offset += window_bytes) {
        digest.update(get_present(store, object, {offset, std::min(window_bytes, size - offset)}));
    }
    const Bytes value = digest.finish();
    crypto::Hash hash;
    std::copy(value.begin(), value.end(), hash.bytes.begin());
    return hash;
}

FrameOpener::FrameOpener(const PackHeader& header, const ReadKeys& keys, std::string source)
    : source_(std::move(source)),
      incident_(header.incident),
      aead_(open_pack_key(header, keys, source_)),
      id_key_(keys.id_key.clone()) {
    write_pack_header(header_, header);
}

void FrameOpener::refuse(std::uint64_t offset, const std::string& found) const {
    throw Error(ErrorKind::corrupt, "reading the frame at offset " + std::to_string(offset) +
                                        " of " + source_ + ": " + found);
}

FrameHeader FrameOpener::open(ByteView frame, std::uint64_t offset, Bytes& content, IdCheck check) {
    const std::string where = source_ + " (frame at offset " + std::to_string(offset) + ")";
    if (frame.size() < frame_header_bytes) {
        throw FormatError(where, frame.size(), "a frame header of 52 bytes");
    }
    const ByteView head = frame.first(frame_header_bytes);
    const ByteView sealed = frame.subspan(frame_header_bytes);
    const FrameHeader header = parse_frame_header(head, where);
    if (sealed.size() != header.sealed_bytes) {
        refuse(offset, "found " + std::to_string(header.sealed_bytes) +
                           " sealed bytes in its header, expected " +
                           std::to_string(sealed.size()));
    }
    std::array<std::byte, 16 + frame_header_bytes> associated{};
    const auto rest = std::copy(incident_.bytes.begin(), incident_.bytes.end(), associated.begin());
    std::copy(head.begin(), head.end(), rest);

    Bytes& opened = header.encoding == Encoding::plain ? content : encoded_;
    opened.resize(sealed.size() - crypto::aead_tag_bytes);
    const crypto::Nonce nonce = crypto::counter_nonce(block_nonce_purpose, header.ordinal);
    if (!aead_.open(nonce, associated, sealed, opened)) {
        refuse(offset, "its seal does not hold: the stored bytes are not the ones written");
    }
    if (header.encoding == Encoding::zstd) {
        content.resize(header.content_bytes);
        if (!decompressor_.decompress(encoded_, content)) {
            refuse(offset, "found no zstd frame of " + std::to_string(header.content_bytes) +
                               " bytes under its seal");
        }
    }
    if (check == IdCheck::computed && block_id(id_key_, header.type, content) != header.id) {
        refuse(offset, "its content does not have the id in its header, " + header.id.hex());
    }
    return header;
}

Bytes FrameOpener::open_table(ByteView sealed, std::uint64_t offset) {
    if (sealed.size() < crypto::aead_tag_bytes) {
        throw FormatError(source_, offset, "a table with a tag of 16 bytes");
    }
    Bytes table(sealed.size() - crypto::aead_tag_bytes);
    if (!aead_.open(crypto::counter_nonce(table_nonce_purpose, 0), header_, sealed, table)) {
        throw Error(ErrorKind::corrupt,
                    "reading the table at offset " + std::to_string(offset) + " of " + source_ +
                        ": its seal does not hold: the stored bytes are not the ones written");
    }
    return table;
}

PackReader::PackReader(store::ObjectStore& store, const crypto::Hash& pack, const ReadKeys& keys)
    : store_(store), name_(pack), object_(pack_object_name(pack)) {
    const std::uint64_t size = size_of_present(store, object_);
    if (size < pack_header_bytes + pack_trailer_bytes) {
        throw FormatError(object_, size, "a pack's header and trailer, 168 bytes");
    }
    opener_ = std::make_unique<FrameOpener>(read_pack_header(store, pack), keys, object_);
    const std::uint64_t trailer_offset = size - pack_trailer_bytes;
    const PackTrailer trailer =
        parse_pack_trailer(get_present(store, object_, {trailer_offset, pack_trailer_bytes}), size,
                           object_ + " (trailer at offset " + std::to_string(trailer_offset) + ")");
    const Bytes table = opener_->open_table(
        get_present(store, object_, {trailer.table_offset, trailer.table_bytes}),
        trailer.table_offset);
    table_ = parse_table(table, trailer.table_offset, object_ + " (table)");
}

// The frame is what its header says (FrameOpener); this compares it with what the table says.
void PackReader::open_listed(std::size_t number, ByteView frame, Bytes& content) {
    const TableEntry& entry = table_[number];
    const FrameHeader header = opener_->open(frame, entry.offset, content);
    if (header.ordinal != number || header.id != entry.id || header.type != entry.type ||
        header.encoding != entry.encoding || header.content_bytes != entry.content_bytes ||
        header.sealed_bytes != entry.sealed_bytes) {
        throw Error(ErrorKind::corrupt, "reading the frame at offset " +
                                            std::to_string(entry.offset) + " of " + object_ +
                                            ": its header is not what the pack's table says");
    }
}

void PackReader::read(std::size_t number, Bytes& content) {
    if (number >= table_.size()) {
        throw Error(ErrorKind::usage, "reading frame " + std::to_string(number) + " of " + object_ +
                                          ": the pack has " + std::to_string(table_.size()));
    }
    const TableEntry& entry = table_[number];
    open_listed(number, get_present(store_, object_, {entry.offset, entry.frame_bytes()}), content);
}

void PackReader::for_each(const Visit& visit) {
    const std::uint64_t end =
        table_.empty() ? 0 : table_.back().offset + table_.back().frame_bytes();
    Bytes window;
    std::uint64_t window_offset = 0;
    Bytes content;
    for (std::size_t number = 0; number < table_.size(); ++number) {
        const TableEntry& entry = table_[number];
        std::string problem;
        try {
            if (entry.offset + entry.frame_bytes() > window_offset + window.size()) {
                window.clear();
                window_offset = entry.offset;
                window = get_present(store_, object_,
                                     {entry.offset, std::min(window_bytes, end - entry.offset)});
            }
            open_listed(number,
                        ByteView(window).subspan(entry.offset - window_offset, entry.frame_bytes()),
                        content);
        } catch (const Error& error) {
            if (!tells_damage(error)) throw;
            problem = error.what();
        }
        visit({entry, problem.empty() ? ByteView(content) : ByteView(), std::move(problem)});
    }
}

bool tells_damage(const Error& error) noexcept {
    switch (error.kind()) {
        case ErrorKind::not_found:
        case ErrorKind::denied:
        case ErrorKind::io:
        case ErrorKind::malformed:
        case ErrorKind::corrupt:
        case ErrorKind::unsupported: return true;
        case ErrorKind::usage:
        case ErrorKind::conflict:
        case ErrorKind::verification:
        case ErrorKind::partial:
        case ErrorKind::crypto:
        case ErrorKind::interrupted:
        case ErrorKind::internal: return false;
    }
    return false;
}

}  // namespace exhibit::blob

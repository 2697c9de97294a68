#include "ledger/receipt.hpp"

#include "base/codec.hpp"
#include "base/text.hpp"
#include "encode/json.hpp"
#include "exhibit/error.hpp"

namespace exhibit::ledger {

namespace {

using encode::Json;

constexpr std::string_view first_line = "c2sp.org/tlog-proof@v1";
constexpr std::string_view extra_prefix = "extra ";
constexpr std::string_view index_prefix = "index ";

[[noreturn]] void refuse(const std::string& source, const std::string& why) {
    throw Error(ErrorKind::verification, "The receipt " + source + " does not hold: " + why + ".");
}

/// Lines of a text one after the other, with offsets for messages.
class Lines {
public:
    Lines(std::string_view text, const std::string& source) : text_(text), source_(source) {}

    std::string_view next() {
        begin_ = offset_;
        const std::size_t end = text_.find('\n', offset_);
        if (end == std::string_view::npos) fail("a line that ends in LF");
        offset_ = end + 1;
        return text_.substr(begin_, end - begin_);
    }
    std::string_view next_after(std::string_view prefix) {
        const std::string_view line = next();
        if (!line.starts_with(prefix))
            fail("a line that begins with \"" + std::string(prefix) + "\"");
        return line.substr(prefix.size());
    }
    std::string_view rest() const { return text_.substr(offset_); }
    [[noreturn]] void fail(const std::string& expected) const {
        throw FormatError(source_, begin_, expected);
    }

private:
    std::string_view text_;
    const std::string& source_;
    std::size_t begin_ = 0;
    std::size_t offset_ = 0;
};

std::string dump_extra(const Receipt& receipt) {
    Json::Array keys;
    for (const crypto::VerifyKey& key : receipt.sign_keys) keys.push_back(to_hex(key.view()));
    return encode::dump(Json::Object{{"entry", receipt.entry},
                                     {"log_key", encode::format_vkey(receipt.log_key)},
                                     {"sign_keys", std::move(keys)}});
}

void parse_extra(std::string_view json, Receipt& receipt, const std::string& source) {
    const Json extra = encode::parse(json, source);
    encode::require_only(extra, {"entry", "log_key", "sign_keys"}, source);
    receipt.entry = extra.at("entry", source).string("entry");
    receipt.log_key = encode::parse_vkey(extra.at("log_key", source).string("log_key"), source);
    for (const Json& key : extra.at("sign_keys", source).array("sign_keys")) {
        if (receipt.sign_keys.size() == encode::envelope_signatures_max) {
            throw FormatError(source, 0, "at most 16 sign_keys");
        }
        receipt.sign_keys.push_back({array_from_hex<32>(key.string("sign_keys"), source)});
    }
}

void require_signatures(const Receipt& receipt, const Entry& entry, const std::string& source) {
    const auto& signatures = entry.envelope.signatures;
    bool paired = signatures.size() == receipt.sign_keys.size();
    for (std::size_t i = 0; paired && i < signatures.size(); ++i) {
        paired = receipt.sign_keys[i].id() == signatures[i].keyid;
    }
    if (!paired) refuse(source, "its sign_keys are not those of the entry's signatures");
    const KeySource keys = [&receipt](const Hash& id) -> std::optional<crypto::VerifyKey> {
        for (const crypto::VerifyKey& key : receipt.sign_keys) {
            if (key.id() == id) return key;
        }
        return std::nullopt;
    };
    if (!signatures_hold(entry, keys)) {
        refuse(source, "a signature of the entry is wrong, or its actor did not sign");
    }
}

}  // namespace

Receipt make_receipt(LedgerReader& reader, LeafIndex index, const KeySource& keys) {
    const SignedCheckpoint newest = reader.newest();
    if (index >= LeafIndex{newest.checkpoint.size.value}) {
        throw Error(ErrorKind::not_found, "There is no entry " + std::to_string(index.value) +
                                              " to make a receipt for: the ledger has " +
                                              std::to_string(newest.checkpoint.size.value) +
                                              " entries.");
    }
    const std::vector<Entry> entries = reader.entries(index, TreeSize{index.value + 1});
    Receipt receipt{index,
                    entries.front().text,
                    reader.descriptor().log_key,
                    {},
                    reader.inclusion_proof(index, newest.checkpoint.size),
                    newest.note};
    for (const encode::EnvelopeSignature& signature : entries.front().envelope.signatures) {
        const std::optional<crypto::VerifyKey> key = keys(signature.keyid);
        if (!key) {
            throw Error(ErrorKind::usage, "A receipt for entry " + std::to_string(index.value) +
                                              " needs the public key of its signer " +
                                              signature.keyid.hex() + ".");
        }
        receipt.sign_keys.push_back(*key);
    }
    return receipt;
}

std::string dump_receipt(const Receipt& receipt) {
    std::string text = std::string(first_line) + "\n" + std::string(extra_prefix) +
                       to_base64(as_bytes(dump_extra(receipt))) + "\n" + std::string(index_prefix) +
                       std::to_string(receipt.index.value) + "\n";
    for (const Hash& hash : receipt.proof) text += to_base64(hash.view()) + "\n";
    return text + "\n" + receipt.note;
}

Receipt parse_receipt(std::string_view text, const std::string& source) {
    if (text.size() > receipt_bytes_max) {
        throw FormatError(source, receipt_bytes_max, "a receipt of at most 256 KiB");
    }
    Lines lines(text, source);
    if (lines.next() != first_line) lines.fail("\"c2sp.org/tlog-proof@v1\"");
    Receipt receipt;
    const Bytes extra = from_base64(lines.next_after(extra_prefix), source);
    parse_extra(as_text(extra), receipt, source);

    const std::optional<std::uint64_t> index = parse_decimal(lines.next_after(index_prefix));
    if (!index || *index >= tree_size_max) lines.fail("the entry's index in decimal");
    receipt.index = LeafIndex{*index};
    for (std::string_view line = lines.next(); !line.empty(); line = lines.next()) {
        const Bytes hash = from_base64(line, source);
        if (hash.size() != sizeof(Hash::bytes) || receipt.proof.size() == proof_hashes_max) {
            lines.fail("at most 63 proof hashes of 32 bytes in base64");
        }
        receipt.proof.push_back(Hash{ByteReader(hash, source).array<32>("a hash")});
    }
    receipt.note = lines.rest();
    static_cast<void>(encode::parse_note(receipt.note, source));
    return receipt;
}

ReceiptFacts verify_receipt(const Receipt& receipt, const encode::NoteKey& pinned,
                            const std::string& source) {
    if (receipt.log_key != pinned) {
        refuse(source, "it is of the log " + encode::format_vkey(receipt.log_key) + ", expected " +
                           encode::format_vkey(pinned));
    }
    ReceiptFacts facts{parse_entry(receipt.entry, receipt.index, source),
                       open_checkpoint(receipt.note, pinned, source)};
    if (facts.entry.event.log != pinned.name) {
        refuse(source, "its entry is of the vault " + printable(facts.entry.event.log) +
                           ", expected " + printable(pinned.name));
    }
    if (!verify_inclusion(receipt.index, facts.entry.leaf, facts.checkpoint.checkpoint.head(),
                          receipt.proof)) {
        refuse(source, "entry " + std::to_string(receipt.index.value) +
                           " is not in the checkpoint's tree by the proof given");
    }
    require_signatures(receipt, facts.entry, source);
    return facts;
}

}  // namespace exhibit::ledger

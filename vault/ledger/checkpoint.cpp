#include "ledger/checkpoint.hpp"

#include <vector>

#include "base/codec.hpp"
#include "base/text.hpp"
#include "exhibit/error.hpp"

namespace exhibit::ledger {

std::string checkpoint_text(const Checkpoint& checkpoint) {
    return checkpoint.origin + "\n" + std::to_string(checkpoint.size.value) + "\n" +
           to_base64(checkpoint.root.view()) + "\n";
}

Checkpoint parse_checkpoint_text(std::string_view text, const std::string& source) {
    const std::vector<std::string_view> lines = split(text, '\n');
    // The final LF makes a fourth, empty part.
    if (lines.size() != 4 || !lines[3].empty()) {
        throw FormatError(source, 0, "a checkpoint of three lines: origin, size and root hash");
    }
    if (lines[0].empty()) throw FormatError(source, 0, "an origin in the first line");

    const std::size_t size_offset = lines[0].size() + 1;
    const std::optional<std::uint64_t> size = parse_decimal(lines[1]);
    if (!size || *size > tree_size_max) {
        throw FormatError(source, size_offset,
                          "the tree's size in decimal without leading zeros, at most 2^53-1");
    }
    const Bytes root = from_base64(lines[2], source);
    if (root.size() != sizeof(Hash::bytes)) {
        throw FormatError(source, size_offset + lines[1].size() + 1, "a root hash of 32 bytes");
    }
    Checkpoint checkpoint{std::string(lines[0]), TreeSize{*size},
                          Hash{ByteReader(root, source).array<32>("a root hash")}};
    if (*size == 0 && checkpoint.root != empty_root()) {
        throw FormatError(source, size_offset, "the empty root for a tree of size 0");
    }
    return checkpoint;
}

SignedCheckpoint sign_checkpoint(const Checkpoint& checkpoint, const crypto::Signer& log) {
    const encode::Note note =
        encode::sign_note(checkpoint_text(checkpoint), checkpoint.origin, log);
    return {checkpoint, encode::dump_note(note)};
}

SignedCheckpoint open_checkpoint(std::string_view note, const encode::NoteKey& log_key,
                                 const std::string& source) {
    const encode::Note parsed = encode::parse_note(note, source);
    if (!encode::verify_note(parsed, log_key)) {
        throw Error(ErrorKind::verification,
                    "The checkpoint in " + source + " is not signed by the log key of " +
                        printable(log_key.name) + ", or its signature is wrong.");
    }
    SignedCheckpoint opened{parse_checkpoint_text(parsed.text, source), std::string(note)};
    if (opened.checkpoint.origin != log_key.name) {
        throw Error(ErrorKind::verification, "The checkpoint in " + source + " is of the log " +
                                                 printable(opened.checkpoint.origin) +
                                                 "; expected " + printable(log_key.name) + ".");
    }
    return opened;
}

}  // namespace exhibit::ledger

#include "ledger/commit.hpp"

#include "base/codec.hpp"
#include "base/text.hpp"
#include "exhibit/error.hpp"

namespace exhibit::ledger {

namespace {

constexpr std::string_view old_prefix = "old ";

/// Takes a line from the front, without its LF.
std::string_view next_line(std::string_view text, std::size_t& offset, const std::string& source) {
    const std::size_t end = text.find('\n', offset);
    if (end == std::string_view::npos) throw FormatError(source, offset, "a line that ends in LF");
    const std::string_view line = text.substr(offset, end - offset);
    offset = end + 1;
    return line;
}

[[noreturn]] void refuse(const std::string& source, const std::string& why) {
    throw Error(ErrorKind::verification, "The commit " + source + " " + why + ".");
}

}  // namespace

std::string dump_commit(const Commit& commit) {
    std::string text = std::string(old_prefix) + std::to_string(commit.old_size.value) + "\n";
    for (const Hash& hash : commit.proof) text += to_base64(hash.view()) + "\n";
    return text + "\n" + commit.note;
}

Commit parse_commit(std::string_view text, const std::string& source) {
    if (text.size() > commit_bytes_max) {
        throw FormatError(source, commit_bytes_max, "a commit of at most 80 KiB");
    }
    Commit commit;
    std::size_t offset = 0;
    std::string_view line = next_line(text, offset, source);
    const bool has_prefix = line.starts_with(old_prefix);
    const std::optional<std::uint64_t> old_size =
        has_prefix ? parse_decimal(line.substr(old_prefix.size())) : std::nullopt;
    if (!old_size || *old_size > tree_size_max) {
        throw FormatError(source, 0, "\"old \" and the old size in decimal");
    }
    commit.old_size = TreeSize{*old_size};

    for (;;) {
        const std::size_t begin = offset;
        line = next_line(text, offset, source);
        if (line.empty()) break;
        const Bytes hash = from_base64(line, source);
        if (hash.size() != sizeof(Hash::bytes) || commit.proof.size() == proof_hashes_max) {
            throw FormatError(source, begin, "at most 63 proof hashes of 32 bytes in base64");
        }
        commit.proof.push_back(Hash{ByteReader(hash, source).array<32>("a hash")});
    }
    commit.note = text.substr(offset);
    return commit;
}

SignedCheckpoint open_commit(std::string_view text, const TreeHead& before,
                             const encode::NoteKey& log_key, const std::string& source) {
    const Commit commit = parse_commit(text, source);
    if (commit.old_size != before.size) {
        refuse(source, "continues size " + std::to_string(commit.old_size.value) +
                           "; expected size " + std::to_string(before.size.value));
    }
    SignedCheckpoint opened = open_checkpoint(commit.note, log_key, source);
    const TreeHead after = opened.checkpoint.head();
    if (after.size <= before.size ||
        after.size.value - before.size.value > transition_entries_max) {
        refuse(source, "leads from size " + std::to_string(before.size.value) + " to size " +
                           std::to_string(after.size.value) + "; expected 1 to 256 new entries");
    }
    if (!verify_consistency(before, after, commit.proof)) {
        refuse(source, "has a consistency proof that does not hold: the tree of size " +
                           std::to_string(after.size.value) +
                           " does not continue the tree of size " +
                           std::to_string(before.size.value));
    }
    return opened;
}

}  // namespace exhibit::ledger

#include "ledger/fork.hpp"

#include "base/codec.hpp"
#include "base/text.hpp"
#include "exhibit/error.hpp"

namespace exhibit::ledger {

namespace {

constexpr std::string_view first_line = "exhibit-fork-v1\n";
constexpr std::string_view log_prefix = "log ";
constexpr std::string_view old_prefix = "old ";
constexpr std::string_view root_prefix = "root ";

Checkpoint stated_by(std::string_view note, const std::string& source) {
    return parse_checkpoint_text(encode::parse_note(note, source).text, source);
}

Hash parse_hash(std::string_view text, const std::string& source) {
    const Bytes hash = from_base64(text, source);
    require_length(hash, sizeof(Hash::bytes), source);
    return {ByteReader(hash, source).array<32>("a hash")};
}

/// Takes a line from the front, without its LF.
std::string_view next_line(std::string_view& text, const std::string& source) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) throw FormatError(source, 0, "lines that end in LF");
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    return line;
}

}  // namespace

std::string dump_fork(const Fork& fork, const std::string& source) {
    std::string out(first_line);
    out += std::string(log_prefix) + encode::format_vkey(fork.log_key) + '\n';
    const Checkpoint older = stated_by(fork.older, source);
    out += std::string(old_prefix) + std::to_string(older.size.value) + '\n';
    out += std::string(root_prefix) + to_base64(fork.root.view()) + '\n';
    for (const Hash& hash : fork.proof) out += to_base64(hash.view()) + '\n';
    return out + '\n' + fork.older + '\n' + fork.newer;
}

Fork parse_fork(std::string_view text, const std::string& source) {
    if (text.size() > fork_bytes_max) {
        throw FormatError(source, fork_bytes_max, "a fork bundle of at most 160 KiB");
    }
    const std::string_view whole = text;
    if (!text.starts_with(first_line)) throw FormatError(source, 0, "\"exhibit-fork-v1\"");
    text.remove_prefix(first_line.size());
    const std::string_view log = next_line(text, source);
    const std::string_view old = next_line(text, source);
    const std::string_view root = next_line(text, source);
    if (!log.starts_with(log_prefix) || !old.starts_with(old_prefix) ||
        !root.starts_with(root_prefix)) {
        throw FormatError(source, first_line.size(),
                          "lines with the log's key, the old size and a root");
    }
    Fork fork{encode::parse_vkey(log.substr(log_prefix.size()), source),
              {},
              {},
              parse_hash(root.substr(root_prefix.size()), source),
              {}};
    for (std::string_view line = next_line(text, source); !line.empty();
         line = next_line(text, source)) {
        if (fork.proof.size() == proof_hashes_max) {
            throw FormatError(source, 0, "at most 63 proof hashes");
        }
        fork.proof.push_back(parse_hash(line, source));
    }
    // A note of a checkpoint has one empty line in it; the second one ends it.
    const std::size_t parting = text.find("\n\n");
    const std::size_t end =
        parting == std::string_view::npos ? parting : text.find("\n\n", parting + 2);
    if (end == std::string_view::npos) throw FormatError(source, 0, "two signed checkpoints");
    fork.older = text.substr(0, end + 1);
    fork.newer = text.substr(end + 2);
    static_cast<void>(stated_by(fork.newer, source));
    if (dump_fork(fork, source) != whole) {
        throw FormatError(source, 0, "the old size of the first checkpoint, and no more than that");
    }
    return fork;
}

bool fork_holds(const Fork& fork, const std::string& source) {
    const Checkpoint older = open_checkpoint(fork.older, fork.log_key, source).checkpoint;
    const Checkpoint newer = open_checkpoint(fork.newer, fork.log_key, source).checkpoint;
    return fork.root != older.root &&
           verify_consistency({older.size, fork.root}, newer.head(), fork.proof);
}

}  // namespace exhibit::ledger

#include "ledger/remembered.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <vector>

#include "base/file.hpp"
#include "base/text.hpp"
#include "encode/json.hpp"
#include "exhibit/error.hpp"
#include "ledger/fork.hpp"

namespace exhibit::ledger {

namespace {

using encode::Json;

constexpr std::string_view format_name = "exhibit-remembered-v1";
constexpr unsigned fork_files_max = 100;

std::string sized(const Checkpoint& checkpoint) {
    return std::to_string(checkpoint.size.value) + " (root " + checkpoint.root.hex() + ")";
}

[[noreturn]] void refuse(const std::string& what) {
    throw Error(ErrorKind::verification, what);
}

/// The remembered heads of a folder, in the order of their names. Files that are none are passed
/// over: load() speaks of them when their vault is opened.
std::vector<RememberedHead> all_heads(const std::string& folder) {
    std::vector<std::string> paths;
    std::error_code error;
    for (auto entry = std::filesystem::directory_iterator(folder, error);
         !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
        if (entry->path().extension() == ".json") paths.push_back(entry->path().string());
    }
    if (error && error != std::errc::no_such_file_or_directory) {
        throw Error(ErrorKind::io, "Listing the remembered vaults in " + folder, error);
    }
    std::sort(paths.begin(), paths.end());
    std::vector<RememberedHead> heads;
    for (const std::string& path : paths) {
        try {
            const std::optional<Bytes> text = read_file(path, remembered_bytes_max);
            if (text) heads.push_back(parse_remembered(as_text(*text), path));
        } catch (const Error& unreadable) {
            if (unreadable.kind() == ErrorKind::io) throw;
        }
    }
    return heads;
}

}  // namespace

std::string dump_remembered(const RememberedHead& head) {
    const Checkpoint& checkpoint = head.checkpoint.checkpoint;
    return encode::dump(Json::Object{
               {"checkpoint", head.checkpoint.note},
               {"format", format_name},
               {"genesis", head.genesis.hex()},
               {"location", head.location},
               {"log_key", encode::format_vkey(head.log_key)},
               {"origin", checkpoint.origin},
               {"root", checkpoint.root.hex()},
               {"size", checkpoint.size.value},
           }) +
           "\n";
}

RememberedHead parse_remembered(std::string_view text, const std::string& source) {
    if (text.size() > remembered_bytes_max || !text.ends_with('\n')) {
        throw FormatError(source, text.size(), "at most 64 KiB that end in LF");
    }
    const Json object = encode::parse(text.substr(0, text.size() - 1), source);
    const auto member = [&object, &source](std::string_view name) -> const std::string& {
        return object.at(name, source).string(name);
    };
    encode::require_only(
        object,
        {"checkpoint", "format", "genesis", "location", "log_key", "origin", "root", "size"},
        source);
    if (member("format") != format_name) {
        throw Error(ErrorKind::unsupported, "The remembered head " + source +
                                                " has a format that this program does not know.");
    }
    RememberedHead head;
    head.log_key = encode::parse_vkey(member("log_key"), source);
    head.checkpoint = open_checkpoint(member("checkpoint"), head.log_key, source);
    head.genesis = Hash::from_hex(member("genesis"), source + " genesis");
    head.location = member("location");
    const Checkpoint stated{member("origin"), TreeSize{object.at("size", source).natural("size")},
                            Hash::from_hex(member("root"), source + " root")};
    if (stated != head.checkpoint.checkpoint) {
        throw Error(ErrorKind::malformed, "The remembered head " + source +
                                              " says another origin, size or root than the "
                                              "checkpoint in it.");
    }
    return head;
}

RememberedHeads::RememberedHeads(std::string home, Clock& clock)
    : folder_(std::move(home) + "/remembered"), clock_(clock) {}

std::string RememberedHeads::path_of(const std::string& origin) const {
    return folder_ + "/" + crypto::sha256(as_bytes(origin)).hex().substr(0, 32) + ".json";
}

std::optional<RememberedHead> RememberedHeads::load(const std::string& origin) const {
    const std::string path = path_of(origin);
    const std::optional<Bytes> text = read_file(path, remembered_bytes_max);
    if (!text) return std::nullopt;
    RememberedHead head = parse_remembered(as_text(*text), path);
    if (head.checkpoint.checkpoint.origin != origin) {
        throw Error(ErrorKind::malformed, "The remembered head " + path + " is of the vault " +
                                              printable(head.checkpoint.checkpoint.origin) +
                                              "; expected " + printable(origin) + ".");
    }
    return head;
}

void RememberedHeads::require_same_vault(const std::string& location,
                                         const Descriptor& descriptor) const {
    const std::vector<RememberedHead> heads = all_heads(folder_);
    const auto is_here = [&location](const RememberedHead& head) {
        return head.location == location;
    };
    const auto is_this = [&](const RememberedHead& head) {
        return is_here(head) && head.checkpoint.checkpoint.origin == descriptor.origin;
    };
    if (std::any_of(heads.begin(), heads.end(), is_this)) return;
    const auto other = std::find_if(heads.begin(), heads.end(), is_here);
    if (other == heads.end()) return;
    refuse("At " + printable(location) + " the vault " +
           printable(other->checkpoint.checkpoint.origin) + " is expected, but the vault " +
           printable(descriptor.origin) + " was found: it was put in the other's place.");
}

void RememberedHeads::check(LedgerReader& reader) const {
    const std::optional<RememberedHead> head = load(reader.descriptor().origin);
    if (head) check_against(*head, reader);
}

void RememberedHeads::check_against(const RememberedHead& head, LedgerReader& reader) const {
    const Checkpoint& remembered = head.checkpoint.checkpoint;
    if (head.log_key != reader.descriptor().log_key) {
        refuse("The vault " + remembered.origin + " has the log key " +
               encode::format_vkey(reader.descriptor().log_key) + "; remembered is " +
               encode::format_vkey(head.log_key) + ".");
    }
    // Another process may have remembered what this reader has not read yet.
    if (reader.newest().checkpoint.size < remembered.size) reader.refresh();
    const SignedCheckpoint& newest = reader.newest();
    if (newest.checkpoint.size < remembered.size) {
        refuse("The vault " + remembered.origin + " was rolled back: it has size " +
               sized(newest.checkpoint) + ", but size " + sized(remembered) +
               " is remembered. Events that were in it are missing.");
    }
    if (reader.root_at(remembered.size) == remembered.root) return;
    const Fork fork{head.log_key, head.checkpoint.note, newest.note,
                    reader.root_at(remembered.size),
                    reader.consistency_proof(remembered.size, newest.checkpoint.size)};
    const std::string kept = keep_fork(dump_fork(fork, "a fork of " + remembered.origin));
    refuse("The vault " + remembered.origin + " was forked: its tree of size " +
           std::to_string(remembered.size.value) + " has the root " +
           reader.root_at(remembered.size).hex() + ", but size " + sized(remembered) +
           " is remembered. Both signed checkpoints and the proof that they contradict each other "
           "are kept in " +
           kept + ": give that file to whoever has to judge.");
}

std::string RememberedHeads::keep_fork(const std::string& bundle) const {
    make_private_folders(folder_);
    const std::string stem = folder_ + "/fork-" + format_utc(clock_.now());
    for (unsigned i = 0; i < fork_files_max; ++i) {
        const std::string path = stem + (i == 0 ? "" : "-" + std::to_string(i)) + ".txt";
        if (create_file(path, as_bytes(bundle))) return path;
        const std::optional<Bytes> kept = read_file(path, fork_bytes_max);
        if (kept && equal(*kept, as_bytes(bundle))) return path;
    }
    throw Error(ErrorKind::io, "Keeping a fork in " + folder_ + ": too many files of this second.");
}

void RememberedHeads::update(LedgerReader& reader, const std::string& location) const {
    const std::string path = path_of(reader.descriptor().origin);
    make_private_folders(folder_);
    const FileLock lock(path + ".lock");
    const std::optional<RememberedHead> before = load(reader.descriptor().origin);
    if (before) check_against(*before, reader);
    const RememberedHead head{reader.newest(), before ? before->genesis : reader.leaf(LeafIndex{0}),
                              location, reader.descriptor().log_key};
    if (before && *before == head) return;
    replace_file(path, as_bytes(dump_remembered(head)));
}

}  // namespace exhibit::ledger

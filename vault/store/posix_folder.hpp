// Folders held open by descriptor, and files that appear in them whole or not at all.
//
// Every step is relative to an open folder and follows no symbolic link, so that nobody who can
// write below the store's folder can lead a reader or a writer out of it.
#pragma once

#include <optional>
#include <string>

#include "base/bytes.hpp"
#include "base/file.hpp"
#include "store/object_store.hpp"

namespace exhibit::store {

struct Folder {
    FileDescriptor fd;
    std::string path;  ///< for messages
};

/// The path from the root folder on, so that a later change of the working folder changes nothing.
std::string absolute_path(const std::string& path);

/// Opens a store's folder; this one may be reached through symbolic links. Error(not_found) when
/// it is absent or not a folder.
Folder open_root(const std::string& path);

/// nullopt when there is no folder of that name. Error(corrupt) for a symbolic link.
std::optional<Folder> open_child(const Folder& parent, const std::string& part);
struct MadeFolder {
    Folder folder;
    bool made = false;  ///< false when it was there, or when somebody else was faster
};
/// As open_child, but makes the folder when it is absent; the caller syncs `parent`. ConflictError
/// when the name is taken by a file.
MadeFolder open_or_make_child(const Folder& parent, const std::string& part);

/// Makes the names in the folder durable.
void sync_folder(const Folder& folder);

/// Makes a folder and its parents, each of them durable. Nothing happens when it exists.
void make_durable_folders(const std::string& path);

/// What a name in a folder is, by lstat.
enum class EntryType { absent, file, folder, other };
struct Entry {
    EntryType type = EntryType::absent;
    std::uint64_t bytes = 0;  ///< of a file
};
Entry look_at(const Folder& folder, const std::string& part);

/// An open file and its size; nullopt when absent or a folder. Error(corrupt) for anything that is
/// not a plain file (symbolic link, pipe, device).
struct OpenFile {
    FileDescriptor fd;
    std::uint64_t bytes = 0;
    std::string path;
};
std::optional<OpenFile> open_object(const Folder& folder, const std::string& part);
/// Reads the range; the file must hold it (Error corrupt when it shrank meanwhile).
Bytes read_range(const OpenFile& file, Range range);

/// A complete, durable file under a temporary name; the destructor removes that name.
class TemporaryFile {
public:
    /// Writes, sets the mode, fsyncs and closes. Error(io), with nothing left behind, when the
    /// disk is full or fails.
    TemporaryFile(const Folder& folder, ByteView bytes, unsigned mode);
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    ~TemporaryFile();

    /// Gives the file its name unless something has it. The caller syncs the folder.
    Put link_as(const std::string& part);
    /// Gives the file its name, taking it from a file that has it. The caller syncs the folder.
    void rename_over(const std::string& part);

private:
    FileDescriptor create();
    void remove() noexcept;

    const Folder& folder_;
    std::string name_;
    bool present_ = false;
};

}  // namespace exhibit::store

// The store in a folder of a POSIX file system. vault/FORMAT.md section 2.
//
// The order of one put_new, and what a loss of power leaves after each step:
//   open the folder, making it (and syncing its parents)   an empty folder
//   create .tmp-*, write, fchmod 0444, fsync, close         a temporary file, never listed
//   link to the object's name                               the object, perhaps only in memory
//   unlink .tmp-*                                           (both names lead to one file: harmless)
//   fsync the folder                                        the object, for good
// Nobody is told `created` or `exists` before the last step: a reader that was told of an object
// finds it again after any crash.

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <boost/filesystem/directory.hpp>
#include <boost/filesystem/operations.hpp>
#include <boost/filesystem/path.hpp>
#include <cerrno>
#include <mutex>
#include <set>
#include <utility>

#include "base/text.hpp"
#include "exhibit/error.hpp"
#include "store/name.hpp"
#include "store/object_store.hpp"
#include "store/posix_folder.hpp"

namespace exhibit::store {
namespace {

namespace fs = boost::filesystem;

constexpr unsigned object_mode = 0444;
constexpr unsigned hint_mode = 0644;
// Names of 200 bytes have at most 100 parts; a deeper tree is not ours.
constexpr std::size_t depth_max = name_bytes_max / 2;

/// The folders of a name and its last part.
struct Path {
    std::vector<std::string> folders;
    std::string file;
};

Path path_of(const std::string& name) {
    Path path;
    for (const std::string_view part : split(name, '/')) path.folders.emplace_back(part);
    path.file = std::move(path.folders.back());
    path.folders.pop_back();
    return path;
}

/// What a walk below one folder of the store found, relative to the store.
struct Found {
    std::vector<std::string> objects;
    std::vector<std::string> strays;
};

class Walk {
public:
    explicit Walk(fs::path root) : root_(std::move(root)) {}

    /// REQUIRES: `below` is "" or ends in '/'.
    Found below(const std::string& below) {
        visit(below, 0);
        std::sort(found_.objects.begin(), found_.objects.end());
        std::sort(found_.strays.begin(), found_.strays.end());
        return std::move(found_);
    }

private:
    void visit(const std::string& prefix, std::size_t depth) {
        const fs::path folder = root_ / prefix;
        if (depth > depth_max) {
            throw Error(ErrorKind::corrupt, "listing " + folder.string() + ": more than " +
                                                std::to_string(depth_max) + " folders deep");
        }
        boost::system::error_code error;
        fs::directory_iterator next(folder, error);
        if (error == boost::system::errc::no_such_file_or_directory) return;
        for (; !error && next != fs::directory_iterator(); next.increment(error)) {
            sort_in(*next, prefix, depth);
        }
        if (error) throw_errno("listing the folder " + folder.string(), error.value());
    }

    void sort_in(const fs::directory_entry& entry, const std::string& prefix, std::size_t depth) {
        const std::string part = entry.path().filename().string();
        const std::string name = prefix + part;
        boost::system::error_code error;
        const fs::file_type type = entry.symlink_status(error).type();
        // Temporary files of living writers come and go during a walk.
        if (type == fs::file_not_found) return;
        if (type == fs::status_error) throw_errno("looking at " + name, error.value());
        if (type == fs::directory_file) {
            visit(name + "/", depth + 1);
        } else if (type == fs::regular_file && part_is_object(part, name)) {
            found_.objects.push_back(name);
        } else {
            found_.strays.push_back(name);
        }
    }

    /// The folders' names are looked at again with each file in them.
    static bool part_is_object(const std::string& part, const std::string& name) {
        if (name.size() > name_bytes_max || !valid_name_part(part)) return false;
        const std::vector<std::string_view> parts = split(name, '/');
        return std::all_of(parts.begin(), parts.end(), valid_name_part);
    }

    fs::path root_;
    Found found_;
};

/// By flock on an object, which ends with the process however that ends. The lock to be alone takes
/// a local file system: over NFS it asks for a file that is open for writing, and objects never
/// are.
class PosixOccupation final : public Occupation {
public:
    explicit PosixOccupation(OpenFile file) : file_(std::move(file)) {}

    /// False when somebody else is there.
    bool take(Occupy how) {
        const int mode = how == Occupy::alone ? LOCK_EX | LOCK_NB : LOCK_SH;
        while (::flock(file_.fd.get(), mode) != 0) {
            if (errno == EINTR) continue;
            if (errno == EWOULDBLOCK) return false;
            if (how == Occupy::together) return true;  // where this fails, nobody is ever alone
            const std::error_code cause(errno, std::generic_category());
            throw Error(ErrorKind::io,
                        "locking " + file_.path +
                            " (this takes a local file system: do it where the vault lies)",
                        cause);
        }
        return true;
    }

private:
    OpenFile file_;
};

class PosixStore final : public ObjectStore {
public:
    explicit PosixStore(Folder root) : root_(std::move(root)) {}

    Put put_new(const std::string& name, ByteView bytes) override {
        require_storable(name, bytes);
        const Path path = path_of(name);
        const Folder folder = folder_for_writing(path.folders);
        // Looking first saves writing what is there; link decides all the same.
        Put outcome = Put::exists;
        if (look_at(folder, path.file).type == EntryType::absent) {
            TemporaryFile file(folder, bytes, object_mode);
            outcome = file.link_as(path.file);
        }
        if (outcome == Put::exists) require_file(folder, path.file);
        // For `exists` too: the writer that linked the object may not have come this far.
        sync_folder(folder);
        return outcome;
    }

    std::optional<Bytes> get(const std::string& name) override {
        const auto file = open(name);
        if (!file) return std::nullopt;
        return read_range(*file, {0, file->bytes});
    }

    std::optional<Bytes> get(const std::string& name, Range range) override {
        const auto file = open(name);
        if (!file) return std::nullopt;
        return read_range(*file, range);
    }

    std::optional<std::uint64_t> size(const std::string& name) override {
        const auto file = open(name);
        if (!file) return std::nullopt;
        return file->bytes;
    }

    std::vector<std::string> list(const std::string& prefix) override {
        require_valid_prefix(prefix);
        // The prefix's own folders are opened part by part, so that none of them is a link.
        const Path path = path_of(prefix);
        if (!folder_for_reading(path.folders)) return {};
        return Walk(root_.path).below(prefix).objects;
    }

    void replace(const std::string& name, ByteView bytes) override {
        rename_into_place(name, bytes, hint_mode);
    }

    // A crash before the rename leaves the damaged object, one after it the mended one: the
    // temporary file is on the disk before its name is.
    void mend(const std::string& name, ByteView bytes) override {
        rename_into_place(name, bytes, object_mode);
    }

    bool remove(const std::string& name) override {
        require_valid_name(name);
        const Path path = path_of(name);
        const auto folder = folder_for_reading(path.folders);
        if (!folder || look_at(*folder, path.file).type == EntryType::folder) return false;
        if (::unlinkat(folder->fd.get(), path.file.c_str(), 0) != 0) {
            if (errno == ENOENT) return false;
            throw_errno("removing " + root_.path + "/" + name, errno);
        }
        sync_folder(*folder);
        return true;
    }

    std::unique_ptr<Occupation> occupy(const std::string& object, Occupy how) override {
        auto file = open(object);
        if (!file) {
            throw Error(ErrorKind::not_found,
                        "locking " + root_.path + "/" + object + ": there is no such object");
        }
        auto occupation = std::make_unique<PosixOccupation>(std::move(*file));
        if (!occupation->take(how)) return nullptr;
        return occupation;
    }

    std::string description() const override { return root_.path; }

private:
    void rename_into_place(const std::string& name, ByteView bytes, unsigned mode) {
        require_storable(name, bytes);
        const Path path = path_of(name);
        const Folder folder = folder_for_writing(path.folders);
        TemporaryFile file(folder, bytes, mode);
        file.rename_over(path.file);
        sync_folder(folder);
    }

    std::optional<OpenFile> open(const std::string& name) {
        require_valid_name(name);
        const Path path = path_of(name);
        const auto folder = folder_for_reading(path.folders);
        if (!folder) return std::nullopt;
        return open_object(*folder, path.file);
    }

    Folder own_root() const {
        const int fd = ::fcntl(root_.fd.get(), F_DUPFD_CLOEXEC, 0);
        if (fd < 0) throw_errno("opening the store " + root_.path, errno);
        return {FileDescriptor(fd), root_.path};
    }

    std::optional<Folder> folder_for_reading(const std::vector<std::string>& parts) const {
        std::optional<Folder> folder = own_root();
        for (const std::string& part : parts) {
            folder = open_child(*folder, part);
            if (!folder) return std::nullopt;
        }
        return folder;
    }

    /// Opens the folder, making what is absent. A folder that another process made may not be
    /// durable yet, so each name is synced once by this process whoever made it.
    Folder folder_for_writing(const std::vector<std::string>& parts) {
        Folder folder = own_root();
        for (const std::string& part : parts) {
            MadeFolder child = open_or_make_child(folder, part);
            if (child.made || !known_durable(child.folder.path)) {
                sync_folder(folder);
                remember_durable(child.folder.path);
            }
            folder = std::move(child.folder);
        }
        return folder;
    }

    bool known_durable(const std::string& path) {
        const std::scoped_lock lock(mutex_);
        return durable_.contains(path);
    }

    void remember_durable(const std::string& path) {
        const std::scoped_lock lock(mutex_);
        durable_.insert(path);
    }

    static void require_file(const Folder& folder, const std::string& part) {
        const EntryType type = look_at(folder, part).type;
        if (type == EntryType::file || type == EntryType::absent) return;
        throw ConflictError("storing " + folder.path + "/" + part +
                            ": the name is not a plain file, expected an object or nothing");
    }

    const Folder root_;
    std::mutex mutex_;
    std::set<std::string> durable_;  ///< folders whose name in their parent was synced
};

}  // namespace

std::unique_ptr<ObjectStore> create_posix_store(const std::string& folder) {
    const std::string path = absolute_path(folder);
    make_durable_folders(path);
    Folder root = open_root(path);
    boost::system::error_code error;
    const bool empty = fs::is_empty(path, error);
    if (error) throw_errno("listing the folder " + path, error.value());
    if (!empty) {
        throw ConflictError("creating a store in " + path +
                            ": the folder is not empty, expected an empty or absent one");
    }
    return std::make_unique<PosixStore>(std::move(root));
}

std::unique_ptr<ObjectStore> open_posix_store(const std::string& folder) {
    return std::make_unique<PosixStore>(open_root(absolute_path(folder)));
}

std::vector<std::string> leftover_files(const std::string& folder) {
    const Folder root = open_root(absolute_path(folder));
    return Walk(root.path).below("").strays;
}

namespace {

/// The folder a temporary file lies in; nullopt when there is no such file.
std::optional<Folder> folder_of_temporary(const std::string& folder, const Path& path) {
    if (!path.file.starts_with(temporary_prefix)) return std::nullopt;
    std::optional<Folder> in = open_root(absolute_path(folder));
    for (const std::string& part : path.folders) {
        in = open_child(*in, part);
        if (!in) return std::nullopt;
    }
    if (look_at(*in, path.file).type != EntryType::file) return std::nullopt;
    return in;
}

}  // namespace

std::optional<std::uint64_t> temporary_file_size(const std::string& folder,
                                                 const std::string& name) {
    const Path path = path_of(name);
    const std::optional<Folder> in = folder_of_temporary(folder, path);
    if (!in) return std::nullopt;
    return look_at(*in, path.file).bytes;
}

bool remove_temporary_file(const std::string& folder, const std::string& name) {
    const Path path = path_of(name);
    const std::optional<Folder> in = folder_of_temporary(folder, path);
    if (!in) return false;
    if (::unlinkat(in->fd.get(), path.file.c_str(), 0) != 0) {
        if (errno == ENOENT) return false;
        throw_errno("removing " + in->path + "/" + path.file, errno);
    }
    sync_folder(*in);
    return true;
}

}  // namespace exhibit::store

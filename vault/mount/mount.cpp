// The glue to libfuse's low-level interface: inode number = number of the file + 1.
#define FUSE_USE_VERSION 312
#include "mount/mount.hpp"

#include <fcntl.h>
#include <fuse_lowlevel.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

#include "base/text.hpp"
#include "exhibit/error.hpp"
#include "mount/container_media.hpp"
#include "mount/member_pool.hpp"

namespace exhibit::mount {
namespace {

// Nothing ever changes in here: the kernel need not ask twice.
constexpr double names_stay_seconds = 86400.0;
constexpr std::size_t problems_max = 50;
constexpr unsigned threads_max = 4;
constexpr std::chrono::milliseconds cancel_look_interval{100};

mode_t type_bits(intake::MemberType type) noexcept {
    switch (type) {
        case intake::MemberType::directory: return S_IFDIR;
        case intake::MemberType::symlink: return S_IFLNK;
        case intake::MemberType::fifo: return S_IFIFO;
        case intake::MemberType::socket: return S_IFSOCK;
        case intake::MemberType::block: return S_IFBLK;
        case intake::MemberType::character: return S_IFCHR;
        case intake::MemberType::file:
        case intake::MemberType::hardlink: break;
    }
    return S_IFREG;
}

/// What is served, and what was read of it so far. Called from libfuse's threads.
class Server {
public:
    Server(const MountedFiles& files, ContentPool& content, const MountOptions& options)
        : files_(files),
          content_(content),
          options_(options),
          media_(media_of(files, content)),
          members_(content),
          ranges_(files.size()) {}

    /// The file that stands for an inode; nullptr when there is none.
    const MountedFile* file(fuse_ino_t inode) const {
        return inode >= 1 && inode <= files_.size() ? &files_.at(inode - 1) : nullptr;
    }
    const MountedFile& shown(const MountedFile& file) const { return files_.at(file.same_as); }

    struct stat attributes(const MountedFile& file) const {
        struct stat status {};
        status.st_ino = file.same_as + 1;
        status.st_mode = type_bits(file.type) | (file.mode & 07777U);
        status.st_nlink = file.type == intake::MemberType::directory ? 2 : 1;
        status.st_uid = static_cast<uid_t>(file.uid);
        status.st_gid = static_cast<gid_t>(file.gid);
        status.st_size = static_cast<off_t>(file.size);
        status.st_blocks = static_cast<blkcnt_t>((file.size + 511) / 512);
        status.st_blksize = 64 << 10;
        status.st_mtim = {static_cast<time_t>(file.modified.seconds),
                          static_cast<long>(file.modified_ns)};
        status.st_atim = status.st_mtim;
        status.st_ctim = status.st_mtim;
        return status;
    }

    fuse_entry_param entry(const MountedFile& file) const {
        fuse_entry_param param{};
        param.ino = file.same_as + 1;
        param.attr = attributes(shown(file));
        param.attr_timeout = names_stay_seconds;
        param.entry_timeout = names_stay_seconds;
        return param;
    }

    const MountedFiles& files() const noexcept { return files_; }

    /// 0 and the bytes, or an errno.
    int read(const MountedFile& file, std::uint64_t offset, Bytes& out) {
        std::vector<blob::ByteRange> filled;
        std::optional<std::byte> fill;
        if (options_.fill) fill = std::byte{*options_.fill};
        try {
            if (file.member) {
                members_.read(file, offset, out);
            } else if (!file.media) {
                ContentPool::Lease(content_).read(*file.manifest, offset, out, fill, filled);
            } else if (media_.read(offset, out, fill)) {
                filled.push_back({offset, out.size()});
            }
        } catch (const std::exception& error) {
            tell(printable(file.path) + ": " + error.what());
            return EIO;
        }
        const std::lock_guard lock(mutex_);
        ranges_[files_.number_of(file)].add({offset, out.size()});
        outcome_.bytes += out.size();
        outcome_.filled = outcome_.filled || !filled.empty();
        return 0;
    }

    void tell(std::string problem) {
        const std::lock_guard lock(mutex_);
        if (outcome_.problems.size() < problems_max) {
            outcome_.problems.push_back(std::move(problem));
        }
    }

    /// After the last request.
    MountOutcome outcome() {
        for (std::size_t i = 0; i < ranges_.size(); ++i) {
            if (ranges_[i].empty()) continue;
            outcome_.read.push_back({files_.at(i).listed, std::move(ranges_[i])});
        }
        return std::move(outcome_);
    }

private:
    static ContainerMedia media_of(const MountedFiles& files, ContentPool& content);

    const MountedFiles& files_;
    ContentPool& content_;
    const MountOptions& options_;
    ContainerMedia media_;  ///< of nothing when the item is no container
    MemberPool members_;
    std::mutex mutex_;  ///< guards what is below
    std::vector<ReadRanges> ranges_;
    MountOutcome outcome_;
};

ContainerMedia Server::media_of(const MountedFiles& files, ContentPool& content) {
    std::vector<StoredSegment> segments;
    std::uint64_t size = 0;
    for (std::size_t i = 0; i < files.size(); ++i) {
        const MountedFile& file = files.at(i);
        if (file.media) size = file.size;
        if (file.manifest) segments.push_back({*file.manifest, file.size});
    }
    // Of other items nobody will ask.
    if (size == 0) segments.clear();
    return {content, std::move(segments), size};
}

Server& server_of(fuse_req_t request) {
    return *static_cast<Server*>(fuse_req_userdata(request));
}

/// Runs a request's work; an exception must not reach libfuse, which is C.
template <class Work>
void answer(fuse_req_t request, Work work) noexcept {
    int failure = EIO;
    try {
        failure = work(server_of(request));
    } catch (...) {
        failure = EIO;
    }
    if (failure != 0) fuse_reply_err(request, failure);
}

void on_lookup(fuse_req_t request, fuse_ino_t parent, const char* name) {
    answer(request, [&](Server& server) {
        const MountedFile* folder = server.file(parent);
        if (folder == nullptr) return ENOENT;
        const MountedFile* found = server.files().find(parent - 1, name);
        if (found == nullptr) return ENOENT;
        const fuse_entry_param entry = server.entry(*found);
        fuse_reply_entry(request, &entry);
        return 0;
    });
}

void on_getattr(fuse_req_t request, fuse_ino_t inode, fuse_file_info*) {
    answer(request, [&](Server& server) {
        const MountedFile* file = server.file(inode);
        if (file == nullptr) return ENOENT;
        const struct stat status = server.attributes(server.shown(*file));
        fuse_reply_attr(request, &status, names_stay_seconds);
        return 0;
    });
}

void on_readlink(fuse_req_t request, fuse_ino_t inode) {
    answer(request, [&](Server& server) {
        const MountedFile* file = server.file(inode);
        if (file == nullptr || file->type != intake::MemberType::symlink) return EINVAL;
        fuse_reply_readlink(request, file->target.c_str());
        return 0;
    });
}

void on_readdir(fuse_req_t request, fuse_ino_t inode, size_t size, off_t offset, fuse_file_info*) {
    answer(request, [&](Server& server) {
        const MountedFile* folder = server.file(inode);
        if (folder == nullptr) return ENOENT;
        std::vector<char> buffer(size);
        std::size_t used = 0;
        for (auto i = static_cast<std::size_t>(offset); i < folder->entries.size(); ++i) {
            const MountedFile& file = server.files().at(folder->entries[i]);
            const std::string name(file.name);
            const struct stat status = server.attributes(server.shown(file));
            const std::size_t length =
                fuse_add_direntry(request, buffer.data() + used, size - used, name.c_str(), &status,
                                  static_cast<off_t>(i + 1));
            if (length > size - used) break;
            used += length;
        }
        fuse_reply_buf(request, buffer.data(), used);
        return 0;
    });
}

void on_open(fuse_req_t request, fuse_ino_t inode, fuse_file_info* info) {
    answer(request, [&](Server& server) {
        const MountedFile* file = server.file(inode);
        if (file == nullptr) return ENOENT;
        if ((info->flags & O_ACCMODE) != O_RDONLY) return EROFS;
        if (!server.shown(*file).manifest && !file->media) {
            server.tell(printable(file->path) + ": it could not be read when it was ingested");
            return EIO;
        }
        info->keep_cache = 1;
        fuse_reply_open(request, info);
        return 0;
    });
}

void on_read(fuse_req_t request, fuse_ino_t inode, size_t size, off_t offset, fuse_file_info*) {
    answer(request, [&](Server& server) {
        const MountedFile* file = server.file(inode);
        if (file == nullptr || (!file->manifest && !file->media)) return EIO;
        const auto from = static_cast<std::uint64_t>(offset);
        if (from >= file->size) {
            fuse_reply_buf(request, nullptr, 0);
            return 0;
        }
        Bytes bytes(std::min<std::uint64_t>(size, file->size - from));
        const int failure = server.read(*file, from, bytes);
        if (failure != 0) return failure;
        fuse_reply_buf(request, reinterpret_cast<const char*>(bytes.data()), bytes.size());
        return 0;
    });
}

/// What whoever asks has room for: with none at all, how much it would take.
void reply_bytes(fuse_req_t request, const std::string& bytes, size_t room) {
    if (room == 0) {
        fuse_reply_xattr(request, bytes.size());
    } else if (bytes.size() > room) {
        fuse_reply_err(request, ERANGE);
    } else {
        fuse_reply_buf(request, bytes.data(), bytes.size());
    }
}

void on_getxattr(fuse_req_t request, fuse_ino_t inode, const char* name, size_t room) {
    answer(request, [&](Server& server) {
        const MountedFile* file = server.file(inode);
        if (file == nullptr) return ENOENT;
        const intake::Attributes& all = server.shown(*file).attributes;
        const auto found =
            std::ranges::lower_bound(all, std::string_view(name), {}, &intake::Attribute::name);
        if (found == all.end() || found->name != name) return ENODATA;
        reply_bytes(request, found->value, room);
        return 0;
    });
}

void on_listxattr(fuse_req_t request, fuse_ino_t inode, size_t room) {
    answer(request, [&](Server& server) {
        const MountedFile* file = server.file(inode);
        if (file == nullptr) return ENOENT;
        std::string names;
        for (const intake::Attribute& one : server.shown(*file).attributes) {
            names += one.name + '\0';
        }
        reply_bytes(request, names, room);
        return 0;
    });
}

fuse_lowlevel_ops operations() {
    fuse_lowlevel_ops ops{};
    ops.lookup = on_lookup;
    ops.getattr = on_getattr;
    ops.readlink = on_readlink;
    ops.readdir = on_readdir;
    ops.open = on_open;
    ops.read = on_read;
    ops.getxattr = on_getxattr;
    ops.listxattr = on_listxattr;
    return ops;
}

struct EndSession {
    void operator()(fuse_session* session) const noexcept {
        fuse_session_unmount(session);
        fuse_session_destroy(session);
    }
};
using Session = std::unique_ptr<fuse_session, EndSession>;

struct EndConfiguration {
    void operator()(fuse_loop_config* config) const noexcept { fuse_loop_cfg_destroy(config); }
};

Session make_session(Server& server, const MountOptions& options) {
    // Read only, and nothing of the evidence may run, be a device or lend its owner's rights here.
    std::string flags = "ro,nosuid,nodev,noexec,fsname=exhibit,subtype=exhibit";
    if (options.others) flags += ",allow_other";
    std::array<std::string, 3> words{"exhibit", "-o", flags};
    std::array<char*, 3> pointers{words[0].data(), words[1].data(), words[2].data()};
    fuse_args arguments = FUSE_ARGS_INIT(static_cast<int>(pointers.size()), pointers.data());
    const fuse_lowlevel_ops ops = operations();
    Session session(fuse_session_new(&arguments, &ops, sizeof ops, &server));
    fuse_opt_free_args(&arguments);
    if (!session) throw Error(ErrorKind::io, "preparing the mount: libfuse refused its options");
    return session;
}

/// Ends the loop when the user asks for it. Its one request wakes a thread that waits for the
/// kernel; unmounting ends the request if none was left to answer it.
class CancelWatch {
public:
    CancelWatch(fuse_session* session, const MountOptions& options)
        : thread_([this, session, &options] { watch(session, options); }) {}
    ~CancelWatch() {
        {
            const std::lock_guard lock(mutex_);
            over_ = true;
        }
        changed_.notify_all();
        thread_.join();
    }
    CancelWatch(const CancelWatch&) = delete;
    CancelWatch& operator=(const CancelWatch&) = delete;

private:
    void watch(fuse_session* session, const MountOptions& options) {
        std::unique_lock lock(mutex_);
        while (!over_ && !(options.cancel != nullptr && options.cancel->requested())) {
            changed_.wait_for(lock, cancel_look_interval);
        }
        if (over_) return;
        fuse_session_exit(session);
        lock.unlock();
        struct statvfs ignored {};
        static_cast<void>(::statvfs(options.directory.c_str(), &ignored));
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    bool over_ = false;
    std::thread thread_;  ///< last: uses what is above
};

void require_folder(const std::string& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) {
        const std::error_code cause(errno, std::generic_category());
        throw Error(errno == ENOENT ? ErrorKind::not_found : ErrorKind::io,
                    "mounting at " + printable(path), cause);
    }
    if (!S_ISDIR(status.st_mode)) {
        throw Error(ErrorKind::usage,
                    "mounting at " + printable(path) + ": it is not a folder; make an empty one");
    }
}

}  // namespace

MountOutcome serve(const MountedFiles& files, ContentPool& content, const MountOptions& options) {
    require_folder(options.directory);
    Server server(files, content, options);
    {
        const Session session = make_session(server, options);
        if (fuse_session_mount(session.get(), options.directory.c_str()) != 0) {
            throw Error(ErrorKind::io,
                        "mounting at " + printable(options.directory) +
                            ": the system refused; it takes /dev/fuse, and fusermount3 (package "
                            "fuse3) or root; --allow-other also user_allow_other in fuse.conf");
        }
        const std::unique_ptr<fuse_loop_config, EndConfiguration> config(fuse_loop_cfg_create());
        if (!config) throw Error(ErrorKind::io, "preparing the mount: out of memory");
        fuse_loop_cfg_set_max_threads(config.get(), threads_max);
        if (options.on_ready) options.on_ready();
        const CancelWatch watch(session.get(), options);
        const int ended = fuse_session_loop_mt(session.get(), config.get());
        fuse_session_unmount(session.get());
        if (ended < 0) {
            server.tell(
                "The mount ended with an error: " + std::generic_category().message(-ended) + ".");
        }
    }
    return server.outcome();
}

}  // namespace exhibit::mount

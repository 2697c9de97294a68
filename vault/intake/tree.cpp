#include "intake/tree.hpp"

#include <fcntl.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <deque>
#include <map>
#include <memory>
#include <system_error>
#include <utility>

#include "base/text.hpp"
#include "exhibit/error.hpp"
#include "intake/kind.hpp"
#include "intake/listing.hpp"
#include "intake/listing_writer.hpp"
#include "intake/walk.hpp"

namespace exhibit::intake {
namespace {

// Larger files pass through the pipeline.
constexpr std::uint64_t small_file_bytes_max = std::uint64_t{1} << 20;
constexpr std::size_t window_members_max = 64;
// One task reads so many small files: a task for each would cost more than most files.
constexpr std::size_t group_members_max = 16;
constexpr std::uint64_t group_bytes_max = std::uint64_t{1} << 20;
constexpr std::uint64_t window_bytes_max = std::uint64_t{16} << 20;
// Years 1970 to 9999, which is what a time in a vault can say.
constexpr std::int64_t seconds_max = 253402300799;

MemberType type_of(mode_t mode) {
    if (S_ISDIR(mode)) return MemberType::directory;
    if (S_ISLNK(mode)) return MemberType::symlink;
    if (S_ISFIFO(mode)) return MemberType::fifo;
    if (S_ISSOCK(mode)) return MemberType::socket;
    if (S_ISBLK(mode)) return MemberType::block;
    if (S_ISCHR(mode)) return MemberType::character;
    return MemberType::file;
}

std::string reason(int errno_value) {
    return std::error_code(errno_value, std::generic_category()).message();
}

bool same_time(const struct timespec& a, const struct timespec& b) {
    return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

std::string read_link(int folder, const std::string& name) {
    std::string target(member_path_bytes_max, '\0');
    const ssize_t length = ::readlinkat(folder, name.c_str(), target.data(), target.size());
    if (length < 0) throw_errno("reading the link " + printable(name), errno);
    target.resize(static_cast<std::size_t>(length));
    return target;
}

/// A member between being found and being written to the listing.
struct TreeJob {
    ListingEntry entry;
    struct stat status {};
    std::pair<dev_t, ino_t> inode;
    FileDescriptor fd;        ///< of a file that could be opened
    bool read_whole = false;  ///< by a thread of the crew
    Bytes bytes;
    std::vector<Piece> pieces;
    std::deque<NodePiece> nodes;
    blob::BlockId manifest;
    Digests digests;
    std::shared_ptr<Pending> pending;  ///< shared by a group; null until the group is posted
    std::uint64_t reserved = 0;        ///< of the window's bytes

    void add_problem(const std::string& sentence) {
        if (!entry.problem.empty()) entry.problem += " ";
        entry.problem += sentence;
    }
};

std::vector<FileDigests> make_digests(Pipeline& pipeline) {
    std::vector<FileDigests> digests;
    for (std::size_t i = 0; i < pipeline.block_crew().size(); ++i) {
        digests.emplace_back(pipeline.digests());
    }
    return digests;
}

class TreeIngest {
public:
    TreeIngest(FileDescriptor root, const std::string& shown, const TreeTools& tools)
        : walk_(std::move(root), shown),
          tools_(tools),
          listing_(tools.writer),
          digests_(make_digests(tools.pipeline)) {}
    TreeIngest(const TreeIngest&) = delete;
    TreeIngest& operator=(const TreeIngest&) = delete;
    ~TreeIngest() {
        for (const auto& job : window_) {
            if (job->pending) job->pending->wait();
        }
    }

    TreeFacts run() {
        while (std::optional<WalkEntry> found = walk_.next()) {
            begin(*found);
            while (window_.size() > window_members_max || window_bytes_ > window_bytes_max) end();
            tools_.monitor.step();
        }
        while (!window_.empty()) end();
        const MemberContent listing = listing_.finish();
        facts_.manifest = listing.manifest;
        facts_.size = listing.size;
        facts_.digests = listing.digests;
        add_notes();
        return std::move(facts_);
    }

private:
    void begin(const WalkEntry& found);
    void describe(const WalkEntry& found, TreeJob& job);
    void open(const WalkEntry& found, TreeJob& job);
    static void add_attributes(const WalkEntry& found, TreeJob& job);
    void post_group();
    void read_group(const std::vector<TreeJob*>& group, std::size_t thread);
    void read_small(TreeJob& job, std::size_t thread);
    void end();
    void end_file(TreeJob& job);
    void end_small(TreeJob& job);
    void end_large(TreeJob& job);
    void compare(TreeJob& job);
    void add_notes();

    TreeWalk walk_;
    const TreeTools& tools_;
    ListingWriter listing_;
    std::vector<FileDigests> digests_;  ///< one for each thread
    std::deque<std::unique_ptr<TreeJob>> window_;
    std::vector<TreeJob*> group_;  ///< small files of the window that no task has yet
    std::uint64_t group_bytes_ = 0;
    std::uint64_t window_bytes_ = 0;
    /// Files with several names: the first of them in the listing.
    std::map<std::pair<dev_t, ino_t>, TreeMember> linked_;
    std::uint64_t odd_times_ = 0;
    TreeFacts facts_;
};

void TreeIngest::describe(const WalkEntry& found, TreeJob& job) {
    ListingEntry& entry = job.entry;
    entry.path = found.path;
    entry.type = type_of(found.status.st_mode);
    entry.mode = found.status.st_mode & 07777U;
    entry.uid = found.status.st_uid;
    entry.gid = found.status.st_gid;
    const struct timespec& modified = found.status.st_mtim;
    entry.modified.seconds = std::clamp<std::int64_t>(modified.tv_sec, 0, seconds_max);
    if (entry.modified.seconds == modified.tv_sec) {
        entry.modified_ns = static_cast<std::uint32_t>(modified.tv_nsec);
    } else {
        ++odd_times_;
    }
    if (entry.type == MemberType::block || entry.type == MemberType::character) {
        entry.device = std::to_string(major(found.status.st_rdev)) + ":" +
                       std::to_string(minor(found.status.st_rdev));
    }
    if (entry.type == MemberType::directory && found.error != 0) {
        job.add_problem("Its content could not be listed: " + reason(found.error) + ".");
    }
    if (entry.type == MemberType::symlink) {
        try {
            entry.target = read_link(found.folder, found.name);
        } catch (const Error& error) {
            job.add_problem(std::string(error.what()) + ".");
        }
    }
}

void TreeIngest::begin(const WalkEntry& found) {
    auto made = std::make_unique<TreeJob>();
    TreeJob& job = *made;
    job.status = found.status;
    job.inode = {found.status.st_dev, found.status.st_ino};
    describe(found, job);
    if (job.entry.type == MemberType::file && found.status.st_nlink > 1) {
        const auto [first, is_new] = linked_.try_emplace(job.inode, TreeMember{found.path, 0, {}});
        if (!is_new) {
            job.entry.type = MemberType::hardlink;
            job.entry.target = first->second.path;
        }
    }
    if (job.entry.type == MemberType::file) open(found, job);
    if (job.entry.type != MemberType::hardlink) add_attributes(found, job);
    window_.push_back(std::move(made));
    if (!job.read_whole) return;
    window_bytes_ += job.reserved;
    group_bytes_ += job.reserved;
    group_.push_back(&job);
    if (group_.size() >= group_members_max || group_bytes_ >= group_bytes_max) post_group();
}

void TreeIngest::add_attributes(const WalkEntry& found, TreeJob& job) {
    FoundAttributes attributes =
        job.fd ? read_attributes(job.fd.get()) : read_attributes(found.folder, found.name);
    job.entry.attributes = std::move(attributes.attributes);
    for (const std::string& problem : attributes.problems) job.add_problem(problem);
}

void TreeIngest::post_group() {
    const auto pending = std::make_shared<Pending>();
    pending->expect(1);
    for (TreeJob* job : group_) job->pending = pending;
    tools_.pipeline.block_crew().post(
        [this, pending, group = std::exchange(group_, {})](std::size_t thread) {
            pending->part([&] { read_group(group, thread); });
        });
    group_bytes_ = 0;
}

// On a thread of the crew.
void TreeIngest::read_group(const std::vector<TreeJob*>& group, std::size_t thread) {
    PieceWorker& worker = tools_.pipeline.piece_worker(thread);
    std::vector<blob::PreparedBlock*> blocks;
    for (TreeJob* job : group) {
        read_small(*job, thread);
        if (!job->read_whole) continue;
        job->manifest = worker.identify(job->pieces, job->nodes);
        list_blocks(job->pieces, blocks);
        for (NodePiece& node : job->nodes) blocks.push_back(&node.block);
    }
    worker.complete(blocks);
}

void TreeIngest::open(const WalkEntry& found, TreeJob& job) {
    // Not waiting: it may have become a fifo since it was looked at.
    job.fd =
        FileDescriptor(open_evidence(found.folder, found.name.c_str(), O_NOFOLLOW | O_NONBLOCK));
    if (!job.fd) {
        job.add_problem("It could not be opened: " + reason(errno) + ".");
        return;
    }
    struct stat status {};
    if (::fstat(job.fd.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
        job.fd = FileDescriptor();
        job.add_problem("It was replaced by something that is not a file before it was read.");
        return;
    }
    const auto size = static_cast<std::uint64_t>(status.st_size);
    job.read_whole = size > 0 && size <= small_file_bytes_max;
    job.reserved = job.read_whole ? size : 0;
}

// A file that does not give its bytes at once is left to end_large.
void TreeIngest::read_small(TreeJob& job, std::size_t thread) {
    job.bytes.resize(static_cast<std::size_t>(job.reserved));
    std::size_t done = 0;
    while (done < job.bytes.size()) {
        const ssize_t got = ::pread(job.fd.get(), job.bytes.data() + done, job.bytes.size() - done,
                                    static_cast<off_t>(done));
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) {
            job.read_whole = false;
            return;
        }
        done += static_cast<std::size_t>(got);
    }
    job.digests = digests_[thread].of(job.bytes);
    cut_pieces(chunker_of(kind_file), 0, job.bytes, true, job.pieces);
}

// Ends the oldest member.
void TreeIngest::end() {
    TreeJob& job = *window_.front();
    if (!job.pending && job.read_whole) post_group();
    if (job.pending) job.pending->finish();
    window_bytes_ -= job.reserved;
    if (job.entry.type == MemberType::file) end_file(job);
    if (!job.entry.problem.empty()) {
        ++facts_.problems;
        ++tools_.monitor.state().errors;
    }
    listing_.add(job.entry);
    if (job.entry.type == MemberType::hardlink && tools_.on_member) {
        const TreeMember& first = linked_.at(job.inode);
        if (!first.digests.sha256.empty()) {
            tools_.on_member({job.entry.path, first.size, first.digests});
        }
    }
    if (tools_.monitor.due()) count_stored(tools_.monitor, tools_.writer);
    tools_.monitor.step();
    window_.pop_front();
}

void TreeIngest::end_file(TreeJob& job) {
    ++facts_.files;
    if (!job.fd) return;
    if (job.read_whole) {
        end_small(job);
    } else {
        end_large(job);
    }
    compare(job);
    const MemberContent& content = *job.entry.content;
    facts_.bytes_read += content.size;
    const TreeMember member{job.entry.path, content.size, content.digests};
    if (tools_.on_member) tools_.on_member(member);
    if (job.status.st_nlink > 1) linked_.insert_or_assign(job.inode, member);
}

void TreeIngest::end_small(TreeJob& job) {
    const std::uint64_t zeros = commit_small(tools_.writer, job.pieces, job.nodes);
    job.entry.content = MemberContent{job.bytes.size(), job.digests, job.manifest};
    facts_.zero_bytes += zeros;
    tools_.monitor.state().bytes_zero += zeros;
    tools_.monitor.state().bytes_done += job.bytes.size();
}

void TreeIngest::end_large(TreeJob& job) {
    // compare() needs the descriptor after the source has gone.
    FileDescriptor own(::fcntl(job.fd.get(), F_DUPFD_CLOEXEC, 0));
    if (!own) throw_errno("reading " + printable(job.entry.path), errno);
    FileSource source(std::move(own), printable(job.entry.path));
    StreamFacts facts = tools_.pipeline.run(source, chunker_of(kind_file));
    if (facts.unreadable_ranges > 0) {
        job.add_problem(counted(facts.unreadable_bytes, "byte", "bytes") + " in " +
                        counted(facts.unreadable_ranges, "range", "ranges") +
                        " could not be read, the first at offset " +
                        std::to_string(facts.unreadable.front().offset) +
                        "; the digests have zeros there.");
    }
    job.entry.content = MemberContent{facts.size, std::move(facts.digests), facts.manifest};
    facts_.zero_bytes += facts.zero_bytes;
    facts_.unreadable_bytes += facts.unreadable_bytes;
    facts_.unreadable_ranges += facts.unreadable_ranges;
}

// Says so when the file is not as it was when the walk came by.
void TreeIngest::compare(TreeJob& job) {
    struct stat now {};
    if (::fstat(job.fd.get(), &now) != 0) return;
    const bool other = now.st_dev != job.inode.first || now.st_ino != job.inode.second;
    if (other) {
        job.add_problem("It was replaced by another file before it was read.");
    } else if (now.st_size != job.status.st_size || !same_time(now.st_mtim, job.status.st_mtim)) {
        job.add_problem("It changed while it was read: " + std::to_string(job.status.st_size) +
                        " bytes before, " + std::to_string(now.st_size) + " bytes after, " +
                        std::to_string(job.entry.content->size) + " bytes read.");
    }
}

void TreeIngest::add_notes() {
    facts_.problems += walk_.left_out();
    if (facts_.problems > 0) {
        facts_.notes.push_back(
            counted(facts_.problems, "member of the tree", "members of the tree") +
            " could not be read or changed meanwhile; the listing says which and why.");
    }
    for (const std::string& problem : walk_.problems()) facts_.notes.push_back(problem);
    if (odd_times_ > 0) {
        facts_.notes.push_back(
            counted(odd_times_, "modification time lies", "modification times lie") +
            " outside the years 1970 to 9999; the listing has the nearest time it can say.");
    }
}

}  // namespace

TreeFacts ingest_tree(FileDescriptor root, const std::string& shown, const TreeTools& tools) {
    return TreeIngest(std::move(root), shown, tools).run();
}

}  // namespace exhibit::intake

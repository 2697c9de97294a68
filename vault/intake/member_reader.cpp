#include "intake/member_reader.hpp"

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "exhibit/error.hpp"

namespace exhibit::intake {
namespace {

// Handed over in batches: waking a thread for each small file costs more than reading it.
constexpr std::size_t batch_members = 64;
constexpr std::uint64_t batch_bytes_max = std::uint64_t{1} << 20;
constexpr std::size_t batches_max = 4;

using Batch = std::vector<ReadMember>;

/// Ends the reading thread when nobody wants more.
struct Stopped {};

/// The batches read and not taken yet.
class BatchQueue {
public:
    void put(Batch batch) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return stopped_ || batches_.size() < batches_max; });
        if (stopped_) throw Stopped{};
        batches_.push_back(std::move(batch));
        changed_.notify_all();
    }
    /// Lends the block source to whoever takes, until everything put so far is done.
    void wait_until_done() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return stopped_ || (batches_.empty() && !busy_); });
        if (stopped_) throw Stopped{};
    }
    void end(std::exception_ptr failure) {
        const std::lock_guard lock(mutex_);
        ended_ = true;
        failure_ = std::move(failure);
        changed_.notify_all();
    }

    /// The next batch; also says that the one before it is done. Empty at the end; throws what the
    /// reading thread failed with.
    Batch take() {
        std::unique_lock lock(mutex_);
        busy_ = false;
        changed_.notify_all();
        changed_.wait(lock, [&] { return ended_ || !batches_.empty(); });
        if (batches_.empty()) {
            if (failure_) std::rethrow_exception(failure_);
            return {};
        }
        Batch batch = std::move(batches_.front());
        batches_.pop_front();
        busy_ = true;
        changed_.notify_all();
        return batch;
    }
    void stop() {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
        changed_.notify_all();
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Batch> batches_;
    bool busy_ = false;  ///< a batch was taken and is not done
    bool ended_ = false;
    bool stopped_ = false;
    std::exception_ptr failure_;
};

// The whole content of a short file; nullopt when that is not to be had.
std::optional<Bytes> read_short(blob::BlockSource& blocks, const MemberContent& member) {
    if (member.size > short_file_bytes_max) return std::nullopt;
    try {
        blob::StreamReader reader(blocks, member.manifest);
        if (reader.size() != member.size) return std::nullopt;
        Bytes content(static_cast<std::size_t>(member.size));
        if (!reader.read(0, content).empty()) return std::nullopt;
        return content;
    } catch (const Error&) {
        return std::nullopt;  // whoever takes the member reads it again, and meets the same
    }
}

/// What the reading thread does.
class MemberReader {
public:
    MemberReader(blob::BlockSource& blocks, BatchQueue& queue) : blocks_(blocks), queue_(queue) {}

    void run(const blob::BlockId& listing) {
        try {
            read_listing(
                blocks_, listing, [this](const ListingEntry& entry) { add(entry); },
                [this](const blob::DamagedRange& lost) {
                    batch_.push_back({{}, std::nullopt, lost});
                });
            hand_over();
            queue_.end(nullptr);
        } catch (const Stopped&) {
            queue_.end(nullptr);
        } catch (...) {
            queue_.end(std::current_exception());
        }
    }

private:
    void add(const ListingEntry& entry) {
        ReadMember member{entry, std::nullopt, std::nullopt};
        if (entry.content) member.content = read_short(blocks_, *entry.content);
        const bool lend = entry.content && !member.content;
        bytes_ += member.content ? member.content->size() : 0;
        batch_.push_back(std::move(member));
        if (lend || batch_.size() >= batch_members || bytes_ >= batch_bytes_max) hand_over();
        if (lend) queue_.wait_until_done();
    }
    void hand_over() {
        if (batch_.empty()) return;
        queue_.put(std::exchange(batch_, {}));
        bytes_ = 0;
    }

    blob::BlockSource& blocks_;
    BatchQueue& queue_;
    Batch batch_;
    std::uint64_t bytes_ = 0;  ///< of content in batch_
};

}  // namespace

void read_members(blob::BlockSource& blocks, const blob::BlockId& listing,
                  const std::function<void(const ReadMember&)>& take) {
    BatchQueue queue;
    std::thread reader;
    try {
        reader = std::thread([&] { MemberReader(blocks, queue).run(listing); });
    } catch (const std::system_error& error) {
        throw Error(ErrorKind::io, "starting a thread", error.code());
    }
    try {
        for (Batch batch = queue.take(); !batch.empty(); batch = queue.take()) {
            for (const ReadMember& member : batch) take(member);
        }
    } catch (...) {
        queue.stop();
        reader.join();
        throw;
    }
    reader.join();
}

}  // namespace exhibit::intake

#include "mount/member_pool.hpp"

#include <algorithm>

#include "exhibit/error.hpp"
#include "intake/archive_open.hpp"

namespace exhibit::mount {

/// A member that is being read. One thread at a time.
class MemberPool::Open {
public:
    Open(const MountedFile& file, ContentPool& content) : file_(file), lease_(content) {}

    bool is(const MountedFile& file) const noexcept { return &file_ == &file; }

    void read(std::uint64_t offset, std::span<std::byte> out) {
        const std::lock_guard lock(mutex_);
        try {
            if (!member_ || offset < begin_) start();
            while (begin_ + window_.size() < offset + out.size()) grow(offset);
        } catch (...) {
            // Where it failed it does not go on: the next reader starts, and fails, again.
            member_.reset();
            throw;
        }
        std::copy_n(window_.begin() + static_cast<std::ptrdiff_t>(offset - begin_), out.size(),
                    out.begin());
    }

private:
    void start() {
        window_.clear();
        begin_ = 0;
        member_ =
            std::make_unique<intake::OpenMember>(lease_.source(), *file_.manifest, *file_.member);
    }

    void grow(std::uint64_t offset) {
        const ByteView more = member_->next();
        if (more.empty()) {
            throw Error(ErrorKind::verification, "reading a member: it ended before its size");
        }
        window_.insert(window_.end(), more.begin(), more.end());
        if (window_.size() <= 2 * member_window_bytes) return;
        // Nothing from `offset` on goes: it is asked for.
        const std::uint64_t spare = std::min<std::uint64_t>(window_.size() - member_window_bytes,
                                                            offset > begin_ ? offset - begin_ : 0);
        window_.erase(window_.begin(), window_.begin() + static_cast<std::ptrdiff_t>(spare));
        begin_ += spare;
    }

    const MountedFile& file_;
    ContentPool::Lease lease_;
    std::mutex mutex_;
    std::unique_ptr<intake::OpenMember> member_;
    Bytes window_;
    std::uint64_t begin_ = 0;  ///< offset of window_ in the member
};

MemberPool::MemberPool(ContentPool& content) : content_(content) {}

MemberPool::~MemberPool() = default;

void MemberPool::read(const MountedFile& file, std::uint64_t offset, std::span<std::byte> out) {
    open(file)->read(offset, out);
}

std::shared_ptr<MemberPool::Open> MemberPool::open(const MountedFile& file) {
    std::shared_ptr<Open> gone;  // ends outside of the lock
    const std::lock_guard lock(mutex_);
    const auto known = std::ranges::find_if(open_, [&](const auto& one) { return one->is(file); });
    if (known != open_.end()) {
        open_.splice(open_.begin(), open_, known);
        return open_.front();
    }
    if (open_.size() == open_members_max) {
        gone = std::move(open_.back());
        open_.pop_back();
    }
    open_.push_front(std::make_shared<Open>(file, content_));
    return open_.front();
}

}  // namespace exhibit::mount

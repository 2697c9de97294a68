#include "ledger/entry_queue.hpp"

#include <algorithm>
#include <iterator>

namespace exhibit::ledger {

namespace {

constexpr std::size_t batches_max = 64;
/// An entry may be as long as 256 usual ones, and takes some times its text once it is parsed.
constexpr std::size_t bytes_max = std::size_t{16} << 20;
/// So much waits before the reader takes part, that the taker does not run dry meanwhile.
constexpr std::size_t help_over = 8;

}  // namespace

void KnownKeys::add(const crypto::VerifyKey& key) {
    const Hash id = key.id();
    const std::unique_lock lock(mutex_);
    keys_.emplace(id, key);
}

std::optional<crypto::VerifyKey> KnownKeys::find(const Hash& key_id) const {
    const std::shared_lock lock(mutex_);
    const auto found = keys_.find(key_id);
    return found == keys_.end() ? std::nullopt : std::optional(found->second);
}

EntryQueue::EntryQueue(Taker taker, std::optional<CheckedSignatures> checked)
    : taker_(std::move(taker)), checked_(std::move(checked)), thread_([this] { run(); }) {}

EntryQueue::~EntryQueue() {
    stop(true);
}

void EntryQueue::feed(std::vector<OpenedEntry> entries) {
    Batch batch{std::move(entries), Stage::checked, 0};
    for (OpenedEntry& opened : batch.entries) {
        if (!opened.entry) continue;
        batch.bytes += opened.entry->text.size();
        if (checked_ && checked_->covers(opened.index)) {
            opened.good = signers_of(*opened.entry);
        } else {
            batch.stage = Stage::waiting;
        }
    }
    std::unique_lock lock(mutex_);
    bytes_ += batch.bytes;
    batches_.push_back(std::move(batch));
    changed_.notify_all();
    while (!failure_ && much()) {
        if (help(lock)) continue;
        if (!full()) return;
        changed_.wait(lock, [&] { return failure_ || half_empty(); });
    }
    if (failure_) std::rethrow_exception(failure_);
}

bool EntryQueue::much() const noexcept {
    return batches_.size() > help_over || full();
}

bool EntryQueue::full() const noexcept {
    return batches_.size() >= batches_max || bytes_ > bytes_max;
}

bool EntryQueue::half_empty() const noexcept {
    return batches_.size() <= batches_max / 2 && bytes_ <= bytes_max / 2;
}

/// Verifies the signatures of one batch behind the first; false when there is none to verify.
bool EntryQueue::help(std::unique_lock<std::mutex>& lock) {
    // The taker may have taken all meanwhile.
    if (batches_.empty()) return false;
    const auto unchecked =
        std::find_if(std::next(batches_.begin()), batches_.end(),
                     [](const Batch& batch) { return batch.stage == Stage::waiting; });
    if (unchecked == batches_.end()) return false;
    unchecked->stage = Stage::in_hand;
    lock.unlock();
    check(unchecked->entries);
    lock.lock();
    unchecked->stage = Stage::checked;
    changed_.notify_all();
    return true;
}

/// Whose key is not known yet is left to the taker.
void EntryQueue::check(std::vector<OpenedEntry>& entries) const noexcept {
    const KeySource find = [this](const Hash& id) { return keys_.find(id); };
    for (OpenedEntry& opened : entries) {
        if (opened.entry && opened.good.empty()) opened.good = good_signatures(*opened.entry, find);
    }
}

void EntryQueue::learn(const OpenedEntry& taken, const KeySource& keys) {
    const std::vector<Hash> signers = signers_of(*taken.entry);
    if (taken.good.size() == signers.size()) return;
    for (const Hash& signer : signers)
        if (const auto key = keys(signer)) keys_.add(*key);
}

void EntryQueue::finish() {
    stop(false);
    if (failure_) std::rethrow_exception(failure_);
}

void EntryQueue::stop(bool now) {
    {
        const std::lock_guard lock(mutex_);
        ended_ = true;
        if (now) batches_.clear();
        if (now) bytes_ = 0;
        changed_.notify_all();
    }
    if (thread_.joinable()) thread_.join();
}

void EntryQueue::run() {
    try {
        while (true) {
            std::list<Batch> taken;
            {
                std::unique_lock lock(mutex_);
                changed_.wait(lock, [&] {
                    return batches_.empty() ? ended_ : batches_.front().stage != Stage::in_hand;
                });
                if (batches_.empty()) return;
                taken.splice(taken.begin(), batches_, batches_.begin());
                bytes_ -= taken.front().bytes;
                changed_.notify_all();
            }
            for (OpenedEntry& opened : taken.front().entries) taker_(std::move(opened));
        }
    } catch (...) {
        const std::lock_guard lock(mutex_);
        failure_ = std::current_exception();
        changed_.notify_all();
    }
}

}  // namespace exhibit::ledger

// Entries on their way from the one who reads them to the one who applies them, in order, on a
// thread of its own. What takes longest, verifying signatures, is done by whoever has time: the
// reader as well when much is waiting.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <thread>
#include <vector>

#include "ledger/checked_signatures.hpp"
#include "ledger/event.hpp"

namespace exhibit::ledger {

/// An entry whose text has its leaf hash. Without `entry` the text is not a well-formed entry,
/// which was reported.
struct OpenedEntry {
    LeafIndex index;
    Hash leaf;
    std::string object{};  ///< where it was read
    std::optional<Entry> entry{};
    std::vector<Hash> good{};  ///< key ids of signatures that are known to be good
};

/// Public keys by their key id. Any thread.
class KnownKeys {
public:
    void add(const crypto::VerifyKey& key);
    std::optional<crypto::VerifyKey> find(const Hash& key_id) const;

private:
    mutable std::shared_mutex mutex_;
    std::map<Hash, crypto::VerifyKey> keys_;
};

class EntryQueue {
public:
    using Taker = std::function<void(OpenedEntry&&)>;

    /// `taker` gets every entry in order, on the queue's thread. It tells by learn() whose keys
    /// there are.
    explicit EntryQueue(Taker taker, std::optional<CheckedSignatures> checked = std::nullopt);
    /// Drops what was not taken yet.
    ~EntryQueue();
    EntryQueue(const EntryQueue&) = delete;
    EntryQueue& operator=(const EntryQueue&) = delete;

    /// Verifies signatures itself while much is waiting, and waits while too much is. Rethrows what
    /// the taker failed with.
    void feed(std::vector<OpenedEntry> entries);
    /// Waits until all is taken; nothing can be fed afterwards. Rethrows as feed().
    void finish();

    /// Keys of the signers of an entry that was taken, for those behind it. Cheap once all are
    /// known.
    void learn(const OpenedEntry& taken, const KeySource& keys);
    KnownKeys& keys() noexcept { return keys_; }

private:
    enum class Stage { waiting, in_hand, checked };
    struct Batch {
        std::vector<OpenedEntry> entries;
        Stage stage = Stage::waiting;
        std::size_t bytes = 0;  ///< of their texts
    };

    void run();
    void stop(bool now);
    bool help(std::unique_lock<std::mutex>& lock);
    void check(std::vector<OpenedEntry>& entries) const noexcept;
    bool much() const noexcept;
    bool full() const noexcept;
    bool half_empty() const noexcept;

    Taker taker_;
    std::optional<CheckedSignatures> checked_;
    KnownKeys keys_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::list<Batch> batches_;  ///< a list: who has one in hand keeps it while others come and go
    std::size_t bytes_ = 0;     ///< of all batches
    bool ended_ = false;
    std::exception_ptr failure_;
    std::thread thread_;  ///< last: everything it uses is there before it starts
};

}  // namespace exhibit::ledger

// A store that fails where a test wants it to: the crash windows of a writer, one by one.
//
//   const auto below = store::memory_store();
//   FaultStore faulty(*below, {.call = 3, .when = When::after, .dies = true});
//   ... run the operation over `faulty` until it throws, then go on over `below` as the next
//   process would.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>

#include "store/object_store.hpp"

namespace exhibit::test {

enum class When {
    before,  ///< the call throws and has changed nothing
    after,   ///< the call has taken effect and throws all the same
};

/// Which changing call (put_new, replace, mend, remove; counted from 1) throws Error(io).
struct Fault {
    std::uint64_t call = 0;  ///< 0: none
    When when = When::before;
    bool dies = false;  ///< from then on every call throws, reading ones too
};

/// Passes each call on to another store, which must outlive it. Usable from several threads.
class FaultStore final : public store::ObjectStore {
public:
    explicit FaultStore(store::ObjectStore& below, Fault fault = {}) noexcept
        : below_(below), fault_(fault) {}

    store::Put put_new(const std::string& name, ByteView bytes) override;
    std::optional<Bytes> get(const std::string& name) override;
    std::optional<Bytes> get(const std::string& name, store::Range range) override;
    std::optional<std::uint64_t> size(const std::string& name) override;
    std::vector<std::string> list(const std::string& prefix) override;
    void replace(const std::string& name, ByteView bytes) override;
    void mend(const std::string& name, ByteView bytes) override;
    bool remove(const std::string& name) override;
    std::unique_ptr<store::Occupation> occupy(const std::string& object,
                                              store::Occupy how) override;
    std::string description() const override;

    /// Changing calls begun so far, failed ones too. A test runs once without a fault to learn how
    /// many there are, then once for each.
    std::uint64_t calls() const;
    /// True when the fault has struck.
    bool struck() const;

private:
    /// Counts a changing call; throws when it has to fail before. Returns whether to fail after.
    bool begin(const std::string& call);
    [[noreturn]] static void fail(const std::string& call, const char* how);
    void require_alive(const std::string& call) const;

    store::ObjectStore& below_;
    const Fault fault_;
    mutable std::mutex mutex_;
    std::uint64_t calls_ = 0;
    bool struck_ = false;
};

}  // namespace exhibit::test

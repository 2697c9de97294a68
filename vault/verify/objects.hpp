// The objects of a store as a checker reads them: what cannot be read is a finding, not an
// exception.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "crypto/digest.hpp"
#include "exhibit/progress.hpp"
#include "store/object_store.hpp"
#include "verify/report.hpp"

namespace exhibit::verify {

enum class Presence {
    present,
    absent,
    unusable,  ///< there, but not readable or too large: reported
};

struct ReadObject {
    Presence presence = Presence::absent;
    Bytes bytes;
};

/// Whom long work tells how far it is, and who may stop it.
struct Watch {
    std::string phase;
    Progress* progress = nullptr;
    const CancelFlag* cancel = nullptr;
};

class Objects {
public:
    Objects(store::ObjectStore& store, Report& report, Watch watch);

    store::ObjectStore& store() noexcept { return store_; }
    Report& report() noexcept { return report_; }

    /// The whole object. Longer than `bytes_max` is reported and not read.
    ReadObject read(const std::string& name, std::uint64_t bytes_max);
    /// Size; nullopt when absent or when the system cannot tell (reported).
    std::optional<std::uint64_t> size(const std::string& name);
    /// The SHA-256 of an object, read in pieces; nullopt when absent or unreadable (reported).
    std::optional<crypto::Hash> digest(const std::string& name);

    /// An object whose name ends in its digest. Missing or with another digest: reported, and
    /// nothing is returned.
    std::optional<Bytes> read_named(const std::string& name, std::uint64_t bytes_max);

    void expect_total(std::uint64_t bytes) { state_.bytes_total = bytes; }
    /// Called for each piece of work; looks at the cancel flag and tells progress now and then.
    void done(std::uint64_t bytes);
    void finish();
    const CancelFlag* cancel() const noexcept { return cancel_; }

private:
    store::ObjectStore& store_;
    Report& report_;
    Progress* progress_;
    const CancelFlag* cancel_;
    ProgressState state_;
    std::uint64_t told_ = 0;
};

/// The digest an object's name ends in; nullopt when the last part is not 64 hex digits.
std::optional<crypto::Hash> digest_in_name(std::string_view name);

/// What a name of an object can stand for (FORMAT.md 2).
enum class ObjectKind {
    descriptor,
    commit,
    staged,
    tile,
    entries_tile,
    checkpoint_hint,
    key,
    private_values,
    list,
    policy,
    anchor,
    cosignature,
    pack,
    destroyed,
    unknown,
};
ObjectKind kind_of_object(std::string_view name);

}  // namespace exhibit::verify

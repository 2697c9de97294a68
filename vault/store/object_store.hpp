// The one seam to the world of bytes: a flat set of immutable, named objects.
//
// Promises every implementation keeps (tests/conformance runs one suite over all of them):
//  - put_new is atomic and create-only: of any number of writers of one name exactly one gets
//    `created`; nobody ever reads a part of an object. After `created` or `exists` the object is
//    durable.
//  - Objects never change. `replace` exists for hints only (ledger/checkpoint), `mend` for objects
//    whose bytes were damaged behind the store's back.
//  - Reads after a put see it, from any process.
// Thread rules: all methods may be called from several threads at once.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"

namespace exhibit::store {

inline constexpr std::size_t name_bytes_max = 200;
inline constexpr std::uint64_t object_bytes_max = std::uint64_t{1} << 30;

/// Names are made of [a-z0-9._-] in parts separated by single '/', no part "." or "..", none that
/// begins with ".tmp-" (temporary files), not empty, at most name_bytes_max. Throws Error(usage)
/// otherwise.
void require_valid_name(std::string_view name);

enum class Put { created, exists };

/// A range of an object in bytes.
struct Range {
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
};

/// How somebody is in a store: with others, or with nobody else.
enum class Occupy { together, alone };
/// Somebody is in the store as long as this lives.
class Occupation {
public:
    Occupation() = default;
    Occupation(const Occupation&) = delete;
    Occupation& operator=(const Occupation&) = delete;
    virtual ~Occupation() = default;
};

class ObjectStore {
public:
    virtual ~ObjectStore() = default;

    /// Creates `name`; `exists` when it was there already (whatever it holds: compare if it
    /// matters). ConflictError when the name is a folder of other objects, or leads through an
    /// object.
    virtual Put put_new(const std::string& name, ByteView bytes) = 0;

    /// The whole object; nullopt when absent. Error(corrupt) above object_bytes_max.
    virtual std::optional<Bytes> get(const std::string& name) = 0;
    /// Exactly this range; nullopt when the object is absent; Error(corrupt) naming the object when
    /// it ends before the range does.
    virtual std::optional<Bytes> get(const std::string& name, Range range) = 0;
    /// Size in bytes; nullopt when absent.
    virtual std::optional<std::uint64_t> size(const std::string& name) = 0;

    /// All object names that begin with `prefix` (a whole folder: "" or ending in '/'), sorted.
    /// Temporary files of interrupted writers are not listed.
    virtual std::vector<std::string> list(const std::string& prefix) = 0;

    /// Replaces a hint object; atomic, but not create-only.
    virtual void replace(const std::string& name, ByteView bytes) = 0;

    /// Gives an object its right bytes again when the medium damaged or lost them. Atomic: a reader
    /// finds what was there or all of `bytes`, and what was there goes only when `bytes` are
    /// durable; the object is as immutable afterwards as put_new makes it. REQUIRES: `bytes` are
    /// proved to be those the name stands for (a name that is their digest). ConflictError as
    /// put_new.
    virtual void mend(const std::string& name, ByteView bytes) = 0;

    /// Removes an object; used by disposal and tidying only. False when it was absent.
    virtual bool remove(const std::string& name) = 0;

    /// `together`: whoever writes objects that nothing names yet, or reads such; waits while
    /// another is alone. `alone`: whoever removes such; nullptr while anybody else is there, of
    /// whatever process. `object` is one that everybody names and that is there (Error(not_found)).
    /// Where nobody can be kept out, all are together and nobody alone (Error(io)).
    virtual std::unique_ptr<Occupation> occupy(const std::string& object, Occupy how) = 0;

    /// What people call this store: its path.
    virtual std::string description() const = 0;
};

/// A folder of a POSIX file system. put_new: temporary file (O_EXCL), write, mode 0444, fsync,
/// link, unlink, fsync of the folder. `create` makes the folder (must be absent or empty).
std::unique_ptr<ObjectStore> create_posix_store(const std::string& folder);
/// Error(not_found) when the folder is absent.
std::unique_ptr<ObjectStore> open_posix_store(const std::string& folder);
/// Everything in a store's folder that is neither an object nor a folder, sorted, relative to it:
/// temporary files of writers that were cut off (or are still writing), symbolic links, files of
/// strange names. Error(not_found) when the folder is absent. The names come from outside: show
/// them with printable().
std::vector<std::string> leftover_files(const std::string& folder);

/// Size of one of these when it is a temporary file; nullopt when it is anything else, or gone.
std::optional<std::uint64_t> temporary_file_size(const std::string& folder,
                                                 const std::string& name);
/// Removes it when it is a temporary file; false when it is anything else, or gone. REQUIRES: no
/// writer is in the store.
bool remove_temporary_file(const std::string& folder, const std::string& name);

/// In memory, for tests.
std::unique_ptr<ObjectStore> memory_store();

}  // namespace exhibit::store

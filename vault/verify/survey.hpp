// What there is in a store, by kind, and which of it something names.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "ledger/merkle.hpp"
#include "store/object_store.hpp"
#include "verify/objects.hpp"

namespace exhibit::verify {

struct StagedObject {
    std::uint64_t size = 0;  ///< of the tree it leads to
    const std::string* name = nullptr;
};

/// One listing of the store, taken before anything else is read: what writers add meanwhile can
/// only make more of it named, never less.
class Survey {
public:
    explicit Survey(store::ObjectStore& store);
    Survey(const Survey&) = delete;
    Survey& operator=(const Survey&) = delete;

    const std::vector<std::string>& of(ObjectKind kind) const;
    std::size_t count() const noexcept { return count_; }

    /// Old sizes of all commits, ascending.
    const std::vector<std::uint64_t>& commits() const noexcept { return commits_; }
    /// Staged objects by their new size.
    std::span<const StagedObject> staged() const noexcept { return staged_; }
    /// Those with a new size above `size`.
    std::span<const StagedObject> staged_above(std::uint64_t size) const;

    /// Something says that the object is part of the vault. One that was not listed is not kept.
    void name(const std::string& object);
    /// Of an object that was listed.
    bool is_named(const std::string& object) const;
    /// Objects of a kind that nothing has named.
    std::vector<std::string> unnamed(ObjectKind kind) const;

private:
    // An event of a ledger with a commit for each has two objects or three: a name is kept once.
    struct Listed {
        std::vector<std::string> names;  ///< sorted
        std::vector<bool> named;         ///< of each
    };
    const Listed* listed(ObjectKind kind) const;
    /// Where a name stands among those of its kind; its end when it was not listed.
    static std::size_t place(const Listed& listed, const std::string& object);

    std::map<ObjectKind, Listed> objects_;
    std::size_t count_ = 0;
    std::vector<std::uint64_t> commits_;
    std::vector<StagedObject> staged_;
};

}  // namespace exhibit::verify

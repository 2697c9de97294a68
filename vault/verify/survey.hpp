// What there is in a store, by kind, and which of it something names.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "ledger/merkle.hpp"
#include "store/object_store.hpp"
#include "verify/objects.hpp"

namespace exhibit::verify {

/// One listing of the store, taken before anything else is read: what writers add meanwhile can
/// only make more of it named, never less.
class Survey {
public:
    explicit Survey(store::ObjectStore& store);

    const std::vector<std::string>& of(ObjectKind kind) const;
    std::size_t count() const noexcept { return count_; }

    /// Old sizes of all commits.
    const std::set<std::uint64_t>& commits() const noexcept { return commits_; }
    /// Staged objects by their new size.
    const std::multimap<std::uint64_t, std::string>& staged() const noexcept { return staged_; }

    void name(const std::string& object) { named_.insert(object); }
    bool is_named(const std::string& object) const { return named_.contains(object); }
    /// Objects of a kind that nothing has named.
    std::vector<std::string> unnamed(ObjectKind kind) const;

private:
    std::map<ObjectKind, std::vector<std::string>> objects_;
    std::size_t count_ = 0;
    std::set<std::uint64_t> commits_;
    std::multimap<std::uint64_t, std::string> staged_;
    std::set<std::string> named_;
};

}  // namespace exhibit::verify

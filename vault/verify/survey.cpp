#include "verify/survey.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "ledger/tile.hpp"

namespace exhibit::verify {

namespace {

constexpr std::string_view commit_folder = "ledger/commit/";
constexpr std::string_view staged_folder = "ledger/staged/";

}  // namespace

Survey::Survey(store::ObjectStore& store) {
    for (std::string& name : store.list("")) {
        ++count_;
        objects_[kind_of_object(name)].names.push_back(std::move(name));
    }
    for (auto& [kind, one] : objects_) one.named.resize(one.names.size());
    for (const std::string_view name : of(ObjectKind::commit)) {
        const auto size = ledger::parse_tlog_path(name.substr(commit_folder.size()));
        commits_.push_back(size.value_or(0));
    }
    std::ranges::sort(commits_);
    const auto again = std::ranges::unique(commits_);
    commits_.erase(again.begin(), again.end());
    for (const std::string& name : of(ObjectKind::staged)) {
        const std::string_view last = std::string_view(name).substr(staged_folder.size());
        staged_.push_back({parse_decimal(last.substr(0, last.find('-'))).value_or(0), &name});
    }
    std::ranges::stable_sort(staged_, {}, &StagedObject::size);
}

const std::vector<std::string>& Survey::of(ObjectKind kind) const {
    static const std::vector<std::string> none;
    const Listed* found = listed(kind);
    return found == nullptr ? none : found->names;
}

const Survey::Listed* Survey::listed(ObjectKind kind) const {
    const auto found = objects_.find(kind);
    return found == objects_.end() ? nullptr : &found->second;
}

std::size_t Survey::place(const Listed& listed, const std::string& object) {
    const auto found = std::ranges::lower_bound(listed.names, object);
    const bool there = found != listed.names.end() && *found == object;
    return there ? static_cast<std::size_t>(found - listed.names.begin()) : listed.names.size();
}

std::span<const StagedObject> Survey::staged_above(std::uint64_t size) const {
    return {std::ranges::upper_bound(staged_, size, {}, &StagedObject::size), staged_.end()};
}

void Survey::name(const std::string& object) {
    const auto found = objects_.find(kind_of_object(object));
    if (found == objects_.end()) return;
    const std::size_t at = place(found->second, object);
    if (at < found->second.named.size()) found->second.named[at] = true;
}

bool Survey::is_named(const std::string& object) const {
    const Listed* found = listed(kind_of_object(object));
    if (found == nullptr) return false;
    const std::size_t at = place(*found, object);
    return at < found->named.size() && found->named[at];
}

std::vector<std::string> Survey::unnamed(ObjectKind kind) const {
    std::vector<std::string> out;
    const Listed* found = listed(kind);
    for (std::size_t i = 0; found != nullptr && i < found->names.size(); ++i)
        if (!found->named[i]) out.push_back(found->names[i]);
    return out;
}

}  // namespace exhibit::verify

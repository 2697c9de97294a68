#include "verify/survey.hpp"

#include <algorithm>
#include <iterator>

#include "base/text.hpp"
#include "ledger/tile.hpp"

namespace exhibit::verify {

namespace {

constexpr std::string_view commit_folder = "ledger/commit/";
constexpr std::string_view staged_folder = "ledger/staged/";

}  // namespace

Survey::Survey(store::ObjectStore& store) {
    for (const std::string& name : store.list("")) {
        const ObjectKind kind = kind_of_object(name);
        objects_[kind].push_back(name);
        ++count_;
        const std::string_view text = name;
        if (kind == ObjectKind::commit) {
            commits_.insert(ledger::parse_tlog_path(text.substr(commit_folder.size())).value_or(0));
        } else if (kind == ObjectKind::staged) {
            const std::string_view last = text.substr(staged_folder.size());
            staged_.emplace(parse_decimal(last.substr(0, last.find('-'))).value_or(0), name);
        }
    }
}

const std::vector<std::string>& Survey::of(ObjectKind kind) const {
    static const std::vector<std::string> none;
    const auto found = objects_.find(kind);
    return found == objects_.end() ? none : found->second;
}

std::vector<std::string> Survey::unnamed(ObjectKind kind) const {
    std::vector<std::string> out;
    std::copy_if(of(kind).begin(), of(kind).end(), std::back_inserter(out),
                 [&](const std::string& object) { return !named_.contains(object); });
    return out;
}

}  // namespace exhibit::verify

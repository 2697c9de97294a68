// Small parts that the calls about an item's life share.
#pragma once

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "exhibit/error.hpp"
#include "vault/session.hpp"

namespace exhibit {

/// A word people give, as the value it stands for. Error(usage) naming the words there are.
template <typename Value>
Value word_of(const std::string& doing, const std::string& word,
              std::optional<Value> (*parse)(std::string_view), std::string_view words) {
    if (const auto value = parse(word)) return *value;
    throw Error(ErrorKind::usage,
                doing + ": \"" + printable(word) + "\" is none of the words " + std::string(words));
}

/// Error(usage) saying what is missing, when nobody said it.
inline void require_said(const std::string& text, const std::string& doing, std::string_view what) {
    if (!text.empty()) return;
    throw Error(ErrorKind::usage, doing + ": " + std::string(what) + " is missing");
}

/// As events name them.
inline std::vector<custody::ItemId> by_text(std::vector<custody::ItemId> items) {
    std::ranges::sort(items, {}, &custody::ItemId::text);
    return items;
}

/// Writes the event and gives it back as it stands in the ledger.
EventInfo written(Session& session, const Vault& vault, const std::function<EventDraft()>& make);

}  // namespace exhibit

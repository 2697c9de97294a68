// Small parts that the calls about an item's life share.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

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

/// Writes the event and gives it back as it stands in the ledger.
EventInfo written(Session& session, const Vault& vault, const std::function<EventDraft()>& make);

}  // namespace exhibit

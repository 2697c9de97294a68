// What the examiners of records share: where findings go, whom and what they are about, and small
// questions about texts.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "custody/private_names.hpp"
#include "exhibit/types.hpp"

namespace exhibit::custody {

/// Collects findings about one item (or none), event after event.
class Teller {
public:
    /// `item` is its id, "" for findings about the record as such. `out` must outlive this.
    Teller(std::vector<Finding>& out, std::string item) : out_(out), item_(std::move(item)) {}

    /// The event that what follows is about.
    void at(std::optional<std::uint64_t> event) { event_ = event; }
    void report(std::string_view code, Severity severity, std::string text) {
        out_.push_back({std::string(code), severity, {}, item_, event_, std::move(text)});
    }
    void warn(std::string_view code, std::string text) {
        report(code, Severity::warning, std::move(text));
    }
    void note(std::string_view code, std::string text) {
        report(code, Severity::note, std::move(text));
    }
    std::vector<Finding>& findings() noexcept { return out_; }
    /// "item INC-1/1".
    std::string item() const { return "item " + item_; }

private:
    std::vector<Finding>& out_;
    std::string item_;
    std::optional<std::uint64_t> event_;
};

bool blank(std::string_view text) noexcept;
/// "place, seal and condition".
std::string enumerate(const std::vector<std::string>& words);
/// Whether one of the names has a text that is not blank.
bool has_any(const PrivateValues& values, std::initializer_list<std::string_view> names);
/// "3 days", "49 hours", "1 minute": the largest unit that is whole at least twice.
std::string in_words(std::int64_t seconds);

}  // namespace exhibit::custody

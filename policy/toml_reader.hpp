// Reads one table of a TOML file and keeps book of the keys that were asked for, so that the others
// are refused. Internal to policy.
#pragma once

#include <toml++/toml.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace exhibit::policy {

/// Error(malformed): "reading SOURCE: line 3, column 7: found X; expected Y".
[[noreturn]] void refuse_at(const std::string& source, const toml::source_region& where,
                            const std::string& found, std::string_view expected);

class TableReader {
public:
    /// `path` is what messages call the table: "times", "items.image". Both must outlive this.
    TableReader(const toml::table& table, const std::string& source, std::string path);

    // Each gives nullopt for a key that is not there, and refuses a value of another type.
    std::optional<std::string> text(std::string_view key);
    std::optional<bool> flag(std::string_view key);
    std::optional<std::uint64_t> natural(std::string_view key, std::uint64_t least,
                                         std::uint64_t most);
    /// "36h", "7d", "2w", "10y": seconds.
    std::optional<std::int64_t> duration(std::string_view key);
    /// An array of strings, none twice.
    std::optional<std::vector<std::string>> texts(std::string_view key);
    std::optional<TableReader> table(std::string_view key);

    /// Every key of the table, as the name of a table below it.
    void each_table(const std::function<void(const std::string& key, TableReader& table)>& take);
    /// Every key of the table, with an array of strings.
    void each_texts(
        const std::function<void(const std::string& key, std::vector<std::string> texts)>& take);
    /// Every key of the table, whatever its value: the caller asks for it.
    std::vector<std::string> keys() const;

    /// Refuses keys that nobody asked for. Called when the table was read.
    void finish() const;

    /// Refuses the value of `key`, or the table itself when the key is empty or not there.
    [[noreturn]] void refuse(std::string_view key, const std::string& found,
                             std::string_view expected) const;

private:
    const toml::node* take(std::string_view key);
    std::string name_of(std::string_view key) const;

    const toml::table* table_;
    const std::string* source_;
    std::string path_;
    std::set<std::string, std::less<>> taken_;
};

}  // namespace exhibit::policy

#include "catalogue/tables.hpp"

#include <algorithm>
#include <tuple>

#include "base/codec.hpp"
#include "encode/json.hpp"

namespace exhibit::catalogue {
namespace {

constexpr std::size_t matches_max = 1000;

// A cache need not survive a power cut: what a cut damages is noticed and made again. A rollback
// journal, because several processes may open a new file at once and WAL cannot be switched on
// then.
constexpr const char* schema =
    "PRAGMA journal_mode = TRUNCATE;"
    "PRAGMA synchronous = NORMAL;"
    "PRAGMA temp_store = MEMORY;"
    "BEGIN IMMEDIATE;"
    "CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS events (number INTEGER PRIMARY KEY, leaf BLOB NOT NULL, "
    "  type TEXT NOT NULL, actor BLOB NOT NULL);"
    "CREATE TABLE IF NOT EXISTS event_values (event INTEGER NOT NULL, subject TEXT NOT NULL, "
    "  name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (event, subject, name)) WITHOUT ROWID;"
    "CREATE INDEX IF NOT EXISTS values_by_value ON event_values (name, value);"
    "CREATE TABLE IF NOT EXISTS members (item TEXT NOT NULL, path BLOB NOT NULL, "
    "  md5 TEXT NOT NULL, sha1 TEXT NOT NULL, sha256 TEXT NOT NULL, "
    "  PRIMARY KEY (item, path)) WITHOUT ROWID;"
    "CREATE INDEX IF NOT EXISTS members_by_sha256 ON members (sha256);"
    "CREATE TABLE IF NOT EXISTS member_marks (item TEXT PRIMARY KEY) WITHOUT ROWID;"
    "COMMIT;";

std::string like_pattern(const std::string& text) {
    std::string out = "%";
    for (const char c : text) {
        if (c == '%' || c == '_' || c == '\\') out += '\\';
        out += c;
    }
    return out + "%";
}

std::string item_of(const std::string& subject) {
    return subject.starts_with("item:") ? subject.substr(5) : std::string();
}

void sort_matches(std::vector<Match>& matches) {
    const auto order = [](const Match& match) {
        return std::tie(match.item, match.member, match.matched);
    };
    std::ranges::sort(matches, {}, order);
    // One row an item and member: the first field by name that matched.
    const auto same = [](const Match& a, const Match& b) {
        return a.item == b.item && a.member == b.member;
    };
    matches.erase(std::unique(matches.begin(), matches.end(), same), matches.end());
    if (matches.size() > matches_max) matches.resize(matches_max);
}

}  // namespace

Tables::Tables(const std::string& path, const crypto::SecretBytes& key, const Owner& owner)
    : database(path, key),
      get_meta((database.execute(schema), database), "SELECT value FROM meta WHERE name = ?"),
      set_meta(database, "INSERT OR REPLACE INTO meta VALUES (?, ?)"),
      event_count(database, "SELECT coalesce(max(number) + 1, 0) FROM events"),
      add_event(database, "INSERT OR IGNORE INTO events VALUES (?, ?, ?, ?)"),
      add_value(database, "INSERT OR REPLACE INTO event_values VALUES (?, ?, ?, ?)"),
      add_member(database, "INSERT OR REPLACE INTO members VALUES (?, ?, ?, ?, ?)"),
      drop_members(database, "DELETE FROM members WHERE item = ?"),
      mark_members(database, "INSERT OR REPLACE INTO member_marks VALUES (?)"),
      find_mark(database, "SELECT 1 FROM member_marks WHERE item = ?") {
    require_owner(owner);
}

void Tables::require_owner(const Owner& owner) {
    const std::pair<std::string_view, std::string> expected[] = {
        {"genesis", owner.genesis.hex()},
        {"origin", owner.origin},
        {"version", std::string(catalogue_version)}};
    Transaction transaction(database);
    for (const auto& [name, value] : expected) {
        bool there = false;
        {
            Use use(get_meta);
            there = get_meta.bind_text(name).step();
            if (there && get_meta.text(0) != value)
                throw UnusableDatabase("opening the catalogue: its " + std::string(name) +
                                       " is another one");
        }
        if (!there) set_meta.bind_text(name).bind_text(value).run();
    }
    transaction.commit();
}

void Tables::add_values(std::uint64_t index, const std::vector<OpenedValues>& values) {
    for (const OpenedValues& of_subject : values) {
        for (const auto& [name, value] : of_subject.values) {
            const std::string text = value.is_string() ? value.string(name) : encode::dump(value);
            add_value.bind(index)
                .bind_text(of_subject.subject)
                .bind_text(name)
                .bind_text(text)
                .run();
        }
    }
}

std::vector<Match> Tables::search_digest(std::string_view name, std::string_view hex) {
    std::vector<Match> out;
    Statement values(database,
                     "SELECT subject, name FROM event_values WHERE name = ? AND value = ?");
    values.bind_text(name).bind_text(hex);
    while (values.step())
        if (std::string item = item_of(values.text(0)); !item.empty())
            out.push_back({std::move(item), values.text(1), {}});
    const std::string sql = "SELECT item, path FROM members WHERE " + std::string(name) + " = ?";
    Statement members(database, sql.c_str());
    members.bind_text(hex);
    while (members.step()) out.push_back({members.text(0), std::string(name), members.text(1)});
    sort_matches(out);
    return out;
}

std::vector<Match> Tables::search_text(const std::string& text) {
    const std::string pattern = like_pattern(text);
    std::vector<Match> out;
    Statement values(database,
                     "SELECT subject, name FROM event_values "
                     "WHERE subject LIKE 'item:%' AND value LIKE ? ESCAPE '\\'");
    values.bind_text(pattern);
    while (values.step()) out.push_back({item_of(values.text(0)), values.text(1), {}});
    Statement members(database,
                      "SELECT item, path FROM members "
                      "WHERE CAST(path AS TEXT) LIKE ? ESCAPE '\\'");
    members.bind_text(pattern);
    while (members.step()) out.push_back({members.text(0), "path", members.text(1)});
    sort_matches(out);
    return out;
}

}  // namespace exhibit::catalogue

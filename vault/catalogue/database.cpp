#include "catalogue/database.hpp"

#include <sqlcipher/sqlite3.h>

#include <array>

namespace exhibit::catalogue {
namespace {

constexpr int busy_milliseconds = 30'000;

/// "x'<64 hex digits>'": SQLCipher takes such a key as it is, without deriving one. Made digit by
/// digit so that no copy outside secret memory is left behind.
crypto::SecretBytes raw_key_text(const crypto::SecretBytes& key) {
    static constexpr std::array<char, 17> digits = {"0123456789abcdef"};
    crypto::SecretBytes text(3 + 2 * key.size());
    const auto out = text.writable();
    std::size_t at = 0;
    const auto put = [&](char c) { out[at++] = static_cast<std::byte>(c); };
    put('x');
    put('\'');
    for (const std::byte byte : key.view()) {
        put(digits[std::to_integer<std::size_t>(byte >> 4)]);
        put(digits[std::to_integer<std::size_t>(byte & std::byte{15})]);
    }
    put('\'');
    return text;
}

}  // namespace

Database::Database(const std::string& path, const crypto::SecretBytes& key) : path_(path) {
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    const int opened = sqlite3_open_v2(path.c_str(), &handle_, flags, nullptr);
    try {
        if (opened != SQLITE_OK) fail(opened, "opening it");
        sqlite3_busy_timeout(handle_, busy_milliseconds);
        const crypto::SecretBytes text = raw_key_text(key);
        const int keyed = sqlite3_key(handle_, text.view().data(), static_cast<int>(text.size()));
        if (keyed != SQLITE_OK) fail(keyed, "setting its key");
        // The key is only tried when the first page is read.
        execute("SELECT count(*) FROM sqlite_master");
    } catch (...) {
        sqlite3_close(handle_);
        throw;
    }
}

Database::~Database() {
    sqlite3_close(handle_);
}

void Database::execute(const char* sql) {
    const int code = sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) fail(code, "running a statement");
}

void Database::fail(int code, std::string_view doing) const {
    const std::string text = "using the catalogue " + path_ + ", " + std::string(doing) + ": " +
                             (handle_ != nullptr ? sqlite3_errmsg(handle_) : sqlite3_errstr(code));
    switch (code & 0xff) {
        // SQLITE_ERROR is what a schema of another version gives.
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
        case SQLITE_ERROR:
        case SQLITE_SCHEMA:
        case SQLITE_MISMATCH:
        case SQLITE_CONSTRAINT: throw UnusableDatabase(text);
        default: throw Error(ErrorKind::io, text);
    }
}

Statement::Statement(Database& database, const char* sql) : database_(database) {
    const int code = sqlite3_prepare_v2(database.handle(), sql, -1, &statement_, nullptr);
    if (code != SQLITE_OK) database.fail(code, "preparing a statement");
}

Statement::~Statement() {
    sqlite3_finalize(statement_);
}

void Statement::check(int code) const {
    if (code != SQLITE_OK) database_.fail(code, "binding a value");
}

Statement& Statement::bind(std::uint64_t value) {
    check(sqlite3_bind_int64(statement_, next_++, static_cast<std::int64_t>(value)));
    return *this;
}

Statement& Statement::bind(ByteView bytes) {
    // An empty view may have no address, which SQLite would take for NULL.
    const void* data = bytes.empty() ? "" : static_cast<const void*>(bytes.data());
    check(sqlite3_bind_blob64(statement_, next_++, data, bytes.size(), SQLITE_STATIC));
    return *this;
}

Statement& Statement::bind_text(std::string_view text) {
    const char* data = text.empty() ? "" : text.data();
    check(sqlite3_bind_text64(statement_, next_++, data, text.size(), SQLITE_STATIC, SQLITE_UTF8));
    return *this;
}

bool Statement::step() {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) database_.fail(code, "reading or writing a row");
    return false;
}

void Statement::run() {
    const Use use(*this);
    step();
}

void Statement::reset() noexcept {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
    next_ = 1;
}

std::uint64_t Statement::natural(int column) const {
    return static_cast<std::uint64_t>(sqlite3_column_int64(statement_, column));
}

ByteView Statement::bytes(int column) const {
    const auto* data = static_cast<const std::byte*>(sqlite3_column_blob(statement_, column));
    return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::string Statement::text(int column) const {
    return to_string(bytes(column));
}

Transaction::Transaction(Database& database) : database_(database) {
    database_.execute("BEGIN IMMEDIATE");
}

Transaction::~Transaction() {
    if (open_) sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit() {
    database_.execute("COMMIT");
    open_ = false;
}

}  // namespace exhibit::catalogue

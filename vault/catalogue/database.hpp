// SQLCipher handles, owned: Database, Statement, Transaction. Errors are exceptions.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "crypto/secret.hpp"
#include "exhibit/error.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace exhibit::catalogue {

/// The file cannot be used as it is: damaged, another key, another program's. Caught by Catalogue,
/// which makes the file again.
class UnusableDatabase : public Error {
public:
    explicit UnusableDatabase(const std::string& message) : Error(ErrorKind::corrupt, message) {}
};

class Database {
public:
    /// `path` is a file, made when absent, or ":memory:". `key` is 32 bytes. Waits for other
    /// processes up to 30 seconds. UnusableDatabase when the key does not open it, Error(io) when
    /// the file cannot be opened or made.
    Database(const std::string& path, const crypto::SecretBytes& key);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// One or more statements without results that matter.
    void execute(const char* sql);

    /// Throws what an SQLite result code means; `doing` names the action.
    [[noreturn]] void fail(int code, std::string_view doing) const;
    sqlite3* handle() const noexcept { return handle_; }

private:
    sqlite3* handle_ = nullptr;
    std::string path_;
};

/// A prepared statement, used again and again: bind in order, step, read columns, reset.
class Statement {
public:
    Statement(Database& database, const char* sql);
    ~Statement();
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    /// Bytes and text must stay valid until reset().
    Statement& bind(std::uint64_t value);
    Statement& bind(ByteView bytes);
    Statement& bind_text(std::string_view text);
    /// True when there is a row.
    bool step();
    /// Runs a statement that gives no rows, and resets it.
    void run();
    void reset() noexcept;

    std::uint64_t natural(int column) const;
    ByteView bytes(int column) const;  ///< valid until the next step or reset
    std::string text(int column) const;

private:
    void check(int code) const;

    Database& database_;
    sqlite3_stmt* statement_ = nullptr;
    int next_ = 1;
};

/// Resets a statement at the end of a scope, whatever happens.
class Use {
public:
    explicit Use(Statement& statement) : statement_(statement) {}
    ~Use() { statement_.reset(); }
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;
    Statement* operator->() noexcept { return &statement_; }

private:
    Statement& statement_;
};

/// BEGIN IMMEDIATE; rolls back unless committed.
class Transaction {
public:
    explicit Transaction(Database& database);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    void commit();

private:
    Database& database_;
    bool open_ = true;
};

}  // namespace exhibit::catalogue

// A vault in a temporary folder, made through the public interface, and the people who use it.
//
// Anna (admin, handler) makes it and enrols Boris and Carla. Each has a home folder of their own,
// as if they sat at machines of their own; a person stays logged in until the TempVault goes.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "exhibit/error.hpp"
#include "exhibit/vault.hpp"
#include "support/temp_folder.hpp"

namespace exhibit::test {

/// The fixed identity of that name, unlocked without the cost of a passphrase. Its profile says
/// "Anna", a title and a phone number.
UnlockedIdentity unlocked(std::string_view name);

class TempVault {
public:
    /// `recovery`: also enrol an offline recovery handler.
    explicit TempVault(bool recovery = false);

    /// The person's open vault.
    Vault& as(const std::string& name);
    Vault& anna() { return as("anna"); }
    Vault& boris() { return as("boris"); }
    Vault& carla() { return as("carla"); }
    /// As the person's next command would: closes the vault and opens it again.
    Vault& again(const std::string& name);
    /// Nobody has it open any more.
    void close() { open_.clear(); }

    std::string location() const { return folder_ / "vault"; }
    std::string home(const std::string& name) const { return folder_ / ("home-" + name); }
    /// A path of the temporary folder that nothing uses.
    std::string path(std::string_view name) const { return folder_ / name; }
    const std::optional<SecretText>& recovery_code() const { return recovery_code_; }

    /// Writes a source file and gives its path.
    std::string file(std::string_view name, ByteView content);

    /// Anna opens an incident and grants `access` of it to Boris (none: no grant).
    std::string open_incident(const std::string& id = "INC-1", Access access = Access::content);
    /// `by` registers a physical item; gives its id.
    std::string register_item(const std::string& label, const std::string& by = "anna",
                              const std::string& incident = "INC-1");
    /// `by` ingests a file of that content; gives the item's id.
    std::string ingest(const std::string& label, ByteView content, const std::string& by = "anna",
                       const std::string& incident = "INC-1");
    /// Gives the id of the offer.
    std::string offer(const std::string& item, const std::string& from, const std::string& to);
    OfferInfo accept(const std::string& offer, const std::string& by, bool rehash = true);

    /// The only file of the store whose path begins with `prefix`, as a path.
    std::string only_object(const std::string& prefix) const;
    /// Changes one byte of a stored object, as a bad disk would.
    void damage(const std::string& path, std::uint64_t offset) const;

private:
    TempFolder folder_;
    std::optional<SecretText> recovery_code_;
    std::map<std::string, std::unique_ptr<Vault>> open_;
};

/// How an operation ended: no kind when it went through.
struct Failure {
    std::optional<ErrorKind> kind;
    std::string message;
};
template <typename Operation>
Failure failure_of(Operation&& operation) {
    try {
        operation();
    } catch (const Error& error) {
        return {error.kind(), error.what()};
    }
    return {std::nullopt, "it went through"};
}

/// Everything a file holds.
Bytes bytes_of_file(const std::string& path);
/// The texts of all findings, a line each, for the messages of failed tests.
std::string text_of(const std::vector<Finding>& findings);

}  // namespace exhibit::test

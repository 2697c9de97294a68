#include "support/temp_vault.hpp"

#include <filesystem>
#include <stdexcept>

#include "base/file.hpp"
#include "exhibit/error.hpp"
#include "support/identities.hpp"
#include "vault/identity_state.hpp"

namespace exhibit::test {
namespace {

constexpr std::uint64_t file_bytes_max = std::uint64_t{256} << 20;

}  // namespace

UnlockedIdentity unlocked(std::string_view name) {
    crypto::Identity identity = fixed_identity(name);
    IdentityInfo info;
    info.name = name;
    info.id = identity.id().hex();
    info.profile.name = name;
    info.profile.name[0] = static_cast<char>(info.profile.name[0] - 'a' + 'A');
    info.profile.title = "Examiner";
    info.profile.phone = "+49 30 5550101";
    return UnlockedIdentity(std::make_unique<UnlockedIdentity::State>(
        UnlockedIdentity::State{std::move(info), std::move(identity)}));
}

TempVault::TempVault(bool recovery) {
    const UnlockedIdentity admin = unlocked("anna");
    CreateVault request;
    request.location = location();
    request.home = home("anna");
    request.recovery = recovery;
    recovery_code_ = std::move(Vault::create(request, admin).recovery_code);
    for (const char* name : {"boris", "carla"}) anna().enrol(unlocked(name).card(), {"handler"});
}

Vault& TempVault::as(const std::string& name) {
    auto& vault = open_[name];
    if (!vault)
        vault = std::make_unique<Vault>(Vault::open(location(), home(name), unlocked(name)));
    return *vault;
}

Vault& TempVault::again(const std::string& name) {
    open_.erase(name);
    return as(name);
}

std::string TempVault::file(std::string_view name, ByteView content) {
    std::string at = path(name);
    replace_file(at, content);
    return at;
}

std::string TempVault::open_incident(const std::string& id, Access access) {
    NewIncident incident;
    incident.id = id;
    incident.title = "Break-in on web1";
    anna().open_incident(incident);
    if (access != Access::none) anna().grant(id, "Boris", access, "works on it");
    return id;
}

std::string TempVault::register_item(const std::string& label, const std::string& by,
                                     const std::string& incident) {
    NewItem item;
    item.incident = incident;
    item.fields = {{"label", label}, {"description", "A closed laptop"}};
    return as(by).register_item(item).id;
}

std::string TempVault::ingest(const std::string& label, ByteView content, const std::string& by,
                              const std::string& incident) {
    IngestRequest request;
    request.incident = incident;
    request.source = file("source-of-" + label, content);
    request.fields = {{"label", label}, {"description", "Bytes of a test"}};
    return as(by).ingest(request, nullptr, nullptr).item.id;
}

std::string TempVault::offer(const std::string& item, const std::string& from,
                             const std::string& to) {
    OfferRequest request;
    request.items = {item};
    request.to = unlocked(to).info().id;
    request.purpose = "examination in the laboratory";
    return as(from).offer(request).id;
}

OfferInfo TempVault::accept(const std::string& offer, const std::string& by, bool rehash) {
    AcceptRequest request;
    request.offer = offer;
    request.rehash = rehash;
    return as(by).accept(request, nullptr, nullptr);
}

std::string TempVault::only_object(const std::string& prefix) const {
    const std::filesystem::path root = location();
    std::string found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
        if (!entry.is_regular_file()) continue;
        if (!entry.path().lexically_relative(root).string().starts_with(prefix)) continue;
        if (!found.empty()) throw std::logic_error("several objects begin with " + prefix);
        found = entry.path().string();
    }
    if (found.empty()) throw std::logic_error("no object begins with " + prefix);
    return found;
}

void TempVault::damage(const std::string& path, std::uint64_t offset) const {
    Bytes bytes = bytes_of_file(path);
    bytes.at(offset) ^= std::byte{0x40};
    replace_file(path, bytes, 0444);
}

Bytes bytes_of_file(const std::string& path) {
    std::optional<Bytes> bytes = read_file(path, file_bytes_max);
    if (!bytes) throw std::logic_error("there is no file " + path);
    return std::move(*bytes);
}

std::string text_of(const std::vector<Finding>& findings) {
    std::string out;
    for (const Finding& finding : findings)
        out += finding.code + " " + to_string(finding.severity) + " " + finding.object +
               finding.item + ": " + finding.text + "\n";
    return out;
}

}  // namespace exhibit::test

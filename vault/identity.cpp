// The public identity interface over identity files in a home folder.
#include "exhibit/identity.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "base/file.hpp"
#include "base/text.hpp"
#include "exhibit/error.hpp"
#include "policy/defaults.hpp"
#include "vault/identity_file.hpp"
#include "vault/identity_state.hpp"
#include "vault/ssh_agent.hpp"

namespace exhibit {
namespace {

constexpr std::uint64_t identity_bytes_max = 65536;
constexpr std::size_t passphrase_bytes_max = 1024;
constexpr std::string_view suffix = ".identity";

void require_name(const std::string& name) {
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
    };
    const bool good = !name.empty() && name.size() <= 64 && std::ranges::all_of(name, allowed) &&
                      name[0] != '.' && name[0] != '_' && name[0] != '-';
    if (!good)
        throw Error(ErrorKind::usage,
                    "naming an identity \"" + printable(name) +
                        "\": expected 1 to 64 characters of a-z 0-9 . _ - that begin "
                        "with a letter or digit");
}

void require_profile(const Profile& profile) {
    if (profile.name.empty())
        throw Error(ErrorKind::usage,
                    "making an identity: the person's name is missing; custody "
                    "records name people");
    for (const std::string* text : {&profile.name, &profile.title, &profile.organisation,
                                    &profile.phone, &profile.email, &profile.badge})
        if (!valid_utf8(*text) || text->size() > 400)
            throw Error(ErrorKind::usage, "making an identity: \"" + printable(*text) +
                                              "\" is not UTF-8 text of at most 400 bytes");
}

crypto::SecretBytes secret_of(const SecretText& text) {
    return crypto::SecretBytes::copy_of(as_bytes(text.view()));
}

void require_passphrase(const SecretText& passphrase) {
    if (passphrase.view().size() < policy::passphrase_characters_min)
        throw Error(ErrorKind::usage,
                    "setting a passphrase: it has fewer than 8 characters; use a longer one");
}

std::string folder_of(const std::string& home) {
    return home + "/identities";
}
std::string path_of(const std::string& home, const std::string& name) {
    return folder_of(home) + "/" + name + std::string(suffix);
}

IdentityFile load(const std::string& home, const std::string& name) {
    require_name(name);
    const std::string path = path_of(home, name);
    const std::optional<Bytes> bytes = read_file(path, identity_bytes_max);
    if (!bytes)
        throw Error(ErrorKind::not_found, "looking for identity " + name + ": there is no file " +
                                              path + "; `identity list` shows those there are");
    IdentityFile file = parse_identity_file(as_text(*bytes), path);
    if (file.name != name)
        throw FormatError(path, 0,
                          "the identity named " + name + ", found " + printable(file.name));
    return file;
}

IdentityInfo info_of(const IdentityFile& file, const std::string& path) {
    return {file.name, file.sign.id().hex(), file.profile, path, file.agent};
}

IdentityInfo store_new(const std::string& home, const std::string& name, const Profile& profile,
                       const crypto::Identity& identity, const SecretText& passphrase,
                       bool agent = false) {
    const IdentityFile file = seal_identity(name, profile, identity, secret_of(passphrase), agent);
    make_private_folders(folder_of(home));
    const std::string path = path_of(home, name);
    if (!create_file(path, as_bytes(dump_identity_file(file))))
        throw Error(ErrorKind::conflict, "making identity " + name + ": " + path +
                                             " exists already; choose another name");
    return info_of(file, path);
}

}  // namespace

struct SecretText::State {
    crypto::SecretBytes bytes;
};

SecretText::SecretText(std::string_view text)
    : state_(std::make_unique<State>(State{crypto::SecretBytes::copy_of(as_bytes(text))})) {}
SecretText::SecretText(SecretText&&) noexcept = default;
SecretText& SecretText::operator=(SecretText&&) noexcept = default;
SecretText::~SecretText() = default;

bool SecretText::empty() const noexcept {
    return state_->bytes.empty();
}
std::string_view SecretText::view() const noexcept {
    return as_text(state_->bytes.view());
}

SecretText SecretText::from_file(const std::string& path, std::string& warning) {
    const FileDescriptor fd = open_file(path, O_RDONLY);
    struct stat status {};
    if (fstat(fd.get(), &status) != 0) throw_errno("looking at passphrase file " + path, errno);
    if (S_ISREG(status.st_mode) && (status.st_mode & 0077U) != 0)
        warning = "passphrase file " + path +
                  " can be read by other users of this machine; run `chmod 600` on it";
    return from_descriptor(fd.get());
}

SecretText SecretText::from_descriptor(int fd) {
    crypto::SecretBytes buffer(passphrase_bytes_max + 1);
    const std::size_t count = read_up_to(fd, buffer.writable(), "the passphrase");
    std::string_view text = as_text(buffer.view().first(count));
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos && count > passphrase_bytes_max)
        throw Error(ErrorKind::malformed,
                    "reading a passphrase: its first line is longer than 1,024 bytes");
    text = text.substr(0, end);
    if (!text.empty() && text.back() == '\r') text.remove_suffix(1);
    if (text.empty())
        throw Error(ErrorKind::malformed, "reading a passphrase: the first line is empty");
    return SecretText(text);
}

UnlockedIdentity::UnlockedIdentity(std::unique_ptr<State> state) : state_(std::move(state)) {}
UnlockedIdentity::UnlockedIdentity(UnlockedIdentity&&) noexcept = default;
UnlockedIdentity& UnlockedIdentity::operator=(UnlockedIdentity&&) noexcept = default;
UnlockedIdentity::~UnlockedIdentity() = default;

const IdentityInfo& UnlockedIdentity::info() const noexcept {
    return state_->info;
}
std::string UnlockedIdentity::card() const {
    return dump_card(make_card(state_->info.profile, state_->identity), state_->identity);
}

Identities::Identities(std::string home) : home_(std::move(home)) {}

IdentityInfo Identities::create(const std::string& name, const Profile& profile,
                                const SecretText& passphrase) {
    require_name(name);
    require_profile(profile);
    require_passphrase(passphrase);
    return store_new(home_, name, profile, crypto::Identity::random(), passphrase);
}

IdentityInfo Identities::create_with_agent(const std::string& name, const Profile& profile,
                                           const SecretText& passphrase, const std::string& key) {
    require_name(name);
    require_profile(profile);
    require_passphrase(passphrase);
    const crypto::SshKey found = find_agent_key(key);
    const crypto::Identity identity(crypto::SecretBytes::random(32), agent_signer(found.key));
    return store_new(home_, name, profile, identity, passphrase, true);
}

IdentityInfo Identities::recover(const std::string& name, const Profile& profile,
                                 const SecretText& code, const SecretText& passphrase) {
    require_name(name);
    require_profile(profile);
    require_passphrase(passphrase);
    const crypto::Identity identity = crypto::identity_from_recovery_code(as_bytes(code.view()));
    return store_new(home_, name, profile, identity, passphrase);
}

std::vector<IdentityInfo> Identities::list() const {
    std::vector<IdentityInfo> out;
    std::error_code error;
    for (std::filesystem::directory_iterator it(folder_of(home_), error), end; it != end;
         it.increment(error)) {
        const std::string file = it->path().filename().string();
        if (!file.ends_with(suffix)) continue;
        out.push_back(show(file.substr(0, file.size() - suffix.size())));
    }
    std::ranges::sort(out, {}, &IdentityInfo::name);
    return out;
}

IdentityInfo Identities::show(const std::string& name) const {
    return info_of(load(home_, name), path_of(home_, name));
}

UnlockedIdentity Identities::unlock(const std::string& name, const SecretText& passphrase) const {
    const IdentityFile file = load(home_, name);
    auto state = std::make_unique<UnlockedIdentity::State>(UnlockedIdentity::State{
        info_of(file, path_of(home_, name)), unlock_identity(file, secret_of(passphrase))});
    return UnlockedIdentity(std::move(state));
}

void Identities::change_passphrase(const std::string& name, const SecretText& old_passphrase,
                                   const SecretText& new_passphrase) {
    require_passphrase(new_passphrase);
    const IdentityFile file = load(home_, name);
    const crypto::Identity identity = unlock_identity(file, secret_of(old_passphrase));
    const IdentityFile fresh =
        seal_identity(file.name, file.profile, identity, secret_of(new_passphrase), file.agent);
    replace_file(path_of(home_, name), as_bytes(dump_identity_file(fresh)));
}

}  // namespace exhibit

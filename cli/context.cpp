// Identity, vault and output of one run of the program.
#include <cstdlib>
#include <iostream>

#include "cli/command.hpp"
#include "cli/terminal.hpp"
#include "exhibit/text.hpp"

namespace exhibit::cli {

namespace {

/// An empty variable counts as none: that is how scripts switch one off.
std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

/// Our own sentences, with names from outside in them. A backslash stays as it is, because names
/// that were escaped already would be escaped twice.
std::string safe_sentence(std::string_view text) {
    std::string out;
    for (std::size_t slash = text.find('\\'); slash != std::string_view::npos;
         slash = text.find('\\')) {
        out += printable(text.substr(0, slash)) + '\\';
        text.remove_prefix(slash + 1);
    }
    return out + printable(text);
}

std::string names_of(const std::vector<IdentityInfo>& identities) {
    std::string names;
    for (const IdentityInfo& identity : identities) {
        names += (names.empty() ? "" : ", ") + identity.name;
    }
    return names;
}

}  // namespace

ProgressStyle Context::progress_style() const noexcept {
    if (options.quiet) return ProgressStyle::none;
    if (options.json) return ProgressStyle::json;
    return standard_error_is_terminal() ? ProgressStyle::bar : ProgressStyle::none;
}

std::string Context::home() const {
    if (!options.home.empty()) return options.home;
    if (std::string home = environment("EXHIBIT_HOME"); !home.empty()) return home;
    // The XDG specification: a relative path is invalid and to be ignored.
    if (std::string data = environment("XDG_DATA_HOME"); data.starts_with('/')) {
        return data + "/exhibit";
    }
    const std::string home = environment("HOME");
    if (home.empty()) {
        throw Error(ErrorKind::usage,
                    "There is no folder for identities, as HOME is not set: set EXHIBIT_HOME or "
                    "give --home DIR.");
    }
    return home + "/.local/share/exhibit";
}

std::string Context::location() const {
    if (!options.vault.empty()) return options.vault;
    if (std::string vault = environment("EXHIBIT_VAULT"); !vault.empty()) return vault;
    throw Error(ErrorKind::usage,
                "No vault was named: give --vault DIR or set it once with "
                "'export EXHIBIT_VAULT=DIR'. A new one is made with 'exhibit init DIR'.");
}

std::string Context::identity_name() const {
    if (!options.identity.empty()) return options.identity;
    if (std::string name = environment("EXHIBIT_AS"); !name.empty()) return name;
    const std::vector<IdentityInfo> identities = Identities(home()).list();
    if (identities.size() == 1) return identities.front().name;
    if (identities.empty()) {
        throw Error(ErrorKind::usage, "There is no identity in " + home() +
                                          " yet: make one with 'exhibit identity new NAME "
                                          "--full-name \"Your Name\"'.");
    }
    throw Error(ErrorKind::usage, "Several identities are in " + home() + " (" +
                                      names_of(identities) +
                                      "): say which one acts with --as NAME or EXHIBIT_AS.");
}

SecretText Context::secret_from_file(const std::string& path) const {
    std::string warning;
    SecretText secret = SecretText::from_file(path, warning);
    if (!warning.empty()) warn(warning);
    return secret;
}

SecretText Context::passphrase(const std::string& prompt) const {
    if (options.passphrase_fd >= 0) return SecretText::from_descriptor(options.passphrase_fd);
    if (!options.passphrase_file.empty()) return secret_from_file(options.passphrase_file);
    if (const std::string file = environment("EXHIBIT_PASSPHRASE_FILE"); !file.empty()) {
        return secret_from_file(file);
    }
    return ask_secret(prompt, cancel_);
}

SecretText Context::new_passphrase(const std::string& prompt) const {
    const bool typed = options.passphrase_fd < 0 && options.passphrase_file.empty() &&
                       environment("EXHIBIT_PASSPHRASE_FILE").empty();
    return typed ? ask_new_secret(prompt, cancel_) : passphrase(prompt);
}

UnlockedIdentity Context::unlock() const {
    const Identities identities(home());
    const std::string name = identity_name();
    try {
        identities.show(name);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::not_found) throw;
        const std::string names = names_of(identities.list());
        throw Error(ErrorKind::not_found,
                    "There is no identity '" + printable(name) + "' in " + home() +
                        (names.empty() ? "; make one with 'exhibit identity new'."
                                       : "; there are: " + names + "."));
    }
    return identities.unlock(name, passphrase("Passphrase of " + name + ": "));
}

UnlockedIdentity Context::unlock_cosigner(const std::string& name) const {
    const std::string& file = options.cosign_passphrase_file;
    const std::string prompt = "Passphrase of " + name + ", who signs as well: ";
    return Identities(home()).unlock(name,
                                     file.empty() ? passphrase(prompt) : secret_from_file(file));
}

Vault Context::open_vault() const {
    const std::string where = location();
    const UnlockedIdentity identity = unlock();
    Vault vault = Vault::open(where, home(), identity);
    for (const std::string& name : options.cosigners) vault.add_cosigner(unlock_cosigner(name));
    const VaultInfo info = vault.info();
    if (info.first_contact) notice_first_contact(info.id);
    return vault;
}

void Context::notice_first_contact(const std::string& vault_id) const {
    notice("First contact with this vault from here. Compare its id with what its owner tells "
           "you: " +
           vault_id + ". From now on " + home() +
           " remembers its size and root, and a vault set back or forked is refused.");
}

void Context::put_json(const Json& value) const {
    std::cout << document(value);
}
void Context::put_text(const std::string& text) const {
    std::cout << text;
}

void Context::put_aside(const char* kind, const std::string& sentence) const {
    if (json()) {
        std::cerr << one_line(Json{{kind, {{"message", sentence}}}}) + '\n' << std::flush;
    } else {
        std::cerr << std::string("exhibit: ") + kind + ": " + safe_sentence(sentence) + '\n'
                  << std::flush;
    }
}

void Context::warn(const std::string& sentence) const {
    put_aside("warning", sentence);
}

void Context::notice(const std::string& sentence) const {
    if (!options.quiet) put_aside("notice", sentence);
}

void Context::report(const Error& error) const {
    if (json()) {
        std::cerr << one_line(to_json(error)) + '\n' << std::flush;
        return;
    }
    std::string text = "exhibit: " + safe_sentence(error.what()) + '\n';
    for (const std::string& line : error.context()) {
        text += "  while " + safe_sentence(line) + '\n';
    }
    std::cerr << text << std::flush;
}

}  // namespace exhibit::cli

#include "policy/rid_file.hpp"

#include "base/text.hpp"
#include "exhibit/error.hpp"
#include "policy/toml_reader.hpp"

namespace exhibit::policy {
namespace {

constexpr std::uint64_t port_max = 65535;

std::string required(TableReader& table, std::string_view key, std::string_view expected) {
    auto value = table.text(key);
    if (!value || value->empty()) table.refuse(key, "no " + std::string(key), expected);
    return std::move(*value);
}

RidEncryption encryption_of(TableReader& table) {
    const std::string word = table.text("encryption").value_or("by-restriction");
    if (word == "by-restriction") return RidEncryption::by_restriction;
    if (word == "always") return RidEncryption::always;
    if (word != "never")
        table.refuse("encryption", '"' + printable(word.substr(0, 80)) + '"',
                     "by-restriction, always or never");
    return RidEncryption::never;
}

bool signature_of(TableReader& table) {
    const std::string word = table.text("signature").value_or("required");
    if (word != "required" && word != "optional")
        table.refuse("signature", '"' + printable(word.substr(0, 80)) + '"',
                     "required or optional");
    return word == "required";
}

/// Digits and dots, or hexadecimal digits and colons: nobody is asked what it means.
bool is_numeric_address(const std::string& text) {
    return !text.empty() && text.size() <= 45 &&
           (text.find_first_not_of("0123456789.") == std::string::npos ||
            (text.find(':') != std::string::npos &&
             text.find_first_not_of("0123456789abcdef:.") == std::string::npos));
}

RidPeer peer_of(const std::string& name, TableReader& table) {
    RidPeer peer;
    peer.name = name;
    peer.host = required(table, "host", "its numeric address");
    if (!is_numeric_address(peer.host))
        table.refuse("host", '"' + printable(peer.host.substr(0, 80)) + '"',
                     "a numeric address, as in 192.0.2.7");
    peer.port = static_cast<std::uint16_t>(table.natural("port", 1, port_max).value_or(peer.port));
    peer.dns_id = table.text("dns_id").value_or("");
    peer.certificate = table.text("certificate").value_or("");
    if (peer.dns_id.empty() && peer.certificate.empty())
        table.refuse("", "neither dns_id nor certificate", "one of them, to know the peer by");
    peer.csirt = table.text("csirt").value_or(peer.dns_id);
    if (peer.csirt.empty()) table.refuse("", "neither csirt nor dns_id", "its domain name");
    peer.signature_required = signature_of(table);
    peer.encryption = encryption_of(table);
    peer.incidents = table.texts("incidents").value_or(std::vector<std::string>{});
    peer.callback = table.flag("callback").value_or(false);
    peer.iodef = static_cast<int>(table.natural("iodef", 1, 2).value_or(2));
    table.finish();
    return peer;
}

RidFile read_file(TableReader table) {
    RidFile file;
    file.csirt = required(table, "csirt", "the domain name in our incident numbers");
    file.inbox = required(table, "inbox", "an incident of the vault that keeps other messages");
    file.listen = table.text("listen").value_or(file.listen);
    file.certificate = required(table, "certificate", "a PEM file: our certificate first");
    file.key = required(table, "key", "a PEM file: the private key of it");
    file.key_passphrase_file = table.text("key_passphrase_file").value_or("");
    file.anchors = required(table, "anchors", "a PEM file of the authorities that count");
    file.revocation_lists =
        required(table, "revocation_lists", "a PEM file of the authorities' lists");
    if (auto peers = table.table("peer")) {
        peers->each_table([&](const std::string& name, TableReader& one) {
            file.peers.push_back(peer_of(name, one));
        });
    }
    table.finish();
    return file;
}

}  // namespace

RidFile parse_rid_file(std::string_view text, const std::string& source) {
    if (text.size() > rid_file_bytes_max)
        throw Error(ErrorKind::malformed, "reading " + source + ": found " +
                                              counted(text.size(), "byte", "bytes") +
                                              "; expected at most 65,536");
    try {
        const toml::table table = toml::parse(text, std::string_view(source));
        return read_file(TableReader(table, source, ""));
    } catch (const toml::parse_error& error) {
        refuse_at(source, error.source(), "no TOML (" + printable(error.description()) + ")",
                  "TOML 1.0");
    }
}

}  // namespace exhibit::policy

// The witness: its folder, and the C2SP tlog-witness protocol over it.
#include <algorithm>
#include <filesystem>

#include "base/file.hpp"
#include "base/text.hpp"
#include "encode/cosignature.hpp"
#include "encode/json.hpp"
#include "exhibit/attest.hpp"
#include "exhibit/error.hpp"
#include "ledger/commit.hpp"
#include "net/http.hpp"
#include "policy/defaults.hpp"
#include "vault/identity_file.hpp"

namespace exhibit {
namespace {

using encode::Json;

constexpr std::uint64_t key_file_bytes_max = 65536;
constexpr std::uint64_t log_file_bytes_max = 131'072;
constexpr std::string_view key_file = "/witness.key";
constexpr std::string_view log_folder = "/logs";
constexpr std::string_view log_format = "exhibit-witness-log-v1";
constexpr std::string_view protocol_path = "/add-checkpoint";

crypto::SecretBytes secret_of(const SecretText& text) {
    return crypto::SecretBytes::copy_of(as_bytes(text.view()));
}

struct KnownLog {
    encode::NoteKey key;
    std::optional<ledger::SignedCheckpoint> last;
};

std::string log_path(const std::string& folder, const std::string& origin) {
    return folder + std::string(log_folder) + "/" +
           crypto::sha256(as_bytes(origin)).hex().substr(0, 32) + ".json";
}

std::string dump_log(const KnownLog& log) {
    return encode::dump(Json::Object{{"checkpoint", log.last ? Json(log.last->note) : Json()},
                                     {"format", log_format},
                                     {"log_key", encode::format_vkey(log.key)}}) +
           "\n";
}

KnownLog parse_log(std::string_view text, const std::string& source) {
    if (!text.ends_with('\n')) throw FormatError(source, text.size(), "a final newline");
    const Json json = encode::parse(text.substr(0, text.size() - 1), source);
    encode::require_only(json, {"checkpoint", "format", "log_key"}, source);
    if (json.at("format", source).string("format") != log_format) {
        throw Error(ErrorKind::unsupported,
                    "The log of a witness " + source + " has a format that is not known here.");
    }
    KnownLog log{encode::parse_vkey(json.at("log_key", source).string("log_key"), source), {}};
    if (const Json& note = json.at("checkpoint", source); !note.is_null()) {
        log.last = ledger::open_checkpoint(note.string("checkpoint"), log.key, source);
    }
    return log;
}

std::optional<KnownLog> load_log(const std::string& path) {
    const std::optional<Bytes> text = read_file(path, log_file_bytes_max);
    if (!text) return std::nullopt;
    return parse_log(as_text(*text), path);
}

WitnessAnswer refusal(int status, std::string text) {
    return {status, "text/plain; charset=utf-8", std::move(text) + "\n", {}};
}

/// Form of a request; the origin is only a name here, nothing is verified.
struct Request {
    ledger::Commit commit;
    ledger::Checkpoint stated;
};
std::optional<Request> parse_request(const std::string& body) {
    try {
        Request request{ledger::parse_commit(body, "the request"), {}};
        const encode::Note note = encode::parse_note(request.commit.note, "the request");
        request.stated = ledger::parse_checkpoint_text(note.text, "the request");
        return request;
    } catch (const Error&) {
        return std::nullopt;
    }
}

/// What the protocol answers when this may not be cosigned; nullopt when it may.
std::optional<WitnessAnswer> objection(const Request& request, const KnownLog& log) {
    const ledger::TreeHead before =
        log.last ? log.last->checkpoint.head()
                 : ledger::TreeHead{ledger::TreeSize{0}, ledger::empty_root()};
    const ledger::TreeHead after = request.stated.head();
    if (request.commit.old_size > after.size) {
        return refusal(400, "The old size is larger than the checkpoint's.");
    }
    if (request.commit.old_size != before.size) {
        return WitnessAnswer{409, "text/x.tlog.size", std::to_string(before.size.value) + "\n", {}};
    }
    if (!ledger::verify_consistency(before, after, request.commit.proof)) {
        return refusal(422,
                       "The proof does not lead from the tree that was cosigned last to this "
                       "one.");
    }
    return std::nullopt;
}

}  // namespace

struct Witness::State {
    std::string folder;
    std::string name;
    crypto::Identity identity;
    std::unique_ptr<Clock> clock;
};

Witness::Witness(std::unique_ptr<State> state) : state_(std::move(state)) {}
Witness::Witness(Witness&&) noexcept = default;
Witness& Witness::operator=(Witness&&) noexcept = default;
Witness::~Witness() = default;

Witness Witness::create(const std::string& folder, const std::string& name,
                        const SecretText& passphrase) {
    if (passphrase.view().size() < policy::passphrase_characters_min) {
        throw Error(ErrorKind::usage,
                    "making a witness: the passphrase has fewer than 8 characters");
    }
    crypto::Identity identity = crypto::Identity::random();
    // Refuses a name that no verifier key can hold, before anything is written.
    static_cast<void>(encode::format_witness_vkey({name, identity.sign_key()}));
    Profile profile;
    profile.name = name;
    const IdentityFile file = seal_identity("witness", profile, identity, secret_of(passphrase));
    make_private_folders(folder + std::string(log_folder));
    const std::string path = folder + std::string(key_file);
    if (!create_file(path, as_bytes(dump_identity_file(file)))) {
        throw Error(ErrorKind::conflict,
                    "making a witness: " + path + " exists already; choose another folder");
    }
    return Witness(
        std::unique_ptr<State>(new State{folder, name, std::move(identity), system_clock()}));
}

Witness Witness::open(const std::string& folder, const SecretText& passphrase) {
    const std::string path = folder + std::string(key_file);
    const std::optional<Bytes> bytes = read_file(path, key_file_bytes_max);
    if (!bytes) {
        throw Error(ErrorKind::not_found,
                    "opening a witness: there is no " + path + "; `exhibit witness new` makes one");
    }
    const IdentityFile file = parse_identity_file(as_text(*bytes), path);
    return Witness(std::unique_ptr<State>(new State{
        folder, file.profile.name, unlock_identity(file, secret_of(passphrase)), system_clock()}));
}

std::string Witness::name() const {
    return state_->name;
}

std::string Witness::verifier_key() const {
    return encode::format_witness_vkey({state_->name, state_->identity.sign_key()});
}

void Witness::add_log(const std::string& log_key) {
    const KnownLog log{encode::parse_vkey(log_key, "the log's key"), std::nullopt};
    if (!crypto::is_sound(log.key.key)) {
        throw Error(ErrorKind::verification, "taking up a log: its key is not a sound Ed25519 key");
    }
    const std::string path = log_path(state_->folder, log.key.name);
    const FileLock lock(path + ".lock");
    const std::optional<KnownLog> known = load_log(path);
    if (known && known->key != log.key) {
        throw Error(ErrorKind::conflict, "taking up the log " + printable(log.key.name) +
                                             ": it is known with another key, " +
                                             encode::format_vkey(known->key));
    }
    if (!known) replace_file(path, as_bytes(dump_log(log)));
}

std::vector<WitnessLog> Witness::logs() const {
    std::vector<WitnessLog> out;
    for (const auto& entry :
         std::filesystem::directory_iterator(state_->folder + std::string(log_folder))) {
        if (entry.path().extension() != ".json") continue;
        const std::optional<KnownLog> log = load_log(entry.path().string());
        if (!log) continue;
        WitnessLog one{log->key.name, encode::format_vkey(log->key), 0, {}};
        if (log->last) {
            one.size = log->last->checkpoint.size.value;
            one.root = log->last->checkpoint.root.hex();
        }
        out.push_back(std::move(one));
    }
    std::ranges::sort(out, {}, &WitnessLog::origin);
    return out;
}

WitnessAnswer Witness::add_checkpoint(const std::string& body) {
    const std::optional<Request> request = parse_request(body);
    if (!request) {
        return refusal(400,
                       "This is not an add-checkpoint request: expected \"old N\", a proof, "
                       "an empty line and a signed checkpoint.");
    }
    const std::string path = log_path(state_->folder, request->stated.origin);
    // Held until the new checkpoint is durable: nobody else judges against the old one meanwhile.
    std::optional<KnownLog> log = load_log(path);
    if (!log || log->key.name != request->stated.origin) {
        return refusal(404, "This witness does not know the log.");
    }
    const FileLock lock(path + ".lock");
    log = load_log(path);
    const encode::Note note = encode::parse_note(request->commit.note, "the request");
    if (!log || !encode::verify_note(note, log->key)) {
        return refusal(403, "The checkpoint is not signed by the log's key that is known here.");
    }
    if (auto answer = objection(*request, *log)) return *answer;
    log->last = {request->stated, request->commit.note};
    replace_file(path, as_bytes(dump_log(*log)));

    encode::Note cosigned = note;
    cosigned.signatures.push_back(encode::sign_cosignature(
        note.text, state_->clock->now(), state_->name, state_->identity.signer()));
    WitnessAnswer answer;
    answer.body = encode::dump_signature_line(cosigned.signatures.back());
    answer.cosigned = request->commit.note + answer.body;
    return answer;
}

void Witness::serve(const std::string& host, int port, const CancelFlag& cancel,
                    const std::function<void(int port)>& on_ready) {
    net::HttpServer server(
        std::string(protocol_path), ledger::commit_bytes_max, [this](const std::string& body) {
            WitnessAnswer answer = add_checkpoint(body);
            return net::HttpAnswer{answer.status, std::move(answer.type), std::move(answer.body)};
        });
    const int bound = server.bind(host, port);
    if (on_ready) on_ready(bound);
    server.run(cancel);
}

}  // namespace exhibit

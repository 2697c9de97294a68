// Cosignatures of witnesses, as the vault asks for them and keeps them.
#include <algorithm>

#include "base/text.hpp"
#include "encode/cosignature.hpp"
#include "exhibit/error.hpp"
#include "exhibit/vault.hpp"
#include "ledger/commit.hpp"
#include "ledger/object_names.hpp"
#include "net/http.hpp"
#include "vault/vault_state.hpp"

namespace exhibit {
namespace {

constexpr std::string_view cosignature_folder = "ledger/cosig/";
constexpr std::string_view protocol_path = "/add-checkpoint";
constexpr std::string_view size_type = "text/x.tlog.size";

/// "ledger/cosig/<size>/<witness>"; 0 for another form.
std::uint64_t size_in_name(std::string_view name) {
    name.remove_prefix(cosignature_folder.size());
    return parse_decimal(name.substr(0, name.find('/'))).value_or(0);
}

std::string request_from(Session& session, std::uint64_t since) {
    const ledger::SignedCheckpoint newest = session.reader.newest();
    if (since > newest.checkpoint.size.value) {
        throw Error(ErrorKind::conflict,
                    "asking a witness: it has seen size " + std::to_string(since) +
                        ", but this ledger has " + std::to_string(newest.checkpoint.size.value) +
                        " events. Either this copy is old, or the ledger was cut");
    }
    return ledger::dump_commit(
        {ledger::TreeSize{since},
         session.reader.consistency_proof(ledger::TreeSize{since}, newest.checkpoint.size),
         newest.note});
}

/// The newest size that a witness cosigned and that is kept here; of any witness without a key.
std::uint64_t cosigned_size(Session& session, const std::optional<crypto::Hash>& witness) {
    std::uint64_t size = 0;
    for (const std::string& name : session.store->list(std::string(cosignature_folder))) {
        if (witness && !name.ends_with('/' + witness->hex())) continue;
        size = std::max(size, size_in_name(name));
    }
    return std::min(size, session.reader.newest().checkpoint.size.value);
}

const encode::NoteSignature& line_of_log(const encode::Note& note, const encode::NoteKey& key) {
    const auto found = std::ranges::find_if(note.signatures, [&](const auto& line) {
        return line.name == key.name && line.id == key.id();
    });
    if (found == note.signatures.end()) {
        throw Error(ErrorKind::verification, "The note is not signed by the log.");
    }
    return *found;
}

/// The line of a witness that states this time.
const encode::NoteSignature& line_of_witness(const encode::Note& note,
                                             const encode::WitnessKey& key, Instant time,
                                             const std::string& source) {
    for (const encode::NoteSignature& line : note.signatures) {
        if (line.name != key.name || line.id != key.id()) continue;
        const encode::Note alone{note.text, {line}};
        if (encode::cosigned_at(alone, key, source) == time) return line;
    }
    throw Error(ErrorKind::internal, "a cosignature disappeared from its note");
}

struct KeptNote {
    encode::Note note;
    ledger::SignedCheckpoint checkpoint;
};

KeptNote open_cosigned(Session& session, const std::string& text, const std::string& source) {
    const encode::NoteKey& log_key = session.reader.descriptor().log_key;
    KeptNote out{encode::parse_note(text, source), ledger::open_checkpoint(text, log_key, source)};
    const ledger::Checkpoint& stated = out.checkpoint.checkpoint;
    if (stated.size > session.reader.newest().checkpoint.size ||
        session.reader.root_at(stated.size) != stated.root) {
        throw Error(ErrorKind::verification,
                    "The cosigned checkpoint of size " + std::to_string(stated.size.value) +
                        " is signed by the log but not of this ledger's past; `exhibit checkpoint "
                        "compare` shows how they differ.");
    }
    return out;
}

CosignatureInfo keep(Session& session, const KeptNote& cosigned, const encode::WitnessKey& witness,
                     Instant time, const std::string& source) {
    const ledger::Checkpoint& stated = cosigned.checkpoint.checkpoint;
    const encode::Note note{cosigned.note.text,
                            {line_of_log(cosigned.note, session.reader.descriptor().log_key),
                             line_of_witness(cosigned.note, witness, time, source)}};
    const std::string name = ledger::cosignature_name(stated.size, witness.key.id());
    const auto here = session.occupy();
    // The first one stays: it is the earlier, and so says more.
    static_cast<void>(session.store->put_new(name, as_bytes(encode::dump_note(note))));
    return {stated.size.value, stated.root.hex(), witness.name, name,
            to_moment(time, session.clock->zone())};
}

[[noreturn]] void throw_answer(const std::string& url, const net::HttpAnswer& answer) {
    const std::string text =
        "asking the witness " + printable(url) + ": it answered " + std::to_string(answer.status);
    const std::string said =
        answer.body.empty() ? std::string() : " and said: " + printable(answer.body.substr(0, 300));
    switch (answer.status) {
        case 403: throw Error(ErrorKind::denied, text + ": it has another key for this log" + said);
        case 404:
            throw Error(ErrorKind::not_found, text +
                                                  ": it does not know this log; its operator "
                                                  "adds it with the vault's log key" +
                                                  said);
        case 409: throw Error(ErrorKind::conflict, text + " twice: its state moves" + said);
        case 422:
            throw Error(
                ErrorKind::verification,
                text + ": this ledger does not continue the tree it cosigned before" + said);
        default: throw Error(ErrorKind::io, text + ", expected 200" + said);
    }
}

}  // namespace

std::string Vault::add_checkpoint_request(std::optional<std::uint64_t> since) const {
    Session& session = current(state_);
    return request_from(session, since ? *since : cosigned_size(session, std::nullopt));
}

std::vector<CosignatureInfo> Vault::attach_cosignatures(const std::string& text,
                                                        const std::vector<std::string>& witnesses) {
    Session& session = current(state_);
    const std::string source = "the cosigned checkpoint";
    const KeptNote cosigned = open_cosigned(session, text, source);
    std::vector<CosignatureInfo> out;
    for (const std::string& vkey : witnesses) {
        const encode::WitnessKey witness = encode::parse_witness_vkey(vkey);
        const auto time = encode::cosigned_at(cosigned.note, witness, source);
        if (time) out.push_back(keep(session, cosigned, witness, *time, source));
    }
    if (!out.empty()) return out;
    throw Error(ErrorKind::verification,
                "keeping a cosignature: none of the signature lines is by a witness that was "
                "named; expected one by " +
                    printable(join(witnesses, " or ")));
}

std::vector<CosignatureInfo> Vault::ask_witness(const std::string& url, const std::string& vkey) {
    const crypto::Hash witness = encode::parse_witness_vkey(vkey).key.id();
    Session& session = current(state_);
    const std::string address =
        url.ends_with(protocol_path)
            ? url
            : url.substr(0, url.find_last_not_of('/') + 1) + std::string(protocol_path);
    const auto ask = [&](std::uint64_t since) {
        return net::http_post(address, "text/plain; charset=utf-8", request_from(session, since));
    };
    net::HttpAnswer answer = ask(cosigned_size(session, witness));
    if (answer.status == 409 && answer.type.starts_with(size_type)) {
        const std::string_view body = answer.body;
        const auto size = parse_decimal(body.substr(0, body.find('\n')));
        if (size) answer = ask(*size);
    }
    if (answer.status != 200) throw_answer(url, answer);
    return attach_cosignatures(session.reader.newest().note + answer.body, {vkey});
}

std::vector<CosignatureInfo> Vault::cosignatures() const {
    Session& session = current(state_);
    std::vector<CosignatureInfo> out;
    for (const std::string& name : session.store->list(std::string(cosignature_folder))) {
        const auto bytes = session.store->get(name);
        if (!bytes) continue;
        const KeptNote kept = open_cosigned(session, to_string(*bytes), name);
        const ledger::Checkpoint& stated = kept.checkpoint.checkpoint;
        for (const encode::NoteSignature& line : kept.note.signatures) {
            if (line.name == stated.origin) continue;
            const auto time = encode::stated_time(line);
            if (!time) continue;
            out.push_back({stated.size.value, stated.root.hex(), line.name, name,
                           to_moment(*time, session.clock->zone())});
        }
    }
    std::ranges::stable_sort(out, {}, &CosignatureInfo::size);
    return out;
}

}  // namespace exhibit

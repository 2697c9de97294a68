// Evidence in: one read of a source, and the event that records it.
#include "base/codec.hpp"
#include "base/stopwatch.hpp"
#include "base/text.hpp"
#include "blob/locked_index.hpp"
#include "exhibit/error.hpp"
#include "exhibit/vault.hpp"
#include "exhibit/version.hpp"
#include "intake/ingest.hpp"
#include "ledger/object_names.hpp"
#include "vault/access_record.hpp"
#include "vault/acquisition_bookmark.hpp"
#include "vault/container_values.hpp"
#include "vault/content.hpp"
#include "vault/describe.hpp"
#include "vault/item_fields.hpp"
#include "vault/kept_logs.hpp"
#include "vault/life_words.hpp"
#include "vault/vault_state.hpp"

namespace exhibit {
namespace {

using encode::Json;

std::string digest_of(const Digests& digests, const std::string& algorithm) {
    if (algorithm == "md5") return digests.md5;
    if (algorithm == "sha1") return digests.sha1;
    return digests.sha256;
}

/// Normalises what people typed: "SHA-256", upper-case hex.
std::vector<ExpectedDigest> parse_expected(const IngestRequest& request) {
    std::vector<ExpectedDigest> out;
    for (const auto& [name, value] : request.expect) {
        const auto algorithm = crypto::parse_algorithm(name);
        std::string hex = value;
        for (char& c : hex)
            if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
        const bool known = algorithm && *algorithm != crypto::Algorithm::sha512;
        if (!known || hex.size() != 2 * crypto::digest_bytes(*algorithm) ||
            hex.find_first_not_of("0123456789abcdef") != std::string::npos)
            throw Error(ErrorKind::usage,
                        "reading the expected digest " + printable(name) + ":" + printable(value) +
                            ": expected md5, sha1 or sha256 and its hexadecimal digits");
        if (request.sha256_only && *algorithm != crypto::Algorithm::sha256)
            throw Error(ErrorKind::usage,
                        "comparing with the expected " + printable(name) +
                            ": only SHA-256 is to be computed; leave that out, or "
                            "expect a SHA-256");
        out.push_back({std::string(crypto::to_string(*algorithm)), hex, false});
    }
    return out;
}

Json expected_json(const std::vector<ExpectedDigest>& expected) {
    Json::Array out;
    for (const ExpectedDigest& one : expected)
        out.push_back(Json(Json::Object{{"algorithm", one.algorithm},
                                        {"result", one.matched ? "match" : "mismatch"},
                                        {"value", one.value}}));
    return Json(std::move(out));
}

/// The facts an ingest found, beside what people said about the item.
void add_facts(custody::PrivateValues& values, const intake::IngestOutcome& outcome) {
    set_text(values, "source_name", recordable(outcome.source_name));
    values.emplace("size", outcome.size);
    set_text(values, "md5", outcome.digests.md5);
    set_text(values, "sha1", outcome.digests.sha1);
    set_text(values, "sha256", outcome.digests.sha256);
    set_text(values, "tool", "exhibit " + std::string(version()));
    if (!outcome.unreadable.empty()) values.emplace("unreadable", ranges_json(outcome.unreadable));
    add_source_values(values, outcome);
    if (custody::is_listing_kind(outcome.kind)) values.emplace("files", outcome.files);
    if (!outcome.notes.empty()) values.emplace("notes", sentences_json(outcome.notes));
}

/// When the source could not be read to its end, what was read of it is kept, so that reading it
/// again stores nothing twice: the blocks are in packs that no event names.
intake::IngestOutcome read_source(const std::string& path, blob::BlobWriter& writer,
                                  const intake::IngestOptions& options,
                                  const Acquisition& acquisition) {
    try {
        return intake::ingest_path(path, writer, options);
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::conflict && options.resume) acquisition.forget();
        const bool cancelled = error.kind() == ErrorKind::interrupted && acquisition.marked() > 0;
        if (error.kind() != ErrorKind::io && !cancelled) throw;
        blob::WriteCounts counts = writer.counts();
        if (counts.bytes_new == 0) throw;
        try {
            counts = writer.finish().counts;
        } catch (const Error&) {
            throw error;  // the store fails: the first failure says why
        }
        std::string message = error.what();
        if (message.ends_with('.')) message.pop_back();
        message += ". What was stored of it so far, " + human_bytes(counts.bytes_stored) +
                   ", stays in the vault though nothing was recorded: the same command ";
        message += acquisition.marked() == 0
                       ? "finds it there"
                       : "with --resume goes on at byte " + grouped(acquisition.marked());
        Error kept(error.kind(), message);
        for (const std::string& line : error.context()) kept.add_context(line);
        throw kept;
    }
}

/// Blocks that this ingest relies on may have been destroyed with another item since it looked; or
/// removed by hand, or as left over from where this one could not be seen.
void require_standing_packs(const Session& session, const std::set<crypto::Hash>& packs) {
    for (const crypto::Hash& pack : packs) {
        if (session.state.destroyed_pack(pack) != nullptr)
            throw Error(ErrorKind::conflict,
                        "ingesting: content that this item shares with another one was destroyed "
                        "meanwhile; give the same command again");
        const std::string object = blob::pack_object_name(pack);
        if (!session.store->size(object))
            throw Error(ErrorKind::conflict, "ingesting: " + object +
                                                 ", which this item needs, was removed meanwhile; "
                                                 "give the same command again");
    }
}

/// What is said of a derivation needs something it was derived from.
custody::Derivation derivation_of(const IngestRequest& request,
                                  const custody::PrivateValues& values) {
    for (const char* name :
         {"derivation_tool", "derivation_version", "derivation_parameters", "input_sha256"})
        if (request.from.empty() && values.contains(name))
            throw Error(ErrorKind::usage, std::string("ingesting with ") + name +
                                              ": the item it was made from is missing (--from)");
    if (request.from.empty() && !request.derivation.empty())
        throw Error(ErrorKind::usage, "ingesting a derived item (" + request.derivation +
                                          "): the item it was made from is missing (--from)");
    if (request.derivation.empty()) return custody::Derivation::acquired;
    return word_of<custody::Derivation>("ingesting a derived item", request.derivation,
                                        custody::parse_derivation,
                                        "acquired, working-copy, carved, redacted or extracted");
}

/// Refuses before the source is read what would be refused afterwards.
void require_ingest(Session& session, const custody::IncidentId& incident,
                    const IngestRequest& request, custody::PrivateValues values,
                    const std::optional<custody::ItemId>& from, custody::Derivation derivation) {
    // What people say; make, model and serial may yet come from the device.
    std::vector<std::string_view> said;
    for (const auto& one :
         custody::private_names(custody::EventType::item_register, custody::SubjectKind::item)) {
        if (one.name != "make" && one.name != "model" && one.name != "serial")
            said.push_back(one.name);
    }
    if (request.sha256_only) said.insert(said.end(), {"md5", "sha1"});
    stand_in(values, custody::EventType::item_ingest, said);
    // A container states a digest of its media; whether this is one shows when it is read.
    const bool compared = !request.expect.empty() || !request.logs.empty() ||
                          request.kind.empty() || request.kind == custody::kind_ewf;
    values.insert_or_assign(
        "expected", compared ? encode::Json::Array{"not known yet"} : encode::Json::Array{});
    const std::string kind = custody::valid_kind(request.kind) ? request.kind : "unknown";
    custody::ItemIngest body{incident, kind, {}, {}, 0, 0, from};
    body.derivation = derivation;
    const custody::ItemId id = session.state.next_item(incident);
    session.require_allowed({body, {id}, {{custody::subject_of(id), values}}, request.happened});
}

}  // namespace

IngestResult Vault::ingest(const IngestRequest& request, Progress* progress,
                           const CancelFlag* cancel) {
    const Stopwatch watch;
    Session& session = current(state_);
    const custody::IncidentId incident = find_incident(session, request.incident).id;
    auto values = values_from_fields(request.fields, custody::EventType::item_ingest);
    std::vector<ExpectedDigest> expected = parse_expected(request);
    std::optional<custody::ItemId> from;
    if (!request.from.empty()) from = find_item(session, request.from).id;
    require_free_label(session, incident, request.fields);
    const auto derivation = derivation_of(request, values);

    IncidentContent content(session, incident, IncidentContent::Use::deposit);
    require_ingest(session, incident, request, values, from, derivation);
    // Archives are read again while their listing is written.
    blob::LockedIndex index(content.index());
    blob::WriterSettings settings;
    if (const auto permille = session.state.policy().parity_permille)
        settings.parity_permille = *permille;
    blob::BlobWriter writer(*session.store, content.deposit_keys(), index, settings);
    std::optional<blob::PackBlockSource> read_back;
    if (content.keys().content) read_back.emplace(*session.store, content.read_keys(), index);
    const auto digests = request.sha256_only ? intake::DigestSet::sha256 : intake::DigestSet::all;
    intake::IngestOptions options{request.kind,
                                  progress,
                                  cancel,
                                  {},
                                  digests,
                                  request.single,
                                  request.on_warning,
                                  read_back ? &*read_back : nullptr};
    Acquisition acquisition(session, incident, request);
    acquisition.prepare(options);
    AcquisitionLogs logs(request.logs, writer, options);
    intake::IngestOutcome outcome = read_source(request.source, writer, options, acquisition);

    const auto sittings = acquisition.notes(outcome.places_compared);
    outcome.notes.insert(outcome.notes.begin(), sittings.begin(), sittings.end());
    add_facts(values, outcome);
    set_text(values, "started", format_utc(acquisition.started()));
    set_text(values, "finished", format_utc(session.clock->now()));
    for (ExpectedDigest& one : expected)
        one.matched = digest_of(outcome.container ? outcome.container->media : outcome.digests,
                                one.algorithm) == one.value;
    if (!expected.empty()) values.emplace("expected", expected_json(expected));
    if (!logs.empty()) values.emplace("logs", logs.compare(outcome));
    custody::ItemIngest body{incident,
                             outcome.kind,
                             put_list(session, outcome.written.packs),
                             outcome.manifest.hash,
                             outcome.unreadable_bytes,
                             outcome.unreadable_ranges,
                             from,
                             logs.manifests(),
                             std::nullopt};
    body.derivation = derivation;
    if (outcome.members) body.members = outcome.members->hash;
    std::optional<custody::ItemId> id;
    session.write([&] {
        require_free_label(session, incident, request.fields);
        require_standing_packs(session, outcome.written.packs);
        content.require_same_keys();
        id = session.state.next_item(incident);
        return EventDraft{body, {*id}, {{custody::subject_of(*id), values}}, request.happened};
    });

    acquisition.forget();

    IngestResult result;
    result.item = describe_item(session, *session.state.item(*id));
    result.bytes_read = outcome.bytes_read;
    result.bytes_stored = outcome.written.counts.bytes_stored;
    result.bytes_deduplicated = outcome.written.counts.bytes_known;
    result.bytes_zero = outcome.zero_bytes;
    result.resumed_at = outcome.resumed_at;
    result.partial = outcome.partial();
    result.seconds = watch.seconds();
    return result;
}

}  // namespace exhibit

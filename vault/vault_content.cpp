// Evidence in and out: ingest, verify, export. Each is an event.
#include <chrono>

#include "base/codec.hpp"
#include "base/text.hpp"
#include "blob/locked_index.hpp"
#include "exhibit/error.hpp"
#include "exhibit/vault.hpp"
#include "exhibit/version.hpp"
#include "intake/archive_export.hpp"
#include "intake/ewf_media.hpp"
#include "intake/export.hpp"
#include "intake/ingest.hpp"
#include "ledger/object_names.hpp"
#include "vault/access_record.hpp"
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

class Stopwatch {
public:
    double seconds() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
    }

private:
    std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

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
                                  const intake::IngestOptions& options) {
    try {
        return intake::ingest_path(path, writer, options);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::io) throw;
        blob::WriteCounts counts = writer.counts();
        if (counts.bytes_new == 0) throw;
        try {
            counts = writer.finish().counts;
        } catch (const Error&) {
            throw error;  // the store fails: the first failure says why
        }
        std::string message = error.what();
        if (message.ends_with('.')) message.pop_back();
        Error kept(ErrorKind::io, message + ". What was stored of it so far, " +
                                      human_bytes(counts.bytes_stored) +
                                      ", stays in the vault though nothing was recorded: the same "
                                      "command finds it there");
        for (const std::string& line : error.context()) kept.add_context(line);
        throw kept;
    }
}

/// What an export writes: the item, one of its acquisition logs, or what is attached to it.
struct ExportedStream {
    std::string kind;
    crypto::Hash manifest;
    std::string sha256;  ///< as recorded
    std::string name;
};

ExportedStream exported_attachment(Session& session, const custody::ItemRecord& item,
                                   const ExportRequest& request) {
    const std::string what =
        "exporting attachment " + std::to_string(request.attachment) + " of " + item.id.text();
    if (request.range || !request.member.empty() || request.log > 0 || request.media)
        throw Error(ErrorKind::usage,
                    what + ": it is written whole, without range, member, media or log");
    const std::vector<AttachmentInfo> kept = describe_life(session, item).attachments;
    if (request.attachment > kept.size())
        throw Error(ErrorKind::not_found,
                    what + ": " + counted(kept.size(), "is", "are") + " attached to it");
    const AttachmentInfo& one = kept[request.attachment - 1];
    const auto& body = custody::body_as<custody::ItemAttach>(session.state.event(one.event)->body);
    return {std::string(custody::kind_file), body.manifest, one.sha256,
            "attachment " + std::to_string(request.attachment)};
}

ExportedStream exported_stream(Session& session, const custody::ItemRecord& item,
                               const ExportRequest& request) {
    if (request.attachment > 0) return exported_attachment(session, item, request);
    const custody::ItemIngest& ingest = *item.ingest;
    if (request.log == 0)
        return {ingest.kind, ingest.manifest, item_text(session, item, "sha256"), {}};
    const std::string what =
        "exporting acquisition log " + std::to_string(request.log) + " of " + item.id.text();
    if (request.range || !request.member.empty())
        throw Error(ErrorKind::usage, what + ": a log is written whole, without range or member");
    if (request.log > ingest.logs.size())
        throw Error(
            ErrorKind::not_found,
            what + ": " + counted(ingest.logs.size(), "log is", "logs are") + " kept with it");
    const std::vector<KeptLog> logs = describe_item(session, item).logs;
    const std::size_t place = request.log - 1;
    return {std::string(custody::kind_file), ingest.logs[place],
            place < logs.size() ? logs[place].sha256 : std::string(),
            "acquisition log " + std::to_string(request.log)};
}

/// The listing that has the member of an archive; nullopt when no such member is asked for.
std::optional<crypto::Hash> listing_of_member(const custody::ItemRecord& item,
                                              const ExportRequest& request) {
    const bool asked =
        !request.member.empty() && !request.media && request.log == 0 && request.attachment == 0;
    if (!asked || item.ingest->kind != custody::kind_archive) return std::nullopt;
    if (item.ingest->members) return item.ingest->members;
    throw Error(ErrorKind::not_found, "exporting the member " + printable(request.member) + " of " +
                                          item.id.text() +
                                          ": its members were not listed when it was ingested; "
                                          "export the archive itself");
}

/// Of the media of a container, when its ingest read them to the end.
std::string media_sha256(Session& session, const custody::ItemRecord& item) {
    const ItemInfo info = describe_item(session, item);
    return info.container ? info.container->media.sha256 : std::string();
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

    const Instant started = session.clock->now();
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
    AcquisitionLogs logs(request.logs, writer, options);
    const intake::IngestOutcome outcome = read_source(request.source, writer, options);

    add_facts(values, outcome);
    set_text(values, "started", format_utc(started));
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

    IngestResult result;
    result.item = describe_item(session, *session.state.item(*id));
    result.bytes_read = outcome.bytes_read;
    result.bytes_stored = outcome.written.counts.bytes_stored;
    result.bytes_deduplicated = outcome.written.counts.bytes_known;
    result.bytes_zero = outcome.zero_bytes;
    result.partial = outcome.partial();
    result.seconds = watch.seconds();
    return result;
}

bool VerifyResult::ok() const {
    for (const VerifiedItem& item : items)
        if (!item.ok) return false;
    return true;
}

VerifyResult Vault::verify(const VerifyRequest& request, Progress* progress,
                           const CancelFlag* cancel) {
    const Stopwatch watch;
    Session& session = current(state_);
    std::vector<custody::ItemId> items;
    if (!request.items.empty()) {
        items = find_items(session, request.items);
    } else {
        std::optional<custody::IncidentId> only;
        if (!request.incident.empty()) only = find_incident(session, request.incident).id;
        for (const auto& [id, record] : session.state.items())
            if (record.ingest && !record.disposed_at && (!only || id.incident() == *only))
                items.push_back(id);
    }
    VerifyResult result;
    for (const custody::ItemId& id : items) {
        const custody::ItemRecord& item = *session.state.item(id);
        if (!item.ingest) {
            throw Error(ErrorKind::usage, "verifying " + id.text() +
                                              ": it is a physical item; it has no bytes to read");
        }
        VerifiedItem verified;
        try {
            if (request.record) require_access(session, id, {}, request.purpose);
            verified = verify_item(session, item, request.depth, progress, cancel);
        } catch (const Error& error) {
            // Named by the user: a refusal. Found by us: said, and on to the next.
            if (error.kind() != ErrorKind::denied || !request.items.empty()) throw;
            verified.item = id.text();
            verified.scope = "nothing: you hold no content grant of the incident";
            verified.findings.push_back({"BL-NOT-READ",
                                         Severity::warning,
                                         "",
                                         id.text(),
                                         {},
                                         "The item was not read: " + std::string(error.what())});
            result.items.push_back(std::move(verified));
            continue;
        }
        if (request.record) {
            auto values = access_values(request.purpose, verified.findings);
            values.emplace("size", verified.bytes);
            const bool whole = request.depth != VerifyDepth::blocks;
            record_access(
                session, id,
                {custody::AccessAction::verify,
                 verified.ok ? custody::AccessResult::ok : custody::AccessResult::failed,
                 {whole ? custody::Scope::What::stream : custody::Scope::What::blocks, 0, 0}},
                values);
        }
        result.items.push_back(std::move(verified));
    }
    result.seconds = watch.seconds();
    return result;
}

ExportResult Vault::export_item(const ExportRequest& request, Progress* progress,
                                const CancelFlag* cancel) {
    const Stopwatch watch;
    Session& session = current(state_);
    const custody::ItemRecord item = find_item(session, request.item);
    if (!item.ingest && request.attachment == 0)
        throw Error(ErrorKind::usage, "exporting " + item.id.text() +
                                          ": it is a physical item; it has no bytes to write");
    if (request.log == 0) require_content(session, item, "exporting");
    if (request.purpose.empty())
        throw Error(ErrorKind::usage,
                    "exporting " + item.id.text() + ": the purpose is missing (CR-10)");
    IncidentContent content(session, item.id.incident(), IncidentContent::Use::read);
    const bool is_container = item.ingest && item.ingest->kind == custody::kind_ewf;
    if (request.media && !is_container)
        throw Error(ErrorKind::usage,
                    "exporting the media of " + item.id.text() + ": only a container has media");
    const std::optional<crypto::Hash> listing = listing_of_member(item, request);
    custody::Scope scope;
    if (request.range)
        scope = {custody::Scope::What::range, request.range->offset, request.range->length};
    if (request.log > 0) scope = {custody::Scope::What::log, request.log, 0};
    if (request.attachment > 0) scope = {custody::Scope::What::attachment, request.attachment, 0};
    const ExportedStream stream = exported_stream(session, item, request);
    const intake::ExportOptions options{request.output, request.range, request.member, request.fill,
                                        stream.sha256,  progress,      cancel};
    require_access(session, item.id,
                   {custody::AccessAction::export_copy, custody::AccessResult::ok, scope},
                   request.purpose, recordable(request.output));

    const auto record = [&](bool ok, const intake::ExportOutcome& outcome) {
        auto values = access_values(request.purpose, outcome.findings);
        set_text(
            values, "destination",
            recordable(request.output + (request.member.empty() ? "" : " of " + request.member) +
                       (request.media ? " (media)" : "") +
                       (stream.name.empty() ? "" : " of " + stream.name)));
        set_text(values, "sha256", outcome.sha256);
        if (outcome.bytes > 0) values.emplace("size", outcome.bytes);
        if (!outcome.filled.empty())
            set_text(values, "filler", filler_text(request.fill.value_or(0)));
        record_access(session, item.id,
                      {custody::AccessAction::export_copy,
                       ok ? custody::AccessResult::ok : custody::AccessResult::failed, scope},
                      values);
    };
    intake::ExportOutcome outcome;
    try {
        const blob::BlockId manifest{stream.manifest};
        if (request.media) {
            outcome = intake::export_media(content.source(), manifest, options);
        } else if (listing) {
            outcome =
                intake::export_archive_member(content.source(), manifest, {*listing}, options);
        } else {
            outcome = intake::export_item(content.source(), stream.kind, manifest, options);
        }
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::verification || error.kind() == ErrorKind::corrupt) {
            outcome.findings.push_back(
                {"BL-EXPORT", Severity::violation, "", item.id.text(), {}, error.what()});
            record(false, outcome);
        }
        throw;
    }
    record(true, outcome);

    ExportResult result;
    result.item = item.id.text();
    result.output = request.output;
    result.bytes = outcome.bytes;
    result.sha256 = outcome.sha256;
    result.matches_record =
        outcome.matches_listing ||
        (outcome.whole &&
         outcome.sha256 == (request.media ? media_sha256(session, item) : stream.sha256));
    result.findings = outcome.findings;
    result.seconds = watch.seconds();
    return result;
}

}  // namespace exhibit

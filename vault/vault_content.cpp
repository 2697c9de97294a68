// Evidence looked at and out: verify, export. Each is an event.
#include "base/codec.hpp"
#include "base/stopwatch.hpp"
#include "base/text.hpp"
#include "exhibit/error.hpp"
#include "exhibit/vault.hpp"
#include "intake/archive_export.hpp"
#include "intake/ewf_media.hpp"
#include "intake/export.hpp"
#include "vault/access_record.hpp"
#include "vault/content.hpp"
#include "vault/describe.hpp"
#include "vault/item_fields.hpp"
#include "vault/life_words.hpp"
#include "vault/vault_state.hpp"

namespace exhibit {
namespace {

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

}  // namespace

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

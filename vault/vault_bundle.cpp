// Bundles and reports: what is given to people who have no vault.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "base/file.hpp"
#include "base/stopwatch.hpp"
#include "bundle/members.hpp"
#include "exhibit/error.hpp"
#include "exhibit/vault.hpp"
#include "intake/zip_output.hpp"
#include "report/report.hpp"
#include "vault/bundle_maker.hpp"
#include "vault/describe.hpp"
#include "vault/vault_state.hpp"

namespace exhibit {

namespace {

/// Passes on and digests.
class DigestingSink final : public intake::Sink {
public:
    explicit DigestingSink(intake::Sink& to) : to_(to) {}
    void write(ByteView bytes) override {
        digest_.update(bytes);
        written_ += bytes.size();
        to_.write(bytes);
    }
    std::uint64_t written() const noexcept { return written_; }
    crypto::Hash finish() {
        return {ByteReader(digest_.finish(), "a zip file").array<32>("a digest")};
    }

private:
    intake::Sink& to_;
    crypto::Digest digest_{crypto::Algorithm::sha256};
    std::uint64_t written_ = 0;
};

/// An item's stream, or what is attached to it, exported beside the bundle until it is in it.
struct ExportedContent {
    custody::ItemId item;
    std::string path;
    std::uint64_t size = 0;
    crypto::Hash sha256;
    std::uint32_t attachment = 0;  ///< counted from 1; 0: the item's own stream

    std::string path_in_bundle() const {
        return attachment == 0 ? bundle::content_path(item)
                               : bundle::document_path({item.number(), attachment});
    }
};

class ExportedContents {
public:
    ExportedContents() = default;
    ExportedContents(const ExportedContents&) = delete;
    ExportedContents& operator=(const ExportedContents&) = delete;
    ~ExportedContents() {
        for (const ExportedContent& one : all) ::unlink(one.path.c_str());
    }
    std::vector<ExportedContent> all;
};

void export_contents(Vault& vault, const BundleRequest& request,
                     const std::vector<const custody::ItemRecord*>& items,
                     ExportedContents& exported, Progress* progress, const CancelFlag* cancel) {
    for (const custody::ItemRecord* item : items) {
        if (!item->ingest) continue;
        if (custody::is_listing_kind(item->ingest->kind)) {
            throw Error(ErrorKind::unsupported,
                        "making a bundle with content: item " + item->id.text() +
                            " is of the kind " + item->ingest->kind +
                            ", which has files and not one stream; export it beside the bundle");
        }
        ExportRequest one;
        one.item = item->id.text();
        one.output = request.output + ".content-" + std::to_string(item->id.number());
        one.purpose = request.purpose;
        const ExportResult result = vault.export_item(one, progress, cancel);
        exported.all.push_back(
            {item->id, one.output, result.bytes, crypto::Hash::from_hex(result.sha256)});
    }
}

/// Those whose digest the bundle tells: others nobody could compare.
void export_documents(Vault& vault, Session& session, const BundleRequest& request,
                      const bundle::Info& info, const std::vector<custody::ItemId>& items,
                      ExportedContents& exported, Progress* progress, const CancelFlag* cancel) {
    if (std::ranges::binary_search(info.withheld, "sha256")) return;
    for (const custody::ItemId& id : items) {
        const std::vector<AttachmentInfo> attached = vault.life(id.text()).attachments;
        for (std::uint32_t number = 1; number <= attached.size(); ++number) {
            const AttachmentInfo& one = attached[number - 1];
            const bool told =
                session.privates.lookup()(one.event, custody::subject_of(id)) != nullptr;
            if (!told || one.sha256.empty()) continue;
            ExportRequest wanted;
            wanted.item = id.text();
            wanted.attachment = number;
            wanted.output = request.output + ".document-" + std::to_string(id.number()) + "-" +
                            std::to_string(number);
            wanted.purpose = request.purpose;
            const ExportResult result = vault.export_item(wanted, progress, cancel);
            exported.all.push_back(
                {id, wanted.output, result.bytes, crypto::Hash::from_hex(result.sha256), number});
        }
    }
}

std::vector<const custody::ItemRecord*> items_about(Session& session, const bundle::Info& info) {
    std::vector<const custody::ItemRecord*> out;
    for (const auto& [id, item] : session.state.items()) {
        if (info.item ? id == *info.item : id.incident() == info.incident) out.push_back(&item);
    }
    return out;
}

std::vector<custody::ItemId> ids_of(const std::vector<const custody::ItemRecord*>& items) {
    std::vector<custody::ItemId> ids;
    for (const custody::ItemRecord* item : items) ids.push_back(item->id);
    return ids;
}

void copy_file(const ExportedContent& content, intake::ZipOutput& zip) {
    const FileDescriptor fd = open_file(content.path, O_RDONLY);
    Bytes buffer(std::size_t{1} << 20);
    while (const std::size_t count = read_up_to(fd.get(), buffer, content.path)) {
        zip.write(ByteView(buffer).first(count));
    }
}

void write_bundle(intake::Sink& sink, const bundle::Verified& verified,
                  const std::string& report_html, const ExportedContents& exported) {
    const bundle::Info& info = *verified.contents.info;
    const std::string folder = bundle::folder_name(info) + "/";
    const std::vector<bundle::File> payload = bundle::payload_files(verified.contents);
    std::vector<bundle::File> tags = bundle::texts_for_people(info);
    tags.push_back({"report.html", report_html});
    std::vector<bundle::Digested> digests;
    for (const bundle::File& file : payload) {
        digests.push_back({file.path, crypto::sha256(as_bytes(file.content)), file.content.size()});
    }
    for (const ExportedContent& one : exported.all) {
        digests.push_back({one.path_in_bundle(), one.sha256, one.size});
    }
    const std::string about = info.item ? info.item->text() : info.incident.text();
    const std::vector<bundle::File> bag = bundle::make_tags(
        std::move(digests), tags, "Custody record of " + about + " from an Exhibit vault",
        format_utc(info.made).substr(0, 10));

    intake::ZipOutput zip(sink, info.made);
    for (const auto* files : {&bag, &std::as_const(tags), &payload}) {
        for (const bundle::File& file : *files) {
            zip.add(folder + file.path, as_bytes(file.content), file.executable);
        }
    }
    for (const ExportedContent& one : exported.all) {
        zip.begin(folder + one.path_in_bundle(), one.size, intake::ZipOutput::Form::stored);
        copy_file(one, zip);
    }
    zip.finish();
}

}  // namespace

bool BundleVerdict::ok() const {
    return std::ranges::none_of(
        findings, [](const Finding& finding) { return finding.severity == Severity::violation; });
}

BundleResult Vault::bundle(const BundleRequest& request, Progress* progress,
                           const CancelFlag* cancel) {
    const Stopwatch watch;
    Session& session = current(state_);
    const bool reads = request.content || request.documents;
    if (reads && request.purpose.empty()) {
        throw Error(ErrorKind::usage,
                    "making a bundle with content or documents: the purpose is missing (CR-10)");
    }
    if (reads && request.output == "-") {
        throw Error(ErrorKind::usage,
                    "making a bundle with content or documents: this takes a file to write "
                    "(-o FILE)");
    }
    bundle::Contents contents = gather_bundle(session, request.about, request.withhold);
    const auto items = items_about(session, *contents.info);
    ExportedContents exported;
    if (request.content) export_contents(*this, request, items, exported, progress, cancel);
    if (request.documents)
        export_documents(*this, session, request, *contents.info, ids_of(items), exported, progress,
                         cancel);
    if (reads) {
        // The exports are events, too, and belong into the bundle.
        contents = gather_bundle(session, request.about, request.withhold);
        for (const ExportedContent& one : exported.all) {
            const bundle::ContentFile file{one.size, one.sha256};
            if (one.attachment == 0) contents.content[one.item.number()] = file;
            if (one.attachment > 0) contents.documents[{one.item.number(), one.attachment}] = file;
        }
    }
    const bundle::Verified verified = bundle::verify(std::move(contents));
    const std::string html = report::make_report(verified);
    BundleResult result{describe_verdict(verified), request.output, 0, {}};
    crypto::Hash digest;
    intake::write_output(request.output, [&](intake::Sink& to) {
        DigestingSink sink(to);
        write_bundle(sink, verified, html, exported);
        digest = sink.finish();
        result.bytes = sink.written();
    });
    result.sha256 = digest.hex();

    const custody::IncidentId incident = verified.contents.info->incident;
    std::vector<custody::ItemId> named;
    if (verified.contents.info->item) named.push_back(*verified.contents.info->item);
    const custody::ExchangeEmit body{digest, custody::DocumentFormat::bundle_v1, incident,
                                     custody::DocumentSection::document};
    session.write([&] {
        custody::PrivateValues values;
        set_text(values, "recipients", request.recipients);
        set_text(values, "purpose", request.purpose);
        return EventDraft{body, named, {{custody::subject_of(incident), values}}, {}};
    });
    result.verdict.seconds = watch.seconds();
    return result;
}

BundleVerdict Vault::verify_bundle(const std::string& path, const CancelFlag* cancel) {
    const Stopwatch watch;
    BundleVerdict verdict = describe_verdict(read_bundle(path, cancel));
    verdict.seconds = watch.seconds();
    return verdict;
}

BundleVerdict Vault::verify_bundle(const std::string& path, const std::string& trust,
                                   const CancelFlag* cancel) {
    const Stopwatch watch;
    const ledger::TrustPolicy policy = ledger::parse_trust_policy(trust, "the trust policy");
    const bundle::Verified verified = read_bundle(path, cancel, &policy);
    BundleVerdict verdict = describe_verdict(verified);
    if (verified.descriptor && !policy.knows_log(verified.descriptor->log_key)) {
        verdict.findings.push_back({"BN-OTHER-LOG",
                                    Severity::violation,
                                    "data/exhibit.json",
                                    {},
                                    {},
                                    "The bundle is of a log that your policy does not name."});
    }
    verdict.seconds = watch.seconds();
    return verdict;
}

ReportResult Vault::report(const std::string& about,
                           const std::vector<std::string>& withhold) const {
    const bundle::Verified verified =
        bundle::verify(gather_bundle(current(state_), about, withhold));
    return {report::make_report(verified), describe_verdict(verified)};
}

ReportResult Vault::report_of_bundle(const std::string& path, const CancelFlag* cancel) {
    const bundle::Verified verified = read_bundle(path, cancel);
    return {report::make_report(verified), describe_verdict(verified)};
}

}  // namespace exhibit

// An item as a folder to look at. Two events: opened, and what was read until it was closed.
#include <chrono>

#include "base/text.hpp"
#include "blob/stream.hpp"
#include "exhibit/error.hpp"
#include "exhibit/vault.hpp"
#include "mount/mount.hpp"
#include "vault/access_record.hpp"
#include "vault/content.hpp"
#include "vault/describe.hpp"
#include "vault/vault_state.hpp"

namespace exhibit {
namespace {

constexpr custody::Scope what_was_read{custody::Scope::What::ranges, 0, 0};

mount::MountedFiles files_of(Session& session, const custody::ItemRecord& item,
                             blob::BlockSource& blocks) {
    const blob::BlockId manifest{item.ingest->manifest};
    const custody::EventRecord& first = *session.state.event(item.chain.front());
    const std::string name = item_text(session, item, "source_name");
    if (item.ingest->kind == custody::kind_ewf) {
        const std::optional<ContainerInfo> container = describe_item(session, item).container;
        return mount::MountedFiles::of_container(
            blocks, manifest, name, container ? container->media_size : std::nullopt, first.time);
    }
    if (custody::is_listing_kind(item.ingest->kind)) {
        return mount::MountedFiles::of_tree(blocks, manifest);
    }
    mount::MountedFiles file = mount::MountedFiles::of_stream(
        name, manifest, blob::StreamReader(blocks, manifest).size(), first.time);
    if (!item.ingest->members) return file;
    return mount::MountedFiles::of_archive(blocks, blob::BlockId{*item.ingest->members},
                                           std::move(file));
}

/// Of the item's own stream, or its media: ranges. Of what a listing has: paths.
struct WasRead {
    std::vector<ByteRange> ranges;
    std::vector<std::string> paths;
};

WasRead was_read(const mount::MountOutcome& outcome) {
    WasRead out;
    for (const mount::ReadFile& file : outcome.read) {
        if (file.listed.empty()) {
            out.ranges = file.ranges.list(recorded_max);
        } else {
            out.paths.push_back(file.listed);
        }
    }
    return out;
}

/// What the second event says was read.
custody::PrivateValues read_values(const MountRequest& request, const mount::MountOutcome& outcome,
                                   const WasRead& read, bool listing) {
    custody::PrivateValues values;
    set_text(values, "purpose", request.purpose);
    values.emplace("size", outcome.bytes);
    if (listing || !read.paths.empty()) {
        values.emplace("files", static_cast<std::uint64_t>(read.paths.size()));
        values.emplace("paths", texts_json(read.paths, recorded_max));
    }
    if (!read.ranges.empty()) values.emplace("ranges", ranges_json(read.ranges));
    if (!outcome.problems.empty()) values.emplace("damage", sentences_json(outcome.problems));
    if (outcome.filled) set_text(values, "filler", filler_text(*request.fill));
    return values;
}

}  // namespace

MountResult Vault::mount(const MountRequest& request, const CancelFlag* cancel) {
    const auto begin = std::chrono::steady_clock::now();
    Session& session = current(state_);
    const custody::ItemRecord item = find_item(session, request.item);
    require_content(session, item, "mounting");
    if (!item.ingest) {
        throw Error(ErrorKind::usage, "mounting " + item.id.text() +
                                          ": it is a physical item; it has no bytes to read");
    }
    if (request.purpose.empty()) {
        throw Error(ErrorKind::usage,
                    "mounting " + item.id.text() + ": the purpose is missing (CR-10)");
    }
    IncidentContent content(session, item.id.incident(), IncidentContent::Use::read);
    const mount::MountedFiles files = files_of(session, item, content.source());
    mount::ContentPool pool(*session.store, content.read_keys(), content.index());

    mount::MountOptions options{request.directory, request.fill, request.others, cancel, {}};
    options.on_ready = [&] {
        custody::PrivateValues values;
        set_text(values, "purpose", request.purpose);
        set_text(values, "destination", recordable(request.directory));
        record_access(session, item.id,
                      {custody::AccessAction::mount, custody::AccessResult::ok, what_was_read},
                      values);
        if (request.on_ready) request.on_ready(item.id.text());
    };
    const mount::MountOutcome outcome = mount::serve(files, pool, options);

    const bool listing = custody::is_listing_kind(item.ingest->kind);
    const WasRead read = was_read(outcome);
    const bool ok = outcome.problems.empty();
    MountResult result;
    result.event = record_access(session, item.id,
                                 {custody::AccessAction::unmount,
                                  ok ? custody::AccessResult::ok : custody::AccessResult::failed,
                                  what_was_read},
                                 read_values(request, outcome, read, listing))
                       .index;
    result.item = item.id.text();
    result.bytes = outcome.bytes;
    result.ranges = read.ranges;
    result.paths = read.paths;
    for (const std::string& problem : outcome.problems) {
        result.findings.push_back(
            {"BL-READ", Severity::violation, "", item.id.text(), {}, problem});
    }
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    result.seconds = seconds.count();
    return result;
}

}  // namespace exhibit

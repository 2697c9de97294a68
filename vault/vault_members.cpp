// What lies inside of an item: the listing of a tree or an archive.
#include <utility>

#include "exhibit/error.hpp"
#include "exhibit/vault.hpp"
#include "intake/archive_listing.hpp"
#include "vault/content.hpp"
#include "vault/describe.hpp"
#include "vault/vault_state.hpp"

namespace exhibit {
namespace {

using intake::ArchiveMember;
using intake::ListingEntry;

std::string time_text(Instant instant, std::uint32_t nanoseconds) {
    std::string text = format_utc(instant);
    if (nanoseconds == 0) return text;
    const std::string digits = std::to_string(nanoseconds);
    text.pop_back();
    return text + "." + std::string(9 - digits.size(), '0') + digits + "Z";
}

void put_time(MemberInfo& out, const std::string& name,
              const std::optional<intake::MemberTime>& time) {
    if (time) out.times.emplace(name, time_text(time->instant, time->nanoseconds));
}

MemberInfo member_of(std::uint64_t number, const ListingEntry& entry) {
    MemberInfo out;
    out.number = number;
    out.path = entry.path;
    out.type = to_string(entry.type);
    out.mode = entry.mode;
    out.uid = entry.uid;
    out.gid = entry.gid;
    out.times.emplace("mtime", time_text(entry.modified, entry.modified_ns));
    if (entry.content) {
        out.size = entry.content->size;
        out.digests = entry.content->digests;
    }
    out.target = entry.target;
    out.device = entry.device;
    out.problem = entry.problem;
    return out;
}

MemberInfo member_of(std::uint64_t number, const ArchiveMember& member) {
    MemberInfo out;
    out.number = number;
    out.path = intake::shown_path(member);
    out.type = to_string(member.type);
    out.mode = member.mode;
    out.uid = member.uid;
    out.gid = member.gid;
    out.user = member.user;
    out.group = member.group;
    put_time(out, "mtime", member.modified);
    put_time(out, "atime", member.accessed);
    put_time(out, "ctime", member.changed);
    put_time(out, "btime", member.born);
    if (member.content) {
        out.size = member.content->size;
        out.digests = member.content->digests;
    }
    out.stated_size = member.stated_size;
    out.target = member.target;
    out.device = member.device;
    out.archive = member.archive;
    out.problem = member.problem;
    return out;
}

}  // namespace

std::vector<MemberInfo> Vault::members(const std::string& reference) const {
    Session& session = current(state_);
    const custody::ItemRecord& item = find_item(session, reference);
    const bool tree = item.ingest && custody::is_listing_kind(item.ingest->kind);
    if (!tree && !(item.ingest && item.ingest->members)) {
        throw Error(ErrorKind::usage, "listing the members of " + item.id.text() + ": it is a " +
                                          (item.ingest ? item.ingest->kind : "physical item") +
                                          " without a listing of members");
    }
    IncidentContent content(session, item.id.incident(), IncidentContent::Use::read);
    std::vector<MemberInfo> out;
    if (tree) {
        intake::read_listing(
            content.source(), blob::BlockId{item.ingest->manifest},
            [&](const ListingEntry& entry) { out.push_back(member_of(out.size() + 1, entry)); });
    } else {
        intake::read_members_listing(content.source(), blob::BlockId{*item.ingest->members},
                                     [&](std::uint64_t number, const ArchiveMember& member) {
                                         out.push_back(member_of(number, member));
                                     });
    }
    return out;
}

}  // namespace exhibit

#include "vault/enclosure.hpp"

#include "blob/stream.hpp"
#include "documents/summary.hpp"
#include "exhibit/error.hpp"
#include "vault/access_record.hpp"
#include "vault/content.hpp"

namespace exhibit {
namespace {

std::string read_whole(IncidentContent& content, const custody::ItemRecord& item,
                       const std::string& doing) {
    blob::StreamReader reader(content.source(), blob::BlockId{item.ingest->manifest});
    if (reader.size() > documents::document_bytes_max)
        throw Error(ErrorKind::usage, doing + ": it is larger than 64 MiB");
    std::string out;
    reader.for_each({0, reader.size()}, [&](const blob::StreamPart& part) {
        if (part.kind == blob::PartKind::data)
            out += as_text(part.bytes);
        else if (part.kind == blob::PartKind::zeros)
            out.append(static_cast<std::size_t>(part.range.length), '\0');
        else
            throw Error(
                ErrorKind::corrupt,
                doing + ": bytes from " + std::to_string(part.range.offset) + " on cannot be had");
    });
    return out;
}

}  // namespace

std::string take_document(Session& session, const custody::ItemRecord& item,
                          const std::string& purpose, const std::string& destination) {
    const std::string doing = "putting " + item.id.text() + " into a report";
    if (!item.ingest || custody::is_listing_kind(item.ingest->kind))
        throw Error(ErrorKind::usage, doing + ": it is no single document");
    if (purpose.empty()) throw Error(ErrorKind::usage, doing + ": the purpose is missing (CR-10)");
    require_content(session, item, "putting into a report");
    IncidentContent content(session, item.id.incident(), IncidentContent::Use::read);
    custody::ItemAccess access{custody::AccessAction::export_copy,
                               custody::AccessResult::ok,
                               {custody::Scope::What::stream, 0, 0}};
    require_access(session, item.id, access, purpose, destination);
    std::string document = read_whole(content, item, doing);
    custody::PrivateValues values = access_values(purpose, {});
    set_text(values, "destination", destination);
    values.emplace("size", document.size());
    record_access(session, item.id, access, values);
    return document;
}

}  // namespace exhibit

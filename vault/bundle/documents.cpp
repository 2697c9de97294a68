#include "bundle/documents.hpp"

#include "base/text.hpp"
#include "bundle/codes.hpp"
#include "bundle/members.hpp"

namespace exhibit::bundle {

namespace {

struct Attached {
    std::uint64_t event = 0;
    std::string subject;
};
using AllAttached = std::map<DocumentName, Attached>;

/// To the items the bundle is about; and whatever else it holds a document of.
AllAttached attached_to_items(const Verified& verified) {
    const Info& info = *verified.contents.info;
    AllAttached out;
    for (const auto& [id, item] : verified.state->items()) {
        const bool about = info.item ? id == *info.item : id.incident() == info.incident;
        std::uint32_t number = 0;
        for (const std::uint64_t index : item.chain) {
            const custody::EventRecord* event = verified.state->event(index);
            if (!custody::body_is<custody::ItemAttach>(event->body)) continue;
            const DocumentName name{id.number(), ++number};
            if (about || verified.contents.documents.contains(name))
                out.emplace(name, Attached{index, custody::subject_of(id)});
        }
    }
    return out;
}

std::string problem_of(const Verified& verified, const Attached& attached,
                       const ContentFile& file) {
    const auto* values = verified.lookup()(attached.event, attached.subject);
    const std::string sha256 = values ? custody::text_value(*values, "sha256") : "";
    if (sha256.empty()) return "The bundle does not tell the digest this document must have.";
    if (sha256 == file.sha256.hex()) return {};
    return "The document has the SHA-256 " + file.sha256.hex() + ", event " +
           std::to_string(attached.event) + " says " + printable(sha256) + ".";
}

}  // namespace

std::uint64_t check_documents(const Verified& verified, verify::Report& report) {
    if (!verified.contents.info) return 0;
    const AllAttached attached = attached_to_items(verified);
    for (const auto& [name, file] : verified.contents.documents) {
        const auto found = attached.find(name);
        const std::string problem = found == attached.end()
                                        ? "Nothing was attached to an item under this number."
                                        : problem_of(verified, found->second, file);
        if (!problem.empty()) report.violation(code::document, document_path(name), problem);
    }

    std::uint64_t out = 0;
    std::uint64_t destroyed = 0;
    for (const auto& [name, one] : attached) {
        if (verified.contents.documents.contains(name)) continue;
        ++out;
        if (verified.state->withheld_by(one.event, one.subject)) ++destroyed;
    }
    if (out == 0) return 0;
    std::string text = grouped(out) + " of " + counted(attached.size(), "document", "documents") +
                       " attached to items are not in this bundle; the events that fix them are.";
    if (destroyed > 0)
        text += " What was said of " + grouped(destroyed) + " of them was destroyed since.";
    report.note(code::no_document, {}, std::move(text));
    return out;
}

}  // namespace exhibit::bundle

// History that another system recorded, taken in as that system's word: the document is attached
// to each item it is about, and its steps stand beside it, sealed like all that people said.
#include <algorithm>
#include <map>

#include "custody/imported.hpp"
#include "exchange/case_read.hpp"
#include "exhibit/error.hpp"
#include "exhibit/text.hpp"
#include "exhibit/vault.hpp"
#include "vault/access_record.hpp"
#include "vault/attachment.hpp"
#include "vault/describe.hpp"
#include "vault/exchange_gather.hpp"
#include "vault/vault_state.hpp"

namespace exhibit {
namespace {

/// An object of private values holds 1 MiB; the rest is for names and the envelope.
constexpr std::size_t steps_bytes_max = std::size_t{700} << 10U;

struct Match {
    std::vector<custody::ItemId> items;
    std::string how;
};

class Matcher {
public:
    Matcher(Session& session, const custody::IncidentId& incident, const CaseImportRequest& request)
        : incident_(incident) {
        for (const auto& [reference, item] : request.items) {
            const custody::ItemId id = find_item(session, item).id;
            if (id.incident() != incident)
                throw Error(ErrorKind::usage, "importing history into incident " + incident.text() +
                                                  ": item " + id.text() + " is of another one");
            told_.emplace(reference, id);
            unused_.push_back(reference);
        }
        for (const auto& [id, record] : session.state.items()) {
            if (id.incident() != incident || !record.ingest) continue;
            for (const char* algorithm : {"sha256", "sha1", "md5"}) {
                const std::string hex = item_text(session, record, algorithm);
                if (!hex.empty()) by_digest_[algorithm + (':' + hex)].push_back(id);
            }
        }
    }

    Match match(const exchange::CaseSubject& subject) {
        std::vector<std::string> names = subject.exhibits;
        names.push_back(subject.id);
        names.push_back(subject.iri);
        for (const std::string& name : names) {
            const auto found = told_.find(name);
            if (found == told_.end()) continue;
            std::erase(unused_, name);
            return {{found->second}, "told"};
        }
        // A weaker digest counts where there is no SHA-256 only.
        if (!subject.sha256.empty()) return by("sha256", subject.sha256);
        Match out = by("sha1", subject.sha1);
        return out.items.empty() && subject.sha1.empty() ? by("md5", subject.md5) : out;
    }

    void require_all_used(const std::string& source) const {
        if (unused_.empty()) return;
        throw Error(ErrorKind::not_found, "importing history from " + source +
                                              ": it has no exhibit or @id \"" +
                                              printable(unused_.front()) +
                                              "\" that an action is about; nothing was recorded");
    }

    const std::string& incident() const { return incident_.text(); }

private:
    Match by(const std::string& algorithm, const std::string& hex) const {
        if (hex.empty()) return {};
        const auto found = by_digest_.find(algorithm + ':' + hex);
        return found == by_digest_.end() ? Match{} : Match{found->second, algorithm};
    }

    custody::IncidentId incident_;
    std::map<std::string, custody::ItemId> told_;
    std::vector<std::string> unused_;
    std::map<std::string, std::vector<custody::ItemId>> by_digest_;
};

std::string called(const exchange::CaseSubject& subject) {
    std::string out = printable(subject.id);
    if (!subject.exhibits.empty()) {
        // The same number stands in each record of an item's way.
        out += ", exhibit " + printable(subject.exhibits.front());
    }
    return out;
}

/// Why nothing of it is taken; "" when it is.
std::string why_not(const exchange::CaseSubject& subject, const Match& match,
                    const std::string& incident) {
    if (!subject.problem.empty())
        return "Of " + called(subject) + " nothing is taken: " + subject.problem + ".";
    if (match.items.empty()) {
        const bool digest =
            !subject.sha256.empty() || !subject.sha1.empty() || !subject.md5.empty();
        return "Of " + called(subject) + " nothing is taken: " +
               (digest ? "no item of incident " + incident + " has its digest"
                       : "it has no digest to find an item by") +
               "; --item EXHIBIT=ITEM tells which one it is.";
    }
    if (match.items.size() > 1)
        return "Of " + called(subject) +
               " nothing is taken: " + counted(match.items.size(), "item", "items") +
               " have its digest; --item EXHIBIT=ITEM tells which one it is.";
    return {};
}

}  // namespace

CaseImportResult Vault::import_case(const CaseImportRequest& request) {
    Session& session = current(state_);
    const custody::IncidentId incident = find_incident(session, request.incident).id;
    require_record_grant(session, incident, "importing history into incident ");
    const std::string shown = printable(request.source);
    const auto subjects = exchange::read_case(request.document, shown);
    Matcher matcher(session, incident, request);

    CaseImportResult out;
    out.sha256 = crypto::sha256(as_bytes(request.document)).hex();
    std::vector<std::pair<custody::ItemId, custody::Imported>> found;
    const std::string name = request.source.substr(request.source.rfind('/') + 1);
    for (const exchange::CaseSubject& subject : subjects) {
        const Match match = matcher.match(subject);
        std::string problem = why_not(subject, match, matcher.incident());
        custody::Imported imported{recordable(name), subject.id, match.how, subject.steps};
        if (problem.empty() && encode::dump(custody::to_json(imported)).size() > steps_bytes_max)
            problem = "Of " + called(subject) + " nothing is taken: its steps are more than one " +
                      "event holds.";
        if (problem.empty())
            found.emplace_back(match.items.front(), std::move(imported));
        else
            out.unmatched.push_back(std::move(problem));
    }
    matcher.require_all_used(shown);
    if (found.empty()) {
        Error error(ErrorKind::not_found, "importing history from " + shown +
                                              ": nothing of it is about an item of incident " +
                                              incident.text() + "; nothing was recorded");
        for (const std::string& sentence : out.unmatched) error.add_context(sentence);
        throw error;
    }
    for (const auto& [item, imported] : found) {
        Attachment attachment{item, custody::AttachmentRole::document, name, {}, {}};
        attachment.values.emplace("steps", custody::to_json(imported));
        const EventInfo event =
            attach_bytes(session, *this, attachment, as_bytes(request.document), {});
        out.items.push_back(
            {item.text(), imported.subject, imported.matched, event.index, imported.steps});
    }
    return out;
}

}  // namespace exhibit

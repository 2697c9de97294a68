// What of a received report this vault has.
#include <algorithm>
#include <map>
#include <set>

#include "exchange/digest_text.hpp"
#include "exchange/report_statements.hpp"
#include "exhibit/error.hpp"
#include "exhibit/text.hpp"
#include "exhibit/vault.hpp"
#include "vault/describe.hpp"
#include "vault/vault_state.hpp"

namespace exhibit {
namespace {

using exchange::Statement;

class StatementCheck {
public:
    StatementCheck(const Vault& vault, Session& session, const exchange::ReportStatements& report)
        : vault_(vault), session_(session), locator_("exhibit:" + session.state.origin() + "/") {
        for (const Statement& one : report.statements)
            if (one.kind == "incident") incidents_.insert(one.text);
        for (const auto& [id, record] : session.state.items()) {
            if (!record.ingest) continue;
            const std::string sha256 = item_text(session, record, "sha256");
            if (sha256.empty()) ++withheld_;
            for (const char* algorithm : {"sha256", "sha1", "md5"}) {
                const std::string hex = item_text(session, record, algorithm);
                if (!hex.empty()) by_digest_.emplace(algorithm + (':' + hex), &record);
            }
        }
    }

    std::uint64_t withheld() const { return withheld_; }

    IodefStatement judge(const Statement& statement) {
        IodefStatement out;
        out.line = statement.line;
        out.kind = statement.kind;
        out.text = statement.text;
        if (statement.kind == "incident")
            judge_incident(statement, out);
        else if (statement.kind == "digest")
            judge_digest(statement, out);
        else
            judge_reference(statement, out);
        return out;
    }

private:
    void judge_incident(const Statement& statement, IodefStatement& out) {
        const auto id = custody::IncidentId::try_parse(statement.text);
        const bool held = id && session_.state.incident(*id) != nullptr;
        out.verdict = held ? "held" : "unknown";
        if (held) out.item = statement.text;
        if (!statement.issuer.empty()) out.note = "Numbered by " + statement.issuer + ".";
    }

    /// The item a locator or an id of this vault names; nullptr when it is of another, or unknown.
    const custody::ItemRecord* item_of(const std::string& text) const {
        const bool located = text.starts_with(locator_);
        const auto id = custody::ItemId::try_parse(located ? text.substr(locator_.size()) : text);
        return id ? session_.state.item(*id) : nullptr;
    }

    void judge_reference(const Statement& statement, IodefStatement& out) {
        if (statement.kind == "locator" && !statement.text.starts_with(locator_)) {
            out.verdict = "foreign";
            return;
        }
        const custody::ItemRecord* item = item_of(statement.text);
        if (item == nullptr)
            out.verdict = "unknown";
        else
            found(*item, out);
    }

    void found(const custody::ItemRecord& item, IodefStatement& out) const {
        out.item = item.id.text();
        const auto gone = item.destroyed_at ? item.destroyed_at : item.disposed_at;
        if (gone) {
            out.verdict = "destroyed";
            out.note = "Disposed of: event " + std::to_string(*gone) + " says so.";
        } else if (!incidents_.empty() && !incidents_.contains(item.id.incident().text())) {
            out.verdict = "elsewhere";
            out.note =
                "Of incident " + item.id.incident().text() + ", which the report does not name.";
        } else {
            out.verdict = "held";
        }
    }

    void judge_digest(const Statement& statement, IodefStatement& out) {
        const exchange::DigestName name = exchange::digest_name(statement.algorithm);
        out.algorithm = name.name.empty() ? statement.algorithm : std::string(name.name);
        if (name.name.empty()) {
            out.verdict = "not-kept";
            out.note = "The algorithm is not known.";
            return;
        }
        const exchange::ReadDigest digest = exchange::read_digest(statement.text, name.octets);
        out.dialect = digest.dialect;
        if (digest.hex.empty()) {
            out.verdict = "unreadable";
            out.note = "It is no digest of " + std::to_string(name.octets) +
                       " octets in any known spelling.";
            return;
        }
        look_up(statement, digest.hex, out);
        if (digest.dialect != "base64" && statement.algorithm.find(':') != std::string::npos)
            add_note(out, "Wrongly written (" + digest.dialect +
                              "): DigestValue is base64 of the octets.");
        if (name.misnamed)
            add_note(out, "There is no algorithm " + statement.algorithm + "; read as " +
                              out.algorithm + ".");
    }

    static void add_note(IodefStatement& out, const std::string& sentence) {
        out.note += (out.note.empty() ? "" : " ") + sentence;
    }

    void look_up(const Statement& statement, const std::string& hex, IodefStatement& out) {
        const bool kept =
            out.algorithm == "sha256" || out.algorithm == "sha1" || out.algorithm == "md5";
        if (!kept) {
            out.verdict = "not-kept";
            return;
        }
        // What the report says the digest is of comes first: there it must be right.
        for (const std::string& about : statement.about) {
            const custody::ItemRecord* item = item_of(about);
            if (item == nullptr || !item->ingest) continue;
            compare(*item, hex, out);
            return;
        }
        const auto match = by_digest_.find(out.algorithm + ':' + hex);
        if (match != by_digest_.end()) {
            found(*match->second, out);
            return;
        }
        look_inside(hex, out);
    }

    void compare(const custody::ItemRecord& item, const std::string& hex, IodefStatement& out) {
        const std::string recorded = item_text(session_, item, out.algorithm);
        found(item, out);
        if (recorded == hex) return;
        const ItemInfo info = describe_item(session_, item);
        if (info.container &&
            (info.container->media.sha256 == hex || info.container->media.sha1 == hex ||
             info.container->media.md5 == hex)) {
            add_note(out, "It is the digest of the container's media.");
            return;
        }
        out.verdict = recorded.empty() ? "unknown" : "mismatch";
        out.note = recorded.empty() ? "No " + out.algorithm + " of it can be read here."
                                    : "The " + out.algorithm + " recorded is " + recorded + ".";
    }

    /// Members of trees and archives have digests of their own.
    void look_inside(const std::string& hex, IodefStatement& out) {
        out.verdict = "unknown";
        for (const FoundItem& match : vault_.find(hex)) {
            if (match.member.empty()) continue;
            found(*session_.state.item(*custody::ItemId::try_parse(match.item.id)), out);
            add_note(out, "It is the member " + match.member + ".");
            return;
        }
    }

    const Vault& vault_;
    Session& session_;
    const std::string locator_;
    std::set<std::string> incidents_;
    std::map<std::string, const custody::ItemRecord*> by_digest_;
    std::uint64_t withheld_ = 0;
};

}  // namespace

bool IodefCheckResult::ok() const {
    return std::ranges::none_of(statements, [](const IodefStatement& one) {
        const bool claims_this_vault = one.kind == "locator" && one.verdict == "unknown";
        return claims_this_vault || one.verdict == "mismatch" || one.verdict == "unreadable";
    });
}

IodefCheckResult Vault::check_iodef(const std::string& report, const std::string& source) const {
    Session& session = current(state_);
    const exchange::ReportStatements read = exchange::read_statements(report, printable(source));
    StatementCheck check(*this, session, read);
    IodefCheckResult out;
    if (read.idmef) out.form = "idmef";
    out.version = read.version;
    out.sha256 = crypto::sha256(as_bytes(report)).hex();
    out.incidents = read.incidents;
    out.events = read.events;
    out.records = read.records;
    out.signatures = read.signatures;
    out.frauds = read.frauds;
    out.phishing = read.phishing;
    out.alerts = read.alerts;
    out.withheld_items = check.withheld();
    for (const Statement& statement : read.statements)
        out.statements.push_back(check.judge(statement));
    return out;
}

}  // namespace exhibit

#include "report/document.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "report/html.hpp"
#include "report/item_sheet.hpp"
#include "report/qr_code.hpp"
#include "report/words.hpp"

namespace exhibit::report {

namespace {

std::string fact(const std::string& label, const std::string& html) {
    return element("tr", element("th", label) + element("td", html.empty() ? "–" : html));
}

std::size_t count_of(const bundle::Verified& verified, Severity severity) {
    return static_cast<std::size_t>(
        std::ranges::count(verified.findings, severity, &Finding::severity));
}

std::string count_box(const bundle::Verified& verified, Severity severity,
                      const std::string& word) {
    const std::size_t count = count_of(verified, severity);
    return classed("span", "count " + (count == 0 ? "none" : word),
                   counted(count, word, word + "s"));
}

std::string head_text(const bundle::Verified& verified) {
    const ledger::Checkpoint& head = verified.checkpoint->checkpoint;
    return "exhibit-head " + head.origin + " " + std::to_string(head.size.value) + " " +
           head.root.hex();
}

std::string named(const Story& story, const crypto::Hash& handler) {
    return story.name_html(handler) + " (key " + custody::short_id(handler) + ")";
}

std::string enrol_html(const Story& story, const custody::Enrol& enrol) {
    std::vector<std::string> roles;
    for (const custody::Role role : enrol.roles) roles.emplace_back(custody::to_string(role));
    return "enrols " + named(story, enrol.handler) + " as " + join(roles, ", ");
}

std::string grant_html(const Story& story, const custody::Grant& grant) {
    return "to " + named(story, grant.handler) + ": " + std::string(custody::to_string(grant.read));
}

/// What a body says, in words where the type has some; else the body as it is.
std::string body_html(const Story& story, const ledger::Entry& entry, bool valid) {
    const custody::EventRecord* event = story.state().event(entry.index.value);
    if (valid && event != nullptr) {
        if (const auto* genesis = custody::body_if<custody::VaultGenesis>(event->body)) {
            return "begins the vault; " + enrol_html(story, genesis->enrol);
        }
        if (const auto* enrol = custody::body_if<custody::HandlerEnrol>(event->body)) {
            return enrol_html(story, enrol->enrol);
        }
        if (const auto* grant = custody::body_if<custody::IncidentGrant>(event->body)) {
            return "grant " + grant_html(story, grant->grant);
        }
        if (const auto* rekey = custody::body_if<custody::IncidentRekey>(event->body)) {
            std::string text = "new keys for the incident";
            if (rekey->content) text += ", under which its content is to be written again";
            for (const custody::Grant& grant : rekey->grants) {
                text += "; grant " + grant_html(story, grant);
            }
            return text;
        }
        if (const auto* rewrite = custody::body_if<custody::ContentRewrite>(event->body)) {
            return counted(rewrite->packs.size(), "pack", "packs") + " written again and " +
                   counted(rewrite->values.size(), "group", "groups") +
                   " of private values sealed again under the newest keys" +
                   (rewrite->complete ? "; none is left under older ones" : "");
        }
        if (const auto* open = custody::body_if<custody::IncidentOpen>(event->body)) {
            std::string text = "restriction " + std::string(custody::to_string(open->restriction));
            for (const custody::Grant& grant : open->grants) {
                text += "; grant " + grant_html(story, grant);
            }
            return text;
        }
    }
    constexpr std::size_t body_max = 1500;
    std::string body =
        valid ? value_in_words(entry.event.body) : printable(encode::dump(entry.event.body));
    if (body.size() > body_max) {
        std::size_t cut = body_max;
        while ((static_cast<unsigned char>(body[cut]) & 0xC0) == 0x80) --cut;
        body = body.substr(0, cut) + "…";
    }
    return classed("div", "body", escaped(body));
}

/// An event as it is: what has no place of its own in the report is still in it.
std::string generic_event(const Story& story, const ledger::Entry& entry) {
    const ledger::Event& event = entry.event;
    const std::uint64_t index = entry.index.value;
    const bool valid = story.state().event(index) != nullptr;
    std::string items;
    for (const ledger::ItemLink& item : event.items) items += " " + shown(item.id);
    std::string told;
    for (const ledger::SealedRef& ref : event.sealed) {
        const std::string values = other_values(story, index, ref.subject, {});
        if (!values.empty()) told += element("div", values);
    }
    const std::string time = format_for_people(event.time, event.zone) +
                             (event.zone.minutes == 0 ? "" : " (" + format_utc(event.time) + ")");
    return element(
        "tr", {{"class", valid ? "valid" : "violation"}},
        element("td", std::to_string(index)) +
            element("td", element("time", {{"data-t", std::to_string(index) + "r"}}, time)) +
            element("td", shown(event.type) + (valid ? "" : " " + element("b", "not valid"))) +
            element("td", story.name_html(event.actor.key)) +
            element("td", (items.empty() ? "" : element("div", "items" + items)) + told +
                              body_html(story, entry, valid) +
                              element("div", classed("code", "leaf", entry.leaf.hex()))));
}

}  // namespace

std::string cover(const Story& story) {
    const bundle::Verified& verified = story.verified();
    const bundle::Info& info = story.info();
    const custody::IncidentRecord* incident = story.state().incident(info.incident);
    const std::string subject = custody::subject_of(info.incident);
    const auto value = [&](std::string_view name) {
        return incident == nullptr ? std::string()
                                   : story.value_html(incident->opened_at, subject, name);
    };
    const std::string about = info.item ? "Item " + escaped(info.item->text())
                                        : "Incident " + escaped(info.incident.text());
    const ledger::Checkpoint& head = verified.checkpoint->checkpoint;
    std::string rows = fact("Title", value("title")) + fact("Authority", value("authority")) +
                       fact("Description", value("description"));
    if (incident != nullptr) {
        rows += fact("Opened", story.happened_html(*story.state().event(incident->opened_at)) +
                                   " by " + story.name_html(incident->opener));
    }
    rows += fact("Items on record", std::to_string(story.items().size()));
    rows += fact("This document", "made " + format_for_people(info.made, info.zone) + " by " +
                                      story.name_html(info.maker) + " with " + shown(info.tool));
    if (!info.withheld.empty()) {
        rows += fact("Withheld on purpose", shown(join(info.withheld, ", ")));
    }
    const std::string ledger =
        fact("Ledger", classed("code", "hash", escaped(head.origin))) +
        fact("Size", grouped(head.size.value) + " events, of which " +
                         grouped(verified.entries.size()) + " are in this document") +
        fact("Root", classed("code", "hash", head.root.hex())) +
        fact("Vault id", classed("code", "hash", verified.entries.front().leaf.hex())) +
        fact("Log key",
             classed("code", "hash", escaped(encode::format_vkey(verified.descriptor->log_key))));
    const std::string counts = count_box(verified, Severity::violation, "violation") +
                               count_box(verified, Severity::warning, "warning") +
                               count_box(verified, Severity::note, "note");
    return classed("header", "cover",
                   classed("p", "form", "Custody record") + element("h1", about) +
                       classed("p", "counts", counts) +
                       classed("table", "facts", element("tbody", rows)) +
                       classed("div", "headbox",
                               classed("table", "facts", element("tbody", ledger)) +
                                   qr_code(head_text(verified))));
}

std::string findings_section(const bundle::Verified& verified) {
    constexpr std::size_t told_max = 1000;
    std::vector<const Finding*> sorted;
    for (const Finding& finding : verified.findings) sorted.push_back(&finding);
    std::ranges::stable_sort(sorted, [](const Finding* a, const Finding* b) {
        return static_cast<int>(a->severity) > static_cast<int>(b->severity);
    });
    std::string rows;
    for (std::size_t i = 0; i < std::min(sorted.size(), told_max); ++i) {
        const Finding& finding = *sorted[i];
        std::string where = finding.item;
        if (finding.event) {
            where +=
                std::string(where.empty() ? "" : ", ") + "event " + std::to_string(*finding.event);
        }
        if (where.empty()) where = finding.object;
        const std::string severity = severity_word(finding.severity);
        rows += element("tr", {{"class", severity}},
                        element("td", severity) + element("td", escaped(finding.code)) +
                            element("td", shown(where)) + element("td", shown(finding.text)));
    }
    std::string out = element("h2", "Findings");
    if (rows.empty()) {
        out += element("p",
                       "None. What was looked for are the rules of custody and the form, "
                       "signatures and order of the events; nobody’s word was weighed.");
    } else {
        out += table("findings", {"Severity", "Code", "Where", "What"}, rows);
    }
    if (sorted.size() > told_max) {
        out += element("p", grouped(sorted.size() - told_max) +
                                " more findings are not listed here; "
                                "“exhibit bundle verify” tells all.");
    }
    return element("section", {{"id", "findings"}}, out);
}

std::string claims_section(const bundle::Verified& verified) {
    std::string rows;
    for (const Claim& claim : verified.claims) {
        rows += element("tr", {{"class", claim.holds ? "holds" : "open"}},
                        element("td", shown(claim.name)) +
                            element("td", claim.holds ? "proved" : "not proved") +
                            element("td", shown(claim.scope)));
    }
    return element("section", {{"id", "claims"}},
                   element("h2", "What is proved, and how far") +
                       table("claims", {"Claim", "", "On what it rests"}, rows));
}

std::string people_section(const Story& story) {
    std::string rows;
    for (const crypto::Hash& handler : story.people()) {
        const custody::HandlerRecord& record = *story.state().handler(handler);
        const std::string subject = custody::subject_of_handler(handler);
        const auto value = [&](std::string_view name) {
            return story.value_html(record.enrolled_at, subject, name);
        };
        std::string contact;
        for (const char* name : {"phone", "email"}) {
            const std::string told = value(name);
            if (!told.empty()) contact += (contact.empty() ? "" : ", ") + told;
        }
        rows +=
            table_row("td", {story.name_html(handler), value("title"), value("organisation"),
                             contact, value("badge"), "event " + std::to_string(record.enrolled_at),
                             classed("code", "leaf", handler.hex().substr(0, 24))});
    }
    return element("section", {{"id", "people"}},
                   element("h2", "People") + table("people",
                                                   {"Name", "Title", "Organisation", "Contact",
                                                    "Badge", "Enrolled by", "Key"},
                                                   rows));
}

std::string other_events(const Story& story) {
    std::string rows;
    for (const ledger::Entry& entry : story.verified().entries) {
        const custody::EventRecord* valid = story.state().event(entry.index.value);
        const bool on_sheet =
            valid != nullptr && std::ranges::any_of(valid->items, [&](const custody::ItemId& id) {
                return !story.info().item || id == *story.info().item;
            });
        if (!on_sheet) rows += generic_event(story, entry);
    }
    if (rows.empty()) return {};
    return element("section", {{"id", "events"}, {"class", "sheet"}},
                   element("h2", "Other events in this record") +
                       element("p",
                               "Enrolments, the opening of the incident, grants, and whatever "
                               "stands on no item’s sheet.") +
                       table("events", {"No.", "Recorded", "Type", "By", "What it says"}, rows));
}

std::string how_to_check(const bundle::Verified& verified) {
    const std::string size =
        grouped(verified.checkpoint ? verified.checkpoint->checkpoint.size.value : 0);
    return element(
        "section", {{"id", "check"}},
        element("h2", "How to check this document") +
            element("ol",
                    element("li",
                            "Compare origin, vault id and log key on the first page with what "
                            "you have from another source. The code on that page holds origin, "
                            "size and root: keep a photograph of it; whoever shows you a later "
                            "ledger must be able to prove that it continues the one of size " +
                                size + ".") +
                        element("li",
                                "Open the file in a browser with JavaScript. It checks every "
                                "digest, signature and place again, from the evidence that is "
                                "part of the file, and says what it found at the top. That "
                                "check is written in this very file: who could change the one "
                                "could change the other.") +
                        element("li",
                                "So for more than a look, use the bundle this report comes "
                                "with: its verify.sh takes openssl, jq and sha256sum; “exhibit "
                                "bundle verify” also checks the rules of custody; the format is "
                                "published, so that anybody can write a third.")));
}

}  // namespace exhibit::report

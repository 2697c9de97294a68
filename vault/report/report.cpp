#include "report/report.hpp"

#include "base/codec.hpp"
#include "report/certificate.hpp"
#include "report/document.hpp"
#include "report/evidence.hpp"
#include "report/html.hpp"
#include "report/item_sheet.hpp"
#include "report/story.hpp"
#include "report/timeline.hpp"

namespace exhibit::report {

extern const std::string_view embedded_report_css;
extern const std::string_view embedded_report_js;

namespace {

/// What a Content-Security-Policy calls an inline style or script by.
std::string policy_hash(std::string_view text) {
    return "'sha256-" + to_base64(crypto::sha256(as_bytes(text)).view()) + "'";
}

std::string policy() {
    return "default-src 'none'; script-src " + policy_hash(embedded_report_js) + "; style-src " +
           policy_hash(embedded_report_css) + "; base-uri 'none'; form-action 'none'";
}

bool can_tell(const bundle::Verified& verified) {
    return verified.state && verified.contents.info && !verified.entries.empty() &&
           verified.entries.front().index.value == 0;
}

std::string body_of(const bundle::Verified& verified) {
    if (!can_tell(verified)) {
        return classed("header", "cover",
                       classed("p", "form", "Custody record") +
                           element("h1", "No record that can be told") +
                           element("p",
                                   "What this report was to be made of does not hold in its "
                                   "foundations: see the findings.")) +
               findings_section(verified) + claims_section(verified);
    }
    const Story story(verified);
    std::string out = cover(story);
    const std::string picture = timeline(story);
    if (!picture.empty()) {
        out += element("section", {{"id", "timeline"}},
                       element("h2", "Who held what, and when") + picture);
    }
    out += findings_section(verified) + claims_section(verified) + people_section(story);
    for (const custody::ItemRecord* item : story.items()) out += item_sheet(story, *item);
    return out + other_events(story) + certificate(story) + how_to_check(verified);
}

std::string title_of(const bundle::Verified& verified) {
    if (!verified.contents.info) return "Custody record";
    const bundle::Info& info = *verified.contents.info;
    return "Custody record of " + (info.item ? info.item->text() : info.incident.text());
}

}  // namespace

std::string make_report(const bundle::Verified& verified) {
    const std::string body = body_of(verified);
    // Style and text together: what hides a line is as good as what removes it.
    const std::string digest =
        crypto::sha256({as_bytes(embedded_report_css), as_bytes(body)}).hex();
    std::string out = "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">";
    out += "<meta http-equiv=\"Content-Security-Policy\" content=\"" + policy() + "\">";
    out += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">";
    out += element("title", escaped(title_of(verified)));
    out += element("style", embedded_report_css);
    out += "</head><body>";
    out += element("div", {{"id", "seal"}, {"class", "unchecked"}, {"role", "status"}},
                   element("strong", "Not checked in this browser.") +
                       element("span",
                               " The check needs JavaScript. What follows is what the "
                               "program that made it found."));
    out += element("main", {{"id", "record"}}, body);
    out += element("script", {{"type", "application/octet-stream"}, {"id", "evidence"}},
                   evidence(verified, digest));
    out += element("script", embedded_report_js);
    return out + "</body></html>\n";
}

}  // namespace exhibit::report

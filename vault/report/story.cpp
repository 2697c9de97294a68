#include "report/story.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "report/html.hpp"
#include "report/words.hpp"

namespace exhibit::report {

namespace {

using custody::text_value;

struct Label {
    std::string_view name;
    std::string_view label;
};
constexpr std::array labels{
    Label{"asset_tag", "Asset tag"},
    Label{"clock_drift", "Clock of the acquiring machine"},
    Label{"collected_by", "Collected by"},
    Label{"collected_from", "Obtained from"},
    Label{"collected_place", "Place of collection"},
    Label{"discovered_at", "Discovered at"},
    Label{"host_name", "Host name"},
    Label{"ip", "IP address"},
    Label{"mac", "MAC address"},
    Label{"md5", "MD5"},
    Label{"serial", "Serial number"},
    Label{"sha1", "SHA-1"},
    Label{"sha256", "SHA-256"},
    Label{"size", "Size in bytes"},
    Label{"source_name", "Name of the source"},
    Label{"tool", "Tool and version"},
};

/// Names of values are their signer's: only plain ones become part of an attribute.
bool plain_name(std::string_view name) {
    return name.size() <= 64 && std::ranges::all_of(name, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
           });
}

}  // namespace

Story::Story(const bundle::Verified& verified) : verified_(verified), end_(info().made) {
    for (const auto& [id, item] : state().items()) {
        if (info().item ? id == *info().item : id.incident() == info().incident) {
            items_.push_back(&item);
        }
    }
    for (const Finding& finding : verified.findings) {
        if (!finding.item.empty())
            about_items_[finding.item].push_back(&finding);
        else if (finding.event)
            about_events_.push_back(&finding);
    }
    bool first = true;
    for (const custody::ItemRecord* item : items_) {
        for (const std::uint64_t index : item->chain) {
            const custody::EventRecord& event = *state().event(index);
            if (first || event.happened < begin_) begin_ = event.happened;
            first = false;
            end_ = std::max(end_, event.time);
            involve(event.actor);
            if (const auto* offer = custody::body_if<custody::CustodyOffer>(event.body)) {
                involve(offer->to);
            }
        }
    }
    if (first) begin_ = end_;
    if (const auto* incident = state().incident(info().incident)) involve(incident->opener);
    involve(info().maker);
}

void Story::involve(const crypto::Hash& handler) {
    if (state().handler(handler) == nullptr) return;
    if (std::ranges::find(people_, handler) == people_.end()) people_.push_back(handler);
}

const custody::PrivateValues* Story::values(std::uint64_t index, std::string_view subject) const {
    return verified_.lookup()(index, subject);
}

const custody::PrivateValues* Story::facts(const custody::ItemRecord& item) const {
    return values(item.chain.front(), custody::subject_of(item.id));
}

std::string Story::text(std::uint64_t index, std::string_view subject,
                        std::string_view name) const {
    const custody::PrivateValues* found = values(index, subject);
    return found == nullptr ? std::string() : text_value(*found, name);
}

std::string Story::name(const crypto::Hash& handler) const {
    const custody::HandlerRecord* record = state().handler(handler);
    const std::string told =
        record == nullptr ? std::string()
                          : text(record->enrolled_at, custody::subject_of_handler(handler), "name");
    return told.empty() ? "handler " + custody::short_id(handler) : told;
}

std::string Story::name_html(const crypto::Hash& handler) const {
    const custody::HandlerRecord* record = state().handler(handler);
    if (record != nullptr) {
        const std::string told =
            text(record->enrolled_at, custody::subject_of_handler(handler), "name");
        if (!told.empty()) {
            return element("b", {{"data-n", std::to_string(record->enrolled_at)}}, shown(told));
        }
    }
    return shown(name(handler));
}

std::string Story::value_html(std::uint64_t index, std::string_view subject,
                              std::string_view name) const {
    const custody::PrivateValues* found = values(index, subject);
    if (found == nullptr) return {};
    const auto value = found->find(name);
    if (value == found->end()) return {};
    // Long texts and lists stay in the evidence; here their beginning is enough.
    constexpr std::size_t text_bytes_max = 600;
    constexpr std::size_t words_bytes_max = 4000;
    const std::string text = value_in_words(value->second);
    if (text.size() > (value->second.is_string() ? text_bytes_max : words_bytes_max)) {
        std::size_t cut = text_bytes_max;
        while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;
        return escaped(text.substr(0, cut)) + " … (" + std::to_string(text.size()) + " bytes)";
    }
    if (!plain_name(name)) return escaped(text);
    return element(
        "span",
        {{"data-v", std::to_string(index) + " " + std::string(subject) + " " + std::string(name)}},
        escaped(text));
}

std::string Story::happened_html(const custody::EventRecord& event) const {
    return time_html(event.index, 'h', event.happened, event.zone);
}

std::string Story::recorded_html(const custody::EventRecord& event) const {
    return time_html(event.index, 'r', event.time, event.zone);
}

std::string Story::time_html(std::uint64_t index, char which, Instant instant,
                             ZoneOffset zone) const {
    std::string text = format_for_people(instant, zone);
    if (zone.minutes != 0) text += " (" + format_utc(instant) + ")";
    return element("time", {{"data-t", std::to_string(index) + which}}, text);
}

std::vector<Holding> Story::holdings(const custody::ItemRecord& item) const {
    std::vector<Holding> out;
    for (const std::uint64_t index : item.chain) {
        const custody::EventRecord& event = *state().event(index);
        const auto begin_holding = [&](const crypto::Hash& who, bool on_offer) {
            if (!out.empty()) out.back().to = event.happened;
            out.push_back({who, event.happened, end_, on_offer});
        };
        if (out.empty() || custody::body_is<custody::CustodyAccept>(event.body)) {
            begin_holding(event.actor, false);
        } else if (custody::body_is<custody::CustodyOffer>(event.body)) {
            begin_holding(event.actor, true);
        } else if (custody::body_is<custody::CustodyRefuse>(event.body) ||
                   custody::body_is<custody::CustodyCancel>(event.body)) {
            begin_holding(out.back().handler, false);
        }
    }
    return out;
}

std::vector<const Finding*> Story::findings_about(const custody::ItemRecord& item) const {
    const auto about = about_items_.find(item.id.text());
    std::vector<const Finding*> out;
    if (about != about_items_.end()) out = about->second;
    for (const Finding* finding : about_events_) {
        if (std::ranges::binary_search(item.chain, *finding->event)) out.push_back(finding);
    }
    std::ranges::sort(out);  // they lie in one vector, in the order of the audit
    return out;
}

std::string label_of(std::string_view name) {
    const auto known = std::ranges::find(labels, name, &Label::name);
    if (known != labels.end()) return std::string(known->label);
    return name_in_words(name);
}

std::string severity_word(Severity severity) {
    switch (severity) {
        case Severity::violation: return "violation";
        case Severity::warning: return "warning";
        case Severity::note: break;
    }
    return "note";
}

}  // namespace exhibit::report

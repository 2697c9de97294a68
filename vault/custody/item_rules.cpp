#include "custody/item_rules.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "custody/archive.hpp"
#include "custody/clock.hpp"
#include "custody/container.hpp"
#include "custody/log_findings.hpp"

namespace exhibit::custody {

namespace {

using encode::Json;

std::string verdict_of(const Json& expected) {
    const Json* result = expected.is_object() ? expected.find("result") : nullptr;
    return result != nullptr && result->is_string() ? result->string("result") : std::string();
}

const Json::Array& array_value(const PrivateValues& values, std::string_view name) {
    static const Json::Array nothing;
    const auto found = values.find(name);
    return found != values.end() && found->second.is_array() ? found->second.array(name) : nothing;
}

bool has_digit(std::string_view text) {
    return text.find_first_of("0123456789") != std::string_view::npos;
}

}  // namespace

void ask_identifier(Teller& teller, const PrivateValues& values) {
    if (has_any(values, {"serial", "asset_tag", "host_name", "mac", "ip"})) return;
    teller.warn("CR-01", "The record of " + teller.item() +
                             " has nothing that tells it from others of its kind: no serial "
                             "number, asset tag, host name or address.");
}

void ask_description(Teller& teller, const PrivateValues& values, bool physical) {
    if (!has_any(values, {"description"})) {
        teller.warn("CR-02", "The record does not describe " + teller.item() + ".");
    }
    if (!physical) return;
    std::vector<std::string> missing;
    for (const std::string_view name : {"condition", "quantity", "seal"}) {
        if (!has_any(values, {name})) missing.emplace_back(name);
    }
    if (missing.empty()) return;
    teller.note("CR-02", "The record of " + teller.item() + " does not state its " +
                             enumerate(missing) + ".");
}

void ask_collection(Teller& teller, const PrivateValues& values) {
    std::vector<std::string> missing;
    if (!has_any(values, {"collected_place", "place"})) missing.emplace_back("where");
    if (!has_any(values, {"collected_from"})) missing.emplace_back("from whom");
    if (missing.empty()) return;
    teller.warn("CR-04", "The record does not say " + enumerate(missing) + " " + teller.item() +
                             " was collected.");
}

void ask_acquisition(Teller& teller, const PrivateValues& values, const ItemIngest& ingest) {
    const std::string tool = text_value(values, "tool");
    if (blank(tool)) {
        teller.warn("CR-12",
                    "The record does not say with which tool " + teller.item() + " was read.");
    } else if (!has_digit(tool)) {
        teller.warn("CR-30", "The record names the tool that read " + teller.item() + ", \"" +
                                 printable(tool) +
                                 "\", without its version, so that its tests cannot be looked up.");
    }
    const bool acquired = !ingest.from || ingest.derivation == Derivation::acquired;
    const bool media = ingest.kind == kind_image || ingest.kind == kind_ewf;
    if (acquired && media && ingest.logs.empty()) {
        std::vector<std::string> missing;
        if (!has_any(values, {"acquisition"})) missing.emplace_back("type of acquisition");
        if (!has_any(values, {"method"})) missing.emplace_back("method");
        if (!has_any(values, {"write_blocker"})) missing.emplace_back("write blocker");
        if (!missing.empty()) {
            teller.note("CR-12",
                        "Of how " + teller.item() +
                            " was acquired the record does not state: " + enumerate(missing) + ".");
        }
    }
    for (const LogFinding& one : examine_logs(values, ingest.logs.size(), teller.item()))
        teller.report(one.code, one.severity, one.text);
}

void ask_clock(Teller& teller, const PrivateValues& values, const ClockRules& rules) {
    const std::string said = text_value(values, "clock_drift");
    if (blank(said)) return;  // asked for by the policy, or by nobody
    if (clock_unknown(said)) {
        teller.note("CR-06", "How far the clock of the machine that acquired " + teller.item() +
                                 " was off could not be told, says who acquired it.");
        return;
    }
    const auto offset = clock_offset(said);
    if (!offset) {
        teller.note("CR-06", "How far the clock of the machine that acquired " + teller.item() +
                                 " was off is said in words nobody can compute with: \"" +
                                 printable(said.substr(0, 80)) + "\".");
        return;
    }
    const std::uint64_t size = clock_distance(*offset);
    const bool large = rules.warn_from_seconds && size >= *rules.warn_from_seconds;
    if (!large && size < rules.note_from_seconds) return;
    teller.report("CR-06", large ? Severity::warning : Severity::note,
                  "The clock of the machine that acquired " + teller.item() + " was " +
                      clock_in_words(said) + (*offset > 0 ? " of" : "") +
                      " true time: the times recorded of the acquisition are off by "
                      "as much.");
}

void ask_digests(Teller& teller, const PrivateValues& values) {
    if (!has_any(values, {"sha256"})) {
        teller.warn("CR-13", "The record has no SHA-256 digest of " + teller.item() + ".");
    }
    const Json::Array& expected = array_value(values, "expected");
    if (expected.empty()) {
        if (log_verdict(values) != LogVerdict::none) return;  // told by the log
        teller.note("CR-13", "No digest of the source was given for " + teller.item() +
                                 ", so that the copy was not compared with one.");
        return;
    }
    for (const Json& one : expected) {
        if (verdict_of(one) == "match") continue;
        teller.warn("CR-13", "A digest that the source of " + teller.item() +
                                 " was said to have did not match the copy.");
    }
}

bool matches_source(const PrivateValues& values) {
    const Json::Array& expected = array_value(values, "expected");
    const bool all = std::all_of(expected.begin(), expected.end(),
                                 [](const Json& one) { return verdict_of(one) == "match"; });
    switch (log_verdict(values)) {
        case LogVerdict::none: return all && !expected.empty();
        case LogVerdict::match: return all;
        case LogVerdict::mismatch: return false;
    }
    return false;
}

void ask_container(Teller& teller, const PrivateValues& values) {
    const auto found = values.find("container");
    if (found == values.end() || !is_container(found->second)) return;
    const Json& container = found->second;
    const auto listed = [&](std::string_view name) {
        const Json* value = container.find(name);
        return value != nullptr ? value->array(name) : Json::Array{};
    };
    for (const Json& problem : listed("problems")) {
        teller.warn("CR-14", "The media in the container " + teller.item() +
                                 " are not whole: " + printable(problem.string("problem")));
    }
    if (const std::size_t ranges = listed("unreadable").size(); ranges > 0) {
        teller.warn("CR-14", counted(ranges, "range", "ranges") +
                                 " of the media in the container " + teller.item() +
                                 " could not be read or had a wrong checksum.");
    }
    if (const std::size_t ranges = listed("acquisition_errors").size(); ranges > 0) {
        teller.note("CR-14", "The container " + teller.item() + " says that " +
                                 counted(ranges, "range", "ranges") +
                                 " could not be read when it was acquired.");
    }
    for (const Json& one : listed("stored")) {
        if (verdict_of(one) != "mismatch") continue;
        teller.warn("CR-13", "The " + one.at("algorithm", "stored").string("algorithm") +
                                 " stored in the container " + teller.item() +
                                 " is not that of its media.");
    }
}

void ask_archive(Teller& teller, const PrivateValues& values, const ItemIngest& ingest) {
    const auto found = values.find("archive");
    const bool told = found != values.end() && is_archive(found->second);
    const bool digest = told && found->second.find("listing_sha256") != nullptr;
    if (digest != ingest.members.has_value()) {
        teller.warn("CR-12", digest ? "The record has the digest of a listing of the members of " +
                                          teller.item() + ", but no such listing is kept."
                                    : "A listing of the members of " + teller.item() +
                                          " is kept, but the record has no digest of it.");
    }
    if (told && found->second.find("partial") != nullptr) {
        teller.note("CR-12", "Not all members of the archive " + teller.item() +
                                 " are listed; the record says why.");
    }
}

void ask_derivation(Teller& teller, const PrivateValues& values, const ItemIngest& ingest,
                    const std::string& original_sha256) {
    if (!ingest.from || ingest.derivation == Derivation::acquired) return;
    const std::string derived = teller.item() + ", a derived item (" +
                                std::string(to_string(ingest.derivation)) + ") of " +
                                ingest.from->text();
    std::vector<std::string> missing;
    if (!has_any(values, {"derivation_tool"})) missing.emplace_back("the tool");
    const std::string input = text_value(values, "input_sha256");
    if (blank(input)) missing.emplace_back("the digest of what it was made from");
    if (!missing.empty()) {
        teller.warn("CR-16",
                    "The record does not state " + enumerate(missing) + " of " + derived + ".");
    }
    if (!blank(input) && !original_sha256.empty() && input != original_sha256) {
        teller.warn("CR-16", "The digest from which " + derived +
                                 ", is said to be made is not the one recorded for that item.");
    }
    missing.clear();
    if (!has_any(values, {"derivation_version"})) missing.emplace_back("version of the tool");
    if (!has_any(values, {"derivation_parameters"})) missing.emplace_back("parameters");
    if (missing.empty()) return;
    teller.warn("CR-17", "Nobody can make " + derived + ", again from the record: it lacks the " +
                             enumerate(missing) + ".");
}

void ask_certificate(Teller& teller, const PrivateValues& values, const PrivateValues& person) {
    std::vector<std::string> missing;
    if (!has_any(person, {"title"})) missing.emplace_back("the qualification of the person");
    if (!has_any(values, {"tool"})) missing.emplace_back("the process of identification");
    if (!has_any(values, {"sha256"})) missing.emplace_back("the digest of the copy");
    if (!matches_source(values)) missing.emplace_back("a digest of the original that matches");
    if (missing.empty()) return;
    teller.note("CR-24", "A certificate under FRE 902(14) cannot be filled from the record of " +
                             teller.item() + ": it lacks " + enumerate(missing) + ".");
}

}  // namespace exhibit::custody

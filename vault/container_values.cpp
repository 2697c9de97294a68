#include "vault/container_values.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "custody/container.hpp"
#include "vault/access_record.hpp"

namespace exhibit {
namespace {

using encode::Json;

std::vector<ByteRange> ranges_of(const Json* value) {
    std::vector<ByteRange> out;
    if (value == nullptr) return out;
    for (const Json& range : value->array("ranges")) {
        const Json::Array& pair = range.array("a range");
        out.push_back({pair.at(0).natural("offset"), pair.at(1).natural("length")});
    }
    return out;
}

void put_text(Json::Object& out, const std::string& name, const std::string& text) {
    if (!text.empty()) out.emplace(name, text);
}

std::string text_of(const Json& value, std::string_view name) {
    const Json* found = value.find(name);
    return found == nullptr ? std::string() : found->string(name);
}

Json container_json(const ContainerInfo& info) {
    Json::Object out{{"format", info.format}, {"segment_files", info.segment_files}};
    if (info.media_size) {
        out.emplace("media_size", *info.media_size);
        out.emplace("bytes_per_sector", info.bytes_per_sector);
    }
    put_text(out, "media_md5", info.media.md5);
    put_text(out, "media_sha1", info.media.sha1);
    put_text(out, "media_sha256", info.media.sha256);
    Json::Array stored;
    for (const StoredDigest& one : info.stored)
        stored.push_back(Json(Json::Object{
            {"algorithm", one.algorithm}, {"result", one.result}, {"value", one.value}}));
    if (!stored.empty()) out.emplace("stored", Json(std::move(stored)));
    Json::Object header;
    for (const auto& [name, value] : info.header) header.emplace(name, recordable(value));
    if (!header.empty()) out.emplace("header", Json(std::move(header)));
    if (!info.acquisition_errors.empty())
        out.emplace("acquisition_errors", ranges_json(info.acquisition_errors));
    if (!info.unreadable.empty()) out.emplace("unreadable", ranges_json(info.unreadable));
    Json::Array problems;
    for (const std::string& problem : info.problems) problems.push_back(Json(recordable(problem)));
    if (!problems.empty()) out.emplace("problems", Json(std::move(problems)));
    return Json(std::move(out));
}

Json archive_json(const ArchiveInfo& info) {
    Json::Object out{{"bytes", info.bytes},
                     {"files", info.files},
                     {"format", info.format},
                     {"listed", info.listed},
                     {"problems", info.problems}};
    Json::Array partial;
    for (const std::string& sentence : info.partial) partial.push_back(Json(recordable(sentence)));
    if (!partial.empty()) out.emplace("partial", Json(std::move(partial)));
    put_text(out, "listing_sha256", info.listing_sha256);
    return Json(std::move(out));
}

ArchiveInfo archive_of(const Json& value) {
    ArchiveInfo out;
    out.format = text_of(value, "format");
    out.listed = value.at("listed", "archive").natural("listed");
    out.files = value.at("files", "archive").natural("files");
    out.problems = value.at("problems", "archive").natural("problems");
    out.bytes = value.at("bytes", "archive").natural("bytes");
    out.listing_sha256 = text_of(value, "listing_sha256");
    if (const Json* partial = value.find("partial"))
        for (const Json& one : partial->array("partial"))
            out.partial.push_back(one.string("partial"));
    return out;
}

Json summary_json(const DocumentSummary& summary) {
    Json::Array facts;
    for (const DocumentFact& one : summary.facts)
        facts.push_back(Json(Json::Array{Json(one.name), Json(recordable(one.value))}));
    Json::Object out{{"facts", Json(std::move(facts))}, {"form", summary.form}};
    if (summary.left_out > 0) out.emplace("left_out", summary.left_out);
    if (!summary.problem.empty()) out.emplace("problem", recordable(summary.problem));
    return Json(std::move(out));
}

DocumentSummary summary_of(const Json& value) {
    DocumentSummary out;
    out.form = value.at("form", "summary").string("form");
    for (const Json& fact : value.at("facts", "summary").array("facts")) {
        const Json::Array& pair = fact.array("a fact");
        out.facts.push_back({pair.at(0).string("name"), pair.at(1).string("value")});
    }
    if (const Json* more = value.find("left_out")) out.left_out = more->natural("left_out");
    out.problem = text_of(value, "problem");
    return out;
}

ContainerInfo container_of(const Json& value) {
    ContainerInfo out;
    out.format = value.at("format", "container").string("format");
    out.segment_files = value.at("segment_files", "container").natural("segment_files");
    if (const Json* size = value.find("media_size")) out.media_size = size->natural("media_size");
    if (const Json* sector = value.find("bytes_per_sector"))
        out.bytes_per_sector = sector->natural("bytes_per_sector");
    out.media = {text_of(value, "media_md5"), text_of(value, "media_sha1"),
                 text_of(value, "media_sha256")};
    if (const Json* stored = value.find("stored"))
        for (const Json& one : stored->array("stored"))
            out.stored.push_back(
                {text_of(one, "algorithm"), text_of(one, "value"), text_of(one, "result")});
    if (const Json* header = value.find("header"))
        for (const auto& [name, text] : header->object("header"))
            out.header.emplace(name, text.string(name));
    out.acquisition_errors = ranges_of(value.find("acquisition_errors"));
    out.unreadable = ranges_of(value.find("unreadable"));
    if (const Json* problems = value.find("problems"))
        for (const Json& one : problems->array("problems"))
            out.problems.push_back(one.string("problem"));
    return out;
}

}  // namespace

void add_source_values(custody::PrivateValues& values, const intake::IngestOutcome& outcome) {
    if (outcome.container) values.emplace("container", container_json(*outcome.container));
    if (outcome.archive) values.emplace("archive", archive_json(*outcome.archive));
    if (outcome.summary) values.emplace("summary", summary_json(*outcome.summary));
    if (!outcome.recognised.empty()) values.emplace("recognised", recordable(outcome.recognised));
    if (!outcome.device.text.empty()) values.emplace("device", recordable(outcome.device.text));
    // What people said of the medium stands; the device's own words are in `device` all the same.
    for (const auto& [name, value] :
         {std::pair{"make", outcome.device.make}, std::pair{"model", outcome.device.model},
          std::pair{"serial", outcome.device.serial}})
        if (!value.empty()) values.emplace(name, recordable(value));
    if (!outcome.memory_ranges.empty())
        values.emplace("memory_ranges", ranges_json(outcome.memory_ranges));
    Json::Array segments;
    for (const SegmentInfo& one : outcome.segments) {
        if (segments.size() == custody::segments_max) break;
        segments.push_back(Json(Json::Object{{"name", recordable(one.name)}, {"size", one.size}}));
    }
    if (!segments.empty()) values.emplace("segments", Json(std::move(segments)));
}

void read_source_values(const custody::PrivateValues& values, ItemInfo& out) {
    if (const auto found = values.find("container"); found != values.end())
        out.container = container_of(found->second);
    if (const auto found = values.find("archive"); found != values.end())
        out.archive = archive_of(found->second);
    if (const auto found = values.find("summary"); found != values.end())
        out.summary = summary_of(found->second);
    if (const auto found = values.find("memory_ranges"); found != values.end())
        out.memory_ranges = ranges_of(&found->second);
    if (const auto found = values.find("segments"); found != values.end())
        for (const Json& one : found->second.array("segments"))
            out.segments.push_back(
                {text_of(one, "name"), one.at("size", "segments").natural("size")});
}

}  // namespace exhibit

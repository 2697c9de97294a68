#include "intake/archive_listing.hpp"

#include <algorithm>
#include <utility>

#include "base/codec.hpp"
#include "base/text.hpp"
#include "blob/stream.hpp"
#include "encode/json.hpp"
#include "exhibit/error.hpp"

namespace exhibit::intake {
namespace {

using encode::Json;

constexpr std::string_view what = "a line of a listing of members";
constexpr std::int64_t mode_max = 07777;
constexpr std::int64_t nanoseconds_max = 999'999'999;
constexpr std::string_view nested_mark = "!/";
constexpr std::string_view number_mark = "!#";
constexpr std::size_t named_numbers_max = 8;

Json name_json(const std::string& name) {
    if (is_plain_text(name)) return Json(name);
    return Json(Json::Object{{"hex", to_hex(as_bytes(name))}});
}

std::string name_from(const Json& value) {
    std::string name;
    if (value.is_string()) {
        name = value.string("name");
    } else {
        encode::require_only(value, {"hex"}, "a name");
        name = exhibit::to_string(from_hex(value.at("hex", "a name").string("hex"), "hex"));
    }
    if (name.size() > member_path_bytes_max) {
        throw Error(ErrorKind::malformed,
                    "a name has " + std::to_string(name.size()) + " bytes, expected at most 4,096");
    }
    return name;
}

void put_time(Json::Object& line, const std::string& key, const std::optional<MemberTime>& time) {
    if (!time) return;
    line.emplace(key, format_utc(time->instant));
    if (time->nanoseconds > 0) line.emplace(key + "_ns", time->nanoseconds);
}

std::int64_t bounded(const Json& value, const std::string& key, std::int64_t most) {
    const std::int64_t number = value.integer(key);
    if (number >= 0 && number <= most) return number;
    throw Error(ErrorKind::malformed,
                key + " is " + std::to_string(number) + ", expected 0 to " + std::to_string(most));
}

std::optional<MemberTime> take_time(const Json& line, const std::string& key) {
    const Json* seconds = line.find(key);
    if (seconds == nullptr) return std::nullopt;
    MemberTime time{parse_utc(seconds->string(key), key), 0};
    if (const Json* fraction = line.find(key + "_ns")) {
        time.nanoseconds =
            static_cast<std::uint32_t>(bounded(*fraction, key + "_ns", nanoseconds_max));
    }
    return time;
}

std::optional<std::uint64_t> take_natural(const Json& line, const std::string& key) {
    const Json* value = line.find(key);
    if (value == nullptr) return std::nullopt;
    return value->natural(key);
}

std::string take_name(const Json& line, const std::string& key) {
    const Json* value = line.find(key);
    return value == nullptr ? std::string() : name_from(*value);
}

std::string take_text(const Json& line, const std::string& key) {
    const Json* value = line.find(key);
    return value == nullptr ? std::string() : value->string(key);
}

std::string take_digest(const Json& line, crypto::Algorithm algorithm) {
    const std::string name(crypto::to_string(algorithm));
    const std::string& text = line.at(name, what).string(name);
    require_length(from_hex(text, name), crypto::digest_bytes(algorithm), name);
    return text;
}

std::optional<DigestedContent> take_content(const Json& line) {
    const auto size = take_natural(line, "size");
    if (!size) return std::nullopt;
    return DigestedContent{
        *size,
        {take_digest(line, crypto::Algorithm::md5), take_digest(line, crypto::Algorithm::sha1),
         take_digest(line, crypto::Algorithm::sha256)}};
}

void take_path(const Json& line, ArchiveMember& member) {
    const Json::Array& names = line.at("path", what).array("path");
    const Json::Array& places = line.at("at", what).array("at");
    if (names.empty() || names.size() > archive_names_max || places.size() != names.size()) {
        throw Error(ErrorKind::malformed, "path has " + std::to_string(names.size()) +
                                              " names and at " + std::to_string(places.size()) +
                                              " places, expected 1 to 4 and as many");
    }
    for (const Json& name : names) member.path.push_back(name_from(name));
    for (const Json& place : places) {
        member.at.push_back(place.natural("at"));
        if (member.at.back() == 0) {
            throw Error(ErrorKind::malformed, "a place is 0, expected 1 or more");
        }
    }
}

ArchiveMember take_member(const Json& line) {
    encode::require_only(
        line, {"archive", "at",       "atime",   "atime_ns", "btime",  "btime_ns", "ctime",
               "device",  "ctime_ns", "gid",     "group",    "md5",    "mode",     "mtime",
               "path",    "mtime_ns", "problem", "sha1",     "sha256", "size",     "stated_size",
               "target",  "type",     "uid",     "user"},
        what);
    ArchiveMember member;
    take_path(line, member);
    const auto type = member_type_of(line.at("type", what).string("type"));
    if (!type) throw Error(ErrorKind::malformed, "the type is not one FORMAT.md 9.3 names");
    member.type = *type;
    member.mode = static_cast<std::uint32_t>(bounded(line.at("mode", what), "mode", mode_max));
    member.uid = take_natural(line, "uid");
    member.gid = take_natural(line, "gid");
    member.user = take_name(line, "user");
    member.group = take_name(line, "group");
    member.modified = take_time(line, "mtime");
    member.accessed = take_time(line, "atime");
    member.changed = take_time(line, "ctime");
    member.born = take_time(line, "btime");
    member.content = take_content(line);
    member.stated_size = take_natural(line, "stated_size");
    member.target = take_name(line, "target");
    member.device = take_text(line, "device");
    member.archive = take_text(line, "archive");
    member.problem = take_text(line, "problem");
    return member;
}

/// Cuts a listing into numbered lines.
class MemberLines {
public:
    explicit MemberLines(const NumberedMember& sink) : sink_(sink) {}

    void text(std::string_view more) {
        for (std::size_t end = more.find('\n'); end != std::string_view::npos;
             end = more.find('\n')) {
            rest_ += more.substr(0, end);
            more.remove_prefix(end + 1);
            ++number_;
            sink_(number_, parse_member(rest_, source_ + ", line " + std::to_string(number_)));
            rest_.clear();
        }
        rest_ += more;
        if (rest_.size() > listing_line_bytes_max) {
            throw FormatError(source_, number_, "a line of at most 1 MiB");
        }
    }
    void finish() const {
        if (!rest_.empty()) throw FormatError(source_, number_, "a line that ends with LF");
    }

private:
    const NumberedMember& sink_;
    const std::string source_ = "listing of the archive";
    std::string rest_;
    std::uint64_t number_ = 0;
};

/// "a.txt!#12" is the path "a.txt" and the number 12.
struct NamedMember {
    std::string path;
    std::optional<std::uint64_t> number;
};

NamedMember split_number(const std::string& text) {
    const std::size_t mark = text.rfind(number_mark);
    if (mark == std::string::npos) return {text, std::nullopt};
    return {text.substr(0, mark),
            parse_decimal(std::string_view(text).substr(mark + number_mark.size()))};
}

}  // namespace

std::string write_member(const ArchiveMember& member) {
    Json::Array names;
    for (const std::string& name : member.path) names.push_back(name_json(name));
    Json::Array places;
    for (const std::uint64_t place : member.at) places.push_back(Json(place));
    Json::Object line{{"path", std::move(names)},
                      {"at", std::move(places)},
                      {"type", to_string(member.type)},
                      {"mode", member.mode}};
    if (member.uid) line.emplace("uid", *member.uid);
    if (member.gid) line.emplace("gid", *member.gid);
    if (!member.user.empty()) line.emplace("user", name_json(member.user));
    if (!member.group.empty()) line.emplace("group", name_json(member.group));
    put_time(line, "mtime", member.modified);
    put_time(line, "atime", member.accessed);
    put_time(line, "ctime", member.changed);
    put_time(line, "btime", member.born);
    if (member.content) {
        line.emplace("size", member.content->size);
        line.emplace("md5", member.content->digests.md5);
        line.emplace("sha1", member.content->digests.sha1);
        line.emplace("sha256", member.content->digests.sha256);
    }
    if (member.stated_size) line.emplace("stated_size", *member.stated_size);
    if (!member.target.empty()) line.emplace("target", name_json(member.target));
    if (!member.device.empty()) line.emplace("device", member.device);
    if (!member.archive.empty()) line.emplace("archive", member.archive);
    if (!member.problem.empty()) line.emplace("problem", member.problem);
    return encode::dump(line);
}

ArchiveMember parse_member(std::string_view line, const std::string& source) {
    const Json json = encode::parse(line, source);
    if (!json.is_object()) throw FormatError(source, 0, "a JSON object");
    try {
        ArchiveMember member = take_member(json);
        // One spelling: no hexadecimal for what is text, no empty values.
        if (write_member(member) != line) {
            throw FormatError(source, 0, "the line this member is written as");
        }
        return member;
    } catch (Error& error) {
        error.add_context("reading " + source);
        throw;
    }
}

std::string shown_path(const ArchiveMember& member) {
    return join(member.path, nested_mark);
}

std::string shortened(const std::string& text, std::size_t bytes_max) {
    if (text.size() <= bytes_max) return text;
    std::size_t end = bytes_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return text.substr(0, end) + "...";
}

void read_members_listing(blob::BlockSource& blocks, const blob::BlockId& listing,
                          const NumberedMember& sink) {
    constexpr std::uint64_t step = std::uint64_t{64} << 10;
    blob::StreamReader reader(blocks, listing);
    MemberLines lines(sink);
    // Not for_each: its block source belongs to another thread meanwhile, and the sink may need it.
    Bytes buffer;
    for (std::uint64_t offset = 0; offset < reader.size(); offset += buffer.size()) {
        buffer.resize(static_cast<std::size_t>(std::min(step, reader.size() - offset)));
        if (!reader.read(offset, buffer).empty()) {
            throw FormatError("listing of the archive", offset,
                              "lines of JSON, not a range that could not be read");
        }
        lines.text(as_text(buffer));
    }
    lines.finish();
}

ArchiveMember choose_member(blob::BlockSource& blocks, const blob::BlockId& listing,
                            const std::string& text) {
    const NamedMember named = split_number(text);
    std::optional<ArchiveMember> by_path;
    std::optional<ArchiveMember> by_number;
    std::vector<std::string> numbers;
    read_members_listing(blocks, listing, [&](std::uint64_t place, const ArchiveMember& member) {
        const std::string shown = shown_path(member);
        if (shown == text) {
            by_path = member;
            if (numbers.size() <= named_numbers_max) numbers.push_back(std::to_string(place));
        }
        if (named.number == place && (named.path.empty() || named.path == shown))
            by_number = member;
    });
    // A number alone always means the line: else a hostile name could hide every other member.
    if (by_number && (named.path.empty() || !by_path)) return std::move(*by_number);
    if (numbers.size() > 1) {
        const bool more = numbers.size() > named_numbers_max;
        if (more) numbers.pop_back();
        throw Error(ErrorKind::conflict,
                    "looking for the member " + printable(text) +
                        ": several members of the archive have that path; name one by its number, "
                        "as in !#" +
                        numbers.front() + "; the numbers are " + join(numbers, ", ") +
                        (more ? " and others" : ""));
    }
    if (by_path) return std::move(*by_path);
    throw Error(ErrorKind::not_found,
                "looking for the member " + printable(text) + ": the archive has none");
}

}  // namespace exhibit::intake

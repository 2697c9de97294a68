#include "intake/listing.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "base/codec.hpp"
#include "base/text.hpp"
#include "encode/json.hpp"
#include "exhibit/error.hpp"

namespace exhibit::intake {
namespace {

using encode::Json;

constexpr std::array<std::string_view, 8> type_names{"file", "directory", "symlink", "hardlink",
                                                     "fifo", "socket",    "block",   "character"};
constexpr std::int64_t mode_max = 07777;
constexpr std::int64_t nanoseconds_max = 999'999'999;

bool has_controls(std::string_view text) noexcept {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte < 0x20 || byte == 0x7f) return true;
        // U+0080 to U+009F
        const bool high = byte == 0xc2 && i + 1 < text.size();
        if (high && static_cast<unsigned char>(text[i + 1]) < 0xa0) return true;
    }
    return false;
}

// A name as text where text can hold it, in hexadecimal otherwise.
void put_name(Json::Object& line, const std::string& key, const std::string& name) {
    if (is_plain_text(name)) {
        line.emplace(key, name);
    } else {
        line.emplace(key + "_hex", to_hex(as_bytes(name)));
    }
}

std::optional<std::string> take_name(const Json& line, const std::string& key) {
    const Json* plain = line.find(key);
    const Json* hex = line.find(key + "_hex");
    if (plain != nullptr && hex != nullptr) {
        throw Error(ErrorKind::malformed, "found both " + key + " and " + key + "_hex");
    }
    if (plain != nullptr) return plain->string(key);
    if (hex == nullptr) return std::nullopt;
    return exhibit::to_string(from_hex(hex->string(key + "_hex"), key + "_hex"));
}

std::int64_t bounded(const Json& line, std::string_view key, std::int64_t most) {
    const std::int64_t value = line.at(key, "a line of a listing").integer(key);
    if (value < 0 || value > most) {
        throw Error(ErrorKind::malformed, std::string(key) + " is " + std::to_string(value) +
                                              ", expected 0 to " + std::to_string(most));
    }
    return value;
}

/// Empty when the line has none, which only a SHA-256 may not.
std::string digest_text(const Json& line, crypto::Algorithm algorithm) {
    const std::string name(crypto::to_string(algorithm));
    const bool required = algorithm == crypto::Algorithm::sha256;
    if (!required && line.find(name) == nullptr) return {};
    const std::string& text = line.at(name, "a file of a listing").string(name);
    require_length(from_hex(text, name), crypto::digest_bytes(algorithm), name);
    return text;
}

std::optional<MemberContent> take_content(const Json& line) {
    const Json* manifest = line.find("manifest");
    if (manifest == nullptr) return std::nullopt;
    MemberContent content;
    content.manifest = {crypto::Hash::from_hex(manifest->string("manifest"), "manifest")};
    content.size = line.at("size", "a file of a listing").natural("size");
    content.digests = {digest_text(line, crypto::Algorithm::md5),
                       digest_text(line, crypto::Algorithm::sha1),
                       digest_text(line, crypto::Algorithm::sha256)};
    return content;
}

ListingEntry take_entry(const Json& line) {
    encode::require_only(
        line,
        {"path", "path_hex", "type", "mode", "uid", "gid", "mtime", "mtime_ns", "size", "md5",
         "sha1", "sha256", "manifest", "target", "target_hex", "device", "problem", "xattrs"},
        "a line of a listing");
    ListingEntry entry;
    entry.path = take_name(line, "path").value_or("");
    if (!is_member_path(entry.path)) {
        throw Error(ErrorKind::malformed,
                    "the path \"" + printable(entry.path) + "\" does not stay in the tree");
    }
    const std::string& type = line.at("type", "a line of a listing").string("type");
    const std::optional<MemberType> known = member_type_of(type);
    if (!known) {
        throw Error(ErrorKind::malformed,
                    "the type is \"" + printable(type) + "\", expected one FORMAT.md 9.3 names");
    }
    entry.type = *known;
    entry.mode = static_cast<std::uint32_t>(bounded(line, "mode", mode_max));
    entry.uid = line.at("uid", "a line of a listing").natural("uid");
    entry.gid = line.at("gid", "a line of a listing").natural("gid");
    entry.modified = parse_utc(line.at("mtime", "a line of a listing").string("mtime"), "mtime");
    entry.modified_ns = static_cast<std::uint32_t>(bounded(line, "mtime_ns", nanoseconds_max));
    if (entry.type == MemberType::file) entry.content = take_content(line);
    const bool link = entry.type == MemberType::symlink || entry.type == MemberType::hardlink;
    if (link) entry.target = take_name(line, "target").value_or("");
    if (const Json* device = line.find("device")) entry.device = device->string("device");
    if (const Json* problem = line.find("problem")) entry.problem = problem->string("problem");
    if (const Json* attributes = line.find("xattrs")) {
        entry.attributes = take_attributes(*attributes);
    }
    return entry;
}

/// Puts lines together from the parts of a stream.
class LineReader {
public:
    explicit LineReader(const ListingSink& sink) : sink_(sink) {}

    void text(std::string_view more) {
        for (std::size_t end = more.find('\n'); end != std::string_view::npos;
             end = more.find('\n')) {
            rest_ += more.substr(0, end);
            if (!lost_) line();
            lost_ = false;
            offset_ += rest_.size() + 1;
            rest_.clear();
            more.remove_prefix(end + 1);
        }
        rest_ += more;
        if (rest_.size() > listing_line_bytes_max) {
            throw FormatError(source_, offset_, "a line of at most 1 MiB");
        }
    }
    /// Instead of `length` bytes of text.
    void lose(std::uint64_t length) {
        offset_ += rest_.size() + length;
        rest_.clear();
        lost_ = true;
    }
    void finish() const {
        if (!rest_.empty() && !lost_)
            throw FormatError(source_, offset_, "a line that ends with LF");
    }

private:
    void line() {
        const ListingEntry entry =
            parse_entry(rest_, source_ + ", line at offset " + std::to_string(offset_));
        if (any_ && entry.path <= last_) {
            throw FormatError(source_, offset_, "a path after the one before it");
        }
        any_ = true;
        last_ = entry.path;
        sink_(entry);
    }

    const ListingSink& sink_;
    const std::string source_ = "listing of the tree";
    std::string rest_;
    std::uint64_t offset_ = 0;  ///< of rest_
    std::string last_;
    bool any_ = false;
    bool lost_ = false;  ///< a part of rest_ could not be read
};

void read_text(blob::StreamReader& reader, std::uint64_t offset, std::uint64_t end, Bytes& out) {
    out.resize(static_cast<std::size_t>(end - offset));
    const std::vector<blob::ByteRange> unreadable = reader.read(offset, out);
    if (!unreadable.empty()) {
        throw FormatError("listing of the tree", unreadable.front().offset,
                          "lines of JSON, not a range that could not be read");
    }
}

}  // namespace

std::string_view to_string(MemberType type) {
    return type_names[static_cast<std::size_t>(type)];
}

std::optional<MemberType> member_type_of(std::string_view name) noexcept {
    const auto known = std::find(type_names.begin(), type_names.end(), name);
    if (known == type_names.end()) return std::nullopt;
    return static_cast<MemberType>(known - type_names.begin());
}

bool is_plain_text(std::string_view name) noexcept {
    return valid_utf8(name) && !has_controls(name);
}

bool is_member_path(std::string_view path) noexcept {
    if (path == ".") return true;
    if (path.empty() || path.size() > member_path_bytes_max) return false;
    if (path.find('\0') != std::string_view::npos) return false;
    for (const std::string_view part : split(path, '/')) {
        if (part.empty() || part == "." || part == "..") return false;
    }
    return true;
}

std::string write_entry(const ListingEntry& entry) {
    Json::Object line{{"type", to_string(entry.type)},
                      {"mode", entry.mode},
                      {"uid", entry.uid},
                      {"gid", entry.gid},
                      {"mtime", format_utc(entry.modified)},
                      {"mtime_ns", entry.modified_ns}};
    put_name(line, "path", entry.path);
    if (entry.content) {
        line.emplace("size", entry.content->size);
        const Digests& digests = entry.content->digests;
        if (!digests.md5.empty()) line.emplace("md5", digests.md5);
        if (!digests.sha1.empty()) line.emplace("sha1", digests.sha1);
        line.emplace("sha256", digests.sha256);
        line.emplace("manifest", entry.content->manifest.hex());
    }
    const bool link = entry.type == MemberType::symlink || entry.type == MemberType::hardlink;
    if (link) put_name(line, "target", entry.target);
    if (!entry.device.empty()) line.emplace("device", entry.device);
    if (!entry.problem.empty()) line.emplace("problem", entry.problem);
    if (!entry.attributes.empty()) line.emplace("xattrs", attributes_json(entry.attributes));
    return encode::dump(line);
}

ListingEntry parse_entry(std::string_view line, const std::string& source) {
    const Json json = encode::parse(line, source);
    if (!json.is_object()) throw FormatError(source, 0, "a JSON object");
    try {
        ListingEntry entry = take_entry(json);
        // One spelling: no hexadecimal for what is text, nothing a member of that type has not.
        if (write_entry(entry) != line) {
            throw FormatError(source, 0, "the line this entry is written as");
        }
        return entry;
    } catch (Error& error) {
        error.add_context("reading " + source);
        throw;
    }
}

void read_listing(blob::BlockSource& blocks, const blob::BlockId& manifest, const ListingSink& sink,
                  const DamageSink& damaged) {
    constexpr std::uint64_t step = std::uint64_t{64} << 10;
    blob::StreamReader reader(blocks, manifest);
    LineReader lines(sink);
    // Not for_each: its block source belongs to another thread meanwhile, and the sink may need it.
    Bytes buffer;
    std::uint64_t end = 0;
    for (std::uint64_t offset = 0; offset < reader.size(); offset = end) {
        end = std::min(offset + step, reader.size());
        std::optional<blob::DamagedRange> lost;
        try {
            read_text(reader, offset, end, buffer);
        } catch (const blob::DamagedRange& range) {
            if (!damaged) throw;
            lost = range;
            end = std::max(offset, range.range().offset);
            read_text(reader, offset, end, buffer);
        }
        lines.text(as_text(buffer));
        if (!lost) continue;
        damaged(*lost);
        const std::uint64_t lost_end = lost->range().offset + lost->range().length;
        lines.lose(lost_end - end);
        end = lost_end;
    }
    lines.finish();
}

}  // namespace exhibit::intake

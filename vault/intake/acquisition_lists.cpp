// Lists of digests of files: hashdeep and md5deep, sha256sum and the like, BSD tags.
#include <algorithm>

#include "base/text.hpp"
#include "intake/acquisition_text.hpp"

namespace exhibit::intake {
namespace {

// GNU tools write a name with a backslash or line feed escaped, and start its line with one.
std::optional<std::string> unescaped(std::string_view name) {
    std::string plain;
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (name[i] != '\\') {
            plain += name[i];
            continue;
        }
        if (++i == name.size()) return std::nullopt;
        if (name[i] == 'n') {
            plain += '\n';
        } else if (name[i] == 'r') {
            plain += '\r';
        } else if (name[i] == '\\') {
            plain += '\\';
        } else {
            return std::nullopt;
        }
    }
    return plain;
}

// "image.raw offset 0-409599": a piece of a file, as the -p of md5deep and hashdeep names it. Gives
// the number of its bytes.
std::optional<std::uint64_t> piece_bytes(std::string_view name) {
    const std::size_t at = name.rfind(" offset ");
    if (at == std::string_view::npos) return std::nullopt;
    const std::string_view range = name.substr(at + 8);
    const std::size_t dash = range.find('-');
    if (dash == std::string_view::npos) return std::nullopt;
    const auto first = parse_decimal(range.substr(0, dash));
    const auto last = parse_decimal(range.substr(dash + 1));
    if (!first || !last || *last < *first || *last - *first == UINT64_MAX) return std::nullopt;
    return *last - *first + 1;
}

// The -z of md5deep writes the size before the digest, in at least ten columns.
std::string_view without_size(std::string_view line) {
    const std::string_view rest = line.substr(std::min(line.find_first_not_of(' '), line.size()));
    const std::size_t digits = rest.find_first_not_of("0123456789");
    const bool sized = digits != std::string_view::npos && digits > 0 && digits <= 20 &&
                       rest.substr(digits).starts_with("  ");
    return sized ? rest.substr(digits + 2) : line;
}

// What follows a digest: two blanks, or a blank and "*" for a file read as binary; with the -t of
// md5deep a blank and the time of the file before the two blanks; with -c a comma.
std::optional<std::string_view> name_after(std::string_view rest) {
    constexpr std::size_t time_bytes = 20;  // " YYYY:MM:DD:hh:mm:ss"
    if (rest.size() > time_bytes + 2 && rest[5] == ':' && rest[17] == ':' &&
        rest.substr(1, time_bytes - 1).find_first_not_of("0123456789:") == std::string_view::npos) {
        rest.remove_prefix(time_bytes);
    } else if (rest.starts_with(',')) {
        return rest.substr(1);
    }
    if (!rest.starts_with("  ") && !rest.starts_with(" *")) return std::nullopt;
    return rest.substr(2);
}

std::optional<LogDigest> list_line(std::string_view line) {
    const bool escaped = line.starts_with('\\');
    if (escaped) line.remove_prefix(1);
    LogDigest digest;
    digest.scope = DigestScope::contained_file;
    std::string_view name;
    std::string_view hex;
    const std::size_t tag = line.find(" (");
    const std::size_t equals = line.rfind(") = ");
    if (tag != std::string_view::npos && equals != std::string_view::npos && tag + 2 < equals) {
        digest.algorithm = algorithm_name(line.substr(0, tag));
        name = line.substr(tag + 2, equals - tag - 2);
        hex = line.substr(equals + 4);
    }
    if (digest.algorithm.empty()) {
        line = without_size(line);
        const std::size_t end = line.find_first_of(" ,");
        if (end == std::string_view::npos) return std::nullopt;
        const auto after = name_after(line.substr(end));
        if (!after || after->empty()) return std::nullopt;
        hex = line.substr(0, end);
        digest.algorithm = algorithm_of_digits(hex.size());
        name = *after;
    }
    const auto value = digest_text(hex, digest.algorithm);
    const auto file = escaped ? unescaped(name) : std::optional<std::string>(name);
    if (!value || !file) return std::nullopt;
    digest.hex = *value;
    if (piece_bytes(*file)) {
        digest.scope = DigestScope::window;
    } else {
        digest.file = *file;
    }
    return digest;
}

// size,md5,sha256,filename: the name is the rest of the line.
void hashdeep_line(AcquisitionLog& log, std::string_view line,
                   const std::vector<std::string_view>& columns) {
    std::vector<LogDigest> found;
    std::optional<std::uint64_t> size;
    for (std::size_t i = 0; i + 1 < columns.size(); ++i) {
        const std::size_t comma = line.find(',');
        if (comma == std::string_view::npos) throw NotUnderstood{"a line has too few columns"};
        const std::string_view value = line.substr(0, comma);
        line.remove_prefix(comma + 1);
        if (columns[i] == "size") size = parse_decimal(value);
        const std::string algorithm = algorithm_name(columns[i]);
        if (algorithm.empty()) continue;
        const auto hex = digest_text(value, algorithm);
        if (!hex) throw NotUnderstood{"a digest has not the length that its column names"};
        found.push_back({DigestScope::contained_file, algorithm, *hex, ""});
    }
    const bool piece = size && piece_bytes(line) == size;
    for (LogDigest& digest : found) {
        if (piece) digest.scope = DigestScope::window;
        if (!piece) digest.file = line;
        add_digest(log, std::move(digest));
    }
}

}  // namespace

std::optional<AcquisitionLog> read_hashdeep_list(const LogLines& lines) {
    if (lines[0] != "%%%% HASHDEEP-1.0") return std::nullopt;
    const auto named = lines.size() < 2 ? std::nullopt : after_label(lines[1], "%%%% ");
    if (!named) throw NotUnderstood{"the hashdeep list does not name its columns"};
    const auto columns = split(*named, ',');
    if (columns.back() != "filename") throw NotUnderstood{"the last hashdeep column is no name"};
    AcquisitionLog log;
    log.format = "hashdeep";
    log.tool = "HASHDEEP-1.0";
    for (std::size_t i = 2; i < lines.size(); ++i) {
        if (lines[i].empty() || lines[i].starts_with("##")) continue;
        hashdeep_line(log, lines[i], columns);
    }
    return log;
}

std::optional<AcquisitionLog> read_digest_list(const LogLines& lines) {
    AcquisitionLog log;
    log.format = "digest-list";
    for (const std::string_view line : lines) {
        if (line.empty()) continue;
        std::optional<LogDigest> digest = list_line(line);
        if (!digest) return std::nullopt;
        add_digest(log, *std::move(digest));
    }
    if (log.digests.empty()) return std::nullopt;
    return log;
}

}  // namespace exhibit::intake

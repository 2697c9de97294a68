// Lists of digests of files: hashdeep and md5deep, sha256sum and the like, BSD tags.
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
        const std::size_t space = line.find(' ');
        if (space == std::string_view::npos || space + 2 >= line.size()) return std::nullopt;
        if (line[space + 1] != ' ' && line[space + 1] != '*') return std::nullopt;
        hex = line.substr(0, space);
        digest.algorithm = algorithm_of_digits(hex.size());
        name = line.substr(space + 2);
    }
    const auto value = digest_text(hex, digest.algorithm);
    const auto file = escaped ? unescaped(name) : std::optional<std::string>(name);
    if (!value || !file) return std::nullopt;
    digest.hex = *value;
    digest.file = *file;
    return digest;
}

// size,md5,sha256,filename: the name is the rest of the line.
void hashdeep_line(AcquisitionLog& log, std::string_view line,
                   const std::vector<std::string_view>& columns) {
    std::vector<LogDigest> found;
    for (std::size_t i = 0; i + 1 < columns.size(); ++i) {
        const std::size_t comma = line.find(',');
        if (comma == std::string_view::npos) throw NotUnderstood{"a line has too few columns"};
        const std::string_view value = line.substr(0, comma);
        line.remove_prefix(comma + 1);
        const std::string algorithm = algorithm_name(columns[i]);
        if (algorithm.empty()) continue;
        const auto hex = digest_text(value, algorithm);
        if (!hex) throw NotUnderstood{"a digest has not the length that its column names"};
        found.push_back({DigestScope::contained_file, algorithm, *hex, ""});
    }
    for (LogDigest& digest : found) {
        digest.file = line;
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

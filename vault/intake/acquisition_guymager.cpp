// The info file of guymager. Times are local, without a zone; labels may be translated, and a file
// with other labels is not recognised.
#include "base/text.hpp"
#include "intake/acquisition_text.hpp"

namespace exhibit::intake {
namespace {

// The label, blanks, a colon, the value.
std::optional<std::string_view> field(std::string_view line, std::string_view label) {
    const auto rest = after_label(line, label);
    if (!rest || !rest->starts_with(':')) return std::nullopt;
    return trimmed(rest->substr(1));
}

// "300-11556, 20000", both ends inclusive, ten numbers to a line: the sectors of one pass.
class SectorList {
public:
    explicit SectorList(std::uint64_t told) : told_(told) {}

    /// False if the line is none of the list.
    bool line(AcquisitionLog& log, std::string_view line);
    bool whole() const { return found_ == told_; }

private:
    std::uint64_t told_;
    std::uint64_t found_ = 0;
};

bool SectorList::line(AcquisitionLog& log, std::string_view line) {
    line = trimmed(line);
    if (line.find_first_not_of("0123456789-, ") != std::string_view::npos) return false;
    for (const std::string_view part : split(line, ',')) {
        const std::string_view range = trimmed(part);
        if (range.empty()) continue;
        const std::size_t dash = range.find('-');
        const bool one = dash == std::string_view::npos;
        const auto first = parse_decimal(range.substr(0, dash));
        const auto last = one ? first : parse_decimal(range.substr(dash + 1));
        if (!first || !last || *last < *first || *last == UINT64_MAX) {
            throw NotUnderstood{"a range of bad sectors is not two numbers"};
        }
        add_sectors(log, *first, *last + 1);
        found_ += *last - *first + 1;
    }
    return true;
}

class GuymagerReader {
public:
    void line(std::string_view line, bool is_title);
    AcquisitionLog finish();

private:
    void acquisition_line(std::string_view line);
    bool bad_sector_line(std::string_view line);
    void end_list();
    void hash_line(std::string_view line);
    void image_file_line(std::string_view line);

    AcquisitionLog log_;
    AcquisitionLog verification_;  ///< only its bad ranges are used
    std::string section_;
    std::optional<SectorList> list_;
    bool of_verification_ = false;
};

void GuymagerReader::line(std::string_view line, bool is_title) {
    if (is_title) {
        section_ = line;
    } else if (section_ == "Guymager") {
        if (const auto text = field(line, "Version")) log_.tool = "guymager " + std::string(*text);
    } else if (section_ == "Acquisition") {
        acquisition_line(line);
    } else if (section_ == "Generated image files and their MD5 hashes") {
        image_file_line(line);
    }
}

// "During acquisition, 12 bad sectors have been encountered. ... The sector numbers are:"
bool GuymagerReader::bad_sector_line(std::string_view line) {
    constexpr std::string_view middle = " bad sectors have been encountered.";
    if (line == "No bad sectors encountered during acquisition.") return log_.tells_ranges = true;
    for (const std::string_view pass : {"During acquisition, ", "During verification, "}) {
        const std::size_t end = line.find(middle);
        if (!line.starts_with(pass) || end == std::string_view::npos) continue;
        const auto told = parse_decimal(line.substr(pass.size(), end - pass.size()));
        if (!told) throw NotUnderstood{"the number of bad sectors is none"};
        end_list();
        of_verification_ = pass == "During verification, ";
        list_.emplace(*told);
        return true;
    }
    if (list_ && list_->line(of_verification_ ? verification_ : log_, line)) return true;
    end_list();
    return false;
}

void GuymagerReader::end_list() {
    if (!list_) return;
    if (!list_->whole()) throw NotUnderstood{"it lists other than the bad sectors it counts"};
    if (!of_verification_) log_.tells_ranges = true;
    list_.reset();
}

void GuymagerReader::acquisition_line(std::string_view line) {
    if (bad_sector_line(trimmed(line))) return;
    if (const auto text = field(line, "Linux device")) log_.source = *text;
    if (const auto text = field(line, "Device size")) {
        log_.size = parse_decimal(text->substr(0, text->find(' ')));
    }
    if (const auto text = field(line, "State")) log_.verdict = *text;
    if (const auto text = field(line, "Acquisition started")) log_.started = *text;
    if (const auto text = field(line, "Ended")) log_.finished = *text;
    if (line.starts_with("Source verification FAILED") ||
        line.starts_with("Image verification FAILED")) {
        log_.warnings.push_back("The log says: " + printable(trimmed(line)));
    }
    hash_line(trimmed(line));
}

// "MD5 hash : ...", "MD5 hash verified source : ...", "MD5 hash verified image : --".
void GuymagerReader::hash_line(std::string_view line) {
    const std::size_t colon = line.find(':');
    const std::size_t hash = line.find(" hash");
    if (colon == std::string_view::npos || hash == std::string_view::npos || hash > colon) return;
    const std::string algorithm = algorithm_name(line.substr(0, hash));
    const auto hex = digest_text(trimmed(line.substr(colon + 1)), algorithm);
    if (!hex) return;
    const std::string_view which = trimmed(line.substr(hash + 5, colon - hash - 5));
    DigestScope scope = DigestScope::acquisition_stream;
    if (which == "verified source") {
        scope = DigestScope::source_reread;
    } else if (which == "verified image") {
        scope = DigestScope::image_reread;
    } else if (!which.empty()) {
        return;
    }
    add_digest(log_, {scope, algorithm, *hex, ""});
}

// "HEX  name" of a file the image was written to; "n/a" where it was not calculated.
void GuymagerReader::image_file_line(std::string_view line) {
    const std::size_t gap = line.find("  ");
    if (gap == std::string_view::npos) return;
    const auto hex = digest_text(line.substr(0, gap), "md5");
    const std::string_view name = trimmed(line.substr(gap));
    if (!hex || name.empty()) return;
    add_digest(log_, {DigestScope::contained_file, "md5", *hex, std::string(name)});
}

AcquisitionLog GuymagerReader::finish() {
    end_list();
    std::uint64_t bytes = 0;
    for (const ByteRange& range : verification_.bad_ranges) bytes += range.length;
    if (bytes > 0) {
        log_.warnings.push_back("In its verification pass guymager could not read " +
                                counted(verification_.bad_ranges.size(), "range", "ranges") +
                                " of the source, " + counted(bytes, "byte", "bytes") + ".");
    }
    if (!log_.bad_ranges.empty()) {
        log_.warnings.push_back(
            "The log counts bad sectors without telling their size: 512 bytes are taken.");
    }
    warn_of_verdict(log_, log_.verdict.starts_with("Finished successfully"));
    log_.complete = !log_.finished.empty();
    if (!log_.complete) log_.warnings.push_back("The log has no end: the run was stopped.");
    return std::move(log_);
}

}  // namespace

std::optional<AcquisitionLog> read_guymager_log(const LogLines& lines) {
    std::size_t first = 0;
    while (first < lines.size() && trimmed(lines[first]).empty()) ++first;
    if (first == lines.size() || trimmed(lines[first]) != "GUYMAGER ACQUISITION INFO FILE") {
        return std::nullopt;
    }
    GuymagerReader reader;
    for (std::size_t i = first + 1; i < lines.size(); ++i) {
        const std::string_view under = i + 1 < lines.size() ? lines[i + 1] : std::string_view();
        const bool underlined = !lines[i].empty() && under.size() == lines[i].size() &&
                                under.find_first_not_of('=') == std::string_view::npos;
        if (underlined && lines[i] == "GUYMAGER ACQUISITION INFO FILE") {
            throw NotUnderstood{"it holds more than one run"};
        }
        reader.line(lines[i], underlined);
    }
    AcquisitionLog log = reader.finish();
    log.format = "guymager";
    return log;
}

}  // namespace exhibit::intake

// Logs of the Tableau duplicators TD2, TD3 and TX1. Times have no zone. "Status: Ok" may stand
// beside errors, so that the errors are counted.
#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "intake/acquisition_text.hpp"

namespace exhibit::intake {
namespace {

constexpr std::array<std::string_view, 4> models = {"TD2", "TD2u", "TD3", "TX1"};

// "-----Source Disk-----": the text, or nothing if the line is no heading.
std::string_view heading(std::string_view line) {
    line = trimmed(line);
    const std::size_t start = line.find_first_not_of("-=");
    if (start == std::string_view::npos || start < 5) return {};
    const std::size_t end = line.find_last_not_of("-=") + 1;
    if (line.size() - end < 5) return {};
    return trimmed(line.substr(start, end - start));
}

// "Start of TD3 Log Entry" gives "TD3".
std::string_view model_of(std::string_view head, std::string_view edge) {
    if (!head.starts_with(edge) || !head.ends_with(" Log Entry")) return {};
    head.remove_prefix(edge.size());
    head.remove_suffix(std::string_view(" Log Entry").size());
    const bool known = std::ranges::find(models, head) != models.end();
    return known ? head : std::string_view();
}

class TableauReader {
public:
    explicit TableauReader(std::string_view model) { log_.tool = "Tableau " + std::string(model); }

    void line(std::string_view line);
    AcquisitionLog finish();

private:
    enum class Part { head, source, results, errors, readback, other };

    void enter(std::string_view head);
    void field(std::string_view label, std::string_view value);
    void head_field(std::string_view label, std::string_view value);
    void source_field(std::string_view label, std::string_view value);
    void digest_field(std::string_view label, std::string_view value);
    void error_line(std::string_view line);

    AcquisitionLog log_;
    Part part_ = Part::head;
    std::string readback_;
    std::optional<std::uint64_t> blocks_;
    std::optional<std::uint64_t> errors_told_;
    std::uint64_t errors_listed_ = 0;
    bool errors_understood_ = true;
    bool caution_ = false;
    bool ended_ = false;
};

void TableauReader::enter(std::string_view head) {
    if (!model_of(head, "Start of ").empty()) throw NotUnderstood{"it holds more than one run"};
    if (!model_of(head, "End of ").empty()) ended_ = true;
    part_ = Part::other;
    if (head.starts_with("Source")) part_ = Part::source;
    if (head.ends_with("Results")) part_ = Part::results;
    if (head.starts_with("List of Errors")) part_ = Part::errors;
    if (head.starts_with("Readback Verification")) part_ = Part::readback;
}

void TableauReader::line(std::string_view line) {
    line = trimmed(line);
    if (line.empty()) return;
    if (line.find("<<< CAUTION") != std::string_view::npos) {
        caution_ = true;
        log_.warnings.push_back("The log says: " + printable(line));
        return;
    }
    if (const std::string_view head = heading(line); !head.empty()) return enter(head);
    if (ended_) throw NotUnderstood{"something follows the end of the log entry"};
    if (line.starts_with("Error #") || line.starts_with("Error  #")) return error_line(line);
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return;
    const std::string_view value = trimmed(line.substr(colon + 1));
    if (value.empty() || value == "<<not entered>>") return;
    field(trimmed(line.substr(0, colon)), value);
}

void TableauReader::field(std::string_view label, std::string_view value) {
    switch (part_) {
        case Part::head: return head_field(label, value);
        case Part::source: return source_field(label, value);
        case Part::readback:
            if (label == "Status") readback_ = value;
            return digest_field(label, value);
        case Part::results: return digest_field(label, value);
        case Part::errors:
        case Part::other: return;
    }
}

void TableauReader::head_field(std::string_view label, std::string_view value) {
    if (label == "Task" && value.find("ogical") != std::string_view::npos) {
        throw NotUnderstood{"it is of a logical image, whose digests are of no disk"};
    }
    if (label == "Status") log_.verdict = value;
    if (label == "Started") log_.started = value;
    if (label == "Closed") log_.finished = value;
    if (label == "Imager Ver") log_.tool += " " + printable(value);
}

void TableauReader::source_field(std::string_view label, std::string_view value) {
    if (label == "Model" || label == "Serial number" || label == "USB Serial number") {
        log_.source += (log_.source.empty() ? "" : ", ") + std::string(value);
    }
    const std::string_view number = value.substr(0, value.find(' '));
    if (label == "Capacity in bytes") log_.size = parse_grouped(number);
    if (label == "Block Size") log_.sector_bytes = parse_grouped(number);
    if (label == "Block Count") blocks_ = parse_grouped(number);
}

// "Acquisition MD5", "Verification SHA-1"; a TX1 writes "Md5" and may set the digits in groups.
void TableauReader::digest_field(std::string_view label, std::string_view value) {
    if (label == "Total errors") {
        errors_told_ = parse_grouped(value);
        return;
    }
    DigestScope scope = DigestScope::acquisition_stream;
    if (label.starts_with("Verification ")) {
        scope = DigestScope::image_reread;
    } else if (!label.starts_with("Acquisition ")) {
        return;
    }
    const std::string algorithm = algorithm_name(label.substr(label.find(' ') + 1));
    std::string digits(value);
    std::erase(digits, ' ');
    if (algorithm.empty()) return;
    const auto hex = digest_text(digits, algorithm);
    if (!hex) throw NotUnderstood{"a digest has not the length of its algorithm"};
    add_digest(log_, {scope, algorithm, *hex, ""});
}

// "Error # 1: Read error (source), byte offset=2123809280, byte length=512"
void TableauReader::error_line(std::string_view line) {
    ++errors_listed_;
    constexpr std::string_view offset_label = "byte offset=";
    constexpr std::string_view length_label = "byte length=";
    const std::size_t offset_at = line.find(offset_label);
    const std::size_t length_at = line.find(length_label);
    const bool read = line.find("Read error (source)") != std::string_view::npos;
    if (read && offset_at != std::string_view::npos && length_at != std::string_view::npos) {
        const std::string_view from = line.substr(offset_at + offset_label.size());
        const auto offset = parse_grouped(from.substr(0, from.find(", ")));
        const auto length = parse_grouped(trimmed(line.substr(length_at + length_label.size())));
        if (offset && length) return add_bad_bytes(log_, *offset, *length);
    }
    errors_understood_ = false;
    if (log_.warnings.size() < 16) log_.warnings.push_back("The log says: " + printable(line));
}

AcquisitionLog TableauReader::finish() {
    log_.format = "tableau";
    if (log_.size && log_.sector_bytes && blocks_ && *log_.sector_bytes != 0 &&
        (*log_.size % *log_.sector_bytes != 0 || *log_.size / *log_.sector_bytes != *blocks_)) {
        throw NotUnderstood{"its capacity is not its number of blocks times their size"};
    }
    log_.tells_ranges = errors_told_ && errors_understood_ && *errors_told_ == errors_listed_;
    const std::uint64_t errors = std::max(errors_told_.value_or(0), errors_listed_);
    if (errors > 0) {
        log_.warnings.push_back("The log tells " + counted(errors, "error", "errors") +
                                " beside the status \"" + printable(log_.verdict) + "\".");
    }
    warn_of_verdict(log_, log_.verdict == "Ok");
    if (!readback_.empty()) {
        if (readback_ != "Verified") {
            log_.warnings.push_back("The readback verification says: " + printable(readback_));
        }
        log_.verdict += (log_.verdict.empty() ? "" : "; ") + ("readback: " + readback_);
    }
    log_.complete = ended_ && !caution_;
    if (!ended_) log_.warnings.push_back("The log has no end: it was cut, or the run was stopped.");
    return std::move(log_);
}

}  // namespace

std::optional<AcquisitionLog> read_tableau_log(const LogLines& lines) {
    std::size_t first = 0;
    while (first < lines.size() && trimmed(lines[first]).empty()) ++first;
    if (first == lines.size()) return std::nullopt;
    const std::string_view model = model_of(heading(lines[first]), "Start of ");
    if (model.empty()) return std::nullopt;
    TableauReader reader(model);
    for (std::size_t i = first + 1; i < lines.size(); ++i) reader.line(lines[i]);
    return reader.finish();
}

}  // namespace exhibit::intake

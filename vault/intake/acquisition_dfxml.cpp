// DFXML reports (md5deep, hashdeep, fiwalk, bulk_extractor and others): digests of named files, of
// runs of their bytes, and of the image as a whole.
//
// A report whose end is missing is of a run that was interrupted: elements that are whole count.
#include <utility>

#include "base/text.hpp"
#include "intake/acquisition_text.hpp"
#include "intake/xml_scan.hpp"

namespace exhibit::intake {
namespace {

class DfxmlReader {
public:
    explicit DfxmlReader(std::string_view document) : scanner_(document) {}

    /// Nothing if the root is no dfxml. NotUnderstood, XmlRefused.
    std::optional<AcquisitionLog> read();

private:
    void opened(const XmlPiece& piece);
    void closed(std::string_view name);
    void value(const XmlPiece& piece);
    void end_of_digest();
    void end_of_run();
    void end_of_file();
    void end_of_fact(std::string_view name, std::string_view in);
    void warn();

    XmlScanner scanner_;
    AcquisitionLog log_;
    std::string program_;
    std::string version_;
    std::string text_;  ///< of the innermost element
    std::string digest_type_;
    std::string digest_coding_;
    std::vector<LogDigest> file_;  ///< of the fileobject that is open: kept when it is whole
    std::vector<LogDigest> run_;   ///< of the byte_run that is open
    std::string file_name_;
    std::uint64_t files_open_ = 0;
    std::uint64_t passed_over_ = 0;
};

void DfxmlReader::opened(const XmlPiece& piece) {
    text_.clear();
    if (piece.name == "fileobject" && ++files_open_ == 1) {
        file_.clear();
        file_name_.clear();
    }
    if (piece.name == "byte_run") run_.clear();
    if (piece.name == "hashdigest") {
        const std::string* type = piece.attribute("type");
        const std::string* coding = piece.attribute("coding");
        digest_type_ = type == nullptr ? "" : *type;
        digest_coding_ = coding == nullptr ? "" : *coding;
    }
}

void DfxmlReader::value(const XmlPiece& piece) {
    const std::string_view in = scanner_.around(0);
    const bool wanted = in == "hashdigest" || in == "filename" || in == "image_filename";
    if (wanted && !piece.text_whole) throw NotUnderstood{"a value of the report is too long"};
    text_ += piece.text.substr(0, xml_text_bytes_max);
    if (text_.size() > 4 * xml_text_bytes_max) throw NotUnderstood{"a value is in too many pieces"};
}

// Where a digest stands says what it is of; scanner_ is at the element around it.
void DfxmlReader::end_of_digest() {
    const std::string algorithm = algorithm_name(digest_type_);
    const bool base16 = digest_coding_.empty() || digest_coding_ == "base16";
    const std::string_view value = trimmed(text_);
    if (algorithm.empty() || !base16 || value.empty()) {
        ++passed_over_;
        return;
    }
    const auto hex = digest_text(value, algorithm);
    if (!hex) throw NotUnderstood{"a digest has not the length of its algorithm"};
    const std::string_view of = scanner_.around(0);
    if (of == "byte_run") {
        run_.push_back({DigestScope::window, algorithm, *hex, ""});
    } else if (of == "fileobject" && files_open_ == 1) {
        file_.push_back({DigestScope::contained_file, algorithm, *hex, ""});
    } else if (of == "source" && scanner_.around(1) == "dfxml") {
        add_digest(log_, {DigestScope::image_reread, algorithm, *hex, ""});
    } else {
        ++passed_over_;
    }
}

void DfxmlReader::end_of_file() {
    if (--files_open_ > 0) return;
    for (LogDigest& digest : file_) {
        if (digest.scope == DigestScope::contained_file) digest.file = file_name_;
        add_digest(log_, std::move(digest));
    }
    file_.clear();
}

void DfxmlReader::end_of_run() {
    for (LogDigest& digest : run_) {
        if (files_open_ == 1) {
            file_.push_back(std::move(digest));
        } else if (files_open_ == 0) {
            add_digest(log_, std::move(digest));
        } else {
            ++passed_over_;
        }
    }
    run_.clear();
    if (file_.size() > acquisition_digests_max) {
        throw NotUnderstood{"it lists more than 1,000,000 digests"};
    }
}

// A fact about the run or the image: the element, and the one it stands in.
void DfxmlReader::end_of_fact(std::string_view name, std::string_view in) {
    const std::string_view text = trimmed(text_);
    if (in == "creator" && name == "program" && program_.empty()) program_ = text;
    if (in == "creator" && name == "version" && version_.empty()) version_ = text;
    if (in == "execution_environment" && name == "start_time") {
        log_.started = text;
        log_.zone_known = log_.started.ends_with('Z');
    }
    if (in == "source" && name == "image_filename" && log_.source.empty()) log_.source = text;
    if (in == "source" && name == "image_size") log_.size = parse_decimal(text);
}

void DfxmlReader::closed(std::string_view name) {
    const std::string_view in = scanner_.around(0);
    if (name == "hashdigest") {
        end_of_digest();
    } else if (name == "byte_run") {
        end_of_run();
    } else if (name == "fileobject") {
        end_of_file();
    } else if (name == "filename" && in == "fileobject" && files_open_ == 1) {
        file_name_ = text_;
    } else {
        end_of_fact(name, in);
    }
    text_.clear();
}

void DfxmlReader::warn() {
    if (!log_.complete) {
        log_.warnings.push_back(
            "The report has no closing tag: the run was interrupted, or the report was cut. What "
            "is whole was read.");
    }
    if (passed_over_ > 0) {
        log_.warnings.push_back(counted(passed_over_, "digest", "digests") +
                                " of the report were not read: of an algorithm, a form or an "
                                "element that is not known here.");
    }
}

std::optional<AcquisitionLog> DfxmlReader::read() {
    using Kind = XmlPiece::Kind;
    XmlPiece piece = scanner_.next();
    if (piece.kind != Kind::open || piece.name != "dfxml") return std::nullopt;
    log_.format = "dfxml";
    while (piece.kind != Kind::end && piece.kind != Kind::cut_off) {
        piece = scanner_.next();
        if (piece.kind == Kind::open) opened(piece);
        if (piece.kind == Kind::text) value(piece);
        if (piece.kind == Kind::close) closed(piece.name);
    }
    log_.complete = piece.kind == Kind::end;
    log_.files_inside = !log_.source.empty();
    log_.tool = program_.empty() || version_.empty() ? program_ : program_ + " " + version_;
    warn();
    return std::move(log_);
}

}  // namespace

std::optional<AcquisitionLog> read_dfxml_report(std::string_view document) {
    try {
        return DfxmlReader(document).read();
    } catch (const XmlRefused& problem) {
        throw NotUnderstood{problem.reason};
    }
}

}  // namespace exhibit::intake

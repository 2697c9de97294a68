#include "encode/csv.hpp"

#include "base/text.hpp"
#include "exhibit/error.hpp"

namespace exhibit::encode {

namespace {

class Reader {
public:
    Reader(std::string_view text, const std::string& source) : text_(text), source_(source) {}

    std::vector<CsvRecord> read() {
        constexpr std::string_view mark = "\xEF\xBB\xBF";
        if (text_.size() > csv_bytes_max) refuse(csv_bytes_max, "at most 4 MiB");
        if (const auto bad = first_invalid_utf8(text_)) refuse(*bad, "UTF-8 text");
        if (const auto nul = text_.find('\0'); nul != std::string_view::npos)
            refuse(nul, "text without NUL");
        if (text_.starts_with(mark)) at_ = mark.size();
        while (at_ < text_.size()) read_record();
        return std::move(records_);
    }

private:
    [[noreturn]] void refuse(std::size_t offset, const std::string& expected) const {
        throw FormatError(source_, offset, expected);
    }
    bool ended() const { return at_ >= text_.size(); }
    /// At the end of a line; steps over it.
    bool take_line_end() {
        if (ended()) return true;
        const std::size_t end = text_.substr(at_).starts_with("\r\n") ? 2
                                : text_[at_] == '\n'                  ? 1
                                                                      : 0;
        at_ += end;
        if (end > 0) ++line_;
        return end > 0;
    }

    void read_record() {
        const std::size_t begin = at_;
        CsvRecord record;
        record.line = line_;
        if (take_line_end()) return;
        while (true) {
            if (record.fields.size() == csv_fields_max)
                refuse(at_, "at most 64 fields in a record");
            record.fields.push_back(!ended() && text_[at_] == '"' ? read_quoted() : read_plain());
            if (!ended() && text_[at_] == ',') {
                ++at_;
                continue;
            }
            if (take_line_end()) break;
            refuse(at_, "a comma or the end of the line after a field");
        }
        if (!records_.empty() && record.fields.size() != records_.front().fields.size())
            refuse(begin, "as many fields as the first record, " +
                              std::to_string(records_.front().fields.size()));
        if (records_.size() == csv_records_max) refuse(begin, "at most 10,000 records");
        records_.push_back(std::move(record));
    }

    void put(std::string& field, char c) const {
        if (field.size() == csv_field_bytes_max) refuse(at_, "a field of at most 4,000 bytes");
        field += c;
    }

    std::string read_plain() {
        std::string field;
        for (; !ended(); ++at_) {
            const char c = text_[at_];
            if (c == ',' || c == '\n' || text_.substr(at_).starts_with("\r\n")) break;
            if (c == '"' || c == '\r') refuse(at_, "a field with quotes or breaks to be quoted");
            put(field, c);
        }
        return field;
    }

    std::string read_quoted() {
        const std::size_t open = at_++;
        std::string field;
        for (; !ended(); ++at_) {
            const char c = text_[at_];
            if (c == '"') {
                ++at_;
                if (ended() || text_[at_] != '"') return field;
            }
            if (c == '\n') ++line_;
            put(field, c);
        }
        refuse(open, "a closing quote for the one that begins here");
    }

    std::string_view text_;
    const std::string& source_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    std::vector<CsvRecord> records_;
};

}  // namespace

std::vector<CsvRecord> parse_csv(std::string_view text, const std::string& source) {
    return Reader(text, source).read();
}

}  // namespace exhibit::encode

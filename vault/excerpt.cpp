#include "vault/excerpt.hpp"

#include <algorithm>
#include <cstring>

#include "blob/stream.hpp"
#include "exhibit/error.hpp"
#include "vault/access_record.hpp"
#include "vault/content.hpp"

namespace exhibit {
namespace {

constexpr std::size_t text_bytes_max = 1024;
constexpr std::size_t line_bytes_max = std::size_t{64} << 10U;  ///< that are searched at once
constexpr std::size_t quoted_bytes_max = 1024;                  ///< of a line
constexpr std::size_t quoted_lines_max = 16;

/// Takes a stream in pieces and finds the lines. A line longer than line_bytes_max is searched in
/// parts that overlap; it counts once for each part that holds the text.
class LineSearch {
public:
    explicit LineSearch(const std::string& text) { out_.text = text; }

    void take(std::string_view bytes) {
        while (!bytes.empty()) {
            const std::size_t end = bytes.find('\n');
            append(bytes.substr(0, end));
            if (end == std::string_view::npos) return;
            end_line(1);
            ++number_;
            bytes.remove_prefix(end + 1);
        }
    }
    /// Bytes without content: no line goes across them.
    void gap(std::uint64_t length) { end_line(length); }

    exchange::Excerpt finish() {
        end_line(0);
        return std::move(out_);
    }

private:
    void append(std::string_view bytes) {
        while (!bytes.empty()) {
            const std::size_t count = std::min(bytes.size(), line_bytes_max - line_.size());
            line_ += bytes.substr(0, count);
            bytes.remove_prefix(count);
            if (line_.size() < line_bytes_max) return;
            const bool found = search(true);
            const std::size_t kept = found ? 0 : out_.text.size() - 1;
            offset_ += line_.size() - kept;
            line_.erase(0, line_.size() - kept);
            cut_ = true;
        }
    }

    void end_line(std::uint64_t gap) {
        search(false);
        offset_ += line_.size() + gap;
        line_.clear();
        cut_ = false;
    }

    bool search(bool goes_on) {
        const std::size_t at = line_.find(out_.text);
        if (at == std::string::npos) return false;
        ++out_.lines_found;
        if (out_.lines.size() == quoted_lines_max) return true;
        std::size_t begin = 0;
        if (line_.size() > quoted_bytes_max && at + out_.text.size() > quoted_bytes_max)
            begin = at + out_.text.size() - quoted_bytes_max;
        std::string quoted = line_.substr(begin, quoted_bytes_max);
        const bool cut = cut_ || goes_on || quoted.size() < line_.size();
        if (!cut && quoted.ends_with('\r')) quoted.pop_back();
        out_.lines.push_back({number_, offset_ + at, std::move(quoted), cut});
        return true;
    }

    exchange::Excerpt out_;
    std::string line_;
    std::uint64_t offset_ = 0;  ///< of line_ in the stream
    std::uint64_t number_ = 1;
    bool cut_ = false;  ///< line_ is not the beginning of its line
};

exchange::Excerpt search_stream(IncidentContent& content, const custody::ItemRecord& item,
                                const std::string& text, const std::string& doing) {
    LineSearch search(text);
    blob::StreamReader reader(content.source(), blob::BlockId{item.ingest->manifest});
    reader.for_each({0, reader.size()}, [&](const blob::StreamPart& part) {
        if (part.kind == blob::PartKind::damaged)
            throw Error(ErrorKind::corrupt, doing + ": bytes from " +
                                                std::to_string(part.range.offset) +
                                                " on are damaged (" + part.reason +
                                                "); `exhibit repair` may have them");
        if (part.kind == blob::PartKind::data)
            search.take(as_text(part.bytes));
        else
            search.gap(part.range.length);
    });
    return search.finish();
}

/// From the first quoted text to the end of the last.
custody::Scope scope_of(const exchange::Excerpt& excerpt) {
    const std::uint64_t begin = excerpt.lines.front().offset;
    const std::uint64_t end = excerpt.lines.back().offset + excerpt.text.size();
    return {custody::Scope::What::range, begin, end - begin};
}

}  // namespace

exchange::Excerpt take_excerpt(Session& session, const custody::ItemRecord& item,
                               const std::string& text, const std::string& purpose) {
    const std::string doing = "quoting " + item.id.text();
    if (!item.ingest || custody::is_listing_kind(item.ingest->kind))
        throw Error(ErrorKind::usage, doing + ": it has no lines; only a single stream has");
    if (text.empty() || text.size() > text_bytes_max || text.find('\n') != std::string::npos)
        throw Error(ErrorKind::usage,
                    doing + ": the text to look for is to be within a line and of 1 to " +
                        std::to_string(text_bytes_max) + " bytes");
    if (purpose.empty()) throw Error(ErrorKind::usage, doing + ": the purpose is missing (CR-10)");
    require_content(session, item, "quoting");
    IncidentContent content(session, item.id.incident(), IncidentContent::Use::read);
    const std::string destination = "lines quoted in an IODEF document";
    custody::ItemAccess access{custody::AccessAction::export_copy,
                               custody::AccessResult::ok,
                               {custody::Scope::What::range, 0, text.size()}};
    require_access(session, item.id, access, purpose, destination);
    exchange::Excerpt excerpt = search_stream(content, item, text, doing);
    if (excerpt.lines.empty())
        throw Error(ErrorKind::not_found, doing + ": no line of it holds the text");
    access.scope = scope_of(excerpt);
    custody::PrivateValues values = access_values(purpose, {});
    set_text(values, "destination", destination);
    std::uint64_t size = 0;
    for (const exchange::Excerpt::Line& line : excerpt.lines) size += line.text.size();
    values.emplace("size", size);
    record_access(session, item.id, access, values);
    return excerpt;
}

}  // namespace exhibit

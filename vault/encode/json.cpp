#include "encode/json.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"
#include "exhibit/error.hpp"

namespace exhibit::encode {
namespace {

/// How many bytes at the begin of `text` stand for themselves in a string.
std::size_t plain_run(std::string_view text) noexcept {
    std::size_t run = 0;
    while (run < text.size() && static_cast<unsigned char>(text[run]) >= 0x20 && text[run] != '"' &&
           text[run] != '\\') {
        ++run;
    }
    return run;
}

bool is_key(std::string_view key) {
    return std::ranges::all_of(key, [](char c) { return c >= 0x20 && c <= 0x7e; });
}

[[noreturn]] void refuse_value(const std::string& found) {
    throw Error(ErrorKind::usage, "writing canonical JSON: " + found);
}

/// Writes canonical text; refuses what parse would refuse, so that the two are inverses.
class Writer {
public:
    void value(const Json& json, std::size_t depth) {
        if (json.is_null()) return word("null");
        if (json.is_bool()) return word(json.boolean("a value") ? "true" : "false");
        if (json.is_integer()) return integer(json.integer("a value"));
        if (json.is_string()) return string(json.string("a value"));
        if (json.is_array()) return array(json.array("a value"), depth + 1);
        object(json.object("a value"), depth + 1);
    }
    std::string finish() {
        if (out_.size() > json_bytes_max) {
            refuse_value("the text has " + std::to_string(out_.size()) + " bytes, at most " +
                         std::to_string(json_bytes_max) + " are allowed");
        }
        return std::move(out_);
    }

private:
    void word(std::string_view spelled) { out_ += spelled; }
    void integer(std::int64_t number) {
        if (number > json_integer_max || number < -json_integer_max) {
            refuse_value("an integer is outside +-(2^53-1)");
        }
        out_ += std::to_string(number);
    }
    void string(std::string_view text) {
        if (const auto offset = first_invalid_utf8(text)) {
            refuse_value("a string is not valid UTF-8 at its byte " + std::to_string(*offset));
        }
        quoted(text);
    }
    void array(const Json::Array& items, std::size_t depth) {
        require_depth(depth);
        out_ += '[';
        const char* separator = "";
        for (const Json& item : items) {
            out_ += separator;
            value(item, depth);
            separator = ",";
        }
        out_ += ']';
    }
    void object(const Json::Object& members, std::size_t depth) {
        require_depth(depth);
        out_ += '{';
        const char* separator = "";
        for (const auto& [key, member] : members) {
            if (!is_key(key)) refuse_value("the key \"" + printable(key) + "\" is not ASCII");
            out_ += separator;
            quoted(key);
            out_ += ':';
            value(member, depth);
            separator = ",";
        }
        out_ += '}';
    }
    // RFC 8785 section 3.2.2.2.
    void quoted(std::string_view text) {
        out_ += '"';
        while (!text.empty()) {
            const std::size_t run = plain_run(text);
            out_ += text.substr(0, run);
            text.remove_prefix(run);
            if (text.empty()) break;
            const char c = text.front();
            text.remove_prefix(1);
            switch (c) {
                case '"': out_ += "\\\""; break;
                case '\\': out_ += "\\\\"; break;
                case '\b': out_ += "\\b"; break;
                case '\t': out_ += "\\t"; break;
                case '\n': out_ += "\\n"; break;
                case '\f': out_ += "\\f"; break;
                case '\r': out_ += "\\r"; break;
                default: control(static_cast<unsigned char>(c));
            }
        }
        out_ += '"';
    }
    void control(unsigned code) {
        out_ += "\\u00";
        out_ += code < 0x10 ? '0' : '1';
        out_ += "0123456789abcdef"[code & 0xfU];
    }
    static void require_depth(std::size_t depth) {
        if (depth <= json_depth_max) return;
        refuse_value("values are nested deeper than " + std::to_string(json_depth_max));
    }

    std::string out_;
};

/// Reads canonical text, whose UTF-8 was checked: each value has one spelling, and every other is
/// refused where it begins to differ.
class Parser {
public:
    Parser(std::string_view text, const std::string& source) : text_(text), source_(source) {}

    Json document() {
        Json result = value(0);
        if (offset_ != text_.size()) fail("the end of the JSON text");
        return result;
    }

private:
    [[noreturn]] void fail(const std::string& expected) const {
        throw FormatError(source_, offset_, expected);
    }
    [[noreturn]] void fail_at(std::size_t offset) const {
        throw FormatError(source_, offset,
                          "canonical JSON: sorted keys, none twice, one spelling for each value");
    }
    Json value(std::size_t depth) {
        switch (peek()) {
            case '{': return object(depth + 1);
            case '[': return array(depth + 1);
            case '"': return Json(string());
            case 't': return word("true", Json(true));
            case 'f': return word("false", Json(false));
            case 'n': return word("null", Json());
            default: return integer();
        }
    }
    Json word(std::string_view spelled, Json meaning) {
        if (!text_.substr(offset_).starts_with(spelled)) fail("a JSON value");
        offset_ += spelled.size();
        return meaning;
    }
    Json integer() {
        std::int64_t number = 0;
        const char* const begin = text_.data() + offset_;
        const auto [end, error] = std::from_chars(begin, text_.data() + text_.size(), number);
        if (error == std::errc::invalid_argument) fail("a JSON value");
        const bool in_range = number <= json_integer_max && number >= -json_integer_max;
        if (error != std::errc{} || !in_range) fail("an integer within +-(2^53-1)");
        const char* const digits = *begin == '-' ? begin + 1 : begin;
        if (*digits == '0' && (number != 0 || digits != begin || end != digits + 1))
            fail_at(offset_);
        offset_ += static_cast<std::size_t>(end - begin);
        return Json(number);
    }
    Json array(std::size_t depth) {
        open(depth);
        Json::Array items;
        if (accept(']')) return Json(std::move(items));
        do {
            items.push_back(value(depth));
        } while (accept(','));
        if (!accept(']')) fail("',' or ']' in an array");
        return Json(std::move(items));
    }
    Json object(std::size_t depth) {
        open(depth);
        Json::Object members;
        if (accept('}')) return Json(std::move(members));
        do {
            const std::size_t start = offset_;
            if (peek() != '"') fail("a key in double quotes");
            std::string key = string();
            if (!is_key(key)) {
                throw FormatError(source_, start, "a key of printable ASCII characters");
            }
            if (!members.empty() && key <= members.rbegin()->first) fail_at(start);
            if (!accept(':')) fail("':' after a key");
            members.emplace_hint(members.end(), std::move(key), value(depth));
        } while (accept(','));
        if (!accept('}')) fail("',' or '}' in an object");
        return Json(std::move(members));
    }
    std::string string() {
        ++offset_;
        std::string out;
        while (true) {
            const std::size_t run = plain_run(text_.substr(offset_));
            out += text_.substr(offset_, run);
            offset_ += run;
            if (offset_ == text_.size()) fail("'\"' at the end of a string");
            if (static_cast<unsigned char>(text_[offset_]) < 0x20)
                fail("an escape for a control character");
            ++offset_;
            if (text_[offset_ - 1] == '"') return out;
            out += escaped();
        }
    }
    char escaped() {
        const char c = peek();
        ++offset_;
        switch (c) {
            case '"':
            case '\\': return c;
            case 'b': return '\b';
            case 't': return '\t';
            case 'n': return '\n';
            case 'f': return '\f';
            case 'r': return '\r';
            case 'u': return control();
            default: --offset_; fail("one of the escapes of RFC 8785");
        }
    }
    // Only characters below U+0020 are ever written as \u, in lower case, and not those that have
    // an escape of their own.
    char control() {
        unsigned code = 0;
        const std::string_view digits = text_.substr(offset_, 4);
        const auto [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
        if (error != std::errc{} || end != digits.data() + 4 || code >= 0x20) {
            fail("four digits of a character below U+0020");
        }
        const bool has_own =
            code == '\b' || code == '\t' || code == '\n' || code == '\f' || code == '\r';
        const bool upper = digits.back() >= 'A' && digits.back() <= 'F';
        if (has_own || upper) fail_at(offset_);
        offset_ += 4;
        return static_cast<char>(code);
    }
    void open(std::size_t depth) {
        if (depth > json_depth_max) {
            fail("values nested at most " + std::to_string(json_depth_max) + " deep");
        }
        ++offset_;
    }
    bool accept(char wanted) {
        if (peek() != wanted || offset_ == text_.size()) return false;
        ++offset_;
        return true;
    }
    char peek() const { return offset_ < text_.size() ? text_[offset_] : '\0'; }

    std::string_view text_;
    const std::string& source_;
    std::size_t offset_ = 0;
};

std::string_view type_name(const Json& value) {
    if (value.is_null()) return "null";
    if (value.is_bool()) return "true or false";
    if (value.is_integer()) return "an integer";
    if (value.is_string()) return "a string";
    return value.is_array() ? "an array" : "an object";
}

[[noreturn]] void refuse_shape(std::string_view what, const std::string& found,
                               const std::string& expected) {
    throw Error(ErrorKind::malformed,
                std::string(what) + ": found " + found + ", expected " + expected);
}

void require_type(bool matches, const Json& value, std::string_view what,
                  std::string_view expected) {
    if (!matches) refuse_shape(what, std::string(type_name(value)), std::string(expected));
}

}  // namespace

bool Json::boolean(std::string_view what) const {
    require_type(is_bool(), *this, what, "true or false");
    return std::get<bool>(value_);
}

std::int64_t Json::integer(std::string_view what) const {
    require_type(is_integer(), *this, what, "an integer");
    return std::get<std::int64_t>(value_);
}

std::uint64_t Json::natural(std::string_view what) const {
    const std::int64_t number = integer(what);
    if (number < 0) refuse_shape(what, std::to_string(number), "an integer of 0 or more");
    return static_cast<std::uint64_t>(number);
}

const std::string& Json::string(std::string_view what) const {
    require_type(is_string(), *this, what, "a string");
    return std::get<std::string>(value_);
}

const Json::Array& Json::array(std::string_view what) const {
    require_type(is_array(), *this, what, "an array");
    return std::get<Array>(value_);
}

const Json::Object& Json::object(std::string_view what) const {
    require_type(is_object(), *this, what, "an object");
    return std::get<Object>(value_);
}

const Json* Json::find(std::string_view key) const {
    const Object& members = object(key);
    const auto member = members.find(key);
    return member == members.end() ? nullptr : &member->second;
}

const Json& Json::at(std::string_view key, std::string_view what) const {
    const Object& members = object(what);
    const auto member = members.find(key);
    if (member == members.end()) {
        refuse_shape(what, "no member \"" + std::string(key) + '"', "one");
    }
    return member->second;
}

std::string dump(const Json& value) {
    Writer writer;
    writer.value(value, 0);
    return writer.finish();
}

Json parse(std::string_view text, const std::string& source) {
    if (text.size() > json_bytes_max) {
        throw FormatError(source, json_bytes_max,
                          "at most " + std::to_string(json_bytes_max) + " bytes of JSON");
    }
    if (const auto offset = first_invalid_utf8(text)) {
        throw FormatError(source, *offset, "valid UTF-8");
    }
    return Parser(text, source).document();
}

void require_only(const Json& object, std::initializer_list<std::string_view> known,
                  std::string_view what) {
    for (const auto& [key, member] : object.object(what)) {
        if (std::ranges::find(known, key) == known.end()) {
            refuse_shape(what, "the member \"" + printable(key) + '"',
                         "only members that the format names");
        }
    }
}

}  // namespace exhibit::encode

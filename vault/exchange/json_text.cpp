#include "exchange/json_text.hpp"

#include <simdjson.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "encode/json.hpp"

namespace exhibit::exchange {
namespace {

namespace ondemand = simdjson::ondemand;
using Kind = JsonValue::Kind;

/// RFC 8259 section 6: what simdjson does not look at while a number is only passed on.
bool is_number(std::string_view text) {
    std::size_t at = 0;
    const auto digits = [&] {
        const std::size_t first = at;
        while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
        return at - first;
    };
    if (at < text.size() && text[at] == '-') ++at;
    const bool zero = at < text.size() && text[at] == '0';
    const std::size_t whole = digits();
    if (whole == 0 || (zero && whole > 1)) return false;
    if (at < text.size() && text[at] == '.') {
        ++at;
        if (digits() == 0) return false;
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
        if (digits() == 0) return false;
    }
    return at == text.size();
}

std::string_view without_blanks_after(std::string_view text) {
    const std::size_t last = text.find_last_not_of(" \t\r\n");
    return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

class JsonReader {
public:
    explicit JsonReader(std::string_view text) : padded_(text) {}

    JsonValue run() {
        try {
            ondemand::document document = parser_.iterate(padded_);
            JsonValue out = root(document);
            // Behind the value there is no place any more, or something that should not be there.
            const char* where = nullptr;
            if (document.current_location().get(where) == simdjson::SUCCESS)
                throw JsonError(last_, "Something follows the JSON value, expected the end.");
            return out;
        } catch (const simdjson::simdjson_error& error) {
            if (error.error() == simdjson::UNESCAPED_CHARS) last_ = control_in_string();
            throw JsonError(last_, std::string("This is not JSON (RFC 8259): ") + error.what());
        }
    }

private:
    /// simdjson finds these before it reads anything, and does not say where.
    std::size_t control_in_string() const {
        const std::string_view text(padded_.data(), padded_.size());
        bool inside = false;
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] == '"') inside = !inside;
            if (inside && text[i] == '\\') ++i;
            if (inside && static_cast<unsigned char>(text[i]) < 0x20) return i;
        }
        return 0;
    }

    std::size_t offset_of(const char* at) const {
        return static_cast<std::size_t>(at - padded_.data());
    }

    /// A document that is one scalar is read by other calls of simdjson than a value in it; all
    /// that is of use here is an object or an array.
    JsonValue root(ondemand::document& document) {
        const ondemand::json_type type = document.type();
        if (type != ondemand::json_type::object && type != ondemand::json_type::array)
            throw JsonError(0, "The document is a single value, expected an object.");
        ondemand::value value = document.get_value();
        return read(value, 0);
    }

    JsonValue read(ondemand::value& value, std::size_t depth) {
        if (depth > json_text_depth_max)
            throw JsonError(last_, "Values stand more than " + std::to_string(json_text_depth_max) +
                                       " deep in one another.");
        if (++values_ > json_text_values_max)
            throw JsonError(
                last_, "The document has more than " + grouped(json_text_values_max) + " values.");
        JsonValue out;
        const char* where = nullptr;
        if (value.current_location().get(where) == simdjson::SUCCESS) last_ = offset_of(where);
        out.at = last_;
        switch (value.type()) {
            case ondemand::json_type::object: read_object(value, depth, out); break;
            case ondemand::json_type::array:
                out.kind = Kind::array;
                for (auto item : value.get_array()) {
                    ondemand::value inner = item.value();
                    out.items.push_back(read(inner, depth + 1));
                }
                break;
            case ondemand::json_type::string:
                out.kind = Kind::string;
                out.text = std::string(std::string_view(value.get_string()));
                break;
            case ondemand::json_type::number:
                out.kind = Kind::number;
                out.text = std::string(without_blanks_after(value.raw_json_token()));
                if (!is_number(out.text))
                    throw JsonError(out.at, "\"" + printable(out.text.substr(0, 40)) +
                                                "\" is no number of JSON (RFC 8259 section 6).");
                // Lets simdjson go on behind it.
                if (value.get_double().error() == simdjson::INCORRECT_TYPE)
                    throw JsonError(out.at, "This is no number.");
                break;
            case ondemand::json_type::boolean:
                out.kind = Kind::boolean;
                out.text = bool(value.get_bool()) ? "true" : "false";
                break;
            case ondemand::json_type::null:
                if (!value.is_null()) throw JsonError(out.at, "Expected null.");
                break;
            default: throw JsonError(out.at, "This is not JSON (RFC 8259).");
        }
        return out;
    }

    void read_object(ondemand::value& value, std::size_t depth, JsonValue& out) {
        out.kind = Kind::object;
        std::set<std::string> names;
        for (auto field : value.get_object()) {
            std::string name(std::string_view(field.unescaped_key()));
            if (!names.insert(name).second)
                throw JsonError(last_, "The name \"" + printable(name.substr(0, 80)) +
                                           "\" stands twice in one object; which of them is "
                                           "meant cannot be told (RFC 8259 section 4).");
            ondemand::value inner = field.value();
            JsonValue one = read(inner, depth + 1);
            out.members.push_back({std::move(name), std::move(one)});
        }
    }

    simdjson::padded_string padded_;
    ondemand::parser parser_;
    std::size_t last_ = 0;
    std::size_t values_ = 0;
};

void append(std::string& out, const JsonValue& value, const std::string& indent) {
    const std::string inner = indent + "  ";
    switch (value.kind) {
        case Kind::null: out += "null"; return;
        case Kind::boolean:
        case Kind::number: out += value.text; return;
        case Kind::string: out += encode::dump(encode::Json(value.text)); return;
        case Kind::array:
            for (std::size_t i = 0; i < value.items.size(); ++i) {
                out += (i == 0 ? "[\n" : ",\n") + inner;
                append(out, value.items[i], inner);
            }
            out += value.items.empty() ? "[]" : "\n" + indent + "]";
            return;
        case Kind::object:
            for (std::size_t i = 0; i < value.members.size(); ++i) {
                out += (i == 0 ? "{\n" : ",\n") + inner;
                out += encode::dump(encode::Json(value.members[i].name)) + ": ";
                append(out, value.members[i].value, inner);
            }
            out += value.members.empty() ? "{}" : "\n" + indent + "}";
            return;
    }
}

}  // namespace

JsonValue JsonValue::string(std::string text) {
    JsonValue out;
    out.kind = Kind::string;
    out.text = std::move(text);
    return out;
}

JsonValue JsonValue::number(std::string digits) {
    JsonValue out;
    out.kind = Kind::number;
    out.text = std::move(digits);
    return out;
}

JsonValue JsonValue::of(Kind kind) {
    JsonValue out;
    out.kind = kind;
    return out;
}

const JsonValue* JsonValue::find(std::string_view name) const {
    const auto found = std::ranges::find(members, name, &JsonMember::name);
    return found == members.end() ? nullptr : &found->value;
}

void JsonValue::add(std::string_view name, JsonValue value) {
    members.push_back({std::string(name), std::move(value)});
}

std::string_view name_of(JsonValue::Kind kind) noexcept {
    switch (kind) {
        case Kind::null: return "null";
        case Kind::boolean: return "a boolean";
        case Kind::number: return "a number";
        case Kind::string: return "a string";
        case Kind::array: return "an array";
        case Kind::object: return "an object";
    }
    return "a value";
}

JsonError::JsonError(std::size_t offset, const std::string& sentence)
    : Error(ErrorKind::malformed, sentence), offset_(offset) {}

JsonValue read_json(std::string_view text) {
    if (text.size() > json_text_bytes_max)
        throw JsonError(0, "The document is " + human_bytes(text.size()) + ", at most " +
                               human_bytes(json_text_bytes_max) + " of JSON are read.");
    if (const auto bad = first_invalid_utf8(text))
        throw JsonError(*bad,
                        "A byte here is not UTF-8, which JSON must be (RFC 8259 section "
                        "8.1).");
    return JsonReader(text).run();
}

std::string write_json(const JsonValue& value) {
    std::string out;
    append(out, value, "");
    return out + '\n';
}

bool looks_like_json(std::string_view document) noexcept {
    if (document.starts_with("\xef\xbb\xbf")) document.remove_prefix(3);
    const std::size_t first = document.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && document[first] == '{';
}

TextLines::TextLines(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text[i] == '\n') ends_.push_back(i);
}

TextPlace TextLines::at(std::size_t offset) const {
    const auto after = std::ranges::lower_bound(ends_, offset);
    const std::size_t start = after == ends_.begin() ? 0 : *(after - 1) + 1;
    return {static_cast<std::size_t>(after - ends_.begin()) + 1, offset - start + 1};
}

}  // namespace exhibit::exchange

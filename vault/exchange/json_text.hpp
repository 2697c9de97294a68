// JSON of others (RFC 8259), read into a tree that keeps where each value stands, and written.
//
// simdjson does the reading; what it leaves to its caller is done here: sizes and depth are
// bounded, a name that stands twice in an object is refused, numbers are kept as they are written,
// and nothing may follow the value. encode/json.hpp is for what we sign; this is for what we get.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "exhibit/error.hpp"

namespace exhibit::exchange {

inline constexpr std::size_t json_text_bytes_max = std::size_t{128} << 20U;
inline constexpr std::size_t json_text_depth_max = 96;
inline constexpr std::size_t json_text_values_max = 1'000'000;

struct JsonMember;

struct JsonValue {
    enum class Kind { null, boolean, number, string, array, object };
    Kind kind = Kind::null;
    std::string text;  ///< of a string; of a number or boolean as written
    std::vector<JsonValue> items;
    std::vector<JsonMember> members;  ///< in the order of the document
    std::size_t at = 0;               ///< offset of its first byte

    static JsonValue string(std::string text);
    static JsonValue number(std::string digits);
    static JsonValue of(Kind kind);

    const JsonValue* find(std::string_view name) const;
    void add(std::string_view name, JsonValue value);
    bool is(Kind wanted) const noexcept { return kind == wanted; }
};

struct JsonMember {
    std::string name;
    JsonValue value;
};

/// "a string", "an object": for sentences.
std::string_view name_of(JsonValue::Kind kind) noexcept;

/// The text is not JSON, or beyond a bound. what() is a whole sentence without the place.
class JsonError : public Error {
public:
    JsonError(std::size_t offset, const std::string& sentence);
    std::size_t offset() const noexcept { return offset_; }

private:
    std::size_t offset_;
};

/// Throws JsonError.
JsonValue read_json(std::string_view text);
/// Two blanks for each level, a member a line, and a line end at the end.
std::string write_json(const JsonValue& value);

/// The first byte that is not blank is "{" (a byte order mark before it is passed over).
bool looks_like_json(std::string_view document) noexcept;

/// Where an offset is: from 1; the column in bytes.
struct TextPlace {
    std::size_t line = 1;
    std::size_t column = 1;
};

/// The same for many places of one text, whose line ends it keeps.
class TextLines {
public:
    explicit TextLines(std::string_view text);
    TextPlace at(std::size_t offset) const;

private:
    std::vector<std::size_t> ends_;
};

}  // namespace exhibit::exchange

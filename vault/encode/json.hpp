// Restricted canonical JSON: the profile of RFC 8785 (JCS) that signed bytes are written in.
//
// Values: object, array, string, true, false, null, integer within +-(2^53-1). Keys are printable
// ASCII, sorted by byte, never twice. Strings are valid UTF-8 and escaped as RFC 8785 says. No
// white space. `parse` accepts exactly the bytes that `dump` would write.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"

namespace exhibit::encode {

inline constexpr std::size_t json_depth_max = 16;
inline constexpr std::size_t json_bytes_max = std::size_t{16} << 20;
inline constexpr std::int64_t json_integer_max = (std::int64_t{1} << 53) - 1;

class Json {
public:
    using Array = std::vector<Json>;
    using Object = std::map<std::string, Json, std::less<>>;

    Json() = default;  ///< null
    Json(std::nullptr_t) {}
    Json(bool value) : value_(value) {}
    /// Any integer type; out of range is refused by dump() with Error(usage).
    template <std::integral T>
    requires(!std::same_as<T, bool>) Json(T value) : value_(checked(value)) {}
    Json(const char* text) : value_(std::string(text)) {}
    Json(std::string_view text) : value_(std::string(text)) {}
    Json(std::string text) : value_(std::move(text)) {}
    Json(Array items) : value_(std::move(items)) {}
    Json(Object members) : value_(std::move(members)) {}

    bool is_null() const noexcept { return std::holds_alternative<std::monostate>(value_); }
    bool is_bool() const noexcept { return std::holds_alternative<bool>(value_); }
    bool is_integer() const noexcept { return std::holds_alternative<std::int64_t>(value_); }
    bool is_string() const noexcept { return std::holds_alternative<std::string>(value_); }
    bool is_array() const noexcept { return std::holds_alternative<Array>(value_); }
    bool is_object() const noexcept { return std::holds_alternative<Object>(value_); }

    /// Typed access; the wrong type is Error(malformed) naming `what`.
    bool boolean(std::string_view what) const;
    std::int64_t integer(std::string_view what) const;
    std::uint64_t natural(std::string_view what) const;  ///< also refuses negatives
    const std::string& string(std::string_view what) const;
    const Array& array(std::string_view what) const;
    const Object& object(std::string_view what) const;

    /// Member of an object: nullptr when absent; another type is Error(malformed).
    const Json* find(std::string_view key) const;
    /// Member of an object; absent is Error(malformed) naming the key and `what`.
    const Json& at(std::string_view key, std::string_view what) const;

    bool operator==(const Json&) const = default;

private:
    template <std::integral T>
    static std::int64_t checked(T value) {
        if (!std::in_range<std::int64_t>(value)) return json_integer_max + 1;
        return static_cast<std::int64_t>(value);
    }
    std::variant<std::monostate, bool, std::int64_t, std::string, Array, Object> value_;
};

/// Canonical text. Throws Error(usage) for what the profile cannot hold.
std::string dump(const Json& value);
/// Accepts canonical text only. Throws FormatError(source, offset, expected). Bounded by
/// json_depth_max and json_bytes_max.
Json parse(std::string_view text, const std::string& source);

/// Refuses (Error malformed) any member of `object` that is not in `known`: closed shapes.
void require_only(const Json& object, std::initializer_list<std::string_view> known,
                  std::string_view what);

}  // namespace exhibit::encode

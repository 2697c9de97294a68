#include "intake/attributes.hpp"

#include <algorithm>

#include "base/codec.hpp"
#include "base/text.hpp"
#include "exhibit/error.hpp"

namespace exhibit::intake {
namespace {

using encode::Json;

const std::string name_key = "name";
const std::string hex_key = "name_hex";

bool is_printable_ascii(std::string_view name) noexcept {
    return !name.empty() &&
           std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

[[noreturn]] void refuse(const std::string& found) {
    throw Error(ErrorKind::malformed, "reading extended attributes: " + found);
}

Attribute take_attribute(const Json& value) {
    if (!value.is_object() || value.object("attribute").size() != 2) {
        refuse("expected objects with name (or name_hex) and value");
    }
    Attribute out;
    const Json* name = value.find(name_key);
    const Json* hex = value.find(hex_key);
    if (name != nullptr) {
        out.name = name->string(name_key);
        if (!is_printable_ascii(out.name)) refuse("a name is not printable; expected name_hex");
    } else if (hex != nullptr) {
        out.name = to_string(from_hex(hex->string(hex_key), hex_key));
        if (is_printable_ascii(out.name)) refuse("a name in hexadecimal is printable text");
    }
    if (out.name.empty() || out.name.size() > attribute_name_bytes_max ||
        out.name.find('\0') != std::string::npos) {
        refuse("a name is missing, has a NUL, or has more than 255 bytes");
    }
    const std::string& text = value.at("value", "an attribute").string("value");
    out.value = to_string(from_base64(text, "the value of an attribute"));
    if (out.value.size() > attribute_value_bytes_max) refuse("a value has more than 64 KiB");
    return out;
}

}  // namespace

Json attributes_json(const Attributes& attributes) {
    Json::Array out;
    for (const Attribute& one : attributes) {
        Json::Object object{{"value", to_base64(as_bytes(one.value))}};
        if (is_printable_ascii(one.name)) {
            object.emplace(name_key, one.name);
        } else {
            object.emplace(hex_key, to_hex(as_bytes(one.name)));
        }
        out.push_back(Json(std::move(object)));
    }
    return Json(std::move(out));
}

Attributes take_attributes(const Json& value) {
    const Json::Array& list = value.array("xattrs");
    if (list.empty() || list.size() > attributes_max) refuse("expected 1 to 1,024 of them");
    Attributes out;
    std::size_t bytes = 0;
    for (const Json& one : list) {
        Attribute next = take_attribute(one);
        if (!out.empty() && next.name <= out.back().name) refuse("they are not sorted by name");
        bytes += next.name.size() + next.value.size();
        if (bytes > attributes_bytes_max) refuse("they have more than 256 KiB");
        out.push_back(std::move(next));
    }
    return out;
}

}  // namespace exhibit::intake

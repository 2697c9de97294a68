#include "rid/message.hpp"

#include <algorithm>
#include <array>

namespace exhibit::rid {
namespace {

struct TypeName {
    MessageType type;
    std::string_view name;
    std::string_view old_name;  ///< in RFC 6045
};
constexpr std::array type_names = {
    TypeName{MessageType::report, "Report", "Report"},
    TypeName{MessageType::query, "Query", "IncidentQuery"},
    TypeName{MessageType::acknowledgement, "Acknowledgement", "RequestAuthorization"},
    TypeName{MessageType::result, "Result", "Result"},
    TypeName{MessageType::investigation_request, "InvestigationRequest", "Investigation"},
    TypeName{MessageType::trace_request, "TraceRequest", "TraceRequest"},
};

bool is_one_of(const std::string& text, std::initializer_list<std::string_view> list) {
    return std::ranges::find(list, text) != list.end();
}

}  // namespace

std::string_view to_string(MessageType type) {
    return std::ranges::find(type_names, type, &TypeName::type)->name;
}

std::optional<MessageType> parse_message_type(std::string_view text, int version) {
    const auto* found =
        std::ranges::find(type_names, text, version == 1 ? &TypeName::old_name : &TypeName::name);
    if (found == type_names.end()) return std::nullopt;
    return found->type;
}

std::string_view to_string(Payload payload) {
    switch (payload) {
        case Payload::none: return "none";
        case Payload::iodef_v1: return "iodef-1";
        case Payload::iodef_v2: return "iodef-2";
        case Payload::encrypted: return "encrypted";
        case Payload::other: return "other";
    }
    return "other";
}

bool must_be_encrypted(const Message& message) {
    const auto secret = [](const std::string& restriction) {
        return is_one_of(restriction, {"private", "need-to-know", "red", "amber"});
    };
    return secret(message.restriction) || secret(message.report_restriction);
}

bool must_be_clear(const Message& message) {
    return !must_be_encrypted(message) &&
           (is_one_of(message.restriction, {"public", "white"}) ||
            is_one_of(message.report_restriction, {"public", "white"}));
}

}  // namespace exhibit::rid

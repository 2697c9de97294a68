#include "vault/access_record.hpp"

#include <algorithm>
#include <array>

#include "base/codec.hpp"
#include "base/text.hpp"

namespace exhibit {

using encode::Json;

namespace {

constexpr std::size_t sentences_max = 50;

}  // namespace

std::string recordable(const std::string& name) {
    return valid_utf8(name) ? name : printable(name);
}

Json ranges_json(const std::vector<ByteRange>& ranges) {
    Json::Array out;
    for (const ByteRange& range : ranges) {
        if (out.size() == recorded_max) break;
        const auto most = static_cast<std::uint64_t>(encode::json_integer_max);
        if (range.offset > most || range.length > most) continue;
        out.push_back(Json(Json::Array{Json(range.offset), Json(range.length)}));
    }
    return Json(std::move(out));
}

Json texts_json(const std::vector<std::string>& texts, std::size_t count_max) {
    Json::Array out;
    for (const std::string& text : texts) {
        if (out.size() == count_max) break;
        out.push_back(Json(recordable(text)));
    }
    return Json(std::move(out));
}

Json sentences_json(const std::vector<std::string>& sentences) {
    return texts_json(sentences, sentences_max);
}

std::string filler_text(std::uint8_t fill) {
    return "byte 0x" + to_hex(std::array{std::byte{fill}});
}

custody::PrivateValues access_values(const std::string& purpose,
                                     const std::vector<Finding>& findings) {
    custody::PrivateValues values;
    set_text(values, "purpose", purpose);
    std::vector<std::string> damage;
    for (const Finding& finding : findings)
        if (finding.severity == Severity::violation) damage.push_back(finding.text);
    if (!damage.empty()) values.emplace("damage", sentences_json(damage));
    return values;
}

void stand_in(custody::PrivateValues& values, custody::EventType type,
              std::span<const std::string_view> said_by_people) {
    for (const custody::PrivateName& one :
         custody::private_names(type, custody::SubjectKind::item)) {
        const bool said = std::ranges::find(said_by_people, one.name) != said_by_people.end();
        if (!said) values.try_emplace(std::string(one.name), "not known yet");
    }
}

void require_access(Session& session, const custody::ItemId& item,
                    const custody::ItemAccess& access, const std::string& purpose,
                    const std::string& destination) {
    constexpr std::array<std::string_view, 2> said{"purpose", "destination"};
    custody::PrivateValues values;
    set_text(values, "purpose", purpose);
    set_text(values, "destination", destination);
    stand_in(values, custody::EventType::item_access, said);
    session.require_allowed({access, {item}, {{custody::subject_of(item), values}}, {}});
}

WrittenEvent record_access(Session& session, const custody::ItemId& item,
                           const custody::ItemAccess& access,
                           const custody::PrivateValues& values) {
    return session.write([&] {
        return EventDraft{access, {item}, {{custody::subject_of(item), values}}, {}};
    });
}

}  // namespace exhibit

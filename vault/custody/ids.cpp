#include "custody/ids.hpp"

#include "base/check.hpp"
#include "base/text.hpp"
#include "exhibit/error.hpp"
#include "ledger/object_names.hpp"

namespace exhibit::custody {

namespace {

constexpr std::size_t short_id_digits = 12;

}  // namespace

std::optional<IncidentId> IncidentId::try_parse(std::string_view text) {
    if (!ledger::valid_incident_id(text)) return std::nullopt;
    return IncidentId(std::string(text));
}

IncidentId IncidentId::parse(std::string_view text, std::string_view what) {
    if (auto id = try_parse(text)) return *id;
    throw Error(ErrorKind::malformed,
                std::string(what) + ": found \"" + printable(text.substr(0, 80)) +
                    "\", expected 1 to 64 letters, digits, '.', '_' or '-', the first one a "
                    "letter or a digit");
}

ItemId::ItemId(IncidentId incident, std::uint32_t number)
    : incident_(std::move(incident)), number_(number) {
    CHECK(number > 0);
}

std::optional<ItemId> ItemId::try_parse(std::string_view text) {
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    auto incident = IncidentId::try_parse(text.substr(0, slash));
    const auto number = parse_decimal(text.substr(slash + 1));
    if (!incident || !number || *number == 0 || *number > UINT32_MAX) return std::nullopt;
    return ItemId(std::move(*incident), static_cast<std::uint32_t>(*number));
}

ItemId ItemId::parse(std::string_view text, std::string_view what) {
    if (auto id = try_parse(text)) return *id;
    throw Error(ErrorKind::malformed, std::string(what) + ": found \"" +
                                          printable(text.substr(0, 80)) +
                                          "\", expected <incident>/<number>, such as INC-7/3");
}

std::string ItemId::text() const {
    return incident_.text() + "/" + std::to_string(number_);
}

std::string subject_of_handler(const crypto::Hash& handler) {
    return ledger::handler_subject(handler);
}

std::string subject_of(const IncidentId& incident) {
    return ledger::incident_subject(incident.text());
}

std::string subject_of(const ItemId& item) {
    return ledger::item_subject(item.text());
}

std::string short_id(const crypto::Hash& handler) {
    return handler.hex().substr(0, short_id_digits);
}

}  // namespace exhibit::custody

// How what was done with an item's content is put into the record.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <span>
#include <string>
#include <string_view>
#include "custody/bodies.hpp"

#include "custody/private_names.hpp"
#include "encode/json.hpp"
#include "exhibit/types.hpp"
#include "vault/session.hpp"

namespace exhibit {

/// How many ranges or paths a record holds; FORMAT.md 5.3.
inline constexpr std::size_t recorded_max = 256;

/// Private values are UTF-8; a name that is not is shown escaped.
std::string recordable(const std::string& name);
/// The first `recorded_max` ranges as pairs of offset and length, without those that are no numbers
/// of canonical JSON: addresses of memory above 2^53, nonsense of a log.
encode::Json ranges_json(const std::vector<ByteRange>& ranges);
/// The first `count_max` texts, each recordable().
encode::Json texts_json(const std::vector<std::string>& texts, std::size_t count_max);
/// Sentences about damage and the like: the first 50.
encode::Json sentences_json(const std::vector<std::string>& sentences);
/// "byte 0x00".
std::string filler_text(std::uint8_t fill);

/// Purpose, and the violations among the findings.
custody::PrivateValues access_values(const std::string& purpose,
                                     const std::vector<Finding>& findings);
/// Refuses an access that could not be recorded, before anything is read: the rules, the policy in
/// force, and what it asks people to say.
void require_access(Session& session, const custody::ItemId& item,
                    const custody::ItemAccess& access, const std::string& purpose,
                    const std::string& destination = {});
/// Gives a value to each name that the program fills in later, so that the others can be asked for.
void stand_in(custody::PrivateValues& values, custody::EventType type,
              std::span<const std::string_view> said_by_people);
/// Writes an item.access event.
WrittenEvent record_access(Session& session, const custody::ItemId& item,
                           const custody::ItemAccess& access, const custody::PrivateValues& values);

}  // namespace exhibit

// Which private values an event may carry about which subject (FORMAT.md 5.3, last column), and
// what form their values have. Used by the writer before sealing and by the auditor after opening.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "custody/ids.hpp"
#include "custody/types.hpp"
#include "encode/json.hpp"

namespace exhibit::custody {

/// The opened private values of one event about one subject, by name.
using PrivateValues = std::map<std::string, encode::Json, std::less<>>;

enum class SubjectKind { handler, incident, item };
/// The kind of "item:INC-1/3". Error(malformed) for another form.
SubjectKind kind_of_subject(std::string_view subject);
/// Of an incident, itself; of an item, its own; nullopt for others.
std::optional<IncidentId> incident_of_subject(std::string_view subject);

enum class ValueForm {
    text,       ///< string
    hex,        ///< string of hexadecimal digits
    natural,    ///< integer, not negative
    texts,      ///< array of strings
    ranges,     ///< array of [offset,length], at most 256
    logs,       ///< array of LOG, one for each acquisition log
    expected,   ///< array of {"algorithm","result","value"}
    segments,   ///< array of {"name","size"}, at most 1,000
    container,  ///< object of FORMAT.md 6.1
    archive,    ///< object of FORMAT.md 6.2
    summary,    ///< object of FORMAT.md 6.3
    imported,   ///< object of FORMAT.md 6.4
};

struct PrivateName {
    std::string_view name;
    ValueForm form = ValueForm::text;
    bool required = false;
};

/// Sorted by name; empty when this type of event has nothing to say about such a subject.
std::span<const PrivateName> private_names(EventType type, SubjectKind kind);

/// One sentence for each unknown name, missing required name and value of another form.
std::vector<std::string> private_problems(EventType type, SubjectKind kind,
                                          const PrivateValues& values);

/// The value when it is a string, else "".
std::string text_value(const PrivateValues& values, std::string_view name);

}  // namespace exhibit::custody

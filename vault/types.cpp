#include "exhibit/types.hpp"

#include "base/time.hpp"

namespace exhibit {

std::string utc_text(Moment moment) {
    return format_utc(Instant{moment.seconds});
}

std::string local_text(Moment moment) {
    return format_for_people(Instant{moment.seconds}, ZoneOffset{moment.zone_minutes});
}

std::string to_string(Access access) {
    switch (access) {
        case Access::none: return "none";
        case Access::deposit: return "deposit";
        case Access::record: return "record";
        case Access::content: return "content";
    }
    return "none";
}

std::string to_string(Severity severity) {
    switch (severity) {
        case Severity::note: return "note";
        case Severity::warning: return "warning";
        case Severity::violation: return "violation";
    }
    return "violation";
}

}  // namespace exhibit

// The functions of exhibit/text.hpp that are not in the base layer already.
#include "exhibit/text.hpp"

#include "base/time.hpp"

namespace exhibit {

Moment parse_moment(std::string_view text) {
    const LocalTime time = parse_rfc3339(text);
    return Moment{time.instant.seconds, time.zone.minutes};
}

}  // namespace exhibit

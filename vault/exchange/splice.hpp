// Evidence into somebody else's report, by putting bytes in at one place. Every byte of the report
// stays: what was signed in parts, its prefixes, line ends, comments and unknown extensions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "exchange/iodef.hpp"
#include "exchange/report_map.hpp"

namespace exhibit::exchange {

struct SplicePlace {
    std::size_t offset = 0;
    FragmentLayout layout;
    bool new_line = false;  ///< a line end and the indent come before the part
    std::size_t line = 1;   ///< of the offset, from 1
    IodefVersion version = IodefVersion::v2;
    std::string where;                    ///< in words
    std::vector<std::string> signatures;  ///< sentences: those that break, or may
    std::vector<MappedElement> around;    ///< what the part stands in, the root first
    const std::vector<MappedElement>* siblings =
        nullptr;  ///< of the map: children of the innermost
};

/// The place the request asks for. Error(conflict) when there are several, or the rules of RFC 5941
/// forbid it; Error(not_found) when there is none; Error(malformed) when the report is no IODEF.
/// Signatures are told, not judged.
SplicePlace find_place(std::string_view document, const ReportMap& map,
                       const IodefAttachRequest& request);

/// The report with the part in it.
std::string splice(std::string_view document, const SplicePlace& place, std::string_view part);

/// Reads the result again: strict XML, one part more than before, no id twice, and no more that is
/// wrong by the RFCs than before. Error(internal) when it is not; Error(malformed) when only a
/// report that was wrong already comes out worse.
void require_sound(std::string_view document, const std::string& spliced, const ReportMap& before,
                   IodefSection into, const std::string& source);
/// The same, of the elements around the place and the tags of the part's siblings alone: whatever
/// else is in the report, its bytes are the same and cannot get worse. `map` is of all of it.
void require_sound_place(std::string_view document, const SplicePlace& place, std::string_view part,
                         const ReportMap& map, IodefSection into, const std::string& source);

}  // namespace exhibit::exchange

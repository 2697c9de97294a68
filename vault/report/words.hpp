// Values that are no text, in words: what a document says of itself, a container, an archive, a
// log.
//
// The script of the report states the same rule once more (valueInWords), and compares: whoever
// changes one changes both.
#pragma once

#include <string>
#include <string_view>

#include "encode/json.hpp"

namespace exhibit::report {

/// Made printable, not yet escaped. A text is itself. Of an object, a line for each member, the
/// short ones first; of a list, one for each entry. `[name,value]` is "name: value", a range of
/// offset and length "0+512". What is empty is left out.
std::string value_in_words(const encode::Json& value);
/// "Collected from" for collected_from.
std::string name_in_words(std::string_view name);

}  // namespace exhibit::report

// xmllint as a judge, where it is installed.
#pragma once

#include <string>

namespace exhibit::exchange {

struct Verdict {
    int code = 0;  ///< exit code of xmllint; 127 when there is none
    std::size_t complaints = 0;
    std::string text;  ///< what it says
};
/// `xmllint --nonet --noout --schema SCHEMA` on the document.
Verdict xmllint(const std::string& schema, const std::string& xml);

bool have_xmllint();
/// The schemas beside this source tree (../shared/schemas/local).
bool have_schemas();

}  // namespace exhibit::exchange

// Example documents that RFCs print, cut out of their texts when a test runs, so that nothing of
// them is copied into this tree.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace exhibit::test {

struct RfcExample {
    std::string name;  ///< "RFC 5070, 2"
    std::string text;
};

struct RfcExamples {
    std::vector<RfcExample> documents;
    std::map<int, int> fragments;  ///< elided ones, by RFC
};

/// Adds the documents whose root is written `root` ("IODEF-Document") in FOLDER/rfcNUMBER.txt: from
/// the XML declaration, which may have comments behind it, to the end tag. One with "..." in it is
/// a fragment, unless `dots` says that they are text.
void cut_examples(const std::string& folder, int rfc, const std::string& root, RfcExamples& out,
                  bool dots = false);

}  // namespace exhibit::test

// From what a bundle holds to the files in it, and back.
#pragma once

#include <string>
#include <vector>

#include "bundle/bag.hpp"
#include "bundle/contents.hpp"
#include "ledger/event.hpp"
#include "verify/report.hpp"

namespace exhibit::bundle {

/// keys.json as these entries give it.
std::string keys_text(const std::vector<ledger::Entry>& entries, const std::string& log_key);

/// The files below data/, but content, which is streamed.
std::vector<File> payload_files(const Contents& contents);
/// Names the folder of the bag: "INC-1", or "INC-1-3" for an item.
std::string folder_name(const Info& info);
std::string content_path(const custody::ItemId& item);
std::string document_path(const DocumentName& name);
std::string cosignature_path(const CosignatureName& name);
/// README.txt and verify.sh.
std::vector<File> texts_for_people(const Info& info);

/// Reads the files of a bag. Reports what is not of the form and leaves it out.
Contents read_contents(const FilesByPath& files, verify::Report& report);

}  // namespace exhibit::bundle

// validate_files published|errata|working_group|lenient: judges each file that standard input
// names. Prints a line for each error: file, code, path and text, parted by tabs; and one with the
// file alone before them.
#include <iostream>
#include <string>

#include "base/file.hpp"
#include "exhibit/validation.hpp"

namespace {

constexpr std::uint64_t document_bytes_max = std::uint64_t{1} << 30U;

void judge(const std::string& path, const exhibit::ValidationRequest& request) {
    const exhibit::Bytes content = exhibit::read_file(path, document_bytes_max).value();
    const exhibit::ValidationReport report =
        exhibit::validate_report(exhibit::to_string(content), request);
    std::cout << path << '\n';
    for (const exhibit::ValidationMessage& message : report.messages)
        if (message.is_error)
            std::cout << path << '\t' << message.code << '\t' << message.path << '\t'
                      << message.text << '\n';
}

}  // namespace

int main(int argc, char** argv) {
    const std::string schema = argc == 2 ? argv[1] : "";
    exhibit::ValidationRequest request;
    request.messages_max = 1000;
    request.lenient = schema == "lenient";
    if (schema == "errata") request.schema = exhibit::IodefSchema::errata;
    if (schema == "working_group") request.schema = exhibit::IodefSchema::working_group;
    std::string path;
    while (std::getline(std::cin, path)) judge(path, request);
    return 0;
}

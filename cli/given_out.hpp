// A document that goes to others: into a file or to standard output, and what is said of it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "cli/file.hpp"

namespace exhibit::cli {

class GivenOut {
public:
    /// Before the event: what could not be written must not be recorded as sent.
    GivenOut(const Context& context, const std::string& output);

    bool to_file() const noexcept { return file_.has_value(); }
    /// Nothing without a file.
    void write(const std::string& document);
    /// write(), and then what there is to say of it.
    ExitCode put(const std::string& document, const std::string& sha256,
                 const std::vector<std::string>& omitted);

private:
    const Context& context_;
    std::string output_;
    std::optional<NewFile> file_;
};

/// [{"text": ...}]
Json sentences(const std::vector<std::string>& texts);

}  // namespace exhibit::cli

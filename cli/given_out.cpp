#include "cli/given_out.hpp"

#include "cli/show.hpp"
#include "exhibit/text.hpp"

namespace exhibit::cli {

GivenOut::GivenOut(const Context& context, const std::string& output)
    : context_(context), output_(output) {
    if (output.empty() || output == "-") return;
    file_.emplace(output, context.options.yes ? Existing::replace : Existing::refuse,
                  Readers::everybody);
}

void GivenOut::write(const std::string& document) {
    if (!file_) return;
    file_->write(document);
    file_->close();
}

ExitCode GivenOut::put(const std::string& document, const std::string& sha256,
                       const std::vector<std::string>& omitted) {
    write(document);
    if (context_.json()) {
        context_.put_json(Json{{"output", to_file() ? Json(output_) : Json(nullptr)},
                               {"sha256", sha256},
                               {"omitted", sentences(omitted)},
                               {"document", to_file() ? Json(nullptr) : Json(document)}});
        return ExitCode::fine;
    }
    for (const std::string& text : omitted) context_.notice(text);
    if (!to_file()) {
        context_.put_text(document);
        return ExitCode::fine;
    }
    context_.put_text(field_list({{"Document", output_},
                                  {"Bytes", size_text(document.size())},
                                  {"SHA-256", sha256 + " (recorded in the ledger)"}}));
    return ExitCode::fine;
}

Json sentences(const std::vector<std::string>& texts) {
    Json out = Json::array();
    for (const std::string& text : texts) out.push_back(Json{{"text", text}});
    return out;
}

}  // namespace exhibit::cli

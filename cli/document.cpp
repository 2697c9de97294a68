// Documents a vault gives out: receipts, checkpoints, requests.
#include "cli/command.hpp"
#include "cli/file.hpp"
#include "exhibit/text.hpp"

namespace exhibit::cli {

bool write_document(const Context& context, const std::string& output, const std::string& text) {
    if (output.empty() || output == "-") return false;
    NewFile file(output, context.options.yes ? Existing::replace : Existing::refuse,
                 Readers::everybody);
    file.write(text);
    file.close();
    return true;
}

ExitCode put_document(const Context& context, const std::string& output, const char* key,
                      const std::string& text) {
    const bool to_file = write_document(context, output, text);
    if (context.json()) {
        Json out;
        out[key] = text;
        out["output"] = to_file ? Json(output) : Json(nullptr);
        context.put_json(out);
    } else if (!to_file) {
        context.put_text(text);
    } else {
        context.put_text("The " + std::string(key) + " is in " + printable(output) + ".\n");
    }
    return ExitCode::fine;
}

}  // namespace exhibit::cli

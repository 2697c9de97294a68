#include "cli/fields.hpp"

#include <algorithm>
#include <map>

#include "exhibit/text.hpp"

namespace exhibit::cli {

namespace {

const std::map<std::string, std::string>& descriptions() {
    static const std::map<std::string, std::string> texts{
        {"label", "Short name people use for it"},
        {"description", "What it is, its condition and marks"},
        {"make", "Manufacturer"},
        {"model", "Model"},
        {"serial", "Serial number"},
        {"asset_tag", "Asset tag"},
        {"host_name", "Host name"},
        {"mac", "Network hardware address"},
        {"ip", "Network address"},
        {"condition", "Condition"},
        {"seal", "Number of the seal or bag"},
        {"quantity", "How many"},
        {"collected_place", "Where it was collected"},
        {"collected_from", "From whom or what it was obtained"},
        {"collected_by", "Who collected it, if not you"},
        {"discovered_at", "When it was discovered"},
        {"discovered_by", "Who discovered it"},
        {"place", "Where it is kept"},
        {"method", "How it was collected or acquired: tool, version, write blocker"},
        {"authority", "Under what authority it was taken"},
        {"acquisition", "Type of acquisition: physical, logical, live, …"},
        {"write_blocker", "Write blocker used: make, model, version; or none"},
        {"clock_drift",
         "How far the clock of the acquiring machine was off: \"3m20s ahead\", \"2h behind\", or "
         "none"},
        {"derivation_tool", "Tool that made it from the other item"},
        {"derivation_version", "Version of that tool"},
        {"derivation_parameters", "Parameters it was called with"},
        {"input_sha256", "SHA-256 of what the tool was given"},
    };
    return texts;
}

}  // namespace

void add_fields(CLI::App& command, FieldOptions& options, const std::vector<std::string>& names) {
    for (const std::string& name : names) {
        std::string option = "--" + name;
        std::replace(option.begin(), option.end(), '_', '-');
        CLI::Option* added = add_taken(
            command, option + " TEXT",
            [&options, name](const std::string& value) { options.named[name] = value; },
            descriptions().at(name));
        if (name == "description") added->required();  // CR-02: no item without one
    }
    add_texts(command, "--field NAME=VALUE", options.others,
              "Any other fact (make, model, serial, asset_tag, host_name, mac, ip, quantity, …)");
}

ItemFields fields_of(const FieldOptions& options) {
    ItemFields fields = options.named;
    for (const std::string& text : options.others) {
        const std::size_t equals = text.find('=');
        if (equals == std::string::npos || equals == 0) {
            throw Error(ErrorKind::usage, "--field '" + printable(text) +
                                              "' is not of the form NAME=VALUE, as in "
                                              "--field serial=5CD1234XYZ.");
        }
        const std::string name = text.substr(0, equals);
        if (!fields.emplace(name, text.substr(equals + 1)).second) {
            throw Error(ErrorKind::usage, "The field '" + printable(name) + "' is given twice.");
        }
    }
    return fields;
}

}  // namespace exhibit::cli

#include "bundle/members.hpp"

#include "base/codec.hpp"
#include "base/text.hpp"
#include "bundle/codes.hpp"
#include "custody/bodies.hpp"
#include "encode/json.hpp"
#include "exhibit/error.hpp"

namespace exhibit::bundle {

extern const std::string_view embedded_readme_txt;
extern const std::string_view embedded_verify_sh;

namespace {

using encode::Json;
using ledger::TileId;

constexpr std::string_view entries_folder = "data/entries/";
constexpr std::string_view disclosures_folder = "data/disclosures/";
constexpr std::string_view objects_folder = "data/objects/";
constexpr std::string_view cosignature_folder = "data/cosig/";
constexpr std::string_view tile_folder = "data/tile/";
constexpr std::string_view json_end = ".json";

std::string numbered(std::string_view folder, std::uint64_t index) {
    return std::string(folder) + std::to_string(index) + std::string(json_end);
}

/// The ENROL an event holds, whatever its type: in `enrol`, or the body itself.
const Json* enrol_in(const ledger::Event& event) {
    if (!event.body.is_object()) return nullptr;
    const Json* enrol = event.body.find("enrol");
    if (enrol == nullptr && event.body.find("sign") != nullptr) enrol = &event.body;
    if (enrol == nullptr || !enrol->is_object()) return nullptr;
    const Json* handler = enrol->find("handler");
    const Json* sign = enrol->find("sign");
    const bool keys = handler && sign && handler->is_string() && sign->is_string();
    return keys ? enrol : nullptr;
}

/// Sorts the files of a bag into the parts of its contents.
class Reader {
public:
    Reader(const FilesByPath& files, verify::Report& report) : files_(files), report_(report) {}

    Contents run() {
        for (const auto& [path, member] : files_) {
            if (path.starts_with("data/")) take(path, *member);
        }
        if (!out_.info) require("data/bundle.json");
        if (out_.descriptor.empty()) require("data/exhibit.json");
        if (out_.checkpoint.empty()) require("data/checkpoint");
        if (!out_.keys) require("data/keys.json");
        return std::move(out_);
    }

private:
    void require(const std::string& path) {
        if (report_.blames(path)) return;
        report_.violation(code::missing, path, "The bundle has no " + path + ".");
    }

    void take(const std::string& path, const Member& member) {
        const std::string_view text = as_text(member.bytes);
        if (path == "data/bundle.json") {
            report_.attempt(code::info, path, [&] { out_.info = parse_info(text, path); });
        } else if (path == "data/exhibit.json") {
            out_.descriptor = text;
        } else if (path == "data/checkpoint") {
            out_.checkpoint = text;
        } else if (path == "data/keys.json") {
            out_.keys = text;
        } else if (path.starts_with(entries_folder)) {
            if (const auto index = number_in(path, entries_folder)) out_.entries[*index] = text;
        } else if (path.starts_with(disclosures_folder)) {
            const auto index = number_in(path, disclosures_folder);
            if (!index) return;
            report_.attempt(code::disclosure, path,
                            [&] { out_.disclosures[*index] = parse_disclosed(text, path); });
        } else if (path.starts_with(tile_folder)) {
            report_.attempt(code::tile, path, [&] { take_tile(path, member.bytes); });
        } else if (path.starts_with(objects_folder)) {
            report_.attempt(code::object, path, [&] { take_object(path, member); });
        } else if (path.starts_with(content_folder)) {
            take_content(path, member);
        } else if (path.starts_with(documents_folder)) {
            take_document(path, member);
        } else if (path.starts_with(cosignature_folder)) {
            take_cosignature(path, text);
        } else {
            report_.violation(code::foreign, path,
                              "A bundle has no file of the name " + path + ".");
        }
    }

    std::optional<std::uint64_t> number_in(const std::string& path, std::string_view folder) {
        std::string_view name = std::string_view(path).substr(folder.size());
        if (name.ends_with(json_end)) {
            name.remove_suffix(json_end.size());
            const auto number = parse_decimal(name);
            if (number && *number < tree_size_limit) return number;
        }
        report_.violation(code::name, path, path + " is not named by the index of an event.");
        return std::nullopt;
    }

    void take_tile(const std::string& path, ByteView bytes) {
        const std::size_t width = bytes.size() / sizeof(crypto::Hash::bytes);
        std::string_view name = std::string_view(path).substr(tile_folder.size());
        const std::size_t partial = name.find(".p/");
        const std::size_t slash = name.find('/');
        const auto level = parse_decimal(name.substr(0, slash));
        const auto number =
            slash == std::string_view::npos
                ? std::nullopt
                : ledger::parse_tlog_path(name.substr(0, partial).substr(slash + 1));
        if (!level || *level >= ledger::tile_levels || !number || *number > tree_size_limit ||
            width == 0 || width > ledger::tile_hashes) {
            throw FormatError(path, 0, "a tile of 1 to 256 hashes, named as C2SP tlog-tiles does");
        }
        const TileId id{static_cast<unsigned>(*level), *number};
        if (path != "data/" + ledger::exported_tile_path({id, width})) {
            throw FormatError(
                path, 0,
                "a name that states the " + std::to_string(width) + " hashes the tile has");
        }
        ByteReader reader(bytes, path);
        std::vector<crypto::Hash> hashes;
        while (hashes.size() < width) hashes.push_back({reader.array<32>("a hash")});
        reader.finish();
        out_.tiles.emplace(id, std::move(hashes));
    }

    void take_object(const std::string& path, const Member& member) {
        const auto digest =
            crypto::Hash::from_hex(std::string_view(path).substr(objects_folder.size()), path);
        if (digest != member.sha256) {
            report_.violation(code::object, path,
                              "The object's bytes have another digest than its name.");
            return;
        }
        out_.objects.emplace(digest, to_string(member.bytes));
    }

    void take_content(const std::string& path, const Member& member) {
        const auto number = parse_decimal(std::string_view(path).substr(content_folder.size()));
        if (number && *number > 0 && *number <= 0xFFFFFFFF) {
            out_.content[static_cast<std::uint32_t>(*number)] = {member.size, member.sha256};
            return;
        }
        report_.violation(code::name, path, path + " is not named by the number of an item.");
    }

    void take_document(const std::string& path, const Member& member) {
        const std::vector<std::string_view> parts =
            split(std::string_view(path).substr(documents_folder.size()), '/');
        const auto item = parts.size() == 2 ? parse_decimal(parts[0]) : std::nullopt;
        const auto number = parts.size() == 2 ? parse_decimal(parts[1]) : std::nullopt;
        constexpr std::uint64_t most = 0xFFFFFFFF;
        if (item && number && *item > 0 && *number > 0 && *item <= most && *number <= most) {
            const DocumentName name{static_cast<std::uint32_t>(*item),
                                    static_cast<std::uint32_t>(*number)};
            out_.documents[name] = {member.size, member.sha256};
            return;
        }
        report_.violation(
            code::name, path,
            path + " is not named by the number of an item and that of what is attached to it.");
    }

    void take_cosignature(const std::string& path, std::string_view text) {
        const std::vector<std::string_view> parts =
            split(std::string_view(path).substr(cosignature_folder.size()), '/');
        const auto size = parts.size() == 2 ? parse_decimal(parts[0]) : std::nullopt;
        if (!size || *size == 0 || *size > tree_size_limit) {
            report_.violation(code::name, path,
                              path + " is not named by the size of a tree and a witness's key.");
            return;
        }
        report_.attempt(code::name, path, [&] {
            out_.cosignatures[{*size, crypto::Hash::from_hex(parts[1], path)}] = text;
        });
    }

    const FilesByPath& files_;
    verify::Report& report_;
    Contents out_;
};

}  // namespace

std::string keys_text(const std::vector<ledger::Entry>& entries, const std::string& log_key) {
    Json::Array handlers;
    for (const ledger::Entry& entry : entries) {
        const Json* enrol = enrol_in(entry.event);
        if (enrol == nullptr) continue;
        handlers.push_back(Json::Object{{"enrolled", entry.index.value},
                                        {"handler", *enrol->find("handler")},
                                        {"sign", *enrol->find("sign")}});
    }
    return encode::dump(Json::Object{{"handlers", std::move(handlers)}, {"log_key", log_key}}) +
           "\n";
}

std::vector<File> payload_files(const Contents& contents) {
    std::vector<File> files{{"data/bundle.json", dump_info(contents.info.value())},
                            {"data/exhibit.json", contents.descriptor},
                            {"data/checkpoint", contents.checkpoint},
                            {"data/keys.json", contents.keys.value()}};
    for (const auto& [index, entry] : contents.entries) {
        files.push_back({numbered(entries_folder, index), entry});
    }
    for (const auto& [index, disclosed] : contents.disclosures) {
        files.push_back({numbered(disclosures_folder, index), dump_disclosed(disclosed)});
    }
    for (const auto& [id, hashes] : contents.tiles) {
        files.push_back({"data/" + ledger::exported_tile_path({id, hashes.size()}),
                         to_string(ledger::encode_tile(hashes))});
    }
    for (const auto& [digest, bytes] : contents.objects) {
        files.push_back({std::string(objects_folder) + digest.hex(), bytes});
    }
    for (const auto& [name, note] : contents.cosignatures) {
        files.push_back({cosignature_path(name), note});
    }
    return files;
}

std::string document_path(const DocumentName& name) {
    return std::string(documents_folder) + std::to_string(name.item) + '/' +
           std::to_string(name.number);
}

std::string cosignature_path(const CosignatureName& name) {
    return std::string(cosignature_folder) + std::to_string(name.size) + '/' + name.witness.hex();
}

std::string folder_name(const Info& info) {
    std::string name = info.item ? info.item->text() : info.incident.text();
    for (char& c : name) {
        if (c == '/') c = '-';
    }
    return name;
}

std::string content_path(const custody::ItemId& item) {
    return std::string(content_folder) + std::to_string(item.number());
}

std::vector<File> texts_for_people(const Info& info) {
    const std::string what =
        info.item ? "item " + info.item->text() + " of incident " + info.incident.text()
                  : "incident " + info.incident.text();
    std::string readme(embedded_readme_txt);
    const std::string mark = "@SCOPE@";
    readme.replace(readme.find(mark), mark.size(), what);
    return {{"README.txt", std::move(readme)},
            {"verify.sh", std::string(embedded_verify_sh), true}};
}

Contents read_contents(const FilesByPath& files, verify::Report& report) {
    return Reader(files, report).run();
}

}  // namespace exhibit::bundle

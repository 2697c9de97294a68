// Which folder may include what.
#include <array>
#include <map>
#include <set>
#include <string_view>

#include "rules.hpp"

namespace exhibit::tidy {
namespace {

using Names = std::set<std::string_view>;

// A layer may include itself and these, never anything above it. The links in the CMakeLists.txt
// are transitive; this table is not: it says what a layer is meant to know.
const std::map<std::string_view, Names> layers_below = {
    {"base", {}},
    {"crypto", {"base"}},
    {"net", {"base", "crypto"}},
    {"xml", {"base"}},
    {"xmlsec", {"base", "crypto", "xml"}},
    {"documents", {"base", "crypto", "xml"}},
    {"rid", {"base", "crypto", "xml", "xmlsec"}},
    {"encode", {"base", "crypto"}},
    {"store", {"base", "crypto", "encode"}},
    {"ledger", {"base", "crypto", "encode", "store"}},
    {"blob", {"base", "crypto", "encode", "store"}},
    {"custody", {"base", "crypto", "encode", "ledger"}},
    {"policy", {"base", "crypto", "ledger", "custody"}},
    {"intake", {"base", "crypto", "encode", "store", "ledger", "blob", "custody", "documents"}},
    {"mount", {"base", "crypto", "encode", "store", "blob", "intake"}},
    {"catalogue", {"base", "crypto", "encode", "store", "ledger", "blob", "custody"}},
    {"exchange", {"base", "crypto", "xml", "documents", "encode", "ledger", "custody"}},
    {"volumes", {"base"}},
    {"verify", {"base", "crypto", "encode", "store", "ledger", "blob", "custody", "policy"}},
    {"bundle", {"base", "crypto", "encode", "ledger", "custody", "policy", "verify"}},
    {"report", {"base", "crypto", "encode", "ledger", "custody", "bundle"}},
    {"vault", {"base",   "crypto", "encode", "store",     "ledger",    "blob",   "custody",
               "policy", "intake", "mount",  "catalogue", "exchange",  "verify", "bundle",
               "report", "net",    "xml",    "xmlsec",    "documents", "rid",    "volumes"}},
    {"cli", {}},
};

// Each third-party library has one home. Tests may use any of them.
struct Home {
    std::string_view prefix;
    std::string_view layer;
};
constexpr std::array homes = {
    Home{"sodium", "crypto"},     Home{"openssl/", "crypto"}, Home{"boost/", "store"},
    Home{"zstd", "blob"},         Home{"archive", "intake"},  Home{"sqlcipher/", "catalogue"},
    Home{"sqlite3", "catalogue"}, Home{"pugi", "exchange"},   Home{"CLI/", "cli"},
    Home{"nlohmann/", "cli"},     Home{"gtest/", "tests"},    Home{"gmock/", "tests"},
    Home{"rapidcheck", "tests"},  Home{"fuse", "mount"},      Home{"isa-l", "blob"},
    Home{"libewf", "intake"},     Home{"libbfio", "intake"},  Home{"toml++/", "policy"},
    Home{"qrencode", "report"},   Home{"zlib", "report"},     Home{"httplib", "net"},
    Home{"libxml/", "xmlsec"},    Home{"xmlsec/", "xmlsec"},  Home{"gmime/", "documents"},
    Home{"simdjson", "exchange"}, Home{"blkid", "volumes"},
};

// Headers of the operating system that have no folder of their own.
const Names system_headers = {"dirent.h",  "fcntl.h", "malloc.h",  "netdb.h", "poll.h",
                              "pthread.h", "pwd.h",   "termios.h", "time.h",  "unistd.h"};

// Layers that compute and never touch the world.
const Names pure_layers = {"xml", "documents", "encode", "custody", "policy", "bundle", "report"};
const Names input_output = {"cstdio", "fcntl.h", "filesystem", "fstream", "unistd.h"};

// "ledger" for vault/ledger/x.hpp, "vault" for the façade, "cli", "policy", "tests", "include".
std::string_view layer_of(std::string_view path) {
    const std::string_view top = path.substr(0, path.find('/'));
    if (top != "vault") return top;
    const std::string_view rest = path.substr(top.size() + 1);
    return rest.find('/') == std::string_view::npos ? top : rest.substr(0, rest.find('/'));
}

// Why `name` is a wrong thing to include between quotes in `layer`; empty when it is right.
std::string judge_quoted(std::string_view layer, std::string_view name) {
    if (layer == "include") return "public headers include <exhibit/...> and the standard library";
    if (name.find("../") != std::string_view::npos) return "leaves its folder";
    const std::string_view folder = name.substr(0, name.find('/'));
    if (folder == name) return "say \"" + std::string(layer) + "/" + std::string(name) + "\"";
    if (folder == layer) return {};
    const auto below = layers_below.find(layer);
    if (below != layers_below.end() && below->second.contains(folder)) return {};
    return std::string(layer) + " may not use " + std::string(folder);
}

std::string judge_angled(std::string_view layer, std::string_view name) {
    for (const Home& home : homes) {
        if (!name.starts_with(home.prefix)) continue;
        if (layer == home.layer) return {};
        return "this library is used in " + std::string(home.layer) + " only";
    }
    if (pure_layers.contains(layer) && input_output.contains(name))
        return std::string(layer) + " does no input or output";
    if (name == "iostream" && layer != "cli") return "the library prints nothing";
    if (name.starts_with("exhibit/")) return {};
    const bool standard = name.find_first_of("/.") == std::string_view::npos;
    const bool system =
        name.starts_with("sys/") || name.starts_with("linux/") || system_headers.contains(name);
    if (standard || (system && layer != "include")) return {};
    return "no folder is the home of this header";
}

}  // namespace

Complaints check_includes(const SourceFile& file) {
    const std::string_view layer = layer_of(file.path);
    Complaints complaints;
    if (!file.is_cpp() || layer == "tests") return complaints;
    const auto lines = lines_of(file.text);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        std::string_view line = lines[i];
        if (!line.starts_with("#include ")) continue;
        line.remove_prefix(line.find_first_of("\"<", 8));
        const std::string_view name = line.substr(1, line.find_first_of("\">", 1) - 1);
        const bool quoted = line.front() == '"' && !name.starts_with("exhibit/");
        const std::string why = quoted ? judge_quoted(layer, name) : judge_angled(layer, name);
        if (why.empty()) continue;
        complaints.push_back(file.path + ":" + std::to_string(i + 1) + ": " + std::string(name) +
                             ": " + why);
    }
    return complaints;
}

}  // namespace exhibit::tidy

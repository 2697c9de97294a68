// Every rule finds a file that breaks it, and leaves alone one that comes close.
#include <gtest/gtest.h>

#include "rules.hpp"

namespace exhibit::tidy {
namespace {

Complaints includes(const std::string& path, const std::string& line) {
    return check_includes({path, "#include " + line + "\n"});
}

TEST(Includes, edge_upward_is_found) {
    EXPECT_EQ(includes("vault/store/a.cpp", "\"ledger/event.hpp\"").size(), 1U);
    EXPECT_EQ(includes("vault/ledger/a.cpp", "\"store/object_store.hpp\"").size(), 0U);
}

TEST(Includes, custody_may_not_use_the_store) {
    EXPECT_EQ(includes("vault/custody/a.cpp", "\"store/object_store.hpp\"").size(), 1U);
    EXPECT_EQ(includes("vault/custody/a.cpp", "\"ledger/event.hpp\"").size(), 0U);
}

TEST(Includes, verify_may_not_use_catalogue_or_intake) {
    EXPECT_EQ(includes("vault/verify/a.cpp", "\"catalogue/query.hpp\"").size(), 1U);
    EXPECT_EQ(includes("vault/verify/a.cpp", "\"intake/source.hpp\"").size(), 1U);
}

TEST(Includes, program_uses_public_headers_only) {
    EXPECT_EQ(includes("cli/a.cpp", "\"base/bytes.hpp\"").size(), 1U);
    EXPECT_EQ(includes("cli/a.cpp", "<exhibit/vault.hpp>").size(), 0U);
    EXPECT_EQ(includes("cli/a.cpp", "\"cli/output.hpp\"").size(), 0U);
}

TEST(Includes, third_party_header_away_from_home_is_found) {
    EXPECT_EQ(includes("vault/ledger/a.cpp", "<sodium.h>").size(), 1U);
    EXPECT_EQ(includes("vault/blob/a.cpp", "<openssl/evp.h>").size(), 1U);
    EXPECT_EQ(includes("vault/base/a.cpp", "<boost/filesystem.hpp>").size(), 1U);
    EXPECT_EQ(includes("vault/vault.cpp", "<nlohmann/json.hpp>").size(), 1U);
    EXPECT_EQ(includes("cli/a.cpp", "<gtest/gtest.h>").size(), 1U);
    EXPECT_EQ(includes("vault/crypto/a.cpp", "<sodium.h>").size(), 0U);
}

TEST(Includes, unknown_library_is_found) {
    EXPECT_EQ(includes("vault/base/a.cpp", "<curl/curl.h>").size(), 1U);
    EXPECT_EQ(includes("vault/base/a.cpp", "<sys/stat.h>").size(), 0U);
}

TEST(Includes, public_header_with_anything_private_is_found) {
    EXPECT_EQ(includes("include/exhibit/a.hpp", "\"base/bytes.hpp\"").size(), 1U);
    EXPECT_EQ(includes("include/exhibit/a.hpp", "<unistd.h>").size(), 1U);
    EXPECT_EQ(includes("include/exhibit/a.hpp", "<string>").size(), 0U);
}

TEST(Includes, detours_are_found) {
    EXPECT_EQ(includes("vault/store/a.cpp", "\"../ledger/event.hpp\"").size(), 1U);
    EXPECT_EQ(includes("vault/store/a.cpp", "\"name.hpp\"").size(), 1U);
}

TEST(Includes, pure_layers_touch_no_files) {
    EXPECT_EQ(includes("vault/custody/a.cpp", "<fstream>").size(), 1U);
    EXPECT_EQ(includes("policy/a.cpp", "<unistd.h>").size(), 1U);
    EXPECT_EQ(includes("vault/base/a.cpp", "<iostream>").size(), 1U);
}

std::size_t banned(const std::string& code) {
    return check_banned_calls({"vault/base/a.cpp", code}).size();
}

TEST(BannedCalls, are_found) {
    EXPECT_EQ(banned("if (std::memcmp(a, b, n) == 0) {}\n"), 1U);
    EXPECT_EQ(banned("int i = rand ();\n"), 1U);
    EXPECT_EQ(banned("strcpy(a, b); sprintf(a, b);\n"), 2U);
    EXPECT_EQ(banned("std::system(\"ls\");\n"), 1U);
    EXPECT_EQ(banned("out << std::endl;\n"), 1U);
    EXPECT_EQ(banned("assert(true);\n"), 1U);
    EXPECT_EQ(banned("using namespace std;\n"), 1U);
}

TEST(BannedCalls, need_the_whole_word_in_code) {
    EXPECT_EQ(banned("static_assert(true); sodium_memcmp(a, b, n); operand(1);\n"), 0U);
    EXPECT_EQ(banned("std::system_error e; auto system = 1;\n"), 0U);
    EXPECT_EQ(banned("// assert(x)\n/* rand() */ auto s = \"strcpy(a)\";\n"), 0U);
    EXPECT_EQ(banned("auto s = R\"(assert(x))\"; auto n = 1'000; auto c = '\"';\n"), 0U);
    EXPECT_EQ(banned("auto c = '\"'; assert(x);\n"), 1U);
}

TEST(Shape, long_lines_and_files_are_found) {
    const std::string header = "#pragma once\n";
    EXPECT_EQ(check_shape({"a.hpp", header + std::string(101, 'x') + "\n"}).size(), 1U);
    EXPECT_EQ(check_shape({"a.hpp", header + std::string(100, 'x') + "\n"}).size(), 0U);
    EXPECT_EQ(check_shape({"a.cpp", std::string(501, '\n')}).size(), 1U);
    EXPECT_EQ(check_shape({"a.cpp", std::string(500, '\n')}).size(), 0U);
    EXPECT_EQ(check_shape({"a.hpp", "int a;\n"}).size(), 1U);
    EXPECT_EQ(check_shape({"a.cpp", "int a; \n\tint b;\nint c;"}).size(), 3U);
}

TEST(Markers, are_found) {
    EXPECT_EQ(check_markers({"a.cpp",
                             "// TO"
                             "DO: later\n"})
                  .size(),
              1U);
    EXPECT_EQ(check_markers({"tests/a.sh",
                             "# FIX"
                             "ME\n"})
                  .size(),
              1U);
}

TEST(MachineNames, are_found) {
    EXPECT_EQ(check_machine_names({"a.md",
                                   "see /wo"
                                   "rk/main\n"})
                  .size(),
              1U);
    EXPECT_EQ(check_machine_names({"a.md",
                                   "frame/wo"
                                   "rk/main\n"})
                  .size(),
              0U);
    EXPECT_EQ(check_machine_names({"a.sh",
                                   "get http"
                                   "://deb."
                                   "debian.org/x\n"})
                  .size(),
              1U);
    EXPECT_EQ(check_machine_names({"a.sh",
                                   "get https"
                                   "://www.rfc-editor.org/x\n"})
                  .size(),
              0U);
}

TEST(TopLevel, stranger_is_found) {
    EXPECT_EQ(check_top_level({{"src/a.cpp", ""}, {"src/b.cpp", ""}}).size(), 1U);
    EXPECT_EQ(check_top_level({{"README.md", ""}, {"vault/a.cpp", ""}}).size(), 0U);
}

TEST(DeadFiles, are_found) {
    const SourceFile list{"vault/base/CMakeLists.txt", "exhibit_layer(base SOURCES a.cpp)\n"};
    const SourceFile a{"vault/base/a.cpp", "#include \"base/a.hpp\"\n"};
    EXPECT_EQ(check_dead_files({list, a, {"vault/base/a.hpp", ""}}).size(), 0U);
    EXPECT_EQ(check_dead_files({list, {"vault/base/b.cpp", ""}}).size(), 1U);
    EXPECT_EQ(check_dead_files({list, {"vault/base/b.hpp", ""}}).size(), 1U);
    EXPECT_EQ(check_dead_files({list, {"tests/cli/a.sh", ""}}).size(), 1U);
    EXPECT_EQ(check_dead_files({{"tests/cli/a.sh", ""}, {"tests/b.sh", ". cli/a.sh\n"}}).size(),
              0U);
}

TEST(OwnHeader, after_another_is_found) {
    const SourceFile header{"vault/base/a.hpp", ""};
    const SourceFile late{"vault/base/a.cpp", "#include <string>\n#include \"base/a.hpp\"\n"};
    const SourceFile first{"vault/base/a.cpp", "#include \"base/a.hpp\"\n#include <string>\n"};
    EXPECT_EQ(check_own_header_first({header, late}).size(), 1U);
    EXPECT_EQ(check_own_header_first({header, first}).size(), 0U);
    EXPECT_EQ(check_own_header_first({late}).size(), 0U);
}

}  // namespace
}  // namespace exhibit::tidy

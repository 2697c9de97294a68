#include "support/temp_folder.hpp"

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "exhibit/error.hpp"

namespace exhibit::test {

TempFolder::TempFolder() {
    const char* parent = std::getenv("TMPDIR");
    const std::string start = parent != nullptr && *parent != '\0' ? parent : "/tmp";
    path_ = start + "/exhibit-test-XXXXXX";
    if (::mkdtemp(path_.data()) == nullptr) throw_errno("making a folder like " + path_, errno);
}

TempFolder::~TempFolder() {
    std::error_code ignored;  // what stays behind does not change a test's verdict
    std::filesystem::remove_all(path_, ignored);
}

std::string TempFolder::operator/(std::string_view name) const {
    return path_ + "/" + std::string(name);
}

}  // namespace exhibit::test

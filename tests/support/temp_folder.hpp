// A folder that lives as long as one test.
#pragma once

#include <string>
#include <string_view>

namespace exhibit::test {

/// Made under TMPDIR (or /tmp); removed with all it holds by the destructor.
class TempFolder {
public:
    TempFolder();
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;
    ~TempFolder();

    const std::string& path() const noexcept { return path_; }
    /// The path of an entry of the folder.
    std::string operator/(std::string_view name) const;

private:
    std::string path_;
};

}  // namespace exhibit::test

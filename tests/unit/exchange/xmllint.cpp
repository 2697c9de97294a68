#include "xmllint.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "base/file.hpp"
#include "support/temp_folder.hpp"

namespace exhibit::exchange {

Verdict xmllint(const std::string& schema, const std::string& xml) {
    const test::TempFolder folder;
    const std::string file = folder / "document.xml";
    const std::string said = folder / "said";
    replace_file(file, as_bytes(xml));
    replace_file(said, {});
    const pid_t child = fork();
    if (child == 0) {
        const int fd = open(said.c_str(), O_WRONLY | O_CLOEXEC);
        dup2(fd, STDERR_FILENO);
        execlp("xmllint", "xmllint", "--nonet", "--noout", "--schema", schema.c_str(), file.c_str(),
               static_cast<char*>(nullptr));
        _exit(127);
    }
    int status = 0;
    waitpid(child, &status, 0);
    Verdict out;
    out.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    const auto bytes = read_file(said, std::size_t{1} << 24U);
    if (bytes) out.text = std::string(as_text(*bytes));
    for (std::size_t at = out.text.find(" error : "); at != std::string::npos;
         at = out.text.find(" error : ", at + 1))
        ++out.complaints;
    return out;
}

bool have_xmllint() {
    return xmllint("/dev/null", "").code != 127;
}

bool have_schemas() {
    return std::filesystem::exists(EXHIBIT_SCHEMAS);
}

}  // namespace exhibit::exchange

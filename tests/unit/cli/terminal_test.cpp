#include "cli/terminal.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "exhibit/error.hpp"

namespace exhibit::cli {
namespace {

// Ends a child that waits for ever, so that the test fails instead of hanging.
constexpr unsigned child_seconds_max = 20;

/// Asks for a secret in a child process whose controlling terminal is `slave`, after the request
/// to stop has come. The child's exit code is 0 when it was told that it was interrupted.
[[noreturn]] void ask_after_the_request(const char* slave) {
    ::alarm(child_seconds_max);
    ::setsid();
    const int terminal = ::open(slave, O_RDWR);
    if (terminal < 0 || ::ioctl(terminal, TIOCSCTTY, 0) != 0) ::_exit(2);
    CancelFlag cancel;
    cancel.request();
    try {
        ask_secret("Passphrase: ", cancel);
    } catch (const Error& error) {
        ::_exit(error.kind() == ErrorKind::interrupted ? 0 : 3);
    }
    ::_exit(4);
}

// The signal of Ctrl-C came after the prompt was shown and before the read: the read then waited
// for ever, and so did cli.at_terminal.
TEST(Terminal, ctrl_c_just_before_the_read_ends_the_prompt) {
    const int master = ::posix_openpt(O_RDWR | O_NOCTTY);
    ASSERT_GE(master, 0);
    ASSERT_EQ(::grantpt(master), 0);
    ASSERT_EQ(::unlockpt(master), 0);
    const char* slave = ::ptsname(master);
    ASSERT_NE(slave, nullptr);

    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) ask_after_the_request(slave);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status)) << "the child was ended by signal " << WTERMSIG(status);
    EXPECT_EQ(WEXITSTATUS(status), 0);
    ::close(master);
}

}  // namespace
}  // namespace exhibit::cli

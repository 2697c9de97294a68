#include "cli/terminal.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>

#include "exhibit/error.hpp"

namespace exhibit::cli {

namespace {

constexpr std::size_t secret_bytes_max = 1024;
/// How long a request to stop can go unseen at a prompt.
constexpr int prompt_wait_milliseconds = 100;

/// The controlling terminal, open as long as this object; -1 when there is none.
class Terminal {
public:
    Terminal() noexcept : fd_(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)) {}
    Terminal(const Terminal&) = delete;
    Terminal& operator=(const Terminal&) = delete;
    ~Terminal() {
        if (fd_ >= 0) ::close(fd_);
    }

    int fd() const noexcept { return fd_; }
    bool is_open() const noexcept { return fd_ >= 0; }

    void write(std::string_view text) const {
        while (!text.empty()) {
            const ssize_t written = ::write(fd_, text.data(), text.size());
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) throw_errno("writing to the terminal", errno);
            text.remove_prefix(static_cast<std::size_t>(written));
        }
    }

private:
    int fd_;
};

/// Echo is off as long as this object lives, whatever ends the scope.
class EchoOff {
public:
    explicit EchoOff(int fd) : fd_(fd) {
        if (::tcgetattr(fd_, &before_) != 0) throw_errno("reading the terminal's settings", errno);
        termios silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        silent.c_lflag |= static_cast<tcflag_t>(ECHONL | ICANON | ISIG);
        if (::tcsetattr(fd_, TCSAFLUSH, &silent) != 0) {
            throw_errno("turning the terminal's echo off", errno);
        }
    }
    EchoOff(const EchoOff&) = delete;
    EchoOff& operator=(const EchoOff&) = delete;
    ~EchoOff() { ::tcsetattr(fd_, TCSAFLUSH, &before_); }

private:
    int fd_;
    termios before_{};
};

/// What was typed, wiped when it goes.
struct TypedLine {
    std::array<char, secret_bytes_max> bytes{};
    std::size_t size = 0;

    TypedLine() = default;
    TypedLine(const TypedLine&) = delete;
    TypedLine& operator=(const TypedLine&) = delete;
    ~TypedLine() { ::explicit_bzero(bytes.data(), bytes.size()); }

    void strip_line_end() noexcept {
        while (size > 0 && (bytes[size - 1] == '\n' || bytes[size - 1] == '\r')) --size;
    }
};

/// Returns once something can be read. A signal interrupts a read that waits, but one that comes
/// just before the read would leave it waiting for ever: so the wait is cut into short ones.
void wait_for_input(int fd, const CancelFlag& cancel) {
    pollfd input{fd, POLLIN, 0};
    int ready = 0;
    while (ready == 0) {
        if (cancel.requested()) throw Error(ErrorKind::interrupted, "Stopped at the prompt.");
        ready = ::poll(&input, 1, prompt_wait_milliseconds);
        if (ready < 0 && errno == EINTR) ready = 0;
        if (ready < 0) throw_errno("waiting for the terminal", errno);
    }
}

void read_line(int fd, TypedLine& line, const CancelFlag& cancel) {
    while (line.size < line.bytes.size()) {
        wait_for_input(fd, cancel);
        const ssize_t got =
            ::read(fd, line.bytes.data() + line.size, line.bytes.size() - line.size);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) throw_errno("reading from the terminal", errno);
        if (got == 0) return;
        line.size += static_cast<std::size_t>(got);
        if (line.bytes[line.size - 1] == '\n') return;
    }
    throw Error(ErrorKind::usage, "What was typed at the prompt has more than 1,023 characters.");
}

}  // namespace

bool standard_error_is_terminal() noexcept {
    return ::isatty(STDERR_FILENO) == 1;
}

std::size_t terminal_columns() noexcept {
    winsize size{};
    if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < 20) return 80;
    return size.ws_col;
}

bool person_at_terminal() noexcept {
    return Terminal().is_open();
}

SecretText ask_secret(const std::string& prompt, const CancelFlag& cancel) {
    const Terminal terminal;
    if (!terminal.is_open()) {
        throw Error(ErrorKind::usage,
                    "There is no terminal to ask for the passphrase: give --passphrase-file FILE, "
                    "--passphrase-fd N or the environment variable EXHIBIT_PASSPHRASE_FILE.");
    }
    TypedLine line;
    {
        // Before the prompt: what is typed as soon as it stands there must not show, or be flushed.
        const EchoOff silent(terminal.fd());
        terminal.write(prompt);
        read_line(terminal.fd(), line, cancel);
    }
    line.strip_line_end();
    return SecretText(std::string_view(line.bytes.data(), line.size));
}

SecretText ask_new_secret(const std::string& prompt, const CancelFlag& cancel) {
    SecretText first = ask_secret(prompt, cancel);
    if (first.view() != ask_secret("The same once more: ", cancel).view()) {
        throw Error(ErrorKind::usage, "The two passphrases differ; nothing was changed.");
    }
    return first;
}

bool ask_yes(const std::string& question, const CancelFlag& cancel) {
    const Terminal terminal;
    if (!terminal.is_open()) {
        throw Error(ErrorKind::usage, "There is no terminal to ask on: give --yes.");
    }
    TypedLine line;
    terminal.write(question);
    read_line(terminal.fd(), line, cancel);
    line.strip_line_end();
    const std::string_view answer(line.bytes.data(), line.size);
    return answer == "y" || answer == "Y" || answer == "yes";
}

void show_on_terminal(const std::string& before, const SecretText& secret,
                      const std::string& after) {
    const Terminal terminal;
    if (!terminal.is_open()) throw Error(ErrorKind::io, "There is no terminal to show it on.");
    terminal.write(before);
    terminal.write(secret.view());
    terminal.write(after);
}

}  // namespace exhibit::cli

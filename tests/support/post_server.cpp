// post_server PATH TYPE COMMAND...: for scripts that need somebody to answer over HTTP. Prints its
// port, then runs the command for each POST to PATH: the body is its standard input, what it prints
// is the answer. A command that fails answers 500. Runs until it is told to end.
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <iostream>

#include "base/file.hpp"
#include "net/http.hpp"

extern char** environ;

namespace {

exhibit::CancelFlag ended;

extern "C" void on_signal(int) {
    ended.request();
}

exhibit::net::HttpAnswer answer(char** command, const char* type, const std::string& body) {
    exhibit::replace_file("post.in", exhibit::as_bytes(body));
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "post.in", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, "post.out", O_WRONLY | O_CREAT | O_TRUNC, 0600);
    pid_t child = 0;
    int status = -1;
    const bool ran = posix_spawnp(&child, command[0], &actions, nullptr, command, environ) == 0 &&
                     waitpid(child, &status, 0) == child;
    posix_spawn_file_actions_destroy(&actions);
    if (!ran || status != 0) return {500, "text/plain", "no\n"};
    const auto out = exhibit::read_file("post.out", exhibit::net::answer_bytes_max);
    return {200, type, exhibit::to_string(out.value())};
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 4) return EXIT_FAILURE;
    std::signal(SIGTERM, on_signal);
    exhibit::net::HttpServer server(argv[1], std::size_t{1} << 20, [&](const std::string& body) {
        return answer(argv + 3, argv[2], body);
    });
    std::cout << server.bind("127.0.0.1", 0) << '\n' << std::flush;
    std::fclose(stdout);
    server.run(ended);
    return EXIT_SUCCESS;
}

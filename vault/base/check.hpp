// CHECK: our own invariants, kept in release builds. Never reachable by anything a file or a user
// can contain.
#pragma once

namespace exhibit {

[[noreturn]] void check_failed(const char* condition, const char* file, int line) noexcept;

}  // namespace exhibit

#define CHECK(condition)                                                           \
    do {                                                                           \
        if (!(condition)) ::exhibit::check_failed(#condition, __FILE__, __LINE__); \
    } while (false)

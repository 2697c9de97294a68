#include "cli/exit_code.hpp"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace exhibit::cli {
namespace {

TEST(ExitCode, is_the_documented_number_for_each_kind) {
    const std::vector<std::pair<ErrorKind, int>> documented{
        {ErrorKind::verification, 1}, {ErrorKind::usage, 2},    {ErrorKind::not_found, 3},
        {ErrorKind::denied, 4},       {ErrorKind::conflict, 5}, {ErrorKind::io, 6},
        {ErrorKind::malformed, 7},    {ErrorKind::corrupt, 7},  {ErrorKind::unsupported, 7},
        {ErrorKind::partial, 8},      {ErrorKind::crypto, 70},  {ErrorKind::internal, 70},
        {ErrorKind::interrupted, 130}};
    for (const auto& [kind, code] : documented) {
        EXPECT_EQ(static_cast<int>(exit_code(kind)), code) << to_string(kind);
    }
}

}  // namespace
}  // namespace exhibit::cli

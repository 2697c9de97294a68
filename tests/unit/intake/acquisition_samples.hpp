// Logs of tests/unit/intake/acquisition_logs, and what was read from one as text. Samples were
// written by the tools themselves, but for those whose names say that they are hand-written.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "intake/acquisition_log.hpp"

namespace exhibit::intake {

inline std::string sample(const std::string& name) {
    std::ifstream file(std::string(EXHIBIT_ACQUISITION_LOGS) + "/" + name, std::ios::binary);
    EXPECT_TRUE(file.is_open()) << name;
    return {std::istreambuf_iterator<char>(file), {}};
}

inline AcquisitionLog parsed(const std::string& name) {
    return parse_acquisition_log(sample(name));
}

/// "scope algorithm hex file" a line.
inline std::string digests_of(const AcquisitionLog& log) {
    std::string text;
    for (const LogDigest& one : log.digests) {
        text += std::string(to_string(one.scope)) + " " + one.algorithm + " " + one.hex +
                (one.file.empty() ? "" : " " + one.file) + "\n";
    }
    return text;
}

inline std::string ranges_of(const AcquisitionLog& log) {
    std::string text;
    for (const ByteRange& range : log.bad_ranges) {
        text += std::to_string(range.offset) + "+" + std::to_string(range.length) + " ";
    }
    return text;
}

/// Nothing is inferred from it, and it says why.
inline void expect_unrecognized(const std::string& text, const std::string& why = "") {
    const AcquisitionLog log = parse_acquisition_log(text);
    EXPECT_EQ(log.format, "unrecognized") << text.substr(0, 200);
    EXPECT_TRUE(log.digests.empty() && log.bad_ranges.empty() && log.verdict.empty());
    EXPECT_FALSE(log.complete || log.tells_ranges || log.size);
    ASSERT_EQ(log.warnings.size(), 1U);
    EXPECT_NE(log.warnings[0].find(why), std::string::npos) << log.warnings[0];
}

}  // namespace exhibit::intake

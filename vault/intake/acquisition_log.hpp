// Logs of acquisition tools: what a log says, in one form for all tools.
//
// A log is the word of whoever ran the tool. What is not exactly recognised is `unrecognized` and
// nothing is inferred from it, least of all success. Pure functions; no file is opened here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "exhibit/types.hpp"

namespace exhibit::intake {

constexpr std::size_t acquisition_log_bytes_max = std::size_t{64} << 20;
constexpr std::size_t acquisition_line_bytes_max = 16384;
constexpr std::size_t acquisition_lines_max = 4'000'000;
constexpr std::size_t acquisition_digests_max = 1'000'000;
constexpr std::size_t acquisition_ranges_max = 1'000'000;

/// What a digest was calculated over. Digests of different scopes are never compared.
enum class DigestScope {
    acquisition_stream,  ///< the bytes as they came from the source
    source_reread,       ///< the source, read a second time
    image_reread,        ///< the content of the image, read back
    contained_file,      ///< one named file
    window,              ///< a part of the stream
};

/// "acquisition-stream", "source-reread", ...
std::string_view to_string(DigestScope scope) noexcept;

struct LogDigest {
    DigestScope scope = DigestScope::acquisition_stream;
    std::string algorithm;  ///< md5, sha1, sha256, sha512, ...
    std::string hex;        ///< lower case
    std::string file;       ///< contained files only: the name as written
};

struct AcquisitionLog {
    std::string format = "unrecognized";
    std::string tool;      ///< with its version, as far as the log tells
    std::string started;   ///< as written
    std::string finished;  ///< as written
    bool zone_known = false;
    std::string source;  ///< model, serial number or device, as written
    std::optional<std::uint64_t> size;
    std::optional<std::uint64_t> sector_bytes;
    std::vector<LogDigest> digests;
    std::vector<ByteRange> bad_ranges;
    /// The files it names are inside the image it speaks of, which may hold one of its own name.
    bool files_inside = false;
    /// The log would tell unreadable ranges: none listed means that the tool met none.
    bool tells_ranges = false;
    std::string verdict;    ///< of the tool, as written; empty if the log holds none
    bool complete = false;  ///< the log has the end that a whole run writes
    std::vector<std::string> warnings;
};

/// Never throws for what the bytes are: too long, unknown or contradictory logs are `unrecognized`
/// with a warning that says why.
AcquisitionLog parse_acquisition_log(std::string_view bytes);

}  // namespace exhibit::intake

// Writes a zip file front to back, through libarchive.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "intake/sink.hpp"

namespace exhibit::intake {

class ArchiveOutput;

class ZipOutput {
public:
    /// All members get this time. `sink` must outlive it.
    ZipOutput(Sink& sink, Instant time);
    ~ZipOutput();
    ZipOutput(const ZipOutput&) = delete;
    ZipOutput& operator=(const ZipOutput&) = delete;

    enum class Form { deflated, stored };
    /// A regular file of this name and size, whose bytes are then written.
    void begin(const std::string& name, std::uint64_t size, Form form, bool executable = false);
    void write(ByteView bytes);
    /// All of a file at once.
    void add(const std::string& name, ByteView bytes, bool executable = false);
    /// After the last file.
    void finish();

private:
    std::unique_ptr<ArchiveOutput> output_;
    Instant time_;
};

}  // namespace exhibit::intake

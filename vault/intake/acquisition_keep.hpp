// Keeps an acquisition log byte for byte: a stream in the incident's packs like a file.
#pragma once

#include "intake/ingest.hpp"

namespace exhibit::intake {

/// The bytes of a log, at most acquisition_log_bytes_max. Only a file is one: nothing waits for a
/// pipe that nobody writes, or reads a device that has no end. `shown` begins the errors.
/// Error(not_found, usage, malformed, io).
Bytes read_log(const std::string& path, const std::string& shown);

struct KeptStream {
    blob::BlockId manifest;
    std::uint64_t size = 0;
    Digests digests;
};

/// Puts the blocks and nodes; they are durable after the next finish() of the writer, which names
/// their packs with those of the item. `shown` must be safe to show. Error(interrupted, io).
KeptStream keep_stream(ByteView bytes, const std::string& shown, blob::BlobWriter& writer,
                       const IngestOptions& options);

}  // namespace exhibit::intake

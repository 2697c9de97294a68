// Acquisition logs of an item: kept, compared, and described again.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "custody/private_names.hpp"
#include "exhibit/types.hpp"
#include "intake/acquisition_check.hpp"
#include "intake/ingest.hpp"

namespace exhibit {

class AcquisitionLogs {
public:
    /// Reads and parses the logs and puts them with `writer`, before the item is read: a log that
    /// cannot be read ends the ingest while nothing is lost. When a log names files, `options` gets
    /// an on_member that keeps the digests of a tree's files; this must outlive its use.
    /// Error(usage) for too many or no files, Error(not_found, io, malformed) for one that cannot
    /// be read.
    AcquisitionLogs(const std::vector<std::string>& paths, blob::BlobWriter& writer,
                    intake::IngestOptions& options);
    AcquisitionLogs(const AcquisitionLogs&) = delete;
    AcquisitionLogs& operator=(const AcquisitionLogs&) = delete;

    bool empty() const noexcept { return logs_.empty(); }
    std::vector<crypto::Hash> manifests() const;
    /// The private value `logs`.
    encode::Json compare(const intake::IngestOutcome& outcome) const;

private:
    struct Log {
        std::string name;
        std::uint64_t size = 0;
        std::string sha256;
        crypto::Hash manifest;
        intake::AcquisitionLog parsed;
    };

    std::optional<Digests> member(std::string_view path, const std::string& root) const;
    std::optional<Digests> member_at(std::string_view path, const std::string& root) const;

    std::vector<Log> logs_;
    std::map<std::string, Digests, std::less<>> members_;  ///< of a tree, by path
};

/// The logs an ingest's private values describe; what is not of the form is left out.
std::vector<KeptLog> kept_logs(const custody::PrivateValues& values);

}  // namespace exhibit

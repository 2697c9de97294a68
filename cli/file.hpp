// Small files that commands read and write beside the vault: cards, receipts, recovery codes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "exhibit/attest.hpp"

namespace exhibit::cli {

enum class Existing { refuse, replace };
enum class Readers { everybody, owner };

/// A file that comes to be whole or not at all: written under another name, synced, then given its
/// name. Without close() nothing is left behind.
class NewFile {
public:
    /// Error(conflict) when the name is taken and may not be replaced, Error(io).
    NewFile(std::string path, Existing existing, Readers readers);
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;
    ~NewFile();

    void write(std::string_view text);
    void close();

private:
    std::string path_;
    std::string temporary_;
    Existing existing_;
    int fd_ = -1;
};

/// The whole of a file that fits in memory; "-" is standard input. Error(malformed) when it is
/// larger than `bytes_max`, Error(not_found, io).
std::string read_small_file(const std::string& path, std::size_t bytes_max);

/// CRLs of at most 2 MiB each (PEM is a third longer than DER), OCSP answers of at most 64 KiB.
RevocationFiles read_revocation_files(const std::vector<std::string>& crls,
                                      const std::vector<std::string>& ocsp);

}  // namespace exhibit::cli

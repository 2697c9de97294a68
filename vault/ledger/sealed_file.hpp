// A file of one handler's program on its own machine, sealed with a key that only this handler has:
// who can write it can claim nothing. FORMAT.md 11.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "crypto/secret.hpp"

namespace exhibit::ledger {

class SealedFile {
public:
    /// `key`: 32 bytes. `format` is what is sealed along: a file of another format does not open.
    SealedFile(std::string path, std::string format, crypto::SecretBytes key);

    /// nullopt when there is none that opens: absent, of another handler, damaged.
    std::optional<std::string> load() const;
    /// Replaces what was there; makes its folder. Error(io).
    void keep(std::string_view text) const;
    void remove() const noexcept;

    const std::string& format() const noexcept { return format_; }

private:
    std::string path_;
    std::string format_;
    crypto::SecretBytes key_;
};

}  // namespace exhibit::ledger

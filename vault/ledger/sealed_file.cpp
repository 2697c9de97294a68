#include "ledger/sealed_file.hpp"

#include <unistd.h>

#include <algorithm>
#include <utility>

#include "base/file.hpp"
#include "crypto/aead.hpp"
#include "exhibit/error.hpp"

namespace exhibit::ledger {
namespace {

constexpr std::size_t file_bytes_max = std::size_t{1} << 20;

}  // namespace

SealedFile::SealedFile(std::string path, std::string format, crypto::SecretBytes key)
    : path_(std::move(path)), format_(std::move(format)), key_(std::move(key)) {}

std::optional<std::string> SealedFile::load() const {
    try {
        const std::optional<Bytes> file = read_file(path_, file_bytes_max);
        crypto::Nonce nonce{};
        if (!file || file->size() < nonce.size()) return std::nullopt;
        std::copy_n(file->begin(), nonce.size(), nonce.begin());
        const auto plain = crypto::aead_open(key_, nonce, as_bytes(format_),
                                             ByteView(*file).subspan(nonce.size()));
        if (!plain) return std::nullopt;
        return to_string(*plain);
    } catch (const Error&) {
        return std::nullopt;
    }
}

void SealedFile::keep(std::string_view text) const {
    const crypto::Nonce nonce = crypto::random_nonce(crypto::system_random());
    Bytes file(nonce.begin(), nonce.end());
    append(file, crypto::aead_seal(key_, nonce, as_bytes(format_), as_bytes(text)));
    make_private_folders(path_.substr(0, path_.rfind('/')));
    replace_file(path_, file);
}

void SealedFile::remove() const noexcept {
    static_cast<void>(::unlink(path_.c_str()));  // what stays is of no use to anybody else
}

}  // namespace exhibit::ledger
